"""Who the objects of an exchange are about."""

from __future__ import annotations

import pytest
from detect_builders import BSN, ECKID, JURRE, SANNE, an_exchange, by_pointer, detections, in_body, subjects

from scanner.model import Category

OTHER = "https://ketenid.nl/201703/" + "ab" * 64


def test_the_strongest_identifier_names_the_subject() -> None:
    seen = by_pointer(in_body({"email": "sanne@school.example", "bsn": BSN, "naam": "Sanne de Vries"}))
    assert {each.subject for each in seen.values()} == {"~" + seen["/bsn"].fingerprint}


def test_inner_objects_belong_to_the_person_around_them() -> None:
    seen = by_pointer(in_body({"leerlingen": [{"bsn": BSN, "adres": {"postcode": "1234 AB"}}]}))
    assert seen["/leerlingen/0/adres/postcode"].subject == seen["/leerlingen/0/bsn"].subject
    assert seen["/leerlingen/0/adres/postcode"].confidence == 0.9
    assert seen["/leerlingen/0/adres/postcode"].record != seen["/leerlingen/0/bsn"].record


def test_a_list_of_other_persons_comes_between() -> None:
    seen = by_pointer(in_body({"naam": "Jurre Postma", "email": "j@x.example",
        "leerlingen": [{"postcode": "1234 AB"}]}))
    assert seen["/leerlingen/0/postcode"].subject == ""


def test_a_list_of_data_of_one_person_does_not() -> None:
    seen = by_pointer(in_body({"user": {"bsn": BSN, "addresses": [{"postcode": "1234 AB"}]}}))
    assert seen["/user/addresses/0/postcode"].subject == seen["/user/bsn"].subject


def test_guardians_are_persons_of_their_own() -> None:
    seen = by_pointer(in_body({"leerling": {"bsn": BSN,
        "ouders": [{"naam": "Jan de Vries", "email": "jan@x.example"}]}}))
    parent = seen["/leerling/ouders/0/email"]
    assert parent.about == "guardian"
    assert parent.subject not in ("", seen["/leerling/bsn"].subject)


def test_a_guardians_datum_in_the_pupils_object_is_not_the_pupils() -> None:
    seen = by_pointer(in_body({"leerling": {"bsn": BSN, "roepnaam": "Sanne", "ouder_email": "jan@x.example"}}))
    assert seen["/leerling/ouder_email"].about == "guardian"
    assert seen["/leerling/ouder_email"].subject not in ("", seen["/leerling/bsn"].subject)


def test_a_known_subject_names_the_object() -> None:
    seen = by_pointer(in_body({"bsn": BSN, "klas": "7c", "postcode": "1234 AB"}, subjects()))
    assert {each.subject for each in seen.values()} == {"leerling-01"}


def test_a_first_name_does_not_outweigh_the_number_of_somebody_else() -> None:
    seen = by_pointer(in_body({"eckId": OTHER, "roepnaam": "Sanne", "tekst": "werk van Sanne"}, subjects()))
    assert seen["/eckId"].subject == "~" + seen["/eckId"].fingerprint
    assert "leerling-01" not in {each.subject for each in seen.values()}


def test_two_known_subjects_in_two_objects() -> None:
    seen = by_pointer(in_body([{"roepnaam": "Sanne"}, {"roepnaam": "Jurre"}], subjects(SANNE, JURRE)))
    assert (seen["/0/roepnaam"].subject, seen["/1/roepnaam"].subject) == ("leerling-01", "leraar-01")
    assert (seen["/0/roepnaam"].about, seen["/1/roepnaam"].about) == ("pupil", "teacher")


def test_health_words_belong_to_the_person_in_the_same_text() -> None:
    seen = in_body({"notitie": "Sanne de Vries heeft ADHD en gebruikt ritalin"}, subjects())
    assert {each.subject for each in seen} == {"leerling-01"}
    assert {"special.diagnosis", "special.health", "text.free"} <= {each.category.value for each in seen}


ECK = [ECKID, OTHER]


def whose(body: dict[str, object]) -> dict[str, str]:
    """The subject of each pointer."""
    return {pointer: seen.subject for pointer, seen in by_pointer(in_body(body)).items()}


@pytest.mark.parametrize("references", [
    {"deelnemerref": [{"label": "ECK-iD", "onderwijsdeelnemerID": ECK[0]}]},
    {"userIds": [{"type": "eckid", "eckId": ECK[0]}, {"type": "leerlingnummer", "leerlingnummer": "2671717"}]},
    {"otherCodes": [{"codeType": "eckid", "eckId": ECK[0]}, {"codeType": "x", "code": "7"}]},
])
def test_a_list_of_references_is_about_the_person_who_has_it(references: dict[str, object]) -> None:
    pupil = {"achternaam": "Kanarie", "roepnaam": "Kim", "geboortedatum": "2012-03-04", **references}
    found = whose({"deelnemers": [pupil, {"achternaam": "Vink", "geboortedatum": "2012-05-06"}]})
    first = {subject for pointer, subject in found.items() if pointer.startswith("/deelnemers/0")}
    assert any(name in pointer for pointer in found for name in references), "the reference is seen"
    assert len(first) == 1
    assert first.isdisjoint(subject for pointer, subject in found.items() if pointer.startswith("/deelnemers/1"))


@pytest.mark.parametrize("other", [
    {"deelnemerref": [{"onderwijsdeelnemerID": ECK[0]}, {"onderwijsdeelnemerID": ECK[1]}]},  # two of a kind
    {"leerlingen": [{"eckId": ECK[0]}]},  # pupils are no references
    {"contacten": [{"eckId": ECK[0], "achternaam": "Vink"}]},  # somebody with a name
])
def test_a_list_of_persons_is_about_others(other: dict[str, object]) -> None:
    found = whose({"achternaam": "Kanarie", "roepnaam": "Kim", "geboortedatum": "1980-03-04", **other})
    theirs = {subject for pointer, subject in found.items() if pointer.startswith(tuple(f"/{key}/" for key in other))}
    assert theirs
    assert found["/achternaam"] not in theirs


def test_what_only_persons_have_is_a_persons_where_it_is_sent() -> None:
    sent = detections(an_exchange(method="POST", request={"geslacht": "meisje", "leeftijd": 15, "klas": "4hv1"}))
    assert {each.category for each in sent if each.confidence >= 0.6} >= {Category.GENDER, Category.AGE, Category.GROUP}
