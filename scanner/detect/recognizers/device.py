"""Device identifiers in text (MAC address, IMEI, serial number: with a word near) and as whole values.

Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .checksums import luhn
from .context import Cues, Taken
from .outcome import impossible, plausible, reasons, valid

_MAC = re.compile(
    r"(?<![0-9A-Za-z:-])[0-9A-Fa-f]{2}(?P<sep>[:-])(?:[0-9A-Fa-f]{2}(?P=sep)){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])")
_IMEI = re.compile(r"(?<![0-9A-Za-z])[0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9](?![0-9A-Za-z])")
_SERIAL = re.compile(r"(?<![0-9A-Za-z-])(?=[A-Z]{0,10}[0-9])[0-9A-Z]{8,14}(?![0-9A-Za-z-])")
_HOST = re.compile(r"(?<![\w-])(?:DESKTOP|"
                   r"LAPTOP)-(?=[A-Z]{0,8}[0-9])(?=[0-9]{0,8}[A-Z])[0-9A-Z]{7,8}(?![\w-])", re.IGNORECASE)
"""The name that Windows gives a computer of its own accord."""
_EXPO = re.compile(r"Expo(?:nent)?PushToken\[[\w-]{16,64}\]")
"""Where Expo sends push messages for one device."""
_ICCID = re.compile(r"(?<![0-9A-Za-z])89[ -]?(?:[0-9][ -]?){16,17}[0-9](?![0-9A-Za-z])")
"""The number of a SIM card (ITU-T E.118)."""
_MAC_WORDS = Cues((r"mac(?![a-z]{2})", r"bssid", r"wi-?fi", r"wlan", r"ethernet", r"bluetooth", r"hardware"))
_IMEI_WORDS = Cues((r"imei",))
_SIM_WORDS = Cues((r"sim(?![a-z]{3})", r"sim-?kaart", r"iccid"))
_SERIAL_WORDS = Cues((r"serienummer", r"serie-?nr", r"serial"), reach=32)


class DeviceRecognizer:
    """Finds hardware identifiers beside the word that names them."""

    name = "device_id"
    entity = "DEVICE_ID"
    categories: tuple[Category, ...] = (Category.DEVICE,)
    cost: Cost = "context"
    trigger = re.compile(r"mac|ssid|wi-?fi|wlan|ethernet|bluetooth|hardware|imei|serie|serial|"
                         r"iccid|sim(?:-?kaart)?(?![a-z])|(?:desktop|laptop)-|pushtoken\[", re.IGNORECASE)
    context: tuple[str, ...] = ("mac", "imei", "serienummer", "bluetooth")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        found: list[Match] = []
        taken = Taken()
        for pattern, words, code in ((_MAC, _MAC_WORDS, "shape:mac-address"), (_IMEI, _IMEI_WORDS, "checksum:luhn"),
                                     (_ICCID, _SIM_WORDS, "checksum:luhn"),
                                     (_SERIAL, _SERIAL_WORDS, "shape:serial-number")):
            for each in pattern.finditer(text):
                canonical = re.sub(r"[^0-9A-Za-z]", "", each.group()).lower()
                if words.before(text, each.start()) < 0 or len(set(canonical)) < 3:
                    continue
                if code == "checksum:luhn" and not luhn(canonical):
                    continue
                if not taken.take(*each.span()):
                    continue
                evidence = reasons((code, 0.4), ("context:device", 0.3))
                found.append(Match(each.start(), each.end(), Category.DEVICE, 0.7, canonical, evidence))
        for each in _HOST.finditer(text):
            if taken.take(*each.span()):
                found.append(Match(*each.span(), Category.DEVICE, 0.7, each.group().lower(),
                                   reasons(("shape:name-of-computer", 0.7))))
        for each in _EXPO.finditer(text):
            if taken.take(*each.span()):
                found.append(Match(*each.span(), Category.DEVICE, 0.9, each.group(),
                                   reasons(("shape:push-token", 0.9))))
        return sorted(found, key=lambda match: match.start)


_ID = re.compile(r"[\x21-\x7e]{6,256}\Z")
_NO_DEVICE = frozenset(("null", "none", "undefined", "unknown", "true", "false", "anonymous", "anoniem", "browser",
                        "web", "default", "onbekend"))
_UUID = re.compile(r"\{?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\}?\Z")


_SERIAL_WHOLE = re.compile(r"(?=[0-9]*[A-Za-z])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{8,16}\Z")


def check_serial(value: str) -> Verdict:
    """A whole value under a key of serial numbers: letters and digits as makers print them on a device."""
    if _SERIAL_WHOLE.match(value.strip()):
        return valid(Category.DEVICE, value.strip().lower(), ("shape:serial-number", 0.3))
    return check_device(value)


def check_device(value: str) -> Verdict:
    """A whole value under a device key: a UUID, MAC, IMEI or any id; names of models and systems are plausible."""
    text = value.strip()
    bare = re.sub(r"[^0-9A-Za-z]", "", text).lower()
    if not bare or not bare.strip("0") or text.casefold() in _NO_DEVICE:
        return impossible(Category.DEVICE, text, ("shape:empty-id", -0.9))
    if _UUID.match(text):
        return valid(Category.DEVICE, bare, ("shape:uuid", 0.3))
    if _MAC.fullmatch(text):
        return valid(Category.DEVICE, bare, ("shape:mac-address", 0.3))
    if len(bare) == 15 and luhn(bare):
        return valid(Category.DEVICE, bare, ("checksum:luhn", 0.3))
    if _ID.match(text) and len(bare) >= 8 and sum(char.isdigit() for char in bare) >= 4:
        return valid(Category.DEVICE, text, ("shape:opaque-id", 0.1))
    return plausible(Category.DEVICE, text, ("shape:not-an-id", -0.2))
