"""Names of accounts in running text: handles after a platform, users by name or number."""

import pytest

from scanner.detect.recognizers.handle import HandleRecognizer

RECOGNIZER = HandleRecognizer()

POSITIVES = [
    ("insta @kim.kanarie", "id.login", "@kim.kanarie"),
    ("Snap van Mees: @meesjeee_12", "id.login", "@meesjeee_12"),
    ("Discord: Gamer_Daan#4821, roblox daan12pro", "id.login", "Gamer_Daan#4821"),
    ("Discord: Gamer_Daan#4821, roblox daan12pro", "id.login", "daan12pro"),
    ("mijn tiktok is noor_danst09", "id.login", "noor_danst09"),
    ("insta @kim.kanarie, tiktok kimkanarie", "id.login", "kimkanarie"),
    ("voeg me toe op discord yusuf#0042", "id.login", "yusuf#0042"),
    ("gebruiker s.devries12 heeft zich aangemeld", "id.login", "s.devries12"),
    ("client ip 84.12.34.56, user jvdmeer", "id.login", "jvdmeer"),
    ("logged in as tjanssen11", "id.login", "tjanssen11"),
    ("sessie verlopen voor gebruiker 88213", "id.account", "88213"),
    ("account 7712334 geblokkeerd", "id.account", "7712334"),
]
NEGATIVES = [
    ("insta verhaal gepost", "the sentence goes on"),
    ("een filmpje op youtube kijken", "the sentence goes on"),
    ("de gebruiker is ingelogd", "a verb"),
    ("volg ons op instagram.example", "a site"),
    ("discord.js versie 14", "a library"),
    ("user agent Mozilla", "a header"),
    ("users 2024", "a year"),
    ("gebruiker heeft geen rechten", "a verb"),
    ("account verwijderen", "a button"),
    ("@media print { .insta { color: red } }", "a style sheet"),
    ("import { user } from './user1.js'", "a program"),
    ("snap je dat?", "another word"),
    ("steam komt uit de ketel", "another word"),
    ("signal 9 received", "a number of one digit"),
    ("github actions v2 gebruiken", "the sentence goes on"),
]


@pytest.mark.parametrize(("text", "category", "value"), POSITIVES)
def test_match(text: str, category: str, value: str) -> None:
    found = [(match.category.value, text[match.start : match.end]) for match in RECOGNIZER.find(text)
             if match.score >= 0.6]
    assert (category, value) in found


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert [text[match.start : match.end] for match in RECOGNIZER.find(text)] == [], why
