"""Precision and recall on named data: ``make eval``.

Recall: values planted in the blown-up leaking session (other people in every copy), without a subjects file, by
category; a value counts when a detection of at least 0.6 stands on it. Precision: detections of at least 0.6 in traffic
that holds none, or whose content is fully known (the lean session, published samples of learning standards); every
false one is printed with its place, never with its value. Names in prose have a test set of their own (``names.py``).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import recall
from benchmarks.names import print_names
from benchmarks.recall import BAND
from scanner.capture import read_capture
from scanner.decode import Decoder
from scanner.detect import Detector
from scanner.model import Body, Detection, Exchange

ROOT = Path(__file__).parent.parent
MEGABYTES = 4

LEAN_HOLDS = frozenset({
    "id.eckid", "name.given", "edu.group", "edu.result", "edu.progress", "edu.school", "id.account", "id.login",
    "id.cookie", "secret.token", "secret.credential", "text.free", "behav.event",
})
"""What the lean session really holds: the pseudonym, first names, groups, results, sign-in and session data."""

SAMPLES_WITHOUT_PEOPLE = {
    "nummervoorziening/eckid.wsdl": "application/wsdl+xml",
}
"""Published files full of names of personal data that are about nobody."""


def main() -> int:
    """Print recall by category, then the false detections."""
    print_recall()
    print_names()
    print_false("Lean session: detections beyond what it holds", lean())
    print_false("Published descriptions without people", samples())
    return 0


def print_recall() -> None:
    """Recall on planted values of people the scanner does not know."""
    with tempfile.TemporaryDirectory(prefix="leerlek-eval-") as name:
        big = Path(name) / "big.har"
        subprocess.run([sys.executable, "-m", "fixtures.blow_up", "--megabytes", str(MEGABYTES), big], check=True,
                       cwd=ROOT)
        found = recall.ours(read_capture(big, "big", lambda _note: None), recall.load(big))
    print(f"Recall without a subjects file, detections of at least {BAND}: {found.share:.3f} of {found.of}")
    for category in sorted(found.planted):
        share = found.found[category] / found.planted[category]
        print(f"  {category:22} {share:.3f}  ({found.found[category]} of {found.planted[category]})")


def print_false(title: str, wrong: Iterable[tuple[str, Detection]]) -> None:
    """The false detections of one data set, by place."""
    places = Counter((where, d.category.value, d.part, d.template, d.recognizer) for where, d in wrong)
    print(f"\n{title}: {places.total()}")
    for (where, category, part, template, recognizer), count in places.most_common():
        print(f"  {count:4} × {category:16} {where} {part} {template} ({recognizer})")


def lean() -> Iterator[tuple[str, Detection]]:
    """Detections in the lean session of what it does not hold."""
    exchanges = read_capture(ROOT / "fixtures" / "lean" / "session.har", "lean", lambda _note: None)
    for endpoint, detection in detections(exchanges):
        if detection.category.value not in LEAN_HOLDS:
            yield endpoint, detection


def samples() -> Iterator[tuple[str, Detection]]:
    """Detections in published files that are about nobody."""
    folder = ROOT / "tests" / "samples"
    for name, kind in SAMPLES_WITHOUT_PEOPLE.items():
        data = (folder / name).read_bytes()
        exchange = Exchange(name, "samples", "http/1.1", "GET", "https", "standaard.example", 443, "/" + name, 200, 0.0,
                            response_headers=(("Content-Type", kind),), response_body=Body(data, len(data)))
        yield from ((name, detection) for _, detection in detections([exchange]))


def detections(exchanges: Iterable[Exchange]) -> Iterator[tuple[str, Detection]]:
    """Endpoint and detection, from the band up."""
    decoder, detector = Decoder(), Detector(key=b"e" * 32)
    for order, exchange in enumerate(exchanges):
        observation = detector.detect(exchange, decoder.decode(exchange, lambda _note: None), order).observation
        for detection in observation.detections:
            if detection.confidence >= BAND:
                yield observation.facts.endpoint, detection


if __name__ == "__main__":
    sys.exit(main())
