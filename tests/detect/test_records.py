"""Values are tied to the object and the person they belong to."""

from __future__ import annotations

import pytest
from detect_builders import BSN, ECKID, JURRE, SANNE, an_exchange, detections, in_body, subjects

from scanner.model import Category, Detection

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


def confidences(body: object, **settings: object) -> dict[str, float]:
    """The confidence by pointer and category."""
    return {f"{each.pointer} {each.category.value}": each.confidence
            for each in detections(an_exchange(body=body, **settings))}  # type: ignore[arg-type]


@pytest.mark.parametrize(("body", "pointer"), [
    ({"userKey": "9b7a6c5d", "attrs": {"leeftijd": 11}}, "/attrs/leeftijd demo.age"),
    ({"leerlingId": 20417, "groep": "7b"}, "/groep edu.group"),
    ({"userId": "u-20417", "geboorteplaats": "Qamishli"}, "/geboorteplaats demo.birthplace"),
])
def test_what_stands_beside_an_account_is_somebodys(body: dict[str, object], pointer: str) -> None:
    assert confidences(body)[pointer] >= 0.6


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


@pytest.mark.parametrize("target", ["/xsd/2019/dossier.xsd", "/locales/nl.3f9a1c.json", "/v2/Schemas/User"])
def test_descriptions_of_data_are_doubted(target: str) -> None:
    body = {"care.diagnosis": "Diagnose", "tekst": "Dyslexie", "footer.phone": "040 - 799 00 11"}
    assert all(sure <= 0.5 for sure in confidences(body, target=target).values())


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


def test_a_version_in_a_path_does_not_part_a_person_from_an_id() -> None:
    seen = detections(an_exchange(target="/restapi/personal/person/v1/71833"))
    assert [each.category.value for each in seen] == ["id.account"]


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


def test_norms_are_nobodys() -> None:
    body = {"leerling": {"naam": "Kim Kanarie", "score": 61}, "landelijk": {"score": 55}}
    sure = {each.pointer for each in in_body(body) if each.category is Category.RESULT and each.confidence >= 0.6}
    assert sure == {"/leerling/score"}


def test_what_only_persons_have_is_a_persons_where_it_is_sent() -> None:
    sent = detections(an_exchange(method="POST", request={"geslacht": "meisje", "leeftijd": 15, "klas": "4hv1"}))
    assert {each.category for each in sent if each.confidence >= 0.6} >= {Category.GENDER, Category.AGE, Category.GROUP}
