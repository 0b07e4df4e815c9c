"""Passwords after a word, private keys, and the many sentences about passwords."""

import pytest

from scanner.detect.recognizers.credential import CredentialRecognizer, check_credential

RECOGNIZER = CredentialRecognizer()
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJB\n-----END RSA PRIVATE KEY-----"

POSITIVES = [
    ("wachtwoord: Kanarie2012!", "Kanarie2012!", 0.8), ("password=geheimpje", "geheimpje", 0.6),
    ('"password":"Kanarie2012!"', "Kanarie2012!", 0.8),
    ("je wachtwoord is Kanarie2012.", "Kanarie2012", 0.8), ("user=kim&pwd=vogel77&x", "vogel77", 0.8),
    ("pincode: 4711", "4711", 0.8),
    ("ww: Kanarie12", "Kanarie12", 0.8), ("inlogcode = kim5b", "kim5b", 0.8),
]
NEGATIVES = [
    ("wachtwoord vergeten?", "a link"), ("Wachtwoord: vergeten?", "a link"), ("wachtwoord is verplicht", "a form"),
    ("Wachtwoord is te kort", "a form"), ("wachtwoord wijzigen", "a button"), ("password: required", "a form"),
    ("password=", "empty"),
    ("password=****", "a mask"), ("password: [Filtered]", "a mask"), ("password=undefined", "nothing"),
    ("password: {{password}}", "a template"),
    ("type=password", "a form"), ("passwordless: true", "another word"), ("wachtwoord is geheim", "prose"),
    ("je wachtwoord is goed", "prose"),
    ("wachtwoorden: minimaal 8 tekens", "prose"), ("password: true", "a flag"), ("www: school.example", "another word"),
    ("{w: weeks$1,\n ww: translate$2,\n M: 'miesiąc'}", "weeks in a list of units"),
    ("-----BEGIN PUBLIC KEY-----", "public"), ("-----BEGIN CERTIFICATE-----", "public"),
]


@pytest.mark.parametrize(("text", "canonical", "score"), POSITIVES)
def test_match(text: str, canonical: str, score: float) -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find(text)] == [(canonical, score)]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_private_key() -> None:
    (match,) = RECOGNIZER.find(f"key={KEY}")
    assert match.score == 0.9
    assert match.start == 4


@pytest.mark.parametrize(("value", "outcome"), [
    ("Kanarie2012!", "valid"), ("welkom", "valid"), ("password", "plausible"), ("true", "impossible"), ("****",
    "impossible"),
    ("••••••••", "impossible"), ("", "impossible"), ("null", "impossible"), ("[REDACTED]", "impossible"),
    ("Wachtwoord vergeten?", "impossible"), ("Wachtwoord", "impossible"), ("Kies een nieuw wachtwoord", "impossible"),
    ("Forgot password?", "impossible"), ("Your password has expired.", "impossible"), ("wachtwoord12", "valid"),
    ("correct horse battery staple", "valid"), ("mijn poes heet Tijger", "valid"),
])
def test_value(value: str, outcome: str) -> None:
    assert check_credential(value).outcome == outcome


@pytest.mark.parametrize(("text", "found"), [
    ("{ww:'weken',dd:'dagen'}", False), ('case"ww":return', False), ("ww: geheim12", True), ("ww: weken", False),
    ("var t={password:!0,hidden:!1}", False), ("input.password:hover{color:red}", False),
    ("x={password:i?nt(i):null};", False), ('case"hidden":case"password":return!1', False), ("x},ww=1e4,y", False),
    ('if("password"===(t.old||""))', False), ("PASSWORD: 0x0002000,", False), ("password: return2Sender", True),
    ("wachtwoord: Zomer(2031)", True), ("password=Zomer2031 ok", True),
])
def test_programs_hold_the_words_but_no_passwords(text: str, found: bool) -> None:
    assert any(match.score >= 0.6 for match in CredentialRecognizer().find(text)) is found
