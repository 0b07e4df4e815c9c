"""Where values after labels end, and which are believed."""

import pytest

from scanner.detect.recognizers.label_values import CATEGORIES, believable, is_listed, value_at
from scanner.model import Category


@pytest.mark.parametrize(("category", "text", "value"), [
    (Category.LOGIN, "kim5b en meer", "kim5b"), (Category.LOGIN, "l.vandijk&x=1", "l.vandijk"),
    (Category.LOGIN, "kim5b.", "kim5b"), (Category.LOGIN, "kim@school, ", "kim@school"),
    (Category.DOB, "4 maart 2012 te Sneek", "4 maart 2012"), (Category.DOB, "04 03 2012 M", "04 03 2012"),
    (Category.DOB, "2012-03-04T00:00:00Z sub", "2012-03-04T00:00:00Z"),
    (Category.DOB, "/Date(1333411200000)/", "/Date(1333411200000)/"), (Category.AGE, "11;4 bij afname", "11;4"),
    (Category.AGE, "12 jaar", "12 jaar"), (Category.GENDER, "M GEB", "M"), (Category.GENDER, "vrouw", "vrouw"),
    (Category.NATIONALITY, "Syrische, sinds 2021", "Syrische"),
    (Category.NATIONALITY, "Syrische sinds 2021", "Syrische"),
    (Category.BIRTHPLACE, "Den Haag; 2012", "Den Haag"), (Category.RELIGION, "islam volgens moeder", "islam"),
    (Category.ORIGIN, "Pools en Nederlands", "Pools en Nederlands"), (Category.POSTCODE, "1057 zz Ams", "1057 zz"),
    (Category.STREET, "Plein 1944 nr. 17, 6511", "Plein 1944 nr. 17"), (Category.RESULT, "7,5 voor", "7,5"),
])
def test_where_a_value_ends(category: Category, text: str, value: str) -> None:
    written = value_at("x: " + text, 3, category, quote="", tag=False)
    assert written is not None
    assert ("x: " + text)[written.start : written.end] == value
    assert not written.marked


@pytest.mark.parametrize(("category", "text"), [
    (Category.LOGIN, "getName()"), (Category.LOGIN, "//host"), (Category.LOGIN, "x[0]"), (Category.DOB, "dd-mm-jjjj"),
    (Category.AGE, "12+"), (Category.AGE, "10-12"), (Category.AGE, "12 t/m 14"), (Category.AGE, "120"),
    (Category.GENDER, "m/v"), (Category.GENDER, "man of vrouw"), (Category.GENDER, "mannen"),
    (Category.NATIONALITY, "vul hier je eigen nationaliteit in"), (Category.RESULT, "7/10"), (Category.RESULT, "1 2 3"),
    (Category.POSTCODE, "12345"), (Category.STREET, "zonder nummer, dus niet"),
])
def test_no_value(category: Category, text: str) -> None:
    assert value_at(text, 0, category, quote="", tag=False) is None


def test_marks_say_where_a_value_ends() -> None:
    assert value_at('"Ritalin 10 mg, 2x daags","x"', 1, Category.HEALTH, quote='"', tag=False) == (1, 24, True)
    assert value_at("M</geslacht>", 0, Category.GENDER, quote="", tag=True) == (0, 1, True)
    assert value_at('never closed', 0, Category.LOGIN, quote='"', tag=False) is None
    assert value_at("over\nlines</a>", 0, Category.LOGIN, quote="", tag=True) is None


@pytest.mark.parametrize(("category", "value", "spoken", "believed"), [
    (Category.LOGIN, "kim5b", True, True), (Category.LOGIN, "sanne", False, True),
    (Category.LOGIN, "sanne", True, False),
    (Category.LOGIN, "admin", False, False), (Category.LOGIN, "e.username", False, False),
    (Category.LOGIN, "page.html", False, False), (Category.LOGIN, "vergeten", False, False),
    (Category.LOGIN, "xxxx1", False, False), (Category.LOGIN, "{user1}", False, False),
    (Category.ACCOUNT, "20417", True, True), (Category.ACCOUNT, "12", False, False),
    (Category.ACCOUNT, "abc", False, False),
    (Category.ACCOUNT, "12345", False, False), (Category.ACCOUNT, "04-03-2012", False, False),
    (Category.LEERLINGNUMMER, "2014-0087", True, True), (Category.LEERLINGNUMMER, "onbekend", False, False),
    (Category.GENDER, "M", True, True), (Category.GENDER, "m", True, False),
    (Category.GENDER, "vrouwelijk", True, False),
    (Category.RELIGION, "islam", True, True), (Category.RELIGION, "wat geloof jij", False, False),
    (Category.NATIONALITY, "verplicht", False, False), (Category.BIRTHPLACE, "Aleppo", True, True),
    (Category.BIRTHPLACE, "aleppo", True, False), (Category.DOB, "", False, False),
])
def test_what_is_believed(category: Category, value: str, spoken: bool, believed: bool) -> None:
    assert believable(category, value, spoken=spoken) is believed


def test_lists() -> None:
    assert is_listed(Category.RELIGION, "Islam")
    assert is_listed(Category.ORIGIN, "Syrië")
    assert not is_listed(Category.LOGIN, "islam")


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("piece", ["a ", "1", "a.", "(", "1-", "é", "12 "])
def test_hostile(category: Category, piece: str) -> None:
    text = piece * (50_000 // len(piece))
    written = value_at(text, 0, category, quote="", tag=False)
    assert written is None or written.end <= len(text)
