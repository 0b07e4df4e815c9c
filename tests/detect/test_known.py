"""Known values are found in any spelling, encoding or digest, and by chance they are not."""

from __future__ import annotations

import base64
import hashlib
import tracemalloc

import pytest
from detect_builders import BSN, ECKID, JURRE, SANNE, subjects

from scanner.detect.known import KnownValues, whole_form
from scanner.detect.subjects import Subject, Subjects, parse_subjects
from scanner.model import Category as C

KNOWN = KnownValues(subjects(SANNE, JURRE))


def seen(text: str, *, static: bool = False) -> set[tuple[str, str]]:
    return {(hit.values[0].category.value, hit.via) for hit in KNOWN.find(text, static=static)}


@pytest.mark.parametrize(("text", "category"), [
    ("door Sanne de Vries", "name.full"), ("VRIES, SANNE DE", "name.full"),
    ("werkstuk_Sanne_de_Vries.docx", "name.full"),
    ("iPad van Sanne", "name.given"), ("mail sanne@school.example!", "contact.email"),
    ("geboren 4 maart 2012", "demo.dob"), ("1330819200000", "demo.dob"), ("bsn 9999.90.019", "id.bsn"),
    ("tel +31 6 1234 5678", "contact.phone"), (f"x {ECKID} y", "id.eckid"), (ECKID.rpartition("/")[2], "id.eckid"),
    ("pw=Welkom-01!", "secret.credential"),
])
def test_spellings(text: str, category: str) -> None:
    assert category in {found for found, _ in seen(text)}


@pytest.mark.parametrize(("data", "category", "via"), [
    (hashlib.md5(BSN.encode()).hexdigest(), "id.bsn", "md5"),
    (hashlib.sha1(BSN.encode()).hexdigest().upper(), "id.bsn", "sha1"),
    (hashlib.sha256(b"9999.90.019").hexdigest(), "id.bsn", "sha256"),
    (hashlib.sha3_256(BSN.encode()).hexdigest(), "id.bsn", "sha3_256"),
    (hashlib.blake2b(BSN.encode()).hexdigest(), "id.bsn", "blake2b"),
    (hashlib.blake2s(BSN.encode()).hexdigest(), "id.bsn", "blake2s"),
    (base64.b64encode(hashlib.sha256(BSN.encode()).digest()).decode(), "id.bsn", "sha256"),
    (base64.urlsafe_b64encode(hashlib.sha512(BSN.encode()).digest()).decode().rstrip("="), "id.bsn", "sha512"),
    (hashlib.sha256(BSN.encode()).hexdigest()[:20], "id.bsn", "sha256"),
    (hashlib.sha256(hashlib.md5(BSN.encode()).hexdigest().encode()).hexdigest(), "id.bsn", "sha256(md5)"),
    (hashlib.sha1(b"mailto:sanne@school.example").hexdigest(), "contact.email", "sha1"),
    (hashlib.md5(b"sanne@school.example").hexdigest(), "contact.email", "md5"),
    (hashlib.sha256(b"20120304").hexdigest(), "demo.dob", "sha256"),
    (hashlib.sha256(b"+31612345678").hexdigest(), "contact.phone", "sha256"),
    (hashlib.sha256(b"sanne").hexdigest(), "name.given", "sha256"),
    (hashlib.sha256(b"sanne de vries2012-03-04").hexdigest(), "name.full", "sha256"),
    (hashlib.md5(ECKID.encode()).hexdigest(), "id.eckid", "md5"),
    (BSN[::-1], "id.bsn", "reversed"),
    ("fnaar@fpubby.rknzcyr", "contact.email", "rot13"),
])
def test_disguises(data: str, category: str, via: str) -> None:
    assert (category, via) in seen(data)
    assert (category, via) in seen(f"https://cdn.example/avatar/{data}?s=80") or "/" in data or "+" in data
    if via not in {"reversed", "rot13"}:
        assert (category, via) in seen(f"x {data} y", static=True)


@pytest.mark.parametrize("text", [
    "januari", "de vries", "school example", "sanne school example", "2012-03-05", "9999900190", "welkom 01",
    hashlib.sha256(b"iemand").hexdigest(), hashlib.sha256(BSN.encode()).hexdigest()[:12], "", "x" * 500,
    "sannetje", "Jurgen", "0612345679",
])
def test_what_is_not_known(text: str) -> None:
    assert not {found for found, _ in seen(text)} - {"name.family"}


def test_static_content_is_searched_for_what_is_unmistakable() -> None:
    assert seen("Sanne zit in 5b", static=True) == set()
    assert ("name.full", "") in seen("Sanne de Vries", static=True)
    assert ("id.bsn", "") in seen(f"x={BSN}", static=True)


def test_whole_values_that_need_a_key() -> None:
    assert {known.category for known in KNOWN.whole("V")} == {C.GENDER}
    assert not KNOWN.whole("man")
    assert not KNOWN.whole("x" * 400)


def test_whole_form() -> None:
    assert whole_form("De Vries, S.") == whole_form("de vries s") == "devriess"
    assert whole_form("!?") == "!?"


def test_no_value_is_in_a_repr() -> None:
    (hit,) = KNOWN.find("Sanne de Vries", static=False)
    assert "anne" not in repr(hit.values[0])
    assert "leerling-01" in repr(hit.values[0])


def test_values_that_two_subjects_share_name_both() -> None:
    twin = {**SANNE, "id": "leerling-02", "values": {"name.family": "de Vries"}}
    (hit,) = KnownValues(subjects(SANNE, twin)).find("fam. de Vries", static=False)
    assert {known.subject for known in hit.values} == {"leerling-01", "leerling-02"}


@pytest.mark.parametrize("constant", [1, 42, 200])
def test_an_identifier_under_a_constant(constant: int) -> None:
    known = KnownValues(Subjects((Subject("leerling-01", "pupil", ((C.LOGIN, "sdevries04"),)),)))
    token = bytes(byte ^ constant for byte in b"sdevries04").hex()
    (hit,) = known.find(token, static=False)
    assert (hit.via, hit.start, hit.end, hit.values[0].category) == ("xor", 0, len(token), C.LOGIN)
    assert not known.find(token[:-2], static=False)


def test_a_slash_in_base64_does_not_make_two_digests_of_one() -> None:
    digest = base64.b64encode(hashlib.sha256(b"999900047").digest()).decode()
    assert "+" not in digest[:22] and digest[22] == "+"  # the 22 characters before it look like a shorter digest
    subjects = parse_subjects({"subjects": [{"id": "l1", "values": {"id.bsn": "999900047"}}]})
    assert [(hit.start, hit.end) for hit in KnownValues(subjects).find(digest, static=False)] == [(0, 43)]


@pytest.mark.parametrize(("text", "via"), [
    (hashlib.sha256(b"kim kanarie|2012-03-04").hexdigest(), "sha256"),
    (hashlib.md5(b"kimkanarie20120304").hexdigest(), "md5"),
])
def test_name_with_date_of_birth_under_a_digest(text: str, via: str) -> None:
    known = KnownValues(Subjects((Subject("kim", "pupil", ((C.NAME_FULL, "Kim Kanarie"), (C.DOB, "2012-03-04"))),)))
    (hit,) = known.find(text, static=False)
    assert (hit.values[0].subject, hit.via) == ("kim", via)


def test_a_class_list_takes_little_memory() -> None:
    school = Subjects(tuple(
        Subject(f"pupil-{number}", "pupil", (
            (C.NAME_GIVEN, f"Kim{number}"), (C.NAME_FAMILY, "Kanarie"), (C.NAME_FULL, f"Kim{number} Kanarie"),
            (C.DOB, f"2012-03-{number % 28 + 1:02}"), (C.EMAIL, f"kim{number}@school.example"),
            (C.PHONE, f"06120{number:05}"),
        )) for number in range(100)))
    token = hashlib.sha256(b"kim99@school.example").hexdigest()
    tracemalloc.start()
    try:
        known = KnownValues(school)
        (hit,) = known.find(token, static=False)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert hit.values[0].subject == "pupil-99"
    assert kept < 200_000 * len(school)
