"""Whether a written capture holds: the same findings as the original, and none of its values."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scanner.capture import read_capture
from scanner.decode import Decoder
from scanner.detect.phrases import PhraseIndex, tokens
from scanner.detect.sites import site_of
from scanner.inputs import labelled
from scanner.model import Category
from scanner.run import Options, scan

from .cast import Cast
from .inventory import NAMES

Document = dict[str, Any]
Finding = tuple[str, ...]
_SURE = NAMES | {Category.BSN, Category.PGN, Category.ECKID, Category.STAMPSEUDONIEM, Category.EMAIL, Category.PHONE,
                 Category.IBAN, Category.LEERLINGNUMMER, Category.ACCOUNT, Category.LOGIN, Category.DEVICE,
                 Category.ADVERTISING, Category.COOKIE, Category.TOKEN, Category.CREDENTIAL}
_SHORTEST = 6
_HOST = re.compile(r"(?:(?<=//)|\b(?=www\.))[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
"""The host of an address: its registered domain stays, even if it spells what elsewhere is a name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check saw: findings of the original, those that are gone, new or differ in number, and values left."""

    findings: int
    gone: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    counted_otherwise: tuple[Finding, ...] = ()
    left: Counter[str] = field(default_factory=Counter)

    @property
    def differences(self) -> int:
        """Findings that are not as they were."""
        return len(self.gone) + len(self.new) + len(self.counted_otherwise)

    @property
    def holds(self) -> bool:
        """Whether nothing changed and nothing was left."""
        return not (self.differences or self.left)


def places(captures: Sequence[Path], options: Options) -> Counter[Finding]:
    """Findings of captures by rule and place, with their numbers."""
    return Counter({
        (f["rule"], f["recipient"], f["endpoint"], f["direction"], f["part"], f["pointer"]): f["count"]
        for f in scan(captures, options)["findings"]})


def check(before: Counter[Finding], out: Path, cast: Cast, options: Options, fakes: bytes) -> Verdict:
    """Compare ``out`` with the findings of what it was made of; ``fakes`` is the subjects file of the fakes, empty
    without subjects."""
    with _as_file(fakes) as subjects:
        after = places([out], replace(options, subjects=subjects, keylog=None))
    return Verdict(
        len(before), tuple(sorted(before.keys() - after.keys())), tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(place for place in before.keys() & after.keys() if before[place] != after[place])),
        left_in(out, cast))


def left_in(out: Path, cast: Cast) -> Counter[str]:
    """The values of the originals that still stand in a capture, by category; what is also somebody's fake is none."""
    index: PhraseIndex[Category] = PhraseIndex()
    played = {tokens(cast.value(value.category, value.text)) for value in cast.values.values()}
    for value in cast.values.values():
        cut = tokens(value.text)
        if value.category in _SURE and sum(map(len, cut)) >= _SHORTEST and cut not in played and (
                len(cut) > 1 or value.category not in NAMES):
            index.add(value.text, value.category, strict=True)
    left: Counter[str] = Counter()
    decoder = Decoder()
    for path, label in labelled([out]):
        for exchange in read_capture(path, label, lambda note: None):
            texts = {leaf.value for leaf in decoder.decode(exchange, lambda note: None).fields}
            for text in texts:
                hits = index.find(text)
                domains = [(found.end() - len(site_of(found.group().lower())), found.end())
                           for found in _HOST.finditer(text)] if hits else ()
                left.update(hit.payloads[0].value for hit in hits
                            if not any(start < hit.end <= end for start, end in domains))
    return left


@contextmanager
def _as_file(content: bytes) -> Iterator[Path | None]:
    """The content in a file that only this user can read, for as long as it is needed; None for an empty one."""
    if not content:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "subjects.yaml")
        path.touch(0o600)
        path.write_bytes(content)
        yield path
