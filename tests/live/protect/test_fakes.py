"""Pseudonyms are taken out of what was detected, with what hangs on them; everything else stays."""

from __future__ import annotations

import json

from scanner.detect.fingerprint import Fingerprinter
from scanner.live.protect.fakes import without_fakes
from scanner.model import Body, Category, Exchange
from scanner.pipeline import Examined, Examiner

KEY = b"k" * 32
FINGERPRINTER = Fingerprinter(KEY)


def examined() -> Examined:
    body = json.dumps({"bsn": "999990019", "email": "sanne@school.example", "achternaam": "Pluimgraaf"}).encode()
    found = Examiner(key=KEY, subjects=None, scan_static=False).examine(
        Exchange("r", "live", "http/1.1", "POST", "https", "a.example", 443, "/", 200, 1.0,
                 (("Content-Type", "application/json"),), Body(body, len(body))), 1)
    assert isinstance(found, Examined)
    return found


def test_what_is_no_pseudonym_stays() -> None:
    before = examined()
    assert without_fakes(before, (), FINGERPRINTER) is before
    assert without_fakes(before, {"0" * 32}, FINGERPRINTER) is before


def test_a_pseudonym_is_nobodys() -> None:
    before = examined()
    fake = next(d.fingerprint for d in before.detected.observation.detections if d.category is Category.BSN)
    after = without_fakes(before, {fake}, FINGERPRINTER)
    assert {d.category for d in after.detected.observation.detections} == {
        d.category for d in before.detected.observation.detections} - {Category.BSN}
    assert {each.category for each in before.detected.identifiers} - {
        each.category for each in after.detected.identifiers} == {Category.BSN}
