"""What a value is worth where it stands."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, confidences, detections, in_body


@pytest.mark.parametrize(("body", "pointer"), [
    ({"n": "Sara Öztürk", "e": "sara.o@thuis.example"}, "/n name.full"),
    ({"user": {"id": 55902}, "grade": "5.2"}, "/grade edu.result"),
    ({"student": "118402"}, "/student id.account"), ({"leerling": "lln-118402"}, "/leerling id.account"),
    ({"department": "H4C", "mail": "kim.visser@school.example"}, "/department edu.group"),
    ({"verzorger": {"naam": "Rima Visser", "nummer": "0687776541"}}, "/verzorger/nummer contact.phone"),
    ({"lener": {"naam": "Oumar Traoré", "groep": "gr 7"}}, "/lener/groep edu.group"),
])
def test_a_value_says_what_it_is(body: dict[str, object], pointer: str) -> None:
    assert confidences(body)[pointer] >= 0.6


@pytest.mark.parametrize(("body", "pointer"), [
    ({"naam": "Kim Visser", "email": "kim.visser@school.example", "id": "msg_01HZ99"}, "/id id.account"),
    ({"titel": "Roos Visser"}, "/titel name.full"), ({"student": "3"}, "/student id.account"),
    ({"department": "Wiskunde"}, "/department edu.group"), ({"grade": "6"}, "/grade edu.result"),
])
def test_or_what_it_is_not(body: dict[str, object], pointer: str) -> None:
    assert confidences(body).get(pointer, 0.0) < 0.6


def sure(body: object) -> set[str]:
    return {each.category.value for each in in_body(body) if each.confidence >= 0.6}


def test_a_word_of_care_by_itself_is_a_title_unless_somebody_sends_it() -> None:
    assert "special.diagnosis" in {each.category.value for each in detections(
        an_exchange(method="POST", request={"zoekvraag": "depressie"})) if each.confidence >= 0.6}
    assert "special.diagnosis" in sure({"roepnaam": "Kim", "achternaam": "Kanarie", "bijz": "depressie"})
    assert "special.diagnosis" not in sure({"titel": "Depressie"})
    page = b"<html><body><p>Beste Sanne de Vries,</p><table><tr><th>Medicijnen</th></tr></table></body></html>"
    assert not {each.category.value for each in detections(an_exchange(body=page, response_type="text/html"))
                if each.confidence >= 0.6 and each.category.value.startswith("special.")}
