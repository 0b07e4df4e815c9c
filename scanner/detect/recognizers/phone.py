"""Dutch phone numbers in text (mobile, by area code, international), and any phone number as a whole value.

Theory. A phone number is recognised by its numbering plan, not by its count of digits: ``0`` or ``+31``, then ``6``
and eight digits or an area code that exists, with a separator only where people write one. That leaves time
stamps, ids, dates and decimals out. A bare landline of ten digits is also an id, so it scores low without a word.
Cost class: regex.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues, Taken
from .numbering import in_plan
from .outcome import impossible, plausible, reasons, valid

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z_+%])(?<![0-9A-Fa-f][./:-])(?<!0[ ])"
    r"(?:(?P<plus>\+31|0031|\+\(31\)|\(\+31\))[ .-]{0,2}(?:\(0\)[ ]?|0(?=[1-9]))?|"
    r"\((?P<area>0[1-9][0-9]{0,2})\)[ -]?|0)"
    r"(?P<rest>[0-9](?:[ ./–—-]?(?:[-–—/][ ])?[0-9]){5,8})"
    r"(?![0-9A-Za-z_@]|[.:/-][0-9]|,[0-9]{1,2}(?![0-9]))"
)
_ABROAD = re.compile(
    r"(?<![0-9A-Za-z_+])(?P<plus>\+|00)(?!31)(?P<rest>[1-9][0-9]{0,3}(?:[ ./-]?\(?[0-9]\)?){5,13})"
    r"(?![0-9A-Za-z_]|[.,:/-][0-9]|[ ]?[=+*×%€])"
)
_BELGIAN = re.compile(
    r"(?<![0-9A-Za-z_+/.-])(?:0(?P<mobile>4[5-9][0-9])[ ./][ ]?[0-9]{2,3}[ .]?[0-9]{2}[ .]?[0-9]{1,2}|"
    r"0(?P<area>[2349]|1[0-69]|5[0-9]|6[0-9]|71|8[0-9])[ ./][ ]?[0-9]{2,3}[ .][0-9]{2}[ .][0-9]{2})"
    r"(?![0-9A-Za-z_@]|[.,:/-][0-9]|[ ][0-9])")
"""A Belgian number as it is written at home: area code of one or two digits, mobile of three (BIPT, numbering plan)."""
_BELGIUM = Cues((r"belgi[eë]", r"vlaanderen", r"vlaamse?", r"antwerpen", r"gent", r"brugge", r"leuven", r"hasselt",
                 r"mechelen", r"kortrijk", r"brussel", r"aalst", r"turnhout", r"genk", r"oostende", r"sint-niklaas"))
_LINK = re.compile(r"(?<![\w-])(?:wa\.me/|whatsapp\.com/send/?\?phone=|tel:|"
                   r"sms:)\+?(?P<digits>[1-9][0-9]{8,14})(?![0-9])",
                   re.IGNORECASE)
"""A link that calls or writes to a number, whose country stands first."""
_SUM_BEFORE = re.compile(r"[0-9)=x][ ]?\Z")
_DECIMAL = re.compile(r"(?<![0-9])[0-9]{1,3},\Z")
_MORE_DIGITS = re.compile(r"[ ][1-9]")
_AREAS3 = frozenset(["10", "13", "15", "20", "23", "24", "26", "30", "33", "35", "36", "38", "40", "43", "45", "46",
    "50", "53", "55", "58", "70", "71", "72", "73", "74", "75", "76", "77", "78", "79"])
_AREAS4 = frozenset(["111", "113", "114", "115", "117", "118", "161", "162", "164", "165", "166", "167", "168",
    "172", "174", "180", "181", "182", "183", "184", "186", "187", "222", "223", "224", "226", "227", "228", "229",
    "251", "252", "255", "294", "297", "299", "313", "314", "315", "316", "317", "318", "320", "321", "341", "342",
    "343", "344", "345", "346", "347", "348", "411", "412", "413", "416", "418", "475", "478", "481", "485", "486",
    "487", "488", "492", "493", "495", "497", "499", "511", "512", "513", "514", "515", "516", "517", "518", "519",
    "521", "522", "523", "524", "525", "527", "528", "529", "541", "543", "544", "545", "546", "547", "548", "561",
    "562", "566", "570", "571", "572", "573", "575", "577", "578", "591", "592", "593", "594", "595", "596", "597",
    "598", "599"])
"""Area codes without the leading zero (numbering plan for telephone and ISDN services)."""
_COMPANY = frozenset(("85", "88"))
_CUES = Cues((r"tel(?:efoon|\.|:|[ ]|nr|nummer|=)", r"mobiel", r"gsm", r"\bbel\b", r"belde", r"bellen", r"bereikbaar",
              r"phone", r"mobile", r"whats-?app", r"\bapp(?:en)?\b", r"06-?nummer", r"nummer is", r"sms",
              r"(?:nieuwe? |oude? )?(?:nummer|nr\.?) (?:van |v |is )?(?:mijn |m'n |z'n |haar |zijn |de |het )?"
              r"(?:opa|oma|mama|papa|moeder|vader|ouders?|thuis|buur\w*|oppas|verzorger|noodgeval|werk)"))
_REACH = 25
_EXAMPLE = Cues((r"bijv", r"bv\.", r"voorbeeld", r"zoals", r"e\.?g\.", r"(?<![.@\w-])example", r"such as",
                 r"format", r"geldig",
                 r"in de vorm"), reach=30)
"""Words of a hint in a form, which shows how a number is written."""
_SUM = Cues((r"bereken", r"deelbaar", r"gedeeld door", r"tel op", r"vermenigvuldig", r"priem", r"getal",
             r"rond .{0,12}af", r"afgerond", r"cijfers (?:zijn|heeft|hebben)",
             r"som(?:men)?(?![a-z])", r"rijtje", r"reeks", r"patroon", r"rij getallen"), reach=60)
"""Words of a sum."""
_NEAR = Cues((r"fax", r"order", r"factuur", r"artikel", r"isbn", r"ticket", r"kenmerk"), reach=_REACH)
_OFFICE = Cues((r"help-?desk", r"klantenservice", r"klanten", r"service-?desk", r"service(?:nummer|punt)?(?![a-z])",
                r"meldpunt", r"storing", r"receptie", r"secretariaat", r"administratie", r"redactie", r"uitgever",
                r"b\.v\.", r"bv(?![a-z.])", r"n\.v\.", r"bestel(?:lijn|ling|len)", r"verkoop", r"support", r"customer",
                r"hoofdkantoor", r"kantoor", r"leverancier", r"gemeente(?:huis)?(?![a-z])", r"boekhandel"),
               reach=50)
"""Words of firms and desks, whose numbers are nobody's."""
_SOMEBODY = Cues((r"mama", r"papa", r"ma(?![a-z])", r"pa(?![a-z])", r"moeder", r"vader", r"ouders?(?![a-z])", r"oma",
                  r"opa", r"oom", r"tante", r"broer", r"zus", r"buur", r"verzorger", r"voogd", r"leerling", r"thuis",
                  r"priv[eé]", r"nood"), reach=50)
"""Words of people: the nearer word says whose a number is."""


def _plan(digits: str) -> str:
    """``mobile``, ``landline``, ``company`` or empty for nine digits after the national 0."""
    if digits[0] == "6":
        return "mobile" if digits[1] in "123458" else ""
    if digits[:2] in _COMPANY:
        return "company"
    return "landline" if digits[:2] in _AREAS3 or digits[:3] in _AREAS4 else ""


def _grouped_well(rest: str, plan: str) -> bool:
    """Whether the first separator stands after the area code or the 6, as it is written in the Netherlands."""
    groups = [group for group in re.split(r"[ ./–—-]+", rest) if group]
    if len(groups) == 1:
        return True
    if "/" in rest and ("/" in rest[len(groups[0]) + 1:] or not (groups[0] == "6" or plan == "landline")):
        return False
    if plan == "mobile":
        return len(groups[0]) <= 5
    if plan == "company":
        return len(groups[0]) in (2, 3, 4)
    return groups[0] in _AREAS3 or groups[0] in _AREAS4


class PhoneRecognizer:
    """Finds Dutch phone numbers, and foreign ones after a word such as telefoon."""

    name = "nl_phone"
    entity = "PHONE_NUMBER"
    categories: tuple[Category, ...] = (Category.PHONE,)
    cost: Cost = "regex"
    trigger = re.compile(r"(?:\+[(1-9]|0[0-9() –—])[0-9() ./–—-]{6}|(?:wa\.me/|phone=|tel:|sms:)\+?[1-9][0-9]{8}")
    context: tuple[str, ...] = ("telefoon", "telefoonnummer", "tel", "mobiel", "gsm", "phone", "whatsapp")

    def find(self, text: str) -> list[Match]:
        found = [match for each in _NUMBER.finditer(text) if (match := _dutch(text, each)) is not None]
        dutch = Taken()
        for match in found:
            dutch.take(match.start, match.end)
        for each in _ABROAD.finditer(text):
            abroad = _foreign(text, each)
            if abroad is not None and dutch.take(abroad.start, abroad.end):
                found.append(abroad)
        for match in (*_belgian(text), *_linked(text)):
            if dutch.take(match.start, match.end):
                found.append(match)
        return sorted(found, key=lambda match: match.start)


def _belgian(text: str) -> Iterator[Match]:
    """Numbers of Belgium without its code, with a word of telephones or of the country near."""
    for each in _BELGIAN.finditer(text):
        digits = re.sub(r"[^0-9]", "", each.group())[1:]
        if len(digits) != (9 if each["mobile"] else 8):
            continue
        start, end = each.span()
        pairs = [("shape:phone-belgian", 0.3)]
        if _CUES.before(text, start) >= 0:
            pairs.append(("context:phone", 0.3))
        elif _BELGIUM.around(text, start, end):
            pairs.append(("context:country", 0.3))
        elif "/" not in each.group():
            continue
        pairs += _told(text, start, end)
        score = round(max(0.1, sum(weight for _, weight in pairs)), 2)
        yield Match(start, end, Category.PHONE, score, "+32" + digits, reasons(*pairs))


def _linked(text: str) -> Iterator[Match]:
    for each in _LINK.finditer(text):
        if in_plan(each["digits"]) or (each["digits"].startswith("31") and len(each["digits"]) == 11
                                       and _plan(each["digits"][2:])):
            pairs = [("shape:international", 0.3), ("context:phone", 0.4), *_told(text, *each.span("digits"))]
            score = round(max(0.1, sum(weight for _, weight in pairs)), 2)
            yield Match(*each.span("digits"), Category.PHONE, score, "+" + each["digits"], reasons(*pairs))


def _foreign(text: str, each: re.Match[str]) -> Match | None:
    """A number of another country: as its plan says after a plus, and of any length after a word."""
    digits = re.sub(r"[^0-9]", "", each["rest"].replace("(0)", ""))
    start, end = each.span()
    cue = _CUES.before(text, start) >= 0
    planned = each["plus"] == "+" and in_plan(digits) and not _SUM_BEFORE.search(text[max(0, start - 2):start])
    if not (planned or (cue and 8 <= len(digits) <= 15)):
        return None
    pairs = [("shape:international", 0.6 if planned else 0.3)]
    if cue:
        pairs.append(("context:phone", 0.3))
    pairs += _told(text, start, end)
    score = round(min(0.9, max(0.1, sum(weight for _, weight in pairs))), 2)
    return Match(start, end, Category.PHONE, score, "+" + digits, reasons(*pairs))


def _told(text: str, start: int, end: int) -> list[tuple[str, float]]:
    """What the words around say against a number: an example, a sum, a firm."""
    pairs = []
    if _EXAMPLE.before(text, start) >= 0:
        pairs.append(("context:example", -0.35))
    elif _SUM.around(text, start, end):
        pairs.append(("context:exercise", -0.35))
    office = _OFFICE.before(text, start)
    if office >= 0 and not 0 <= _SOMEBODY.before(text, start) < office:
        pairs.append(("context:organisation", -0.35))
    return pairs


def _dutch(text: str, each: re.Match[str]) -> Match | None:
    rest = each.group("rest")
    area = (each.group("area") or "")[1:]
    digits = area + re.sub(r"[^0-9]", "", rest)
    if len(digits) != 9:
        return None
    plan = _plan(digits)
    bare = each.group().isdigit()
    if not plan or (area and plan != "mobile" and (area not in _AREAS3 and area not in _AREAS4)) or (
        not area and not _grouped_well(rest, plan)
    ):
        return None
    if _DECIMAL.search(text[max(0, each.start() - 5):each.start()]):
        return None
    if not bare and _MORE_DIGITS.match(text, each.end()):
        return None
    pairs = [(f"shape:phone-{plan}", 0.6)]
    if bare and plan != "mobile":
        pairs.append(("shape:bare-digits", -0.3))
    if _CUES.before(text, each.start()) >= 0:
        pairs.append(("context:phone", 0.3))
    elif _NEAR.before(text, each.start()) >= 0:
        pairs.append(("context:other-number", -0.3))
    pairs += _told(text, each.start(), each.end())
    if plan == "company":
        pairs.append(("shape:company-number", -0.4))
    score = round(min(0.9, max(0.1, sum(weight for _, weight in pairs))), 2)
    return Match(each.start(), each.end(), Category.PHONE, score, "+31" + digits, reasons(*pairs))


_VALUE = re.compile(r"(?:tel:)?(?P<number>\+?[0-9(][0-9 ().\-/]{4,24}[0-9])\Z", re.IGNORECASE)


def check_phone(value: str) -> Verdict:
    """A whole value under a phone key; the canonical form is E.164, Dutch where no country is given."""
    match = _VALUE.match(value.strip())
    if match is None:
        return impossible(Category.PHONE, value, ("shape:phone", -0.9))
    text = match.group("number")
    digits = re.sub(r"[^0-9]", "", text.replace("(0)", ""))
    if not digits.strip("0") or len(digits) > 15 or len(digits) < 8:
        return impossible(Category.PHONE, digits, ("shape:phone-length", -0.9))
    if text.startswith(("+31", "0031")) or (digits.startswith("31") and len(digits) == 11):
        national = digits.removeprefix("00").removeprefix("31").removeprefix("0")
    elif digits.startswith("00") or text.startswith("+"):
        return valid(Category.PHONE, "+" + digits.removeprefix("00"), ("shape:international", 0.3))
    elif digits.startswith("0") or len(digits) == 9:
        national = digits.removeprefix("0")
    else:
        return plausible(Category.PHONE, digits, ("shape:no-trunk-prefix", -0.3))
    if len(national) == 9 and (plan := _plan(national)):
        return valid(Category.PHONE, "+31" + national, (f"shape:phone-{plan}", 0.3))
    return plausible(Category.PHONE, "+31" + national, ("shape:unknown-area", -0.3))
