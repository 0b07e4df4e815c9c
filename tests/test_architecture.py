"""The arrows between the stages, and what is imported when."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCANNER = ROOT / "scanner"

ALLOWED = {
    "model": set(),
    "errors": set(),
    "processors": set(),
    "collector": set(),
    "heap": set(),
    "orphans": set(),
    "settings_folder": set(),
    "nesting": set(),
    "capture": {"model", "errors"},
    "decode": {"model", "errors"},
    "detect": {"model", "errors", "decode", "settings_folder", "nesting", "orphans"},
    "judge": {"model", "errors", "nesting"},
    "report": {"model", "errors"},
    "coverage": {"model"},
    "protection": {"model"},
    "dossier": {"judge", "report"},
    "inputs": {"errors"},
    "inspection": {"model", "capture", "decode", "coverage", "inspection_shares"},
    "inspection_shares": {"model", "capture", "coverage", "processors"},
    "kept": {"model"},
    "pipeline": {"model", "decode", "detect", "judge", "collector", "coverage", "heap", "kept", "orphans"},
    "given": set(),
    "result": {"model", "errors", "given", "detect", "judge", "report", "coverage", "kept", "pipeline", "run"},
    "standins": {"model", "errors"},
    "run": {"model", "errors", "inputs", "standins", "capture", "detect", "judge", "pipeline", "processors",
            "protection", "result", "collector"},
    "sanitize": {"model", "errors", "inputs", "capture", "decode", "detect", "run"},
    "proving": {"model", "errors", "inputs", "capture", "decode", "detect"},
    "bundle": {"model", "errors", "given", "capture", "detect", "judge", "report", "result", "run"},
    "live": {"model", "errors", "decode", "detect", "judge", "kept", "sanitize", "pipeline", "report", "run",
             "settings_folder", "collector"},
    "cli": {"model", "errors", "capture", "decode", "detect", "dossier", "judge", "report", "coverage", "inputs",
            "inspection", "live", "collector", "processors", "proving", "run", "bundle", "sanitize", "settings_folder"},
    "pytest_plugin": {"model", "errors", "capture", "detect", "report", "run", "standins", "cli"},
    "api": {"errors", "report", "run"},
    "__init__": {"api", "errors"},
    "__main__": {"cli"},
}
"""Stage → what it may import of us. A stage knows only the stages before it."""

HEAVY = ["spacy", "presidio_analyzer", "pandas", "scapy", "mitmproxy", "numpy", "lxml", "selectolax", "jsonschema"]


def stage_of(module: Path) -> str:
    parts = module.relative_to(SCANNER).with_suffix("").parts
    return parts[0]


def imports_of(module: Path) -> Iterator[str]:
    package = ("scanner", *module.relative_to(SCANNER).parent.parts)
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            yield name
            if name in {"scanner", ""}:
                yield from (f"scanner.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", sorted(SCANNER.rglob("*.py")), ids=lambda m: str(m.relative_to(SCANNER)))
def test_a_stage_imports_only_the_stages_before_it(module: Path) -> None:
    stage = stage_of(module)
    assert stage in ALLOWED, f"{stage} is a new stage: say what it may import"
    for name in imports_of(module):
        parts = name.split(".")
        if parts[0] != "scanner" or len(parts) < 2 or parts[1] in {stage, "__version__"}:
            continue
        assert parts[1] in ALLOWED[stage], f"{module.relative_to(ROOT)} imports {name}"


def test_the_check_sees_a_wrong_arrow() -> None:
    wrong = SCANNER / "decode" / "wrong.py"
    tree = "from scanner.judge import Judge\nfrom ..report import render\nimport scanner.detect.engine\n"
    names = set()
    for node in ast.walk(ast.parse(tree)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ("scanner", "decode")[: 2 - node.level + 1] if node.level else ()
            names.add(".".join([*base, *(node.module or "").split(".")]).strip("."))
    assert names == {"scanner.judge", "scanner.report", "scanner.detect.engine"}
    assert stage_of(wrong) == "decode"
    assert not {name.split(".")[1] for name in names} & ALLOWED["decode"]


def loaded_by(code: str) -> set[str]:
    probe = f"{code}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by("from scanner.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass")
    assert not loaded & {*HEAVY, "yaml", "rich", "orjson", "cryptography"}


def test_listing_a_packet_capture_loads_nothing_of_later_stages() -> None:
    capture = ROOT / "tests" / "captures" / "pcap" / "gen-h1-plain-vlan-be.pcap"
    code = f"from scanner.cli import main\ntry: main(['inspect', '--json', {str(capture)!r}])\nexcept SystemExit: pass"
    loaded = loaded_by(code)
    assert "scanner.capture.pcap.http1" in loaded
    assert not loaded & {"scanner.model.detection", "scanner.model.categories", "scanner.capture.json_entries",
                         "scanner.detect", "numpy.ma", "tempfile", "cryptography"}



def modules_of_a_scan(har: Path, folder: Path) -> set[str]:
    return loaded_by(
        "from scanner.cli import main\n"
        f"try:\n    main(['scan', {str(har)!r}, '--quiet', '--key-file', {str(folder / 'key')!r}])\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code"
    )


def test_a_scan_of_json_traffic_loads_no_spacy_and_no_proxy(tmp_path: Path) -> None:
    loaded = modules_of_a_scan(ROOT / "fixtures" / "lean" / "session.har", tmp_path)
    assert not loaded & {"spacy", "thinc", "presidio_analyzer", "pandas", "scapy", "mitmproxy", "jsonschema"}


def test_a_scan_without_prose_loads_no_model(tmp_path: Path) -> None:
    body = {"id": 7, "titel": "Breuken", "status": "opslaan en sluiten", "items": ["stap 3 van 10", "lastName"]}
    url = "https://api.rekenbaas.example/v2/lessen/7"
    headers = [{"name": "User-Agent", "value": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Gecko"},
               {"name": "Accept-Language", "value": "nl-NL,nl;q=0.9"},
               {"name": "Content-Type", "value": "application/json"}]
    entry = {
        "startedDateTime": "2026-10-05T07:14:22.000Z", "time": 1, "cache": {},
        "timings": {"send": 0, "wait": 1, "receive": 0},
        "request": {"method": "GET", "url": url, "httpVersion": "HTTP/1.1", "headers": headers, "queryString": [],
                    "cookies": [], "headersSize": -1, "bodySize": 0},
        "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": headers, "cookies": [],
                     "content": {"size": 1, "mimeType": "application/json", "text": json.dumps(body)},
                     "redirectURL": "", "headersSize": -1, "bodySize": -1},
    }
    har = tmp_path / "plain.har"
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [entry]}
    har.write_text(json.dumps({"log": log}), encoding="utf-8")
    assert not modules_of_a_scan(har, tmp_path) & {"spacy", "thinc", "numpy"}
