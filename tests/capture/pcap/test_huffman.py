"""The Huffman code of headers is read as the library reads it, whatever the bytes."""

from __future__ import annotations

import pytest
from hpack.exceptions import HPACKDecodingError
from hpack.huffman import HuffmanEncoder
from hpack.huffman_constants import REQUEST_CODES, REQUEST_CODES_LENGTH
from hpack.huffman_table import decode_huffman
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.huffman import huffman

ENCODER = HuffmanEncoder(REQUEST_CODES, REQUEST_CODES_LENGTH)


@given(st.binary(max_size=60))
def test_what_was_encoded_comes_back(text: bytes) -> None:
    assert huffman(ENCODER.encode(text)) == text


@given(st.one_of(st.binary(max_size=40), st.binary(max_size=8).map(lambda head: head + b"\xff" * 5)))
def test_any_bytes_are_read_as_by_the_library(raw: bytes) -> None:
    try:
        wanted: bytes | None = bytes(decode_huffman(raw))
    except HPACKDecodingError:
        wanted = None
    assert huffman(raw) == wanted


@pytest.mark.parametrize("raw", [
    b"\xff\xff\xff\xff",  # the mark of the end, which may not be written
    b"\x1f\xff",  # "a", then more than seven bits of padding
    b"\x18",  # "a" and padding that is no beginning of the mark
], ids=["end", "long padding", "wrong padding"])
def test_what_is_no_code_is_refused(raw: bytes) -> None:
    assert huffman(raw) is None
