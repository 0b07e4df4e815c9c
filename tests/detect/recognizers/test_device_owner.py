"""Names of persons in names of devices."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.device_owner import DeviceOwnerRecognizer

RECOGNIZER = DeviceOwnerRecognizer()


@pytest.mark.parametrize(("text", "name"), [
    ("iPad van Moyo", "Moyo"), ("Galaxy A15 van Rayan", "Rayan"), ("Emma's iPhone", "Emma"), ("Laptop van Kim", "Kim"),
    ("MacBook Air van Noor", "Noor"), ("Chromebook van Anne-Fleur", "Anne-Fleur"), ("Lars’ iPad", "Lars"),
])
def test_an_owner(text: str, name: str) -> None:
    assert RECOGNIZER.trigger.search(text)
    match, = RECOGNIZER.find(f"naam: {text}, aan")
    assert (f"naam: {text}, aan"[match.start:match.end], match.category.value) == (name, "name.given")


@pytest.mark.parametrize("text", [
    "Kar 3 - iPad 12", "iPad van school", "iPad van School", "iPad (9th Gen)", "laptops van leerlingen", "iPad Pro",
    "Galaxy A15", "iPad van de bibliotheek", "Tablet van Lokaal 12", "Apple's iPhone", "iPad-3B-17", "Pixel 7a",
    "Surface van Microsoft", "de iPad van een leerling", "Chromebook", "",
])
def test_nobody(text: str) -> None:
    assert [text[match.start:match.end] for match in RECOGNIZER.find(text)] == []


def test_hostile_input() -> None:
    assert RECOGNIZER.find("iPad van " * 20_000) == []
