"""Finds given names that are words by how people are spoken to and of: ``merel ben je ziek``, ``vraag het aan joy``.

Theory. In Dutch a thing that can be counted has an article, so that a bare ``roos`` or ``storm`` before *ben je*, *zei*
or *en ik* is somebody. The model learns little of this, since the same words are things in most of what it reads.
Only words that are listed as given names count, and not those that are verbs or small words too.
Cost: a few linear patterns over a text that reaches the model anyway.
"""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.model import Category

from ..recognizers.base import Match
from ..recognizers.gazetteer import public_figures
from ..recognizers.outcome import fold, reasons
from .features import lists
from .lessons import of_a_lesson

_NAME = r"(?P<name>[^\W\d_]{2,20})"
_START = (r"(?:\A|(?<=[.!?\n:…])[ ]?|(?<![^\W_])(?:hoi|hey|hee|heyy|ey|yo|hallo|ha|omg|haha|lol|wow|jaa?|nee|oke?|pff|"
          r"sorry|bedankt|dankje|thx|gast|bro|joh|maar|want|en|dus)[,!]?[ ])")
_END = r"(?![^\W_])"
_FLAGS = re.IGNORECASE
_CALLS = tuple((needed, re.compile(pattern, _FLAGS)) for needed, pattern in (
    ((" j",),
     rf"{_START}{_NAME},?[ ](?:ben|heb|kom|kun|ga|weet|snap|was|had|moet|mag|kan|zou|zit|doe|wil)[ ]"
     rf"(?:je|jij){_END}"),
    ((" j",),
     rf"{_START}{_NAME},?[ ](?:je|jij)[ ](?:bent|hebt|was|had|moet|moest|mag|kan|kunt|zou|zal|komt|gaat|weet|doet|deed|"
     rf"zit|vergeet|vergat){_END}"),
    ((", ",), rf"(?:\A|(?<=[.!?\n])[ ]?){_NAME},[ ](?:je|jij|jouw|kun|wil|let|kijk|probeer|denk)[ ]"),
    ((" en ",), rf"(?<![\w-]){_NAME}[ ]en[ ]ik(?![^\W_])"),
    (("k en ",), rf"(?<![\w-])ik[ ]en[ ]{_NAME}(?![\w-])"),
    ((" ze", " vroeg", " appte", " belde", "ep", "telde", "terde", " lachte", "napt", " denkt"),
     rf"{_START}{_NAME}[ ](?:zei|zegt|vroeg|appte|belde|riep|vertelde|fluisterde|lachte|snapt|denkt)(?![^\W_])"),
    ((" aan ", " naar ", " tegen "),
     rf"(?<![^\W_])(?:vraag|app|zeg|geef|stuur|mail|vragen|gevraagd|gezegd|verteld|gegeven)[ ](?:\w+[ ]){{0,2}}"
     rf"(?:aan|naar|tegen)[ ]{_NAME}(?![\w-])"),
    ((" vragen", " zeggen", " praten", " vertellen", " overleggen", " doorgeven"),
     rf"(?<![^\W_])(?:aan|met|tegen)[ ]{_NAME}[ ](?:vragen|zeggen|praten|vertellen|overleggen|doorgeven)(?![^\W_])"),
    (("oma ", "opa ", "oom ", "tante "), rf"(?<![^\W_])(?:oma|opa|oom|tante)[ ]{_NAME}(?![\w-])"),
))
"""How people are spoken to and of, each with texts in lower case of which one must be there.

Looking for these takes a tenth of the time. None holds an i or an s, which have more forms than lower and upper case.
"""
_BESIDE = (
    (" doet ", " maakt ", " neemt ", " regelt ", " brengt ", " haalt ", " bakt "),
    re.compile(rf"(?:,|(?<![^\W_])en)[ ]{_NAME}[ ](?:doet|maakt|neemt|regelt|brengt|haalt|bakt)[ ](?:de|het|een|dat|"
               rf"mijn|alles){_END}", _FLAGS))
"""Somebody who has a task beside others."""
_SUBJECT = re.compile(
    r"(?:\A|(?<=[.!?\n])[ ]?)(?P<name>[A-Z][^\W\d_A-Z]{2,20})[ ](?:is|heeft|was|had|zit|werkt|komt|gaat|wil|kan|moet|"
    r"mag|slaapt|woont|speelt|leest|rekent|krijgt|volgt|scoorde|haalde|maakte|vertelde|luistert|doet|uit)" + _END)
"""A listed name as the subject of a sentence about somebody: it supports a model where no lesson or sum speaks."""
_ABOUT = ((" ",), _SUBJECT)
_STATE = re.compile(
    r"(?:\A|(?<=[.!?\n])[ ]?|(?<=,[ ]))(?P<name>[A-Z][^\W\d_A-Z]{2,20})[ ](?:"
    r"(?:is|was|blijft|meldt zich)[ ](?:\w+[ ]){0,2}?(?:ziek|afwezig|absent|afgemeld|jarig|verdrietig|overstuur|"
    r"te laat|geplaatst|besproken|aangemeld|doorverwezen|geschorst|blijven zitten)"
    r"|heeft[ ](?:\w+[ ]){0,3}?(?:gewerkt|geoefend|meegedaan|opgelet|gehuild|ruzie|gevochten|dyslexie|dyscalculie|adhd|"
    r"autisme|faalangst|moeite met|hoofdpijn|buikpijn|een onvoldoende|gespijbeld))" + _END)
"""A name that is a word too as the subject of what is said of people only: ``Storm is ziek gemeld``."""
_SMALL_WORDS = frozenset((
    "dan", "dik", "elke", "eren", "erin", "erna", "ben", "bent", "helder", "ken", "kent", "kick", "kies", "kit", "koop",
    "leen", "lieve", "lok", "long", "man", "mans", "mark", "master", "may", "mee", "nada", "nader", "raden", "rein",
    "steven", "take", "ten", "toon", "urban", "wan", "wei", "wen", "wisse", "zen", "gust", "hui", "clement", "comfort",
    "constant", "master", "sultan", "king", "queenie", "sake", "babs", "jihad", "mits", "god", "engel", "engeltje",
    "nanny", "buddy", "pastor", "meis", "meiden", "maat", "wil", "door", "van", "ik", "jij", "hij", "zij", "ze", "we",
))
"""Listed as given names, and verbs, small words or what one calls people too."""
_LEAST_SENTENCE = 18
"""Characters of a sentence that says something of its subject; a shorter text is a label."""
_SCORE, _MOST = 0.65, 0.9
_TASKS = 0.6
_SAID = 0.5
"""The subject of a sentence, whom no model sees: rivers and heroes are subjects too."""
_BESIDES = 0.1
"""What it adds to what models see."""


def with_addressed(text: str, seen: list[Match]) -> list[Match]:
    """What the models see with those who are spoken to and of, in no order."""
    found = list(seen)
    for spoken in addressed(text, others=bool(seen)):
        same = [match for match in found if match.start < spoken.end and spoken.start < match.end]
        if not same:
            found.append(spoken)
        elif (same[0].start, same[0].end) == (spoken.start, spoken.end):
            score = round(max(spoken.score, min(_MOST, same[0].score + _BESIDES)), 2)
            added = reasons(("context:addressed", round(score - same[0].score, 2)))
            if score > same[0].score:
                found[found.index(same[0])] = replace(same[0], score=score, evidence=same[0].evidence + added)
    return found


def addressed(text: str, *, others: bool) -> list[Match]:
    """Listed given names where only a person can stand; ``others`` says whether the text names somebody else."""
    found: dict[int, Match] = {}
    lowered = text.lower()
    for needed, pattern in (*_CALLS, _ABOUT, ((" ",), _STATE), *((_BESIDE,) if others else ())):
        if not any(map(lowered.__contains__, needed)):
            continue
        for each in pattern.finditer(text):
            start, end = each.span("name")
            word = text[start:end].casefold()
            if start in found or word in _SMALL_WORDS or "g" not in lists(word).lower():
                continue
            if pattern is _SUBJECT and not _is_subject(text, start, end):
                continue
            if pattern is _STATE and (fold(text[start:end]) in public_figures() or of_a_lesson(text, start, end)):
                continue
            score = _TASKS if pattern is _BESIDE[1] else _SAID if pattern is _SUBJECT else _SCORE
            evidence = reasons(("gazetteer:given-name-and-word", 0.3), ("context:addressed", round(score - 0.3, 2)))
            found[start] = Match(start, end, Category.NAME_GIVEN, score, fold(text[start:end]), evidence)
    return [found[start] for start in sorted(found)]


def _is_subject(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word that is nothing but a given name is nobody of a lesson or a sum."""
    held = lists(text[start:end].casefold())
    return held.startswith("g") and "w" not in held and "e" not in held and "p" not in held and (
        len(text) > _LEAST_SENTENCE and fold(text[start:end]) not in public_figures()
        and of_a_lesson(text, start, end) is None)
