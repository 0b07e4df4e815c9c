"""SAML: both bindings, attribute names as keys."""

from __future__ import annotations

import base64
import zlib
from urllib.parse import quote, urlencode

import pytest

from scanner.decode.saml import attribute_name, is_saml

SAML = "urn:oasis:names:tc:SAML:2.0"
RESPONSE = f"""<samlp:Response xmlns:samlp="{SAML}:protocol" xmlns:saml="{SAML}:assertion"><saml:Assertion>
<saml:Subject><saml:NameID Format="x">qj7cks8qdz9ph54@petteflat</saml:NameID></saml:Subject><saml:AttributeStatement>
<saml:Attribute Name="urn:mace:dir:attribute-def:givenName">
<saml:AttributeValue>Sanne</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="urn:oid:2.5.4.4" FriendlyName="x">
<saml:AttributeValue>de Vries</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="eckId"><saml:AttributeValue>https://ketenid.nl/pilot/ab</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="rol">
<saml:AttributeValue>leerling</saml:AttributeValue><saml:AttributeValue>lid</saml:AttributeValue>
</saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>"""
BASE = "/Response/Assertion/AttributeStatement"
WANTED = {
    f"{BASE}/givenName": "Sanne",
    f"{BASE}/sn": "de Vries",
    f"{BASE}/eckId": "https://ketenid.nl/pilot/ab",
    f"{BASE}/rol/0": "leerling",
    f"{BASE}/rol/1": "lid",
    "/Response/Assertion/Subject/NameID": "qj7cks8qdz9ph54@petteflat",
}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def redirect(text: str) -> str:
    worker = zlib.compressobj(wbits=-15)
    return b64(worker.compress(text.encode()) + worker.flush())


def assert_holds(found: dict[str, str], prefix: str) -> None:
    for pointer, value in WANTED.items():
        assert found[prefix + pointer] == value


def test_post_binding(decode):
    body = urlencode({"SAMLResponse": b64(RESPONSE.encode()), "RelayState": "x"}).encode()
    outcome = decode(request=body, kind="application/x-www-form-urlencoded")
    assert_holds(outcome.body, "/SAMLResponse")
    assert outcome.steps("Sanne") == ["form", "base64", "saml"]
    assert outcome.field("Sanne").origin.format == "saml"
    assert outcome.notes == []


def test_post_binding_with_line_breaks(decode):
    text = base64.encodebytes(RESPONSE.encode()).decode()
    outcome = decode(request=urlencode({"SAMLResponse": text}).encode(), kind="application/x-www-form-urlencoded")
    assert_holds(outcome.body, "/SAMLResponse")


def test_redirect_binding(decode):
    outcome = decode(target="/sso?SAMLResponse=" + quote(redirect(RESPONSE), safe=""))
    assert_holds(dict(outcome.part("url.query")), "/SAMLResponse")
    assert outcome.steps("Sanne") == ["base64", "deflate", "saml"]


def test_redirect_in_a_location(decode):
    location = "https://sp.example/acs?SAMLResponse=" + quote(redirect(RESPONSE), safe="")
    outcome = decode(response=b"x", headers=(("Location", location),))
    assert_holds(dict(outcome.part("header.location")), "/location/SAMLResponse")


def test_soap_around_and_json_around(decode):
    soap = f"<Envelope><Body>{RESPONSE}</Body></Envelope>"
    assert_holds(decode(response=soap.encode(), kind="text/xml").body, "/Envelope/Body")
    body = '{"assertion":"' + b64(RESPONSE.encode()) + '"}'
    assert_holds(decode(response=body.encode(), kind="application/json").body, "/assertion")


def test_an_encrypted_assertion_is_named(decode):
    inner = "<EncryptedAssertion><CipherValue>x</CipherValue></EncryptedAssertion>"
    body = f'<Response xmlns="{SAML}:protocol">{inner}</Response>'
    assert decode(response=body.encode(), kind="text/xml").gaps == [("content.encrypted", 0, "saml", True)]


@pytest.mark.parametrize("value", ["niet base64!", "aGFsbG8", "", "PHg+", "////", "A" * 9])
def test_another_value_under_the_name(decode, value):
    outcome = decode(request=urlencode({"SAMLResponse": value}).encode(), kind="application/x-www-form-urlencoded")
    assert outcome.values == ([value] if value else [])


def test_a_bomb_in_a_binding_stays_packed(decode):
    value = redirect("0" * 40_000_000)
    assert decode(target="/sso?SAMLRequest=" + quote(value, safe="")).part("url.query") == [("/SAMLRequest", value)]


@pytest.mark.parametrize(
    ("name", "friendly", "expected"),
    [
        ("urn:oid:2.5.4.42", "", "givenName"),
        ("urn:oid:0.9.2342.19200300.100.1.3", "x", "mail"),
        ("urn:oid:1.3.6.1.4.1.25178.1.2.14", "", "schacPersonalUniqueCode"),
        ("urn:oid:9.9.9", "eigen", "eigen"),
        ("urn:oid:9.9.9", "", "urn:oid:9.9.9"),
        ("urn:mace:surf.nl:attribute-def:eckid", "", "eckid"),
        ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "", "emailaddress"),
        ("uid", "username", "uid"),
        ("", "username", "username"),
        ("", "", ""),
    ],
)
def test_attribute_names(name, friendly, expected):
    assert attribute_name(name, friendly) == expected


def test_only_saml_is_saml():
    assert is_saml(RESPONSE)
    assert not is_saml("<a>SAML</a>")


@pytest.mark.parametrize("value", ["PHNhbWxwé", "é", "PHg+PC94Pg\u2028"])
def test_a_parameter_that_is_no_ascii_is_a_value_like_others(decode, value):
    outcome = decode(target=f"/sso?SAMLResponse={value}")
    assert any(field.origin.part == "url.query" for field in outcome.fields)
