"""The onderwijsnummer of a pupil without BSN: begins with 10, rest 5; in text only with a word before it.

Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .bsn import check_bsn, numbers
from .checksums import onderwijsnummer
from .context import Cues
from .outcome import reasons

_CUES = Cues((r"onderwijsn", r"ondwnr", r"onderwijsdeelnemer", r"persoonsgebonden", r"pgn(?![a-z])", r"bsn"))


class OnderwijsnummerRecognizer:
    """Finds onderwijsnummers in text after a word that names one."""

    name = "nl_onderwijsnummer"
    entity = "NL_ONDERWIJSNUMMER"
    categories: tuple[Category, ...] = (Category.PGN,)
    cost: Cost = "context"
    trigger = re.compile(r"10[0-9]?[ .-]?[0-9]{1,3}[ .-]?[0-9]{1,3}[ .-]?[0-9]{2}")
    context: tuple[str, ...] = ("onderwijsnummer", "ondwnr", "persoonsgebonden nummer", "pgn")

    def find(self, text: str) -> list[Match]:
        found = []
        for start, end, digits in numbers(text):
            if onderwijsnummer(digits) and _CUES.before(text, start) >= 0:
                evidence = reasons(("checksum:onderwijsnummer", 0.3), ("context:onderwijsnummer", 0.6))
                found.append(Match(start, end, Category.PGN, 0.9, digits, evidence))
        return found


def check_pgn(value: str) -> Verdict:
    """A whole value under a PGN key, which may hold a BSN or an onderwijsnummer: both are the PGN."""
    verdict = check_bsn(value)
    return Verdict(verdict.outcome, Category.PGN, verdict.canonical, verdict.evidence)
