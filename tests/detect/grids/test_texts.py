"""Texts that are tables are cut where their cells are; prose and other texts are none."""

from __future__ import annotations

import pytest

from scanner.detect.grids.texts import holds_rows, rows_of, segments_of

TABLES = [
    ("a;b;c\nd;e;f\ng;h;i", [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]),
    ("Titel\na\tb\tc\nd\te\tf\ng\th\ti\r\n", [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]),
    ("| a | b |\n|---|---|\n| c | d |\n| e | f |", [["", "a", "b", ""], ["", "c", "d", ""], ["", "e", "f", ""]]),
    ("NR   NAAM       X\n118  Kim        7\n119  Jan Smit   8", [["NR", "NAAM", "X"], ["118", "Kim", "7"],
                                                                ["119", "Jan Smit", "8"]]),
    ("118377: 7.4 6.1\n118402: 5.3 4.8\n118415: 9.1 7.7", [["118377", "7.4", "6.1"], ["118402", "5.3", "4.8"],
                                                          ["118415", "9.1", "7.7"]]),
    ("LLN+118377'\nCYF+7.4'\nLLN+118402'\nCYF+5.3'", [["118377", "7.4"], ["118402", "5.3"]]),
]


@pytest.mark.parametrize(("text", "wanted"), TABLES)
def test_rows(text: str, wanted: list[list[str]]) -> None:
    rows = rows_of(text)
    assert [[cell for cell, _, _ in row] for row in rows] == wanted
    assert all(text[start:end] == cell for row in rows for cell, start, end in row)


@pytest.mark.parametrize("text", [
    "", "a\nb", "Beste ouders,\nmorgen is er geen school; wel opvang.\nTot dan, Kim", "a;b;c\nd;e\nf",
    "x" * 700 + ";b;c\n" + "x" * 700 + ";b;c\n;;", "Jan, Piet, Kees\nEmma, Daan, Sem\nYara, Noor, Bo",
])  # fmt: skip
def test_no_rows(text: str) -> None:
    assert rows_of(text) == []


@pytest.mark.parametrize(("text", "wanted"), [
    ("118377:7.4;118402:5.3;118415:9.1", [["118377", "7.4"], ["118402", "5.3"], ["118415", "9.1"]]),
    ("a=1&b=2&c=3", [["a", "1"], ["b", "2"], ["c", "3"]]),
    ("morgen is er geen school", []), ("a;b", []), ("09:15;10:30", []),
])  # fmt: skip
def test_segments(text: str, wanted: list[list[str]]) -> None:
    rows = segments_of(text)
    assert [[cell for cell, _, _ in row] for row in rows] == wanted
    assert all(text[start:end] == cell for row in rows for cell, start, end in row)


def test_the_cheap_test() -> None:
    assert holds_rows("118377;Yara Bouazza;7.4")
    assert not holds_rows("a;b;c")
    assert not holds_rows("Morgen is er geen school, wel opvang.")
