"""Which texts reach the model: prose with a word that could be a name."""

import pytest

from scanner.detect.prose.gate import LONGEST, may_hold_name

YES = [
    "Goed zo Sanne", "hoi ik ben yassin en ik zit in 2b", "Sanne is ziek", "met Qzwyra gesproken", "Groetjes,\nDjenaba",
    "roos heeft mij geappt", "Hij vroeg het aan de Vries", "Kim Lammers, Alparslan Koç", "SANNE IS ZIEK",
    "De moeder van bilal belt (06) terug", "groepje 3 = lauren, sjors, imane en ik",
    "Aan: Sjoerd Bootsma; CC: Wil Kalma", "Gisteren was Vlinder jarig en trakteerde ze op cake",
    "Mentor: mw. J. Dijkhuizen", "ik vroeg het aan qzwyra na de les", "van dijkstra moeten we dit maken",
    "Aanwezig: Ellen Boonstra (vz), Karim Haddadi. Afwezig m.k.: Anil Ramdin.",
    "Docent: B. Visser | Leerling: Sanne Kuipers | Lokaal: 7", "Toezicht: mw. Visser 9.30-10.15, dhr. Kok 10.15-11.00",
    "Overleg 3-4, aanwezig: Marit Bos (ib), P. Kaya (jgz), vader van Sem", "van meneer van vliet hoeft het niet",
]
NO = [
    ("", "empty"), ("Sanne", "one word"), ("opslaan en sluiten", "ordinary words"), ("Opslaan en sluiten", "a label"),
    ("De leerling werkt geconcentreerd.", "ordinary words"), ("3 van de 10 vragen", "ordinary words"),
    ("ik snap het egt nie jaaaa hahaha", "chat"), ("wie maakt de samenvattingsopdracht", "a compound"),
    ("we gaan naar de bso", "an abbreviation"),
    ("2025-11-22 08:30", "a time"), ("function(a) { return Sanne; }", "code"),
    ("{\"naam\": \"Sanne\", \"a\": 1}", "JSON"),
    ("<div class=\"x\"> Sanne </div>", "markup"), ("color: red; margin: 0 auto;\n}", "style"),
    ("a = Sanne; b = c", "an assignment"), ("naam=Sanne en klas=2b", "a query"),
    ("Klas Aanmaken en Sluiten", "a label"),
    ("eyJhbGciOiJIUzI1NiJ9 eyJzdWIiOiIxIn0", "a token"), ("M10 20 L30 40 Z", "a path"), ("1 2 3 4", "numbers"),
    ("a b c d", "letters"), ("a|Sanne|b is|d", "a table without spaces"), ("de maat is .x-small-Sanne", "style"),
    ("Ynysoedd Solomon yn yr môr", "another language"), ("før vor tidsregning med Helena", "another language"),
    (".sv-item { opacity: 0.25; margin: 0 auto; } .sv-popup--hidden { margin: Anna; }", "style"),
    ("/* Licence of Jan */ see the file for its terms. " * 9 + ".a-b { opacity: 0; } .c-d:hover { margin: 0; }\n" * 20,
     "style behind a comment"),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36", "a user agent"),
    ("Rekenbaas/5.3.0.17 (Android 14; SM-X200)", "a user agent"), ("https://school.example/Sanne foto", "an address"),
]


@pytest.mark.parametrize("text", YES)
def test_prose(text: str) -> None:
    assert may_hold_name(text)


@pytest.mark.parametrize(("text", "why"), NO)
def test_no_prose(text: str, why: str) -> None:
    assert not may_hold_name(text), why


def test_hostile_texts_take_no_time_and_hold_nothing() -> None:
    for text in ("Aa " * LONGEST, "\n" * 90_000, "-" * 90_000, "a" * 90_000 + " b", "'" * 90_000):
        may_hold_name(text)
    assert not may_hold_name("Sanne is ziek. " * LONGEST)


@pytest.mark.parametrize("text", [
    "['Am Màrt',\n 'An Giblean',\n 'An Cèitean',\n 'An t-Ògmhios',\n 'An t-Iuchar',\n 'An Lùnastal',\n 'An t-Sultain',"
    "\n 'An Dàmhair']",
    'lines:"Lyne",check:"Laat meer as een keuse toe",value:"Waarde",size:"Grootte",text:"Teks",label:"Naam"',
    "//! moment.js locale configuration\n//! locale : Danish [da]\n//! author : Ulrik\n;(function (global, factory) "
    "{ factory(moment(\"da\", \"x\")) }",
])
def test_arrays_and_members_of_programs_are_no_prose(text: str) -> None:
    assert not may_hold_name(text)
