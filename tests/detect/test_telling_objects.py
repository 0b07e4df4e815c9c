"""What a calendar, a message, a class, a list of care make of general words, and where they make nothing of them."""

from __future__ import annotations

import pytest

from scanner.detect.key_meaning import meaning_of
from scanner.detect.meaning import LIKE_ADDRESS, NEGATIVE
from scanner.detect.names import squash
from scanner.detect.telling_objects import in_telling_object, is_posted
from scanner.model import Category as C


@pytest.mark.parametrize(("path", "category", "strength", "about"), [
    ("vevent/summary", C.SCHEDULE, "loose", "pupil"), ("rooster/vak", C.SCHEDULE, "loose", "pupil"),
    ("lessen/start", C.SCHEDULE, "loose", "pupil"), ("result/duration", C.PROGRESS, "quasi", "unknown"),
    ("leerling/result/duration", C.PROGRESS, "quasi", "pupil"),
    ("authorization/username", C.LOGIN, "quasi", "unknown"),
    ("authorization/password", C.CREDENTIAL, "quasi", "unknown"),
    ("berichten/auteur/naam", C.NAME_FULL, "quasi", "unknown"), ("leerlingen/n", C.NAME_FULL, "direct", "pupil"),
    ("user/display", C.NAME_FULL, "quasi", "unknown"), ("klas/naam", C.GROUP, "context", "unknown"),
    ("leerling/klas/code", C.GROUP, "context", "pupil"), ("members/value", C.ACCOUNT, "quasi", "unknown"),
    ("members/display", C.NAME_FULL, "quasi", "unknown"), ("accommodations/code", C.SUPPORT, "quasi", "pupil"),
    ("allergieen/naam", C.HEALTH, "quasi", "pupil"), ("dyslexie/verklaring", C.DIAGNOSIS, "quasi", "pupil"),
    ("players/p", C.RESULT, "quasi", "unknown"), ("spelers/-Nx81/pts", C.RESULT, "quasi", "unknown"),
    ("students/sid", C.LEERLINGNUMMER, "quasi", "pupil"),
    ("advies/voorlopig", C.RESULT, "quasi", "pupil"), ("Resultaat/Waarde", C.RESULT, "quasi", "unknown"),
    ("leerling/cijfer/value", C.RESULT, "quasi", "pupil"), ("cijfers/20411/waarde", C.RESULT, "quasi", "unknown"),
    ("cmi/interactions_0/result", C.RESULT, "quasi", "unknown"),
    ("cmi.interactions.3.result", C.RESULT, "quasi", "unknown"),
    ("attempt/interactions/result", C.RESULT, "quasi", "unknown"),
])
def test_what_the_object_tells(path: str, category: C, strength: str, about: str) -> None:
    meaning = meaning_of(tuple(path.split("/")))
    assert (meaning.category, meaning.strength, meaning.about) == (category, strength, about)


@pytest.mark.parametrize(("path", "why"), [
    ("summary", "nothing above"), ("boek/summary", "of a book"), ("vevent/titel", "no property of events"),
    ("rooster/uid", "of a lesson"), ("trein/van", "a journey"), ("video/duration", "of a film"),
    ("login/username", "no Basic header"), ("boeken/auteur/naam", "who wrote a book"), ("matrix/n", "a size"),
    ("scherm/display", "a device"), ("product/code", "a thing"), ("diagnose/naam", "one, not a list"),
    ("huisarts/naam", "who gives care"),
    ("instelling/waarde", "a setting"), ("prijs/value", "a price"), ("feature/interactions/count", "how many"),
    ("job/result", "of a program"),
    ("products/p", "a price"), ("user/p", "a page"), ("spelers/naam/team/p", "of a team"), ("query/sid", "a session"),
    ("leerling/status", "of everything"), ("niveau/advies", "the other way round"),
])
def test_objects_that_tell_nothing(path: str, why: str) -> None:
    *above, name = path.split("/")
    assert in_telling_object(name, tuple(above), squash(above[-1]) if above else "") is None, why


def test_ids_of_events_and_of_keys_are_nobodys() -> None:
    assert in_telling_object("uid", ("vevent",), "vevent") == LIKE_ADDRESS
    assert in_telling_object("kid", ("jwks", "leerling"), "leerling") == NEGATIVE
    assert in_telling_object("kid", ("leerling",), "leerling") is None


@pytest.mark.parametrize(("names", "strength"), [
    (("berichten", "auteur", "naam"), "quasi"), (("posts", "author"), "quasi"), (("reacties", "auteur"), "quasi"),
    (("boeken", "auteur"), "loose"), (("artikelen", "author"), "loose"), (("auteur",), "loose"),
])
def test_the_author_of_a_message_is_somebody_here(names: tuple[str, ...], strength: str) -> None:
    meaning = meaning_of(names)
    assert (meaning.category, meaning.strength) == (C.NAME_FULL, strength)


@pytest.mark.parametrize(("above", "expected"), [
    (("forum", "items"), True), (("Berichten",), True), (("boeken",), False), ((), False),
])
def test_what_was_posted(above: tuple[str, ...], expected: bool) -> None:
    assert is_posted(above) is expected
