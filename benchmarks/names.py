"""Precision and recall on names of people in prose: a school-language test set, and peers on the same texts.

The test set (``benchmarks/data/school_prose.txt``) is written by hand, half of it without people; its names and its
sentences are none of those that the model was trained with. A second, smaller set was written after the weighing of
the evidence was settled. A detection counts as right when it covers the same name:
exactly (titles such as *mevrouw* left out), or at least in part; both are printed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TEST_SET = Path(__file__).parent / "data" / "school_prose.txt"
LATER, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH = (
    TEST_SET.with_name(f"school_prose_{which}.txt")
    for which in ("later", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
)
SETS = (TEST_SET, LATER, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH)
_NAME = re.compile(r"\[([^\]]+)\]")
_TITLE = re.compile(
    r"(?:mevrouw|meneer|mevr\.|mw\.|dhr\.|de heer|heer|juf|meester|drs\.|dr\.|ir\.|prof\.) ", re.IGNORECASE
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with the places of the names of people in it, and the part of the test set it stands in."""

    text: str
    names: tuple[Span, ...]
    section: str


@dataclass(slots=True)
class Score:
    """Counts of names: those in the texts, those that a tool gave, those that agree."""

    gold: int = 0
    given: int = 0
    right: int = 0
    touched: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what the tool gave, the share that is exactly a name."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Of the names, the share that the tool gave exactly."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load(path: Path = TEST_SET) -> list[Sentence]:
    """The sentences of a file: names in square brackets, ``\\n`` for a line end, ``#`` begins a section."""
    found: list[Sentence] = []
    section = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            section = line[2:]
        elif line:
            found.append(_sentence(line.replace("\\n", "\n"), section))
    return found


def _sentence(marked: str, section: str) -> Sentence:
    text, names, at = "", [], 0
    for match in _NAME.finditer(marked):
        text += marked[at : match.start()]
        names.append((len(text), len(text) + len(match.group(1))))
        text += match.group(1)
        at = match.end()
    return Sentence(text + marked[at:], tuple(names), section)


def score(sentences: Sequence[Sentence], given: Iterable[Sequence[Span]]) -> Score:
    """Compare what a tool gave with the names that are there."""
    result = Score()
    for sentence, spans in zip(sentences, given, strict=True):
        held = {_plain(sentence.text, span) for span in spans}
        gold = set(sentence.names)
        result.gold += len(gold)
        result.given += len(held)
        result.right += len(gold & held)
        result.touched += sum(any(a < d and c < b for c, d in gold) for a, b in held)
        result.wrong += [(sentence.section, sentence.text[a:b]) for a, b in sorted(held - gold)]
        result.missed += [(sentence.section, sentence.text[a:b]) for a, b in sorted(gold - held)]
    return result


def _plain(text: str, span: Span) -> Span:
    title = _TITLE.match(text, *span)
    return (title.end(), span[1]) if title else span


Tool = Callable[[Sequence[str]], list[list[Span]]]


def ours(floor: float) -> Tool:
    """All that ``leerlek text`` calls a name from a confidence up."""
    from scanner.detect.recognizers import TEXT_RECOGNIZERS, PersonRecognizer

    recognizer = next(each for each in TEXT_RECOGNIZERS if isinstance(each, PersonRecognizer))
    return lambda texts: [[(m.start, m.end) for m in recognizer.find(text) if m.score >= floor] for text in texts]


def model_alone(texts: Sequence[str]) -> list[list[Span]]:
    """The trained pipeline without lists and rules."""
    from scanner.detect.prose.engines import OwnEngine

    return [[(each.start, each.end) for each in found if each.probability > 0.5] for found in OwnEngine().people(texts)]


def rules_alone(texts: Sequence[str]) -> list[list[Span]]:
    """What is found without the model."""
    from scanner.detect.recognizers.person import by_rules

    return [[(match.start, match.end) for match in by_rules(text)] for text in texts]


def print_names() -> None:
    """A table for each set: the scanner, the model alone, the rules alone; and the speed of the model."""
    for path in SETS:
        sentences = load(path)
        texts = [sentence.text for sentence in sentences]
        nobody = sum(not sentence.names for sentence in sentences)
        print(f"\nNames in school prose ({path.name}): {len(sentences)} texts, {nobody} of them without people, "
              f"{sum(len(s.names) for s in sentences)} names")
        print(f"  {'':44} precision  recall  F1     touching a name")
        tools: dict[str, Tool] = {
            "leerlek, detections from 0.6": ours(0.6), "leerlek, also those to be assessed": ours(0.3),
            "the trained model alone": model_alone, "the rules alone": rules_alone,
        }
        for name, tool in tools.items():
            result = score(sentences, tool(texts))
            print(f"  {name:44} {result.precision:.3f}      {result.recall:.3f}   {result.f1:.3f}  "
                  f"{result.touched / max(result.given, 1):.3f}")
    words = sum(len(sentence.text.split()) for sentence in load()) * 10
    texts = [sentence.text for sentence in load()] * 10
    started = time.perf_counter()
    model_alone(texts)
    print(f"\nThe model reads {words / (time.perf_counter() - started):,.0f} words a second on one core, in batches")
