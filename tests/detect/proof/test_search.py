"""The search finds what is there, in every form, and ends when nothing is left."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.detect.digests import ALGORITHMS
from scanner.detect.proof import Effort, Hit, Search, Space, Targets, numbers, target_of
from scanner.detect.proof.search import algorithms_for
from scanner.detect.proof.words import Dictionary, Word
from scanner.model import Category

SMALL = [replace(space, start=max(space.start, space.stop - 2)) for space in numbers(("20DP",))]
"""The last two batches of each space."""


def search(*tokens: str, effort: Effort = "usual", spaces: list[Space] | None = None, jobs: int = 1,
           words: tuple[Dictionary, ...] = ()) -> tuple[Search, list[Hit]]:
    found = [target_of(token) for token in tokens]
    made = Search(Targets.of(each for each in found if each), SMALL if spaces is None else spaces, words, effort, jobs)
    return made, list(made.hits())


def what(hits: list[Hit]) -> list[tuple[str, str, str, str]]:
    return [(hit.category.value, hit.canonical, hit.algorithm, hit.form) for hit in hits]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_in_full(algorithm: str) -> None:
    digest = ALGORITHMS[algorithm](b"999990019")
    for token in (digest.hex(), digest.hex().upper(), base64.b64encode(digest).decode()):
        _, hits = search(token)
        assert what(hits) == [("id.bsn", "999990019", algorithm, "9 digits")]


@pytest.mark.parametrize(("text", "form"), [
    ("9999.90.019", "1234.56.789"), ("999.990.019", "123.456.789"), ("bsn:999990019", "bsn:"),
    ("bsn999990019", "bsn"), ("BSN999990019", "BSN"), ("999990019\n", "with a line end"),
    ("20DP999990019", "salt before"), ("99999001920DP", "salt after"),
])  # fmt: skip
def test_every_form(text: str, form: str) -> None:
    _, hits = search(hashlib.sha1(text.encode()).hexdigest())
    assert what(hits) == [("id.bsn", "999990019", "sha1", form)]


def test_other_numbers() -> None:
    _, hits = search(hashlib.md5(b"9999234").hexdigest(), hashlib.md5(b"109999995").hexdigest())
    assert what(hits) == [
        ("id.pgn", "109999995", "md5", "9 digits"), ("id.leerlingnummer", "9999234", "md5", "4 to 7 digits"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), [
    ("999990021", "fails the elfproef"), ("999990019 ", "a space behind it"), ("00999990019", "too many digits"),
    ("987654", "outside the range of this test"), ("x999990019", "an unknown prefix"),
])  # fmt: skip
def test_what_is_not_reversed(text: str, reason: str) -> None:
    made, hits = search(hashlib.sha256(text.encode()).hexdigest())
    assert hits == [], reason
    assert made.hashes > 0
    assert len(made.targets) == 1


@pytest.mark.parametrize("length", [10, 11, 12, 16, 24])
def test_cut_digests(length: int) -> None:
    _, hits = search(hashlib.sha512(b"999990019").hexdigest()[:length], effort="quick")
    assert what(hits) == [("id.bsn", "999990019", "sha512", "9 digits")]
    assert hits[0].target.bits == 4 * length


def test_cut_base64() -> None:
    token = base64.b64encode(hashlib.sha256(b"999990019").digest()).decode()[:12]
    _, hits = search(token, effort="quick")
    assert what(hits) == [("id.bsn", "999990019", "sha256", "9 digits")]


def test_one_value_under_several_targets() -> None:
    digest = hashlib.sha256(b"999990019")
    _, hits = search(digest.hexdigest(), digest.hexdigest()[:20], base64.b64encode(digest.digest()).decode())
    assert len(hits) == 3


@pytest.mark.long
def test_effort_bounds_what_is_tried() -> None:
    dotted = hashlib.sha256(b"9999.90.019").hexdigest()
    twice = ALGORITHMS["sha256(sha256)"](b"9999.90.019").hex()
    assert [len(search(dotted, effort=effort)[1]) for effort in ("quick", "usual", "all")] == [0, 1, 1]
    assert [len(search(twice, effort=effort)[1]) for effort in ("quick", "usual", "all")] == [0, 0, 1]


def test_it_ends_when_nothing_is_left() -> None:
    made, hits = search(hashlib.sha256(b"999990019").hexdigest())
    assert len(hits) == 1
    assert made.hashes < made.planned / 10
    assert len(made.targets) == 0
    nothing, none = search()
    assert (nothing.hashes, nothing.planned, none) == (0, 0, [])


def test_stopping() -> None:
    target = target_of("0" * 63 + "1")
    assert target is not None
    made = Search(Targets.of([target]), SMALL)
    steps: list[int] = []

    def stop(count: int) -> None:
        steps.append(count)
        made.stopped = True

    assert list(made.hits(stop)) == []
    assert len(steps) == 1
    assert made.hashes == steps[0]


def test_only_fitting_algorithms_are_tried() -> None:
    def fitting(token: str) -> set[str]:
        target = target_of(token)
        assert target is not None
        return set(algorithms_for(Targets.of([target])))

    assert fitting("0" * 31 + "1") == {"md5", "md5(md5)", "md5(sha1)"}
    assert "sha3_256" in fitting("0" * 63 + "1")
    assert fitting("00000000000a") == {"md5", "sha1", "sha256", "sha512"}
    assert "uuid5(dns)" in fitting("24f90eac-2e30-5cb1-9111-4ac061f4bf49")
    assert "uuid3(dns)" not in fitting("24f90eac-2e30-5cb1-9111-4ac061f4bf49")


def test_dictionaries_come_first() -> None:
    word = Word(Category.EMAIL, "sanne@school.example", "subjects", "leerling-01")
    words = Dictionary("subjects", Category.EMAIL, [b"sanne@school.example"], {b"sanne@school.example": word})
    made, hits = search(hashlib.sha1(b"sanne@school.example").hexdigest(), words=(words,))
    (hit,) = hits
    assert (hit.category.value, hit.source, hit.subject) == ("contact.email", "subjects", "leerling-01")
    assert made.hashes < 10
    assert "sanne" not in repr(hits)


def test_processes_find_the_same() -> None:
    tokens = [hashlib.new(name, b"999990019").hexdigest() for name in ("md5", "sha256")]
    tokens += [hashlib.sha1(b"9999.90.019").hexdigest(), "0" * 39 + "1"]
    alone, first = search(*tokens)
    several, second = search(*tokens, jobs=2)
    assert sorted(what(first)) == sorted(what(second))
    assert len(first) == 3
    assert alone.planned == several.planned


@given(st.integers(9998, 9999), st.integers(0, 9088), st.sampled_from(["md5", "sha1", "sha256", "sha512"]))
@settings(max_examples=15, deadline=None)
def test_any_number_is_found(unit: int, place: int, algorithm: str) -> None:
    number = SMALL[0].batch(unit)[place]
    _, hits = search(hashlib.new(algorithm, number).hexdigest(), effort="quick", spaces=SMALL[:1])
    assert what(hits) == [("id.bsn", number.decode(), algorithm, "9 digits")]


@pytest.mark.long
def test_the_whole_space() -> None:
    found = target_of(hashlib.md5(b"999990019").hexdigest())
    assert found is not None
    made = Search(Targets.of([found]), numbers(), effort="quick", jobs=2)
    assert what(list(made.hits())) == [("id.bsn", "999990019", "md5", "9 digits")]
    assert made.hashes > 90_000_000
