"""QPACK field sections, encoded by pylsqpack: dynamic table, blocked sections, lost instructions."""

from __future__ import annotations

import pylsqpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.http3_headers import FieldSections, Pair, setting

CAPACITY = 4096
BLOCKS = [[(b":method", b"GET"), (b":path", b"/les/%d" % number), (b"x-klas", b"groep 7"),
           (b"cookie", b"sessie=abc; klas=%d" % (number % 3))] for number in range(30)]


class Peer:
    """An encoder whose sections are acknowledged when they were decoded."""

    def __init__(self) -> None:
        self.encoder = pylsqpack.Encoder()
        self.first = self.encoder.apply_settings(CAPACITY, 100)
        self.decoder = pylsqpack.Decoder(CAPACITY, 100)
        self.decoder.feed_encoder(self.first)

    def encode(self, number: int, block: list[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
        instructions, section = self.encoder.encode(number, block)
        self.decoder.feed_encoder(instructions)
        control, _ = self.decoder.feed_header(number, section)
        self.encoder.feed_decoder(control)
        return instructions, section


def text(block: list[tuple[bytes, bytes]]) -> list[Pair]:
    return [(name.decode(), value.decode("latin-1")) for name, value in block]


def encoded() -> tuple[bytes, list[tuple[bytes, bytes]]]:
    peer = Peer()
    made = [peer.encode(number, block) for number, block in enumerate(BLOCKS)]
    assert sum(section[:1] != b"\0" for _, section in made) > 20  # most refer to the dynamic table
    return peer.first, made


FIRST, MADE = encoded()


def decoder() -> tuple[FieldSections, list[list[Pair] | None]]:
    fields = FieldSections()
    fields.settings(CAPACITY)
    fields.insert(FIRST)
    return fields, []


def test_dynamic_table_in_order() -> None:
    fields, found = decoder()
    for instructions, section in MADE:
        fields.insert(instructions)
        fields.decode(section, found.append)
    assert found == [text(block) for block in BLOCKS]
    assert not fields.unknown and not fields.damaged


def test_sections_wait_for_their_entries() -> None:
    fields, found = decoder()
    for _, section in MADE:
        fields.decode(section, found.append)
    assert len(found) < 10
    for instructions, _ in MADE:
        for at in range(0, len(instructions), 5):
            fields.insert(instructions[at:at + 5])
    assert sorted(map(str, found)) == sorted(str(text(block)) for block in BLOCKS)


@pytest.mark.parametrize("settings", [True, False], ids=["settings at last", "no settings"])
def test_settings_that_come_late_or_never(settings: bool) -> None:
    """The first instruction of the encoder says how large the table is, which is as large as it may be."""
    fields, found = FieldSections(), []
    fields.insert(FIRST)
    for instructions, section in MADE:
        fields.insert(instructions)
        fields.decode(section, found.append)
    if settings:
        fields.settings(CAPACITY)
        fields.settings(17)  # said once only (RFC 9114 §7.2.4)
    fields.finish()
    assert sorted(map(str, found)) == sorted(str(text(block)) for block in BLOCKS)


def test_what_stands_in_clear_survives_a_loss() -> None:
    fields, found = decoder()
    for number, (instructions, section) in enumerate(MADE):
        if number == 5:
            fields.lose()
        fields.insert(instructions)
        fields.decode(section, found.append)
    assert found[:5] == [text(block) for block in BLOCKS[:5]]
    assert fields.unknown > 20 and not fields.damaged
    for pairs, block in zip(found, BLOCKS, strict=True):
        assert pairs is not None and set(pairs) <= set(text(block)) and (":method", "GET") in pairs
    assert sum(("" if pairs is None else dict(pairs).get(":path")) == f"/les/{number}"
               for number, pairs in enumerate(found)) > 5


def test_sections_that_wait_for_ever() -> None:
    fields, found = decoder()
    section = next(section for _, section in MADE if section[:1] != b"\0")
    fields.decode(section, found.append)
    assert found == []
    fields.finish()
    assert len(found) == 1 and fields.unknown > 0


def test_a_section_that_swells_is_read_in_clear() -> None:
    """One entry of 3,000 bytes and 60,000 bytes that each stand for it."""
    encoder = pylsqpack.Encoder()
    fields, found = decoder()
    fields.insert(encoder.apply_settings(CAPACITY, 100))
    instructions, section = encoder.encode(0, [(b"x-lang", b"@" * 3000)])
    instructions += encoder.encode(1, [(b"x-lang", b"@" * 3000)])[0]
    fields.insert(instructions)
    _, section = encoder.encode(2, [(b"x-lang", b"@" * 3000), (b":path", b"/a")])
    fields.decode(section, found.append)
    assert found == [[("x-lang", "@" * 3000), (":path", "/a")]]
    reference = section[2:3]
    assert reference[0] & 0xC0 in (0x80, 0x00)
    fields.decode(section + reference * 60_000, found.append)
    assert found[1] == [(":path", "/a")] and fields.unknown == 60_001


def test_values_that_are_no_utf8() -> None:
    encoder = pylsqpack.Encoder()
    _, section = encoder.encode(0, [(b"x-naam", b"Zo\xeb"), (b"x-plaats", "Curaçao".encode())])
    found: list[list[Pair] | None] = []
    FieldSections().decode(section, found.append)
    assert found == [[("x-naam", "Zoë"), ("x-plaats", "Curaçao")]]


@given(st.lists(st.one_of(st.tuples(st.just("insert"), st.binary(max_size=30)),
                          st.tuples(st.just("decode"), st.binary(max_size=60)),
                          st.tuples(st.sampled_from(["lose", "settings"]), st.just(b""))), max_size=20))
def test_any_bytes_are_survived(steps: list[tuple[str, bytes]]) -> None:
    fields, found = FieldSections(), []
    count = 0
    for step, data in steps:
        if step == "insert":
            fields.insert(data)
        elif step == "decode":
            count += 1
            fields.decode(data, found.append)
        elif step == "lose":
            fields.lose()
        else:
            fields.settings(200)
    fields.finish()
    assert len(found) == count


@pytest.mark.parametrize(("payload", "value"), [
    (b"", 0), (b"\x01\x50\x00\x07\x10", 4096), (b"\x21\x05\x01\x40\x64", 100), (b"\x06\x10", 0), (b"\x01", 0),
    (b"\x07\x10\x01\x80\x01\x00\x00", 65536),
])
def test_settings(payload: bytes, value: int) -> None:
    assert setting(payload, 1) == value
