"""Writes texts as pupils do: without capitals and points, with typing errors, doubled letters and emoji."""

from __future__ import annotations

import random

from .data import Span

Labelled = tuple[str, list[Span]]
_EMOJI = ("😀", "😂", "🤣", "😊", "😍", "😡", "😭", "😱", "👍", "🎉", "❤️", "🔥", "💀", "🙄", "🙏", "⚽", "🐶", ":)",
          ":(", "xD", "<3", ";-)")
_SMILEYS = 0.12
_ABBREVIATED = {"niet": "nie", "even": "ff", "mijn": "mn", "zijn": "zn", "het": "t", "een": "n", "echt": "egt",
                "ik": "k", "dat": "da", "iets": "ies", "heeft": "heb", "maar": "mr", "gewoon": "gwn",
                "misschien": "mss", "haar": "dr", "wat": "wa", "waarom": "wrm", "wanneer": "wnr", "weer": "wr",
                "morgen": "mrg", "vandaag": "vndg", "gister": "gist", "weet": "wt", "sowieso": "sws", "gaan": "gn",
                "opdracht": "opdr", "hoofdstuk": "h", "alsjeblieft": "aub", "eigenlijk": "eig", "volgende": "vlgnd"}


def lower(item: Labelled) -> Labelled:
    """All in lower case, where that keeps the places of the names."""
    text, spans = item
    small = text.lower()
    return (small, spans) if len(small) == len(text) else item


def names_lower(item: Labelled) -> Labelled:
    """The names alone in lower case, as in a sentence whose writer does not care."""
    text, spans = item
    for start, end, _ in spans:
        small = text[start:end].lower()
        if len(small) == end - start:
            text = text[:start] + small + text[end:]
    return text, spans


def upper(item: Labelled) -> Labelled:
    """All in capitals, where that keeps the places of the names."""
    text, spans = item
    large = text.upper()
    return (large, spans) if len(large) == len(text) else item


def replace(item: Labelled, start: int, end: int, new: str) -> Labelled:
    """The text with another piece at a place outside names, and the names moved along."""
    text, spans = item
    shift = len(new) - (end - start)
    moved = [(a + shift, b + shift, label) if a >= end else (a, b, label) for a, b, label in spans]
    return text[:start] + new + text[end:], moved


def typing_errors(item: Labelled, generator: random.Random, share: float = 0.06) -> Labelled:
    """Letters swapped, dropped or doubled, and words shortened, in words that are no names."""
    at = len(item[0])
    while at > 0:  # from the end, so that places before it hold
        text, spans = item
        start = text.rfind(" ", 0, at) + 1
        word = text[start:at]
        free = not any(start < b and a < at for a, b, _ in spans)
        if free and word.isalpha() and len(word) > 2 and generator.random() < share:
            item = replace(item, start, at, _misspelt(word, generator))
        elif free and word in _ABBREVIATED and generator.random() < 4 * share:
            item = replace(item, start, at, _ABBREVIATED[word])
        at = start - 1
    return item


def _misspelt(word: str, generator: random.Random) -> str:
    place = generator.randrange(1, len(word) - 1) if len(word) > 2 else 0
    kind = generator.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2:]
    if kind == 1:
        return word[:place] + word[place + 1:]
    if kind == 2:
        return word[:place] + word[place] + word[place:]
    return word + word[-1] * generator.randrange(1, 4)


def pupils_hand(item: Labelled, generator: random.Random) -> Labelled:
    """The habits of chat: most in lower case, no point at the end, emoji."""
    roll = generator.random()
    if roll < 0.58:
        item = lower(item)
    elif roll < 0.61:
        item = upper(item)
    elif roll < 0.69:
        item = names_lower(item)
    elif roll < 0.80 and item[0][:1].islower():
        item = item[0][0].upper() + item[0][1:], item[1]
    if generator.random() < 0.5:
        text, spans = item
        item = text.rstrip(".") if not spans or spans[-1][1] < len(text.rstrip(".")) + 1 else text, spans
    if generator.random() < 0.35:
        item = typing_errors(item, generator)
    if generator.random() < 0.12:
        item = _without_commas(item)
    if generator.random() < _SMILEYS:
        item = f"{item[0]} {generator.choice(_EMOJI)}", item[1]
    return item


def _without_commas(item: Labelled) -> Labelled:
    """No commas, as in most of what is typed with two thumbs."""
    for place in reversed([at for at, letter in enumerate(item[0]) if letter == ","]):
        if not any(start <= place < end for start, end, _ in item[1]):
            item = replace(item, place, place + 1, "")
    return item


def adults_hand(item: Labelled, generator: random.Random) -> Labelled:
    """The habits of reports and mail: capitals, now and then none, few errors."""
    roll = generator.random()
    if roll < 0.10:
        item = lower(item)
    elif roll < 0.12:
        item = upper(item)
    elif item[0][:1].islower() and roll < 0.8:
        item = item[0][0].upper() + item[0][1:], item[1]
    if generator.random() < 0.08:
        item = typing_errors(item, generator, 0.03)
    return item


def join(items: list[Labelled], separator: str) -> Labelled:
    """Several texts after one another."""
    text, spans = "", []
    for number, (piece, names) in enumerate(items):
        text += separator if number else ""
        spans += [(start + len(text), end + len(text), label) for start, end, label in names]
        text += piece
    return text, spans
