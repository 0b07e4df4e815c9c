"""Sections of the report beside the findings: cookies, measures, drift, the dossier, what the policy names and was not
seen."""

from __future__ import annotations

import copy
import re
from typing import Any

import builders
import pytest

from scanner.report import Additions, render
from scanner.report.dossier import GROUPS, Dossier

SAMPLE = builders.sample_document()
NOTHING = Additions()


def section(key: str, lang: str = "nl", document: dict[str, Any] | None = None,
            additions: Additions = NOTHING) -> str:
    """The text of one section, without markup."""
    page = render(document or SAMPLE, "html", lang, additions=additions).decode("utf-8")
    found = re.search(rf'<section id="{key}">(.*?)</section><(?:section|footer)', page, re.DOTALL)
    assert found, key
    return " ".join(re.sub(r"<[^>]+>", " ", found[1].replace("<wbr>", "")).split())


def filled(**entries: str) -> Additions:
    """A dossier with ``group__key`` entries."""
    made = {(group, key): (text,) for group, _, key, text in (
        (*name.partition("__"), text) for name, text in entries.items())}
    return Additions(Dossier(made))


def test_cookies_with_their_lifetimes() -> None:
    nl, en = section("cookies"), section("cookies", "en")
    assert "_ga meten.example meten.example derde partij volgen (naam van een bekende dienst) 730 dagen" in nl
    assert "HttpOnly, Secure vóór een keuze 2" in nl
    assert "sessie Voorbeeld Rekenen B.V. www.rekenen.example eigen site sessie tot de browser sluit – na" in nl
    assert "730 days" in en and "third party" in en and "until the browser closes" in en
    assert "lokale opslag" in nl and "local storage" in en


def test_a_result_without_cookies_says_which_of_both() -> None:
    document = copy.deepcopy(SAMPLE)
    document["cookies"] = []
    assert "Geen geplaatste cookies waargenomen" in section("cookies", document=document)
    del document["cookies"]
    assert "bevat geen lijst van cookies" in section("cookies", document=document)


def test_measures_have_a_row_for_each_rule_and_room_for_the_decision() -> None:
    text = section("maatregelen")
    for rule in {f["rule"] for f in SAMPLE["findings"]}:
        assert rule in text
    assert "kans groot × impact hoog = hoog" in text
    assert "het DPIA-team weegt zelf" in text
    assert "Geen bevindingen, dus geen voorstel" in section("maatregelen", document=builders.quiet_document())


def test_what_the_policy_names_and_was_not_observed() -> None:
    text = section("gegevensstromen")
    after = text[text.index("Genoemd en niet waargenomen"):]
    assert "voortgang" in after
    assert "volledige naam (ouder of voogd) (tussen servers, hier niet te zien)" in after
    assert "ECK iD" not in after[:after.index("Gegevensstroomtabel")], "it was observed"


def test_without_an_earlier_scan_the_report_says_so() -> None:
    assert "Er is geen eerdere scan meegegeven" in section("verschil")


def test_drift_tells_what_changed_and_what_was_not_looked_at() -> None:
    old, new = copy.deepcopy(SAMPLE), copy.deepcopy(SAMPLE)
    dropped = new["findings"].pop(0)  # its host is still looked at
    extra = old["findings"][1]
    extra["severity"] = "laag"
    old["coverage"]["hosts"].append(old["coverage"]["hosts"][0] | {"host": "oud.example"})
    old["findings"].append(old["findings"][0] | {"id": "X-1", "fingerprint": "0" * 32, "host": "oud.example"})
    text = section("verschil", document=new, additions=Additions(previous=old))
    assert dropped["rule"] in text
    for word in ("gewijzigd", "host niet benaderd", "oud.example", "niet meer benaderd", "Dekking van beide scans"):
        assert word in text.replace("Gewijzigd", "gewijzigd"), word
    same = section("verschil", "en", document=new, additions=Additions(previous=new))
    assert "No finding differs." in same
    assert f"{len(new['findings'])} the same" in same


def test_an_empty_dossier_names_every_field() -> None:
    for lang in ("nl", "en"):
        text = section("dossier", lang)
        assert all(each.asked.get(lang).replace("'", "&#x27;") in text for group in GROUPS for each in group.fields)
    page = render(SAMPLE, "html", "nl").decode()
    assert page.count('class="blank"') >= sum(len(group.fields) for group in GROUPS)


def test_the_dossier_fills_the_title_block_and_its_fields() -> None:
    additions = filled(report__status="definitief", report__version="1.0", parties__client="School <b>",
                       parties__self_test="true", decision__public_summary="Wij hebben gekeken.")
    page = render(SAMPLE, "html", "nl", additions=additions).decode()
    title = page[page.index('<header class="title"'):page.index("</header>")]
    for words in ("definitief", "1.0", "School &lt;b&gt;", "Zelftest van de leverancier"):
        assert words in title, words
    assert "Wij hebben gekeken." in section("samenvatting", additions=additions)
    assert f"5 van {sum(len(group.fields) for group in GROUPS)} velden" in section("dossier", additions=additions)
    assert "Zelftest" not in render(SAMPLE, "html", "nl").decode().split("</header>")[0]


def test_the_dossier_changes_no_digest() -> None:
    plain, dossier = (render(SAMPLE, "html", "nl", additions=additions).decode()
                      for additions in (Additions(), filled(parties__client="School")))
    name = r"LL-[0-9A-F]{12}"
    assert re.findall(name, plain)[0] == re.findall(name, dossier)[0]


@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_paper_has_them_too(fmt: str) -> None:
    from report_readers import text_of

    made = render(SAMPLE, fmt, "nl", additions=filled(parties__client="School Voorbeeld"))
    text = " ".join(text_of(fmt, made).split())
    assert "School Voorbeeld" in text
    assert "Cookies, lokale opslag en bewaartermijnen" in text


def test_weak_indications_are_not_said_to_be_observed() -> None:
    document = copy.deepcopy(SAMPLE)
    document["flows"] = [{**document["flows"][0], "category": "special.health", "confidence_max": 0.3, "count": 4}]
    assert "wettelijk nummer, zijn waargenomen" not in section("samenvatting", document=document)
    assert "gezondheid 4 (te beoordelen)" in section("bijzonder", document=document)
    document["flows"][0]["confidence_max"] = 0.6
    assert "wettelijk nummer, zijn waargenomen" in section("samenvatting", document=document)
    assert "(te beoordelen)" not in section("bijzonder", document=document)


def test_what_nobody_received_is_not_in_the_table_of_recipients() -> None:
    document = copy.deepcopy(SAMPLE)
    planted = {**document["findings"][0], "id": "COV-004-a", "rule": "COV-004", "recipient": "", "host": "",
               "endpoint": "", "categories": ["id.bsn"], "severity": "info"}
    document["findings"] = [planted]
    assert "Ontvangers met bevindingen" not in section("samenvatting", document=document)
