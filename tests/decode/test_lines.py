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
        (
            "# uitvoer van 17 november\nStamnr;Vak;Cijfer\n118402;NE;7,1\n",
            {"": "# uitvoer van 17 november", "/0/Stamnr": "118402", "/0/Vak": "NE", "/0/Cijfer": "7,1"},
        ),
        ("a;b\n1;2;3\n", {"/0/a": "1", "/0/b": "2", "/0": "3"}),
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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("naam;bsn\r\nSanne;999990019\r\n", "text/plain"),
        ("naam\tbsn\nSanne\t999990019", ""),
        ("naam,bsn,groep\nSanne,999990019,3B\n", "application/octet-stream"),
        ('naam;bsn;"op merking"\n"Sanne";999990019;"a;b"\n\n', "text/plain"),
        ("naam,bsn\nSanne,999990019\n", "application/vnd.ms-excel"),
        ("naam,bsn\nSanne,999990019\n", "text/csv; header=present"),
    ],
)
def test_a_table_is_seen_without_its_type(decode, text, kind):
    found = decode(response=text.encode(), kind=kind).body
    assert (found["/0/naam"], found["/0/bsn"]) == ("Sanne", "999990019")


@pytest.mark.parametrize(
    "text",
    [
        "Beste ouders,\n\nVandaag was leuk, toch\nGroet, juf\n",  # a letter
        "Ja, dat is goed, denk ik\nMaar nee, toch niet, zei Sanne\n",  # as many commas by chance, and spaces
        "12;13\n14;15\n",  # no names
        "naam;naam\nSanne;Daan\n",  # twice the same name
        "naam;bsn\nSanne\n",  # too few cells
        "naam;bsn",  # no rows
        "var a = 1;\nvar b = 2;\n",
    ],
)
def test_a_text_with_commas_is_no_table(decode, text):
    outcome = decode(response=text.encode(), kind="text/plain")
    assert "csv" not in {field.origin.format for field in outcome.fields}


def test_a_file_in_a_form_is_known_by_its_name(decode):
    body = (b'--g\r\nContent-Disposition: form-data; name="bestand"; filename="klas.csv"\r\nContent-Type: application/'
            b"vnd.ms-excel\r\n\r\nnaam,bsn\r\nSanne,999990019\r\n\r\n--g--\r\n")
    found = decode(request=body, kind="multipart/form-data; boundary=g").body
    assert found["/bestand/0/bsn"] == "999990019"


@pytest.mark.parametrize(
    "text", [")]}'\n\n5\n[1]\n", ")]}'\n5\n[1]\n7\n{\"a\":2}\nrest van Sanne", ")]}'\n\n99999\n[\"x\"]", ")]}'\n5\n["])
def test_chunks_with_their_lengths(decode, text):
    outcome = decode(response=text.encode(), kind="application/json")
    assert outcome.fields
    assert ("rest van Sanne" in outcome.values) == ("rest" in text)


def test_a_table_without_names_of_columns_loses_no_row(decode):
    body = b"104411\tYildiz, Emre\t7a\t112\tII\r\n104412\tBakker, Lotte\t7a\t98\tIV\r\n"
    outcome = decode(response=body, kind="text/tab-separated-values")
    assert outcome.body == {
        "/0/0": "104411", "/0/1": "Yildiz, Emre", "/0/2": "7a", "/0/3": "112", "/0/4": "II",
        "/1/0": "104412", "/1/1": "Bakker, Lotte", "/1/2": "7a", "/1/3": "98", "/1/4": "IV",
    }


@pytest.mark.parametrize("body", [
    "naam;2023;2024\nSanne;7,5;8\nDaan;6;5\n", "vraag;1;2;3\nSanne;a;b;c\nDaan;a;a;b\n",
    "nummer\tnaam\n104411\tSanne\n104412\tDaan\n",
])
def test_names_of_columns_may_hold_numbers(decode, body):
    outcome = decode(response=body.encode(), kind="text/csv")
    assert "Sanne" in outcome.body.values()
    assert outcome.body["/0/" + body.split("\n")[0].replace("\t", ";").split(";")[1]] in {"7,5", "a", "Sanne"}


@pytest.mark.parametrize("kind", ["application/vnd.ms-excel", "text/tab-separated-values", "text/plain", ""])
def test_a_table_in_utf_16_as_spreadsheets_export_it(decode, kind):
    body = "leerlingnr\tnaam\tscore\r\n104411\tŞimşek, Emre\t112\r\n104412\tBakker, Lotte\t98\r\n".encode("utf-16")
    assert decode(response=body, kind=kind).body["/0/naam"] == "Şimşek, Emre"


def test_a_table_below_a_title_is_seen_without_its_type(decode):
    body = b"Export LVS 7a\r\n\r\nleerlingnr\tnaam\tscore\r\n104411\tSanne\t112\r\n104412\tDaan\t98\r\n"
    outcome = decode(response=body, kind="text/plain")
    assert {"Export LVS 7a", "104411", "Daan"} <= set(outcome.body.values())
    assert outcome.body["/1/score"] == "98" or outcome.body["/2/score"] == "98"
