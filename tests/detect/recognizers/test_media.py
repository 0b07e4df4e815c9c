"""Photos, sound and video as values."""

import pytest

from scanner.detect.recognizers.media import check_av, check_image


@pytest.mark.parametrize(("value", "outcome"), [
    ("data:image/jpeg;base64,/9j/4AAQ", "valid"), ("/9j/" + "4AAQSkZJ" * 10, "valid"),
    ("https://school.example/pasfoto/17.jpg", "valid"),
    ("kim.png", "valid"), ("https://school.example/avatar/17", "valid"), ("https://school.example/bestand/17",
    "plausible"),
    ("/img/default-avatar.png", "plausible"), ("draak-3.png", "plausible"), ("/img/placeholder.svg", "plausible"),
    ("/avatars/a.svg", "plausible"), ("kim-kanarie-118402.png", "valid"),
    ("", "impossible"), ("true", "impossible"), ("17", "impossible"),
    ("geen foto", "impossible"),
])
def test_image(value: str, outcome: str) -> None:
    assert check_image(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("data:audio/webm;base64,GkXfo", "valid"), ("https://school.example/opname.mp3", "valid"),
    ("T2dnUw" + "AAAA" * 20, "valid"),
    ("https://school.example/opname/17", "plausible"), ("", "impossible"), ("true", "impossible"), ("geluid aan",
    "impossible"),
])
def test_av(value: str, outcome: str) -> None:
    assert check_av(value).outcome == outcome
