"""Text from a capture can be shown anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.report.inert import inert, inert_tree


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/leerlingen/0/naam", "/leerlingen/0/naam"),
        ("Noël Süßkind 👩‍🎓".replace("\u200d", ""), "Noël Süßkind 👩🎓"),
        ("\x1b[31mrood", "\\x1b[31mrood"),
        ("\x9b31mrood", "\\x9b31mrood"),
        ("\u202egnp.exe", "\\u{202e}gnp.exe"),
        ("\u2066x\u2069", "\\u{2066}x\\u{2069}"),
        ("a\r\nb\tc\u00a0d", "a  b c d"),
        ("a\u2028b", "a\\u{2028}b"),
        ("\ud800", "\\u{d800}"),
        ("\ufeffid", "\\u{feff}id"),
        ("\x00", "\\x00"),
        ("", ""),
    ],
)
def test_shows_what_cannot_be_printed(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_cuts_what_is_endless_and_says_how_much() -> None:
    assert inert("x" * 3000, 10) == "xxxxxxxxxx…[+2990]"


@given(st.text(st.characters()))
def test_result_can_be_printed_and_written(text: str) -> None:
    shown = inert(text)
    assert shown.isprintable()
    shown.encode("utf-8")
    assert inert(shown) == shown


def test_tree_covers_keys_and_nested_values() -> None:
    assert inert_tree({"\x07k": ["\x1b", {"a": ("\x9b", 1, None, True)}]}) == {
        "\\x07k": ["\\x1b", {"a": ["\\x9b", 1, None, True]}]
    }
