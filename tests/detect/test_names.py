"""Names of fields in every spelling come down to one form."""

from __future__ import annotations

import pytest

from scanner.detect.names import local_name, parts, snake, squash, words


@pytest.mark.parametrize(("name", "expected"), [
    ("nlEduPersonRealId", "nl_edu_person_real_id"),
    ("OfficieleVoornamen", "officiele_voornamen"),
    ("voorletters-1", "voorletters_1"),
    ("BSN", "bsn"),
    ("HTTPServer", "http_server"),
    ("@eckid", "eckid"),
    ("", ""),
])
def test_snake(name: str, expected: str) -> None:
    assert snake(name) == expected


@pytest.mark.parametrize("name", ["emailAdres", "email-adres", "email_adres", "EMAILADRES", "e.mail.adres"])
def test_spellings_are_one_when_squashed(name: str) -> None:
    assert squash(name) == "emailadres"


@pytest.mark.parametrize(("name", "expected"), [
    ("{http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens}leerling", "leerling"),
    ("saml:NameID", "NameID"),
    ("urn:mace:dir:attribute-def:givenName", "givenName"),
    ("urn:oid:2.5.4.42", "givenName"),
    ("urn:oid:9.9.9", ""),
    ("https://purl.imsglobal.org/spec/lti/claim/lis", "lis"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "emailaddress"),
    ("plain", "plain"),
])
def test_local_names(name: str, expected: str) -> None:
    assert local_name(name) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("ud[em]", ("ud", "em")), ("user[email][]", ("user", "email")), ("user.email", ("user", "email")),
    ("cmi.core.student_name", ("cmi", "core", "student_name")), ("bsn", ("bsn",)), ("lijst[0]", ("lijst",)),
])
def test_inner_structure(name: str, expected: tuple[str, ...]) -> None:
    assert parts(name) == expected


def test_a_hostile_name_is_cut() -> None:
    assert len(local_name("a:" * 100_000)) <= 200


def test_words() -> None:
    assert words(" een\ntwee ") == ("een", "twee")
