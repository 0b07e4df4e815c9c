"""The sheets for devices: what they say, by whom they can be read, and that each is one page of A4."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import segno
from browser import Browser
from dashboards import TOKEN, Site

from scanner.live.sheet import DEVICES, POLICY, sheet
from scanner.live.tunnel import draw

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests" / "axe" / "axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = ["windows", "macos", "chromeos", "ipados", "android", "firefox"]


def test_every_kind_is_there() -> None:
    assert list(DEVICES) == KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("lang", "words"), [("nl", ("Poort", "Na de les", "testaccounts")),
                                             ("en", ("Port", "After the lesson", "test accounts"))])
def test_it_says_where_and_how_and_how_to_leave(kind: str, lang: str, words: tuple[str, ...]) -> None:
    page = sheet(kind, "192.0.2.9", 8123, lang)
    assert all(word in page for word in (*words, "192.0.2.9", "8123", "http://mitm.it", DEVICES[kind].name.get(lang)))
    assert f'<html lang="{lang}">' in page
    assert not re.search(r'(?:src|href)="(?!data:)', page), "nothing from elsewhere"
    assert "<script" not in page


def test_the_code_is_that_of_the_address() -> None:
    drawn = io.BytesIO()
    segno.make("http://mitm.it", error="m", micro=False).save(drawn, kind="svg", scale=4, xmldecl=False, omitsize=True)
    path = re.search(r' d="([^"]+)"', drawn.getvalue().decode())
    assert path and path[1] in sheet("windows", "192.0.2.9", 8080, "nl")


def test_a_tunnel_has_its_own_code_and_no_address(tmp_path: Path) -> None:
    draw("[Interface]\nPrivateKey = x", tmp_path)
    code = (tmp_path / "wireguard.svg").read_text("utf-8")
    page = sheet("ipados", "192.0.2.9", 8080, "nl", tunnel=True, code=code)
    assert "code voor WireGuard" in page and "192.0.2.9" not in page and "Scan van QR-code" in page
    assert "192.0.2.9" in sheet("firefox", "192.0.2.9", 8080, "nl", tunnel=True, code=code), "a program has no tunnel"


def test_what_is_typed_is_text() -> None:
    assert "<img" not in sheet("windows", '"><img src=x>', 8080, "nl")


@pytest.mark.browser
@pytest.mark.long
def test_axe_paper_and_policy(chromium: Browser, tmp_path: Path) -> None:
    from pypdf import PdfReader

    draw("[Interface]\n" + "x" * 280, tmp_path)
    code = (tmp_path / "wireguard.svg").read_text("utf-8")
    assert POLICY.startswith("default-src 'none'")
    for kind in KINDS:
        others = {"android": [("nl", True)], "ipados": [("en", False)]}
        for lang, tunnel in [("nl", False), *others.get(kind, [])]:
            path = tmp_path / "sheet.html"
            path.write_text(sheet(kind, "2001:db8:1234:5678::9", 8080, lang, tunnel=tunnel, code=code), "utf-8")
            with chromium.page(path.as_uri(), width=320) as page:
                assert page.run("document.documentElement.scrollWidth <= innerWidth"), kind
                page.run(AXE)
                assert page.run(f"axe.run(document, {{runOnly: {json.dumps(WCAG)}}}).then(r => r.violations.map(v => "
                                "[v.id, v.nodes.map(n => n.failureSummary)]))") == [], kind
                printed = PdfReader(io.BytesIO(page.pdf()))
                assert len(printed.pages) == 1, (kind, lang, tunnel)
                assert abs(float(printed.pages[0].mediabox.width) - 595) < 2
                assert page.said == [] and page.asked == []


def test_the_command(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "scanner", "sheet", "ipados", "windows", "--address", "192.0.2.9",
                           "-o", str(tmp_path / "new")], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          check=True)
    assert [Path(line).name for line in done.stdout.split()] == ["leerlek-ipados.html", "leerlek-windows.html"]
    assert "192.0.2.9" in (tmp_path / "new" / "leerlek-ipados.html").read_text("utf-8")


def test_the_dashboard_serves_them(tmp_path: Path) -> None:
    from dashboards import dashboard

    with dashboard(tmp_path) as site:
        assert isinstance(site, Site)
        status, content, headers = site.ask("/sheet/ipados?lang=en", Cookie=f"leerlek-{site.port}={TOKEN}")
        assert status == 200 and b"iPad and iPhone" in content
        assert headers["content-security-policy"] == POLICY
        assert site.ask("/sheet/ipados")[0] == 403
        assert site.ask("/sheet/ipados?lang=xx", Cookie=f"leerlek-{site.port}={TOKEN}")[0] == 200
        assert site.inside("/sheet/other")[0] == 404
