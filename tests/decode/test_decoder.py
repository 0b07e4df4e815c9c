"""The decoder as a whole: every byte accounted for, whatever comes."""

from __future__ import annotations

import gc
import gzip
import json

import brotli
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.decode import Decoder, Limits
from scanner.model import Body, Exchange, WebSocketMessage

TYPES = [
    "application/json",
    "text/html",
    "text/xml",
    "text/plain",
    "application/x-www-form-urlencoded",
    "text/csv",
    "multipart/form-data; boundary=g",
    "application/x-ndjson",
    "text/event-stream",
    "application/graphql",
    "text/javascript",
    "text/css",
    "image/png",
    "application/x-protobuf",
    "application/octet-stream",
    "",
    "text/html; charset=utf-16",
    "\ud800/x",
]
CODINGS = ["", "gzip", "br", "deflate", "zstd", "gzip, br", "compress", "identity"]
BODIES = st.one_of(
    st.binary(max_size=300),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200).map(str.encode),
    st.recursive(
        st.none() | st.text(max_size=10) | st.integers(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
    st.sampled_from(
        [
            b'--g\r\nContent-Disposition: form-data; name="f"\r\n\r\n\x89PNG\r\n\x1a\n\0\0\r\n--g--\r\n',
            b"<a b='c'><d>e</d></a>",
            b"<p>x<script>window.a={}</script>",
            b"a=b&c=%41",
            b"data: x\n\n",
            b"{}\n{}\n",
            b'{"t":"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVy.dGFn"}',
            b'{"p":"' + b"/9j/" + b"A" * 400 + b'"}',
            b"\xff\xfe{\0}\0",
            b"GIF89a",
            b"\x1f\x8b\x08\0",
            b")]}'\n{",
        ]
    ),
)
PACKED = st.builds(
    lambda body, pack: pack(body),
    BODIES,
    st.sampled_from(
        [
            lambda body: body,
            lambda body: gzip.compress(body, mtime=0),
            brotli.compress,
            lambda body: gzip.compress(body, mtime=0)[:-4],
        ]
    ),
)
HEADERS = st.builds(
    lambda kind, coding, cache: (("Content-Type", kind), ("content-encoding", coding), *cache),
    st.sampled_from(TYPES),
    st.sampled_from(CODINGS),
    st.sampled_from([(), (("Cache-Control", "public, max-age=99999999"),)]),
)


@settings(max_examples=400, deadline=None)
@given(
    st.text(max_size=40),
    HEADERS,
    PACKED,
    HEADERS,
    PACKED,
    st.lists(BODIES, max_size=3),
    st.booleans(),
    st.sampled_from(
        [
            Limits(),
            Limits(fields=3),
            Limits(nesting=1, levels=1),
            Limits(output_bytes=50),
            Limits(ratio=1, ratio_floor=10),
        ]
    ),
)
def test_every_byte_is_decoded_or_named(
    target, request_headers, request, response_headers, response, frames, plain, limits
):
    exchange = Exchange(
        "e",
        "c",
        "HTTP/1.1",
        "POST",
        "https",
        "h.example",
        443,
        target,
        200,
        0.0,
        request_headers=request_headers,
        request_body=Body(request, len(request), plain=plain),
        response_headers=response_headers,
        response_body=Body(response, len(response)),
        websocket=tuple(WebSocketMessage(bool(n % 2), 1 + n % 2, data, 0.0) for n, data in enumerate(frames)),
    )
    notes = []
    decoded = Decoder(limits).decode(exchange, notes.append)
    assert decoded.body_bytes == len(request) + len(response) + sum(map(len, frames))
    assert decoded.body_bytes == decoded.decoded_bytes + sum(note.bytes for note in notes)
    assert min((note.bytes for note in notes), default=0) >= 0
    assert decoded.decoded_bytes >= 0
    for field in decoded.fields:
        assert type(field.value) is str
        assert field.value
        field.pointer.encode()
        field.value.encode()
        for name in field.path.names:
            name.encode()
    for note in notes:
        assert (note.capture, note.host) == ("c", "h.example")


def test_the_same_exchange_decodes_the_same_twice(decode):
    decoder = Decoder()
    first = decode(response=b'{"a":[{"b":"x"}]}', kind="application/json", decoder=decoder)
    second = decode(response=b'{"a":[{"b":"x"}]}', kind="application/json", decoder=decoder)
    assert first.fields == second.fields


def test_a_body_that_the_recorder_unpacked_is_not_unpacked_again(decode):
    outcome = decode(
        response=b'{"naam":"Sanne"}', kind="application/json", plain=True, headers=(("Content-Encoding", "gzip"),)
    )
    assert outcome.steps("Sanne") == ["json"]


def test_the_charset_of_the_recorder_goes_first(decode):
    outcome = decode(response="Zoë".encode(), kind="text/plain; charset=utf-16", charset="utf-8")
    assert outcome.values == ["Zoë"]


def test_a_packed_body_counts_both_sizes(decode):
    plain = b'{"naam":"Sanne"}' + b" " * 5000
    packed = gzip.compress(plain, mtime=0)
    decoded = decode(response=packed, kind="application/json", headers=(("Content-Encoding", "gzip"),)).decoded
    assert (decoded.body_bytes, decoded.decoded_bytes, decoded.plain_bytes) == (len(packed), len(packed), len(plain))


def test_a_bomb_is_named_and_its_beginning_searched(decode):
    packed = gzip.compress(b"Sanne " + b"0" * 300_000_000, mtime=0)
    outcome = decode(response=packed, kind="application/json", headers=(("Content-Encoding", "gzip"),))
    assert outcome.gaps == [("budget.bytes", len(packed), "gzip", True)] or outcome.gaps == [
        ("budget.ratio", len(packed), "gzip", True)
    ]
    assert outcome.values[0].startswith("Sanne 000")
    assert len(outcome.values[0]) <= 1 << 20


def test_an_unknown_encoding_is_named_once(decode):
    body = bytes(range(256)) * 4
    outcome = decode(response=body, kind="application/json", headers=(("Content-Encoding", "geheim"),))
    assert outcome.gaps[0] == ("encoding.unknown", len(body), "", True)
    assert sum(gap[1] for gap in outcome.gaps) == len(body)


def test_the_collector_runs_again_afterwards(decode):
    assert gc.isenabled()
    decode(response=b"{}", kind="application/json")
    assert gc.isenabled()


def test_fields_are_freed_without_the_collector(decode):
    """A message that kept itself alive would hold a scan's fields until the cyclic collector comes by."""
    decoder = Decoder()
    body = json.dumps([{"naam": "Sanne", "in": json.dumps({"url": "https://a.example/b?c=d"})}] * 50).encode()
    exchange = Exchange(
        "e", "c", "HTTP/1.1", "GET", "https", "h.example", 443, "/a?b=c", 200, 0.0, response_body=Body(body, len(body))
    )
    decoder.decode(exchange, lambda note: None)
    gc.collect()
    decoder.decode(exchange, lambda note: None)
    assert gc.collect() == 0


def test_nothing_of_a_field_shows_in_its_representation(decode):
    outcome = decode(response=b'{"naam":"Sanne"}', kind="application/json")
    assert "Sanne" not in repr(outcome.decoded)
    assert "Sanne" not in repr(outcome.fields)
