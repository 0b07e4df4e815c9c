"""XML that spells out objects: XML-RPC and property lists, as Python's own writers make them."""

from __future__ import annotations

import plistlib
import xmlrpc.client

import pytest

XML = "text/xml"
PUPIL = {"stamnr": 118402, "naam": "Sanne de Vries", "klas": "4B", "cijfers": [6.5, 7.0],
         "ouder": {"tel": "0612345678"}, "zorg": True, "leeg": ""}
UNDER = {"stamnr": "118402", "naam": "Sanne de Vries", "klas": "4B", "cijfers/0": "6.5", "cijfers/1": "7.0",
         "ouder/tel": "0612345678"}


def test_a_call_with_one_object(decode):
    body = xmlrpc.client.dumps((PUPIL,), "leerling.bewaar").encode()
    outcome = decode(response=body, kind=XML)
    assert outcome.body == {"/methodName": "leerling.bewaar", "/params/zorg": "1",
                            **{f"/params/{key}": value for key, value in UNDER.items()}}
    assert outcome.steps("Sanne de Vries") == ["xmlrpc"]
    assert outcome.notes == []


def test_a_call_with_several_parameters(decode):
    body = xmlrpc.client.dumps(("sleutel", [PUPIL]), "x.y").encode()
    found = decode(response=body, kind=XML).body
    assert found["/params/0"] == "sleutel"
    assert found["/params/1/0/ouder/tel"] == "0612345678"


def test_an_answer_and_a_fault(decode):
    body = xmlrpc.client.dumps(([PUPIL],), methodresponse=True).encode()
    assert decode(response=body, kind=XML).body["/params/0/naam"] == "Sanne de Vries"
    fault = xmlrpc.client.dumps(xmlrpc.client.Fault(4, "Sanne onbekend")).encode()
    assert decode(response=fault, kind=XML).body == {"/fault/faultCode": "4", "/fault/faultString": "Sanne onbekend"}


def test_strings_without_a_type_and_binary(decode):
    body = b"<methodResponse><params><param><value><array><data><value>Sanne</value><value/></data></array></value>" \
           b"</param></params></methodResponse>"
    assert decode(response=body, kind=XML).body == {"/params/0": "Sanne"}
    packed = xmlrpc.client.dumps((xmlrpc.client.Binary(b'{"naam": "Sanne de Vries"}'),), "x").encode()
    assert "Sanne de Vries" in decode(response=packed, kind=XML).values


@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "application/x-apple-aspen-mdm", ""])
def test_property_lists(decode, kind):
    outcome = decode(response=plistlib.dumps({"UDID": "0000-1", **PUPIL}), kind=kind)
    assert {f"/{key}": value for key, value in UNDER.items()}.items() <= outcome.body.items()
    assert outcome.body["/zorg"] == "true"
    assert outcome.steps("Sanne de Vries") == ["plist"]


def test_equal_names_are_kept(decode):
    body = b"<plist><dict><key>naam</key><string>Sanne</string><key>naam</key><string>Daan</string><key>naam</key>" \
           b"<string>Zoe</string></dict></plist>"
    assert decode(response=body, kind=XML).body == {"/naam/0": "Sanne", "/naam/1": "Daan", "/naam/2": "Zoe"}


@pytest.mark.parametrize("body", [
    b"<a><methodCall>Sanne</methodCall></a>",
    b"<plist>Sanne</plist>",
    b"<plist/>",
    b"<plist><string>Sanne</string></plist>",
    b"<methodCall><naam>Sanne</naam><naam>",
    b"<!-- <plist> --><a><naam>Sanne</naam></a>",
])
def test_what_only_looks_like_it_is_read_as_any_xml(decode, body):
    outcome = decode(response=body, kind=XML)
    assert "plist" not in outcome.steps("Sanne") if b"Sanne" in body and "Sanne" in outcome.values else True


def test_deep_nesting_is_read_as_text_at_the_bottom(decode):
    body = "<plist>" + "<array>" * 200 + "<string>Sanne</string>" + "</array>" * 200 + "</plist>"
    outcome = decode(response=body.encode(), kind=XML)
    assert "Sanne" in outcome.values
