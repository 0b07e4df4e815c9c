"""Pseudonyms: stable under the key whatever came before, of the form of what they stand for, never the value itself."""

from __future__ import annotations

import random

import pytest

from scanner.detect.recognizers.checksums import elfproef
from scanner.model import Category
from scanner.sanitize.pseudonyms import Pseudonyms

KEY = b"k" * 32
VALUES = [
    (Category.NAME_GIVEN, "Sanne"), (Category.NAME_FAMILY, "de Vries"), (Category.NAME_FULL, "Sanne de Vries"),
    (Category.EMAIL, "sanne.devries@school.example"), (Category.BSN, "999990019"), (Category.BSN, "9999.90.019"),
    (Category.DOB, "2012-03-04"), (Category.DOB, "04-03-2012"), (Category.PHONE, "06-12345678"),
    (Category.PHONE, "+31612345678"), (Category.IBAN, "NL91ABNA0417164300"), (Category.POSTCODE, "1234 AB"),
    (Category.STREET, "Dorpsstraat 12"), (Category.ACCOUNT, "4711-ab"), (Category.LOGIN, "svries01"),
    (Category.LEERLINGNUMMER, "104233"), (Category.DEVICE, "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
    (Category.ECKID, "https://ketenid.nl/201703/" + "ab12" * 32),
]


@pytest.mark.parametrize(("category", "value"), VALUES)
def test_the_same_for_the_same_value_whatever_came_before(category: Category, value: str) -> None:
    one, other = Pseudonyms(KEY), Pseudonyms(KEY)
    shuffled = random.Random(7).sample(VALUES, len(VALUES))
    for each in shuffled:
        other.of(*each, "", "")
    made = one.of(category, value, "", "")
    assert made == other.of(category, value, "", "") and made != value
    assert value.lower() not in made.lower()
    if category is not Category.DOB:  # a few days of the same year are all there is to choose from
        assert Pseudonyms(b"x" * 32).of(category, value, "", "") != made


def test_forms_stay_valid() -> None:
    pseudonyms = Pseudonyms(KEY)

    def made(category: Category, value: str) -> str:
        return pseudonyms.of(category, value, "", "")

    assert elfproef(made(Category.BSN, "999990019")) and made(Category.BSN, "999990019").startswith("9999")
    assert made(Category.EMAIL, "a.b@school.nl").endswith(".example")  # nobody gets mail there
    assert made(Category.DOB, "2012-03-04").startswith("2012-")
    assert made(Category.ECKID, "https://ketenid.nl/201703/" + "ab12" * 32).startswith("https://ketenid.nl/201703/")
    assert len(made(Category.DEVICE, "6f9619ff-8b86-d011-b42d-00c04fc964ff")) == 36
    assert made(Category.NAME_FAMILY, " de Vries ").startswith(" de ")


def test_a_value_has_one_pseudonym_whatever_it_was_taken_for() -> None:
    pseudonyms = Pseudonyms(KEY)
    for value, categories in (("999990019", (Category.BSN, Category.ACCOUNT, Category.LEERLINGNUMMER)),
                              ("sanne@school.example", (Category.EMAIL, Category.LOGIN, Category.ACCOUNT)),
                              ("sanne", (Category.NAME_GIVEN, Category.LOGIN))):
        assert len({pseudonyms.of(category, value, "", "") for category in categories}) == 1


def test_parts_of_a_name_have_the_pseudonyms_of_the_whole() -> None:
    pseudonyms = Pseudonyms(KEY)
    given, family = (pseudonyms.of(category, value, "", "") for category, value in VALUES[:2])
    assert pseudonyms.of(Category.NAME_FULL, "Sanne de Vries", "", "") == f"{given} {family}"


def test_equal_values_in_another_dress_stay_equal() -> None:
    pseudonyms = Pseudonyms(KEY)
    assert pseudonyms.of(Category.BSN, "9999.90.019", "", "").replace(".", "") == pseudonyms.of(
        Category.BSN, "999990019", "", "")
    assert pseudonyms.of(Category.EMAIL, "SANNE@school.example", "", "").lower() == pseudonyms.of(
        Category.EMAIL, "sanne@school.example", "", "").lower()


@pytest.mark.parametrize("hostile", ["", " ", "\x00", "\ud800", "@", "%40", "0" * 5000, "\u202e", "é" * 300, "<b>"])
def test_hostile_values_get_something(hostile: str) -> None:
    for category in Category:
        assert isinstance(Pseudonyms(KEY).of(category, hostile, hostile, ""), str)


def _numbers(count: int) -> list[str]:
    chance = random.Random(5)
    return sorted({f"{chance.randrange(10**8, 10**9)}" for _ in range(count * 12)})


MANY: dict[Category, list[str]] = {
    Category.BSN: [number for number in _numbers(700) if elfproef(number)][:600],
    Category.LEERLINGNUMMER: [str(number) for number in range(1, 400)],
    Category.DOB: [f"2014-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)],
    Category.PHONE: [f"06-12{number:06d}" for number in range(0, 999_999, 4000)],
    Category.POSTCODE: [f"{number} {letters}" for number in range(1000, 1300) for letters in ("AB", "CD")],
    Category.EMAIL: [f"l{number}@school.example" for number in range(400)],
    Category.NAME_GIVEN: [a + b + c for a in "bdklm" for b in ("a", "oe", "i") for c in ("m", "ra", "k", "tje", "lf")],
    Category.NAME_FULL: [f"Sanne {a}" for a in ("Vries", "de Vries", "Bakker", "Jansen", "Li", "Xu", "Bo", "Mo")],
    Category.LOGIN: [f"{letter}{number}" for letter in "abc" for number in range(100)],
}


@pytest.mark.parametrize("category", MANY)
def test_no_two_values_of_a_session_have_the_same(category: Category) -> None:
    """As many as a school has, of forms that are few: birthdays of one year, all numbers below 400."""
    pseudonyms = Pseudonyms(KEY)
    made = [pseudonyms.of(category, value, "", "").casefold() for value in MANY[category]]
    assert len(set(made)) == len(MANY[category]) and not {
        value for value, fake in zip(MANY[category], made, strict=True) if value.casefold() == fake}


def test_when_a_form_is_used_up_a_pseudonym_gets_longer() -> None:
    pseudonyms = Pseudonyms(KEY)
    made = [pseudonyms.of(Category.LEERLINGNUMMER, f"{number}", "", "") for number in range(1, 10)]
    assert len(set(made)) == 9
    days = [f"2014-01-{day:02d}" for day in range(1, 32)] + [f"2014-02-{day:02d}" for day in range(1, 29)]
    born = [pseudonyms.of(Category.DOB, day, "", "") for day in days]
    assert len(set(born)) == len(days) and all(day.startswith("2014-") and len(day) == 10 for day in born)


def test_a_value_keeps_its_pseudonym_in_other_spellings() -> None:
    pseudonyms = Pseudonyms(KEY)
    for category, spellings in (
        (Category.PHONE, ("06-12345678", "0612345678", "+31612345678", "+31 6 1234 5678")),
        (Category.DOB, ("2012-03-04", "20120304", "04-03-2012")), (Category.IBAN, ("NL91ABNA0417164300",
                                                                                  "NL91 ABNA 0417 1643 00")),
        (Category.NAME_GIVEN, ("Zo\u00eb", "ZOE", "zoe")), (Category.POSTCODE, ("1234 AB", "1234ab")),
    ):
        digits = {"".join(filter(str.isalnum, pseudonyms.of(category, each, "", ""))).casefold()[-8:]
                  for each in spellings}
        assert len(digits) == (2 if category is Category.DOB else 1), (category, digits)  # days first or last


def test_a_name_that_is_spelled_like_a_preposition_is_replaced() -> None:
    assert Pseudonyms(KEY).of(Category.NAME_GIVEN, "\u00d6nder", "", "") != "\u00d6nder"
    assert Pseudonyms(KEY).of(Category.NAME_FAMILY, "van der Meer", "", "").startswith("van der ")
