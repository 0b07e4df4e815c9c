"""Ids that say that they are a person's, and what only looks like one."""

from __future__ import annotations

from base64 import b64encode

import pytest

from scanner.detect.recognizers.person_ref import PersonRefRecognizer, is_person_ref

RECOGNIZER = PersonRefRecognizer()
IDS = ["usr_Jd82", "lln-118402", "lln-44021", "athlete_6613", "student_8f3a91", "kid_83110", "user_118402",
       "lkr-9001", "pupil-4471", "ouder_3b91f0", "kandidaat-20417", "member_77120331"]
OTHERS = ["user_2", "user-2025", "student-2024", "user-agent", "user_step2", "kind-of-blue", "account_v2",
          "user-avatar-32",
          "member_3", "contact-12", "child-theme", "parent-selector", "lln-import", "usr/lib64", "order_118402",
          "msg_01HZ88", "student_page12", ".user-1234", "#child-4411", "kid-friendly", "user_id_1", "profile-picture"]


@pytest.mark.parametrize("text", IDS)
def test_an_id(text: str) -> None:
    assert is_person_ref(text)
    match, = RECOGNIZER.find(f"Melding: {text} is niet gekoppeld.")
    assert RECOGNIZER.trigger.search(text)
    assert text == f"Melding: {text} is niet gekoppeld."[match.start:match.end]
    assert match.category.value == "id.account"


@pytest.mark.parametrize("text", OTHERS)
def test_no_id(text: str) -> None:
    assert RECOGNIZER.find(text) == []
    assert RECOGNIZER.find(f"waarde {text} hier") == []


@pytest.mark.parametrize("text", ["Leerling:502", "User:1", "StudentNode:99120", "Gebruiker:a8-3"])
def test_a_global_id(text: str) -> None:
    value = b64encode(text.encode()).decode()
    found = RECOGNIZER.find(value)
    assert bool(found) == (text != "StudentNode:99120")  # what begins with another word is not looked for
    assert not RECOGNIZER.find(f"bijvoorbeeld {value}")


@pytest.mark.parametrize("text", ["Course:502", "Userland is free", "Leerlingen: alle"])
def test_a_global_id_of_a_thing(text: str) -> None:
    assert RECOGNIZER.find(b64encode(text.encode()).decode()) == []


def test_a_uri() -> None:
    assert len(RECOGNIZER.find("gid://school/Student/502")) == 1
    assert RECOGNIZER.find("gid://school/Course/502") == []


def test_hostile_input() -> None:
    assert RECOGNIZER.find("user_" * 20_000) == []
    assert RECOGNIZER.find("TGVlcmxpbmc6" + "A" * 100_000) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("PUPIL#01J9ZC4Q0N", "PUPIL#01J9ZC4Q0N"),
    ("user#118402", "user#118402"),
    ("projects/p/databases/(default)/documents/klassen/k77/leerlingen/2YKpZ0GrJGtvvnuwXg39", "2YKpZ0GrJGtvvnuwXg39"),
    ("organizations/o1/users/118402", "118402"),
])
def test_keys_and_names_of_documents(text: str, expected: str) -> None:
    assert [text[each.start : each.end] for each in PersonRefRecognizer().find(text)] == [expected]


@pytest.mark.parametrize("text", [
    "user#settings", "PUPIL#2026", "ORDER#01J9ZC4Q0N", "color#118402", "docs/users/handleiding",
    "src/components/users/index2.tsx en meer", "projects/p/documents/lessen/2YKpZ0GrJGtvvnuwXg39", "users/edit",
])
def test_keys_of_other_things(text: str) -> None:
    assert not PersonRefRecognizer().find(text)
