"""What the keys above make of a key: of a name that many things bear, and of a clear one that stands among things.

Theory. A dozen names (``name``, ``id``, ``nummer``, ``grade``) mean what the objects above them make of them:
``leerling/naam`` is a pupil's name, ``product/naam`` is nothing. Where the keys above are silent too, the name is
*loose*: it counts only when the same object holds another datum of a person.
"""

from __future__ import annotations

from scanner.model import Category

from .key_words import ID_NAMES, NAMES
from .lexicon import CLEAR, Entry, Strength
from .names import squash, words
from .organisations import CONTACT, OF_ORGANISATIONS, is_organisation
from .roles import PERSONS, Role, nearest_role, role_of

_METADATA = "entitydescriptor"
"""The root of SAML metadata, where partners in a federation name whom to call (SAML 2.0 metadata §2.3.2.2)."""
_WRAPPING = frozenset({"result", "results"})
"""What answers call all that they hold, of whatever kind (JSON-RPC 2.0 §5, pages of lists)."""
_NUMBERS_OF_CARDS = frozenset({"barcode", "eancode", "streepjescode"})
_INVENTED = frozenset(words("personnage personnages personage personages character characters voices avatars npcs"))
"""Who is called a name, and is nobody: people of stories and games, voices of programs."""
_OF_TRACKERS = frozenset({Category.TOKEN, Category.CREDENTIAL, Category.COOKIE, Category.DEVICE, Category.IP})
_BIDDERS = frozenset({"bidder", "bidders"})
"""In requests for advertisements: who may buy the place (Prebid)."""
_DOERS = frozenset(words("sender assignee submitter reviewer commenter attendee participant afzender inzender"))
"""Who does something or gets it, which things have as well: the sender of an event."""
_PARTS_OF_NAMES = {"voor": Category.NAME_GIVEN, "roep": Category.NAME_GIVEN, "tussen": Category.NAME_FAMILY,
                   "achter": Category.NAME_FAMILY}
"""What objects call the parts of a name: ``{"naam": {"voor": …, "achter": …}}``."""
_SCORED = frozenset(words("""
scan product app page pagina device apparaat build engine review reviews component service performance lighthouse
artikel recept boek book movie film hotel bedrijf website site
"""))
"""Things that get scores which are nobody's."""


def by_parents(plain: str, entry: Entry | None, above: tuple[str, ...], last: str) -> tuple[Category | None, Strength]:
    """The meaning of a name that many things bear, from the objects above it; ``last`` is the nearest, squashed."""
    if plain in _PARTS_OF_NAMES and last in NAMES:
        return _PARTS_OF_NAMES[plain], "direct"
    role, next_above = nearest_role(above)
    if plain in NAMES:
        return _name(role, last, next_above)
    if plain in {"first", "last", "given", "family"}:
        assert entry is not None
        return entry.category, "direct" if last in NAMES else "loose"
    if plain == "grade":
        return (Category.RESULT, "quasi") if role == "result" else (Category.GROUP, "quasi")
    if plain == "nummer" and last.startswith(("communicatie", "telefoon", "contactgegevens")):
        return Category.PHONE, "quasi"
    if plain == "nummer" and last.startswith("adres"):
        return Category.STREET, "quasi"
    if plain in ID_NAMES:
        return _identifier(plain, role, above, last, next_above, known=entry is not None)
    return (entry.category, "loose") if entry is not None else (None, "context")


def _name(role: Role | None, last: str, next_above: bool) -> tuple[Category | None, Strength]:
    if last == "account":
        return Category.ACCOUNT, "quasi"  # xAPI: actor/account/name is the account, not the person
    if role in PERSONS:
        return Category.NAME_FULL, "direct" if next_above else "quasi"
    if role == "school":
        return Category.SCHOOL, "context"
    if role == "group":
        return Category.GROUP, "context"
    if role in {"thing", "result"} and last not in _WRAPPING:
        return None, "negative"
    return Category.NAME_FULL, "loose"


def _identifier(
    plain: str, role: Role | None, above: tuple[str, ...], last: str, next_above: bool, *, known: bool
) -> tuple[Category | None, Strength]:
    if plain in {"id", "uuid"} and last == "session":
        return Category.COOKIE, "quasi"
    if plain == "id" and last == "uids" and any(squash(level) == "eids" for level in above[-3:]):
        return Category.ADVERTISING, "direct"  # OpenRTB: whom exchanges for advertisements know the user by
    if plain == "id" and last == "verb":
        return Category.EVENT, "quasi"  # xAPI: what the person did
    if last in {"parent", "parents", "contact"} and plain in {"id", "key", "uuid", "guid"}:
        return Category.ACCOUNT, "loose"  # in trees of content the parent is a folder
    if any(is_organisation(level) for level in above[-3:]):
        return None, "negative"
    if role in PERSONS and next_above:
        if role == "pupil" and plain in {"nummer", "number", "identifier", "nr"}:
            return Category.LEERLINGNUMMER, "direct"
        if plain in {"key", "code", "ref", "number", "nummer", "identifier"}:
            return Category.ACCOUNT, "quasi"
        return Category.ACCOUNT, "direct"
    if last.startswith("device") and plain in {"id", "uuid", "identifier"}:
        return Category.DEVICE, "quasi"
    if role == "result" and last in _WRAPPING and known:
        return Category.ACCOUNT, "loose"
    if role in {"thing", "group", "school", "result"}:
        return None, "negative"
    if role in PERSONS and plain in {"id", "uuid", "guid"}:
        return Category.ACCOUNT, "loose"
    return (Category.ACCOUNT, "loose") if known else (None, "context")


def corrected(entry: Entry, above: tuple[str, ...], last: str) -> tuple[Category | None, Strength]:
    """A clear name, corrected for where it stands: ``course/image`` and ``vak/naam`` are about things.

    ``last`` is the nearest of the keys above, squashed.
    """
    category, strength = entry.category, entry.strength
    if strength == "negative":
        if squash(entry.name) in _NUMBERS_OF_CARDS and above and role_of(above[-1]) in PERSONS:
            return Category.ACCOUNT, "quasi"
        return None, "negative"
    if above and (squash(above[0]) == _METADATA or (category in OF_ORGANISATIONS and is_organisation(above[-1]))):
        return None, "negative"
    if category is Category.TOKEN and last == "properties":
        return None, "negative"  # of analytics: the project, as every visitor sends it
    if last in _INVENTED and category not in _OF_TRACKERS:
        return None, "negative"
    if category is Category.ACCOUNT and any(squash(level) in _BIDDERS for level in above):
        return None, "negative"  # the publisher's, who sells the place
    role = role_of(above[-1]) if above else None
    if category is Category.RESULT and last in _SCORED:
        return None, "negative"  # how well a product, a program or a book did
    if category is Category.LEERLINGNUMMER and last.startswith("device"):
        return Category.DEVICE, "quasi"  # the local id of a device, in telemetry
    if strength == "loose" and category in {Category.RESULT, Category.PROGRESS} and role == "result":
        return category, "quasi"
    if strength == "loose" and role in PERSONS and category not in {Category.RESULT, Category.PROGRESS}:
        return category, "quasi"
    if strength in CLEAR and role is not None and role not in PERSONS:
        if category is Category.NAME_FULL and entry.about == "unknown" and role != "result" and (
                entry.name not in _DOERS):
            return _name(role, "", True)
        if category is Category.IMAGE and role in {"thing", "school", "group"}:
            return None, "negative"
        if category in CONTACT and role == "school" and strength == "direct":
            return category, "quasi"
    return category, strength
