"""The dashboard in a real Chromium: what it shows, keys, axe, hostile content, many findings."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, Page
from dashboards import TOKEN, Site, dashboard

from scanner.live.control import Command, Control
from scanner.live.reports import REPORTS
from scanner.live.store import CellRow, DeviceRow, FindingRow, GapRow, HostRow, ProtectedRow, StepRow, Store
from scanner.live.worker import UNFINISHED

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(__file__).parents[2] / "axe" / "axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MANY = 100_000
EVIL = '"><img src=x onerror=fail()><script>fail()</script>\u202e\x1b[2J{total}'
BSN = FindingRow(0, "IDN-001", "BSN buiten de wettelijke ontvanger", "BSN outside a statutory recipient", 4, "open",
                 "leer.example", "Leer", "undeclared", "api.leer.example", "GET /klas", "body", "/bsn", "response",
                 "id.bsn", "", 3, 2, 1_700_000_000.0, 1_700_000_100.0)
REAL = replace(BSN, number=1, rule="COV-005", title_nl="Mogelijk een echte persoon", endpoint="GET /ouders")
HOSTILE = replace(BSN, number=2, severity=1, rule="RET-001", title_nl=EVIL, organisation=EVIL, recipient=EVIL,
                  host=EVIL, endpoint=EVIL, pointer=EVIL, categories=EVIL, role=EVIL, status=EVIL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("results")
    (folder / UNFINISHED).mkdir()
    store = Store(folder)
    store.update([
        BSN, REAL, HOSTILE, DeviceRow("c1", 1, "192.0.2.7", 3, 1.0, 2.0), DeviceRow("c2", 2, EVIL, 3, 1.0, 2.0),
        CellRow("leer.example", "Leer", "vendor", "id.bsn", "pupil", False, 3, 2),
        CellRow("leer.example", "Leer", "vendor", "name.given", "pupil", True, 3, 2),
        CellRow(EVIL, EVIL, EVIL, EVIL, EVIL, False, 3, 2), HostRow("leer.example", 5, 9_999_999, 1, 0),
        HostRow(EVIL, 0, 0, 0, 4), GapRow("tls.no-key", EVIL, "", 0, 4, 5.0),
        GapRow("content.media", EVIL, EVIL, 99, 1, 0.0), StepRow("stap-1", EVIL, "pupil", 2, 1.0, 2.0),
        ProtectedRow("blocked", "meten.example", "Meten", "", "IDN-001", "BSN hier", "BSN here", 4, "id.bsn", "body",
                     "/bsn", "*********", 3),
        ProtectedRow("passed", EVIL, EVIL, "slow", "", "", "", -1, "", "", "", "", 1),
        ProtectedRow(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, -1, EVIL, EVIL, EVIL, EVIL, 1),
    ], [("c1", 0)], {
        "protecting": {"block": "hoog", "block_for": ["meten.example"], "pseudonymise": [EVIL]},
        "exchanges": 12_345, "mode": "test", "waiting": 0, "refused": [
            {"gap": "tls.no-certificate", "host": "", "devices": ["192.0.2.9"], "count": 7, "time": 5.0},
            {"gap": "tls.pinned", "host": EVIL, "devices": ["192.0.2.7", EVIL], "count": 3, "time": 5.0}]})
    with dashboard(folder) as running:
        yield running


def opened(chromium: Browser, site: Site, **how: Any) -> Any:
    return chromium.page(f"http://{site.home}/?token={TOKEN}", **how)


def until(page: Page, true: str) -> None:
    """Wait for what the page does by itself once a second."""
    for _ in range(200):
        if page.run(f"Boolean({true})"):
            return
        time.sleep(0.05)
    raise AssertionError(f"{true} did not come true")


ROWS = "document.querySelectorAll('#rows tr').length"


def test_it_shows_what_the_store_holds_and_asks_nobody_else(chromium: Browser, site: Site) -> None:
    with opened(chromium, site) as page:
        until(page, f"{ROWS} === 3")
        text = page.run("document.body.innerText")
        assert "BSN buiten de wettelijke ontvanger" in text
        assert "12.345" in text
        assert "burgerservicenummer" in text
        assert page.run("document.getElementById('real').hidden") is False
        assert page.run("document.getElementById('refused').hidden") is False
        assert "certificaat ontbreekt op het apparaat" in text and "192.0.2.9 (7×" in text
        assert page.run("[...document.querySelectorAll('.tile .figure')].map(e => e.textContent)") == [
            "2", "0", "0", "1", "0"]
        assert page.run("location.search") == "", "the token does not stay in the address"
        assert page.run("document.cookie") == ""
        assert [url for url in page.asked if not url.startswith(f"http://{site.home}/")] == []
        assert page.said == []


def test_content_of_a_capture_is_text(chromium: Browser, site: Site) -> None:
    with opened(chromium, site) as page:
        until(page, f"{ROWS} === 3")
        assert page.run("document.querySelectorAll('main img:not(#tunnel-code), main script').length") == 0
        assert EVIL.replace("\x1b", "\x1b") in page.run("document.getElementById('rows').textContent")
        assert page.run("document.querySelectorAll('[onerror]').length") == 0
        assert page.said == []


@pytest.mark.parametrize(("lang", "dark", "width"), [
    ("nl", False, 1280), ("en", True, 320),
    *(pytest.param(*each, marks=pytest.mark.long) for each in (
        ("nl", False, 320), ("nl", True, 1280), ("nl", True, 320), ("en", False, 1280), ("en", False, 320),
        ("en", True, 1280))),
])
def test_axe_has_nothing_to_say(lang: str, dark: bool, width: int, chromium: Browser, site: Site) -> None:
    with opened(chromium, site, width=width, dark=dark) as page:
        until(page, f"{ROWS} === 3")
        if lang == "en":
            page.run("document.getElementById('language').click()")
        assert page.run("document.documentElement.lang") == lang
        page.run("document.querySelector('details').open = true")
        page.run(AXE)
        result = page.run(f"axe.run(document, {{runOnly: {json.dumps(WCAG)}}}).then(r => r.violations.map(v => "
                          "[v.id, v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3)]))")
        assert result == []
        assert page.run("document.documentElement.scrollWidth <= innerWidth"), "it fits without scrolling sideways"


def test_it_works_by_keys_alone(chromium: Browser, site: Site) -> None:
    Control(site.folder / UNFINISHED).take()
    with opened(chromium, site) as page:
        until(page, f"{ROWS} === 3")
        seen: list[str] = []
        for _ in range(60):
            page.key("Tab", 9)
            seen.append(page.run("document.activeElement.id || document.activeElement.textContent.slice(0, 30)"))
            if seen[-1] == "Toets":
                break
        assert seen[0] == "Naar de bevindingen"
        assert {"language", "pause", "stop"} <= set(seen)
        assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.key("Enter", 13, "\r")
        for _ in range(100):
            taken = Control(site.folder / UNFINISHED).take()
            if taken:
                break
            time.sleep(0.05)
        assert taken == [Command("mark", "Toets", "pupil")]


def test_a_real_person_offers_to_stop(chromium: Browser, site: Site) -> None:
    Control(site.folder / UNFINISHED).take()
    with opened(chromium, site) as page:
        until(page, f"{ROWS} === 3")
        assert page.run("document.getElementById('real').getAttribute('role')") == "alert"
        page.run("window.confirm = () => true; document.getElementById('real-pause').click();"
                 "document.getElementById('real-stop').click()")
        taken: list[Command] = []
        for _ in range(100):
            taken += Control(site.folder / UNFINISHED).take()
            if len(taken) == 2:
                break
            time.sleep(0.05)
        assert {each.do for each in taken} == {"pause", "stop"}


def test_sheets_are_offered(chromium: Browser, site: Site) -> None:
    with opened(chromium, site) as page:
        until(page, "document.querySelectorAll('#sheets a').length === 6")
        assert page.run("document.querySelector('#sheets a').getAttribute('href')") == "/sheet/windows?lang=nl"
        page.go(f"http://{site.home}/sheet/windows?lang=nl")
        assert page.run("getComputedStyle(document.querySelector('h2')).color") == "rgb(10, 90, 117)", "its style works"
        assert page.said == []


def test_filters(chromium: Browser, site: Site) -> None:
    with opened(chromium, site) as page:
        until(page, f"{ROWS} === 3")
        page.run("document.querySelector('[name=words]').focus()")
        page.type("ouders")
        until(page, f"{ROWS} === 1 && document.getElementById('shown').textContent === '1–1 van 1'")
        page.run("document.querySelector('[name=words]').value = ''")
        page.run("document.getElementById('device').value = '1';"
                 "document.getElementById('filter').dispatchEvent(new Event('input', {bubbles: true}))")
        until(page, f"{ROWS} === 1 && document.getElementById('rows').textContent.includes('IDN-001')")
        page.run("document.querySelector('[name=words]').value = 'niets hiervan';"
                 "document.getElementById('filter').dispatchEvent(new Event('input', {bubbles: true}))")
        until(page, "document.getElementById('rows').textContent.includes('Geen bevindingen')")


def test_a_device_gets_its_name(chromium: Browser, site: Site) -> None:
    with opened(chromium, site) as page:
        until(page, "document.querySelector('#device-rows input')")
        page.run("document.querySelector('#device-rows input').focus()")
        page.type("kar 2, tablet 14")
        page.key("Enter", 13, "\r")
        page.run("document.activeElement.blur()")
        until(page, "[...document.getElementById('device').options].some(o => o.textContent === 'kar 2, tablet 14')")
        until(page, "document.getElementById('saved').textContent === 'Bewaard.'")


def test_the_report_reaches_nothing_of_the_dashboard(chromium: Browser, site: Site) -> None:
    path = site.folder / REPORTS["html"]
    path.write_text("<!doctype html><title>Rapport</title><script>window.ran = 1;"
                    "fetch('/api/state', {credentials: 'include'})"
                    ".then(r => window.got = r.status, () => window.got = 'no')</script>", encoding="utf-8")
    try:
        with opened(chromium, site) as page:
            page.go(f"http://{site.home}/report")
            until(page, "window.ran && window.got")
            assert page.run("origin") == "null"
            assert page.run("window.got") == "no"
    finally:
        path.unlink()


def test_a_hundred_thousand_findings_are_pages(chromium: Browser, tmp_path: Path) -> None:
    (tmp_path / UNFINISHED).mkdir()
    store = Store(tmp_path)
    store.update((replace(BSN, number=n, severity=n % 5, pointer=f"/veld/{n}") for n in range(MANY)),
                 [("c1", n) for n in range(MANY)], {"exchanges": MANY})
    store.update([DeviceRow("c1", 1, "192.0.2.7", 3, 1.0, 2.0)], [], {"exchanges": MANY})
    with dashboard(tmp_path) as site, opened(chromium, site) as page:
        until(page, f"{ROWS} === 50")
        assert page.run("document.getElementById('shown').textContent") == "1–50 van 100.000"
        page.run("document.querySelector('[name=words]').focus()")
        page.type("/veld/77777")
        until(page, f"{ROWS} === 1")
        assert page.run("document.querySelectorAll('*').length") < 2_000
        assert page.run("document.querySelector('#device-rows a').textContent") == "100.000"
        page.run("document.querySelector('#device-rows a').click()")
        until(page, f"{ROWS} === 1 && document.getElementById('device').value === '1'")


def test_it_tells_what_protection_did(chromium: Browser, site: Site) -> None:
    with opened(chromium, site) as page:
        until(page, "document.querySelectorAll('#protected-rows tr').length === 3")
        told = page.run("document.getElementById('protection').innerText")
        assert "hoog: meten.example" in told and "BSN hier (IDN-001)" in told and "burgerservicenummer" in told
        assert "duurde te lang" in told
