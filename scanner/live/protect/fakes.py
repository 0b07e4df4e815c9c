"""Takes pseudonyms out of what was detected: they are nobody's data, and no finding about the recipient."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scanner.detect.fingerprint import Fingerprinter
from scanner.pipeline import Examined


def without_fakes(examined: Examined, fakes: Collection[str], fingerprinter: Fingerprinter) -> Examined:
    """The result of an exchange without detections whose fingerprint is one of ``fakes``, and what hangs on them."""
    if not fakes:
        return examined
    detected = examined.detected
    observation = detected.observation
    left = tuple(each for each in observation.detections if each.fingerprint not in fakes)
    if len(left) == len(observation.detections):
        return examined
    return replace(examined, detected=replace(
        detected, observation=replace(observation, detections=left),
        identifiers=[each for each in detected.identifiers
                     if fingerprinter.value(each.category, each.canonical) not in fakes],
        loose=[each for each in detected.loose if each.fingerprint not in fakes]))
