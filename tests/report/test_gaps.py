"""Every gap is explained in both languages."""

import pytest

from scanner.model import Gap
from scanner.report.gaps import GAPS, gap_text


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_has_texts(gap: Gap) -> None:
    text = GAPS[gap]
    for part in (text.label, text.meaning, text.action):
        assert part.nl and part.en and part.nl != part.en
    assert text.meaning.nl.endswith(".") and text.meaning.en.endswith(".")


def test_a_gap_of_a_later_version_stands_for_itself() -> None:
    assert gap_text("new.gap").label.nl == "new.gap"
