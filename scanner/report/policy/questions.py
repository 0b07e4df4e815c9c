"""The draft of a policy from the questions of Bijlage 1 (the privacybijsluiter), asked one by one in Dutch or English.

Theory. The dialogue is a function of an *asker*: the terminal in the command line, a file with a line for each answer
in scripts and tests. Every answer is checked at once and asked again when it cannot be; what somebody declares here was
declared on purpose, so it stands in the file, with the reason to reconsider it beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from scanner.model import HEADINGS, INFO, Category, Text

from .draft import NOTHING, Draft, DraftCategory, DraftPurpose, DraftRecipient, label, reason

SECTORS = ("po", "vo", "mbo", "ho")
ROLES = ("verwerker", "subverwerker", "verwerkingsverantwoordelijke", "gezamenlijk")
CONVENANT = ("deelnemer", "medestander", "geen")
PSEUDONYMS = ("eckid", "pairwise", "none")
SUBJECTS = ("leerling", "ouder", "leraar")
RECIPIENT_ROLES = ("vendor", "subprocessor", "las", "school", "federation", "authority", "own_controller")
TOOLS = ("none", "adequacy", "scc", "dpf", "bcr")
CLASSES = ("content", "functional", "diagnostic", "account", "support")
CHANNELS = ("device", "server")
EEA = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})

_DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
_DOMAIN = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+")
_PEOPLE = {"parent": 4, "staff": 11}
"""Prefix of codes about guardians and staff → their heading of Bijlage 1."""


class Asker(Protocol):
    """Puts one question and gives the answer, ``default`` where there is none."""

    def ask(self, question: str, default: str, refuse: Callable[[str], str]) -> str:
        """The answer; ``refuse`` says why one cannot be, and it is empty for this one."""
        ...

    def say(self, text: str) -> None:
        """Something to read before the next question."""
        ...


def draft_of_answers(asker: Asker, lang: str, today: str, profiles: Sequence[tuple[str, Text]]) -> Draft:
    """Ask everything and give the draft. ``profiles`` are the exchanges that a product can take part in."""
    q = _Questions(asker, lang)
    product = q.text(Text("Naam van het product", "Name of the product"))
    version = q.text(Text("Versie (leeg: onbekend)", "Version (empty: unknown)"), "", True)
    sector = q.words(Text("Sectoren", "Sectors"), SECTORS, "po")
    vendor = q.text(Text("Naam van de leverancier", "Name of the vendor"))
    contact = q.text(Text("E-mailadres voor privacyvragen (leeg: geen)",
                          "E-mail address for questions on privacy (empty: none)"), "", True)
    convenant = q.word(Text("Verhouding tot het Privacyconvenant", "Standing to the Privacyconvenant"), CONVENANT,
                       "geen")
    role = q.word(Text("Rol van de leverancier", "Role of the vendor"), ROLES, "verwerker")
    pseudonym = q.word(Text("Pseudoniem waarmee het product werkt", "Pseudonym that the product works with"),
                       PSEUDONYMS, "eckid")
    purposes = _all_purposes(q)
    recipients = _all_recipients(q, purposes, vendor)
    named: tuple[str, ...] = ()
    if profiles:
        for name, title in profiles:
            asker.say(f"  {name}: {title.get(lang)}")
        named = q.words(Text("Uitwisselingen tussen systemen waaraan het product meedoet (leeg: geen)",
                             "Exchanges between systems that the product takes part in (empty: none)"),
                        [name for name, _ in profiles], "", True)
    return Draft(
        source="Bijlage 1, beantwoord met leerlek policy init --ask", date=today,
        head=(Text("Privacybijsluiter uit de antwoorden op de vragen van Bijlage 1.",
                   "Privacybijsluiter from the answers to the questions of Bijlage 1."),
              Text("Lees het na, vul het aan en controleer het met leerlek policy check.",
                   "Read over, complete, and run leerlek policy check.")),
        vendor=vendor, product=product, product_version=version, role=role, pseudonym=pseudonym,
        pseudonym_remark=Text("Wat naast het pseudoniem staat, maakt het herleidbaar: pas de lijst aan.",
                              "What stands beside the pseudonym gives it away: adapt the list."),
        purposes=purposes, recipients=recipients, contact=contact, convenant=convenant, sector=sector, profiles=named,
    )


def _all_purposes(q: _Questions) -> tuple[DraftPurpose, ...]:
    found: list[DraftPurpose] = []
    while True:
        first = not found
        nl = q.text(Text(f"Doel {len(found) + 1}" + ("" if first else " (leeg: klaar)"),
                         f"Purpose {len(found) + 1}" + ("" if first else " (empty: done)")), None if first else "",
                    not first)
        if not nl:
            return tuple(found)
        people = q.words(Text("Over wie", "About whom"), SUBJECTS, "leerling")
        retention = q.checked(Text("Bewaartermijn, als P1Y, P3M of P14D (leeg: onbekend)",
                                   "Retention, as P1Y, P3M or P14D (empty: unknown)"), "", _refuse_duration(q.lang))
        channels = q.words(Text("Waarlangs", "By which way"), CHANNELS, "device server")
        match = q.checked(Text("Waar het wordt aangeboden, als api.voorbeeld.nl/pad/* (leeg: overal)",
                               "Where it is served, as api.example.nl/path/* (empty: anywhere)"), "",
                          _refuse_match(q.lang))
        categories = tuple(_declared(code, retention, channels) for code in _codes(q))
        found.append(DraftPurpose(_id(nl, [p.id for p in found]), nl, NOTHING, people, categories,
                                  tuple(match.split())))


def _codes(q: _Questions) -> list[str]:
    """The categories of a purpose, by heading of Bijlage 1."""
    for number, (nl, en) in HEADINGS.items():
        q.asker.say(f"  {number:2}. {nl if q.lang == 'nl' else en}")
    chosen = q.words(Text("Rubrieken van Bijlage 1 (nummers)", "Headings of Bijlage 1 (numbers)"),
                     [str(number) for number in HEADINGS], "13")
    found: list[str] = []
    for number in map(int, chosen):
        choices = _of_heading(number)
        if len(choices) == 1:
            found += choices
            continue
        for code in choices:
            category = Category(code.partition(".")[2] if code.startswith(("parent.", "staff.")) else code)
            q.asker.say(f"      {code}: {label(category, q.lang)}")
        nl, en = HEADINGS[number]
        found += q.words(Text(f"Gegevens onder {nl}", f"Data under {en}"), choices, "", True)
    return list(dict.fromkeys(found))


def _of_heading(number: int) -> list[str]:
    for prefix, heading in _PEOPLE.items():
        if number == heading:
            return [f"{prefix}.{category.value}" for category in _OF_PEOPLE]
    return [category.value for category, info in INFO.items() if info.heading == number and category not in _OF_CHAIN]


_OF_CHAIN = frozenset({Category.HPGN, Category.STAMPSEUDONIEM})
"""Go between a pupil administration and the Nummervoorziening alone: no product declares them."""
_OF_PEOPLE = (Category.NAME_FULL, Category.EMAIL, Category.PHONE, Category.STREET)


def _declared(code: str, retention: str, channels: tuple[str, ...]) -> DraftCategory:
    prefix, _, rest = code.partition(".")
    about = {"parent": "guardian", "staff": "teacher"}.get(prefix, "")
    why = reason(Category(rest if about else code), about)
    remark = Text(f"noodzaak te toetsen: {why.nl}", f"necessity to be assessed: {why.en}") if why.nl else why
    return DraftCategory(code, True, remark, retention, channels if set(channels) != set(CHANNELS) else ())


def _all_recipients(q: _Questions, purposes: tuple[DraftPurpose, ...], vendor: str) -> tuple[DraftRecipient, ...]:
    found: list[DraftRecipient] = []
    ids = [purpose.id for purpose in purposes]
    while True:
        first = not found
        name = q.text(Text(f"Ontvanger {len(found) + 1}: organisatie" + (" (begin met de leverancier)" if first else
                                                                          " (leeg: klaar)"),
                           f"Recipient {len(found) + 1}: organisation" + (" (begin with the vendor)" if first else
                                                                           " (empty: done)")),
                      vendor if first else "", not first)
        if not name:
            return tuple(found)
        role = q.word(Text("Rol", "Role"), RECIPIENT_ROLES, "vendor" if first else "subprocessor")
        domains = q.checked(Text("Domeinen, als *.voorbeeld.nl", "Domains, as *.example.nl"), None,
                            _refuse_domains(q.lang))
        served = q.words(Text("Doelen", "Purposes"), ids, ids[0])
        country = q.checked(Text("Land, twee letters (leeg: onbekend)", "Country, two letters (empty: unknown)"), "NL",
                            _refuse_country(q.lang)).upper()
        tool = ""
        if country and country not in EEA:
            tool = q.word(Text("Grondslag voor doorgifte buiten de EER", "Tool for the transfer outside the EEA"),
                          TOOLS, "none")
        class_ = q.word(Text("Soort gegevens", "Kind of data"), CLASSES, "content" if first else "functional")
        found.append(DraftRecipient(
            _id(name, [r.id for r in found]), name, role, tuple(domains.lower().split()), served, NOTHING,
            country=country, transfer_tool=tool, data_class=class_))


class _Questions:
    """Kinds of questions, in one language."""

    def __init__(self, asker: Asker, lang: str) -> None:
        self.asker = asker
        self.lang = "en" if lang == "en" else "nl"

    def t(self, nl: str, en: str) -> str:
        return en if self.lang == "en" else nl

    def text(self, question: Text, default: str | None = None, empty: bool = False) -> str:
        """A line of text."""
        missing = self.t("er is een antwoord nodig", "an answer is needed")
        return self.checked(question, default, lambda answer: "" if answer.strip() or empty else missing)

    def word(self, question: Text, choices: Sequence[str], default: str) -> str:
        """One of several words."""
        return self.checked(Text(f"{question.nl} ({', '.join(choices)})", f"{question.en} ({', '.join(choices)})"),
                            default, lambda answer: self._unknown([answer], choices))

    def words(self, question: Text, choices: Sequence[str], default: str, empty: bool = False) -> tuple[str, ...]:
        """Several words, between spaces or commas."""
        def refuse(answer: str) -> str:
            given = _split(answer)
            if not given and not empty:
                return self.t("er is een antwoord nodig", "an answer is needed")
            return self._unknown(given, choices)

        shown = f" ({', '.join(choices)})" if len(choices) <= 8 else ""
        asked = Text(question.nl + shown, question.en + shown)
        return tuple(dict.fromkeys(_split(self.checked(asked, default, refuse))))

    def checked(self, question: Text, default: str | None, refuse: Callable[[str], str]) -> str:
        """An answer that ``refuse`` has nothing against."""
        return self.asker.ask(question.get(self.lang), default or "", refuse).strip()

    def _unknown(self, given: Sequence[str], choices: Sequence[str]) -> str:
        from difflib import get_close_matches

        for word in given:
            if word not in choices:
                close = get_close_matches(word, choices, n=1)
                hint = self.t(f"bedoelde u {close[0]}?", f"did you mean {close[0]}?") if close else ", ".join(choices)
                return f"{word}: {self.t('kan niet', 'is not possible')}; {hint}"
        return ""


def _split(answer: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", answer) if word]


def _refuse_duration(lang: str) -> Callable[[str], str]:
    text = Text("schrijf een duur als P14D, P3M of P1Y", "write a duration as P14D, P3M or P1Y").get(lang)
    return lambda answer: "" if not answer.strip() or _DURATION.fullmatch(answer.strip()) else text


def _refuse_match(lang: str) -> Callable[[str], str]:
    text = Text("schrijf host en pad zonder https://", "write host and path without https://").get(lang)
    return lambda answer: text if "://" in answer else ""


def _refuse_domains(lang: str) -> Callable[[str], str]:
    text = Text("schrijf domeinen als api.voorbeeld.nl of *.voorbeeld.nl, met spaties ertussen",
                "write domains as api.example.nl or *.example.nl, with spaces between").get(lang)
    return lambda answer: "" if answer.split() and all(_DOMAIN.fullmatch(d) for d in answer.lower().split()) else text


def _refuse_country(lang: str) -> Callable[[str], str]:
    text = Text("schrijf twee letters, als NL", "write two letters, as NL").get(lang)
    return lambda answer: "" if not answer.strip() or re.fullmatch("[A-Za-z]{2}", answer.strip()) else text


def _id(text: str, taken: Sequence[str]) -> str:
    """A short name for use in the file."""
    base = "-".join(re.findall(r"[a-z0-9]+", text.lower())[:3])[:24].strip("-") or "doel"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
