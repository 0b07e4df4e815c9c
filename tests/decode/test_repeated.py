"""Headers that come again are not decoded again, and give the same fields."""

from __future__ import annotations

from scanner.decode import Decoder, Limits
from scanner.decode.repeated import LONGEST, MOST, Repeated
from scanner.model import Exchange, Field, KeyPath, Note, Origin


def exchange(*headers: tuple[str, str]) -> Exchange:
    return Exchange("e", "c", "http/1.1", "GET", "https", "a.example", 443, "/", 200, 0.0, request_headers=headers)


def test_the_second_time_gives_the_same_fields() -> None:
    decoder = Decoder()
    sent = exchange(("Cookie", "a=eyJuYWFtIjoiS2ltIn0; b=2"), ("Referer", "https://x.example/leerling/12345?naam=Kim"))
    first, second = (decoder.decode(sent, lambda note: None) for _ in range(2))
    assert first.fields == second.fields
    assert [id(field) for field in first.fields[2:]] == [id(field) for field in second.fields[2:]]
    assert (first.head_bytes, first.body_bytes) == (second.head_bytes, second.body_bytes)


def test_a_header_is_known_by_its_name_too() -> None:
    decoder = Decoder()
    seen = [decoder.decode(exchange((name, "Kim")), lambda note: None).fields[-1].origin.part
            for name in ("X-Naam", "X-School", "x-naam")]
    assert seen == ["header.x-naam", "header.x-school", "header.x-naam"]


def test_gaps_are_noted_every_time() -> None:
    decoder = Decoder()
    secret = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.b2s.aXY.Y2lwaGVy.dGFn"
    for _ in range(2):
        notes: list[Note] = []
        decoder.decode(exchange(("Authorization", f"Bearer {secret}")), notes.append)
        assert [note.gap.value for note in notes] == ["content.encrypted"]


def test_the_budget_of_fields_holds_for_known_headers() -> None:
    decoder = Decoder(Limits(fields=5))
    for _ in range(3):
        fields = decoder.decode(exchange(("X-A", "een"), ("X-B", "twee"), ("X-C", "drie"), ("X-D", "vier"),
                                         ("X-E", "vijf"), ("X-F", "zes")), lambda note: None).fields
        assert len(fields) <= 5


def test_memory_is_bounded() -> None:
    repeated = Repeated()
    field = Field("x", KeyPath(), (), Origin("request", "header.x"))
    repeated.keep(("request", "x", "v" * (LONGEST + 1)), (field,))
    assert repeated.get(("request", "x", "v" * (LONGEST + 1))) is None
    for number in range(MOST // LONGEST + 2):
        repeated.keep(("request", "x", f"{number:08}" * (LONGEST // 8)), (field,))
    assert repeated.get(("request", "x", f"{0:08}" * (LONGEST // 8))) is None
