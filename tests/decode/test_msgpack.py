"""MessagePack, with the reference implementation as the writer."""

from __future__ import annotations

import datetime
import json

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Limits
from scanner.decode.cursor import TooMany
from scanner.decode.leaves import Pairs
from scanner.decode.msgpack import read_all

KIND = "application/msgpack"
PUPIL = {"leerling": {"naam": "Sanne de Vries", "bsn": 999990019, "cijfers": [7.5, 8, -1], "actief": True, "x": None}}


def plain(value):
    """What was read, as what was written."""
    if isinstance(value, Pairs):
        return {key: plain(inner) for key, inner in value}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False),
                    st.text(), st.binary())
_VALUES = st.recursive(_LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=20),
                                                        st.dictionaries(st.text(max_size=40), inner, max_size=20)))


@given(_VALUES)
def test_everything_that_the_reference_writes_is_read(value):
    assert plain(read_all(msgpack.packb(value), 100_000)[0]) == value


@pytest.mark.parametrize("size", [0, 15, 16, 31, 32, 255, 256, 65535, 65536])
def test_lengths(size):
    for value in ("x" * size, b"x" * size, list(range(size % 70000)), {str(i): i for i in range(size)}):
        assert plain(read_all(msgpack.packb(value), 1_000_000)[0]) == value


@pytest.mark.parametrize("kind", [KIND, "application/x-msgpack", "application/vnd.msgpack", "application/octet-stream",
                                  ""])
def test_a_document(decode, kind):
    outcome = decode(request=msgpack.packb(PUPIL), kind=kind)
    assert outcome.body == {"/leerling/naam": "Sanne de Vries", "/leerling/bsn": "999990019",
                            "/leerling/cijfers/0": "7.5", "/leerling/cijfers/1": "8", "/leerling/cijfers/2": "-1",
                            "/leerling/actief": "true"}
    assert outcome.notes == []
    assert {field.origin.format for field in outcome.fields if field.origin.part == "body"} == {"msgpack"}


def test_a_stream_of_documents_and_a_lone_value(decode):
    stream = msgpack.packb({"naam": "Sanne"}) + msgpack.packb({"naam": "Daan"})
    assert decode(request=stream).body == {"/0/naam": "Sanne", "/1/naam": "Daan"}
    assert decode(request=msgpack.packb("Sanne de Vries"), kind=KIND).body == {"": "Sanne de Vries"}


def test_times(decode):
    born = datetime.datetime(2012, 3, 4, 10, 30, tzinfo=datetime.UTC)
    outcome = decode(request=msgpack.packb({"geboren": born}, datetime=True), kind=KIND)
    assert outcome.body == {"/geboren": "2012-03-04T10:30:00+00:00"}
    assert read_all(msgpack.packb(msgpack.Timestamp(2**34, 5)), 9) == ["2514-05-30T01:53:04+00:00"]
    assert read_all(msgpack.packb(msgpack.Timestamp(2**62, 5)), 9) == [(5).to_bytes(4, "big") + (2**62).to_bytes(8)]


def test_json_in_bytes_and_old_strings(decode):
    body = msgpack.packb({"lading": json.dumps({"bsn": "999990019"}).encode()}, use_bin_type=False)
    assert decode(request=body, kind=KIND).body["/lading/bsn"] == "999990019"
    assert read_all(msgpack.packb(b"\xff", use_bin_type=False), 9) == [b"\xff"]


@pytest.mark.parametrize(
    "data",
    [
        msgpack.packb(PUPIL)[:-1],  # cut off
        msgpack.packb(PUPIL) + b"\xc1",  # a byte that is never used
        b"\xdd\xff\xff\xff\xff",  # claims 2**32 elements
        b"\xdf\xff\xff\xff\xff\xa1a",
        b"\xdb\xff\xff\xff\xffabc",
        b"\xc9\xff\xff\xff\xff\x01a",
        b"\x91" * 500,  # an array in an array in an array
        b"\x91" * 100_000 + b"\x01",
    ],
)
def test_what_is_none_adds_nothing(decode, data):
    outcome = decode(request=data, kind=KIND)
    assert [field.origin.format for field in outcome.fields if field.origin.format != "strings"] == []
    assert outcome.gaps[0][:2] == ("content.opaque", len(data))
    assert outcome.gaps[0][3]


@pytest.mark.parametrize(
    "data",
    [
        b"\x81\x01\x02" + b"\x03" * 10,  # numbers as keys
        b"\x92\xa5Sanne\xa5Vries\xc3",  # no map
        b"\x81\xa4naam\x01 en dan gewone tekst",  # every letter is a number in MessagePack
        bytes([0x85]) + bytes(range(200)),
    ],
)
def test_of_unknown_type_it_must_look_like_a_document(decode, data):
    outcome = decode(request=data, kind="application/octet-stream")
    assert "msgpack" not in {field.origin.format for field in outcome.fields}


def test_many_small_values_are_bounded(decode):
    data = msgpack.packb({"leerlingen": [{} for _ in range(5000)], "naam": "Sanne de Vries"})
    outcome = decode(request=data, kind=KIND, limits=Limits(values=1000))
    assert outcome.gaps == [("budget.parts", len(data), "values", True)]
    assert any("Sanne de Vries" in value for value in outcome.values)
    with pytest.raises(TooMany):
        read_all(b"\xc0" * 5, 4)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(data):
    read_all(data, 1000)
