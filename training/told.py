"""The labelled lines that the model of told data is trained on: written by hand, and varied by machine.

``told/*.txt`` holds a line each, with ``[[value|category]]`` around what it tells of somebody and
``[[value|category?]]`` where a careful reader would hesitate. What varies is what may not be learnt by heart: names,
numbers, spelling, and values of a category that other lines have.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scanner.detect.told.clues import family, members

from . import noise
from .data import Span
from .names import People

LINES = Path(__file__).parent / "told"
PERSON = "PERSON"
UNSURE = "?"
"""The label of what counts neither way."""
_MARK = re.compile(r"\[\[(?P<value>.+?)\|(?P<code>[a-z.]+)(?P<unsure>\??)\]\]")
_SWAPPED = frozenset(("special.health", "special.diagnosis", "special.support", "special.religion", "special.origin",
                      "demo.nationality", "demo.birthplace", "special.orientation", "edu.group", "edu.school",
                      "id.login",
                      "secret.credential", "edu.result", "addr.street", "edu.attendance", "id.account"))
"""Categories whose values another line's can stand for."""
_SHARE_SWAPPED, _SHARE_NUMBERS = 0.3, 0.7
_EXCHANGED = frozenset("fgijmnvLNCGO")
"""Families within which one word can stand for another."""
_SHARE_RELATED = 0.35
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"[0-9]+")
Labelled = tuple[str, list[Span]]


class Line(NamedTuple):
    """A line without its marks, the places of what it tells, and the file it stands in."""

    text: str
    spans: list[Span]
    source: str


def read(path: Path) -> list[Line]:
    """The lines of a file."""
    return [parse(line, path.name) for line in path.read_text("utf-8").splitlines() if line.strip()]


def parse(line: str, source: str = "") -> Line:
    """A line with its marks taken out."""
    text, spans, at = "", [], 0
    for each in _MARK.finditer(line):
        text += line[at : each.start()]
        label = UNSURE if each["unsure"] else PERSON if each["code"].startswith("name.") else each["code"]
        spans.append((len(text), len(text) + len(each["value"]), label))
        text += each["value"]
        at = each.end()
    return Line(text + line[at:], spans, source)


@cache
def lines() -> list[Line]:
    """The lines that both models are trained with."""
    return [line for path in sorted(LINES.glob("*.txt")) for line in read(path)]


def varied(held: list[Line], copies: int, seed: int) -> list[Labelled]:
    """The lines themselves and so many variants of each."""
    generator = random.Random(seed)
    people = People(generator)
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in held:
        for start, end, label in line.spans:
            value = line.text[start:end]
            values[label, _form(value)].append(value)
    made: list[Labelled] = []
    for line in held:
        made.append((line.text, line.spans))
        made += [_variant(line, generator, people, values) for _ in range(copies)]
    return made


def _form(value: str) -> str:
    """Values of one form can stand for one another: words by their number, digits or none."""
    return f"{min(value.count(' '), 3)}{'#' if any(map(str.isdigit, value)) else ''}"


def _variant(
    line: Line, generator: random.Random, people: People, values: dict[tuple[str, str], list[str]]
) -> Labelled:
    pieces: list[str] = []
    spans: list[Span] = []
    at = size = 0
    renumber = generator.random() < _SHARE_NUMBERS
    for start, end, label in [*line.spans, (len(line.text), len(line.text), "")]:
        between = line.text[at:start]
        if renumber and generator.random() < 0.5:
            between = _renumbered(between, generator)
        between = _related(between, generator)
        pieces.append(between)
        size += len(between)
        value = line.text[start:end]
        if label == PERSON:
            value = _name(value, people, generator)
        elif label in _SWAPPED and generator.random() < _SHARE_SWAPPED:
            value = generator.choice(values[label, _form(value)])
        elif label:
            value = _related(value, generator)
            if renumber and label != "demo.age":
                value = _renumbered(value, generator)
        if label:
            pieces.append(value)
            spans.append((size, size + len(value), label))
            size += len(value)
        at = end
    item: noise.Labelled = ("".join(pieces), spans)
    roll = generator.random()
    if roll < 0.12:
        item = noise.lower(item)
    elif roll < 0.14:
        item = noise.upper(item)
    elif roll < 0.20:
        item = noise.typing_errors(item, generator, 0.04)
    elif roll < 0.24:
        item = item[0].rstrip("."), [span for span in item[1] if span[1] <= len(item[0].rstrip("."))]
    return item


@cache
def _relatives(letter: str) -> list[str]:
    return sorted(word for word in members(letter) if word.isalpha() and len(word) > 2)


def _related(text: str, generator: random.Random) -> str:
    """Other words of the same families, so that a sentence is not known by the one it happens to hold."""
    def other(found: re.Match[str]) -> str:
        word = found.group()
        letter = family(word.casefold())
        if len(letter) != 1 or letter not in _EXCHANGED or generator.random() > _SHARE_RELATED:
            return word
        new = generator.choice(_relatives(letter) or [word])
        return new.upper() if word.isupper() and len(word) > 2 else new.capitalize() if word[0].isupper() else new

    return _WORD.sub(other, text)


def _name(value: str, people: People, generator: random.Random) -> str:
    if generator.random() < 0.15:
        return value
    new = people.given() if " " not in value else people.reversed() if "," in value else people.full()
    return new.lower() if value.islower() else new.upper() if value.isupper() and len(value) > 3 else new


def _renumbered(text: str, generator: random.Random) -> str:
    """Other digits, each number as long as it was and about as large."""
    def other(found: re.Match[str]) -> str:
        digits = found.group()
        if len(digits) == 1:
            return str(generator.randint(1, 9)) if digits != "0" else "0"
        if len(digits) == 4 and digits[:2] in {"19", "20"}:
            return digits[:3] + str(generator.randint(0, 9))
        if len(digits) == 2:
            number = int(digits)
            least, most = (0, 12) if number <= 12 else (13, 31) if number <= 31 else (32, 99)
            return f"{generator.randint(least, most):02d}" if digits[0] == "0" or number > 9 else digits
        return digits[0] + "".join(generator.choice("0123456789") for _ in digits[1:])

    return _DIGITS.sub(other, text)
