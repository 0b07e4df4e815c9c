"""Recorded conversations of OpenSSL's tools: retries, early data, new keys, shared keys, padding, rare suites.

``tests/captures/openssl/record.py`` made them.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from scanner.capture.pcap import read_pcap
from scanner.model import Gap, Note

FOLDER = Path(__file__).parents[2] / "captures" / "openssl"
ASKED, EARLY, ANSWERED = ("GET", "/cijfers?leerling=7", b""), ("POST", "/vroeg", b"vroeg"), ("", "/", b"")
CASES = {path.stem: [ASKED] for path in FOLDER.glob("*.pcapng")} | {
    "key-update": [ASKED, ANSWERED],  # a second answer, under yet another key, that nobody asked for
    "renegotiation": [ASKED, ASKED],
    "renegotiation-1.0": [ASKED, ASKED],
    "early-data": [EARLY, ASKED],
}
ANSWER = b"antwoord".ljust(2999, b".") + b"\n"


def test_all_are_there() -> None:
    assert len(CASES) == 17


@pytest.mark.parametrize("name", CASES)
def test_everything_is_read(name: str) -> None:
    notes: list[Note] = []
    exchanges = list(read_pcap(FOLDER / f"{name}.pcapng", name, notes.append))
    assert [(one.method, one.target, one.request_body.data) for one in exchanges] == CASES[name]
    assert all(one.response_body.data == ANSWER and one.tls is not None for one in exchanges)
    refused = name.startswith("early-data-")
    assert [(note.gap, note.detail) for note in notes] == [
        (Gap.TLS_REFUSED, "early data that the server refused")] * refused


@pytest.mark.slow
@pytest.mark.tshark
@pytest.mark.parametrize("name", CASES)
def test_tshark_reads_no_more(name: str) -> None:
    tshark = shutil.which("tshark")
    if tshark is None:
        pytest.skip("tshark is not installed")
    listed = subprocess.run([tshark, "-n", "-2", "-r", str(FOLDER / f"{name}.pcapng"), "-Y", "http.request", "-T",
                             "fields", "-e", "http.request.method", "-e", "http.request.uri"],
                            capture_output=True, text=True, check=False).stdout
    seen = [tuple(line.split("\t")) for line in listed.splitlines()]
    asked = [(method, target) for method, target, _ in CASES[name] if method]
    assert set(seen) <= set(asked) | {("POST", "/vroeg")}
