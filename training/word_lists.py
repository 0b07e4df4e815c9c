"""Writes the word lists of the prose finder: ``python -m training.word_lists DUTCH_WORDS_GZ``.

Dutch: the lower-case words of OpenTaal, as sorted CRC-32 checksums. English: words that stand at least five times in
the documentation strings of Python's standard library. Neither is needed for ``make model``; the lists are in
``scanner/detect/data`` and this is how they came there.
"""

from __future__ import annotations

import ast
import gzip
import re
import sys
import sysconfig
from array import array
from collections import Counter
from pathlib import Path

from scanner.detect.prose.words import checksum

DATA = Path(__file__).parent.parent / "scanner" / "detect" / "data"
_TIMES = 5
_WORD = re.compile(r"(?<![\w.])[a-z]{2,20}(?![\w.(=])")


def dutch(source: Path) -> None:
    """The checksums of the words that are written in lower case, phrases and compounds with hyphens left out."""
    words = gzip.decompress(source.read_bytes()).decode("utf-8").splitlines()
    held = array("I", sorted({checksum(word) for word in words if word.isalpha() and len(word) <= 24}))
    if sys.byteorder == "big":
        held.byteswap()
    (DATA / "words_nl.crc32").write_bytes(held.tobytes())


def english() -> None:
    """The frequent words of the documentation strings of this Python."""
    found: Counter[str] = Counter()
    for path in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        if "site-packages" in path.parts or "test" in path.parts:
            continue
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                found.update(_WORD.findall(ast.get_docstring(node) or ""))
    words = sorted(word for word, times in found.items() if times >= _TIMES)
    (DATA / "words_en.txt.gz").write_bytes(gzip.compress("\n".join(words).encode(), mtime=0))


if __name__ == "__main__":
    dutch(Path(sys.argv[1]))
    english()
