"""Says cheaply whether a text is prose that may hold a name; what is not never reaches the model.

Theory. Nearly all strings of traffic are labels, identifiers, markup and code. Prose has words of letters with spaces
between them; a name in it is a word with a capital that is no ordinary word at the start of a sentence, or a word of
any case that is listed as a given name or only as a surname, or that stands in no list at all, as the names of many
pupils do. A text without such a word holds no name that the model could find with any confidence, so nothing is lost.
Cost: a few microseconds for what is no prose, one look-up a word for what is.
"""

from __future__ import annotations

import re

from .features import lists
from .words import compound

LONGEST = 200_000
"""Characters of one text that are read; what is longer is a document that is searched by its parts."""

_WORD = re.compile(r"(?<![\w\u0300-\u036f])[^\W\d_]{2,30}(?!\w)")
_NO_LETTER_OR_SPACE = re.compile(r"[^\w \n.,!?'’-]|_")
CODE = re.compile(r"[{}<>\\^~]|\|(?! )|(?<! )\||=(?! )|(?<! )=|\(\)|;(?=\s*(?:[\n}a-z_$.#@/]|\Z))|--\w|://|&[a-z]+;|\$\w|[\w-]:[\w#.-]+;|\.(?!\d)\w+[-_]\w"
                   r"|[\"'],\s*[\"'\n\w]|\w:[\"'\[]|[\"']:|\w\([\"'\w]|//[! ]|/\*|\*/")
"""Signs of programs, markup and data; one now and then stands in prose too."""
_PROGRAM = re.compile(r"[A-Za-z]/\d+(?:\.\d|;|\Z)")
"""A program with its version, as in a user agent."""
_PEOPLE = re.compile(r"(?<![^\W_])(?:(?:aanwezig|afwezig|afgemeld|absent|te laat|mentor|teamleider|docent|surveillance|"
                     r"corvee|tutor|notulist)[^:\n]{0,12}:|(?:moeder|vader|ma|pa|ouders?|namens|oma|opa) van[ ])",
                     re.IGNORECASE)
"""What announces people among times, rooms and signs."""
_SAMPLE = 400
_MOST_WORDS = 60
_LEAST_LOWER = 3
"""Words in lower case that make a sentence: in it a capital is no matter of style, and any word may be a name."""
_LEAST_STRANGE = 3
_LONGEST_ABBREVIATION = 3
"""Letters of an abbreviation that no list holds (``ib``, ``smw``): two of them weigh as one unknown word."""
_VOWEL = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿı]")
_STRETCHED = re.compile(r"(.)\1\1|(?:ha){2}|(?:he){2}|(?:hi){2}")
"""How pupils write at length what they mean: ``jaaaa``, ``hahaha``."""
_CHAT = frozenset((
    "egt", "nie", "idd", "omg", "lol", "ofzo", "ofso", "effe", "effies", "eff", "ook", "oke", "okee", "okay", "joo",
    "jaa", "nee", "nou", "wel", "tis", "kweet", "kwil", "keb", "kheb", "heb", "das", "dan", "die", "iig", "wss", "mss",
    "sws", "btw", "thx", "tnx", "bro", "gwn", "dus", "wrm", "waarom", "wnr", "hoezo", "pls", "plz", "ivm", "nav", "mbt",
    "tav", "vanmid", "morge", "same", "opdr", "hfst", "blz", "aub", "svp", "evt", "bijv", "enz", "etc", "ipv", "tov",
    "nvt", "bso", "havo", "vwo", "vmbo", "mavo", "app", "appje", "appen", "appte", "chromebook", "powerpoint", "teams",
))
"""What chat and notes write for words, and what no word list holds of school."""
_BEFORE_SURNAME = frozenset(("meneer", "mevrouw", "mevr", "mvr", "mw", "dhr", "hr", "heer", "familie", "fam"))
"""Words that a surname follows, which may be an ordinary word."""
_TITLES = frozenset(("mw", "mevr", "dhr", "hr", "mr", "drs", "dr", "prof", "mvg", "gr"))
"""Abbreviations that no word list holds."""


def may_hold_name(text: str) -> bool:
    """Whether the text is prose with a word that could be a name."""
    if " " not in text and "\n" not in text:
        return False
    if len(text) > LONGEST or not _is_prose_throughout(text):
        return False
    words = _WORD.findall(text)
    return _may_be_name(words) and is_dutch_or_english(words)


def _may_be_name(words: list[str]) -> bool:
    sentence = sum(word.islower() for word in words[:_MOST_WORDS]) >= _LEAST_LOWER
    for number, word in enumerate(words):
        held = lists(word.casefold())
        if "g" in held or "G" in held or (sentence and word in _BEFORE_SURNAME):
            return True
        if sentence and word.islower() and _is_unknown(word, held):
            return True
        if word[0].isupper() and (("w" not in held and "e" not in held) or (number and (sentence or "s" in held))):
            return True
    return False


def is_strange(word: str) -> bool:
    """Whether a word in lower case is no word of Dutch or English that is known: a name, or a typing error."""
    return _is_unknown(word, lists(word))


def _is_unknown(word: str, held: str) -> bool:
    if len(word) < _LEAST_STRANGE or word in _CHAT:
        return False
    if not held:
        return _VOWEL.search(word) is not None and (
            not compound(word) and _STRETCHED.search(word) is None)
    return "s" in held and "w" not in held and "e" not in held and "p" not in held


def is_dutch_or_english(words: list[str]) -> bool:
    """Whether most words in lower case are known, so that the model can judge what stands between them.

    Where all words have capitals (lists of people, headings) one must be a given name or a Dutch word.
    """
    lower = [lists(word) for word in words[:_MOST_WORDS] if word.islower()]
    if len(lower) < 2:  # of a list of people perhaps an abbreviation: (vz)
        every = [lists(word.casefold()) for word in words[:_MOST_WORDS]]
        return any("w" in held or ("g" in held and "e" not in held) for held in every)
    known = sum("w" in held or "e" in held or "g" in held or "G" in held for held in lower)
    known += sum(word in _TITLES for word in words[:_MOST_WORDS])
    abbreviated = sum(len(word) <= _LONGEST_ABBREVIATION and word.islower() and not lists(word)
                      for word in words[:_MOST_WORDS])
    return known * 3 >= (len(lower) - abbreviated // 2) * 2


def _is_prose_throughout(text: str) -> bool:
    """Whether its beginning is prose, and the middle and end of what is longer: code may begin with a comment."""
    size = len(text)
    places = (0,) if size <= _SAMPLE else (0, (size - _SAMPLE) // 2, size - _SAMPLE)
    return all(_is_prose(text[place : place + _SAMPLE]) for place in places)


def _is_prose(sample: str) -> bool:
    if len(CODE.findall(sample)) * 40 > len(sample) or _PROGRAM.search(sample):
        return False
    plain = len(sample) - len(_NO_LETTER_OR_SPACE.findall(sample))
    words = _WORD.findall(sample)
    least = 80 if plain * 100 >= len(sample) * 80 or _PEOPLE.search(sample) is None else 65
    return len(words) >= 2 and plain * 100 >= len(sample) * least and sum(map(len, words)) <= 14 * len(words)
