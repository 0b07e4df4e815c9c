"""The files of the shipped pipeline: read without spaCy as with it, small, and with their scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scanner.detect.prose.engines import NAMES, TOLD
from scanner.detect.prose.weights import _Reader, folder, read
from scanner.detect.told.finder import CATEGORIES

MOST_BYTES = 15_000_000


@pytest.mark.parametrize("value", [
    None, True, False, 0, 7, 200, 70_000, 2**40, -1, -40, -200, -70_000, 1.5, "", "a", "é" * 40, "x" * 300,
    "x" * 70_000, b"", b"ab" * 200, b"x" * 70_000, [], [1, [2, "x"]], list(range(40)), {}, {"a": {"b": 1}},
    {str(n): n for n in range(40)},
])
def test_reads_what_spacy_packs(value: object) -> None:
    import srsly

    assert _Reader(srsly.msgpack_dumps(value)).value() == value


def test_reads_arrays() -> None:
    import srsly

    array = np.arange(6, dtype="f").reshape(2, 3)
    assert np.array_equal(_Reader(srsly.msgpack_dumps({"W": array})).value()["W"], array)


@pytest.mark.parametrize(("pipeline", "labels", "kinds"), [
    (NAMES, {"", "PERSON", "LOC", "ORG", "MISC"}, "wpsexlctb"),
    (TOLD, {"", "PERSON", *(category.value for category in CATEGORIES)}, "wpsexlnkcbga"),
])
def test_the_network_is_whole(pipeline: str, labels: set[str], kinds: str) -> None:
    weights = read(pipeline)
    width = weights.embedding.shape[1]
    assert len(weights.rows) < len(weights.embedding)
    assert max(weights.rows.values()) < len(weights.embedding)
    assert not weights.embedding[0].any()
    assert [layer[0].shape[2] for layer in weights.layers] == [width] + [3 * width] * (len(weights.layers) - 1)
    assert len(weights.actions) == len(weights.upper[1])
    assert {label for _, label in weights.actions} >= labels
    assert {text[0] for text in weights.rows} == set(kinds)


def test_they_are_small() -> None:
    files = (path for name in (NAMES, TOLD) for path in Path(str(folder(name))).rglob("*") if path.is_file())
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_its_scores_are_written_down() -> None:
    meta = json.loads(folder(NAMES).joinpath("meta.json").read_text("utf-8"))
    scores = meta["performance"]
    assert 0.8 < scores["school_person_f"] <= 1
    assert {"school_person_p", "school_person_r", "dev_person_f", "dev_all_f"} <= set(scores)
    assert "UD_Dutch" in " ".join(meta["sources"])
    told = json.loads(folder(TOLD).joinpath("meta.json").read_text("utf-8"))["performance"]
    assert {"dev_all_p", "dev_all_r", "dev_all_f"} <= set(told) and told["dev_all_p"] > 0.6


@pytest.mark.parametrize("pipeline", [NAMES, TOLD])
def test_no_name_is_learnt_by_heart(pipeline: str) -> None:
    """Given names that are no ordinary words have no row of their own."""
    words = {text[2:] for text in read(pipeline).rows if text.startswith("w:")}
    assert words.isdisjoint({"sanne", "yassin", "fatima", "mohammed", "lotte", "thijs", "zuzanna", "emre"})
