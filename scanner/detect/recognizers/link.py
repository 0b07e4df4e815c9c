"""Says whether a place in a text speaks of one person: the link without which a school or care datum is nobody's.

Theory. *Groep 6*, *dyslexie*, *12 jaar* and *moslim* are words of lessons, manuals and policies far more often than of
pupils. They are data of somebody where the sentence names a person (``Anna zit in groep 4a``), speaks of one by a
pronoun with a verb in the singular (``hij zit``, ``ik ben``, ``mijn zoon``), goes on about one (``Zit in groep 6.``
after a sentence that names one), or is a note in the style of a record, without a verb (``thuistaal Tigrinya``). What
is said of all (``leerlingen met``), on a condition (``als Sanne ziek wordt``), of history or in a sum is about nobody,
whoever is named in it.
Cost: a text is cut into sentences once, when the first candidate is asked for; each sentence is read once, in pieces
of bounded length, by linear patterns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from scanner.model import Category, Evidence

from ..prose.evidence import in_program
from ..prose.features import lists
from ..prose.lessons import of_a_lesson
from .base import Match
from .cues import NOT_A_PERSON_AFTER, ORGANISATION_BEFORE
from .gazetteer import public_figures
from .outcome import reasons

Link = Literal["named", "spoken", "before", "note", "label", "nobody", "general"]

CODES: dict[Link, str] = {
    "named": "context:person-named", "spoken": "context:person-spoken-of", "before": "context:person-before",
    "note": "context:note", "label": "context:nobody", "nobody": "context:nobody", "general": "context:general",
}
_WEIGHTS: dict[Link, float] = {
    "named": 0.4, "spoken": 0.4, "before": 0.35, "note": 0.0, "label": -0.1, "nobody": 0.0, "general": -0.15,
}
_STRONG, _NOTED = 0.4, 0.15
"""From which weight of its own a datum counts in a note, and what the note adds."""

_LEAST = 0.15
_LONGEST = 320
_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|\Z)|\n+|;(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:(?<![^\W_])(?:mw|mevr|dhr|dr|drs|mr|ds|prof|st|ir|nr|tel|blz|geb|gr|kl|bijv|bv|evt|incl|excl|ca|resp|jl|a\.s|"
    r"d\.d|n\.a\.v|i\.v\.m|m\.b\.t|t\.a\.v|o\.a|i\.o|i\.p\.v|z\.s\.m|[A-Z]|\d{1,2}))\Z", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w@/#&-])[^\W\d_a-zß-öø-ÿ][^\W\d_]{1,24}(?![\w@/]|[.-]\w)")
_NO_NAMES = frozenset((
    "islam", "jehova", "dari", "farsi", "pasjtoe", "florence", "paris", "java", "python", "chrome", "safari", "frans",
    "duits", "grace", "will", "mei", "augustus", "april", "max", "elke", "beter", "hier", "bel", "mail", "els", "cito",
))
"""Words with a capital that a list of given names holds and that are mostly another thing."""
_VERBS = (
    r"is|ben|was|wordt|word|werd|heeft|heb|had|zit|zat|krijgt|krijg|kreeg|gaat|ga|ging|woont|woon|woonde|spreekt|"
    r"spreek|sprak|draagt|draag|droeg|slikt|slik|slikte|gebruikt|gebruik|komt|kom|kwam|doet|doe|deed|haalt|haal|"
    r"haalde|scoort|scoor|scoorde|staat|sta|stond|blijft|blijf|bleef|volgt|volg|mist|miste|mis|spijbelt|spijbel|"
    r"spijbelde|verzuimt|eet|bidt|vast|viert|gelooft|voelt|identificeert|vertelt|vertelde|zegt|zei|leest|maakte|rekent|"
    r"valt|werkt|vertoont|lijdt|verblijft|vluchtte|mag|moet|kan|kon|wil|leeft|ziet|hoort|leert|has|goes|speaks|lives|"
    r"got|scored|gets|turns|turned|missed|takes|wears|attends|am"
)
_RELATIVE = (
    r"(?:stief|pleeg|klein)?(?:zoon|zoontje|dochter|dochtertje|kind|broer|broertje|zus|zusje|broertje|neefje|nichtje|"
    r"kleinkind)|mentorleerling|leerling|vriendin|vriend|klasgenoot|klasgenootje|moeder|vader|ouders|mama|papa|opa|oma|"
    r"gezin"
)
_SPOKEN = re.compile(
    rf"(?<![^\W_])(?:(?:ik|hij|zij|ze|he|she|i)[ ](?:ook[ ]|nu[ ]|nog[ ])?(?:{_VERBS})"
    rf"|(?:{_VERBS})[ ](?:ik|hij|zij|ze|he|she)"
    rf"|(?:mijn|m'n|mn|onze|ons|haar|zijn|uw)[ ](?:jongste[ ]|oudste[ ]|eigen[ ])?(?:{_RELATIVE})"
    r"|(?:my|our|his|her)[ ](?:son|daughter|child|brother|sister|mother|father|parents|pupil)"
    r"|(?:deze|die|dit|dat|bovengenoemde|betreffende)[ ](?:leerling|jongen|meisje|student|kind)|i'm|(?:he|she)'s"
    r"|(?:dat|omdat|want|of|hoewel|sinds|toen|nu|terwijl|waar)[ ](?:ik|hij|zij|ze)(?=[ ]))(?![^\W_])", re.IGNORECASE)
"""One person who is spoken of without a name; with verbs in the singular, as *zij* and *ze* are many too."""
_AS_RECORD = re.compile(
    r"\W{0,3}(?:(?:leerling|lln?\.?|student|kind|jongen|meisje|pupil|moeder|vader|ouders?|gezin)[ ]"
    r"(?!met|mag|kan|moet|en|of)|"
    r"de[ ]leerling[ ](?:heeft|woont|zit|is[ ](?:een[ ])?(?:gediag|bekend|onder|vandaag|al|sinds)))", re.IGNORECASE)
"""How a record begins that leaves out the article: *Leerling woont in*."""
_TITLED = re.compile(
    r"(?<![^\W_])(?:(?i:leerlinge?|mw\.?|mevr\.?|mevrouw|meneer|dhr\.?|de heer|juf|meester|mentor|oma|tante|oom|opa|"
    r"pupil|student))"
    r"[ ](?:(?:van|de|der|den|ter|te|el|[A-Z]\.)[ ]){0,3}[^\W\d_a-z][^\W\d_]{1,24}(?![\w@])")
_ADDRESSED = re.compile(
    r"(?<![^\W_])(?:je|jij|jouw|(?<!\d )u|uw|you|your)(?![^\W_])", re.IGNORECASE)
_FINITE = re.compile(
    r"(?<![^\W_])(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|moet|moeten|mag|"
    r"mogen|"
    r"zal|zullen|wil|willen|geeft|geven|bevat|bevatten|komt|komen|loopt|lopen|staat|staan|gaat|gaan|ligt|liggen|maakt|"
    r"maken|verdelen|verdeelt|betekent|beschermt|veroorzaakt|ontstaat|helpt|helpen|biedt|bieden|vraagt|vragen|krijgt|"
    r"krijgen|begint|beginnen|leren|leest|lees|kies|klik|noem|schrijf|reken|bereken|zoek|leg|lezen[ ]we|vind|are|were|"
    r"has|have|can|will|must|should|may|does|stelt|stellen|lag|zit|zitten|geldt|gelden|meld|meldt|hoort|horen|"
    r"doet|doen|duurt|kost|werkt|werken|bestaat|bestaan|lijdt|neemt|toont|bedraagt|telt|treedt|heet|valt|vallen)"
    r"(?![^\W_])", re.IGNORECASE)
"""Verbs that make a sentence; where none stands, it is a note or a label."""
_DROPPED = re.compile(
    r"\W{0,3}(?:zit|heeft|krijgt|kreeg|woont|spreekt|had|draagt|slikt|gebruikt|volgt|blijft|haalde|scoort|scoorde|"
    r"wordt|"
    r"gaat|kwam|staat|eet|bezoekt|doet|mist|verblijft|is(?=[ ](?!een |het |de |er |dit |dat |die |niet )))(?![^\W_])"
    r"(?![ ](?:je|jij|jullie|u|men|er|het|de|een|iemand|you|this|that|it)(?![^\W_]))", re.IGNORECASE)
"""The verb with which a note begins that leaves out whom it is about: *Zit in groep 6*."""
_DONE = re.compile(
    r"(?<![^\W_])(?:is|zijn|werd|werden|wordt|was|loopt)(?![^\W_])[^.!?\n]{0,80}(?<![^\W_])(?:aangevraagd|betrokken|"
    r"gedaan|"
    r"opgesteld|vastgesteld|gesteld|afgegeven|ingeschakeld|gestart|verlengd|toegekend|aangemeld|uitgesproken|ingezet|"
    r"afgenomen|besproken|ingediend|geconstateerd)(?![^\W_])", re.IGNORECASE)
"""How a file says what was done about somebody: *er is een TLV aangevraagd*."""
_MANY = re.compile(
    r"(?<![^\W_])(?:leerlingen|kinderen|mensen|personen|scholen|jongeren|patiënten|inwoners|gemeenten|studenten|"
    r"docenten|"
    r"leraren|leerkrachten|iedereen|iemand|men|volwassenen|bewoners|gelovigen|nederlanders|burgers|landen|"
    r"basisscholen|middelbare|pupils|students|children|people|"
    r"(?:elke?|iedere?|een|welke?|geen|a|an|every|each|any)[ ](?:leerling|kind|persoon|mens|student|patiënt|ouder|"
    r"docent|"
    r"leerkracht|school|jongere|scholier|jongen|meisje|pupil|child|student|person|people|school)|alle|veel|de meeste|"
    r"sommigen?|wie|most|many|some|all|"
    r"gemiddelde? (?:score|van)|landelijke?|lopen van|tussen|variëren|artikel|wet|wetenschap\w*|onderzoekers?|"
    r"hoofdstuk|paragraaf|methode|lesmethode|leerstof|lesstof|lesboek\w*|werkboek\w*|streefniveau|handleiding|"
    r"in nederland (?:is|zijn|wordt|worden)|beleid|protocol|voorbeeld(?:en)?|bijvoorbeeld|definitie|betekenis|begrip|"
    r"examenstof|eindtermen|kerndoelen|doelgroep|geschikt voor|materiaal voor|materialen|boeken|boek heeft|uitgave)"
    r"(?![^\W_])|\?\s*\Z|\d[ ]?t/m[ ]?\d", re.IGNORECASE)
"""What says that a sentence is about all, about a book or a rule, or asks."""
_SETTING = re.compile(
    r"(?<![^\W_])(?:instelling(?:en)?|lettertype|knop|menu|aan/uit|vinkje|keuzelijst|selecteer|kies|klik|filter|"
    r"tabblad|"
    r"scherm|optie|schakel|placeholder|settings?|option|select|click)(?![^\W_])", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?<![^\W_])(?:als|wanneer|indien|mocht|mochten|zodra|stel dat|in geval van|voor het geval|tenzij|if|whenever|"
    r"unless)"
    r"(?![^\W_])[^,;:]*\Z", re.IGNORECASE)
"""What stands before a thing that may happen, in the same clause."""
_HISTORY = re.compile(
    r"(?<![^\W_])(?:in|rond|sinds|anno|from|\()[ ]?(?:1[0-8]\d\d|19[0-8]\d)(?!\d)|\(?1\d{3}[ ]?[-–][ ]?1\d{3}\)?|"
    r"(?<!\d)\d{1,2}(?:e|de|ste)[ ]eeuw(?![^\W_])|(?<![^\W_])(?:wereldoorlog|middeleeuwen|oudheid)(?![^\W_])|"
    r"(?<![^\W_])(?-i:[A-Z][a-z]{2,16}[ ](?:II|III|IV|VI|VII|VIII|IX|XI|XII|XIII|XIV|XV|XVI)|"
    r"(?:Karel|Filips|Hendrik|Lodewijk|George|Edward|Willem)[ ][IVX])(?![^\W_])|"
    r"(?<![^\W_])(?:koning|koningin|keizer|keizerin|paus|president|premier|minister|sint|heilige|zanger|zangeres|"
    r"schrijver|"
    r"schrijfster|schilder|acteur|actrice|filosoof|wetenschapper|voetballer|prins|prinses|profeet|farao|graaf|hertog|"
    r"dichter|componist|king|queen|emperor|pope)[ ](?-i:[A-Z])",
    re.IGNORECASE)
"""What says that it is of history or of somebody known to all."""


class Sentence(NamedTuple):
    """A sentence, or a piece of a long one, and what it says of whom."""

    start: int
    end: int
    names: tuple[tuple[int, int], ...]
    spoken: bool
    many: bool
    history: bool
    verb: bool
    dropped: bool
    done: bool
    addressed: bool
    asked: bool
    words: int


class Reader:
    """Reads the sentences of one text when they are asked for."""

    __slots__ = ("_read", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None
        self._read: dict[int, Sentence] = {}

    def link(self, start: int, end: int) -> Link:
        """How ``text[start:end]`` is tied to a person."""
        at = self._at(start)
        sentence = self._sentence(at)
        named = any(begin < start or stop > end or stop - begin < end - start for begin, stop in sentence.names)
        if sentence.history or _CONDITION.search(self.text, max(sentence.start, start - 120), start) is not None:
            return "general"
        if (named or sentence.spoken) and of_a_lesson(self.text, start, end) is None:
            if not (named or not sentence.many):
                return "general"
            return "named" if named else "spoken"
        if named or sentence.spoken or sentence.many:
            return "general"
        if sentence.addressed or sentence.words > 24:
            return "nobody"
        if sentence.dropped and not sentence.asked:
            return "spoken"
        if not self.text[sentence.start : start].strip() and not self.text[end : sentence.end].strip(" .!"):
            return "label"
        if sentence.done or not sentence.verb:
            if at and self._is_about_somebody(self._sentence(at - 1)):
                return "before"
            return "note"
        return "nobody"

    def bounds(self, start: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        sentence = self._sentence(self._at(start))
        return sentence.start, sentence.end

    def _is_about_somebody(self, sentence: Sentence) -> bool:
        return bool(sentence.names or sentence.spoken) and not (sentence.many or sentence.history) and (
            of_a_lesson(self.text, sentence.start, sentence.end) is None)

    def _at(self, place: int) -> int:
        if self._starts is None:
            self._starts = _cut(self.text)
        return bisect_right(self._starts, place) - 1

    def _sentence(self, at: int) -> Sentence:
        found = self._read.get(at)
        if found is None:
            assert self._starts is not None
            stop = self._starts[at + 1] if at + 1 < len(self._starts) else len(self.text)
            found = self._read[at] = _read(self.text, self._starts[at], stop)
        return found


def tied(
    reader: Reader, span: tuple[int, int], category: Category, own: tuple[str, float], canonical: str,
    link: Link | None = None,
) -> list[Match]:
    """A datum that needs a person, with its own evidence and what the link adds; empty where nothing is left of it."""
    if in_program(reader.text, *span):
        return []
    link = link or reader.link(*span)
    weight = _NOTED if link == "note" and own[1] >= _STRONG else _WEIGHTS[link]
    score = round(own[1] + weight, 2)
    if score < _LEAST:
        return []
    return [Match(*span, category, score, canonical, reasons(own, (CODES[link], weight)))]


def beside_a_name(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...] | None:
    """The evidence of a datum whose sentence turns out to name a person; ``None`` where that changes nothing."""
    code = evidence[-1].code if evidence else ""
    if code == CODES["note"] or code == CODES["nobody"]:
        weight = _WEIGHTS["named"] if evidence[-1].weight >= 0 else 0.0
        return (*evidence[:-1], Evidence(CODES["named"], weight))
    return None


def rises(evidence: tuple[Evidence, ...]) -> bool:
    """Whether a datum counts once the record around its text speaks of a person: a note about somebody."""
    code = evidence[-1].code if evidence else ""
    if code == CODES["note"]:
        return True
    return code == CODES["nobody"] and evidence[0].weight >= _STRONG


def _cut(text: str) -> list[int]:
    starts = [0]
    for end in _END.finditer(text):
        if text[end.start()] == "." and _ABBREVIATION.search(text, max(0, end.start() - 7), end.start()) is not None:
            continue
        while end.end() - starts[-1] > _LONGEST:
            starts.append(starts[-1] + _LONGEST)
        if end.end() < len(text):
            starts.append(end.end())
    while len(text) - starts[-1] > _LONGEST:
        starts.append(starts[-1] + _LONGEST)
    return starts


def _read(text: str, start: int, end: int) -> Sentence:
    sentence = text[start:end]
    names = tuple((start + a, start + b) for a, b in _names(sentence))
    figure = any(word.group().casefold() in public_figures() for word in _WORD.finditer(sentence))
    return Sentence(
        start, end, names,
        _SPOKEN.search(sentence) is not None or _AS_RECORD.match(sentence) is not None,
        _MANY.search(sentence) is not None or _SETTING.search(sentence) is not None,
        figure or _HISTORY.search(sentence) is not None,
        _FINITE.search(sentence) is not None, _DROPPED.match(sentence) is not None,
        _DONE.search(sentence) is not None,
        _ADDRESSED.search(sentence) is not None, sentence.rstrip().endswith("?"), len(sentence.split()),
    )


def _names(sentence: str) -> list[tuple[int, int]]:
    """Listed given names with a capital, and surnames after a title."""
    found = [each.span() for each in _TITLED.finditer(sentence)]
    for each in _WORD.finditer(sentence):
        word = each.group().casefold()
        held = lists(word)
        ordinary = "G" in held or ("g" in held and "e" in held)
        if ("g" not in held and "G" not in held) or word in _NO_NAMES or each.group().isupper():
            continue
        if ordinary and not sentence[: each.start()].strip(" \"'“(*•–-") and not _SINGULAR.match(sentence, each.end()):
            continue
        if NOT_A_PERSON_AFTER.match(sentence, each.end()) or ORGANISATION_BEFORE.search(sentence, 0, each.start()):
            continue
        found.append(each.span())
    return found


_SINGULAR = re.compile(rf"[ ](?:{_VERBS})(?![^\W_])|[,:)]|[ ]\(|[ ]?[\U0001F300-\U0001FAFF]", re.IGNORECASE)
"""What follows a name at the beginning of a sentence that may be a word as well: *Roos heeft*, *Mark, 12 jaar*."""
