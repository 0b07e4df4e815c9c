"""Which hosts are read."""

from __future__ import annotations

import pytest

from scanner.live.scope import Scope, domains


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
