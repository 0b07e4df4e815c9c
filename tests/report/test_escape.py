"""Markdown that stays text: nothing in it can become markup, a link, a mention or HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.report.escape import code, plain


@pytest.mark.parametrize(("text", "shown"), [
    ("BSN buiten de keten", "BSN buiten de keten"),
    ("a*b_c", "a\\*b\\_c"),
    ("<img src=x>", "\\<img src=x\\>"),
    ("[x](y)", "\\[x\\](y)"),
    ("a|b", "a\\|b"),
    ("R&D", "R&amp;D"),
    ("naar @team-privacy nu", "naar `@team-privacy` nu"),       # would notify a team
    ("zie #12", "zie `#12`"),                                     # would refer to an issue
    ("https://evil.example/x is", "`https://evil.example/x` is"),  # would become a link
    ("www.evil.example", "`www.evil.example`"),
    ("jan@school.example", "`jan@school.example`"),
    (":tada: hoera", "`:tada:` hoera"),
    ("&lt;", "`&lt;`"),
])
def test_a_sentence(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(("text", "shown"), [
    ("", ""), ("/leerling/bsn", "`/leerling/bsn`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"),
    ("a\nb", "`a b`"), ("\x1b[31m", "`\\x1b[31m`"),
])
def test_a_code_span(text: str, shown: str) -> None:
    assert code(text) == shown


@given(st.text(max_size=200))
def test_no_text_closes_its_code_span(text: str) -> None:
    shown = code(text)
    if shown:
        fence = re.match(r"`+", shown)
        assert fence is not None
        inside = shown[fence.end():-fence.end()]
        assert fence[0] not in re.findall(r"`+", inside)
        assert "\n" not in shown


@given(st.text(max_size=200))
def test_no_sentence_holds_open_markup(text: str) -> None:
    outside = re.sub(r"(`+)[^`].*?[^`]?\1(?!`)", "", plain(text))
    assert "\n" not in outside
    assert not re.search(r"(?<!\\)<", outside)
    assert "://" not in outside
    assert not re.search(r"@\w", outside)
