"""Path segments after words for persons are ids; words of interfaces are not."""

from __future__ import annotations

import pytest

from scanner.detect.meaning import SILENT
from scanner.detect.segments import asked_for, general_path, is_private_calendar, masked_segments, meaning_of_segment
from scanner.model import Category as C


@pytest.mark.parametrize(("before", "segment", "category", "about"), [
    ("leerlingen", "12345", C.LEERLINGNUMMER, "pupil"),
    ("students", "3f2a9c1d-aaaa-4bbb-8ccc-123456789012", C.ACCOUNT, "pupil"),
    ("users", "17", C.ACCOUNT, "unknown"), ("stamnummer", "12", C.LEERLINGNUMMER, "pupil"),
    ("ouders", "88123", C.ACCOUNT, "guardian"), ("medewerkers", "123", C.ACCOUNT, "teacher"),
    ("leerling", "fleur-aalbers", C.NAME_FULL, "pupil"), ("klas", "3vb", C.GROUP, "pupil"),
    ("groep", "M2c", C.GROUP, "pupil"), ("k", "8c", C.GROUP, "pupil"), ("groep", "4GT-en2", C.GROUP, "pupil"),
    ("foto", "118402.jpg", C.LEERLINGNUMMER, "pupil"),
    ("pasfoto", "118402_96.webp", C.LEERLINGNUMMER, "pupil"), ("devices", "DMQXK2ABJF8J", C.DEVICE, "unknown"),
    ("ical", "k2Zp99-xxQ0-iLm", C.TOKEN, "unknown"), ("rooster", "9f3c21aa07b1e45d.ics", C.TOKEN, "unknown"),
    ("device", "14fb7e1a926360188f30f31d9b8cecb100cc2c2ce7164dbfce61b8a13bf791ee", C.DEVICE, "unknown"),
])
def test_ids(before: str, segment: str, category: C, about: str) -> None:
    meaning = meaning_of_segment(before, segment)
    assert meaning is not None
    assert (meaning.category, meaning.about) == (category, about)


@pytest.mark.parametrize(("before", "segment"), [
    ("sessions", "4898af9b-1dc3-4e73-a984-63d81c9997b5"), ("session", "start"), ("sessies", "2026-10-05"),
    ("users", "me"), ("leerlingen", "zoeken"), ("courses", "12345"), ("", "12345"), ("users", ""),
    ("leerlingen", "resultaten"),
    ("leerling", "nieuw-dossier"), ("leerling", "mijn-overzicht"), ("klas", "overzicht"), ("klas", "12"),
    ("klassen", "rooster"), ("foto", "default.png"), ("foto", "20251117.jpg"), ("foto", "2025.jpg"),
    ("foto", "118402.pdf"), ("photos", "118402.jpg"), ("device", "register"), ("devices", "12"), ("device", "ios"),
    ("leerlingen", "x" * 300), ("student", "courses"), ("leerlingen", "actief"), ("v1", "users"),
    ("ical", "schoolvakanties.ics"), ("ical", "2026"), ("ical", "feestdagen-2026"),
    ("feed", "66b1f9a2c3d4e5f6a7b8c9d0"),
    ("k", "12"), ("k", "menu"), ("kl", "en"), ("groep", "4GT-overzicht"),
])
def test_no_ids(before: str, segment: str) -> None:
    assert meaning_of_segment(before, segment) is None


@pytest.mark.parametrize(("path", "shown"), [
    ("/api/v2/leerlingen/12345/resultaten", "/api/v2/leerlingen/{id}/resultaten"),
    ("/users/jdevries/settings", "/users/{id}/settings"), ("/users/me", "/users/me"),
    ("/leerling/sanne%20de%20vries", "/leerling/{id}"),
    ("/courses/3f2a9c1d-aaaa-4bbb-8ccc-123456789012", "/courses/{id}"),
    ("/a;jsessionid=ABCDEF", "/a;{parameters}"), ("/x/%00%0a<script>", "/x/{id}"), ("/v1/mp3", "/v1/mp3"), ("/", "/"),
    ("/groepen/1234/leerlingen", "/groepen/{id}/leerlingen"),
])
def test_general_paths(path: str, shown: str) -> None:
    assert general_path(path) == shown


def test_what_was_detected_is_named() -> None:
    assert masked_segments(["leerling", "12345", "x"], {1: "id.leerlingnummer"}) == ["leerling", "{id.leerlingnummer}",
        "x"]


@pytest.mark.parametrize(("key", "category"), [
    ("k", C.GROUP), ("klas", C.GROUP), ("KL", C.GROUP), ("lln", C.LEERLINGNUMMER), ("lid", C.LEERLINGNUMMER),
    ("kleur", None), ("v", None), ("id", None), ("lidmaatschap", None),
])
def test_what_parameters_ask_for(key: str, category: C | None) -> None:
    meaning = asked_for(key, SILENT)
    assert (meaning.category if meaning is not None else None) == category


@pytest.mark.parametrize("path", ["/ical/k2Zp99-xxQ0-iLm/rooster.ics", "/f/9f3c21aa07b1e45d.ics"])
def test_the_secret_link_to_a_calendar(path: str) -> None:
    assert is_private_calendar(path)


@pytest.mark.parametrize("path", ["/ical/schoolvakanties.ics", "/vakanties/2026.ics", "/9f3c21aa07b1e45d", "/a.ics",
                                  ""])
def test_the_calendar_of_everybody(path: str) -> None:
    assert not is_private_calendar(path)
