"""HPACK: what an encoder writes is read, what makes no sense is refused, what was lost is not guessed."""

from __future__ import annotations

import contextlib

import hpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.hpack_decoder import HpackDecoder, HpackError

TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), max_size=30)


@given(st.lists(st.lists(st.tuples(TEXT.filter(bool), TEXT), max_size=6), max_size=6), st.booleans(),
       st.sampled_from([None, 0, 64, 4096]))
def test_round_trip_with_a_dynamic_table(blocks: list[list[tuple[str, str]]], huffman: bool, size: int | None) -> None:
    encoder, decoder = hpack.Encoder(), HpackDecoder()
    if size is not None:
        encoder.header_table_size = size
    for headers in blocks:
        assert decoder.decode(encoder.encode(headers, huffman=huffman)) == headers


def test_rfc_7541_examples() -> None:
    decoder = HpackDecoder()
    first = bytes.fromhex("828684418cf1e3c2e5f23a6ba0ab90f4ff")
    second = bytes.fromhex("828684be5886a8eb10649cbf")
    wanted = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com")]
    assert decoder.decode(first) == wanted
    assert decoder.decode(second) == [*wanted, ("cache-control", "no-cache")]


@pytest.mark.parametrize("block", [
    "80", "be", "ff80808080808080", "40", "4001", "4081", "400161ff", "3fffffffff7f", "3fe1ffff07",
    "408100", "4083ffffff01",
])
def test_blocks_that_make_no_sense(block: str) -> None:
    with pytest.raises(HpackError):
        HpackDecoder().decode(bytes.fromhex(block))


@given(st.binary(max_size=80))
def test_any_bytes_are_decoded_or_refused(block: bytes) -> None:
    decoder = HpackDecoder()
    with contextlib.suppress(HpackError):
        decoder.decode(block)


def test_after_a_loss_newer_entries_are_known_and_older_ones_are_not() -> None:
    encoder, decoder = hpack.Encoder(), HpackDecoder()
    decoder.decode(encoder.encode([("x-old", "1")]))
    decoder.forget()
    assert decoder.decode(encoder.encode([("x-new", "2"), ("x-old", "1")])) == [("x-new", "2")]
    assert decoder.decode(encoder.encode([("x-new", "2")])) == [("x-new", "2")]
    assert decoder.unknown == 1


def test_a_small_block_does_not_become_a_large_list() -> None:
    value = "v" * 4000
    block = hpack.Encoder().encode([("x", value)], huffman=False) + b"\xbe" * 10_000
    with pytest.raises(HpackError, match="too large"):
        HpackDecoder().decode(block)
