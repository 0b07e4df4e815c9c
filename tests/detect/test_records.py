"""Values are tied to the object and the person they belong to."""

from __future__ import annotations

import pytest
from detect_builders import BSN, ECKID, JURRE, SANNE, an_exchange, detections, in_body, subjects

from scanner.model import Detection

OTHER = "https://ketenid.nl/201703/" + "ab" * 64


def by_pointer(items: tuple[Detection, ...]) -> dict[str, Detection]:
    return {item.pointer: item for item in items}


def test_members_of_one_object_share_record_and_subject() -> None:
    seen = by_pointer(in_body([{"eckId": ECKID, "roepnaam": "Sanne"}, {"eckId": OTHER, "roepnaam": "Daan"}]))
    assert seen["/0/eckId"].record == seen["/0/roepnaam"].record != seen["/1/eckId"].record
    assert seen["/0/eckId"].subject == seen["/0/roepnaam"].subject != seen["/1/eckId"].subject
    assert seen["/0/eckId"].subject == "~" + seen["/0/eckId"].fingerprint


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


@pytest.mark.parametrize(("body", "pointer"), [
    ({"naam": "Jan Jansen", "achternaam": "Jansen"}, "/naam"), ({"id": 5, "email": "jan@x.example"}, "/id"),
    ({"geboortedatum": "2012-03-04", "naam": "Jan Jansen"}, "/naam"),
])
def test_loose_names_count_beside_another_datum_of_a_person(body: dict[str, object], pointer: str) -> None:
    seen = by_pointer(in_body(body))
    assert seen[pointer].evidence[-1].code == "sibling:person"


@pytest.mark.parametrize("body", [{"naam": "Jansen"}, {"id": 5, "naam": "Rekenen"}, {"id": 5}])
def test_loose_names_alone_are_nothing(body: dict[str, object]) -> None:
    assert in_body(body) == ()


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


def test_headers_and_paths_have_no_record() -> None:
    seen = detections(an_exchange(target="/leerlingen/12345", headers=(("X-Leerlingnummer", "12345"),)))
    assert {each.record for each in seen} == {""}
    assert len(seen) == 2


def test_query_form_and_cookies_are_objects() -> None:
    exchange = an_exchange(target=f"/x?bsn={BSN}&roepnaam=Sanne", method="POST", request=b"email=a%40b.example&klas=7c",
                           request_type="application/x-www-form-urlencoded", headers=(("Cookie", f"a=1; bsn={BSN}"),))
    records = {(each.part.partition(".")[0] + each.part[4:6], each.record) for each in detections(exchange)}
    assert len({record for _, record in records}) == 3


def test_a_url_and_its_parts_tell_a_value_once() -> None:
    eck = in_body({"eckId": ECKID})
    assert [each.pointer for each in eck] == ["/eckId"]
    url = in_body({"link": "https://x.example/a?email=sanne@school.example"})
    assert [each.pointer for each in url] == ["/link/email"]


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
