"""Which hosts are read."""

from __future__ import annotations

import pytest

from scanner.live.scope import NOT_ASKED, PRIVATE, Passing, Scope, domains


@pytest.mark.parametrize(("host", "why"), [
    ("leer.example", "a product"), ("www.duo.nl", "part of the chain"), ("notdigid.nl", "another domain"),
    ("ing.nl.example", "another domain"), ("", "no host"), ("10.0.0.1", "an address"),
])
def test_read_by_default(host: str, why: str) -> None:
    assert Scope().reads(host), why


@pytest.mark.parametrize("host", ["digid.nl", "www.DigiD.nl", "mijn.ing.nl.", "web.whatsapp.com", "mijngezondheid.net"])
def test_private_by_default(host: str) -> None:
    assert not Scope().reads(host)


def test_only_and_ignore() -> None:
    scope = Scope(domains(["*.leer.example", "https://digid.nl/x"]), domains([".help.leer.example"]))
    assert scope.reads("api.leer.example") and scope.reads("leer.example")
    assert scope.reads("digid.nl"), "named by the user"
    assert not scope.reads("help.leer.example") and not scope.reads("a.help.leer.example")
    assert not scope.reads("anders.example") and not scope.reads("xleer.example")
    assert not Scope(ignore=("a.example",)).reads("b.a.example")


def test_what_passes_is_told_by_kind_or_by_what_the_user_wrote() -> None:
    scope = Scope(ignore=("prive.example",))
    assert scope.passing("mijn.ing.nl") == Passing("", "private: banking")
    assert scope.passing("chat.113.nl") == Passing("", "private: health")
    assert scope.passing("x.prive.example") == Passing("prive.example"), "the domain given, not the host below it"
    assert Scope(only=("les.example",)).passing("tinder.com") == Passing("", NOT_ASKED)
    assert scope.passing("les.example") is None


def test_no_domain_of_the_chain_is_on_the_list() -> None:
    assert not {"duo.nl", "kennisnet.nl", "google.com", "microsoft.com", "apple.com"} & set(PRIVATE)
