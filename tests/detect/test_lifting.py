"""What stands beside a value makes it surer."""

from __future__ import annotations

import pytest
from detect_builders import by_pointer, confidences, in_body

from scanner.model import Category


@pytest.mark.parametrize(("body", "pointer"), [
    ({"naam": "Jan Jansen", "achternaam": "Jansen"}, "/naam"), ({"id": 5, "email": "jan@x.example"}, "/id"),
    ({"geboortedatum": "2012-03-04", "naam": "Jan Jansen"}, "/naam"),
])
def test_loose_names_count_beside_another_datum_of_a_person(body: dict[str, object], pointer: str) -> None:
    seen = by_pointer(in_body(body))
    assert seen[pointer].evidence[-1].code == "sibling:person"


@pytest.mark.parametrize(("body", "sure"), [
    ({"leerlingen": [{"id": "a1f0", "roepnaam": "Qwistel"}]}, True), ({"students": [{"firstName": "Qwistel"}]}, True),
    ({"hamsters": [{"roepnaam": "Qwistel"}]}, False), ({"leerlingen": [{"roepnaam": "qwistel"}]}, False),
    ({"leerlingen": [{"roepnaam": "Nieuwe leerling"}]}, False),
])
def test_a_given_name_that_no_list_holds_in_a_list_of_pupils(body: dict[str, object], sure: bool) -> None:
    names = [each for each in in_body(body) if each.category.value.startswith("name.")]
    assert any(each.confidence >= 0.6 for each in names) == sure


def test_what_stands_behind_a_name_is_read_too() -> None:
    for behind, category in (("06 41773302", Category.PHONE), ("sanne@thuis.example", Category.EMAIL)):
        found = {each.category: each.confidence for each in in_body({"begeleider": f"Sanne Bakker ({behind})"})}
        assert found[Category.NAME_FULL] >= 0.6 and found[category] >= 0.6
    for behind in ("mentor 2026", "1979", "a@b"):
        assert len(in_body({"begeleider": f"Sanne Bakker ({behind})"})) == 1


@pytest.mark.parametrize("body", [{"naam": "Jansen"}, {"id": 5, "naam": "Rekenen"}, {"id": 5}])
def test_loose_names_alone_are_nothing(body: dict[str, object]) -> None:
    assert in_body(body) == ()


@pytest.mark.parametrize("body", [
    {"leerlingId": 30960, "id": 66120},  # of what was made, not of the pupil
    {"userId": 20417, "name": "Roos"},  # a list, a quiz, a class of that name
])
def test_an_account_does_not_make_names_and_ids(body: dict[str, object]) -> None:
    assert [name for name, sure in confidences(body).items() if sure >= 0.6 and "/userId" not in name
            and "/leerlingId" not in name] == []


@pytest.mark.parametrize("body", [{"naam": "Guus", "groep": "Groep 3 Bijen"}, {"vn": "Noor", "an": "Haddadi"},
                                  {"weergave": "Kim Visser", "geslacht": "v"}])
def test_a_name_beside_what_is_said_of_people(body: dict[str, object]) -> None:
    assert max(sure for name, sure in confidences(body).items() if " name." in name) >= 0.6


@pytest.mark.parametrize("body", [{"naam": "Taal Actief", "groep": "5"}, {"naam": "Storm", "leeftijd": "6-8"},
                                  {"vn": "3.1", "an": "Jansen"}])
def test_no_name_beside_it(body: dict[str, object]) -> None:
    assert not any(sure >= 0.6 for name, sure in confidences(body).items() if " name." in name)


@pytest.mark.parametrize(("name", "sure"), [("Temesgen Habte", 0.6), ("Redactie Rekenen", 0.5)])
def test_who_wrote_a_post_is_half_known(name: str, sure: float) -> None:
    body = {"posts": [{"author": name, "text": "Weet iemand het antwoord op vraag drie van het huiswerk?"}]}
    assert confidences(body)["/posts/0/author name.full"] == sure


def test_a_name_beside_the_given_name_is_the_surname() -> None:
    found = [each for each in in_body({"voornaam": "Grace", "naam": "Nkunda"}) if each.confidence >= 0.6]
    assert len(found) == 2
    assert not [each for each in in_body({"naam": "Nkunda"}) if each.confidence >= 0.6]


def test_the_class_of_whoever_a_message_is_about() -> None:
    body = {"groep": {"naam": "6b Toermalijn"}, "leerlingen": [{"roepnaam": "Kim", "achternaam": "Kanarie"}]}
    assert [each for each in in_body(body) if each.category is Category.GROUP and each.confidence >= 0.6]
    assert not [each for each in in_body({"groep": {"naam": "6b Toermalijn"}, "vakken": [{"titel": "Rekenen"}]})
                if each.category is Category.GROUP and each.confidence >= 0.6]
