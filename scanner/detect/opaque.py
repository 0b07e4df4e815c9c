"""Opaque identifiers of an exchange: values that may be digests, with the places they stand at.

A detector already keeps digests for the end of a scan; here are also those that its key made a detection of, those in
the dress of a UUID, and, under keys that name an identifier, those that were cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from scanner.model import Category, Detection, Exchange, Field

from .engine import Detected, Detector
from .outcome import Outcome
from .proof.targets import Target, tokens
from .record import Hit, Settled

if TYPE_CHECKING:
    from scanner.decode import Decoded

_MOST_IN_VALUE = 20
_LONGEST = 20_000
_CHAIN = re.compile(r"(?:ketenid\.nl|id\.school)/(?:[\w-]{1,40}/)?([0-9a-fA-F]{128})(?![0-9a-fA-F])")
_IDENTIFYING = re.compile(
    r"(?:\A|[._\-\s])(?:u|uid|id|ids|key|ref|sub|hash|digest|user|gebruiker|token|code|kenmerk|nummer|nr|em|pseudo\w*)\Z"
    r"|(?:[a-z](?:Id|ID|Key|Ref|Hash|Nummer|Nr|Code))\Z|user|leerling|student|pupil|learner|visitor|client|actor",
)
"""Names of keys that say identifier where the lexicon says nothing."""


class Opaque(NamedTuple):
    """A target at its place; ``identifying`` when the key names an identifier or a person's datum."""

    target: Target
    place: Detection
    identifying: bool


class OpaqueDetector(Detector):
    """A detector that tells where the opaque identifiers of an exchange are, too."""

    def opaque(self, exchange: Exchange, decoded: Decoded, order: int) -> tuple[Detected, list[Opaque]]:
        """What is detected, and the opaque identifiers, outside content that is the same for everybody."""
        detected = self.detect(exchange, decoded, order)
        found: list[Opaque] = []
        shown: dict[int, tuple[str, tuple[str, ...], tuple[tuple[int, int], ...]]] = {}
        chain = _pseudonyms(decoded.fields)
        before = ""
        for leaf in decoded.fields:
            value = leaf.value
            if leaf.origin.static or len(value) < 10:
                continue
            plan = self._planner.plan(leaf.path)
            rule, before = self._places.rule(leaf, plan, before)
            meaning = rule.meaning
            identifying = meaning.category is not None or meaning.digest or bool(_IDENTIFYING.search(leaf.path.key))
            count = 0
            for start, end, target in tokens(value[:_LONGEST], identifying=identifying):
                if target.text in chain:
                    continue
                outcome = Outcome(Category.FREE_TEXT, 0.0, "proof", "", "", self._fingerprinter, (), start=start,
                                  end=end, about=meaning.about, key=meaning.key, token=target.text)
                hit = Hit(outcome, plan, leaf.indices, leaf.origin)
                place = self._detection(Settled(hit, 0.0, (), "", ""), shown)
                found.append(Opaque(target, place, identifying))
                count += 1
                if count >= _MOST_IN_VALUE:
                    break
        return detected, found


def _pseudonyms(leaves: Iterable[Field]) -> set[str]:
    """The hex of the pseudonyms of the chain, which are made with a secret: searching for them is in vain."""
    return {found.group(1).lower() for leaf in leaves if "ketenid.nl/" in leaf.value or "id.school/" in leaf.value
            for found in _CHAIN.finditer(leaf.value[:_LONGEST])}
