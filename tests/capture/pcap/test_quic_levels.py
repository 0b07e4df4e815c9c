"""Keys by level, as the handshake makes them known."""

from __future__ import annotations

import pytest
import quic_builders as build

from benchmarks.quic_talk import Talk
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.quic_frames import read_frames
from scanner.capture.pcap.quic_levels import CLIENT, SERVER, Levels
from scanner.capture.pcap.quic_packets import EARLY, HANDSHAKE, INITIAL, Cut, Long, long_header
from scanner.capture.pcap.quic_short import OneRtt


class Sink:
    """Hands CRYPTO frames to the handshake."""

    def __init__(self, levels: Levels, side: int, kind: int) -> None:
        self.levels, self.side, self.kind = levels, side, kind

    def crypto(self, offset: int, data: bytes) -> None:
        self.levels.handshake.add(self.side, self.kind, offset, data)

    def stream(self, number: int, offset: int, data: bytes, fin: bool) -> None:
        """Not looked at."""

    def reset(self, number: int, final: int) -> None:
        """Not looked at."""

    def new_id(self, connection_id: bytes) -> None:
        """Not looked at."""

    def datagram(self, size: int) -> None:
        """Not looked at."""


def packets(talk: Talk) -> list[tuple[int, Long, bytes]]:
    found = []
    for datagram in talk.sent:
        at = 0
        while at < len(datagram.data):
            try:
                packet = long_header(datagram.data, at)
            except Cut:
                break
            found.append((CLIENT if datagram.from_client else SERVER, packet, datagram.data))
            at = packet.end
    return found


def follow(levels: Levels, talk: Talk, short: list[OneRtt | None], count: int = 99) -> list[tuple[int, int, bool]]:
    """Side, kind and whether it opened, of the first packets."""
    found = []
    for side, packet, data in packets(talk)[:count]:
        if not levels.begun:
            levels.begin(packet.version, packet.destination)
        plain = levels.open(side, packet, data) if levels.knows(side, packet) else None
        if plain is not None:
            assert read_frames(plain, Sink(levels, side, packet.kind))
            levels.learn(short)
        found.append((side, packet.kind, plain is not None))
    return found


def test_a_handshake() -> None:
    talk = build.talk()
    build.asked(talk, 1)
    levels, short = Levels(KeyLog([talk.secrets])), [None, None]
    found = follow(levels, talk, short)
    assert {(CLIENT, INITIAL, True), (SERVER, INITIAL, True), (SERVER, HANDSHAKE, True),
            (CLIENT, HANDSHAKE, True)} == set(found)
    assert all(short) and levels.answered and not levels.without_keys
    assert not levels.learn(short)
    assert levels.handshake.alpn == "h3"


def test_without_secrets_the_hellos_are_read() -> None:
    talk = build.talk()
    build.asked(talk, 1)
    levels, short = Levels(KeyLog([])), [None, None]
    found = follow(levels, talk, short)
    assert {item[2] for item in found if item[1] == HANDSHAKE} == {False}
    assert levels.without_keys and short == [None, None]
    assert levels.handshake.client is not None and levels.handshake.client.sni == "les.example"


@pytest.mark.parametrize("final", [False, True])
def test_early_data_waits_until_it_is_accepted(final: bool) -> None:
    tickets: dict[bytes, object] = {}
    first = build.talk(tickets=tickets)
    build.asked(first, 1)
    talk = build.talk(tickets=tickets, client={"session_ticket": first.session_ticket})
    build.asked(talk, 1)
    levels, short = Levels(KeyLog([talk.secrets])), [None, None]
    early = next(item for item in packets(talk) if item[1].kind == EARLY)
    follow(levels, talk, short, 1)
    assert not levels.knows(early[0], early[1])
    hello = next(item for item in packets(talk) if item[0] == SERVER and item[1].kind == INITIAL)
    plain = levels.open(*hello)
    assert plain is not None and read_frames(plain, Sink(levels, SERVER, INITIAL)) and levels.learn(short)
    levels.final = final
    assert levels.knows(early[0], early[1]) == final
    if final:
        assert levels.open(*early) is not None


def test_an_initial_packet_of_another_connection() -> None:
    one, two = build.talk(), build.talk()
    build.asked(one, 1)
    build.asked(two, 1)
    levels = Levels(KeyLog([]))
    assert not levels.opens_initial(*packets(one)[0])
    levels.begin(1, packets(one)[0][1].destination)
    assert levels.opens_initial(*packets(one)[0]) and not levels.opens_initial(*packets(two)[0])
