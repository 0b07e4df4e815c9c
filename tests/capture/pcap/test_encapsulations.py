"""One conversation in every frame and tunnel that a capture may hold it in gives the same exchange."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pcap_builders as build
import pcap_encapsulations as wrap
import pytest

V4 = build.http_talk()
V6 = build.http_talk(talk=build.Talk(client=("2001:db8::10", 50_123), server=("2001:db8::7", 80)))


def _inside(tunnel: wrap.Wrap) -> wrap.Wrap:
    return lambda packet: wrap.ethernet(tunnel(packet))


CASES: dict[str, tuple[int, wrap.Wrap, build.Talk]] = {}
for _name, (_link, _wrap) in wrap.LINKS.items():
    CASES[_name] = _link, _wrap, V4
    CASES[f"{_name}, v6"] = _link, _wrap, V6
for _name, _wrap in wrap.TUNNELS.items():
    CASES[_name] = 1, _inside(_wrap), V4
    CASES[f"{_name}, v6"] = 1, _inside(_wrap), V6
CASES["authentication header"] = 1, _inside(wrap.signed), V4
CASES["authentication header, v6"] = 1, _inside(wrap.signed), V6
for _name, _wrap in wrap.TUNNELS6.items():
    CASES[_name] = 1, _inside(_wrap), V6


def capture(link: int, wrapped: Callable[[bytes], bytes], talk: build.Talk) -> bytes:
    return build.pcap([(segment.time, wrapped(talk.packet(segment))) for segment in talk.segments], link)


@pytest.mark.parametrize("name", CASES)
def test_the_exchange_is_read(name: str, tmp_path: Path) -> None:
    exchanges, notes = build.read_bytes(capture(*CASES[name]), tmp_path)
    assert [(one.target, one.response_body.data) for one in exchanges] == [("/leerlingen?id=7", b'{"naam": "An"}')]
    assert not [note for note in notes if note.detail != "ARP"]


@pytest.fixture(scope="module")
def read_by_tshark(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What tshark reads of each case: all in one capture, each at an interface and from a port of its own."""
    tshark = shutil.which("tshark")
    if tshark is None:
        pytest.skip("tshark is not installed")
    interfaces, packets = [], []
    for number, (link, wrapped, talk) in enumerate(CASES.values()):
        own = build.http_talk(talk=build.Talk(client=(talk.client[0], 20_000 + number), server=talk.server))
        interfaces.append(build.interface(link))
        packets += [build.enhanced(wrapped(own.packet(segment)), number=number) for segment in own.segments]
    path = tmp_path_factory.mktemp("all") / "all.pcapng"
    path.write_bytes(build.section() + b"".join(interfaces + packets))
    lines = subprocess.run([tshark, "-n", "-r", str(path), "-T", "fields", "-e", "frame.interface_id", "-e",
                            "http.request.uri", "-e", "http.file_data"], capture_output=True, text=True,
                           check=False).stdout.splitlines()
    names = list(CASES)
    found = dict.fromkeys(names, "")
    for number, _, said in (line.partition("\t") for line in lines):
        found[names[int(number)]] += said
    return found


@pytest.mark.tshark
@pytest.mark.parametrize("name", CASES)
def test_tshark_reads_it_too(name: str, read_by_tshark: dict[str, str]) -> None:
    """The wrappers of these tests are sound: another reader finds the exchange in what they make."""
    assert "/leerlingen?id=7" in read_by_tshark[name] and "naam" in read_by_tshark[name]
