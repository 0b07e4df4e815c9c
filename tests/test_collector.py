"""The collector is spared inside, and as it was before when that ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from scanner.collector import THRESHOLDS, sparing_collector


@pytest.fixture(autouse=True)
def nothing_frozen() -> Iterator[None]:
    """As in a program that froze nothing; the run of the tests did."""
    gc.unfreeze()
    yield
    gc.freeze()


def test_the_collector_is_as_it_was_afterwards() -> None:
    before = gc.get_threshold()
    with sparing_collector():
        assert gc.get_threshold() == THRESHOLDS != before and gc.get_freeze_count()
    assert gc.get_threshold() == before and not gc.get_freeze_count()


def test_nor_does_a_failure_change_it() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), sparing_collector():
        raise ZeroDivisionError
    assert gc.get_threshold() == before and not gc.get_freeze_count()


def test_what_was_frozen_stays_so() -> None:
    """In a program that froze what it keeps, and in a scan within a scan."""
    gc.freeze()
    with sparing_collector():
        assert gc.get_threshold() == THRESHOLDS
    assert gc.get_freeze_count()
