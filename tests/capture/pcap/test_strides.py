"""Records are found in many stretches at once, and are those that the plain walk finds."""

from __future__ import annotations

import random
import struct

import pcap_builders as build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import strides
from scanner.capture.pcap.records import read_records


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches in captures of a few kilobytes."""
    monkeypatch.setattr(strides, "_FEW", 4)
    monkeypatch.setattr(strides, "_STRETCHES", 8)


def offsets(data: bytes, monkeypatch: pytest.MonkeyPatch, *, plain: bool = False) -> tuple[list[int], list[int], int]:
    with monkeypatch.context() as patch:
        if plain:
            patch.setattr(strides, "_LARGE", -1)
        records = read_records(data)
    assert records is not None
    return records.offset.tolist(), records.captured.tolist(), records.unread + records.missing


def pcap(payloads: list[bytes], order: str = "<") -> bytes:
    return build.pcap([(1_700_000_000 + at / 10, payload) for at, payload in enumerate(payloads)], order=order)


def pcapng(payloads: list[bytes], order: str = "<") -> bytes:
    return build.section(order) + build.interface(1, b"", order) + b"".join(
        build.enhanced(payload, at, 0, order) for at, payload in enumerate(payloads))


def some(count: int, seed: int = 1) -> list[bytes]:
    chance = random.Random(seed)
    return [chance.randbytes(chance.randint(1, 300)) for _ in range(count)]


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("make", [pcap, pcapng])
def test_stretches_are_used_and_give_every_record(make: object, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(make)
    data = make(some(200), order)
    walked = []
    one_by_one = strides._one_by_one
    monkeypatch.setattr(strides, "_one_by_one", lambda *given: walked.append(one_by_one(*given)) or walked[-1])
    found = offsets(data, monkeypatch)
    assert len(found[0]) == 200
    assert sum(len(places) for places, _ in walked) < 20  # the rest was walked in stretches
    assert found == offsets(data, monkeypatch, plain=True)


@pytest.mark.parametrize("make", [pcap, pcapng])
def test_packets_that_hold_captures_do_not_mislead(make: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(make)
    inner = make(some(30, seed=2))  # looks like records from many places
    data = make([inner[24:], *some(20), inner, inner[40:] * 2, *some(20)])
    found = offsets(data, monkeypatch)
    assert len(found[0]) == 43 and found[2] == 0
    assert found == offsets(data, monkeypatch, plain=True)


def test_sections_of_either_order_and_blocks_between_packets(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"".join(pcapng(some(40, seed), order) + build.block(0x0BAD, bytes(seed * 4), order)
                    for seed, order in enumerate("<><<>", 1))
    found = offsets(data, monkeypatch)
    assert len(found[0]) == 200 and found == offsets(data, monkeypatch, plain=True)


def test_a_length_that_lies_ends_the_walk_where_the_plain_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(pcap(some(100)))
    places = offsets(bytes(data), monkeypatch)[0]
    struct.pack_into("<I", data, places[60] - 8, 0xFFFFFFF0)
    found = offsets(bytes(data), monkeypatch)
    assert len(found[0]) == 60 and found[2] > 0 and found == offsets(bytes(data), monkeypatch, plain=True)


@given(seed=st.integers(0, 1 << 30), ng=st.booleans(), cut=st.integers(0, 60),
       damage=st.lists(st.tuples(st.integers(0, 9000), st.binary(max_size=9)), max_size=4))
def test_whatever_is_in_the_file_the_plain_walk_finds_the_same(seed: int, damage: list[tuple[int, bytes]], ng: bool,
                                                               cut: int) -> None:
    data = bytearray((pcapng if ng else pcap)(some(50, seed)))
    for at, piece in damage:
        data[24 + at:24 + at + len(piece)] = piece
    with pytest.MonkeyPatch.context() as patch:
        whole = bytes(data[:len(data) - cut])
        assert offsets(whole, patch) == offsets(whole, patch, plain=True)
