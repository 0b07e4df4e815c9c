"""What a path of names says: the lexicon for clear names, the parents for names that many things bear."""

from __future__ import annotations

import pytest

from scanner.detect.key_meaning import meaning_of
from scanner.model import Category as C

SAYS = [
    # a person's object around a name that many things bear
    ("leerling/naam", C.NAME_FULL, "direct", "pupil"),
    ("student/name", C.NAME_FULL, "direct", "pupil"),
    ("docent/naam", C.NAME_FULL, "direct", "teacher"),
    ("leerlingen/ouders/naam", C.NAME_FULL, "direct", "guardian"),
    ("user/id", C.ACCOUNT, "direct", "unknown"),
    ("localId", C.LEERLINGNUMMER, "direct", "pupil"),
    ("ext/device/localId", C.DEVICE, "quasi", "pupil"),  # telemetry of a platform
    ("leerling/nummer", C.LEERLINGNUMMER, "direct", "pupil"),
    ("contactpersoon/telefoon", C.PHONE, "direct", "guardian"),
    ("actor/name", C.NAME_FULL, "direct", "unknown"),
    ("actor/mbox", C.EMAIL, "direct", "unknown"),
    ("actor/account/name", C.ACCOUNT, "quasi", "unknown"),
    ("context/instructor/name", C.NAME_FULL, "direct", "teacher"),
    # one of several
    ("telefoon2", C.PHONE, "direct", "unknown"),
    ("bsn-1", C.BSN, "direct", "unknown"),
    ("members/value", C.ACCOUNT, "quasi", "unknown"),
    # names that say whose the value is
    ("guardianPhone", C.PHONE, "direct", "guardian"),
    ("ouder1_email", C.EMAIL, "direct", "guardian"),
    ("ouder_2_telefoon", C.PHONE, "direct", "guardian"),
    ("naamLeerling", C.NAME_FULL, "direct", "pupil"),
    ("learnerName", C.NAME_FULL, "direct", "pupil"),
    ("moederTelefoon", C.PHONE, "direct", "guardian"),
    ("geboortedatum_kind", C.DOB, "quasi", "pupil"),
    # digests of data, whatever the word for the digest
    ("email_sha1", C.EMAIL, "direct", "unknown"),
    ("bsnHash", C.BSN, "direct", "unknown"),
    ("hashed_phone", C.PHONE, "direct", "unknown"),
    ("md5Email", C.EMAIL, "direct", "unknown"),
    ("leerlingHash", C.ACCOUNT, "quasi", "unknown"),
    ("user_hash", C.ACCOUNT, "quasi", "unknown"),
    # abbreviations, never as sure as the word
    ("roepnm", C.NAME_GIVEN, "quasi", "unknown"),
    ("gebdt", C.DOB, "quasi", "unknown"),
    ("pcd", C.POSTCODE, "loose", "unknown"),
    ("mob", C.PHONE, "loose", "unknown"),
    ("vaderNm", C.NAME_FULL, "direct", "guardian"),
    # what is asked, behind the number of the question
    ("q2_geslacht", C.GENDER, "quasi", "unknown"),
    ("vraag4_geloof", C.RELIGION, "direct", "unknown"),
    # a general word for a list above a name that is clear
    ("resultaten/weergaveNaam", C.NAME_FULL, "quasi", "unknown"),
    ("user/name/given", C.NAME_GIVEN, "direct", "unknown"),
    # lists whose items are wrapped
    ("emails/value", C.EMAIL, "direct", "unknown"),
    ("phoneNumbers/value", C.PHONE, "direct", "unknown"),
    # one name that spells its levels
    ("ud[em]", C.EMAIL, "direct", "unknown"),
    ("user.email", C.EMAIL, "direct", "unknown"),
    ("up.leerlingnummer", C.LEERLINGNUMMER, "direct", "pupil"),
    ("cmi.core.student_name", C.NAME_FULL, "direct", "pupil"),
    ("https://purl.imsglobal.org/spec/lti/claim/lis/person_sourcedid", C.LEERLINGNUMMER, "direct", "unknown"),
    ("urn:oid:0.9.2342.19200300.100.1.3", C.EMAIL, "direct", "unknown"),
    # nothing above: counts only beside another datum of a person
    ("name", C.NAME_FULL, "loose", "unknown"),
    ("id", C.ACCOUNT, "loose", "unknown"),
    ("items/roepnaam", C.NAME_GIVEN, "quasi", "unknown"),
    # other objects
    ("school/name", C.SCHOOL, "context", "unknown"),
    ("klas/naam", C.GROUP, "context", "unknown"),
    ("school/email", C.EMAIL, "quasi", "unknown"),
    ("result/score/raw", C.PROGRESS, "quasi", "pupil"),
    ("submission/grade", C.RESULT, "quasi", "pupil"),
    ("student/grade", C.GROUP, "quasi", "pupil"),
    ("verb/id", C.EVENT, "quasi", "unknown"),
    ("communicatielijst/communicatie/nummer", C.PHONE, "quasi", "unknown"),
    ("adreslijst/adres/nummer", C.STREET, "quasi", "unknown"),
    # a map by the number of somebody says of each what the map is called
    ("cijfer/118377", C.RESULT, "direct", "pupil"),
    ("roepnaam/0f1e2d3c-0000-4000-8000-000000000000", C.NAME_GIVEN, "quasi", "unknown"),
    # objects around one value
    ("geboortedatum/jaar", C.DOB, "quasi", "unknown"), ("leerling/bsn/waarde", C.BSN, "direct", "pupil"),
    ("naam/voor", C.NAME_GIVEN, "direct", "unknown"), ("leerling/naam/achter", C.NAME_FAMILY, "direct", "pupil"),
    ("deelnemer/gbdt", C.DOB, "quasi", "pupil"),
]
SAYS_NOTHING = [
    "commit_hash", "fileHash", "content_sha256", "plaatsen/naam", "cities/name", "stations/name",
    "streets/name",
    "product/name", "course/name", "course/title", "course/id", "vak/naam", "methode/naam", "object/id", "app/name",
    "course/image", "product/display_name", "title", "count", "updated_at", "levels/name", "publisher/name",
    "license/id", "verb/display/name",
    "memberCount", "studentView", "userLimit", "ownerDocument", "authorUrl", "participantsVisible", "kindVersion",
    "leerlingenBeheer", "userInterface", "h1", "antwoordoptie3", "v2", "product/code4", "personalityType",
    "voor", "achter", "schooljaar/jaar", "product/naam/voor/x", "versie/oud", "kleur/nieuw",
    "product/118377", "plaatsen/118377", "hits/hits/_score", "hits/max_score",
]


@pytest.mark.parametrize(("path", "category", "strength", "about"), SAYS)
def test_a_path_that_says_something(path: str, category: C, strength: str, about: str) -> None:
    names = (path,) if "://" not in path and ":" in path else (
        tuple(path.split("/")) if "://" not in path else (path.rpartition("/")[0], path.rpartition("/")[2])
    )
    meaning = meaning_of(names)
    assert (meaning.category, meaning.strength, meaning.about) == (category, strength, about)


@pytest.mark.parametrize("path", SAYS_NOTHING)
def test_a_path_that_says_nothing(path: str) -> None:
    meaning = meaning_of(tuple(path.split("/")))
    assert meaning.category is None
    assert meaning.strength in {"negative", "context"}


def test_short_names_mean_something_only_where_trackers_are() -> None:
    assert meaning_of(("em",)).strength == "short"
    assert meaning_of(("user_data", "em")).strength == "direct"
    assert meaning_of(("bsn",)).strength == "direct"  # three letters, and no doubt


def test_flags() -> None:
    assert meaning_of(("opmerking",)).free_text
    assert not meaning_of(("omschrijving",)).free_text
    assert meaning_of(("type",)).label
    assert meaning_of(("waarde",)).labelled
    assert meaning_of(("mbox_sha1sum",)).digest
    assert not meaning_of(("mbox",)).digest


def test_no_names() -> None:
    assert meaning_of(()).category is None
    assert meaning_of(("",)).category is None


@pytest.mark.parametrize("code", ["an", "bg", "kl", "rue", "fn", "ln", "pc", "tv", "nom"])
@pytest.mark.parametrize("around", ["languages", "countries", "talen"])
def test_codes_of_languages_and_countries_say_nothing(code: str, around: str) -> None:
    assert meaning_of(("main", around, code)).category is None
    assert meaning_of((around, "leerling", "klas")).category is not None
