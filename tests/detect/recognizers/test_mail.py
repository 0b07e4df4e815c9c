"""E-mail addresses: of persons, of roles, and what only looks like one."""

import pytest

from scanner.detect.recognizers.mail import EmailRecognizer, check_email

RECOGNIZER = EmailRecognizer()

POSITIVES = [
    ("kim.kanarie[@]school.example", "kim.kanarie@school.example", 0.8),
    ("mail kim.kanarie@school.example", "kim.kanarie@school.example", 0.8),
    ("Sanne.deVries@School.Example!", "sanne.devries@school.example", 0.8),
    ("s.devries@thuis.example", "s.devries@thuis.example", 0.7),
    ("95312@school.example", "95312@school.example", 0.6),
    ("mailto:kkanarie@school.example", "kkanarie@school.example", 0.6),
    ("<kim.kanarie@gmail.com>", "kim.kanarie@gmail.com", 0.9),
    ("login_hint=kim.kanarie%40school.example", "kim.kanarie@school.example", 0.8),
    ("q=%20kim.kanarie%40school.example", "kim.kanarie@school.example", 0.8),
    ("kim+school@leerling.school.example", "kim+school@leerling.school.example", 0.7),
    ("o'brien@school.example", "o'brien@school.example", 0.6),
    ("a@b.example, c@d.example", "a@b.example", 0.6),
]
ROLES = ["info@school.example", "noreply@rekenen.example", "no-reply@x.example", "privacy@rekenen.example",
         "support.nl@x.example", "ICT@school.example", "do-not-reply@x.example"]
NEGATIVES = [
    ("list[@]x", "no ending"), ("a (@) b.c", "no ending"),
    ("icon@2x.png", "a picture"), ("wiskunde-4h@conference.meet.school.example", "a room"),
    ("Auteur@odata.bind", "an annotation"),
    ("logo@3x.webp", "a picture"),
    ("app@1.2.3.js", "a file"),
    ("lodash@4.17.21", "a package with its version"),
    ("@school.example", "no local part"),
    ("kim@", "no domain"),
    ("kim@school", "no top-level domain"),
    ("kim @ school.example", "spaces"),
    ("kim@school..example", "empty label"),
    ("kim@-school.example", "label begins with a dash"),
    ("@media screen", "CSS"),
    ("@angular/core", "a package scope"),
    ("user@10.0.0.1", "an address, no domain"),
    ("https://user:pass@school.example/", "login in a URL"),
    ("https://abc123@o1.ingest.sentry.example/1", "key in a URL"),
    ("kim@school.e", "one letter"),
    ("pietje@petteflat", "a realm"),
    ("voornaam at school dot nl", "words"),
    ("a..b@school.example", "two dots"),
    ("@@@@", "signs"),
    ("style@page{margin:0}", "CSS"),
    ("e-mail", "a word"),
    ("prijs @ 5 euro", "a price"),
]


@pytest.mark.parametrize(("text", "canonical", "score"), POSITIVES)
def test_match(text: str, canonical: str, score: float) -> None:
    match = RECOGNIZER.find(text)[0]
    assert (match.canonical, match.score) == (canonical, score)


@pytest.mark.parametrize("text", ROLES)
def test_role_addresses_are_nobodys(text: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.score < 0.3
    assert "shape:role-address" in [each.code for each in match.evidence]
    assert check_email(text).outcome == "plausible"


@pytest.mark.parametrize("text", [
    "naam@school.nl", "jouw.naam@school.example", "voorbeeld@school.example", "user@domain.example",
    "email@school.example",
    "24f90eac-2e30-4cb1-9111-4ac061f4bf49@school.example", "24f90eac2e304cb191114ac061f4bf49@school.example",
])
def test_hints_and_ids_are_nobodys(text: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.score < 0.3
    assert check_email(text).outcome == "impossible"


@pytest.mark.parametrize(
    "text", ["naamgever@school.example", "jan.naam@school.example", "iemand.anders@school.example"])
def test_addresses_that_resemble_hints(text: str) -> None:
    assert check_email(text).outcome == "valid"


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_private_domain_is_named() -> None:
    codes = {domain: [each.code for each in RECOGNIZER.find(f"kim@{domain}")[0].evidence]
             for domain in ("gmail.com", "ziggo.nl", "kpnmail.nl", "school.example")}
    assert [domain for domain, found in codes.items() if "shape:private-domain" in found] == [
        "gmail.com", "ziggo.nl", "kpnmail.nl"]


def test_machine_addresses_score_low() -> None:
    (match,) = RECOGNIZER.find("0a1b2c3d4e5f60718293a4b5@calendar.example")
    assert match.score == 0.3


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("Kim.Kanarie@School.Example", "valid", "kim.kanarie@school.example"),
    ("mailto:kim@school.example", "valid", "kim@school.example"),
    ("Kim Kanarie <kim@school.example>", "valid", "kim@school.example"),
    ("info@school.example", "plausible", "info@school.example"),
    ("true", "impossible", "true"), ("", "impossible", ""), ("kim", "impossible", "kim"),
    ("a@b.example;c@d.example", "impossible", "a@b.example;c@d.example"),
])
def test_value(value: str, outcome: str, canonical: str) -> None:
    verdict = check_email(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)
