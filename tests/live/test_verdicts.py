"""The sentences of the terminal."""

from __future__ import annotations

from scanner.live.dashboard.texts import REFUSALS
from scanner.live.verdicts import sentence
from scanner.model import Gap


def test_each_verdict_has_a_sentence_but_giving_up() -> None:
    for gap in REFUSALS:
        if gap is Gap.TLS_GAVE_UP:
            continue
        text = sentence(gap, "les.example", "192.0.2.7")
        assert "192.0.2.7" in text.nl and "192.0.2.7" in text.en
        assert "{" not in text.nl + text.en
