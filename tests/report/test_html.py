"""The HTML page: whole, inert, self-contained, readable in both languages; test_html_browser.py opens it."""

import base64
import hashlib
from html.parser import HTMLParser
from typing import Any

import builders
import pytest

from scanner.report import render
from scanner.report.html.annex import MOST_DETECTIONS

VOID = {"meta", "input", "br", "hr", "wbr"}
FORBIDDEN = (
    "overtreding",
    "illegaal",
    "onrechtmatig",
    "avg-compliant",
    "gdpr-compliant",
    "geen persoonsgegevens",
    "unlawful",
    "illegal",
    "violation",
    "infringement",
    "compliant",
)


class Page(HTMLParser):
    """A page as a strict reader sees it: every element closed in order."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.raw: dict[str, str] = {}
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.raw[self.open[-1]] = self.raw.get(self.open[-1], "") + data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def page(document: dict[str, Any], lang: str = "nl") -> Page:
    return Page(render(document, "html", lang))


DOCUMENTS = {
    "sample": builders.sample_document(),
    "quiet": builders.quiet_document(),
    "empty": builders.empty_document(),
    "hostile": builders.hostile_document(),
}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_is_well_formed_with_unique_anchors(name: str, lang: str) -> None:
    made = page(DOCUMENTS[name], lang)
    assert made.open == []
    ids = [attributes["id"] for _, attributes in made.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    targets = {(attributes.get("href") or "")[1:] for tag, attributes in made.elements if tag == "a"}
    assert targets <= set(ids)
    assert ("html", {"lang": lang}) in made.elements


@pytest.mark.parametrize("name", DOCUMENTS)
def test_loads_nothing_and_runs_only_its_own_script(name: str) -> None:
    made = page(DOCUMENTS[name])
    names = {tag for tag, _ in made.elements}
    assert not names & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "image",
        "use",
        "video",
        "audio",
        "foreignobject",
    }
    assert [tag for tag, _ in made.elements].count("script") == 1
    attributes = {attribute for _, found in made.elements for attribute in found}
    assert not [a for a in attributes if a.startswith("on") or a in {"style", "src", "srcset", "action", "xlink:href"}]
    assert "url(" not in made.raw["style"]
    assert "@import" not in made.raw["style"]


def test_policy_allows_exactly_the_style_and_the_script() -> None:
    made = page(DOCUMENTS["sample"])
    policy = next(a["content"] for tag, a in made.elements if a.get("http-equiv") == "Content-Security-Policy")
    digest = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in made.raw.items()
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest['style']}'; script-src 'sha256-{digest['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_hostile_names_are_shown_and_do_nothing() -> None:
    content = render(DOCUMENTS["hostile"], "html", "nl").decode("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content.replace("<wbr>", "")
    assert "<script>alert" not in content
    assert "<img" not in content
    for forbidden in ("\x1b", "\x9b", "\u202e", "\x07"):
        assert forbidden not in content


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["sample", "quiet", "empty"])
def test_gives_no_verdict(name: str, lang: str) -> None:
    text = page(DOCUMENTS[name], lang).text.lower()
    assert not [word for word in FORBIDDEN if word in text]


def test_wording_in_both_languages() -> None:
    nl, en = page(DOCUMENTS["sample"]).text, page(DOCUMENTS["sample"], "en").text
    assert "Mogelijk in strijd met" in nl
    assert "Possibly at odds with" in en
    assert "vervangt geen DPIA" in nl
    assert "does not replace a DPIA" in en
    assert "Samenvatting" not in en


@pytest.mark.parametrize("name", ["quiet", "empty"])
def test_no_findings_never_stand_alone(name: str) -> None:
    text = page(DOCUMENTS[name]).text
    assert "Geen bevindingen binnen de beschreven dekking" in text
    assert "conclusie beperkt" in text
    assert "niet is opgenomen of niet kon worden gelezen" in text


def test_says_what_a_finding_rests_on() -> None:
    text = page(DOCUMENTS["sample"]).text
    for fact in (
        "99…… (9)",
        "controlegetal: elfproef (+0,30)",
        "POST /report",
        "/extra/nr",
        "AVG art. 87, UAVG art. 46",
        "zekerheid 0,95",
        "F-77aa00",
        "gzip → json",
        "als sha256",
    ):
        assert fact in text, fact


def test_names_captures_settings_and_rules_that_found_nothing() -> None:
    text = page(DOCUMENTS["sample"]).text
    for fact in (
        "opnames/les1.har",
        "12" * 32,
        "ab" * 32,
        "cd" * 32,
        "niet waargenomen",
        "SEC-001",
        "push.apparaat.example",
    ):
        assert fact in text, fact


def test_annex_is_bounded_and_says_so() -> None:
    seen = [
        builders.Seen(f"d{number:06d}", builders.facts(order=number), builders.detection())
        for number in range(MOST_DETECTIONS + 5)
    ]
    text = page(builders.sample_document(detections=seen)).text
    assert "de overige 5 staan in het JSON- en CSV-bestand" in text
    assert f"d{MOST_DETECTIONS + 1:06d}" not in text


def test_a_finding_id_cannot_choose_its_anchor() -> None:
    document = builders.sample_document()
    document["findings"][0]["id"] = '"><x y="'
    assert ("x", {"y": ""}) not in page(document).elements
