"""Street and house number in text, by the Dutch street endings or by the postcode that follows, and as whole values.

Theory. A street name is a compound that ends in ``straat``, ``laan``, ``weg`` …, or those words after a
capitalised one; a house number of at most five digits follows. Words for means, ways and pages that look alike
(``leerweg 3``, ``onderweg 2 uur``, ``bladzijde 12``) are named and left out. Lower-case street names need a
postcode, a place or an address word beside them.
Cost class: context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues
from .organisation import of_an_organisation
from .outcome import fold, impossible, plausible, reasons, valid
from .postcode import PC6, place_after

_ENDINGS = (
    "straat", "str.", "str", "laan", "ln", "plein", "kade", "gracht", "dreef", "singel", "steeg", "plantsoen",
    "boulevard", "weg", "dijk",
    "hof", "pad", "park", "markt", "wal", "baan", "ring", "akker", "veld", "kamp", "meent", "brink", "horst", "erf",
    "oord",
    "burg", "hoeve", "haven", "berg",
)
_NUMBER = re.compile(
    r"(?<=[^\W\d_])\.?[ ](?P<number>[1-9][0-9]{0,4}"
    r"(?:[ ]?-?[ ]?[0-9]{0,2}[ -]?(?:hoog|links|rechts)(?![a-z])|[ ]?-[ ]?[0-9]{1,4}|"
    r"[ ](?:bis|hs|huis|bus[ ][0-9]{1,4}|[IVX]{1,4})(?![a-z])|[ ]?[A-Za-z](?![a-z])|"
    r"[ -]?[A-Z]{1,2}[0-9]?)?)"
    r"(?![0-9A-Za-z_]|[.:/-][0-9]|[ ]?(?:%|€|°))"
)
_WORD = re.compile(r"(?<![^\W_])[^\W\d_][\w'’.-]{0,40}\Z")
_HEADED = re.compile(
    r"(?<![^\W_])(?:Laan|Plein|Weg|Kade|Singel|Dreef|Straat|Park|Hof)(?:[ ](?:van|der|den|de|het|op|aan|naar)){1,3}"
    r"(?:[ ][^\W\d_a-z][\w'’.-]{1,24}){1,3}\Z"
)
_LEAD = re.compile(r"(?:(?:[^\W\d_][\w'’.-]{0,20}|['’]t|['’]s)[ ]){1,4}\Z")
_NUMBERED = re.compile(
    r"(?P<street>[^\W\d_][\w'’-]{1,40}(?:[ ][0-9]{1,4})?),?[ ](?:nr|no|nummer|huisnr|huisnummer)\.?\Z", re.IGNORECASE)
"""A street whose number has a word before it: ``Plein 1944 nr. 17``."""
_PC6_AFTER = re.compile(rf"[,;]?\s{{1,2}}{PC6}(?![0-9A-Za-z_])")
_UNIT_AFTER = re.compile(r"[ ]?(?:uur|uren|min(?:uten)?|jaar|dagen|weken|km|meter|keer|x|punten|euro|graden|"
    r"leerlingen)(?![a-z])",
                         re.IGNORECASE)
_PARTICLES = frozenset(["van", "de", "der", "den", "het", "ten", "ter", "'t", "’t", "'s", "’s",
    "oude", "nieuwe", "lange", "korte", "grote", "kleine"])
_ORDINARY = frozenset((
    "leerweg", "leerpad", "leespad", "rekenpad", "stappenpad", "studiepad", "onderweg", "halverwege", "overweg",
    "snelweg", "spoorweg", "fietspad", "voetpad", "zandpad", "schoolplein", "sesamstraat", "melkweg", "middenweg",
    "uitweg", "omweg", "afweg", "terugweg", "heenweg", "luchtweg", "waterweg", "werkveld", "speelveld", "voetbalveld",
    "tekstveld", "invoerveld", "leerlijn", "lesveld", "vakgebied", "startbaan", "loopbaan", "bijbaan", "boomring",
    "kring", "keuring", "pretpark", "arbeidsmarkt", "supermarkt", "vrijmarkt", "werkkamp", "schoolkamp",
    "brugklaskamp", "ijsberg", "zandberg", "beloning", "ervaring", "oefenring", "bestandspad", "pixelveld",
    "ipad", "notepad", "trackpad", "touchpad", "gamepad", "launchpad", "mousepad",
    "magneetveld", "meetveld", "zoekveld", "naamveld", "rijbaan",
))
"""Ordinary words with a street's ending."""
_SHORT, _LEAST_SHORTENED = ("str", "ln"), 7
"""Endings that are cut short, and letters of a word from which it can be a street's."""
_BARE = frozenset((
    "plein", "park", "markt", "haven", "kamp", "berg", "erf", "hof", "pad", "wal", "weg", "dijk", "laan", "straat",
    "str.", "kade", "gracht", "oord", "burg", "hoeve", "akker", "brink", "horst", "meent", "baan", "ring", "veld",
))
"""Endings that are streets only after a capitalised word (``Lange Gracht``)."""
_ADDRESS_WORDS = Cues((r"adres", r"woon", r"straat(?:naam)?:", r"bezorg", r"huisnummer", r"verhuis"))
_BOOK_WORDS = Cues((r"blz", r"bladzijde", r"pagina", r"hoofdstuk", r"paragraaf", r"opdracht", r"som[ ]", r"vraag"),
reach=25)


class AddressRecognizer:
    """Finds street with house number in text."""

    name = "nl_address"
    entity = "NL_ADDRESS"
    categories: tuple[Category, ...] = (Category.STREET,)
    cost: Cost = "context"
    trigger = re.compile(r"[^\W\d_]\.?[ ][1-9]")
    context: tuple[str, ...] = ("adres", "straat", "woont", "huisnummer")

    def find(self, text: str) -> list[Match]:
        found = [match for each in _NUMBER.finditer(text) if (match := _weigh(text, each)) is not None]
        for match in _turned(text):
            if all(match.end <= other.start or other.end <= match.start for other in found):
                found.append(match)
        return sorted(found, key=lambda match: match.start)


_TURNED = re.compile(
    r"(?<![^\W_])(?:nummer|nr\.?|huisnummer)[ ](?P<number>[1-9][0-9]{0,3}[ ]?[A-Za-z]?)[ ](?:in|aan|op)[ ](?:de|het)[ ]"
    rf"(?P<street>(?-i:[^\W\d_a-z])[\w'’.-]{{2,40}}(?:{'|'.join(_ENDINGS)})(?![^\W_]))", re.IGNORECASE)


def _turned(text: str) -> Iterator[Match]:
    """The number before the street: *op nummer 12 in de Populierenstraat*."""
    for each in _TURNED.finditer(text):
        if each["street"].casefold() not in _ORDINARY:
            pairs = (("shape:street-ending", 0.6), ("context:address-word", 0.1))
            yield Match(each.start("number"), each.end("street"), Category.STREET, 0.7,
                        fold(f"{each['street']} {each['number']}"), reasons(*pairs))


def _weigh(text: str, each: re.Match[str]) -> Match | None:
    """The address that ends in this number: the cheap questions first, since every number after a word comes here."""
    word_end, end = each.start("number") - 1, each.end()
    postcode = _PC6_AFTER.match(text, end) is not None
    window = text[max(0, word_end - 64):word_end]
    numbered = _NUMBERED.search(window)
    if numbered is not None:
        word_end -= len(window) - numbered.end("street")
        word = numbered["street"]
    else:
        written = _WORD.search(window[-42:])
        if written is None:
            return None
        word = written.group()
    start = word_end - len(word)
    word = word.rstrip(" 0123456789")
    if not word:
        return None
    headed = _HEADED.search(text[max(0, word_end - 100):word_end])
    ending = headed is not None or word.lower().endswith(_ENDINGS)
    if not ending and not (postcode and len(word) > 1):
        return None
    if headed is not None:
        start, capitalised = word_end - len(headed.group()), True
    else:
        start, capitalised = _lead(text, start)
        capitalised = capitalised or (numbered is not None and word[0].isupper())
        if word.lower().endswith(_SHORT) and len(word) < _LEAST_SHORTENED:
            return None
        if word.lower() in _ORDINARY or word.lower().endswith("woord") or (word.lower() in _BARE and not capitalised):
            return None
    located = postcode or place_after(text, end)
    worded = _ADDRESS_WORDS.before(text, start) >= 0
    if _UNIT_AFTER.match(text, end) or (not located and _BOOK_WORDS.before(text, start) >= 0):
        return None
    if not (word[0].isupper() or capitalised or (ending and (located or worded))):
        return None
    pairs = [("shape:street-ending", 0.6) if ending else ("shape:house-number", 0.4)]
    if located:
        pairs.append(("context:postcode" if postcode else "gazetteer:place", 0.2))
    if worded:
        pairs.append(("context:address-word", 0.1))
    if of_an_organisation(text, start, end):
        pairs.append(("context:organisation", round(min(-0.35, 0.55 - sum(weight for _, weight in pairs)), 2)))
    score = round(min(0.9, sum(weight for _, weight in pairs)), 2)
    return Match(start, end, Category.STREET, score, fold(text[start:end]), reasons(*pairs))


def _lead(text: str, start: int) -> tuple[int, bool]:
    """Where the street name begins: capitalised words and particles before its last word belong to it."""
    window = _LEAD.search(text[max(0, start - 60):start])
    if window is None:
        return start, False
    words = window.group().split(" ")[:-1]
    begin, position, capital = start, start, False
    for word in reversed(words):
        position -= len(word) + 1
        if word[0].isupper() and not word.endswith((".", ":", ",")) and word.lower() not in _SENTENCE:
            begin, capital = position, True
        elif word.lower() not in _PARTICLES:
            break
    return begin, capital and words[-1][0].isupper()


_SENTENCE = frozenset(["ik", "hij", "zij", "ze", "we", "wij", "je", "jij", "in", "op", "aan", "bij", "adres",
    "woont", "mijn", "de", "het", "een", "van", "is", "naar", "straat", "dit", "ons"])
_VALUE = re.compile(r"(?=[^0-9]*[0-9]|[^\W\d_])[\w'’.,/ ()-]{1,120}\Z")
_POSTCODE_ALONE = re.compile(r"[1-9][0-9]{3} ?(?!sa|sd|ss)[a-z]{2}\Z")
_WITH_NUMBER = re.compile(r"[^\W\d_][\w'’. -]{1,80}?[ ,]{1,2}[1-9][0-9]{0,4}[ -]?[A-Za-z0-9]{0,4}(?:[, ].{0,80})?\Z")
_STREET_NAME = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[ '’.-]{1,2}(?=[^\W\d_])){0,60}"
    r"(?:[^\W_]{2}(?:straat|laan|plein|kade|gracht|dreef|singel|steeg|plantsoen|boulevard|dijk|markt|baan)|"
    r"[^\W_]{3}(?:weg|hof|pad|ring))\Z"
)
"""A street without its number: the whole value, with an ending that streets have."""
_NOT_STREET = frozenset(("onbekend", "n.v.t.", "nvt", "null", "none", "-", "geen", "test", "true", "false", "unknown"))


def check_street(value: str) -> Verdict:
    """A whole value under an address key: street, house number, place, or all on one line."""
    text = fold(value)
    if not text or text in _NOT_STREET or "://" in text or "@" in text:
        return impossible(Category.STREET, text, ("shape:no-address", -0.9))
    if _POSTCODE_ALONE.match(text):  # one line of an address
        return valid(Category.POSTCODE, text.replace(" ", ""), ("shape:postcode", 0.2))
    if _STREET_NAME.match(text):
        return valid(Category.STREET, text, ("shape:street-ending", 0.2))
    if _WITH_NUMBER.match(text):
        return valid(Category.STREET, text, ("shape:street-and-number", 0.3))
    if _VALUE.match(text):
        return plausible(Category.STREET, text)
    return impossible(Category.STREET, text, ("shape:no-address", -0.9))
