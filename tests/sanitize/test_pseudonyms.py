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
