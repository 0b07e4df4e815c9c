"""Names of people in prose beside peers: Frog and deduce on our own test sets, and on public ones.

The public set that may be passed on is the Dutch part of Europeana's newspapers (CC0); the treebanks that the model was
trained with have names found by Frog, so that they say nothing about either. Frog is a Debian package (``apt-get
install frog frogdata uctodata``). CoNLL-2002 may not be passed on, so that its path is asked for:
``CONLL2002=/data/ned.testb make eval``; the file has a word, a part of speech and a tag on each line.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.corpus import tools
from benchmarks.names import (
    SETS,
    TEST_SET,
    Score,
    Sentence,
    Span,
    load,
    model_alone,
    ours,
    score,
)

NEWSPAPERS = TEST_SET.with_name("europeana_nl_kb.bio.gz")
FIRST_NEWS, MOST_NEWS = 140_000, 10_000
"""Which words of the newspapers are measured, a stretch with many people: Frog reads some two hundred a second."""
_END = re.compile(r"[.!?;]\Z")
_TAG = re.compile(r"O\Z|[BI]-[A-Z]+\Z")
_SIGNS_AFTER = re.compile(r"[,;:!?)\"”]+\Z|(?<=[^\W\d_]{4})\.\Z")
"""What the words of the newspapers end in and no name does; a point may belong to an initial."""
_LONGEST = 80
_BETWEEN = "#####"

Tool = Callable[[Sequence[str]], list[list[Span]]]


def main() -> int:
    """A table for each test set."""
    peers = available()
    sets = {path.name: load(path) for path in SETS}
    sets["Europeana newspapers (KB), 10,000 words"] = newspapers(NEWSPAPERS, FIRST_NEWS, MOST_NEWS)
    named = os.environ.get("CONLL2002")
    if named:
        sets["CoNLL-2002 (" + Path(named).name + ")"] = conll(Path(named))
    else:
        print("\nCoNLL-2002: not measured; say where it is with CONLL2002=/path/ned.testb")
    for name, sentences in sets.items():
        print(f"\nPeople in {name}: {len(sentences)} texts, {sum(len(s.names) for s in sentences)} names")
        print(f"  {'':30} precision  recall  F1     touching a name")
        for tool, find in peers.items():
            show(tool, score(sentences, find([sentence.text for sentence in sentences])))
    return 0


def available() -> dict[str, Tool]:
    """The tools that are here."""
    found: dict[str, Tool] = {"leerlek, from 0.6": ours(0.6), "leerlek, the model alone": model_alone}
    if shutil.which("frog") is None:
        print("Frog: not measured; it is a package of Debian (apt-get install frog frogdata uctodata)", file=sys.stderr)
    else:
        found[f"Frog {frog_version()}"] = frog
    version = tools.prepare().get("deduce")
    if version is not None:
        found[f"deduce {version}"] = deduce
    return found


def show(name: str, result: Score) -> None:
    """One line."""
    print(f"  {name:30} {result.precision:.3f}      {result.recall:.3f}   {result.f1:.3f}  "
          f"{result.touched / max(result.given, 1):.3f}", flush=True)


def deduce(texts: Sequence[str]) -> list[list[Span]]:
    """The persons that deduce finds."""
    return [[(start, end) for category, start, end in spans if category == "name.full"]
            for spans in tools.ask("deduce", texts)]


def frog(texts: Sequence[str]) -> list[list[Span]]:
    """The persons that Frog finds; a line of signs parts the texts, whose words are found again in them."""
    joined = f"\n\n{_BETWEEN}\n\n".join(" ".join(text.split()) for text in texts) + "\n"
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(joined)
        file.flush()
        command = ["frog", "--skip=mpcla", "--threads=1", "-n", "-t", file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True,
                              env={**os.environ, "OMP_NUM_THREADS": "1"})
    rows: list[list[str]] = [[]]
    for sentence in done.stdout.strip("\n").split("\n\n"):
        lines = sentence.splitlines()
        if {line.split("\t")[1].strip("#") for line in lines if "\t" in line} == {""}:
            rows.append([])
        else:
            rows[-1] += lines
    if len(rows) != len(texts):
        raise ValueError(f"Frog gave {len(rows)} texts of {len(texts)}")
    return [_frogged(text, own) for text, own in zip(texts, rows, strict=True)]


def _frogged(text: str, rows: Sequence[str]) -> list[Span]:
    """The persons of one text; a word that Frog wrote otherwise is passed over."""
    found: list[Span] = []
    at = 0
    is_open = False
    for row in rows:
        columns = row.split("\t")
        tag = next((column for column in columns[2:] if _TAG.match(column)), "O")
        place = text.find(columns[1], at) if len(columns) > 1 else -1
        if place < 0:
            is_open = False
            continue
        at = place + len(columns[1])
        if tag == "I-PER" and is_open:
            found[-1] = (found[-1][0], at)
        elif tag in ("B-PER", "I-PER"):
            found.append((place, at))
        is_open = tag in ("B-PER", "I-PER")
    return found


def frog_version() -> str:
    """As Frog says it."""
    done = subprocess.run(["frog", "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"frog (\d[\w.]*)", done.stdout + done.stderr, re.IGNORECASE)
    return match[1] if match else "of an unknown version"


def newspapers(path: Path, first: int, most: int) -> list[Sentence]:
    """The sentences of a file of words and tags without empty lines, so many words from a place."""
    found: list[Sentence] = []
    words: list[tuple[str, str]] = []
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    for line in lines[first : first + most]:
        word, _, tag = line.rpartition(" ")
        if word:
            words.append((word, tag))
        if words and not tag.startswith(("B", "I")) and (_END.search(word) or len(words) >= _LONGEST):
            found.append(_without_signs(_sentence(words)))
            words = []
    return found


def _without_signs(sentence: Sentence) -> Sentence:
    names = []
    for start, end in sentence.names:
        sign = _SIGNS_AFTER.search(sentence.text, start, end)
        names.append((start, sign.start() if sign else end))
    return Sentence(sentence.text, tuple(names), "")


def conll(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-2002 file with their persons; Latin-1, as it was given out."""
    found: list[Sentence] = []
    words: list[tuple[str, str]] = []
    for line in [*path.read_text("latin-1").splitlines(), ""]:
        columns = line.split()
        if len(columns) >= 2 and columns[0] != "-DOCSTART-":
            words.append((columns[0], columns[-1]))
        elif words:
            found.append(_sentence(words))
            words = []
    return found


def _sentence(words: Sequence[tuple[str, str]]) -> Sentence:
    text, names = "", list[Span]()
    for word, tag in words:
        start = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        if tag == "B-PER" or (tag == "I-PER" and (not names or names[-1][1] != start - 1)):
            names.append((start, len(text)))
        elif tag == "I-PER":
            names[-1] = (names[-1][0], len(text))
    return Sentence(text, tuple(names), "")


if __name__ == "__main__":
    sys.exit(main())
