"""Names of keys that end or begin with a word for a class or a school; counts, ids and other things are none."""

from __future__ import annotations

import pytest
from detect_builders import in_body

from scanner.detect.compounds import CLASS_KEY, GROUP_KEY, SCHOOL_KEY, called, compound
from scanner.model import Category as C


@pytest.mark.parametrize(("name", "key"), [
    ("officialClass", GROUP_KEY), ("kind1_groep", CLASS_KEY), ("INS-LEERJAAR", CLASS_KEY),
    ("Basisschool__c", SCHOOL_KEY),
    ("SCHOOL-BRIN", SCHOOL_KEY), ("groups", GROUP_KEY), ("examinee", "done_by"), ("kandidaten", "participants"),
])  # fmt: skip
def test_a_compound(name: str, key: str) -> None:
    entry = compound(name)
    assert entry is not None and entry.name == key


@pytest.mark.parametrize("name", ["aantal_klassen", "groepId", "class_size", "theme", "klasseerder", "", "_"])
def test_no_compound(name: str) -> None:
    assert compound(name) is None


def test_what_a_class_is_called() -> None:
    assert called("code", "groep") is not None
    assert called("key", "school") is not None
    assert called("code", "product") is None
    assert called("kleur", "groep") is None


def test_only_the_form_of_a_class_counts_under_words_of_programs() -> None:
    found = [each for each in in_body({"naam": "Kim Kanarie", "leerlingnummer": "118402", "officialClass": "3hv2"})
             if each.category is C.GROUP and each.confidence >= 0.6]
    assert len(found) == 1
    assert not [each for each in in_body({"naam": "Kim Kanarie", "leerlingnummer": "118402", "rowClass": "active"})
                if each.category is C.GROUP and each.confidence >= 0.6]


def test_a_number_under_several_persons_is_how_many_they_are() -> None:
    assert not [each for each in in_body({"kandidaten": 34871, "les": "breuken"}) if each.confidence >= 0.3]
