"""Rows and cells of a text that is a table: lines cut by one character, or by columns that are blank in all of them.

Theory. What separates cells stands as often in each line: ``118377;Yara;7.4``, ``| Yara | 7.4 |``. Where nothing does,
the cells may stand below each other: then there are columns of characters in which every line has a space. Prose has
neither for three lines on end.
"""

from __future__ import annotations

import re

SEPARATORS = ";|\t~^,"
_FEWEST_LINES, _MOST_LINES = 3, 2000
_LONGEST_LINE = 600
_MOST_CELLS = 100
_RULE = re.compile(r"[-|:+=\s]{3,}\Z")
"""A line that only rules off, as below the headings of Markdown."""
_PAIR = re.compile(r"([^\W_][^\n:=|;\t]{1,59}?)[ ]?(?:[:=|;\t]|[ ][-–][ ])[ ]?([0-9IVX+-][\w.,%+/-]{0,9})\Z")
_ENDS_OF_SEGMENTS = "'"
"""What ends the lines of an interchange (EDIFACT) that is sent as one."""
_MOST_TITLES = 2
_SHORTEST = 20
_FIGURES = re.compile(r"\S{1,40}(?: [0-9.,:%+-]{1,12}){1,60}\r?\n")
"""A first line of figures with single spaces."""
_CUTS = (";", "|", "\t", "~", "^", ",", "  ", "+", ": ")
_SOMEBODY = re.compile(r"[0-9]{4,9}\Z|[^\W\d_a-z][^\W\d_]+[ ,]")
"""What a line holds that begins what is told of somebody: a number, or a name."""

Part = tuple[str, int, int]
"""A cell, and where it begins and ends."""


def holds_rows(text: str) -> bool:
    """Whether a text could be a table by itself; a cheap test."""
    if len(text) <= _SHORTEST:
        return False
    lines = text.count("\n")
    if lines > 1:
        return lines <= _MOST_LINES and (any(text.count(each) >= lines for each in _CUTS) or (
            text[0].isdigit() and _FIGURES.match(text) is not None))
    if text.count(_ENDS_OF_SEGMENTS) > _FEWEST_LINES and text.count("+") > _FEWEST_LINES:
        return True
    return "; " not in text and (text.count(";") > 1 or text.count("|") > 1) and any(
        map(str.isdigit, text[-_SHORTEST:]))


def separator_of(texts: list[str]) -> str:
    """The character that cuts each of these texts into equally many cells, three at least; empty for none."""
    for separator in SEPARATORS:
        count = texts[0].count(separator)
        if 2 <= count < _MOST_CELLS and all(text.count(separator) == count for text in texts[1:]) and not (
                separator == "," and any(", " in text for text in texts)):
            return separator
    return ""


def parts_of(text: str, separator: str, start: int = 0) -> list[Part]:
    """The cells of a text with their places, without the space and the quotes around them."""
    found: list[Part] = []
    for part in text.split(separator):
        bare = part.strip().strip('"')
        at = start + part.find(bare) if bare else start
        found.append((bare, at, at + len(bare)))
        start += len(part) + 1
    return found


def rows_of(text: str) -> list[list[Part]]:
    """The rows of a text that is a table; empty for any other text."""
    if not _FEWEST_LINES - 1 <= text.count("\n" if "\n" in text else _ENDS_OF_SEGMENTS) <= _MOST_LINES:
        return []
    lines: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n" if "\n" in text else _ENDS_OF_SEGMENTS):
        bare = line.rstrip("\r ")
        if bare and _RULE.match(bare) is None:
            if len(bare) > _LONGEST_LINE:
                return []
            lines.append((start, bare))
        start += len(line) + 1
    for titles in range(_MOST_TITLES + 1):
        below = lines[titles:]
        if len(below) < _FEWEST_LINES:
            break
        separator = separator_of([line for _, line in below])
        if not separator and len(below) > _FEWEST_LINES:  # a last line may only say that it is the last
            separator = separator_of([line for _, line in below[:-1]])
            below = below[:-1]
        if separator:
            return [parts_of(line, separator, place) for place, line in below]
    if len(lines) < _FEWEST_LINES:
        return []
    return _by_blanks(lines) or _by_spaces(lines) or _by_codes(lines) or _by_pairs(lines)


_OUTER, _INNER = ";|~&# ", re.compile(r"[:=,/~|;]")
_INNER_OF_DECIMALS = re.compile(r"[:=/~|;]")
_DECIMALS = re.compile(r"(?:[:=/~|;][0-9]{1,2}(?:,[0-9])?(?=[;|~&# ]|\Z)[^:=/~|]*){2,}\Z")
"""What follows each number is one mark, with a comma or without: ``1043:7,5;1044:6``."""
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,3}\Z|[A-Z]{2,8}\Z|[0-9]{1,2}\Z")


def segments_of(text: str) -> list[list[Part]]:
    """The rows of one line that lists what belongs together: ``118377:7.4,6.1;118402:5.3,4.8``."""
    for outer in _OUTER:
        if text.count(outer) < _FEWEST_LINES - 1:
            continue
        found: list[list[Part]] = []
        start = 0
        inner = _INNER_OF_DECIMALS if _DECIMALS.search(text) is not None and outer != "," else _INNER
        for segment in text.split(outer):
            if segment:
                found.append(_cut_by(segment, inner, start))
            start += len(segment) + 1
        if len(found) >= _FEWEST_LINES and len({len(row) for row in found}) == 1 and 2 <= len(found[0]) <= _MOST_CELLS:
            return found
    return []


def _cut_by(text: str, separators: re.Pattern[str], start: int) -> list[Part]:
    found: list[Part] = []
    at = 0
    for each in separators.finditer(text):
        found.append((text[at:each.start()].strip(), start + at, start + each.start()))
        at = each.end()
    return [*found, (text[at:].strip(), start + at, start + len(text))]


def _by_spaces(lines: list[tuple[int, str]]) -> list[list[Part]]:
    """The words of lines that have equally many of them, most of them figures: ``118377: 7.4 6.1 8.2``."""
    rows = [[(word[0].rstrip(":"), at + word.start(), at + word.start() + len(word[0].rstrip(":")))
             for word in re.finditer(r"\S+", line)] for at, line in lines]
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return []
    figures = sum(part[0][:1].isdigit() for row in rows for part in row)
    return rows if figures * 3 >= sum(map(len, rows)) * 2 else []


def pair_of(text: str, start: int = 0) -> list[Part]:
    """The two cells of a text that says one thing of somebody: ``118377: 7.4``, ``Yara Bouazza - II``; else none."""
    found = _PAIR.match(text)
    return [] if found is None else [
        (found[number], start + found.start(number), start + found.end(number)) for number in (1, 2)]


def _by_pairs(lines: list[tuple[int, str]]) -> list[list[Part]]:
    """Lines that each say one thing of somebody."""
    rows = [pair_of(line, at) for at, line in lines]
    return rows if all(rows) else []


def _by_codes(lines: list[tuple[int, str]]) -> list[list[Part]]:
    """Lines that begin with the code of their kind, put together from one of the first kind to the next.

    ``LLN+118377`` with the lines ``CYF+1+7.4`` below it, up to the next ``LLN``, is one row.
    """
    separator = next((each for each in "+|;,\t*" if sum(each in line for _, line in lines) * 4 > len(lines) * 3), "")
    if not separator:
        return []
    rows = [parts_of(line.rstrip("'"), separator, at) for at, line in lines]
    codes = [row[0][0] for row in rows]
    kinds = set(codes)
    if not 2 <= len(kinds) <= 8 or not all(_CODE.match(code) for code in kinds):
        return []
    head = next((code for code, row in zip(codes, rows, strict=True) if any(
        _SOMEBODY.match(part) for part, _, _ in row[1:])), "")
    if codes.count(head) < 2:
        return []
    found: list[list[Part]] = []
    for code, row in zip(codes, rows, strict=True):
        if code == head:
            found.append(row[1:])
        elif found:
            found[-1] += row[1:]
    shortest = min(map(len, found))
    return [row[:shortest] for row in found]


def _by_blanks(lines: list[tuple[int, str]]) -> list[list[Part]]:
    """The cells of lines of fixed width."""
    width = max(len(line) for _, line in lines)
    if min(len(line) for _, line in lines) * 2 < width:
        return []
    blank = [all(place >= len(line) or line[place] == " " for _, line in lines) for place in range(width)]
    edges: list[tuple[int, int]] = []
    begin = -1
    for place in range(width + 1):
        if place < width and not blank[place]:
            begin = place if begin < 0 else begin
        elif begin >= 0:
            edges.append((begin, place))
            begin = -1
    if not _FEWEST_LINES <= len(edges) <= _MOST_CELLS:
        return []
    found: list[list[Part]] = []
    for at, line in lines:
        row: list[Part] = []
        for left, right in edges:
            bare = line[left:right].strip().rstrip(":")
            start = at + line.find(bare, left) if bare else at
            row.append((bare, start, start + len(bare)))
        found.append(row)
    return found
