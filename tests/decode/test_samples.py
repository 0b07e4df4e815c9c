"""Published messages of the standards: the fields that matter come out where a reader expects them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

JSON, XML, FORM = "application/json", "text/xml", "application/x-www-form-urlencoded"
STATEMENT = "/Response/Assertion/AttributeStatement"


@pytest.mark.parametrize(
    ("file", "kind", "pointer", "value"),
    [
        ("xapi/agents_mbox.json", JSON, "/mbox", "mailto:xapi@adlnet.gov"),
        ("xapi/agents_mbox_sha1sum.json", JSON, "/mbox_sha1sum", "cd9b00a5611f94eaa7b1661edab976068e364975"),
        ("xapi/statements_default.json", JSON, "/actor/mbox", "mailto:xapi@adlnet.gov"),
        ("xapi/statements_result.json", JSON, "/actor/name", "xAPI account"),
        ("scim/rfc7643-8.1-user-minimal.json", JSON, "/userName", "bjensen@example.com"),
        ("scim/rfc7643-8.1-user-minimal.json", JSON, "/meta/version", 'W\\/"3694e05e9dff590"'),
        ("surfconext/institution_response.json", JSON, "/given_name/0", "John"),
        ("surfconext/institution_response.json", JSON, "/eckid/0", "eck123456"),
        ("surfconext/eduid_arp_aggregation_request.json", JSON, "/userAttributes/1/values/0", "john doe@example.com"),
        ("edexml/EDEXML.Voorbeeld.2.1.xml", XML, "/EDEX/leerlingen/leerling/0/roepnaam", "Wimpie"),
        ("edexml/EDEXML.Voorbeeld.2.1.xml", XML, "/EDEX/leerlingen/leerling/1/voornamen", "Ismaël Hassan"),
        ("edexml/EDEXML.Voorbeeld.2.1.xml", XML, "/EDEX/leerlingen/leerling/1/bsn", "133456785"),
        ("edexml/EDEXML.Voorbeeld.2.1.xml", XML, "/EDEX/school/brincode", "99ZZ"),
        ("saml/diyIdp.xml", XML, f"{STATEMENT}/mail", "student1@example.org"),
        ("nummervoorziening/eckid.wsdl", XML, "/definitions/@targetNamespace", "http://ketenid.nl/eck/schemas/v1_0"),
    ],
)
def test_fields(decode, samples: Path, file, kind, pointer, value):
    outcome = decode(response=(samples / file).read_bytes(), kind=kind)
    assert outcome.body[pointer] == value
    assert outcome.notes == []


@pytest.mark.parametrize("file", ["nummervoorziening/eckid.wsdl", "edexml/EDEXML.Voorbeeld.2.1.xml", "saml/diyIdp.xml"])
def test_types_are_not_needed(decode, samples: Path, file):
    data = (samples / file).read_bytes()
    assert decode(response=data).body == decode(response=data, kind=XML).body


def test_every_sample_is_decoded_in_full(decode, samples: Path):
    files = [path for path in samples.rglob("*") if path.suffix in (".json", ".xml", ".wsdl", ".base64", ".md")]
    assert len(files) > 14
    for path in files:
        outcome = decode(response=path.read_bytes())
        assert outcome.fields
        assert outcome.notes == []


def test_saml_post(decode, samples: Path):
    value = (samples / "saml/response1_with_friendlyname.xml.base64").read_text()
    found = decode(request=urlencode({"SAMLResponse": value}).encode(), kind=FORM).body
    assert found[f"/SAMLResponse{STATEMENT}/uid"] == "demo"


def test_saml_redirect(decode, samples: Path):
    value = (samples / "saml/logout_request_deflated.xml.base64").read_text().strip()
    found = dict(decode(target="/slo?SAMLRequest=" + quote(value, safe="")).part("url.query"))
    name = next(pointer for pointer in found if pointer.endswith("/NameID"))
    assert name == "/SAMLRequest/LogoutRequest/NameID"


def test_lti_launches(decode, samples: Path):
    blocks = re.findall(r"```json\n(.*?)```", (samples / "lti/lti.md").read_text(), re.DOTALL)
    launches = [json.loads(block) for block in blocks]
    for launch in launches:
        found = decode(request=urlencode(launch).encode(), kind=FORM).body
        for name, value in launch.items():
            if value:
                assert found["/" + name] == value
    moodle = decode(request=urlencode(launches[1]).encode(), kind=FORM).body
    assert moodle["/launch_presentation_return_url/sesskey"] == "N7oPpfYugI"
