"""Passwords after a word, private keys, and the many sentences about passwords."""

import pytest

from scanner.detect.recognizers.credential import CredentialRecognizer, check_credential

RECOGNIZER = CredentialRecognizer()
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJB\n-----END RSA PRIVATE KEY-----"

POSITIVES = [
    ("inlognaam llg4471 wachtwoord Zonnebloem!7", "Zonnebloem!7", 0.7), ("je ww tijger2011 is nieuw",
    "tijger2011", 0.7),
    ("licentiecode voor Amber: K7QX-22MN-PL09-ZZ41", "K7QX-22MN-PL09-ZZ41", 0.7),
    ("activatiecode 8F3K99ZQPLM2", "8F3K99ZQPLM2", 0.7), ("<password>Geheim#12</password>", "Geheim#12", 0.8),
    ("Authorization: Basic c2FubmU6a29uaWpuODg=", "c2FubmU6a29uaWpuODg=", 0.9),
    ("wachtwoord: Kanarie2012!", "Kanarie2012!", 0.8), ("password=geheimpje", "geheimpje", 0.6),
    ('"password":"Kanarie2012!"', "Kanarie2012!", 0.8),
    ("je wachtwoord is Kanarie2012.", "Kanarie2012", 0.8), ("user=kim&pwd=vogel77&x", "vogel77", 0.8),
    ("pincode: 4711", "4711", 0.8),
    ("ww: Kanarie12", "Kanarie12", 0.8), ("inlogcode = kim5b", "kim5b", 0.8),
    ("ww van Jayden = konijn88 (op briefje in la)", "konijn88", 0.8),
    ("ww van Jason gereset naar Tijger19", "Tijger19", 0.7),
    ("m'n ww per ongeluk in de groepsapp gezet: Ajax4ever020, kan", "Ajax4ever020", 0.7),
    ("mijn wachtwoord doet t niet meer, het was Pannenkoek!2019", "Pannenkoek!2019", 0.7),
    ("Activeringscode van leerling 104411 is WRTS-8H2K-44LP", "WRTS-8H2K-44LP", 0.7),
    ("autorisatiesleutel 7Qd0-ZX31-kkP9 van de klant", "7Qd0-ZX31-kkP9", 0.7),
    ("zijn paswoord is Frietjes.99", "Frietjes.99", 0.8), ("kluiscode: 44a71", "44a71", 0.8),
    ("paswoord Konijn77 doet het niet", "Konijn77", 0.7),
]
NEGATIVES = [
    ("wachtwoord moet 8 tekens hebben", "a rule"), ("wachtwoord sha256 gehasht", "a method"), ("wachtwoord v2",
    "short"),
    ("wachtwoord reset binnen 24u", "a count"), ("wachtwoord Office365 resetten", "a product"),
    ("wachtwoord: min. 8 tekens", "a rule"), ("password: required|min:8", "a rule"), ("pwd=$(pwd)", "a shell"),
    ("password: process.env.DB_PASSWORD", "a program"), ("wachtwoord = postcode + huisnummer", "the name of a datum"),
    ("DB_PASSWORD=changeme", "a placeholder"), ("licentiecode invoeren", "a button"),
    ("licentiecode: XXXX-XXXX-XXXX", "a mask"), ("activatiecode verlopen", "a message"), ("licentie: BY-SA 4.0",
    "a name"),
    ("Basic HTML knowledge", "a word"), ("basic dXNlcg==", "no colon"), ("Basic realm12=", "no base64"),
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
    ("het wachtwoord verloopt na 90d: wijzig het", "a rule"),
    ("wachtwoordbeleid gewijzigd naar ISO27001", "a norm"),
    ("toegangscode opvragen bij de receptie", "no code"),
    ("paswoord vergeten", "a verb"), ("alarmcode: verplicht", "a rule"), ("een passcode is nodig", "a rule"),
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
