"""Classes and groups: of a pupil, of a book, a room, a game."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.group import ClassCodeRecognizer, GroupRecognizer

POSITIVES = [
    ("Luuk zit in groep 7.", "groep 7"),
    ("Onze dochter gaat volgend jaar naar groep 3", "groep 3"),
    ("Hij zit in klas 2b", "klas 2b"),
    ("Yara (2TL) is verhuisd", "2TL"),
    ("Ruben uit 3hv2 heeft zijn boek vergeten", "3hv2"),
    ("Ik zit in 4 havo en vind wiskunde moeilijk", "4 havo"),
    ("mijn zoon zit in de derde klas van het vmbo", "derde klas"),
    ("Zij zit in brugklas 1D", "brugklas 1D"),
    ("Student Daan, cohort 2024 niveau 3", "cohort 2024 niveau 3"),
    ("Lotte zit in het 3de leerjaar", "3de leerjaar"),
    ("Jayden is overgeplaatst naar 4V2", "4V2"),
    ("leerling Kim de Boer, klas H3a", "klas H3a"),
    ("Sem, groep 5b, haalt extra boeken", "groep 5b"),
    ("My son is in Year 8", "Year 8"),
    ("Fatima zit nu in vwo 5", "vwo 5"),
    ("Noah zit in groep acht", "groep acht"),
    ("zit in groep 8, krijgt remedial teaching", "groep 8"),
    ("Sara (A5c) en Tim (H4a) doen de presentatie", "A5c"),
    ("Mentor van Jasper, 2mh1: mw. Vos", "2mh1"),
    ("Amira doet 1e jaar mbo niveau 4", "mbo niveau 4"),
    ("Anna zit op basisschool De Regenboog, groep 4a", "groep 4a"),
    ("Mohammed (6V1) doet mee", "6V1"),
    ("Dyslexie (Lucas, 5h1)", "5h1"),
    ("Zittenblijver M3b", "M3b"),
    ("Hij zit in H4c maar volgt wiskunde elders", "H4c"),
    ("mentorklas 1hv3, mentor mw. Dijk", "mentorklas 1hv3"),
    ("klas 3vwo2 lokaal 204, afwezig: Tim", "klas 3vwo2"),
    ("te laat (5x) deze periode, Sofie 2mh2", "2mh2"),
    ("jaargroep 8, leerling Thijs", "jaargroep 8"),
    ("leerjaar 4, profiel NG, Naomi", "profiel NG"),
]
NEGATIVES = [
    ("Anna, red: x, green: x, blue: x", "a colour"), ("Anna class T3 extends B2", "a program"),
    ("if (a) { b = 'groep 6'; } // door Anna", "a program"),
    ("Voor groep 6 t/m 8 is er een nieuwe methode.", "several"),
    ("Materiaal voor groep 3", "nobody"),
    ("Anna maakt de les voor groep 3, 4 en 5", "several"),
    ("Lesboek klas 1 havo/vwo, hoofdstuk 4", "a book"),
    ("Groep 5 maakt de taken op donderdag.", "nobody"),
    ("1.e4 e5 2.Pf3 Pc6 3.Lb5 a6 met H4 en B5", "chess"),
    ("Kleur #3b5998 en #a4c2f1", "colours"),
    ("Anna print op A4 of A3", "paper"),
    ("Neem de A2 naar Utrecht", "a motorway"),
    ("Lokaal 3b is bezet", "a room"),
    ("Bram zit in lokaal H4", "a room"),
    ("Sara leest hoofdstuk 4a", "a chapter"),
    ("vakcode 3WIS-B02", "a code of a subject"),
    ("moduul H4.2 Zuren", "a module"),
    ("vlucht KL1234 gate D56", "a flight"),
    ("Kies groep 1 of groep 2", "a choice"),
    ("Groep 1 van het periodiek systeem", "chemistry"),
    ("Anna leest over groep 1 van het periodiek systeem", "chemistry"),
    ("Nederland speelt in groep 4 tegen Frankrijk", "sport"),
    ("groep 6", "a label"),
    ("Groep 4", "a label"),
    ("De leerstof voor havo 4 en vwo 4", "teaching material"),
    ("versie 4V2 van de app", "a version"),
    ("Vitamine B2 zit in melk", "a vitamin"),
    ("klas 3", "a label"),
    ("De klas is leeg", "no class"),
    ("Leerlingen van klas 3 mogen mee", "all"),
    ("Als Tim in groep 8 zit, mag hij mee", "a condition"),
    ("Year 8 textbook", "a book"),
    ("grade 5 steel", "steel"),
    ("Ik ben in groep 3 van de 4 ingedeeld", "a number of several"),
    ("tafel 3b, Anna", "a table"),
    ("Sanne rekent 4a + 2b uit", "algebra"),
    ("2TL", "nobody"),
    ("(6V1)", "nobody"),
    ("Anna kocht een iPhone 5s", "a phone"),
    ("Tim woont op 3b", "a house number"),
    ("mbo 4 opleidingen in de regio", "nobody"),
    ("cohort 2024 van alle scholen", "all"),
    ("rekenen niveau 2F behaald door Quinten", "a level"),
    ("profiel NG vraagt wiskunde", "of nobody"),
    ("Audi 2mh2", "no given name"),
]


def strong(text: str) -> list[str]:
    """What counts without any other datum beside it."""
    found = (*GroupRecognizer().find(text), *ClassCodeRecognizer().find(text))
    return [text[match.start:match.end] for match in found if match.score >= 0.6]


@pytest.mark.parametrize(("text", "word"), POSITIVES)
def test_match(text: str, word: str) -> None:
    assert any(word in each for each in strong(text))


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert strong(text) == [], why


@pytest.mark.parametrize("text", ["Groep 7b heeft morgen gym", "Rooster van klas 3vwo2"])
def test_a_class_of_nobody_is_to_be_assessed(text: str) -> None:
    (match,) = GroupRecognizer().find(text)
    assert 0.3 <= match.score < 0.6
