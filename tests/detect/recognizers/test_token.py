"""Tokens in text and as values; all made up."""

import pytest

from scanner.detect.recognizers.token import TokenRecognizer, check_token, entropy, masked

RECOGNIZER = TokenRecognizer()
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsZWVybGluZy0wMSJ9.c2lnbmF0dXJlLW9mLW5vdGhpbmc"
RANDOM = "8f7a6b5c4d3e2f1a0b9c8d7e"

POSITIVES = [
    (f"token {JWT}", JWT), (f"Authorization: Bearer {RANDOM}", RANDOM), (f"bearer {JWT}", JWT),
    (f"?wstoken={RANDOM}&x=1", RANDOM),
    (f"access_token={RANDOM}", RANDOM), (f'"refreshToken":"{RANDOM}"', RANDOM), (f"PHPSESSID={RANDOM}", RANDOM),
    (f"JSESSIONID={RANDOM}.node1", f"{RANDOM}.node1"), (f"api_key: {RANDOM}", RANDOM), (f"client_secret={RANDOM}",
    RANDOM),
    ("?sv=2022&sig=aB3dE5fG7hI9jK1lM3nO5pQ7%3D", "aB3dE5fG7hI9jK1lM3nO5pQ7%3D"),
    ("AKIAQ7EXAMPLE4KEY1XZ", "AKIAQ7EXAMPLE4KEY1XZ"),
]
NEGATIVES = [
    ("token", "a word"), ("token=abc", "short"), ("token: verlopen", "a word"), ("tokenization=abcdefghijklmnopqrst",
    "another word"),
    ("Bearer of the ring", "prose"), ("bearer aaaaaaaaaaaaaaaaaaaaaa", "no entropy"),
    ("token=xxxxxxxxxxxxxxxxxxxxxxxx", "a mask"),
    ("access_token=undefined", "nothing"), ("sig=12", "short"), ("signature=handtekening-van-ouder", "no digits"),
    (RANDOM, "no name"),
    ("eyJ", "a start"), ("eyJhbGciOiJIUzI1NiJ9", "one part"), ("eyJ.eyJ.x", "too short"),
    ("design=8f7a6b5c4d3e2f1a0b9c8d7e", "another word"),
    ("session=5", "a number"), ("api_key=your_api_key_here", "no digits"), ("bearer", "a word"),
    ("AKIA", "a start"), ("ghp_short", "a start"), ("https://school.example/les/12345678901234567890", "no name"),
    ("secret santa lootjes trekken in groep 8", "prose"), ("sessie-id verlopen", "prose"), ("csrftoken", "a word"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    assert [match.canonical for match in RECOGNIZER.find(text)] == [canonical]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome"), [
    (JWT, "valid"), (RANDOM, "valid"), (f"Bearer {RANDOM}", "valid"), ("a1b2c3d4", "plausible"),
    ("****************", "impossible"), ("<token>", "impossible"), ("{{token}}", "impossible"), ("undefined",
    "impossible"),
    ("", "impossible"), ("true", "impossible"), ("12", "impossible"), ("een zin met spaties erin", "impossible"),
    ("csrf", "impossible"),
])
def test_value(value: str, outcome: str) -> None:
    assert check_token(value).outcome == outcome


@pytest.mark.parametrize(("value", "category"), [
    ("joyce@post.example", "contact.email"), ("joyce@post", "secret.token"), (RANDOM, "secret.token"),
])
def test_where_a_subscription_sends_to_is_no_token(value: str, category: str) -> None:
    assert check_token(value).category.value == category


def test_entropy_and_masks() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("0123456789abcdef") == 4
    assert masked("•••••") and masked("[Filtered]") and not masked("Welkom01!")
