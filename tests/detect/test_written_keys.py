"""Names of the lexicon in other dress, and names that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.lexicon import lexicon
from scanner.detect.written_keys import written_key
from scanner.model import Category as C


@pytest.mark.parametrize(("key", "category", "strength"), [
    ("telefoon2", C.PHONE, "direct"), ("bsn-1", C.BSN, "direct"), ("GROEP2", C.GROUP, "context"),
    ("x-leerlingnummer", C.LEERLINGNUMMER, "direct"), ("txtRoepnaam", C.NAME_GIVEN, "quasi"),
    ("strVoornaam", C.NAME_GIVEN, "direct"), ("roepnm", C.NAME_GIVEN, "quasi"), ("gebdt", C.DOB, "quasi"),
    ("pcd", C.POSTCODE, "loose"), ("email_sha1", C.EMAIL, "direct"), ("bsnHash", C.BSN, "direct"),
    ("leerlingHash", C.ACCOUNT, "quasi"), ("Telefoon thuis", C.PHONE, "direct"), ("bsn-nr", C.BSN, "direct"),
    ("createdBy", C.NAME_FULL, "quasi"), ("q2_geslacht", C.GENDER, "quasi"), ("kind1_groep", C.GROUP, "context"),
    ("officialClass", C.GROUP, "context"), ("supplier_email", C.EMAIL, "negative"), ("cand_fn", C.NAME_GIVEN, "quasi"),
])
def test_a_name_in_other_dress(key: str, category: C, strength: str) -> None:
    entry = written_key((key,)).entry
    assert entry is not None
    assert (entry.category, entry.strength) == (category, strength)


@pytest.mark.parametrize(("question", "category", "strength"), [
    ("Naam van uw kind", C.NAME_FULL, "direct"), ("Voornaam van het kind", C.NAME_GIVEN, "direct"),
    ("Wat is je leeftijd?", C.AGE, "quasi"), ("Wat is de geboortedatum van uw kind?", C.DOB, "quasi"),
    ("Heeft uw kind allergieën?", C.HEALTH, "direct"), ("In welke klas zit je?", C.GROUP, "context"),
    ("What is your date of birth?", C.DOB, "quasi"), ("Child's name", C.NAME_FULL, "ambiguous"),
    ("Wat is je naam?", C.NAME_FULL, "quasi"), ("De naam van de moeder", C.NAME_FULL, "ambiguous"),
])
def test_questions_of_forms(question: str, category: C, strength: str) -> None:
    entry = written_key((question,)).entry
    assert entry is not None
    assert (entry.category, entry.strength) == (category, strength)


@pytest.mark.parametrize("question", [
    "Wat is dyslexie?", "Wat is een postcode?", "Wat is religie?", "What is a phone number?", "Wat is het antwoord?",
    "Wat is de naam van de hoofdstad?", "Wat is de leeftijd van de aarde?", "In welke groep zit natrium?",
    "Naam van het product", "Wat is het adres van de koning?", "Titel van het boek", "Hoe oud is de aarde?",
    "Is dit je antwoord?", "Wat is het geslacht van het woord?",
])
def test_questions_about_the_world(question: str) -> None:
    assert written_key((question,)).entry is None


@pytest.mark.parametrize(("names", "name", "above"), [
    (("guardianPhone",), "phone", ("guardian",)), (("ouder_2_adres",), "adres", ("ouder",)),
    (("geboortedatum_kind",), "geboortedatum", ("kind",)), (("klas", "ToPersonIds"), "ids", ("klas", "person")),
    (("data", "user[email]"), "email", ("data", "user")), (("a.b", "c"), "c", ("a", "b")), (("",), "", ()),
])
def test_the_owner_in_a_name_is_a_level_above_it(names: tuple[str, ...], name: str, above: tuple[str, ...]) -> None:
    key = written_key(names)
    assert (key.name, key.above) == (name, above)


@pytest.mark.parametrize("key", [
    "commit_hash", "fileHash", "content_sha256", "memberCount", "studentView", "antwoordoptie3", "kindVersion",
    "sorted_by", "contact_form", "h1", "v2", "product", "sXyzzy",
])
def test_names_that_are_of_nothing(key: str) -> None:
    entry = written_key((key,)).entry
    assert entry is None or entry.strength not in {"direct", "quasi"}


def test_a_name_of_the_lexicon_is_found_as_it_is() -> None:
    clear = [entry for entry in lexicon().values() if entry.strength != "ambiguous"]
    assert [entry for entry in clear if written_key((entry.name,)).entry != entry] == []


def test_only_the_nearest_levels_are_read() -> None:
    assert written_key((*map(str, range(50)), "naam")).above == tuple(map(str, range(41, 50)))


@given(st.lists(st.text(max_size=300), min_size=1, max_size=14))
def test_any_names_are_read(names: list[str]) -> None:
    key = written_key(tuple(names))
    assert key == written_key(tuple(names[-10:]))
