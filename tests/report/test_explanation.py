"""What explain tells about a finding: everything that point by point must be there, and nothing raw."""

from typing import Any

import builders
import pytest

from scanner.model import Evidence, Text
from scanner.report import explain


def document(**changes: Any) -> dict[str, Any]:
    made = builders.sample_document(**changes)
    made["scan"]["scenario"] = {"steps": [{"id": "oefenen", "actor": "pupil", "title": "Oefenen"}]}
    return made


def told(made: dict[str, Any], lang: str = "nl", number: int = 0) -> str:
    return "\n".join(explain(made, made["findings"][number], lang))


@pytest.mark.parametrize(("lang", "words"), [
    ("nl", ["Waar: ", "Hoe vaak: ", "Zekerheid: ", "Ernst: ", "Waarom: ", "Mogelijk in strijd met: ", "Kan ook zijn: ",
            "Genoeg zou zijn: Niets.", "Advies: ", "Vraag aan de ontvanger: Kan het?", "Bewijs:", "voor: ", "tegen: "]),
    ("en", ["Where: ", "How often: ", "Confidence: ", "Severity: ", "Why: ", "Possibly at odds with: ",
            "Could also be: ", "Enough would be: Nothing.", "Advice: ", "Ask the recipient: Can it?", "Evidence:",
            "for: ", "against: "]),
])
def test_everything_is_there(lang: str, words: list[str]) -> None:
    finding = builders.sample_findings()[0]
    from dataclasses import replace

    finding = replace(finding, enough=Text("Niets.", "Nothing."), ask=Text("Kan het?", "Can it?"), steps=("oefenen",))
    made = document(findings=[finding])
    text = told(made, lang)
    assert [word for word in words if word not in text] == []
    assert finding.message.get(lang) in text
    assert finding.id in text
    assert ("stap oefenen (leerling)" if lang == "nl" else "step oefenen (pupil)") in text


def test_evidence_for_and_against_stand_apart() -> None:
    seen = builders.sample_detections()
    from dataclasses import replace

    seen[0] = replace(seen[0], detection=replace(seen[0].detection, evidence=(
        Evidence("key:bsn", 0.5), Evidence("context:order", -0.2))))
    finding = builders.finding(occurrences=(seen[0].id,), count=12)
    text = told(document(findings=[finding], detections=seen))
    assert "voor: veldnaam: bsn +0,50\n" in text
    assert "tegen: omliggende tekst: order -0,20\n" in text
    assert text.endswith("… en nog 11")


def test_a_finding_without_detections_says_so() -> None:
    text = told(document(findings=[builders.finding(occurrences=(), confidence=0.0)]))
    assert "er zijn geen losse waarnemingen" in text
    assert "Zekerheid" not in text


def test_a_result_of_before_has_less_to_tell() -> None:
    made = builders.sample_document()
    del made["scan"]["scenario"]
    for finding in made["findings"]:
        del finding["scenario_steps"]
        for texts in finding["texts"].values():
            del texts["enough"], texts["ask"]
    assert "Genoeg zou zijn" not in told(made)


def test_hostile_names_stay_inert() -> None:
    made = builders.hostile_document()
    for number in range(len(made["findings"])):
        assert not any(ord(char) < 32 and char != "\n" for char in told(made, number=number))
