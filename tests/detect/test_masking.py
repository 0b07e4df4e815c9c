"""Nothing that is shown lets anybody reconstruct a value."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.lexicon import vocabulary
from scanner.detect.masking import is_id_segment, is_plain_key, mask
from scanner.model import Category as C

NAMES = frozenset({"sanne", "mohammed", "daan"})


@pytest.mark.parametrize(("category", "value", "shown"), [
    (C.NAME_GIVEN, "Kaatje", "Ka**** (6)"),
    (C.NAME_GIVEN, "Jan", "*** (3)"),
    (C.NAME_GIVEN, "Kaya", "K*** (4)"),
    (C.NAME_GIVEN, "Élodie", "***** (6)"),
    (C.BSN, "999990019", "*********"),
    (C.BSN, "9999.90.019", "*********"),
    (C.PGN, "101234564", "*********"),
    (C.DOB, "2012-03-04", "****-**-**"),
    (C.DOB, "4 maart 2012", "* ***** ****"),
    (C.DOB, "1330819200", "**********"),
    (C.EMAIL, "sanne@school.example", "s***@***.example (20)"),
    (C.EMAIL, "sannedv@school.example", "sa***@***.example (22)"),
    (C.EMAIL, "mailto:jan@x.example", "***@***.example (20)"),
    (C.PHONE, "0612345678", "06***** (10)"),
    (C.POSTCODE, "1234 AB", "1***** (7)"),
    (C.LEERLINGNUMMER, "12345", "***** (5)"),
    (C.LEERLINGNUMMER, "123456", "1***** (6)"),
    (C.CREDENTIAL, "Welkom-01!", "*** (10)"),
    (C.TOKEN, "eyJabc.def.ghi", "*** (14)"),
    (C.GENDER, "v", "*** (1)"),
    (C.DOB, "::::", "*** (4)"),
    (C.HEALTH, "epilepsie", "*** (9)"),
    (C.RESULT, "7,5", "*** (3)"),
    (C.GEO, "52.09113", "*** (8)"),
    (C.FREE_TEXT, "Sanne is ziek", "*** (13)"),
])
def test_masks(category: C, value: str, shown: str) -> None:
    assert mask(category, value) == shown


@given(st.sampled_from(list(C)), st.text(min_size=1, max_size=60))
def test_a_mask_shows_at_most_two_characters_of_the_value(category: C, value: str) -> None:
    shown = mask(category, value)
    kept = re.sub(r"[*@.() \-/]|\(\d+\)$|\d+\)$", "", shown.rpartition("(")[0] or shown)
    if category is C.EMAIL and "@" in value:
        kept = shown.partition("*")[0]
    if category is C.DOB:
        kept = "".join(char for char in shown.rpartition(" (")[0] if char.isalnum())
    assert len(kept) <= 2
    assert len(value) < 4 or value not in shown


PLAIN = ["bsn", "leerlingNummer", "CijferStr", "address1", "phone2", "ud[em]", "@eckid", "$email", "_id", "x-api-key",
         "https://purl.imsglobal.org/spec/lti/claim/roles", "urn:oid:2.5.4.42", "urn:mace:dir:attribute-def:mail",
         "{http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens}leerling", "IsVoldoende", "SHA256",
         "Datum geboorte leerling", "schema_version", "OfficieleVoornamen", "en-GB", "utm_source"]
NOT_PLAIN = ["999990019", "sanne@school.example", "Sanne de Vries", "Sanne", "sanne", "mohammed_8", "12345", "2671717",
             "3f2a9c1d-aaaa-bbbb-cccc-123456789012", "b554d7c7f0e1d2c3b4a5", "Élodie", "4 maart 2012", "", "a" * 200,
             "https://ketenid.nl/201703/" + "ab" * 64, "leerling-20120304", "06 12345678",
             "http://x.example/leerling/2671717"]


@pytest.mark.parametrize("key", PLAIN)
def test_words_of_programs_are_shown(key: str) -> None:
    assert is_plain_key(key, vocabulary(), NAMES)


@pytest.mark.parametrize("key", NOT_PLAIN)
def test_values_that_became_keys_are_not_shown(key: str) -> None:
    assert not is_plain_key(key, vocabulary(), NAMES)


@pytest.mark.parametrize("segment", ["12345", "7", "3f2a9c1d-aaaa-4bbb-8ccc-123456789012", "b554d7c7",
    "YWJjZGVmZ2hpamtsbW5v1",
                                     "sanne%40school.example", "Sanne%20de%20Vries", "a" * 61, "leerling2671717",
                                     "1234AB",
                                     "QwErTyUiOpAsDfGhJkLz", "%C3%89lodie"])
def test_segments_that_are_ids(segment: str) -> None:
    assert is_id_segment(segment)


@pytest.mark.parametrize("segment", ["", "api", "v2", "v1.1", "5.3", "leerlingen", "mp3", "oauth2", "user-profile",
    "2.1",
                                     "index.html", "op-naam", "resultatenOverzicht"])
def test_segments_that_are_words(segment: str) -> None:
    assert not is_id_segment(segment)
