"""Formats of one record a line."""

from __future__ import annotations

import pytest


def test_ndjson(decode):
    outcome = decode(
        request=b'{"naam":"Sanne"}\r\n\r\n{"naam":"Daan"}\ngeen json\n{"n":123456789012345678901234567890}\n',
        kind="application/x-ndjson",
    )
    assert outcome.body == {
        "/0/naam": "Sanne",
        "/2/naam": "Daan",
        "/3": "geen json",
        "/4/n": "123456789012345678901234567890",
    }
    assert outcome.field("Sanne").origin.format == "ndjson"


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "application/x-sentry-envelope"])
def test_ndjson_is_seen_whatever_it_is_called(decode, kind):
    outcome = decode(request=b'{"index":"x"}\n{"type":"event"}\n{"user":{"id":"leerling-01"}}', kind=kind)
    assert outcome.body["/2/user/id"] == "leerling-01"
    assert outcome.notes == []


def test_one_line_of_ndjson_is_json(decode):
    assert decode(request=b'{"naam":"Sanne"}', kind="application/x-ndjson").body == {"/naam": "Sanne"}


def test_server_sent_events(decode):
    body = (
        b'event: bericht\ndata: {"naam":\r\ndata: "Sanne"}\r\n\r\n: hartslag\n\nid: 7\ndata: hallo Sanne\n\n'
        b"data: 12\n\ndata\n\n"
    )
    outcome = decode(response=body, kind="text/event-stream")
    assert [(f.pointer, f.value, f.origin.message) for f in outcome.fields] == [
        ("/@event", "bericht", 0),
        ("/naam", "Sanne", 0),
        ("/@comment", "hartslag", 1),
        ("/@id", "7", 2),
        ("", "hallo Sanne", 2),
        ("", "12", 3),
    ]
    assert outcome.steps("Sanne") == ["sse", "json"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "naam;bsn\nSanne;999990019\nDaan;1\n",
            {"/0/naam": "Sanne", "/0/bsn": "999990019", "/1/naam": "Daan", "/1/bsn": "1"},
        ),
        (
            'naam,"adres, plaats"\r\n"de Vries, Sanne","Weg 1\n Ede"\r\n',
            {"/0/naam": "de Vries, Sanne", "/0/adres, plaats": "Weg 1\n Ede"},
        ),
        ("a\tb\n1\t2\t3\n", {"/0/a": "1", "/0/b": "2", "/0": "3"}),
        (",b\n1,2\n", {"/0/0": "1", "/0/b": "2"}),
    ],
)
def test_csv(decode, text, expected):
    assert decode(response=text.encode(), kind="text/csv").body == expected


@pytest.mark.parametrize("text", ["Sanne", "naam;bsn", "", "\n\n", '"' * 5000, 'a,b\n"' + "x" * 200_000])
def test_no_table_is_text(decode, text):
    outcome = decode(response=text.encode(), kind="text/csv")
    assert "".join(outcome.values).strip().endswith(text.strip())


def test_beacons_line_by_line(decode):
    outcome = decode(request=b"en=page_view&ep.naam=Sanne\r\nen=klik&up.klas=4A", kind="text/plain;charset=UTF-8")
    assert outcome.body == {"/0/en": "page_view", "/0/ep.naam": "Sanne", "/1/en": "klik", "/1/up.klas": "4A"}
    assert (
        decode(request=b"en=page_view&dt=Rapport%20van%20Sanne", kind="text/plain").body["/dt"] == "Rapport van Sanne"
    )


def test_prose_with_an_equals_sign_is_text(decode):
    assert decode(request=b"a = b\nen dat is zo", kind="text/plain").body == {"": "a = b\nen dat is zo"}
