"""Learns which words stand beside names of nobody, and which beside those of pupils, from the lines of ``told/``.

Lines with a name of somebody are set against those without that hold a word with a capital, within a sentence or listed
as a given name: *Odin heeft twee raven*, *Lisa heeft 3 appels*. What each word says, when all words of a line are heard
together, is the weight of a logistic regression that is kept small; names themselves and places are left out.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np

from scanner.detect.prose.features import lists
from scanner.detect.prose.lesson_words import DATA, words_of

from . import told

_LEAST = 6
"""Lines that a word must stand in."""
_SMALL = 3.0
"""What keeps the weights small (the factor of their squares)."""
_STEPS, _RATE = 300, 0.03
_TELLS = 0.1
"""Weights nearer to nothing are left out."""


def examples(held: list[told.Line]) -> list[tuple[frozenset[str], bool]]:
    """The words of each line that names somebody, or could."""
    found = []
    for line in held:
        labels = {label for *_, label in line.spans}
        somebody = told.PERSON in labels
        if somebody or (told.UNSURE not in labels and _could(line.text)):
            plain = line.text
            for start, end, label in line.spans:
                if label == told.PERSON:
                    plain = plain[:start] + "\n" * (end - start) + plain[end:]
            found.append((words_of(plain), somebody))
    return found


def _could(text: str) -> bool:
    words = text.split()
    return any(word[0].isupper() and (place > 0 or "g" in lists(word.strip(".,:;!?'\"()").casefold()))
               and not word.isupper() for place, word in enumerate(words))


def weights(held: list[tuple[frozenset[str], bool]]) -> dict[str, float]:
    """What each word says; the empty word is what the lines say without any."""
    times = Counter(word for words, _ in held for word in words)
    number = {word: place for place, word in enumerate(sorted(word for word in times if times[word] >= _LEAST))}
    pairs = [(row, number[word]) for row, (words, _) in enumerate(held) for word in sorted(words) if word in number]
    rows, columns = (np.array(each) for each in zip(*pairs, strict=True))
    truth = np.array([float(somebody) for _, somebody in held])
    weight, mean, spread = (np.zeros(len(number)) for _ in range(3))
    base = float(np.log(truth.mean() / (1 - truth.mean())))
    for step in range(1, _STEPS + 1):
        chance = 1 / (1 + np.exp(-base - np.bincount(rows, weight[columns], len(truth))))
        slope = np.bincount(columns, (chance - truth)[rows], len(number)) + _SMALL * weight
        base -= 0.5 * float((chance - truth).mean())
        mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope * slope
        weight -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return {"": base, **{word: float(weight[place]) for word, place in number.items() if abs(weight[place]) >= _TELLS}}


def main() -> int:
    """Learn and write."""
    found = weights(examples(told.lines()))
    rows = "".join(f"{word},{value:.2f}\n" for word, value in sorted(found.items()))
    (Path(__file__).parent.parent / "scanner" / "detect" / "data" / DATA).write_text(rows, "utf-8")
    print(f"{len(found)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
