"""Digests of thousands of texts are found by their first 64 bits, told apart by the rest, and take little memory."""

from __future__ import annotations

import tracemalloc
from functools import partial

import pytest

from scanner.detect.digest_table import DigestTable
from scanner.detect.digests import ALGORITHMS, PREFIX

TEXTS = {"bsn": ("999990019", "9999.90.019"), "mail": ("kim.kanarie@school.example",), "none": ()}
TABLE = DigestTable([(name, partial(iter, texts)) for name, texts in TEXTS.items()], tuple(ALGORITHMS))


def digest(algorithm: str, text: str) -> str:
    return ALGORITHMS[algorithm](text.encode()).hex()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("length", [PREFIX, 20, 128])
def test_found(algorithm: str, length: int) -> None:
    for name, texts in TEXTS.items():
        for text in texts:
            assert TABLE.find(digest(algorithm, text)[:length]) == [(algorithm, name)]


def test_what_agrees_in_its_beginning_alone_is_not_found() -> None:
    token = digest("sha256", "999990019")
    assert TABLE.find(token[:-1] + ("0" if token[-1] != "0" else "1")) == []
    assert TABLE.find(digest("sha256", "999990020")) == []


def test_what_two_sources_share_names_both() -> None:
    table = DigestTable([("one", partial(iter, ("x", "kim"))), ("two", partial(iter, ("kim",)))], ("md5", "sha1"))
    assert table.find(digest("sha1", "kim")) == [("sha1", "one"), ("sha1", "two")]


def test_without_texts_nothing_is_found() -> None:
    empty: DigestTable[str] = DigestTable([], tuple(ALGORITHMS))
    assert len(empty) == 0
    assert empty.find("0" * PREFIX) == []


def test_a_digest_takes_a_dozen_bytes() -> None:
    names = tuple(str(number) for number in range(20_000))
    tracemalloc.start()
    try:
        table = DigestTable([("all", partial(iter, names))], tuple(ALGORITHMS))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(table) == len(names) * len(ALGORITHMS)
    assert kept < 16 * len(table)
    assert table.find(digest("md5", "19999")) == [("md5", "all")]
