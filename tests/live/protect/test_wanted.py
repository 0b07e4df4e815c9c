"""What may be asked for, and what is refused with a line that says what to do instead."""

import pytest

from scanner.errors import UsageError
from scanner.live.protect.wanted import blocks, is_any, pseudonymises, wanted
from scanner.live.scope import Scope
from scanner.model import Protecting, Severity


def test_nothing_is_protected_unless_asked() -> None:
    none = wanted("", (), (), Scope())
    assert none == Protecting() and not is_any(none)
    assert not blocks(none, "a.example") and not pseudonymises(none, "a.example")


@pytest.mark.parametrize("word", ["hoog", "high", "HOOG"])
def test_only_the_domains_named_and_what_is_below_them(word: str) -> None:
    asked = wanted(word, ("https://Meten.example/", "*.spel.example"), ("profiel.example",), Scope())
    assert asked == Protecting(Severity.HOOG, ("meten.example", "spel.example"), ("profiel.example",))
    assert blocks(asked, "meten.example") and blocks(asked, "P.METEN.example.")
    assert blocks(asked, "10.0.0.1", "spel.example")
    for other in ("xmeten.example", "meten.example.org", "profiel.example", "example", ""):
        assert not blocks(asked, other)
    assert pseudonymises(asked, "a.profiel.example") and not pseudonymises(asked, "meten.example")


@pytest.mark.parametrize(("block", "block_for", "pseudonymise", "scope", "says"), [
    ("hoog", (), (), Scope(), "--block-for DOMAIN"),
    ("hoog", ("  ",), (), Scope(), "--block-for DOMAIN"),
    ("", ("a.example",), (), Scope(), "--block SEVERITY"),
    ("erg", ("a.example",), (), Scope(), "unknown severity"),
    ("hoog", ("a.example", "*"), (), Scope(), "name a domain"),
    ("", (), ("",), Scope(), "name a domain"),
    ("hoog", ("device:192.168.1.31",), (), Scope(), "name a domain"),
    ("hoog", ("nl",), (), Scope(), "anybody registers"),
    ("", (), ("co.uk",), Scope(), "anybody registers"),
    ("hoog", ("rabobank.nl",), (), Scope(), "passes unread"),
    ("hoog", ("a.example",), (), Scope(("b.example",)), "passes unread"),
    ("", (), ("a.example",), Scope((), ("a.example",)), "passes unread"),
])
def test_what_is_refused(block: str, block_for: tuple[str, ...], pseudonymise: tuple[str, ...], scope: Scope,
                         says: str) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        wanted(block, block_for, pseudonymise, scope, "en")
    with pytest.raises(UsageError) as geweigerd:
        wanted(block, block_for, pseudonymise, scope)
    assert "\n" not in str(refused.value) + str(geweigerd.value) and str(refused.value) != str(geweigerd.value)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "leermiddel.nl", "les.school.nl"])
def test_names_that_are_somebodys(name: str) -> None:
    assert wanted("laag", (name,), (), Scope()).block_for == (name,)


def test_a_name_in_other_letters_is_the_name_on_the_line() -> None:
    asked = wanted("laag", ("rekenhülp.example",), (), Scope())
    assert blocks(asked, "www.xn--rekenhlp-c6a.example")
