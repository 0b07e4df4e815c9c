"""The packs MIN, IDN and SPC on bytes as they travel: each rule speaks where it should, and its lean twin is silent.

The messages are made by the software that makes them (httpx, Pillow, python-docx) and written to a dump by mitmproxy's
own writer. What each case may not break is in the other half: the same product, used as its privacybijsluiter says.
"""

from __future__ import annotations

import base64
import io
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from fixtures.people import person
from scanner.run import Options, scan

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # mitmproxy uses names of pyparsing that newer versions deprecate
    from mitmproxy import http
    from mitmproxy.io import FlowWriter
    from mitmproxy.test import tflow

FIXTURES = Path(__file__).parent.parent / "fixtures"
SANNE = person("leerling-01")
MOHAMMED = person("leerling-02")
API = "https://api.rekenbaas.example"
ECKID = {"eckId": SANNE.eckid}
COOKIE = {"Cookie": "sessie=7f3d2a1b9c8e4f60a1b2c3d4e5f60718"}
TEACHER = {"rol": "leraar", "gebruikersnaam": "krijtje7b"}


def sent(url: str, **how: Any) -> tuple[httpx.Request, Any]:
    """A request as httpx writes it, with an empty answer."""
    return httpx.Request(how.pop("method", "POST"), url, headers={**COOKIE, **how.pop("headers", {})}, **how), {}


def got(url: str, answer: Any, **headers: str) -> tuple[httpx.Request, Any]:
    """A question and its answer."""
    return httpx.Request("GET", url, headers={**COOKIE, **headers}), answer


def dumped(exchanges: list[tuple[httpx.Request, Any]], path: Path) -> None:
    with path.open("wb") as file:
        writer = FlowWriter(file)
        for number, (request, answer) in enumerate(exchanges):
            flow = tflow.tflow(resp=True)
            flow.id = f"00000000-0000-0000-0000-{number:012}"
            flow.request = http.Request.make(request.method, str(request.url), request.read(),
                                             http.Headers([(k, v) for k, v in request.headers.raw]))
            flow.response = http.Response.make(200, json.dumps(answer), {"Content-Type": "application/json"})
            flow.request.timestamp_start = flow.request.timestamp_end = 1_791_187_200.0 + number
            writer.add(flow)


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("packs")
    (folder / "key").write_text("33" * 32, encoding="ascii")

    def run(exchanges: list[tuple[httpx.Request, Any]], actor: str = "") -> list[dict[str, Any]]:
        dumped(exchanges, folder / "opname.mitm")
        document = scan([folder / "opname.mitm"], Options(
            policy=FIXTURES / "policy.yaml", subjects=FIXTURES / "subjects.yaml", key_file=folder / "key", actor=actor))
        return [finding for finding in document["findings"] if finding["severity"] != "info"]
    return run


def photo(*, where: bool) -> bytes:
    """A photo, with coordinates and the serial number of the camera or without."""
    from PIL import Image
    from PIL.TiffImagePlugin import IFDRational

    image = Image.new("RGB", (8, 8), "green")
    exif = image.getexif()
    if where:
        degrees = (IFDRational(52), IFDRational(5), IFDRational(27, 1))
        exif.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
        exif.get_ifd(0x8769)[0xA431] = "SN3105577120"
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def essay(author: str) -> bytes:
    """A Word document with its author in the properties."""
    import docx

    document = docx.Document()
    document.add_paragraph("De olifant is het grootste landdier.")
    document.core_properties.author = author
    document.core_properties.last_modified_by = author
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def assertion(**attributes: str) -> dict[str, str]:
    """The form of the POST binding with a SAML response."""
    statement = "".join(
        f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
        for name, value in attributes.items())
    xml = ('<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
           'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Assertion><saml:AttributeStatement>'
           f"{statement}</saml:AttributeStatement></saml:Assertion></samlp:Response>")
    return {"SAMLResponse": base64.b64encode(xml.encode()).decode()}


def uwlr(inner: str) -> str:
    return ('<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            '<leerlinggegevens xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"><leerlingen>'
            f'<leerling key="{SANNE.account}" eckid="{SANNE.eckid}">{inner}<groep key="g6a"/></leerling></leerlingen>'
            "</leerlinggegevens></s:Body></s:Envelope>")


def face(numbers: int) -> list[float]:
    return [round(((n * 37) % 101 - 50) / 317, 6) for n in range(numbers)]


def hidden(value: str) -> str:
    return bytes(byte ^ 0x5A for byte in value.encode()).hex()


SOAP = {"Content-Type": "text/xml; charset=utf-8"}
BASIC = {"uid": "qj7cks8qdz9ph54@dekanarie", "givenName": SANNE.given, "nlEduPersonHomeOrganizationId": "99XX",
         "eduPersonAffiliation": "student"}

LEAKS: list[tuple[str, str, list[tuple[httpx.Request, Any]], str]] = [
    ("MIN-010", "midden", [got("https://uwlr.rekenbaas.example/klas", {**ECKID, "roepnaam": SANNE.given, "score": 7,
                                                                      "vak": "rekenen"})], ""),
    ("MIN-011", "hoog", [sent(f"{API}/v2/feedback", json={
        "tekst": f"Goed zo {SANNE.full}, laat dit ook aan je moeder zien."})], ""),
    ("MIN-012", "hoog", [sent(f"{API}/v2/werk", files={"foto": ("img_01.jpg", photo(where=True), "image/jpeg")})], ""),
    ("MIN-012", "midden", [sent(f"{API}/v2/werk", files={"bestand": ("werkstuk.docx", essay(SANNE.full), (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))})], ""),
    ("MIN-012", "midden", [sent(f"{API}/v2/werk", files={"bestand": (
        f"Scan_{SANNE.full.replace(' ', '')}_toets.txt", b"1. Parijs", "text/plain")})], ""),
    ("MIN-013", "hoog", [sent("https://www.rekenbaas.example/saml/acs", data=assertion(
        **BASIC, mail=SANNE.school_email))], ""),
    ("MIN-014", "midden", [sent("https://uwlr.rekenbaas.example/uwlr/2.2", headers=SOAP, content=uwlr(
        f"<roepnaam>{SANNE.given}</roepnaam><geslacht>2</geslacht><postcodenl>{SANNE.postcode}</postcodenl>"))], ""),
    ("IDN-006", "kritiek", [sent(f"{API}/v2/oefenen", method="GET", params={
        "sleutel": base64.b64encode(SANNE.school_email.encode()).decode()})], ""),
    ("IDN-006", "hoog", [sent(f"{API}/v2/oefenen", json={"id": SANNE.school_email[::-1], "opgave": 3})], ""),
    ("IDN-006", "hoog", [sent(f"{API}/v2/oefenen", json={"ref": hidden(SANNE.leerlingnummer), "opgave": 3})], ""),
    ("IDN-009", "midden", [sent("https://acc.rekenbaas.example/v2/oefenen", json={
        "eckId": "https://ketenid.nl/201703/" + "3f9c" * 32, "opgave": 3})], ""),
    ("IDN-011", "laag", [got(f"{API}/v2/ik", {"leerling": {"id": SANNE.account, "roepnaam": SANNE.given}})], "pupil"),
    ("SPC-003", "kritiek", [sent(f"{API}/v2/profiel", json={**ECKID, "toets": "WISC-V", "TIQ": 87})], ""),
    ("SPC-003", "kritiek", [sent(f"{API}/v2/notitie", json={
        "notitie": f"{SANNE.full} heeft bij het onderzoek een TIQ van 87 behaald."})], ""),
    ("SPC-005", "kritiek", [sent(f"{API}/v2/leerling", json={**ECKID, "veiligThuisMelding": "ja"})], ""),
    ("SPC-005", "kritiek", [sent(f"{API}/v2/notitie", json={
        "leerling": SANNE.given, "opm": f"Over {SANNE.given} is een melding bij Veilig Thuis gedaan."})], ""),
    ("SPC-007", "kritiek", [sent(f"{API}/v2/toezicht", json={**ECKID, "faceDescriptor": face(128)})], ""),
    ("SPC-008", "hoog", [sent("https://meet.derde.example/collect", json={**ECKID, "extraTijd": True})], ""),
    ("SPC-009", "kritiek", [got(f"{API}/v2/dossier", {"leerling": {
        "naam": SANNE.full, "diagnose": "dyslexie vastgesteld"}})], "teacher"),
]
"""Rule, severity, exchanges, who was logged in."""

LEAN: list[tuple[str, list[tuple[httpx.Request, Any]], str]] = [
    ("an answer that keeps to its purpose", [got("https://uwlr.rekenbaas.example/klas", {
        **ECKID, "roepnaam": SANNE.given, "groep": "6a"})], ""),
    ("feedback without a name", [sent(f"{API}/v2/feedback", json={
        **ECKID, "tekst": "Goed zo, je hebt alle sommen over breuken af."})], ""),
    ("a story about a character", [got(f"{API}/v2/les", {"leerling": ECKID, "tekst": (
        "Meneer de Vries woont in de Dorpsstraat en loopt elke dag naar de bakker.")})], "pupil"),
    ("a document without an author", [sent(f"{API}/v2/werk", json=ECKID, headers={"X-Versie": "5.3"}), sent(
        f"{API}/v2/werk", files={"bestand": ("werkstuk.docx", essay(""), "application/octet-stream")})], ""),
    ("the basic set at sign-on", [sent("https://www.rekenbaas.example/saml/acs", data=assertion(
        **BASIC, eckId=SANNE.eckid))], ""),
    ("the narrow set", [sent("https://uwlr.rekenbaas.example/uwlr/2.2", headers=SOAP, content=uwlr(
        f"<roepnaam>{SANNE.given}</roepnaam>"))], ""),
    ("a key that is derived from nothing", [sent(f"{API}/v2/oefenen", json={
        **ECKID, "id": "b7d1c2e4f5a60718", "ronde": "MDEyMzQ1Njc4OWFiY2RlZg=="})], ""),
    ("a pseudonym of the pilot on a test host", [sent("https://acc.rekenbaas.example/v2/oefenen", json=ECKID)], ""),
    ("the pseudonym is there", [sent("https://www.rekenbaas.example/saml/acs", data=assertion(
        **BASIC, eckId=SANNE.eckid)), got(f"{API}/v2/ik", {"leerling": {"roepnaam": SANNE.given}})], "pupil"),
    ("a puzzle with an IQ", [got(f"{API}/v2/spel", {"titel": "IQ-puzzel", "iq": 120, "tekst": (
        "Een IQ van 100 is het gemiddelde van de bevolking.")})], "pupil"),
    ("a lesson on the police", [got(f"{API}/v2/les", {"tekst": (
        "Hoofdstuk 4: wat doet Veilig Thuis, en wanneer komt iemand bij Bureau Halt?")})], "pupil"),
    ("an essay on abuse of power", [sent(f"{API}/v2/antwoord", json={
        **ECKID, "antwoord": "In dit boek worden de soldaten mishandeld door hun kapitein."})], "pupil"),
    ("an answer on intelligence", [sent(f"{API}/v2/antwoord", json={
        **ECKID, "antwoord": "Iemand met een IQ van 130 of hoger noemen we hoogbegaafd."})], "pupil"),
    ("vectors of recommendations", [got(f"{API}/v2/aanbevolen", {
        **ECKID, "itemEmbedding": face(64), "vector": face(128)})], "pupil"),
    ("typefaces of the product", [got("https://cdn.example/fonts.json", {
        "fonts": ["OpenDyslexic", "Arial"], "openDyslexic": "/fonts/od.woff2", "highContrast": True})], "pupil"),
    ("a lesson on dyslexia for teachers", [got(f"{API}/v2/les", {"tekst": (
        "Informatie over dyslexie: leerlingen met dyslexie lezen langzamer.")})], "teacher"),
]

NEW = {"MIN-010", "MIN-011", "MIN-012", "MIN-013", "MIN-014", "IDN-006", "IDN-009", "IDN-011", "SPC-003", "SPC-005",
       "SPC-007", "SPC-008", "SPC-009"}


@pytest.mark.parametrize(("rule", "severity", "exchanges", "actor"), LEAKS,
                         ids=[f"{rule}-{number}" for number, (rule, *_) in enumerate(LEAKS)])
def test_a_leak_is_judged(findings: Callable[..., list[dict[str, Any]]], rule: str, severity: str,
                          exchanges: list[tuple[httpx.Request, Any]], actor: str) -> None:
    found = {(each["rule"], each["severity"]) for each in findings(exchanges, actor)}
    assert (rule, severity) in found


@pytest.mark.parametrize(("exchanges", "actor"), [case[1:] for case in LEAN], ids=[case[0] for case in LEAN])
def test_its_lean_twin_is_silent(findings: Callable[..., list[dict[str, Any]]],
                                 exchanges: list[tuple[httpx.Request, Any]], actor: str) -> None:
    found = findings(exchanges, actor)
    assert not [(each["rule"], each["pointer"]) for each in found if NEW & {each["rule"], *each["also"]}]


def test_every_rule_has_its_leak() -> None:
    assert {rule for rule, *_ in LEAKS} == NEW
