"""A failure of a stage is a coverage fact; the store of detections is bounded and counts what it leaves out."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from scanner.decode import Decoded, Decoder
from scanner.model import Body, Exchange, Gap, Note
from scanner.pipeline import Examined, Examiner


def test_a_stage_that_fails_is_named_with_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    examiner = Examiner(key=b"k" * 32, subjects=None, scan_static=False)

    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("Sanne de Vries")

    monkeypatch.setattr(examiner._detector, "detect", fail)
    exchange = Exchange("e", "c", "http/1.1", "GET", "https", "a.example", 443, "/", 200, 1.0)
    note = Note(Gap.STAGE_FAILED, "c", "a.example", 0, 1, "ZeroDivisionError", time=1.0)
    assert examiner.examine(exchange, 1) == note


def test_exchanges_read_together_give_what_each_gives_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"Goed zo {name}, volgende keer werk je samen met {other} aan de poster."
             for name, other in (("Sanne de Vries", "Daan"), ("Yusuf", "Fatima el Amrani"), ("Noor", "mees bakker"))]
    exchanges = [
        Exchange(f"e{number}", "c", "http/1.1", "POST", "https", "a.example", 443, "/chat", 200, 1.0,
                 (("content-type", "application/json"),), Body(json.dumps({"bericht": text}).encode()))
        for number, text in enumerate([*texts, *texts])
    ]  # fmt: skip
    broken = exchanges[4]
    decode = Decoder.decode

    def fail(self: Decoder, exchange: Exchange, note: Callable[[Note], None]) -> Decoded:
        if exchange is broken:
            raise ZeroDivisionError
        return decode(self, exchange, note)

    monkeypatch.setattr(Decoder, "decode", fail)
    monkeypatch.setattr("scanner.pipeline.BATCH", 4)
    examiner = Examiner(key=b"k" * 32, subjects=None, scan_static=False)
    together = list(examiner.examine_all(zip(exchanges, range(6), strict=True)))
    alone = [examiner.examine(exchange, order) for order, exchange in enumerate(exchanges)]
    assert together == alone
    assert isinstance(together[4], Note)
    names = [d.category for done in together if isinstance(done, Examined)
             for d in done.detected.observation.detections if d.category.value.startswith("name.")]
    assert len(names) >= 8
