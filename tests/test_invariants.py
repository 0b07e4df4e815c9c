"""The invariants of the design, each with a test that can fail."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import command_line
import pytest
import yaml
from command_line import Done
from needles import SHORTEST, found
from report_readers import text_of

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
LEAKING = FIXTURES / "leaking"
POLICY, SUBJECTS = FIXTURES / "policy.yaml", FIXTURES / "subjects.yaml"
KINDS = ("har", "mitm", "pcapng")
EACH_KIND = ("har", *(pytest.param(kind, marks=pytest.mark.long) for kind in KINDS[1:]))
PAPER = {"pdf", "docx"}
"""Formats that hold what the page holds and take seconds to set: with one kind of capture they are tested as well."""
KEY = "11" * 32


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text(KEY, encoding="ascii")
    return path


def leerlek(*arguments: str | Path) -> Done:
    done = command_line.run(*arguments)
    assert done.returncode == 0, done.stderr
    return done


def scan(capture: Path, out: Path, key_file: Path, *more: str | Path) -> dict[str, Any]:
    leerlek("scan", capture, "--policy", POLICY, "--subjects", SUBJECTS, "--key-file", key_file, "--quiet",
            "--output", f"json={out}", *more)
    document: dict[str, Any] = json.loads(out.read_bytes())
    return document


def formats(kind: str) -> list[str]:
    """The formats that a kind of capture is tested with."""
    from scanner.report import FORMATS

    return [name for name in FORMATS if kind == "har" or name not in PAPER]


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """All that anything logs meanwhile, at the lowest level."""
    told, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(told), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield told
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scan of a recorded session: the folder with a file for each format, and what was told meanwhile."""

    folder: Path
    done: Done
    log: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "json").read_bytes())
        return found


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Callable[[str], Scanned]:
    """The session as a kind of capture, scanned once into every format, with sockets refused."""

    @cache
    def once(kind: str) -> Scanned:
        folder = tmp_path_factory.mktemp(kind)
        with pytest.MonkeyPatch.context() as patches, logged() as log:
            refuse_sockets(patches)
            done = leerlek("scan", LEAKING / f"session.{kind}", "--policy", POLICY, "--subjects", SUBJECTS,
                           "--key-file", key_file, *(f"--output={name}={folder / name}" for name in formats(kind)))
        return Scanned(folder, done, log.getvalue())
    return once


def refuse_sockets(patches: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a socket was opened")

    patches.setattr(socket.socket, "connect", refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        patches.setattr(socket, name, refuse)


# 1 ── no raw personal data leaves the process


def planted_values() -> list[tuple[str, str]]:
    """(what, value) of every subject that is long enough to be found by chance only rarely."""
    subjects = yaml.safe_load(SUBJECTS.read_text(encoding="utf-8"))["subjects"]
    found = []
    for subject in subjects:
        for category, values in subject["values"].items():
            for value in values if isinstance(values, list) else [values]:
                text = str(value)
                if len(text) >= 5 and not category.startswith(("edu.", "demo.gender")):
                    found.append((f"{subject['id']} {category}", text))
    return found


def disguises(value: str) -> Iterator[str]:
    """The value as a leaking output could hold it: clear, encoded, or under a plain digest."""
    raw = value.encode()
    yield value
    yield value.lower()
    yield base64.b64encode(raw).decode().rstrip("=")[:-1]
    yield base64.urlsafe_b64encode(raw).decode().rstrip("=")[:-1]
    yield raw.hex()
    yield "".join(f"%{byte:02X}" for byte in raw)
    yield value.replace(" ", "+")
    yield value.replace(" ", "%20")
    for variant in {raw, raw.lower(), b"mailto:" + raw.lower()}:
        for algorithm in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(algorithm, variant)
            yield digest.hexdigest()
            yield base64.b64encode(digest.digest()).decode().rstrip("=")


@pytest.mark.parametrize("kind", EACH_KIND)
def test_no_planted_value_is_in_any_output(kind: str, tmp_path: Path, scanned: Callable[[str], Scanned]) -> None:
    made = scanned(kind)
    texts = {"terminal": made.done.stdout, "errors": made.done.stderr, "log": made.log}
    texts |= {name: text_of(name, (made.folder / name).read_bytes()) for name in formats(kind)}
    plain = [name for name in formats(kind) if name not in PAPER]
    with logged() as log:
        english = leerlek("report", made.folder / "json", "--lang", "en",
                          *(f"--output={name}={tmp_path / name}" for name in plain))
    texts |= {"errors in English": english.stderr, "log in English": log.getvalue()}
    texts |= {f"{name} in English": text_of(name, (tmp_path / name).read_bytes()) for name in plain}
    assert "findings" in texts["json"]
    # Capture labels and the policy are the user's own words; everything else must be clean.
    planted = {disguise: what for what, value in planted_values() for disguise in disguises(value)
               if len(disguise) >= SHORTEST}
    assert sorted({(where, planted[disguise]) for where, disguise in found(texts, planted)}) == []


def test_people_that_nobody_announced_are_in_no_output_either(tmp_path: Path, key_file: Path) -> None:
    """Without a subjects file, with values in hosts, paths, queries, header names, cookies and object keys."""
    from scanner.report import FORMATS

    given, family, bsn, mail, phone = "Fleur", "Zandgrond", "999990019", "fleur.zandgrond@thuis.example", "0655512345"
    full = f"{given} {family}"
    sent = json.dumps({full: {"bsn": bsn, "cijfer": 7}, mail: {"x": 1}, bsn: {"naam": full}, "achternaam": family,
                       "roepnaam": given, "tel": phone})
    entry = {
        "startedDateTime": "2026-10-05T09:00:00.000Z", "time": 1, "cache": {}, "timings": {},
        "request": {"method": "POST", "httpVersion": "HTTP/1.1", "queryString": [], "cookies": [],
                    "url": f"https://{family.lower()}.leer.example/leerling/{given}%20{family}/rapport?naam={given}+"
                           f"{family}&{mail}=1",
                    "headers": [{"name": f"X-{family}", "value": full},
                                {"name": "Cookie", "value": f"{family}={full}; leerling={mail}"},
                                {"name": "Referer", "value": f"https://x.example/leerling/{given}-{family}?t={phone}"}],
                    "postData": {"mimeType": "application/json", "text": sent}},
        "response": {"status": 200, "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
                     "content": {"mimeType": "application/json", "text": json.dumps({"per": {full: 8}})[:-3]}},
    }
    capture = tmp_path / "c.har"
    capture.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}), encoding="utf-8")
    outputs = [f"--output={name}={tmp_path / name}" for name in FORMATS]
    with logged() as log:
        done = leerlek("scan", capture, "--key-file", key_file, *outputs)
    texts = {"terminal": done.stdout, "errors": done.stderr, "log": log.getvalue()}
    texts |= {name: text_of(name, (tmp_path / name).read_bytes()) for name in FORMATS}
    assert "IDN-001" in texts["json"]
    assert not [(where, value) for where, text in texts.items()
                for value in (given, family, bsn, mail, phone) if value.lower() in text.lower()]


def test_the_search_for_planted_values_can_fail() -> None:
    what, value = planted_values()[0]
    assert what
    assert any(d in f"x {hashlib.sha256(value.encode()).hexdigest()} y" for d in disguises(value))
    assert any(d in base64.b64encode(value.encode()).decode() for d in disguises(value))


# 2 ── no network of its own

@pytest.mark.parametrize("kind", KINDS)
def test_a_scan_opens_no_socket(kind: str, scanned: Callable[[str], Scanned]) -> None:
    """One that does ends there: it is scanned with sockets that refuse."""
    assert all((scanned(kind).folder / name).stat().st_size for name in formats(kind))


def test_the_socket_guard_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_sockets(monkeypatch)
    with pytest.raises(AssertionError, match="a socket was opened"):
        socket.create_connection(("127.0.0.1", 9))


def test_html_asks_for_nothing_from_outside(scanned: Callable[[str], Scanned]) -> None:
    text = (scanned("har").folder / "html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in text
    for loader in ("src=\"http", "src='http", "@import", "url(http", "<link", "<iframe", "//cdn"):
        assert loader not in text


# 3 ── nothing is dropped silently


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_in_are_bytes_accounted_for(kind: str, scanned: Callable[[str], Scanned]) -> None:
    from scanner.capture import read_capture

    document = scanned(kind).document
    totals = document["coverage"]["totals"]
    read = 0
    for exchange in read_capture(LEAKING / f"session.{kind}", "x", lambda _note: None):
        read += len(exchange.request_body.data) + len(exchange.response_body.data)
        read += sum(len(message.data) for message in exchange.websocket)
    assert read > 10_000
    assert totals["body_bytes"] == read
    assert totals["body_bytes"] == totals["decoded_bytes"] + totals["unread_bytes"]
    for host in document["coverage"]["hosts"]:
        assert host["body_bytes"] == host["decoded_bytes"] + sum(host["unread"].values()), host["host"]


# 6 ── same input, same result

NO_SOCKETS = """
import socket
def refuse(*_a, **_k):
    raise AssertionError("a socket was opened")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
socket.gethostbyname = refuse
"""


@pytest.mark.parametrize("kind", EACH_KIND)
def test_the_same_scan_gives_the_same_bytes(kind: str, tmp_path: Path, key_file: Path,
                                            scanned: Callable[[str], Scanned]) -> None:
    """In a process of its own too, which orders its sets in another way; and loading it opens no socket either."""
    out = tmp_path / "again.json"
    program = f"{NO_SOCKETS}\nfrom scanner.cli import main\nimport sys\nmain(sys.argv[1:])"
    subprocess.run([sys.executable, "-c", program, "scan", LEAKING / f"session.{kind}", "--policy", POLICY,
                    "--subjects", SUBJECTS, "--key-file", key_file, "--quiet", "--output", f"json={out}"],
                   check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert out.read_bytes() == (scanned(kind).folder / "json").read_bytes()


def test_worker_processes_change_nothing(tmp_path: Path, key_file: Path, scanned: Callable[[str], Scanned]) -> None:
    scan(LEAKING / "session.har", tmp_path / "b.json", key_file, "--jobs", "2")
    assert (tmp_path / "b.json").read_bytes() == (scanned("har").folder / "json").read_bytes()


def test_another_key_gives_other_fingerprints(tmp_path: Path, scanned: Callable[[str], Scanned]) -> None:
    other = tmp_path / "other"
    other.write_text("22" * 32, encoding="ascii")
    first, second = scanned("har").document, scan(LEAKING / "session.har", tmp_path / "b.json", other)
    prints = [{d["fingerprint"] for d in document["detections"]} for document in (first, second)]
    assert prints[0]
    assert not prints[0] & prints[1]
    assert [d["masked"] for d in first["detections"]] == [d["masked"] for d in second["detections"]]


# 8 ── output is inert

HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "\x1b[31m\x1b]0;title\x07", "=HYPERLINK(\"http://x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0", "\u202egnp.exe", "../../../../etc/passwd", "'; DROP TABLE leerlingen; --",
    "{{7*7}}", "]]><x/>", "javascript:alert(1)",
]


def hostile_har() -> bytes:
    entries = []
    for number, evil in enumerate(HOSTILE):
        pupil = {"achternaam": "Kanarie", "bsn": "999990019", evil: evil}
        body = json.dumps({evil: pupil, "feedback": f"{evil} Kim Kanarie"})
        entries.append({
            "startedDateTime": f"2026-10-05T09:00:{number:02d}.000Z", "time": 1,
            "request": {"method": "POST", "url": f"https://{evil}.example/leerling/{evil}?naam={evil}&{evil}=999990019",
                        "httpVersion": "HTTP/1.1", "headers": [{"name": evil, "value": evil}, {"name": "Cookie",
                        "value": f"{evil}=999990019"}], "queryString": [], "cookies": [], "headersSize": -1,
                        "bodySize": -1, "postData": {"mimeType": "application/json", "text": body}},
            "response": {"status": 200, "statusText": evil, "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
                         "content": {"size": len(body), "mimeType": f"application/json; x={evil}", "text": body},
                         "redirectURL": evil, "headersSize": -1, "bodySize": -1},
            "cache": {}, "timings": {"send": 0, "wait": 0, "receive": 0},
        })
    creator = {"name": HOSTILE[0], "version": HOSTILE[2]}
    return json.dumps({"log": {"version": "1.2", "creator": creator, "entries": entries}}).encode()


def test_hostile_content_comes_out_inert(tmp_path: Path, key_file: Path) -> None:
    from scanner.report import FORMATS

    capture = tmp_path / "hostile.har"
    capture.write_bytes(hostile_har())
    outputs = [f"--output={name}={tmp_path / name}" for name in FORMATS]
    done = leerlek("scan", capture, "--key-file", key_file, *outputs)
    for text in (done.stdout, done.stderr):
        assert "\x1b" not in text
        assert "\u202e" not in text
    page = (tmp_path / "html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\x1b" not in page
    for name in FORMATS:
        if name.startswith("csv"):
            rows = list(csv.reader(io.StringIO((tmp_path / name).read_text(encoding="utf-8-sig")), delimiter=";"))
            assert len(rows) > 1
            assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in {"=", "+", "@", "\t", "\r"}]
    assert json.loads((tmp_path / "json").read_bytes())["findings"]
    assert {path.name for path in tmp_path.iterdir()} == {"hostile.har", *FORMATS}


# 9 ── the report is no judge

VERDICTS = ("overtreding", "illegaal", "onrechtmatig gebleken", "avg-compliant", "gdpr-compliant", "is unlawful",
            "is illegal", "geen persoonsgegevens waargenomen, dus")


def test_the_report_gives_no_verdict(tmp_path: Path, scanned: Callable[[str], Scanned]) -> None:
    leerlek("report", scanned("har").folder / "json", "--lang", "en", "--output", f"html={tmp_path / 'en.html'}")
    for page in (scanned("har").folder / "html", tmp_path / "en.html"):
        text = page.read_text(encoding="utf-8").lower()
        assert not [verdict for verdict in VERDICTS if verdict in text]
