"""Fakes: of the same form, consistent in every spelling, and never the value itself."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from cast_builders import a_cast
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.detect.recognizers.checksums import elfproef, iban_valid, onderwijsnummer
from scanner.model import Category as C
from scanner.sanitize.draws import Draws
from scanner.sanitize.forms.days import Days

SANNE = {"name.given": "Sanne", "name.family": "de Vries", "name.full": "Sanne de Vries", "demo.dob": "2015-01-15",
         "id.bsn": "999990019", "contact.email": "sanne.devries@school.example", "id.login": "wildespecht64",
         "id.leerlingnummer": "2671717", "contact.phone": "0612347397", "addr.postcode": "1234 PH",
         "id.account": "f1963d9f-ac70-56bd-992e-7ed51d682716"}


@pytest.mark.parametrize(("category", "raw", "form"), [
    (C.BSN, "999990019", r"9999\d{5}"),
    (C.BSN, "9999.90.019", r"9999\.\d\d\.\d{3}"),
    (C.POSTCODE, "1234 PH", r"[1-9]\d{3} [A-Z]{2}"),
    (C.POSTCODE, "1234ph", r"[1-9]\d{3}[a-z]{2}"),
    (C.PHONE, "06-12347397", r"06-1\d{7}"),
    (C.PHONE, "+31 6 1234 7397", r"\+31 6 1\d{3} \d{4}"),
    (C.PHONE, "088 000 0000", r"088 \d{3} \d{4}"),
    (C.ACCOUNT, "f1963d9f-ac70-56bd-992e-7ed51d682716", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    (C.ECKID, "https://ketenid.nl/pilot/" + "a1" * 64, r"https://ketenid\.nl/pilot/[0-9a-f]{128}"),
    (C.COOKIE, "GA1.1.1742003318.1794903300", r"GA1\.1\.[1-9]\d{9}\.\d{10}"),
    (C.TOKEN, "Bearer 45d8c6e8d335855db6227bb3a65d52feb8ae3719", r"Bearer [0-9a-f]{40}"),
    (C.STREET, "Kanariestraat 115", r"[A-Z][a-z]{6}straat [1-9]\d\d"),
    (C.GROUP, "7b", r"[1-8][a-e]"),
    (C.RESULT, "7,5", r"[1-9],\d"),
    (C.RESULT, "10", r"[1-9]"),
    (C.PROGRESS, "PT37S", r"PT\d\dS"),
    (C.GENDER, "V", "M"),
    (C.GENDER, "meisje", "jongen"),
    (C.CREDENTIAL, "Specht!1383", r"[A-Z][a-z]{5}!\d{4}"),
    (C.SCHOOL, "Basisschool De Kanarie", r"Basisschool De [A-Z][a-z]{6}"),
    (C.SCHOOL, "99ZZ", r"\d\d[A-Z]{2}"),
    (C.IP, "203.0.113.77", r"203\.0\.113\.\d\d"),
    (C.GEO, "52.12345", r"52\.\d{5}"),
    (C.HEALTH, "diabetes", r"[a-z]+"),
    (C.AGE, "9", r"[1-8]"),
])  # fmt: skip
def test_a_fake_has_the_form_of_the_value(category: C, raw: str, form: str) -> None:
    fake = a_cast().value(category, raw)
    assert re.fullmatch(form, fake), fake
    assert fake != raw


@pytest.mark.parametrize("raw", ["true", "ja", "nee", "null", ""])
def test_what_says_yes_or_no_stays(raw: str) -> None:
    assert a_cast().value(C.HEALTH, raw) == raw


@settings(max_examples=40)
@given(st.integers(100_000_000, 999_999_999))
def test_numbers_keep_their_checksums(number: int) -> None:
    fake = a_cast().value(C.BSN, str(number))
    assert fake != str(number)
    assert elfproef(fake) == elfproef(str(number))
    assert onderwijsnummer(fake) == onderwijsnummer(str(number))
    assert fake.startswith("9999") or onderwijsnummer(fake)


@settings(max_examples=20)
@given(st.integers(0, 9_999_999_999))
def test_accounts_keep_country_bank_and_check_digits(number: int) -> None:
    rest = f"BANK{number:010d}NL00"
    check = 98 - int("".join(str(int(char, 36)) for char in rest)) % 97
    real = f"NL{check:02d}BANK{number:010d}"
    fake = a_cast().value(C.IBAN, real)
    assert iban_valid(real) and iban_valid(fake) and fake[4:8] == "BANK" and fake != real


def test_a_person_is_the_same_fake_person_everywhere() -> None:
    cast = a_cast(SANNE)
    full = cast.value(C.NAME_FULL, "Sanne de Vries")
    given, de, family = full.split(" ")
    assert de == "de"
    text = cast.text("Sanne zei: mail s.devries of Vries, Sanne de; verslag_Sanne_de_Vries.docx van SANNE DE VRIES")
    for left in ("sanne", "vries"):
        assert left not in text.casefold()
    assert given in text and full.upper() in text and f"{family}, {given} de" in text
    assert f"_{given}_de_{family}.docx" in text
    mail = cast.value(C.EMAIL, "sanne.devries@school.example")
    assert mail == f"{given}.de{family}@school.example".lower()
    assert cast.text("Bericht aan sanne.devries@school.example!") == f"Bericht aan {mail}!"


@pytest.mark.parametrize(("written", "left"), [
    ("geboren 15-01-2015", "15-01-2015"), ("20150115", "20150115"), ("15 januari 2015", "15 januari"),
    ("2015-01-15T00:00:00Z", "2015-01-15"), ("bsn 9999.90.019", "90.019"), ("tel. 06 12 34 73 97", "12 34 73 97"),
    ("+31612347397", "12347397"), ("f1963d9fac7056bd992e7ed51d682716", "ac7056bd"), ("nr. 2671717", "2671717"),
    ("910099999", "910099999"), ("jvyqrfcrpug64", "jvyqrfcrpug64"),
])  # fmt: skip
def test_known_values_are_found_in_other_spellings(written: str, left: str) -> None:
    text = a_cast(SANNE).text(written)
    assert left not in text
    assert len(text) == len(written)


def test_ordinary_words_are_not_taken_for_names() -> None:
    cast = a_cast({"name.given": "Storm", "name.family": "Vos", "name.full": "Storm Vos"})
    assert cast.text("een storm op zee, een vos in het bos") == "een storm op zee, een vos in het bos"
    assert "Storm" not in cast.text("Dag Storm, tot morgen")


def test_digests_are_those_of_the_fakes_in_the_same_notation() -> None:
    bsn, mail = "999990019", "sanne.devries@school.example"
    digests = {
        "hex": hashlib.sha256(bsn.encode()).hexdigest(), "upper": hashlib.md5(bsn.encode()).hexdigest().upper(),
        "base64": base64.b64encode(hashlib.sha1(bsn.encode()).digest()).decode(),
        "mailto": hashlib.sha1(f"mailto:{mail}".encode()).hexdigest(),
        "double": hashlib.sha256(hashlib.md5(bsn.encode()).hexdigest().encode()).hexdigest(),
        "cut": hashlib.sha256(b"9999.90.019").hexdigest()[:24],
    }  # fmt: skip
    cast = a_cast(SANNE, tokens=tuple(digests.values()))
    fake, address = cast.value(C.BSN, bsn), cast.value(C.EMAIL, mail)
    assert cast.token(digests["hex"]) == hashlib.sha256(fake.encode()).hexdigest()
    assert cast.token(digests["upper"]) == hashlib.md5(fake.encode()).hexdigest().upper()
    assert cast.token(digests["base64"]) == base64.b64encode(hashlib.sha1(fake.encode()).digest()).decode()
    assert cast.token(digests["mailto"]) == hashlib.sha1(f"mailto:{address}".encode()).hexdigest()
    inner = hashlib.md5(fake.encode()).hexdigest().encode()
    assert cast.token(digests["double"]) == hashlib.sha256(inner).hexdigest()
    dotted = f"{fake[:4]}.{fake[4:6]}.{fake[6:]}".encode()
    assert cast.token(digests["cut"]) == hashlib.sha256(dotted).hexdigest()[:24]
    unknown = "ab" * 32
    assert cast.token(unknown) != unknown and len(cast.token(unknown)) == 64


def test_equal_identifiers_stay_equal_in_another_dress() -> None:
    cast = a_cast()
    dashed = cast.value(C.ACCOUNT, "f1963d9f-ac70-56bd-992e-7ed51d682716")
    assert cast.value(C.DEVICE, "F1963D9FAC7056BD992E7ED51D682716") == dashed.replace("-", "").upper()
    assert cast.value(C.ACCOUNT, "user_f1963d9fac7056bd992e7ed51d682716")[5:] == dashed.replace("-", "")


def test_another_key_gives_another_cast() -> None:
    here, there = a_cast(SANNE), a_cast(SANNE, key=b"j" * 32)
    differ = [code for code, raw in SANNE.items() if here.value(C(code), raw) != there.value(C(code), raw)]
    assert len(differ) >= len(SANNE) - 2


def test_a_class_of_names_stays_a_class() -> None:
    names = ["Sanne", "Daan", "Lotte", "Emre", "Noor", "Bram", "Femke", "Youssef", "Yara", "Thijs", "Liam", "Sem"]
    cast = a_cast({"name.given": names})
    fakes = [cast.value(C.NAME_GIVEN, name) for name in names]
    assert len(set(fakes)) == len(names)
    assert not {fake.casefold() for fake in fakes} & {name.casefold() for name in names}


def test_no_birth_date_becomes_that_of_somebody_else() -> None:
    from datetime import date

    real = {date(2015, 1, day) for day in range(10, 27)}
    days = Days(Draws(b"k" * 32), real)
    fakes = {days.day(each) for each in real}
    assert not fakes & real and all(fake.year == 2015 for fake in fakes)


@pytest.mark.parametrize("raw", ["1421280000", "1421280000000", "15/01/2015", "2015/1/15", "15.1.2015"])
def test_one_birth_date_is_one_fake_in_every_notation(raw: str) -> None:
    from scanner.detect.spellings import parse_date

    cast = a_cast(SANNE)
    iso = cast.value(C.DOB, "2015-01-15")
    fake = cast.value(C.DOB, raw, "2015-01-15")
    if raw.isdigit():
        seconds = int(fake) // (1000 if len(raw) > 10 else 1)
        assert seconds % 86_400 == 0 and seconds != 1421280000
    else:
        assert parse_date(fake.replace("/", "-")) == parse_date(iso)
    assert len(fake) == len(raw)
