"""The files of the shipped pipeline: read without spaCy as with it, small, and with their scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scanner.detect.prose.features import KINDS
from scanner.detect.prose.weights import _Reader, folder, read

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


def test_the_network_is_whole() -> None:
    weights = read()
    width = weights.embedding.shape[1]
    assert len(weights.rows) < len(weights.embedding)
    assert max(weights.rows.values()) < len(weights.embedding)
    assert not weights.embedding[0].any()
    assert [layer[0].shape[2] for layer in weights.layers] == [width] + [3 * width] * (len(weights.layers) - 1)
    assert len(weights.actions) == len(weights.upper[1])
    assert {label for _, label in weights.actions} == {"", "PERSON", "LOC", "ORG", "MISC"}
    assert {text[0] for text in weights.rows} == set("wpsexlctb") and KINDS == 9


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in Path(str(folder())).rglob("*") if path.is_file()) < MOST_BYTES


def test_its_scores_are_written_down() -> None:
    meta = json.loads(folder().joinpath("meta.json").read_text("utf-8"))
    scores = meta["performance"]
    assert 0.8 < scores["school_person_f"] <= 1
    assert {"school_person_p", "school_person_r", "dev_person_f", "dev_all_f"} <= set(scores)
    assert "UD_Dutch" in " ".join(meta["sources"])


def test_no_name_is_learnt_by_heart() -> None:
    """Given names that are no ordinary words have no row of their own."""
    words = {text[2:] for text in read().rows if text.startswith("w:")}
    assert words.isdisjoint({"sanne", "yassin", "fatima", "mohammed", "lotte", "thijs", "zuzanna", "emre"})
