"""Pages that would blow up a parser are recognised, ordinary ones are not."""

from __future__ import annotations

import pytest

from scanner.decode.html_guard import is_tame

MANY_BOLD = "".join(f"<b id={number}>" for number in range(800))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 10_000,
        "<span>x" * 10_000,
        "<b>x" * 10_000,
        f"<p>{MANY_BOLD}</p>" + "<p>x" * 800,
        "<p><b><i><u><s></p>" + "<p>x" * 200_000,
    ],
)
def test_wild(page):
    assert not is_tame(page)


@pytest.mark.parametrize(
    "page",
    [
        "<p>x" * 10_000,
        "<ul>" + "<li>x" * 10_000 + "</ul>",
        "<table>" + "<tr><td>x" * 10_000,
        "<div>x</div>" * 10_000,
        "<p>Beste <b>Sanne</b></p>" * 10_000,
        "<br>" * 10_000,
        "<" * 10_000,
        "",
        "<img src=x>" * 10_000,
    ],
)
def test_tame(page):
    assert is_tame(page)


def test_a_wild_page_is_read_as_text_and_noted(decode):
    body = "<!doctype html>" + "<div>" * 10_000 + "Sanne <b>de</b> Vries"
    outcome = decode(response=body.encode(), kind="text/html")
    assert outcome.values == ["Sanne de Vries"]
    assert outcome.gaps == [("budget.depth", len(body), "html", True)]
