"""Account ids, logins, pupil numbers and cookie ids."""

import pytest

from scanner.detect.recognizers.identifiers import (
    check_account,
    check_asked_for,
    check_basic_user,
    check_cookie,
    check_kid,
    check_leerlingnummer,
    check_login,
    check_nickname,
    check_numbered,
    check_ref,
    check_session,
    check_several,
    check_uid,
    check_user,
    check_who,
    check_whom,
    is_login_of_name,
    is_member_key,
)
from scanner.model import Category

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
ECKID = "https://ketenid.nl/pilot/" + "7a" * 64


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("95312", "valid", Category.LEERLINGNUMMER), ("95312@1.school.example", "valid", Category.LEERLINGNUMMER),
    ("LL-12345", "valid", Category.LEERLINGNUMMER), (UUID, "plausible", Category.LEERLINGNUMMER), ("5b-12",
    "plausible", Category.LEERLINGNUMMER),
    (ECKID, "valid", Category.ECKID), ("kim.kanarie@school.example", "valid", Category.EMAIL),
    ("0", "impossible", Category.LEERLINGNUMMER), ("0000", "impossible", Category.LEERLINGNUMMER), ("", "impossible",
    Category.LEERLINGNUMMER),
    ("true", "impossible", Category.LEERLINGNUMMER), ("Kim Kanarie", "impossible", Category.LEERLINGNUMMER),
])
def test_leerlingnummer(value: str, outcome: str, category: Category) -> None:
    verdict = check_leerlingnummer(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


@pytest.mark.parametrize(("value", "outcome", "category"), [
    (UUID, "valid", Category.ACCOUNT), ("12345", "valid", Category.ACCOUNT), ("usr_a1b2c3", "valid", Category.ACCOUNT),
    ("7", "plausible", Category.ACCOUNT), ("kim", "plausible", Category.ACCOUNT), (ECKID, "valid", Category.ECKID),
    ("kim@school.example", "valid", Category.EMAIL),
    ("", "impossible", Category.ACCOUNT), ("null", "impossible", Category.ACCOUNT),
    ("all", "impossible", Category.ACCOUNT), ("self", "impossible", Category.ACCOUNT),
    ("pfl_3RkSN1zuPE", "plausible", Category.ACCOUNT), ("anonymous", "impossible", Category.ACCOUNT),
    ("0", "impossible", Category.ACCOUNT), ("een zin met spaties", "impossible", Category.ACCOUNT), ("true",
    "impossible", Category.ACCOUNT),
])
def test_account(value: str, outcome: str, category: Category) -> None:
    verdict = check_account(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("kkanarie", "valid", Category.LOGIN), ("pietjepukkelen@petteflatcollege", "valid", Category.LOGIN),
    ("kim.kanarie", "valid", Category.LOGIN),
    ("95312@1.school.example", "valid", Category.LOGIN), ("Kim Kanarie", "plausible", Category.LOGIN),
    ("kim.kanarie@school.example", "valid", Category.EMAIL),
    ("", "impossible", Category.LOGIN), ("guest", "impossible", Category.LOGIN), ("x" * 200, "impossible",
    Category.LOGIN),
    ("https://x.example/ een pad", "impossible", Category.LOGIN),
    ("SCHOOL\\kkanarie", "valid", Category.LOGIN), ("DVLINDER\\118402", "valid", Category.LOGIN),
    ("C:\\Users", "plausible", Category.LOGIN), ("a\\b", "plausible", Category.LOGIN),
    ("SCHOOL\\les\\map", "plausible", Category.LOGIN),
])
def test_login(value: str, outcome: str, category: Category) -> None:
    verdict = check_login(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


@pytest.mark.parametrize(("value", "outcome"), [
    (UUID, "valid"), ("GA1.2.1234567890.1612345678", "valid"), ("fb.1.1612345678000.1234567890", "valid"),
    ("a1b2c3d4e5f60718", "valid"),
    ("abc123", "plausible"), ("true", "impossible"), ("1", "impossible"), ("nl", "impossible"), ("dark",
    "impossible"), ("", "impossible"),
    ("accepted", "impossible"),
])
def test_cookie(value: str, outcome: str) -> None:
    assert check_cookie(value).outcome == outcome


@pytest.mark.parametrize(("value", "category"), [
    ("blauwespecht95", Category.LOGIN), ("kkanarie12@school", Category.LOGIN),
    ("Sanne de Vries", Category.NAME_FULL), ("Sanne", Category.NAME_GIVEN),
    ("Bxrtol Qwistu", Category.NAME_FULL),
])
def test_who_a_user_is(value: str, category: Category) -> None:
    verdict = check_user(value)
    assert (verdict.category, verdict.outcome != "impossible") == (category, True)


@pytest.mark.parametrize("text", ["i.vermaat", "bram.hoekstra", "k.bakker2", "sanne_visser", "j.de.vries"])
def test_a_login_of_a_name(text: str) -> None:
    assert is_login_of_name(text)
    assert check_user(text).category is Category.LOGIN


@pytest.mark.parametrize("text", ["v.next", "app.config", "i.VERMAAT", "api.example", "root", "a.b", "user.name",
                                  "1.2.3", "x", "", "main.py", "node.js", "rb-koppel"])
def test_no_login_of_a_name(text: str) -> None:
    assert not is_login_of_name(text)


@pytest.mark.parametrize(("value", "category", "outcome"), [
    ("usr_Jd82", Category.ACCOUNT, "valid"), ("70015", Category.ACCOUNT, "valid"), (UUID, Category.ACCOUNT, "valid"),
    ("Pieter Loos", Category.NAME_FULL, "valid"), ("12", Category.NAME_FULL, "impossible"),
    ("systeem", Category.NAME_FULL, "impossible"), ("7001", Category.NAME_FULL, "impossible"),
])
def test_who(value: str, category: Category, outcome: str) -> None:
    verdict = check_who(value)
    assert verdict.outcome == outcome
    assert verdict.category is category or outcome == "impossible"


def test_a_short_number_is_somebody_in_a_list_alone() -> None:
    assert check_whom("7001").category is Category.ACCOUNT
    assert check_whom("2025").outcome == "impossible"  # a year
    assert check_whom("12").outcome == "impossible"


@pytest.mark.parametrize(("value", "outcome"), [
    ("k_83110", "valid"), ("83110", "valid"), ("a1b2c3d4e5f60718293a4b5c6d7e8f90", "impossible"),
    ("NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg", "impossible"), ("sleutel voor 2025", "impossible"),
])
def test_kid(value: str, outcome: str) -> None:
    assert check_kid(value).outcome == outcome


@pytest.mark.parametrize("value", ["12", "uit", "https://x.example/1", "2025-11-17", "true", "m/s"])
def test_a_letter_is_no_id(value: str) -> None:
    assert check_ref(value).outcome == "impossible"


def test_the_user_of_a_basic_header_may_be_a_service() -> None:
    assert check_basic_user("rb-koppel").outcome == "plausible"
    assert check_basic_user("77120331").outcome == "plausible"
    assert check_basic_user("i.vermaat").outcome == "valid"
    assert check_basic_user("i.vermaat@school.example").category is Category.EMAIL


def test_uid() -> None:
    assert check_uid("60131").evidence[0].code == "shape:id-of-person"
    assert check_uid("1000").evidence[0].code != "shape:id-of-person"
    assert check_uid(UUID).evidence[0].code != "shape:id-of-person"


def test_an_account_of_a_bank_is_told_apart() -> None:
    assert check_account("NL20INGB0001234567").category is Category.IBAN


@pytest.mark.parametrize(("value", "of_person"), [
    ("20411", True), ("LL-30021", True), ("118377", True),
    ("24", False), ("1240", False), ("52.09,5.11", False), ("nl", False), ("", False), ("12", False),
])
def test_the_letters_for_pupils_hold_a_number_or_a_count(value: str, *, of_person: bool) -> None:
    verdict = check_numbered(value)
    assert (verdict.outcome == "valid" and verdict.evidence[0].code == "shape:id-of-person") is of_person


@pytest.mark.parametrize(("value", "category"), [
    ("4471", "id.leerlingnummer"), ("LL-30021", "id.account"), ("vk_884120", "id.account"),
    ("2024", ""), ("12", ""), ("zoeken", ""), ("1700000000", ""), ("kim", ""), ("", ""), ("5A", ""),
])
def test_who_a_parameter_asks_for(value: str, category: str) -> None:
    verdict = check_asked_for(value)
    assert (verdict.category.value if verdict.outcome == "valid" else "") == category
def test_a_login_under_a_key_for_a_number() -> None:
    verdict = check_leerlingnummer("k.bakker")
    assert (verdict.outcome, verdict.category) == ("valid", Category.LOGIN)
    assert check_leerlingnummer("k.xqz").outcome == "impossible"


@pytest.mark.parametrize(("text", "expected"), [
    ("b1f0-77", True), ("-OaX1kd93", True), ("kb_77120", True), ("9D2C1A77", True), ("k7x2m", True),
    ("groep7-8", False), ("address2", False), ("2026-q3", False), ("line_12", False), ("5b", False), ("naam", False),
    ("lijst", False), ("3hv2", False), ("Kim de Vries", False), ("", False), ("utf8", False), ("user-step2", False),
    ("x" * 5000 + "12", False),
])
def test_ids_that_mix_letters_and_figures(text: str, *, expected: bool) -> None:
    assert is_member_key(text) is expected


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("10431;10432;10433", "valid", Category.LEERLINGNUMMER), ("10431,10432", "valid", Category.LEERLINGNUMMER),
    ("24", "plausible", None), ("7.5;6.2;8.1", "impossible", None), ("1;2;3", "impossible", None),
    ("Kim de Vries", "valid", Category.NAME_FULL),
])
def test_several_numbers_in_one_text(value: str, outcome: str, category: Category | None) -> None:
    verdict = check_several(value)
    assert category is None or (verdict.outcome, verdict.category) == (outcome, category)
    assert category is not None or verdict.category is not Category.LEERLINGNUMMER


@pytest.mark.parametrize(("value", "outcome"), [
    ("IytfbSerKzTpEkJN7Bx8", "valid"), ("5D6E3E42DC207FDF39F0E0ED1EEB05EA", "valid"), (UUID, "valid"),
    ("1759651600", "plausible"), ("SM01e05c99bc235a7fa49d39c0407267e6", "impossible"), ("12", "impossible"),
    ("home", "impossible"), ("", "impossible"), ("null", "impossible"),
])
def test_sessions(value: str, outcome: str) -> None:
    assert check_session(value).outcome == outcome


@pytest.mark.parametrize(("value", "category"), [
    ("@kim.k:chat.school.example", Category.ACCOUNT), ("@kim:school.example:8448", Category.ACCOUNT),
    ("@media:print", Category.NAME_FULL), ("@scope/pkg:1.2.3", Category.NAME_FULL), ("12:30", Category.NAME_FULL),
])
def test_users_of_one_of_many_servers(value: str, category: Category) -> None:
    verdict = check_who(value)
    assert verdict.category is category
    assert (verdict.outcome == "valid") is (category is Category.ACCOUNT)


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("Fatoumata", "valid", Category.NAME_GIVEN), ("Sanne :)", "valid", Category.NAME_GIVEN),
    ("⭐ Sanne ⭐", "valid", Category.NAME_GIVEN), ("DeKaasKoning", "valid", Category.LOGIN),
    ("xx_ninja_xx", "valid", Category.LOGIN), ("m.vanderslootjansen", "valid", Category.LOGIN),
    ("noor_2014", "valid", Category.LOGIN), ("dhr. A. Brouwer", "valid", Category.NAME_FULL),
    ("config.json", "plausible", Category.NAME_GIVEN), ("foto.png", "plausible", Category.NAME_GIVEN),
    ("", "impossible", Category.NAME_GIVEN), ("Onbekend", "impossible", Category.NAME_GIVEN),
])
def test_nickname(value: str, outcome: str, category: Category) -> None:
    verdict = check_nickname(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)
