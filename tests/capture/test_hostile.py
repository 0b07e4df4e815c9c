"""Every reader against captures that were changed at random: it may refuse a file, nothing else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutate import mutated
from targets import TARGETS


@pytest.mark.parametrize("name", sorted(TARGETS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1 << 32))
def test_changed_input_is_survived(name: str, seed: int) -> None:
    target, make_seeds = TARGETS[name]
    target(mutated(make_seeds(), Random(seed)))


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_seeds_themselves_are_read(name: str) -> None:
    target, make_seeds = TARGETS[name]
    seeds = make_seeds()
    assert seeds
    for seed in seeds:
        target(seed)


def test_changes_are_repeatable_and_bounded() -> None:
    seeds = [b"abcdef" * 10, b"{}"]
    first = [mutated(seeds, Random(7), largest=50) for _ in range(2)]
    assert first[0] == first[1]
    assert all(len(mutated(seeds, Random(number), largest=50)) <= 50 for number in range(200))
    assert len({mutated(seeds, Random(number)) for number in range(200)}) > 100
