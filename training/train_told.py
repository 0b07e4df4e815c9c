"""Trains the pipeline for what sentences tell of a person beside names: the second half of ``make model``.

Its texts are the lines of ``told/``, varied, and sentences of treebanks, which tell of nobody at school. One line in
ten is held back to choose with. What is saved is a spaCy pipeline with its scores in ``meta.json``.
"""

from __future__ import annotations

import datetime
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from spacy import about, load
from spacy.language import Language
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, registry
from thinc.api import NumpyOps, set_current_ops

from scanner import __version__
from scanner.detect.prose.tokens import tokenize
from scanner.detect.prose.weights import SEPARATOR
from scanner.detect.told.features import features

from . import corpus, data, told
from .train import HERE, example, of_examples, recognizer, save_clean

TARGET = HERE.parent / "scanner" / "detect" / "dutch_told"
_SEED, _SEED_TREEBANK = 404, 303
_TREEBANK = 4_000
"""Sentences of treebanks that are read beside the lines."""
_NOBODY = 6_000
"""Generated texts of interfaces, products and lessons beside them."""
_HELD = 10
_LEAST = 3
"""How often a feature must occur in the lines, before they are varied, to get a row of its own."""


def _held_back(number: int) -> bool:
    return number % _HELD == _HELD - 1


@cache
def texts(part: str, copies: int) -> tuple[told.Labelled, ...]:
    """The labelled texts of a part; the same for the same arguments."""
    lines = told.lines()
    if part == "dev":
        return tuple((line.text, line.spans) for number, line in enumerate(lines) if _held_back(number))
    own = [line for number, line in enumerate(lines) if not _held_back(number)]
    sentences, _ = corpus.treebank(_SEED_TREEBANK)
    plain = [(text, [(start, end, told.PERSON) for start, end, label in spans if label == "PERSON"])
             for text, spans in random.Random(_SEED).sample(sentences, _TREEBANK)]
    nobody: list[told.Labelled] = [(text, []) for text in corpus.about_nobody(_NOBODY, _SEED)]
    return (*told.varied(own, copies, _SEED), *plain, *nobody)


@registry.readers("leerlek.Told.v1")  # type: ignore[untyped-decorator]
def reader(part: str, count: int) -> Callable[[Language], Iterator[Example]]:
    """A spaCy corpus of lines, each with so many variants."""
    return of_examples(part, lambda nlp: (example(nlp, item) for item in texts(part, count)))


def known_features(most: int) -> list[str]:
    """The features that get a row: frequent ones, words and spelling of names and identifiers not counted."""
    seen: Counter[str] = Counter()
    children = data.names_of_children()
    for line in told.lines():
        tokens = tokenize(line.text)
        for token, own in zip(tokens, features([token.text for token in tokens]), strict=True):
            named = token.text.casefold() in children or any(
                token.start < end and start < token.end and label in _BY_HEART for start, end, label in line.spans)
            seen.update(own[4:] if named else own)
    kept = sorted(((times, text) for text, times in seen.items() if times >= _LEAST or text[0] in "kgn"),
                  key=lambda pair: (-pair[0], pair[1]))
    return sorted(text for _, text in kept[:most])


_BY_HEART = frozenset((told.PERSON, "id.login", "secret.credential", "id.account", "edu.school", "contact.email",
                       "addr.street", "demo.birthplace"))
"""What may not be learnt by its letters."""


def main(steps: int | None = None) -> int:
    """Train, measure, save."""
    started = time.perf_counter()
    set_current_ops(NumpyOps(use_blis=False))
    overrides: dict[str, Any] = {} if steps is None else {"training.max_steps": steps}
    config = load_config(HERE / "told.cfg", overrides=overrides)
    settings = config["components"]["ner"]["model"]["tok2vec"]
    count = len(texts("train", config["corpora"]["train"]["count"]))
    nlp = init_nlp(config)
    held = known_features(settings["rows"] - 1)
    embed = next(node for node in recognizer(nlp).model.walk() if node.name == "name_features")
    embed.attrs["features"] = SEPARATOR.join(held)
    print(f"{count} texts, {len(held)} features; {time.perf_counter() - started:.0f} s", flush=True)
    with tempfile.TemporaryDirectory(prefix="leerlek-model-") as name:
        train(nlp, Path(name), use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)
        best = load(Path(name) / "model-best")
    result = best.evaluate([example(best, item) for item in texts("dev", 0)], batch_size=64)
    scores = {"dev_all_p": round(result["ents_p"], 4), "dev_all_r": round(result["ents_r"], 4),
              "dev_all_f": round(result["ents_f"], 4)}
    for label, score in sorted(result["ents_per_type"].items()):
        print(f"  {label:24} {score['p']:.3f} {score['r']:.3f}")
    save_clean(best, TARGET, {
        "name": "leerlek_told", "version": __version__, "license": "MIT", "spacy_version": ">=3.7.5,<3.9",
        "description": "What sentences of Dutch schools tell of a person beside names.",
        "author": "The Leerlek authors",
        "sources": ["training/told: written for this; training/data/SOURCES.md: sentences of treebanks"],
        "trained": {"date": datetime.date.today().isoformat(), "processor_seconds": round(time.process_time()),
                    "python": platform.python_version(), "spacy": about.__version__},
        "performance": scores,
    })
    print(scores)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else None))
