"""Writes the words of the names of the test set, which generated training texts must not hold as names."""

from __future__ import annotations

import re

from scanner.detect.recognizers.names import TUSSENVOEGSELS

from .data import HELD_OUT

TEST_SET = HELD_OUT.parent.parent / "benchmarks" / "data" / "school_prose.txt"
_NAME = re.compile(r"\[([^\]]+)\]")


def words() -> list[str]:
    """Casefolded words of two letters and more, tussenvoegsels left out."""
    text = "\n".join(line for line in TEST_SET.read_text("utf-8").splitlines() if not line.startswith("#"))
    found = {word.strip(".,'’").casefold() for name in _NAME.findall(text) for word in re.split(r"[\s-]+", name)}
    return sorted(word for word in found if len(word) > 2 and word not in TUSSENVOEGSELS)


if __name__ == "__main__":
    HELD_OUT.write_text("\n".join(words()) + "\n", "utf-8")
