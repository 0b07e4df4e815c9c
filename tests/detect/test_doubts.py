"""What speaks against a datum of a person at its place."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, confidences, detections, in_body

from scanner.model import Category


@pytest.mark.parametrize("body", [
    {"paths": {"get": {"example": {"roepnaam": "Jan", "bsn": "123456782", "email": "jan@thuis.example"}}}},
    {"properties": {"email": {"default": "kim@thuis.example"}}},
    {"veld": {"placeholder": "kim.visser@thuis.example"}},
])
def test_examples_are_doubted(body: dict[str, object]) -> None:
    assert all(sure <= 0.5 for sure in confidences(body).values())


def test_a_default_is_somebodys_elsewhere() -> None:
    assert max(confidences({"default": "kim.visser@thuis.example"}).values()) >= 0.6


PAGE = """<html><script type="application/ld+json">{"@type": "Organization", "telephone": "+31 40 799 00 11",
"address": {"streetAddress": "Stationsplein 1", "postalCode": "5611 AB"}}</script><p>%s</p></html>"""


def test_what_a_firm_says_of_itself_on_a_page() -> None:
    page = confidences((PAGE % "IBAN NL31BUNQ0000204468").encode(), response_type="text/html")
    assert page
    assert all(sure <= 0.5 for sure in page.values())


def test_the_same_beside_a_name_is_somebodys() -> None:
    body = {"telephone": "+31 40 799 00 11", "streetAddress": "Stationsplein 1"}
    assert max(confidences(body).values()) <= 0.5
    assert min(confidences({"naam": "Sanne de Vries", **body}).values()) >= 0.6
    assert confidences({"mobiel": "06-12345678"})["/mobiel contact.phone"] >= 0.9


def test_the_weather_is_not_where_somebody_is() -> None:
    weather = {"latitude": 52.37412, "longitude": 4.88999}
    assert all(sure <= 0.5 for sure in confidences(weather).values())
    sent = detections(an_exchange(request=weather, method="POST"))
    assert max(each.confidence for each in sent) >= 0.6
    assert max(confidences({"userId": "u-20417", **weather}).values()) >= 0.6


@pytest.mark.parametrize("address", ["klantenservice@uitgever.example", "info@school.example"])
def test_an_office_is_nobody(address: str) -> None:
    assert all(sure < 0.6 for sure in confidences({"email": address}).values())


@pytest.mark.parametrize("body", [
    {"records": [{"BRIN NUMMER": "99CD", "INSTELLINGSNAAM": "Basisschool St. Jozef", "STRAATNAAM": "Kerkplein 9",
                  "POSTCODE": "5801 BX", "TELEFOONNUMMER": "0478550099"}]},
    {"school": "OBS De Waterlelie", "telefoon": "058 288 00 00", "postcode": "9051 AA"},
])
def test_the_address_of_a_school_is_nobodys(body: dict[str, object]) -> None:
    assert all(sure <= 0.5 for sure in confidences(body).values())


def test_a_pupil_beside_a_school_has_an_address() -> None:
    said = confidences({"school": "OBS De Waterlelie", "roepnaam": "Sanne", "telefoon": "058 288 00 00"})
    assert said["/telefoon contact.phone"] >= 0.9


def test_texts_of_a_program_hold_examples() -> None:
    body = {"form.example.name": "Jan Jansen", "login.gebruikersnaam": "jan.jansen", "reden.ziek": "Ziek"}
    read = detections(an_exchange(target="/i18n/nl-NL/form.a91be2.json", body=body))
    assert all(each.confidence <= 0.5 for each in read)
    assert any(each.confidence >= 0.6 for each in detections(an_exchange(target="/api/form.json", body=body)))


@pytest.mark.parametrize(("when", "sure"), [
    ({"geboren": "5 november 1607"}, False), ({"overleden": 1678}, False), ({"born": "1893-01-05"}, False),
    ({"levensjaren": "1607-1678"}, False), ({"born": "2012-05-07 1530"}, True),
    ({"periode": "1030-1130"}, True), ({"geboren": "5 november 2012"}, True), ({"geboortejaar": 2012}, True),
    ({"nummer": 1607}, True),
])
def test_people_of_long_ago_are_of_lessons(when: dict[str, object], sure: bool) -> None:
    found = confidences({"personen": [{"naam": "Sanne Bakker", **when}]})
    assert (max(found[name] for name in found if "/naam" in name) >= 0.6) == sure


@pytest.mark.parametrize(("batch", "account", "sure"), [
    ("CstmrDrctDbtInitn", "CdtrAcct", False), ("CstmrDrctDbtInitn", "DbtrAcct", True),
    ("CstmrCdtTrfInitn", "DbtrAcct", False), ("CstmrCdtTrfInitn", "CdtrAcct", True),
])
def test_whose_batch_it_is_has_an_account_of_no_person(batch: str, account: str, sure: bool) -> None:
    found = confidences({"Document": {batch: {"PmtInf": {account: {"Id": {"IBAN": "NL91ABNA0417164300"}}}}}})
    assert (max(found.values()) >= 0.6) == sure


def test_norms_are_nobodys() -> None:
    body = {"leerling": {"naam": "Kim Kanarie", "score": 61}, "landelijk": {"score": 55}}
    sure = {each.pointer for each in in_body(body) if each.category is Category.RESULT and each.confidence >= 0.6}
    assert sure == {"/leerling/score"}


def test_a_choice_that_is_right_is_part_of_the_question() -> None:
    body = {"user": {"id": "kx-20811", "voornaam": "Kim"}, "correct": False,
            "vraag": {"choices": [{"text": "Assen", "correct": True}, {"text": "Emmen", "correct": False}]}}
    found = [each.pointer for each in in_body(body) if each.confidence >= 0.6
             and each.category in {Category.RESULT, Category.PROGRESS}]
    assert found == ["/correct"]
