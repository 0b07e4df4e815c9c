"""Finds values after written labels in running text: ``inlognaam: kim5b``, ``"StamNr":20551``, ``thuistaal Tigrinya``.

Theory. What a label says is what a key of a field says, so both ask one lexicon (``meaning``) and one table of checks.
Where a sign stands between them (``:``, ``=``, quotes, a tag), any label of the lexicon counts; where none does, only
labels that people write so, and values that look like nothing else. Labels without a value, hints of forms,
translations (``"nationality": "Nationaliteit"``) and programs have no value that is believed. Passwords, tokens,
addresses, and numbers with a checksum have recognizers of their own, which know their labels. Cost class: context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from scanner.model import Category

from ..key_meaning import meaning_of
from ..lexicon import lexicon, lookup
from ..meaning import Meaning
from ..names import local_name, squash
from ..prose import of_a_lesson
from .base import Cost, Match, Verdict
from .checks import KEY_CHECKS, VALUE_CHECKS
from .context import Cues
from .label_values import CATEGORIES, Written, believable, is_listed, value_at
from .organisation import of_an_organisation
from .outcome import reasons

_SPOKEN_LABELS = (
    r"(?:gebruikers|inlog|login)naam|user[ ]?name|(?:user|account|person|persoon|leerling|student|pupil)[ _]?id|login|"
    r"nlEduPersonProfileId|nlEduPersonRealId|eduPersonPrincipalName|"
    r"nationaliteit|geb\.?[ ]?(?:plaats|land)|geboorte(?:plaats|land)|geslacht|thuistaal|moedertaal|geloof|godsdienst|"
    r"religie|gezindte|"
    r"levensovertuiging|(?:deelnemer|cursist|examen|kandidaat)(?:nummer|nr)|stamnr|stam[ -]nr|llnr|"
    r"(?:debiteur(?:en)?|klant|relatie|personeels|medewerkers?|lid)(?:nummer|nr)|(?:sessie|session)[ -]?id|"
    r"leerlinggewicht|stamboek(?:nummer|nr)|(?:nat|gesl|geb\.?[ ]?pl)\."
)
_SHORTENED = {"nat": "nationaliteit", "gesl": "geslacht", "gebpl": "geboorteplaats"}
"""Labels as forms shorten them, which as names of fields mean other things."""
_SIGNED = re.compile(r"(?P<sign>=>|[:=>|\t]|%3[Dd])(?![/=>:])[ \t]{0,3}\\?(?P<quote>[\"']?)(?=[\w/+\\-])")
"""A sign with the begin of a value after it; the label before it is looked at by hand, which costs less."""
_SPOKEN = re.compile(
    rf"(?<![\w.$/#-])(?P<label>{_SPOKEN_LABELS})(?P<is>[ ]is)?[ ]{{1,2}}(?=[\w'’])", re.IGNORECASE)
_SINCE = re.compile(
    r"(?:\A|[,;(\n][ ]?|thuistaal[^\n]{0,30}[ ])in Nederland sinds:?[ ]"
    r"(?P<value>(?:[0-3]?[0-9][-/ ])?(?:[01]?[0-9][-/]|[a-z]{3,9}[ ])?(?:19[5-9]|20[0-4])[0-9])(?![0-9-])",
    re.IGNORECASE)
_TOWN = (r"(?P<value>['’]?[^\W\d_a-z][\w'’-]{1,24}(?:[ -](?:(?:aan|am|de|den|der|op|la|el)[ -])?"
         r"[^\W\d_a-z][\w'’-]{1,24}){0,2})")
_BORN_IN = re.compile(
    r"(?<![^\W_])(?i:geboren|geb\.?|\*)[ ]?(?:op[ ])?[0-3]?[0-9](?:[-/. ]{1,2}[01]?[0-9][-/. ]{1,2}|"
    r"[ ](?i:[a-z]{3,9})\.?[ ])"
    r"(?:19[5-9][0-9]|20[0-4][0-9]|['’]?[0-9]{2})(?:[ ]?,?[ ](?:in|te)[ ]|,[ ])" + _TOWN)
_BORN_THERE = re.compile(
    r"(?<![^\W_])(?i:geboren)[ ](?:in|te)[ ]" + _TOWN + r",?[ ](?:op[ ])?[0-3]?[0-9][-/. ]"
    r"(?:[01]?[0-9]|[a-z]{3,9})[-/. ](?:19[5-9]|20[0-4])[0-9](?![0-9])")
_WITNESS = re.compile(
    r"(?<![A-Za-z])(?:lat(?:itude)?|lng|e-?mail(?:adres)?|telefoon(?:nummer)?|phone(?:number)?|bsn|iban|mobiel|ip|"
    r"client|"
    r"klas|groep|geb(?:oortedatum)?|device|gaid|idfa|madid|session(?:id)?)"
    r"[\"'\\]{0,2}[ ]?[:=][ ]?[\"'\\]{0,2}\w", re.IGNORECASE)
"""Labels of data that other recognizers find: beside them an account is a person's."""
_BACK, _LONGEST = 72, 60
_RUN = re.compile(r"[^\W\d][\w.()/-]*(?:[ ][\w.()/-]+){0,5}\Z")
_PLURAL = re.compile(r"\((?:en|s|n)\)\Z")
_TAG = re.compile(r"<(?:[A-Za-z0-9_]{1,30}:)?([A-Za-z][\w.-]{1,60})\Z")
_MOST_WORDS = 4
_SETTLES = frozenset((
    "gemiddelde", "gemiddeld", "minimale", "minimum", "maximale", "maximum", "min", "max", "min.", "max.", "aantal",
    "totaal", "soort", "type", "lengte", "formaat", "veld", "kolom", "elk", "elke", "alle", "welke", "geen",
    "toegestane", "average", "mean", "vereiste", "aanbevolen", "doel", "bestands", "order", "bestel", "product",
    "artikel", "versie",
    "les", "toets", "vak", "project", "school", "merk", "bedrijfs", "event", "session", "device", "game", "spel",
))
"""Words before a label that make it one of something else: ``gemiddelde leeftijd``, ``product id``."""
_PROGRAM = re.compile(
    r"\bfunction\b|=>|\breturn\b|\b(?:const|let|var|def|elif|import|export|public|static|void|new)[ ]|\)\s{0,2}[{;]|"
    r"[=!]==|&&|\|\||\bthis\.|\bself\.|![01]\b|\(\)|\bif\s?\(|\bSELECT\b|\bINSERT\b|\bUPDATE\b|\bWHERE\b|\bVALUES\b|"
    r"#include|\$\{|\{\{|<\?php|->\w|\bprops\b|\.prototype\b|\bNone\b|[A-Za-z]\[[\"']|\w(?<!Date)\((?!(?:en|s|"
    r"n)\))\w*[,)]|"
    r":\s?\w+\s?\?")
"""Signs of programs, templates and queries."""
_NEAR = 100
_EXAMPLE = Cues((r"bijv", r"bv\.", r"voorbeeld", r"zoals", r"e\.?g\.", r"(?<![.@\w-])example", r"such as",
                 r"placeholder", r"in de vorm", r"formaat", r"dummy"), reach=60)
_EXAMPLE_AFTER = re.compile(r"[\"']?[ ]\((?:bijv|voorbeeld|example|dummy)", re.IGNORECASE)
_SURE, _LIKELY, _THIN = 0.8, 0.65, 0.45
_SPOKEN_SCORE, _SPOKEN_THIN = 0.7, 0.6
_AS_DIRECT = frozenset({Category.DOB, Category.NATIONALITY, Category.GENDER, Category.BIRTHPLACE, Category.ORIGIN})
"""What is a pupil's in whatever text it is labelled, though it identifies nobody by itself."""


class _Pair(NamedTuple):
    """A label with what it means, its value, and what the check says of that."""

    meaning: Meaning
    value: Written
    verdict: Verdict
    spoken: bool


class LabelledRecognizer:
    """Finds values by the labels written before them, as the lexicon of field names understands those."""

    name = "nl_labelled"
    entity = "NL_LABELLED"
    categories: tuple[Category, ...] = CATEGORIES
    cost: Cost = "context"
    trigger = re.compile(
        rf"[:=>|\t]|%3D|(?<![\w.$/#-])(?:{_SPOKEN_LABELS}|geboren|geb\.?|huis-?n(?:umme)?r\.?|in Nederland)[ ]|"
        rf"\*[ ]?[0-9]", re.IGNORECASE)
    words = re.compile(f"{_SPOKEN_LABELS}|geb|huis|nederland", re.IGNORECASE)
    """What the guard compares words with instead of the trigger, beside the words of labels before a sign."""
    context: tuple[str, ...] = ("gebruikersnaam", "nationaliteit", "geboorteplaats", "thuistaal", "leerlingnummer")

    @staticmethod
    def label_words() -> frozenset[str]:
        """Words of which a text holds one where a label of the lexicon stands in it."""
        return _label_words()

    def find(self, text: str) -> list[Match]:
        pairs, witnesses = _pairs(text)
        found: list[Match] = []
        end = 0
        for pair in pairs:
            if pair.value.start < end:
                continue
            if pair.meaning.strength == "loose" and not witnesses:
                witnesses = _WITNESS.search(text) is not None
            match = _weighed(text, pair, beside=witnesses - _is_witness(pair) > 0)
            if match is not None:
                found.append(match)
                end = match.end
        for each in _other(text):
            if all(each.end <= match.start or match.end <= each.start for match in found):
                found.append(each)
        return sorted(found, key=lambda match: match.start)


def _pairs(text: str) -> tuple[list[_Pair], int]:
    """The labels with their values in order of place, and how many labels of a person's data the text holds."""
    pairs: list[_Pair] = []
    witnesses = 0
    for each in _SIGNED.finditer(text):
        meaning, tag = _label_before(text, each)
        if meaning is None or meaning.category is None:
            continue
        if meaning.category not in _WANTED:
            continue
        pair = _judged(text, each.end(), meaning, quote=each["quote"], tag=tag, spoken=False)
        if pair is not None:
            pairs.append(pair)
    for each in _SPOKEN.finditer(text):
        label = each["label"]
        meaning = _meaning(_SHORTENED.get(squash(label), label) if label[-1] == "." else label)
        if meaning is not None and meaning.category in _WANTED and _last_word(text, each.start()) not in _SETTLES:
            pair = _judged(text, each.end(), meaning, quote="", tag=False, spoken=True)
            if pair is not None:
                pairs.append(pair)
    pairs.sort(key=lambda pair: pair.value.start)
    return pairs, witnesses + sum(map(_is_witness, pairs))


def _is_witness(pair: _Pair) -> bool:
    return pair.meaning.strength in {"direct", "quasi"} and pair.verdict.outcome == "valid"


def _label_before(text: str, each: re.Match[str]) -> tuple[Meaning | None, bool]:
    """What the label means that ends where a sign begins, and whether it is the name of a tag."""
    head = text[max(0, each.start() - _BACK) : each.start()]
    if each["sign"] == ">":
        tag = _TAG.search(head)
        return (None if tag is None else _meaning(tag[1])), True
    head = head.rstrip(" \t")
    mark = head[-1:]
    if mark in {'"', "'"}:
        head = head[:-1]
        opened = head.rfind(mark)
        label = head[opened + 1 :].rstrip("\\") if opened >= 0 else ""
        return (_meaning(label) if 0 < len(label) <= _LONGEST else None), False
    run = _RUN.search(_PLURAL.sub("", head))
    if run is None:
        return None, False
    words = run.group().split(" ")
    if _label_words().isdisjoint(squash(word) for label in words[-_MOST_WORDS:] for word in _PARTS.split(label)):
        return None, False
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        meaning = _meaning(" ".join(words[-size:]))
        if meaning is not None:
            before = words[-size - 1].casefold() if size < len(words) else ""
            return (None if before in _SETTLES else meaning), False
    return None, False


_WANTED = frozenset(CATEGORIES)
_PARTS = re.compile(r"[\W\d_]+")
_OF_ONE_PUPIL = frozenset(("stamgroep", "stamklas", "homegroup", "homeroom", "formclass", "mentorklas", "basisgroep"))
"""Labels of the class that a pupil belongs to, where others name classes in general."""


@cache
def _label_words() -> frozenset[str]:
    """The names of the lexicon that count in a text, and the last word of each: ``telefoon``, ``leerlingid``."""
    counted = [entry.name for entry in lexicon().values()
               if entry.category in _WANTED and (entry.strength in {"direct", "quasi", "loose"} or (
                   entry.category is Category.GROUP and entry.strength == "context"))]
    return frozenset(squash(word) for name in counted for word in (name, _PARTS.split(name.strip("_0123456789"))[-1]))


@lru_cache(maxsize=8192)
def _meaning(label: str) -> Meaning | None:
    """What the lexicon says of a label, None where it knows nothing of it."""
    if len(label) > _LONGEST:
        return None
    meaning = meaning_of((label.strip(" ."),))
    if meaning.strength == "negative":
        return meaning._replace(category=None)
    if meaning.category is Category.GROUP and meaning.strength == "context":
        return meaning._replace(strength="direct" if squash(label) in _OF_ONE_PUPIL else "loose")
    return meaning if meaning.category is not None and meaning.strength in {"direct", "quasi", "loose"} and (
        not meaning.digest) else None


def _last_word(text: str, at: int) -> str:
    return text[max(0, at - 24) : at].rstrip().rpartition(" ")[2].casefold()


def _judged(text: str, at: int, meaning: Meaning, *, quote: str, tag: bool, spoken: bool) -> _Pair | None:
    category = meaning.category
    assert category is not None
    written = value_at(text, at, category, quote=quote, tag=tag)
    if written is None:
        return None
    value = text[written.start : written.end]
    if not believable(category, value, spoken=spoken) or _is_label(value):
        return None
    check = KEY_CHECKS.get(meaning.key) or VALUE_CHECKS[category]
    verdict = check(value.replace("+", " ") if category is Category.NAME_FULL else value.replace("\\/", "/"))
    if is_listed(category, value) and verdict.outcome == "plausible":
        evidence = (*verdict.evidence, *reasons(("context:word", 0.1)))
        verdict = Verdict("valid", verdict.category, verdict.canonical, evidence)
    if verdict.outcome == "impossible" or verdict.category not in _FOUND:
        return None
    if spoken and verdict.outcome != "valid" and category is not Category.BIRTHPLACE:
        return None
    return _Pair(meaning, written, verdict, spoken)


_FOUND = _WANTED


def _is_label(value: str) -> bool:
    """Whether a value is itself the name of a datum, as in translations: ``"nationality": "Nationaliteit"``."""
    if len(value) > 40 or any(char.isdigit() for char in value):
        return False
    entry = lookup(local_name(value))
    return entry is not None and entry.strength not in {"short", "context", "negative"}


_OF_PLACES = frozenset({Category.STREET, Category.POSTCODE})
_IN_FREE_WORDS = ("verblijf", "azc", "statushouder")
"""Labels of origin under which no list holds what people write."""
_NEEDS_LIST = frozenset({Category.RELIGION, Category.ORIENTATION})
_NEEDS_WORD = frozenset({Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE})


def _weighed(text: str, pair: _Pair, *, beside: bool) -> Match | None:
    """The match of a pair, None where label and value together convince nobody."""
    meaning, (start, end, marked), verdict, spoken = pair
    category, strength, sure = verdict.category, meaning.strength, verdict.outcome == "valid"
    if _PROGRAM.search(text, max(0, start - _NEAR), end + _NEAR):
        return None
    if any(each.code == "shape:says-no" for each in verdict.evidence):
        return None
    if category is Category.NAME_FULL and (not sure or (meaning.label and not beside)):
        return None
    if (category in _NEEDS_LIST or (category in _NEEDS_WORD and not marked)) and not sure:
        return None
    if category is Category.ORIGIN and not (sure or marked or meaning.key.startswith(_IN_FREE_WORDS)):
        return None
    if spoken:
        score = _SPOKEN_SCORE if sure else _SPOKEN_THIN
    elif strength == "direct" or category in _AS_DIRECT:
        capital = category is Category.BIRTHPLACE and text[start].isupper()
        score = _SURE if sure else _LIKELY if strength == "direct" or capital or marked else _THIN
    elif strength == "quasi":
        score = (_SURE if beside else _LIKELY) if sure else _LIKELY if beside and marked else _THIN
    elif beside and sure:
        score = _LIKELY
    else:
        return None
    pairs = [(f"key:{meaning.key}", round(score - sum(each.weight for each in verdict.evidence), 2)),
             *((each.code, each.weight) for each in verdict.evidence)]
    if _EXAMPLE.before(text, start) >= 0 or _EXAMPLE_AFTER.match(text, end):
        pairs.append(("context:example", -0.35))
    elif category in _OF_PLACES and of_an_organisation(text, start, end):
        pairs.append(("context:organisation", -0.35))
    elif category not in {Category.LOGIN, Category.ACCOUNT} and (lesson := of_a_lesson(text, start, end)) is not None:
        pairs.append(lesson)
    score = round(max(0.1, sum(weight for _, weight in pairs)), 2)
    return Match(start, end, category, score, verdict.canonical, reasons(*pairs))


_HOUSE_NUMBER = re.compile(
    r"(?<![^\W_])(?:huisnummer|huisnr|huis-?nr|hnr)\b[.]?[\"']?[ ]{0,2}[:=]?[ ]{0,2}[\"']?"
    r"(?P<value>[1-9][0-9]{0,4}[ -]?(?:[A-Za-z]|bis|hs)?(?:-[0-9]{1,3})?)(?![0-9A-Za-z_])", re.IGNORECASE)
_ADDITION = re.compile(
    r"(?<![^\W_])toevoeging[\"']?[ ]{0,2}[:=][ ]{0,2}[\"']?(?P<value>[A-Za-z0-9]{1,4})(?![0-9A-Za-z_])", re.IGNORECASE)
_ADDRESS_NEAR = re.compile(r"[1-9][0-9]{3}[ ]?[A-Za-z]{2}(?![0-9A-Za-z])|straat|[a-z]laan(?![a-z])|weg(?![a-z])|plein|"
                           r"postcode",
                           re.IGNORECASE)


def _houses(text: str) -> Iterator[Match]:
    """House numbers and what is added to them, by their name, beside the rest of an address."""
    for pattern in (_HOUSE_NUMBER, _ADDITION):
        for each in pattern.finditer(text):
            near = text[max(0, each.start() - 80) : each.start()] + " " + text[each.end() : each.end() + 60]
            if _ADDRESS_NEAR.search(near) is not None and not _PROGRAM.search(near):
                pairs = (("shape:house-number", 0.4), ("context:address-word", 0.2))
                yield Match(*each.span("value"), Category.STREET, 0.6, each["value"].casefold(), reasons(*pairs))


def _other(text: str) -> Iterator[Match]:
    """House numbers, places of birth within a sentence, and since when somebody is in the country."""
    yield from _houses(text)
    for each in (*_BORN_IN.finditer(text), *_BORN_THERE.finditer(text)):
        start, end = each.span("value")
        verdict = VALUE_CHECKS[Category.BIRTHPLACE](each["value"])
        if verdict.outcome == "valid" and of_a_lesson(text, start, end) is None:
            pairs = (("context:birth", 0.4), *((each.code, each.weight) for each in verdict.evidence))
            score = round(sum(weight for _, weight in pairs), 2)
            yield Match(start, end, Category.BIRTHPLACE, score, verdict.canonical, reasons(*pairs))
    for each in _SINCE.finditer(text):
        start, end = each.span("value")
        evidence = reasons(("key:in_nederland_sinds", 0.6))
        yield Match(start, end, Category.ORIGIN, 0.6, each["value"].casefold(), evidence)
