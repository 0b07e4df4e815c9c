"""Which binary decoder is asked, and that precision goes before reach when nothing says what a content is."""

from __future__ import annotations

import random

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

PUPIL = {"naam": "Sanne de Vries", "bsn": "999990019"}


@pytest.mark.parametrize("kind", ["application/x-protobuf", "application/grpc", "application/octet-stream", "",
                                  "application/vnd.eigen", "text/plain"])
def test_content_goes_before_its_label(decode, kind):
    outcome = decode(request=msgpack.packb({**PUPIL, "vlag": b"\x00\x01"}), kind=kind)
    assert outcome.body["/bsn"] == "999990019"


def test_binary_without_control_characters(decode):
    # Nothing but letters and bytes above 127, yet no UTF-8.
    assert decode(request=msgpack.packb(PUPIL), kind="application/octet-stream").body["/bsn"] == "999990019"
    assert decode(request="Zoë Ünal".encode("latin-1"), kind="application/octet-stream").body == {"": "Zoë Ünal"}


def test_random_bytes_become_no_fields_but_strings(decode):
    source = random.Random(11)
    for _ in range(3000):
        data = source.randbytes(source.randrange(8, 200))
        outcome = decode(request=data, kind="application/octet-stream")
        assert {field.origin.format for field in outcome.fields} <= {"strings", "text", "json"}


@given(st.binary(min_size=1, max_size=400), st.sampled_from(
    ["application/octet-stream", "application/x-protobuf", "application/msgpack", "application/cbor"]))
def test_any_bytes_are_accounted_for(decode_once, data, kind):
    decode_once(request=data, kind=kind)
