"""SEC, SES, RET and TRA on captured bytes: the recorded sessions, and a pcap of OpenSSL talking to itself."""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import pcap_builders as build
import pytest

from scanner.run import Options, scan

FIXTURES = Path(__file__).parent.parent / "fixtures"
SUBJECTS = """
subjects:
  - id: leerling-01
    role: pupil
    values: {name.given: Kanarie, name.family: Testvogel, demo.dob: 2012-03-04, id.login: kanarie12,
             id.leerlingnummer: "2671717"}
"""


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text("44" * 32, encoding="ascii")
    return path


# The recorded sessions: real browser, real server, the same traffic three times


@cache
def recorded(variant: str, kind: str, key: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scan([FIXTURES / variant / f"session.{kind}"], Options(
        policy=FIXTURES / "policy.yaml", subjects=FIXTURES / "subjects.yaml", key_file=key))["findings"]
    return found


@pytest.mark.parametrize("kind", ["har", "mitm", "pcapng"])
@pytest.mark.parametrize(("rule", "part", "severity"), [
    ("SES-004", "cookie.sessie", "midden"),
    ("SES-007", "header.authorization", "laag"),
    ("RET-001", "header.cache-control", "midden"),
    ("RET-003", "cookie.profiel", "laag"),
    ("TRA-001", "cookie._ga", "hoog"),
])
def test_planted_faults_are_found(kind: str, rule: str, part: str, severity: str, key_file: Path) -> None:
    found = [f for f in recorded("leaking", kind, key_file) if (f["rule"], f["part"]) == (rule, part)]
    assert [f["severity"] for f in found] == [severity]


@pytest.mark.parametrize("kind", ["har", "mitm", "pcapng"])
def test_what_the_vendor_still_returns_stands_with_what_it_breaks_besides(kind: str, key_file: Path) -> None:
    assert any("RET-005" in [f["rule"], *f["also"]] for f in recorded("leaking", kind, key_file))


@pytest.mark.parametrize("kind", ["har", "mitm", "pcapng"])
def test_the_clean_session_has_none(kind: str, key_file: Path) -> None:
    assert [(f["rule"], f["endpoint"]) for f in recorded("lean", kind, key_file)
            if f["rule"][:3] in {"SEC", "SES", "RET", "TRA"} and f["severity"] != "info"] == []


# A session of OpenSSL with itself


def answer(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Type: application/json", *headers, b"Content-Length: %d" % len(body)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    lines = [line + b" HTTP/1.1", b"Host: les.example", *headers]
    lines += [b"Content-Length: %d" % len(body)] if body else []
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def jwt(claims: dict[str, Any]) -> bytes:
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts) + b".c2lnbmF0dXVy"


PUPIL = b'{"leerling": {"roepnaam": "Kanarie", "achternaam": "Testvogel", "geboortedatum": "2012-03-04"}}'
SAFE = (b"Cache-Control: no-store", b"Strict-Transport-Security: max-age=31536000")
COOKIE = b"Cookie: sessie=7f3a9c2e51b84d60"


def findings(talks: list[tuple[bytes, bytes]], folder: Path, key: Path, *, keys: bool = True,
             **session: Any) -> dict[str, dict[str, Any]]:
    """The findings of a capture of these requests and answers, the worst of each rule."""
    done = build.record_tls([each for ask, tell in talks for each in ((True, ask), (False, tell))], **session)
    capture, keylog, subjects = folder / "a.pcap", folder / "keys", folder / "subjects.yaml"
    capture.write_bytes(build.pcap(done.talk().frames()))
    keylog.write_bytes(done.keylog)
    subjects.write_text(SUBJECTS, encoding="utf-8")
    document = scan([capture], Options(keylog=keylog if keys else None, subjects=subjects, key_file=key))
    found: dict[str, dict[str, Any]] = {}
    for finding in document["findings"]:
        found.setdefault(finding["rule"], finding)
    return found


def only(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {rule: f["severity"] for rule, f in found.items() if rule[:3] in {"SEC", "SES", "RET", "TRA"}
            and f["severity"] != "info" and rule != "TRA-005"}  # no policy is given, which is a finding of its own


def test_a_clean_conversation(tmp_path: Path, key_file: Path) -> None:
    found = findings([(request(b"GET /mij", COOKIE), answer(PUPIL, *SAFE))], tmp_path, key_file)
    assert only(found) == {}


def test_an_answer_to_nobody_in_particular(tmp_path: Path, key_file: Path) -> None:
    found = findings([
        (request(b"GET /mij", COOKIE), answer(PUPIL, *SAFE)),
        (request(b"GET /export"), answer(PUPIL, *SAFE)),
    ], tmp_path, key_file)
    assert only(found) == {"SEC-004": "kritiek"}
    assert found["SEC-004"]["endpoint"] == "GET /export"


def test_an_origin_that_is_reflected(tmp_path: Path, key_file: Path) -> None:
    cors = (b"Access-Control-Allow-Origin: null", b"Access-Control-Allow-Credentials: true")
    found = findings([(request(b"GET /mij", COOKIE, b"Origin: null"), answer(PUPIL, *SAFE, *cors))], tmp_path, key_file)
    assert only(found) == {"SEC-005": "hoog"}
    assert found["SEC-005"]["part"] == "header.access-control-allow-origin"


def test_old_tls_and_no_hsts(tmp_path: Path, key_file: Path) -> None:
    import ssl

    found = findings([(request(b"GET /mij", COOKIE), answer(PUPIL, SAFE[0]))], tmp_path, key_file,
                     version=ssl.TLSVersion.TLSv1_1, ciphers="ALL:@SECLEVEL=0", alpn="http/1.1")
    assert only(found) == {"SEC-002": "midden"}


def test_secrets_and_tokens(tmp_path: Path, key_file: Path) -> None:
    token = jwt({"sub": "x", "iat": 1_600_000_000, "exp": 1_700_000_000, "email": "kanarie@thuis.example"})
    found = findings([
        (request(b"GET /mij", b"Authorization: Bearer " + token), answer(b'{"ok": true}', *SAFE)),
        (request(b"GET /config", COOKIE), answer(b'{"client_secret": "b7f3c19de02a4485a1d2"}', *SAFE)),
    ], tmp_path, key_file)
    assert only(found)["SES-007"] == "hoog"
    assert "SES-005" in found or any("SES-005" in f["also"] for f in found.values())


@pytest.mark.parametrize("password", ["04032012", "04-03-2012", "20120304", "kanarie", "2671717", "KANARIE12"])
def test_passwords_that_anyone_can_guess(tmp_path: Path, key_file: Path, password: str) -> None:
    body = json.dumps({"gebruikersnaam": "kanarie12", "wachtwoord": password}).encode()
    ask = request(b"POST /login", b"Content-Type: application/json", body=body)
    found = findings([(ask, answer(b"{}", *SAFE))], tmp_path, key_file)
    assert only(found) == {"SES-006": "hoog"}
    assert found["SES-006"]["pointer"] == "/wachtwoord"


@pytest.mark.parametrize("password", ["Zomer-31!", "kanariepiet", "2012x", "", "999990019"])
def test_passwords_that_are_not_so_easy(tmp_path: Path, key_file: Path, password: str) -> None:
    body = json.dumps({"gebruikersnaam": "kanarie12", "wachtwoord": password}).encode()
    ask = request(b"POST /login", b"Content-Type: application/json", body=body)
    assert "SES-006" not in findings([(ask, answer(b"{}", *SAFE))], tmp_path, key_file)


def test_what_caches_kept(tmp_path: Path, key_file: Path) -> None:
    headers = (SAFE[1], b"Cache-Control: public, max-age=60", b"X-Cache: HIT")
    found = findings([(request(b"GET /mij", COOKIE), answer(PUPIL, *headers))], tmp_path, key_file)
    assert only(found) == {"RET-002": "hoog"}
    assert "RET-001" in found["RET-002"]["also"]


def test_records_that_should_be_gone(tmp_path: Path, key_file: Path) -> None:
    body = json.dumps([{"schooljaar": "2001-2002", "roepnaam": "Kanarie", "score": 7}]).encode()
    found = findings([(request(b"GET /archief", COOKIE), answer(body, *SAFE))], tmp_path, key_file)
    assert only(found) == {"RET-004": "midden"}
    assert found["RET-004"]["pointer"] == "/*/schooljaar"


def test_a_refusal_that_is_not_heard(tmp_path: Path, key_file: Path) -> None:
    found = findings([
        (request(b"GET /", b"Cookie: cookieconsent_status=deny"), answer(b"{}", *SAFE)),
        (request(b"GET /les", COOKIE), answer(b"{}", *SAFE, b"Set-Cookie: _ga=GA1.2.1.2; Secure; HttpOnly")),
    ], tmp_path, key_file)
    assert only(found) == {"TRA-002": "hoog"}


def looked_up(name: str) -> bytes:
    from scapy.layers.inet import IP, UDP

    packet = IP(src="192.0.2.1", dst="192.0.2.53") / UDP(sport=6000, dport=53) / build.dns_question(name)
    return build.ethernet(bytes(packet))


def test_a_name_in_a_lookup(tmp_path: Path, key_file: Path) -> None:
    found = findings([(request(b"GET /"), answer(b"{}"))], tmp_path, key_file, keys=False)
    assert "SEC-006" not in found
    capture = tmp_path / "dns.pcap"
    capture.write_bytes(build.pcap([(build.START + number, looked_up(name)) for number, name in enumerate(
        ("testvogel.leer.example", "cdn.leer.example"))]))
    document = scan([capture], Options(subjects=tmp_path / "subjects.yaml", key_file=key_file))
    named = [f for f in document["findings"] if f["rule"] == "SEC-006"]
    assert [f["host"] for f in named] == ["{name.family}.leer.example"]
