"""What an object is in its exchange: somebody's by an account, content for everybody, or a person's after all."""

from __future__ import annotations

import pytest
from detect_builders import BSN, confidences


@pytest.mark.parametrize(("body", "pointer"), [
    ({"userKey": "9b7a6c5d", "attrs": {"leeftijd": 11}}, "/attrs/leeftijd demo.age"),
    ({"leerlingId": 20417, "groep": "7b"}, "/groep edu.group"),
    ({"userId": "u-20417", "geboorteplaats": "Qamishli"}, "/geboorteplaats demo.birthplace"),
])
def test_what_stands_beside_an_account_is_somebodys(body: dict[str, object], pointer: str) -> None:
    assert confidences(body)[pointer] >= 0.6


@pytest.mark.parametrize("body", [
    {"items": [{"id": 71003, "t": "Beste Ahmed, wat is 7 x 8?"}]},
    {"sommen": [{"v": "Mevrouw Visser (geboren 03-04-1985) spaart op NL86 INGB 0002 4455 88."}]},
])
def test_content_for_everybody_is_doubted(body: dict[str, object]) -> None:
    said = confidences(body, target="/api/v4/content/9789402088717/h5/redactiesom")
    assert all(sure <= 0.5 for sure in said.values())
    assert any(sure >= 0.6 for sure in confidences(body, target="/api/berichten").values())


def test_a_person_in_content_is_still_one() -> None:
    body = {"roepnaam": "Sanne", "bsn": BSN, "tekst": "Beste Sanne, bel 06-12345678"}
    assert confidences(body, target="/api/content/3")["/bsn id.bsn"] >= 0.9
    assert confidences(body, target="/api/content/3")["/tekst contact.phone"] >= 0.6


@pytest.mark.parametrize("target", ["/xsd/2019/dossier.xsd", "/locales/nl.3f9a1c.json", "/v2/Schemas/User"])
def test_descriptions_of_data_are_doubted(target: str) -> None:
    body = {"care.diagnosis": "Diagnose", "tekst": "Dyslexie", "footer.phone": "040 - 799 00 11"}
    assert all(sure <= 0.5 for sure in confidences(body, target=target).values())
