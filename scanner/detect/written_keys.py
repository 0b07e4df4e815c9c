"""Finds the entry of a key in the lexicon however the key is written: numbered, abbreviated, hashed, with its owner.

Theory. The lexicon holds each name once. Programs number it (``email2``), put letters for its type before it
(``sNaam``), cut its words (``roepnm``), say whose it is (``guardianPhone``) or which one (``Telefoon thuis``). One
after the other these are taken off, until the lexicon knows what is left.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scanner.model import Category

from .abbreviations import in_full
from .compounds import compound
from .key_words import FREE_TEXT_NAMES, ID_NAMES, NAMES
from .lexicon import CLEAR, Entry, lookup
from .names import of_control, parts, snake, squash, words
from .organisations import OF_ORGANISATIONS, ORGANISATIONS
from .roles import PERSONS, is_doer, role_of

_MOST_LEVELS = 10
_OF_THINGS = frozenset({"kind", "lid", "me", "self", "actor", "agent", "contact", "contacts", "coach", "account",
                         "profile"})
"""Words for persons that are words for other things in compound names (``kind_id``, ``contactEmail``)."""
_OF_THINGS_AFTER = _OF_THINGS - {"kind"}
_COUNTED = re.compile(r"([A-Za-z][A-Za-z_.-]{1,60}[A-Za-z])[_-]?[1-9]\Z")
_TYPED = re.compile(r"(?:s|str|sz|txt|n|i|int|l|lng|d|dt|dbl|b|bln|c|vc|nvc|fld|f|m_)([A-Z][A-Za-z]{2,40})\Z")
"""A name behind the letters for its type."""
_DIGEST_WORD = re.compile(r"(?:sha|md)(?:_?\d{1,3})?|\d{1,3}|sha\d{1,3}sum|hash(?:ed)?|digest|gehasht?|hex|h")
_QUALIFIERS = frozenset(
    words("""
thuis prive priv werk zakelijk nood eigen persoonlijk persoonlijke vast vaste mobiel mobiele alternatief alternatieve
overig overige ander andere nieuw nieuwe oud oude huidig huidige hoofd officieel officiele volledig volledige wettelijk
wettelijke mijn jouw uw home work business private personal emergency primary secondary alternate alternative other new
old current original official full complete legal preferred my your main contact txt input frm form field fld veld edit
pers verblijf verbl cd 1e 2e eerste tweede
""")
)
"""Words in a key that say which of several data it is, or that it is a field of a form: ``Telefoon thuis``."""
_DIRECTIONS = frozenset(
    words("""
to from van aan naar for voor by door cc bcc target source selected geselecteerde current huidige primary new nieuwe old
oude assigned toegewezen linked gekoppelde related this the
""")
)
"""Words before whose id it is: ``ToPersonIds``, ``voorLeerlingId``."""
_NUMBER_WORDS = frozenset({"nr", "nummer", "no", "num", "number"})
_QUESTION = re.compile(r"(?:q|v|vr|vraag|question|veld|f|field|item|antw|a)\d{1,3}\Z")
"""The number of a question, before what is asked: ``q2_geslacht``."""
_QUALIFIED = frozenset(
    {Category.EMAIL, Category.PHONE, Category.STREET, Category.POSTCODE, Category.DOB, Category.NAME_FULL,
     Category.NAME_GIVEN, Category.NAME_FAMILY, Category.BSN, Category.PGN, Category.IBAN, Category.LEERLINGNUMMER,
     Category.GENDER, Category.BIRTHPLACE, Category.NATIONALITY}
)
_NUMBERED = frozenset({Category.PHONE, Category.BSN, Category.PGN, Category.IBAN, Category.LEERLINGNUMMER})
_CLEAR_OF_PERSON = frozenset({Category.NAME_GIVEN, Category.NAME_FAMILY, Category.EMAIL, Category.PHONE, Category.DOB})
"""Categories whose short names mean them behind a word for a person: ``cand_fn``."""
_ASKING = frozenset(
    words("""
wat is zijn hoe welk welke ben bent in op bij zit zitten heeft heb hebt een de het van voor je jouw jullie uw u your you
what which is are the a an of for in does do has have s eventuele graag vul hier mijn my son daughter zoon dochter
""")
)
"""Words with which forms ask: ``Wat is de geboortedatum van uw kind?``."""
_YOURS = frozenset(words("je jouw jullie uw u your you mijn my"))
_MOST_ASKED = 12
_YOUR_NAME = Entry("your_name", Category.NAME_FULL, "unknown", "quasi")
_DOER = Entry("done_by", Category.NAME_FULL, "unknown", "quasi")


class WrittenKey(NamedTuple):
    """A key as understood: the name that is left of it, the levels above that name, what the lexicon says of it."""

    name: str
    above: tuple[str, ...]
    entry: Entry | None


def written_key(names: tuple[str, ...]) -> WrittenKey:
    """The last of these key names (one at least), given those above it (array levels left out)."""
    own = parts(names[-1])
    name = own[-1]
    above = (*(level for outer in names[-_MOST_LEVELS:-1] for level in parts(outer)), *own[:-1])
    entry = lookup("".join(own))
    if entry is None and len(own) > 1:
        entry = lookup(name)
    if entry is None:
        name, above, entry = _undressed(name, above)
    if (entry is None or (entry.strength == "ambiguous" and squash(name) == "group")) and (
            narrowed := compound(name)) is not None:
        entry = narrowed  # "officialClass", "kind1_groep"
    return WrittenKey(name, above, entry)


def _undressed(name: str, above: tuple[str, ...]) -> WrittenKey:
    """A name that the lexicon does not hold, without what is put around such names."""
    entry: Entry | None = None
    if control := of_control(name):
        name = control
        entry = lookup(name)
    if entry is None and name[:2] in {"x-", "X-"}:
        entry = lookup(name[2:])  # the habit of home-made headers
    if entry is None and (counted := _COUNTED.match(name)) is not None:
        entry = lookup(counted[1])  # "email2", "voorletters-1"
        entry = entry if entry is not None and (
            entry.strength in CLEAR or entry.strength == "negative" or _is_of_several(entry)) else None
    if entry is None and (typed := _TYPED.match(name)) is not None and (bare := lookup(typed[1])) is not None and (
            bare.strength != "short"):
        name, entry = typed[1], bare  # "sNaam", "nCijfer"
    if entry is None and (abbreviated := in_full(name)) is not None:
        name, weak = abbreviated
        entry = _weakened(lookup(name), weak=weak)  # "roepnm", "pcd"
    if entry is None and (hashed := _digest_of(name)) is not None:
        entry = hashed  # "email_sha1", "bsnHash"
    if entry is None and (owned := _owned(name)) is not None:
        owner, name = owned
        above, entry = (*above, owner), lookup(name)
        if entry is not None and entry.strength == "short":
            entry = entry._replace(strength="quasi")
    if entry is None and (told := _qualified(name)) is not None:
        entry = told  # "Telefoon thuis", "bsn-nr", "createdBy"
    if entry is None and " " in name and (asked := _asked(name)) is not None:
        return WrittenKey(asked.name, (*above, *asked.above), asked.entry)
    return WrittenKey(name, above, entry)


def _is_of_several(entry: Entry) -> bool:
    """Whether a form has such a field for each of several persons: ``KIND1``, ``GROEP2``."""
    return entry.category is Category.GROUP or (entry.category is Category.NAME_FULL and role_of(entry.name) in PERSONS)


def _weakened(entry: Entry | None, *, weak: bool) -> Entry | None:
    """The entry of a name that was abbreviated: never as sure as the name in full."""
    if entry is None or entry.strength not in CLEAR:
        return entry
    return entry._replace(strength="loose" if weak else "quasi")


def _digest_of(name: str) -> Entry | None:
    """The entry of a name without its words for digests; only what names a person's datum or a person."""
    words = snake(name).split("_")
    rest = [word for word in words if not _DIGEST_WORD.fullmatch(word)]
    if not rest or len(rest) == len(words):
        return None
    entry = lookup("_".join(rest))
    if entry is not None and entry.strength in CLEAR:
        return entry
    owner = role_of(rest[0]) if len(rest) == 1 else None
    return Entry(f"{rest[0]}_hash", Category.ACCOUNT, "unknown", "quasi") if owner in PERSONS else None


def _owned(name: str) -> tuple[str, str] | None:
    """A name that says whose its value is, as owner and rest: ``guardianPhone``, ``ouder1_email``, ``naamLeerling``."""
    levels = [word for word in snake(name).split("_") if word and not word.isdigit()]
    if not 2 <= len(levels) <= 6:
        return None
    levels = [word for word in levels if word not in _DIRECTIONS] if levels[-1] in ID_NAMES else levels
    for cut in range(1, len(levels)):
        head, tail = levels[:cut], levels[cut:]
        for owner, rest, others in ((head, tail, _OF_THINGS), (tail, head, _OF_THINGS_AFTER)):
            if len(owner) < 3 and others.isdisjoint(owner) and all(role_of(word) in PERSONS for word in owner) and (
                _is_name_of_data("_".join(rest))
            ):
                return "_".join(owner), "_".join(rest)
    return None


def _qualified(name: str) -> Entry | None:
    """The entry of a name without the words that say which one it is; who did something is somebody."""
    levels = snake(name).split("_")
    if not 2 <= len(levels) <= 6:
        return None
    if levels[0] in ORGANISATIONS:
        entry = lookup("_".join(levels[1:]))
        return entry._replace(strength="negative") if entry is not None and (
            entry.category in OF_ORGANISATIONS) else None
    if is_doer(levels):
        return _DOER
    if _QUESTION.match(levels[0]):
        entry = lookup("_".join(levels[1:]))
        return entry if entry is not None and entry.strength in CLEAR else None
    rest = [word for word in levels if word not in _QUALIFIERS and not word.isdigit()]
    narrowed = len(rest) < len(levels)
    if narrowed and len(rest) in {1, 2} and (full := in_full("_".join(rest))) is not None:
        rest = full[0].removesuffix("_code").split("_")
    if len(rest) > 1 and rest[-1] in _NUMBER_WORDS:
        entry = lookup("_".join(rest)) or lookup("_".join(rest[:-1]))
        return entry if entry is not None and entry.category in _NUMBERED and entry.strength in CLEAR else None
    if not rest or not narrowed:
        return None
    entry = lookup("_".join(rest))
    return entry if entry is not None and entry.category in _QUALIFIED and entry.strength in CLEAR else None


def _asked(name: str) -> WrittenKey | None:
    """A question of a form without the words that ask: ``Voornaam van uw kind``, ``What is your date of birth?``."""
    levels = snake(name).split("_")
    rest = [word for word in levels if word not in _ASKING]
    if not rest or len(rest) == len(levels) or len(levels) > _MOST_ASKED:
        return None
    bare = "_".join(rest)
    yours = not _YOURS.isdisjoint(levels)
    if yours and rest[0] in NAMES and len(rest) == 1:
        return WrittenKey(bare, (), _YOUR_NAME)
    entry = lookup(bare)
    if yours and entry is not None and (entry.strength in CLEAR or entry.category is Category.GROUP):
        return WrittenKey(bare, (), entry)
    owned = _owned(bare) or (_owned("_".join((*rest[1:], rest[0]))) if yours else None)
    if owned is not None:
        owner, datum = owned
        entry = lookup(datum)
        if entry is not None and entry.strength != "short":
            return WrittenKey(datum, (owner,), entry)
    return None


def _is_name_of_data(name: str) -> bool:
    plain = squash(name)
    if plain in NAMES or plain in ID_NAMES or plain in FREE_TEXT_NAMES:
        return True
    entry = lookup(name)
    return entry is not None and (entry.strength not in {"short", "context"} or (
        entry.strength == "short" and entry.category in _CLEAR_OF_PERSON))
