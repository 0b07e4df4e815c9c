"""Which hosts are read."""

from __future__ import annotations

import pytest

from scanner.errors import UsageError
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


@pytest.mark.parametrize(("only", "ignore", "device", "host", "reads"), [
    ((), (), "192.168.1.31", "leer.example", True),
    ((), ("device:192.168.1.31",), "192.168.1.31", "leer.example", False),
    ((), ("device:192.168.1.31",), "192.168.1.32", "leer.example", True),
    ((), ("device:192.168.1.31",), "::ffff:192.168.1.31", "leer.example", False),
    (("device:192.168.1.9/24",), (), "192.168.1.77", "leer.example", True),
    (("device:192.168.1.0/24",), (), "192.168.2.77", "leer.example", False),
    (("device:192.168.1.0/24",), (), "192.168.1.77", "digid.nl", False),
    (("device:192.168.1.0/24", "leer.example"), (), "192.168.1.77", "anders.example", False),
    (("device:192.168.1.0/24", "leer.example"), ("device:192.168.1.77",), "192.168.1.77", "leer.example", False),
    (("device:fd00::/64",), (), "fd00::7", "leer.example", True),
    (("device:fd00::/64",), (), "192.168.1.7", "leer.example", False),
])
def test_devices(only: tuple[str, ...], ignore: tuple[str, ...], device: str, host: str, reads: bool) -> None:
    passing = Scope(domains(only), domains(ignore)).passing(host, device)
    assert (passing is None) is reads
    assert passing is None or not passing.host, "nobody is told which"


@pytest.mark.parametrize("text", ["device:", "device:kar-2", "device:192.168.1.300", "device:192.168.1.1/99"])
def test_a_device_that_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="device:192"):
        domains([text])


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
