"""Trains the Dutch pipeline for names in prose: ``make model``.

Everything comes from this repository and fixed seeds: the same machine gives the same weights. What is saved is a
spaCy pipeline with its scores in ``meta.json``; the scanner reads its weights without spaCy
(``scanner/detect/prose/network.py``).
"""

from __future__ import annotations

import datetime
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy
import spacy
from spacy import about
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, load_config, registry
from thinc.api import NumpyOps, set_current_ops

import scanner.detect.prose.spacy_layers  # noqa: F401  registers the architecture that the configuration names
from benchmarks import names
from scanner import __version__
from scanner.detect.prose.features import features
from scanner.detect.prose.tokens import OTHER, tokenize
from scanner.detect.prose.weights import SEPARATOR

from . import corpus, data, told
from .noise import Labelled

HERE = Path(__file__).parent
TARGET = HERE.parent / "scanner" / "detect" / "dutch_ner"
_SEED_TRAIN, _SEED_DEV, _SEED_TREEBANK, _SEED_TOLD = 101, 202, 303, 505
_VARIANTS = 7
"""Of each line that was written by hand."""
_TIMES = {"w": 4, "p": 6, "s": 6, "e": 6, "x": 4, "l": 4, "c": 4, "t": 4, "b": 4}
"""How often a feature of each kind must occur in the training texts to get a row of its own."""


@cache
def texts(part: str, count: int) -> list[Labelled]:
    """The labelled texts of a part; the same for the same arguments."""
    ours, others = corpus.treebank(_SEED_TREEBANK)
    if part == "dev":
        return corpus.generate(count, _SEED_DEV, dev=True) + others
    return corpus.generate(count, _SEED_TRAIN) + ours + _told()


def _told() -> list[Labelled]:
    """The lines that were written by hand, with their names alone."""
    of_names = {told.PERSON, told.UNSURE}
    return [(text, [span for span in spans if span[2] in of_names])
            for text, spans in told.varied(told.lines(), _VARIANTS, _SEED_TOLD)]


@registry.readers("leerlek.Corpus.v1")  # type: ignore[untyped-decorator]
def reader(part: str, count: int) -> Callable[[Language], Iterator[Example]]:
    """A spaCy corpus of generated texts."""
    return of_examples(part, lambda nlp: (example(nlp, item) for item in texts(part, count)))


def of_examples(part: str, made: Callable[[Language], Iterable[Example]]) -> Callable[[Language], Iterator[Example]]:
    """A spaCy corpus of examples that are made once: those to train with in another order each time."""
    kept: list[Example] = []
    generator = numpy.random.default_rng(3)

    def read(nlp: Language) -> Iterator[Example]:
        if not kept:
            kept.extend(made(nlp))
        if part == "train":
            yield from (kept[number] for number in generator.permutation(len(kept)))
            return
        for each in kept:  # what is measured gets names, so that it has to be new every time
            yield Example(Doc(nlp.vocab, words=[token.text for token in each.reference]), each.reference)

    return read


def example(nlp: Language, item: Labelled) -> Example:
    """A labelled text as spaCy wants it, cut by our own tokenizer; what is unsure is missing, and teaches nothing."""
    text, spans = item
    tokens = tokenize(text)
    words = [token.text for token in tokens]
    tags: list[str | None] = ["O"] * len(tokens)
    for start, end, label in spans:
        inside = [number for number, token in enumerate(tokens) if token.start < end and start < token.end]
        for place, number in enumerate(inside):
            tags[number] = None if label == told.UNSURE else f"{'B' if place == 0 else 'I'}-{label}"
    reference = Doc(nlp.vocab, words=words, ents=tags)  # type: ignore[arg-type]  # None is what is missing
    return Example(Doc(nlp.vocab, words=words), reference)


def known_features(items: list[Labelled], most: int) -> list[str]:
    """The features that get a row: frequent ones, words of names not counted, so that no name is learnt by heart."""
    seen: Counter[str] = Counter()
    children = data.names_of_children()
    for text, spans in items:
        tokens = tokenize(text)
        for token, own in zip(tokens, features([token.text for token in tokens]), strict=True):
            inside = {label for start, end, label in spans if token.start < end and start < token.end}
            named = bool(inside - {"MISC"}) or token.text.casefold() in children
            seen.update(own[1:] if named else own)
    kept = [(times, text) for text, times in seen.items() if times >= _TIMES[text[0]]]
    kept.sort(key=lambda pair: (-pair[0], pair[1]))
    return sorted(text for _, text in kept[:most])


def plain_tokenizer(nlp: Language) -> Tokenizer:
    """spaCy's tokenizer with the rules of ``scanner/detect/prose/tokens.py``."""
    return Tokenizer(nlp.vocab, prefix_search=compile_prefix_regex([OTHER]).search,
                     suffix_search=compile_suffix_regex([OTHER]).search,
                     infix_finditer=compile_infix_regex([OTHER]).finditer)


def main(steps: int | None = None) -> int:
    """Train, measure, save."""
    started = time.perf_counter()
    set_current_ops(NumpyOps(use_blis=False))  # numpy multiplies three times as fast as the library that thinc prefers
    overrides: dict[str, Any] = {} if steps is None else {"training.max_steps": steps}
    config = load_config(HERE / "config.cfg", overrides=overrides)
    settings = config["components"]["ner"]["model"]["tok2vec"]
    items = texts("train", config["corpora"]["train"]["count"])
    nlp = init_nlp(config)
    held = known_features(items, settings["rows"] - 1)
    embed = next(node for node in recognizer(nlp).model.walk() if node.name == "name_features")
    embed.attrs["features"] = SEPARATOR.join(held)
    print(f"{len(items)} texts, {len(held)} features; {time.perf_counter() - started:.0f} s", flush=True)
    with tempfile.TemporaryDirectory(prefix="leerlek-model-") as name:
        train(nlp, Path(name), use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)
        best = spacy.load(Path(name) / "model-best")
    scores = measure(best, texts("dev", config["corpora"]["dev"]["count"]))
    save(best, scores, time.process_time())
    for key, value in scores.items():
        print(f"  {key:24} {value}")
    return 0


def measure(nlp: Language, items: list[Labelled]) -> dict[str, float]:
    """Scores of the model alone on texts that training did not see.

    Those are other templates and treebank sentences, sentences written by hand to develop with, and the first test set.
    """
    written, school = (_on(nlp, path) for path in (data.DEV_PROSE, names.TEST_SET))
    result = nlp.evaluate([example(nlp, item) for item in items], batch_size=64)
    person = result["ents_per_type"]["PERSON"]
    return {"dev_person_p": round(person["p"], 4), "dev_person_r": round(person["r"], 4),
            "dev_person_f": round(person["f"], 4), "dev_all_f": round(result["ents_f"], 4),
            **_named("dev_prose", written), **_named("school_person", school)}


def _named(name: str, score: names.Score) -> dict[str, float]:
    return {f"{name}_p": round(score.precision, 4), f"{name}_r": round(score.recall, 4),
            f"{name}_f": round(score.f1, 4)}


def _on(nlp: Language, path: Path) -> names.Score:
    sentences = names.load(path)
    return names.score(sentences, [_people(nlp, sentence.text) for sentence in sentences])


def _people(nlp: Language, text: str) -> list[names.Span]:
    tokens = tokenize(text)
    doc = recognizer(nlp)(Doc(nlp.vocab, words=[token.text for token in tokens]))
    return [(tokens[each.start].start, tokens[each.end - 1].end) for each in doc.ents if each.label_ == "PERSON"]


def recognizer(nlp: Language) -> Any:
    """The part of a pipeline that finds."""
    return nlp.get_pipe("ner")


def save(trained: Language, scores: dict[str, float], seconds: float) -> None:
    """Write the pipeline of names."""
    save_clean(trained, TARGET, {
        "name": "leerlek_names", "version": __version__, "license": "MIT", "spacy_version": ">=3.7.5,<3.9",
        "description": "Names of people in Dutch school language, without those of historic and public persons.",
        "author": "The Leerlek authors",
        "sources": ["training/told: written for this",
                    "training/data/SOURCES.md: generated school language; UD_Dutch-LassySmall and UD_Dutch-Alpino "
                    "(CC BY-SA 4.0) with names found by Frog"],
        "trained": {"date": datetime.date.today().isoformat(), "processor_seconds": round(seconds),
                    "python": platform.python_version(), "spacy": about.__version__},
        "performance": scores,
    })


def save_clean(trained: Language, target: Path, meta: dict[str, Any]) -> None:
    """Write a pipeline with a vocabulary that holds labels only: no word of the training texts."""
    from spacy.util import load_model_from_config

    config = trained.config.copy()
    for section in ("corpora", "training", "initialize", "paths"):
        config.pop(section, None)
    clean = load_model_from_config(config, auto_fill=True)
    clean.tokenizer = plain_tokenizer(clean)
    recognizer(clean).from_bytes(recognizer(trained).to_bytes(exclude=["vocab"]), exclude=["vocab"])
    clean.meta.update(meta)
    shutil.rmtree(target, ignore_errors=True)
    clean.to_disk(target)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else None))
