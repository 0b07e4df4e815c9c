"""Which countries need a tool for transfers."""

import pytest

from scanner.judge.countries import ADEQUATE, EEA, region


@pytest.mark.parametrize(("country", "found"), [
    ("NL", "eea"), ("nl", "eea"), (" NO ", "eea"), ("EU", "eea"), ("EER", "eea"), ("GB", "adequate"),
    ("UK", "adequate"), ("CH", "adequate"), ("US", "third"), ("CN", "third"), ("RU", "third"), ("", "unknown"),
    ("1A", "unknown"), ("Nederland", "unknown"),
])
def test_regions(country: str, found: str) -> None:
    assert region(country) == found


def test_the_lists_are_whole() -> None:
    assert len(EEA) == 30
    assert not EEA & ADEQUATE
