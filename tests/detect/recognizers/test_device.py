"""MAC addresses, IMEIs and serial numbers beside their words."""

import pytest

from scanner.detect.recognizers.device import DeviceRecognizer, check_device

RECOGNIZER = DeviceRecognizer()

POSITIVES = [
    ("mac 00:1a:2b:3c:4d:5e", "001a2b3c4d5e"), ("wifi-adres 00-1A-2B-3C-4D-5E", "001a2b3c4d5e"),
    ("imei: 490154203237518", "490154203237518"),
    ("IMEI 49-015420-323751-8", "490154203237518"), ("serienummer 5CD1234XYZ", "5cd1234xyz"), ("serial=C02ABC12DEF3",
    "c02abc12def3"),
    ("de laptop meldt zich als desktop-8KQ2LLP", "desktop-8kq2llp"), ("LAPTOP-4GH7K2MN is offline", "laptop-4gh7k2mn"),
    ("simkaart 8931 4400 0077 1120 033", "8931440000771120033"), ("iccid=8931440000771120033", "8931440000771120033"),
    ("naar ExponentPushToken[ioxI19vXTAX3pvRUDkb22H] gestuurd", "ExponentPushToken[ioxI19vXTAX3pvRUDkb22H]"),
]
NEGATIVES = [
    ("00:1a:2b:3c:4d:5e", "no word"), ("490154203237518", "no word"), ("imei 490154203237519", "fails Luhn"),
    ("mac 00:00:00:00:00:00", "zeros"),
    ("mac 00:1a:2b:3c:4d", "five pairs"), ("mac 00:1a-2b:3c-4d:5e", "mixed signs"), ("imei 12345", "short"),
    ("macOS 10.15", "system"),
    ("serial killer", "prose"), ("serienummer onbekend", "prose"), ("serialize(OBJECT1)", "code"), ("wifi aan",
    "prose"), ("mac ff:ff:ff:ff:ff:ff", "broadcast"),
    ("desktop-publishing", "a word"), ("DESKTOP-BACKUPS", "no digit"), ("laptop-wagen", "a cart"),
    ("8931440000771120033", "no word"), ("simkaart 8931440000771120034", "fails Luhn"), ("simpel 8931", "short"),
    ("ExponentPushToken[...]", "an example"), ("pushtoken[0]", "a place in a list"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    assert [match.canonical for match in RECOGNIZER.find(text)] == [canonical]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome"), [
    ("0f8fad5b-d9cb-469f-a165-70867728950e", "valid"), ("00:1a:2b:3c:4d:5e", "valid"), ("490154203237518", "valid"),
    ("a1b2c3d4e5", "valid"),
    ("iPad", "plausible"), ("Kims iPad", "plausible"), ("00000000-0000-0000-0000-000000000000", "impossible"), ("",
    "impossible"),
    ("unknown", "impossible"), ("null", "impossible"),
    ("anonymous", "impossible"), ("Browser", "impossible"), ("0", "impossible"),
])
def test_value(value: str, outcome: str) -> None:
    assert check_device(value).outcome == outcome
