"""Looks for people in the files of the user that go into a bundle: a policy or scenario may name a pupil by mistake."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scanner.errors import UsageError
from scanner.model import INFO, Category

_ALWAYS = frozenset({Category.BSN, Category.PGN, Category.ECKID, Category.HPGN, Category.STAMPSEUDONIEM})
"""What no such file holds, whoever it is of."""
_SURE = 0.9
_LONGEST_LINE = 20_000


def refuse_clear(files: Iterable[tuple[str, bytes]], subjects: Path | None) -> None:
    """Raise ``UsageError`` for a file (name, content) with a value of a test account or a national number, by its line.

    Data of the school itself (its name, a class) are no reason: policies name them.
    """
    from scanner.detect import TextDetector, load_subjects

    known = load_subjects(subjects) if subjects is not None else None
    detector = TextDetector(key=bytes(32), subjects=known, ner="off")
    for name, content in files:
        lines = [line[:_LONGEST_LINE] for line in content.decode("utf-8", "replace").splitlines()]
        for number, found in enumerate(detector.detect_all(lines), 1):
            for each in found:
                of_account = each.recognizer == "known_subject" and not each.category.value.startswith("edu.")
                if of_account or (each.category in _ALWAYS and each.confidence >= _SURE):
                    what = INFO[each.category].en
                    raise UsageError(f"{name}:{number}: holds personal data ({what}); a bundle goes to others, so take "
                                     "it out and scan again")
