"""Names of fields as tools for forms write them, and in German and French."""

from __future__ import annotations

import pytest
from detect_builders import in_body

from scanner.detect.key_meaning import meaning_of
from scanner.detect.names import of_control, parts, squash


@pytest.mark.parametrize(("name", "expected"), [
    ("txtRoepnaam", "Roepnaam"), ("ddlGeslacht", "Geslacht"), ("P12_BSN", "BSN"), ("achternaam_input", "achternaam"),
    ("NaamTextBox", "Naam"), ("hdnLeerlingId", "LeerlingId"), ("txt_Postcode", "Postcode"),
    ("text", ""), ("txt", ""), ("label", ""), ("chkx", ""), ("hidden", ""), ("input", ""), ("PC", ""), ("P12", ""),
    ("lbs", ""), ("cbor", ""), ("strand", ""),
])
def test_controls(name: str, expected: str) -> None:
    assert of_control(name) == expected


def test_controls_of_a_page_are_levels() -> None:
    assert parts("ctl00$cph$txtBSN") == ("ctl00", "cph", "txtBSN")
    assert parts("$set") == ("$set",)
    assert parts("a$") == ("a$",)


@pytest.mark.parametrize(("name", "category"), [
    ("ctl00$cph$txtRoepnaam", "name.given"), ("ctl00$main$txtAchternaam", "name.family"),
    ("ctl00$cph$txtGebDat", "demo.dob"), ("ctl00$cph$ddlGeslacht", "demo.gender"), ("ctl00$cph$txtBSN", "id.bsn"),
    ("P3_GEBOORTEDATUM", "demo.dob"), ("form:leerling:achternaam_input", "name.family"), ("strVoornaam", "name.given"),
    ("prénom", "name.given"), ("Vorname", "name.given"), ("date_de_naissance", "demo.dob"),
    ("mot_de_passe", "secret.credential"), ("Straße", "addr.street"), ("Schülernummer", "id.leerlingnummer"),
    ("code-postal", "addr.postcode"), ("Erziehungsberechtigte", "name.full"),
])
def test_what_they_mean(name: str, category: str) -> None:
    found = meaning_of((name,)).category
    assert found is not None
    assert found.value == category


@pytest.mark.parametrize("name", ["btnOpslaan", "ctl00$cph$btnZoek", "__VIEWSTATE", "lblTitel", "$ref", "$type",
                                  "txtAantal", "P1_PAGE", "ddlKleur", "größe", "résumé"])
def test_controls_of_things(name: str) -> None:
    assert meaning_of((name,)).category is None


def test_accents_are_no_letters_of_their_own() -> None:
    assert squash("Prénom") == "prenom"
    assert squash("Straße") == "strasse"


@pytest.mark.parametrize(("body", "codes"), [
    ({"schueler": {"vorname": "Floortje", "nachname": "Kanarie", "geburtstag": "03.05.2013", "klasse": "7b",
                   "geschlecht": "w"}}, {"name.given", "name.family", "demo.dob", "edu.group", "demo.gender"}),
    ({"eleve": {"prenom": "Noémie", "nom": "Kanarie", "classe": "4e", "date_naissance": "2013-05-03"}},
     {"name.given", "name.family", "demo.dob"}),
    ({"élèves": [{"Prénom": "Kim", "Nom": "Kanarie"}]}, {"name.given", "name.family"}),
])
def test_pupils_in_german_and_french(body: object, codes: set[str]) -> None:
    assert codes <= {each.category.value for each in in_body(body) if each.confidence >= 0.6}


@pytest.mark.parametrize("body", [
    {"klasse": "A", "strasse": "B7", "note": "siehe Anhang"},
    {"nom": "Exercice 4", "classe": "active", "genre": "roman"},
    {"kapitel": [{"titel": "Meine Familie", "prozent": 100}]},
    {"produit": {"nom": "Jan", "prix": 3}},
    {"naissance": "la naissance de la ville", "ville": "Paris"},
])
def test_things_in_german_and_french(body: object) -> None:
    assert not [each for each in in_body(body) if each.confidence >= 0.6]
