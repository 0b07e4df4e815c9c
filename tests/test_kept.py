"""Detections for the result: all until a place repeats itself, in the order of the capture, packed or not."""

from __future__ import annotations

import pytest

from scanner import kept as module
from scanner.kept import DetectionStore
from scanner.model import Category, Detection, ExchangeFacts, Observation


def observation(order: int, count: int, host: str = "a.example") -> Observation:
    facts = ExchangeFacts(f"e{order}", "c", order, 1.0, "http/1.1", "GET", "https", host, 443, "/x", "GET /x", 200)
    seen = Detection(Category.BSN, 1.0, "nl_bsn", "response", "body", "/bsn", "/bsn", "*********", "f")
    return Observation(facts, (seen,) * count)


def test_a_place_that_repeats_itself_is_counted_and_no_longer_kept() -> None:
    store = DetectionStore(per_place=3)
    for order in (1, 2):
        store.add(observation(order, 2))
    store.add(observation(3, 1, "b.example"))
    kept, ids = store.number()
    assert [k.id for k in kept] == ["d000001", "d000002", "d000003", "d000004"]
    assert store.suppressed == 1
    assert (2, 1) not in ids
    assert ids[3, 0] == "d000004"


def test_when_much_is_held_places_keep_less() -> None:
    store = DetectionStore(per_place=10, total=5)
    for order in range(20):
        store.add(observation(order, 5, f"h{order}.example"))
    assert len(store.number()[0]) == 5 + 19
    assert store.suppressed == 19 * 4


def test_a_late_detection_stands_where_it_was_made() -> None:
    store = DetectionStore()
    store.add(observation(1, 1))
    store.add(observation(2, 1))
    store.add(observation(1, 1), seen_as=9)
    kept, ids = store.number()
    assert [k.facts.order for k in kept] == [1, 1, 2]
    assert ids[9, 0] == "d000002"


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_packed_they_are_the_same(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(module, "_PACK", size)
    plain, packed = DetectionStore(per_place=10, total=5), DetectionStore(per_place=10, total=5, packs=True)
    for store in (plain, packed):
        for order in (3, 1, 2, 5, 4):
            store.add(observation(order, 3, f"h{order}.example"))
        store.add(observation(1, 1), seen_as=9)
    assert len(packed) == len(plain) and packed.number() == plain.number() and packed.suppressed == plain.suppressed
