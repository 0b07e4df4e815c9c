"""A cell of markup holds what it shows; one that shows several things, or none, is itself."""

from __future__ import annotations

import pytest

from scanner.detect.grids.markup import is_markup, span_in


@pytest.mark.parametrize(("value", "shown"), [
    ("<b>7.4</b>", "7.4"), ("<td> <span class='x'>II </span></td>", "II"), ("<br>7", "7"),
    ("<input type='checkbox' value='118377'>", "118377"), ('<input value="7.4" class="c"/>', "7.4"),
    ("<b>7</b><i>8</i>", ""), ("<br>", ""), ("<input type='checkbox'>", ""), ("<b></b>", ""),
    ("<3 voor jou", ""),
])  # fmt: skip
def test_what_is_shown(value: str, shown: str) -> None:
    start, end = span_in(value)
    assert is_markup(value)
    assert value[start:end] == shown


def test_what_is_no_markup() -> None:
    assert not is_markup("7.4")
    assert not is_markup("<p>" * 1000)
    start, end = span_in("<b " * 2000)
    assert start == end
