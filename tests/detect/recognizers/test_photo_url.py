"""Addresses of pictures of persons, and of banners."""

from __future__ import annotations

import pytest
from detect_builders import in_body

from scanner.detect.recognizers.photo_url import PhotoUrlRecognizer

RECOGNIZER = PhotoUrlRecognizer()
NAMED = ["/api/leerlingen/24415/foto"]
"""Addresses that name the pupil themselves."""
PICTURES = ["https://shots.school.example/e8e53191/shots/11240.webp",
            "https://cdn.school.example/2024/3312/0443_portret_1.jpg?w=400", "/user/71833/photo_240.jpg",
            "https://elo.example/pluginfile.php/3011/user/icon/boost/f1",
            "https://lh3.googleusercontent.com/a/ACg8ocK18=s96-c",
            "/g/7x9Qa/pasfoto-118402.jpg", "https://x.example/avatars/8f3a91c2.png?s=64"]
OTHERS = ["/nieuws/foto", "/img/default-avatar.png", "https://x.example/banner.jpg", "/photos", "foto 12 van de klas",
          "/static/photo-icon.svg", "https://x.example/fotos/kaart.html", "/api/leerlingen/24415/cijfers",
          "/images/users/default.png", "/icons/user/plus24.svg", "/img/icon/12345.png", "/users/12/icon.css",
          "/surface/12345.png", "https://x.example/photo.jpg", "faces.png", ""]


@pytest.mark.parametrize("text", [*NAMED, *PICTURES])
def test_a_picture_counts_beside_a_person(text: str) -> None:
    assert RECOGNIZER.trigger.search(text)
    assert [match.category.value for match in RECOGNIZER.find(text)] == ["media.image"]
    beside = {each.category.value for each in in_body({"roepnaam": "Kim", "achternaam": "Kanarie", "href": text})
              if each.confidence >= 0.6}
    assert "media.image" in beside


@pytest.mark.parametrize("text", PICTURES)
def test_a_picture_of_nobody_does_not_count(text: str) -> None:
    assert "media.image" not in {each.category.value for each in in_body({"href": text}) if each.confidence >= 0.6}


@pytest.mark.parametrize("text", NAMED)
def test_a_picture_whose_address_names_a_pupil_counts_alone(text: str) -> None:
    alone = {each.category.value for each in in_body({"href": text}) if each.confidence >= 0.6}
    assert {"media.image", "id.leerlingnummer"} <= alone


@pytest.mark.parametrize("text", ["https://cdn.krasblok.example/get_image/user/77120033_90x90.png",
                                  "/api/v2/users/71833/picture"])
def test_a_picture_whose_address_names_a_user_counts_alone(text: str) -> None:
    assert RECOGNIZER.find(text)
    alone = {each.category.value for each in in_body({"href": text}) if each.confidence >= 0.6}
    assert {"media.image", "id.account"} <= alone


@pytest.mark.parametrize("text", OTHERS)
def test_no_picture_of_somebody(text: str) -> None:
    assert RECOGNIZER.find(text) == []


def test_hostile_input() -> None:
    assert RECOGNIZER.find("/foto" * 20_000) == []
    assert RECOGNIZER.find("/" + "foto/1" * 120) == []
