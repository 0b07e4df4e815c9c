"""The HTML page in a real Chromium: filters, keyboard, print, WCAG 2.2 AA by axe, hostile content, many findings."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import builders
import pytest
from browser import Browser, Page
from report_readers import pages_of

from scanner.report import render

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(__file__).parents[1] / "axe" / "axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = 3400
"""Pixels at which no table scrolls, so that axe can tell the ground of every text."""


@cache
def document(name: str) -> dict[str, Any]:
    made: dict[str, Any] = getattr(builders, f"{name}_document")()
    return made


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The address of the report of a document, written once."""
    folder = tmp_path_factory.mktemp("reports")

    def address(name: str, lang: str = "nl") -> str:
        path: Path = folder / f"{name}-{lang}.html"
        if not path.exists():
            made = many() if name == "many" else many_hostile() if name == "many_hostile" else document(name)
            path.write_bytes(render(made, "html", lang))
        return path.as_uri()

    return address


@cache
def many() -> dict[str, Any]:
    """The sample with six hundred findings, those of one rule and severity far more than are elements at once."""
    made = copy.deepcopy(builders.sample_document())
    first = made["findings"][0]
    made["findings"] += [
        first | {"id": f"{first['rule']}-{number:08x}", "fingerprint": f"{number:032x}", "pointer": f"/lijst/{number}"}
        for number in range(600)]
    return made


@cache
def many_hostile() -> dict[str, Any]:
    """Hostile findings in such a number that most of them are text first."""
    made = copy.deepcopy(builders.hostile_document())
    made["findings"] = [f | {"id": f"X-{number}-{copied}", "fingerprint": f"{number}-{copied}", "rule": "IDN-001"}
                        for number, f in enumerate(made["findings"]) for copied in range(40)]
    return made


def visible(page: Page) -> int:
    return int(page.run("document.querySelectorAll('#findings .finding:not([hidden])').length"))


def settle(page: Page) -> None:
    """Let the frame pass in which the filter works."""
    page.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))")


@pytest.mark.parametrize(("fragment", "shown"), [
    ("", 5), ("#severity=hoog", 2), ("#recipient=crash", 1), ("#text=tracker", 1), ("#status=gedekt&severity=laag", 1),
    ("#text=niets%20van%20dit", 0), ("#text=BSN%20%20/report", 1),
])
def test_a_filtered_view_can_be_linked_to(chromium: Browser, saved: Any, fragment: str, shown: int) -> None:
    with chromium.page(saved("sample") + fragment) as page:
        assert visible(page) == shown
        assert page.run("document.getElementById('shown').textContent") == f"{shown} van 5 bevindingen"
        assert page.run("document.getElementById('no-match').hidden") is (shown > 0)
        assert page.said == []
        assert page.asked == []


def test_the_harness_would_tell(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "control.html"
    path.write_text('<img src="http://outside.example/x.png"><script>console.log("ran"); alert(1)</script>', "utf-8")
    with chromium.page("about:blank") as page:
        page.send("Page.navigate", url=path.as_uri())
        dialog = chromium.event("Page.javascriptDialogOpening", page.session)
        page.send("Page.handleJavaScriptDialog", accept=True)
        chromium.event("Page.loadEventFired", page.session)
        assert dialog["message"] == "1"
        assert any("ran" in said for said in page.said)
        assert page.asked == ["http://outside.example/x.png"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_hostile_content_runs_nothing_asks_for_nothing_and_keeps_the_layout(
    chromium: Browser, saved: Any, lang: str
) -> None:
    for width in (1280, 320):
        with chromium.page(saved("hostile", lang), width=width) as page:
            page.run("document.querySelectorAll('details').forEach(details => { details.open = true })")
            assert page.run("document.documentElement.dataset.script") == "ready"
            assert page.said == []
            assert page.asked == []
            assert page.run("document.title.length") < 400
            assert page.run("document.documentElement.scrollWidth") <= width
            assert page.run("document.querySelectorAll('img, iframe, object, embed, link, base, form[action]').length"
                            ) == 0
            assert page.run("[...document.links].every(link => link.getAttribute('href').startsWith('#'))")


def test_hostile_content_stays_inert_when_text_becomes_elements(chromium: Browser, saved: Any) -> None:
    with chromium.page(saved("many_hostile")) as page:
        assert page.run("!!document.querySelector('#findings noscript')")
        page.run("document.querySelector('[name=text]').focus()")
        page.type("alert")
        settle(page)
        assert visible(page) > 0
        assert page.run("document.querySelectorAll('#findings noscript').length") == 0
        assert page.run("document.querySelectorAll('main img, main script, main iframe, [onload], "
                        "[onerror]').length") == 0
        assert page.said == []
        assert page.asked == []


def test_a_hostile_picture_by_itself_is_inert(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "picture.svg"
    path.write_bytes(render(document("hostile"), "svg", "nl"))
    with chromium.page(path.as_uri()) as page:
        assert page.run("document.documentElement.localName") == "svg"
        assert page.run("document.querySelectorAll('script, image, foreignObject, a, use, [onload]').length") == 0
        assert page.said == []
        assert page.asked == []


@pytest.mark.parametrize(("name", "lang", "dark", "width"), [
    ("sample", "nl", True, 320),
    *(pytest.param(*each, marks=pytest.mark.long) for each in (
        ("hostile", "en", True, 1280), ("sample", "nl", False, WIDE),
        ("sample", "en", True, WIDE), ("sample", "en", False, 320), ("quiet", "nl", False, WIDE))),
])
def test_wcag(chromium: Browser, saved: Any, name: str, lang: str, dark: bool, width: int) -> None:
    """By axe; what axe cannot decide is bounded here too (the picture's contrast: test_picture.py)."""
    with chromium.page(saved(name, lang), width=width, height=20_000, dark=dark) as page:
        page.run("document.querySelectorAll('details').forEach(details => { details.open = true })")
        page.run(f"{AXE}; 0")
        found = page.run(f"axe.run({{runOnly: {json.dumps(WCAG)}}})")
    told = [(v["id"], v["help"], [node["html"][:200] for node in v["nodes"][:5]]) for v in found["violations"]]
    assert told == []
    assert {"color-contrast", "target-size", "document-title", "html-has-lang", "td-headers-attr", "region"
            } <= {rule["id"] for rule in found["passes"]}
    undecided = {rule["id"]: [node["html"] for node in rule["nodes"] if not is_sign(node)]
                 for rule in found["incomplete"]}
    # Rows that head the rows below them (scope=rowgroup, as in the HTML standard) are beyond axe.
    assert all(' banded"' in html for html in undecided.pop("th-has-data-cells", ()))
    assert set(undecided) <= {"color-contrast"}
    if width == WIDE:  # only where no text is cut off by its scroll area can axe tell all grounds
        assert [html for html in undecided.get("color-contrast", ()) if not html.startswith("<text")] == []


def test_axe_would_tell(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "control.html"
    path.write_text("<title>x</title><p style='color:#999;background:#fff'>pale</p><input><a href='#'>a</a>", "utf-8")
    with chromium.page(path.as_uri()) as page:
        page.run(f"{AXE}; 0")
        found = page.run(f"axe.run({{runOnly: {json.dumps(WCAG)}}})")
    assert {"color-contrast", "label", "html-has-lang"} <= {rule["id"] for rule in found["violations"]}


def is_sign(node: dict[str, Any]) -> bool:
    """Whether axe leaves a contrast open because what is shown is an arrow, a tick or one character."""
    return any((check.get("data") or {}).get("messageKey") in {"nonBmp", "shortTextContent"} for check in node["any"])


STOPS = """(() => {
  const at = document.activeElement;
  if (!at || at === document.body) { return null; }
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const x = Math.max(0, box.left) + 3, y = Math.max(0, box.top) + 3;
  const top = document.elementFromPoint(x, y);
  return {
    name: at.tagName.toLowerCase() + (at.name ? ":" + at.name : "") + (at.className ? "." + at.className : ""),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0,
    free: !!top && (at.contains(top) || top.contains(at)),
    said: at.getAttribute("aria-label") || at.textContent || (at.labels && at.labels.length > 0),
  };
})()"""


def test_everything_works_by_keyboard(chromium: Browser, saved: Any) -> None:
    with chromium.page(saved("sample"), reduced=True) as page:  # a smooth scroll takes its time
        seen = []
        for _ in range(200):
            page.key("Tab", 9)
            stop = page.run(STOPS)
            if stop is None:
                break
            seen.append(stop)
        names = [stop["name"] for stop in seen]
        assert names[0] == "a.skip"
        for name in ("select:severity", "select:recipient", "select:status", "input:text", "button", "summary"):
            assert name in names, name
        bad = [stop for stop in seen if not (stop["outline"] and stop["inside"] and stop["free"] and stop["said"])]
        assert bad == []


def test_filter_and_details_by_keyboard(chromium: Browser, saved: Any) -> None:
    with chromium.page(saved("sample")) as page:
        page.run("document.querySelector('[name=text]').focus()")
        page.type("tracker")
        settle(page)
        assert visible(page) == 1
        page.run("document.querySelector('.finding:not([hidden]) summary').focus()")
        page.key("Enter", 13, "\r")
        assert page.run("document.querySelector('.finding:not([hidden]) details').open") is True
        page.run("document.getElementById('open-all').focus()")
        page.key(" ", 32, " ")
        assert page.run("document.querySelector('.finding:not([hidden]) details').open") is True
        assert page.run("document.getElementById('open-all').textContent") == "Alles dichtklappen"


def test_who_wants_no_motion_gets_none(chromium: Browser, saved: Any) -> None:
    for reduced, behaviour in ((False, "smooth"), (True, "auto")):
        with chromium.page(saved("sample"), reduced=reduced) as page:
            assert page.run("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
            assert page.run("document.getAnimations().length") == 0


@pytest.mark.parametrize("name", ["sample", "many"])
def test_without_script_everything_is_there(chromium: Browser, saved: Any, name: str) -> None:
    findings = len((many() if name == "many" else document(name))["findings"])
    with chromium.page(saved(name), scripts=False) as page:
        root = page.send("DOM.getDocument")["root"]["nodeId"]

        def count(selector: str) -> int:
            return len(page.send("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"])

        assert count("#findings .finding") == findings
        assert count("#findings .finding summary") == findings
        assert count("#filter[hidden]") == 1


def test_many_findings_open_quickly_and_are_all_there(chromium: Browser, saved: Any) -> None:
    address, total = saved("many"), len(many()["findings"])
    last = f"f-{many()['findings'][-1]['id']}"
    with chromium.page(address + f"#{last}", reduced=True) as page:
        assert page.run(f"document.getElementById('{last}').getBoundingClientRect().top < innerHeight"), "a link works"
        assert visible(page) == total
    with chromium.page(address) as page:
        assert page.run("document.getElementById('shown').textContent") == f"{total} van {total} bevindingen"
        page.run("document.querySelector('[name=text]').focus()")
        page.type("/lijst/599")
        settle(page)
        assert visible(page) == 1
        assert page.said == []
    with chromium.page(address) as page:
        page.run("(async () => { while (document.querySelector('#findings noscript')) {"
                 " await new Promise(done => setTimeout(done, 20)) } })()")
        assert visible(page) == total, "with nothing else to do the browser makes elements of all"


def printed(page: Page) -> list[str]:
    return [" ".join(sheet.split()) for sheet in pages_of(page.pdf())]


@pytest.mark.parametrize("lang", ["nl", pytest.param("en", marks=pytest.mark.long)])
def test_print(chromium: Browser, saved: Any, lang: str) -> None:
    with chromium.page(saved("sample", lang), dark=True) as page:
        sheets = printed(page)
        text = " ".join(sheets)
        assert page.run("document.querySelectorAll('details[open]').length") == 0, "closed again afterwards"
    evidence = {"nl": "controlegetal", "en": "checksum"}[lang]
    assert evidence in text, "what is folded on the screen is on paper"
    assert {"nl": "Zoek", "en": "Search"}[lang] not in text, "the filter is not"
    assert all(f"{number} / {len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1)), "pages are numbered"
