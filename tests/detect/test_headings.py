"""Headings and keys as schools write them: the abbreviations, the words around them, and the look-alikes."""

from __future__ import annotations

import pytest
from detect_builders import in_body

from scanner.detect.key_meaning import meaning_of
from scanner.model import Category as C


def found(body: object, floor: float = 0.6) -> set[str]:
    return {each.category.value for each in in_body(body) if each.confidence >= floor}


@pytest.mark.parametrize("heading", [
    "Geboren", "geboren op", "Geb.", "Geb. datum", "geb.dat.", "gebdat", "geb_dat", "Datum geboorte", "Verjaardag",
    "born", "bday", "Geboortedatum (dd-mm-jjjj)", "Geboortedatum:", "Geboortedat.", "datumVanGeboorte", "bornOn",
    "geboortedatum kind", "GebDatum", "D.O.B.",
])
def test_a_column_of_birth_dates(heading: str) -> None:
    assert "demo.dob" in found([{heading: "14-03-2013", "klas": "6b"}])


@pytest.mark.parametrize(("heading", "value", "why"), [
    ("Geboren", "Zwolle", "a place"), ("geboren_in", "14-03-2013", "a key for a place"),
    ("born_digital", "true", "a flag"), ("Ingeschreven", "14-03-2013", "another date"), ("Gewijzigd", "14-03-2013", ""),
    ("Datum", "14-03-2013", "any date"), ("Jarig", "ja", "no date"), ("geboren", "1584 te Delft", "a lesson"),
])
def test_a_column_of_something_else(heading: str, value: str, why: str) -> None:
    assert "demo.dob" not in found([{heading: value, "klas": "6b"}]), why


@pytest.mark.parametrize(("key", "category"), [
    ("Telefoon thuis", C.PHONE), ("tel_nood", C.PHONE), ("Tel. moeder", C.PHONE), ("telefoon_prive", C.PHONE),
    ("nood tel.", C.PHONE), ("work_phone", C.PHONE), ("txtEmail", C.EMAIL), ("frm_achternaam", C.NAME_FAMILY),
    ("bsn-nr", C.BSN), ("BSN nummer", C.BSN), ("BSN/onderwijsnr", C.PGN), ("Lln.nr.", C.LEERLINGNUMMER),
    ("student no", C.LEERLINGNUMMER), ("Thuisadres", C.STREET), ("Straat en huisnummer", C.STREET),
    ("Achternaam, Voornaam", C.NAME_FULL), ("Naam (volledig)", C.NAME_FULL), ("legalLastName", C.NAME_FAMILY),
    ("Familienaam", C.NAME_FAMILY), ("Doopnaam", C.NAME_GIVEN), ("createdBy", C.NAME_FULL),
    ("Ingeleverd door", C.NAME_FULL), ("beoordeeld_door", C.NAME_FULL), ("postedByName", C.NAME_FULL),
])
def test_words_around_a_name_of_data(key: str, category: C) -> None:
    assert meaning_of((key,)).category is category


@pytest.mark.parametrize("key", [
    "private_key", "main_page", "current_step", "contact_form", "home_team", "work_mode", "old_version", "new_items",
    "sorted_by", "order_by", "sortBy", "powered_by", "standby", "door", "by", "createdById", "afgesloten", "number_no",
    "oud_papier", "input_mask", "field_type", "edit_mode", "voordoor", "updated_by_version",
])
def test_words_around_something_else(key: str) -> None:
    meaning = meaning_of((key,))
    assert meaning.category is None or not meaning.category.value.startswith(("name.", "contact.", "id.bsn", "demo."))


@pytest.mark.parametrize("body", [
    {"createdBy": "Selam Tesfay"}, {"Ingeleverd door": "Fenna Bakker"}, {"owner": "Fenna Bakker"},
    {"name": {"first": "Xinyi", "last": "Zhou"}}, {"created_by": {"name": "Fenna Bakker", "id": 7}},
    {"noodcontact": "Fenna Bakker"}, {"Kandidaat": "Fenna Bakker"}, {"kind": "Fenna Bakker"},
    {"author": "Fenna", "message": "Ik vind dat we later moeten beginnen met school."},
    {"auteur": "Fenna Bakker", "tekst": "Ik vind dat we later moeten beginnen met school."},
    {"First": "Fenna", "Last": "Bakker", "email": "fb@thuis.example"},
])
def test_somebody(body: object) -> None:
    assert any(code.startswith("name.") for code in found(body))


@pytest.mark.parametrize(("body", "why"), [
    ({"kind": "Video", "owner": "facebook", "contact": "support"}, "a type, a firm, a department"),
    ({"createdBy": "system"}, "a program"), ({"createdBy": "Import"}, "one word that is nobody's"),
    ({"createdBy": 4711}, "an id"), ({"sortBy": "Naam"}, "a column"),
    ({"titel": "Roos en Max op reis", "auteur": "Jan de Vries", "isbn": "9789022345678"}, "a book"),
    ({"auteur": "Rekenbaas", "toetscode": "M6"}, "the program that made a test"),
    ({"first": 1, "last": 20}, "pages"), ({"first": "https://x.example/?page=1"}, "pages"),
    ({"from": "Utrecht", "van": "Amsterdam"}, "a journey"), ({"from": "2026-01-02"}, "a time"),
    ({"kind": "winter coat", "owner": "my team"}, "words without capitals"),
    ({"noodcontact": True}, "a flag"), ({"player": "html5", "speler": "wit"}, "a video, a game"),
])
def test_nobody(body: object, why: str) -> None:
    assert not {code for code in found(body, 0.3) if code.startswith(("name.", "contact."))}, why
