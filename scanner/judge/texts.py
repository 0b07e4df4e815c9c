"""Fills the message of a rule in both languages, with nothing but safe facts: names of places, categories, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from scanner.model import INFO, About, Category, Text

Filling = str | Text
"""What a placeholder becomes: the same in both languages, or a text."""

PLACEHOLDERS = frozenset({
    "recipient", "endpoint", "host", "pointer", "part", "categories", "count", "messages", "subjects", "verb", "whose",
    "yardstick", "others", "exception", "rule", "expires", "amount", "algorithms", "actor",
    "sign", "days",
})
"""Words that may stand between braces in a message."""

_SINGULAR = {"times": "once", "data subjects": "1 data subject", "betrokkenen": "1 betrokkene", "dagen": "1 dag",
             "days": "1 day"}
_ONE = re.compile(rf"(?<![\w.,:/-])1 ({'|'.join(_SINGULAR)})\b")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_VERBS = {"request": Text("ontving", "received"), "response": Text("stuurde in een antwoord", "returned")}
_DE = frozenset({
    Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN, Category.POSTCODE, Category.DOB, Category.AGE,
    Category.BIRTHPLACE, Category.NATIONALITY, Category.HPGN, Category.LOGIN, Category.SCHOOL, Category.GROUP,
    Category.PROGRESS, Category.ATTENDANCE, Category.GEO,
})  # fmt: skip
_HET = frozenset({
    Category.EMAIL, Category.PHONE, Category.GENDER, Category.BSN, Category.PGN, Category.STAMPSEUDONIEM,
    Category.ECKID, Category.LEERLINGNUMMER, Category.ACCOUNT, Category.DEVICE, Category.ADVERTISING, Category.COOKIE,
    Category.IP, Category.RESULT, Category.SCHEDULE, Category.IBAN,
})  # fmt: skip
_A = frozenset({Category.BIOMETRIC, Category.IMAGE, Category.REPLAY, Category.PROFILE, Category.CREDENTIAL,
                Category.TOKEN})  # fmt: skip
_ABOUT = frozenset({Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.RELIGION, Category.ORIGIN,
                    Category.ORIENTATION, Category.YOUTHCARE, Category.EVENT})  # fmt: skip
"""How a sentence names a datum: with ``de``, ``het`` or ``een``, or as data about something; others stand bare."""
_WHOSE: dict[About, Text] = {
    "pupil": Text("van een leerling", "of a pupil"), "guardian": Text("van een ouder of voogd", "of a guardian"),
    "teacher": Text("van een medewerker", "of a staff member"), "unknown": Text("van een persoon", "of a person"),
}

ACTORS = {
    "pupil": Text("leerling", "pupil"), "teacher": Text("leraar", "teacher"), "parent": Text("ouder", "parent"),
    "admin": Text("beheerder", "administrator"), "anonymous": Text("bezoeker", "visitor"),
}
"""Session roles in words."""


def yardstick(builtin: bool) -> Text:
    """What declared and undeclared are measured by."""
    if builtin:
        return Text("de ingebouwde maatstaf (er is geen privacybijsluiter opgegeven)",
                    "the built-in yardstick (no privacybijsluiter was given)")
    return Text("de privacybijsluiter", "the privacybijsluiter")


def fill(message: Text, categories: Iterable[Category], about: Iterable[About], direction: str,
         values: Mapping[str, Filling]) -> Text:
    """The message with its placeholders replaced; an unknown one stays empty."""
    people = list(about)
    found: dict[str, Filling] = {
        "categories": Text(listed([_named(c).nl for c in sorted(categories)], "nl"),
                           listed([_named(c).en for c in sorted(categories)], "en")),
        "verb": _VERBS.get(direction, _VERBS["request"]),
        "whose": _WHOSE[people[0] if len(people) == 1 else "unknown"],
        **values,
    }

    def one(template: str, lang: str) -> str:
        def replace(match: re.Match[str]) -> str:
            value = found.get(match[1], "")
            return value.get(lang) if isinstance(value, Text) else value
        return _ONE.sub(lambda match: _SINGULAR[match[1]], " ".join(_PLACEHOLDER.sub(replace, template).split()))

    return Text(one(message.nl, "nl"), one(message.en, "en"))


@cache
def _named(category: Category) -> Text:
    """A category as it stands in a sentence."""
    nl, en = INFO[category].nl, INFO[category].en
    if category in _DE or category in _HET:
        return Text(f"{'de' if category in _DE else 'het'} {nl}", f"the {en}")
    if category in _A:
        return Text(f"een {nl}", f"a {en}")
    return Text(f"gegevens over {nl}", f"data on {en}") if category in _ABOUT else Text(nl, en)


def listed(words: Iterable[str], lang: str) -> str:
    """``a, b en c``."""
    found = list(dict.fromkeys(words))
    if len(found) < 2:
        return "".join(found)
    return ", ".join(found[:-1]) + (" en " if lang == "nl" else " and ") + found[-1]


def placeholders(template: str) -> set[str]:
    """The placeholders of a message."""
    return set(_PLACEHOLDER.findall(template))
