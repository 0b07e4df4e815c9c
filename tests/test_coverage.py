"""The coverage ledger adds up."""

from __future__ import annotations

from scanner.coverage import CoverageLedger
from scanner.model import Exchange, Gap, Note


def exchange(host: str) -> Exchange:
    return Exchange("e", "c", "http/1.1", "GET", "https", host, 443, "/", 200, 1.0)


def test_unread_bytes_are_the_rest() -> None:
    ledger = CoverageLedger()
    notes = [Note(Gap.CONTENT_MEDIA, "c", "a.example", 30), Note(Gap.CONTENT_STATIC, "c", "a.example", 20, read=True)]
    ledger.exchange(exchange("a.example"), 100, 50, 10, notes)
    ledger.exchange(exchange("a.example"), 5, 5, 10, [])
    (host,) = ledger.hosts
    assert (host.exchanges, host.body_bytes, host.decoded_bytes, host.head_bytes) == (2, 105, 55, 20)
    assert host.body_bytes == host.decoded_bytes + sum(host.unread.values())


def test_what_never_was_an_exchange_is_counted_apart() -> None:
    ledger = CoverageLedger()
    ledger.note(Note(Gap.TLS_NO_KEY, "c", "b.example", 900, 2))
    ledger.note(Note(Gap.PROTOCOL_UNREAD, "c", "b.example", 50))
    (host,) = ledger.hosts
    assert (host.undecrypted_bytes, host.undecrypted_connections, host.body_bytes) == (900, 2, 0)
    assert [note.gap for note in ledger.notes] == [Gap.PROTOCOL_UNREAD, Gap.TLS_NO_KEY]


def test_a_host_that_was_looked_up_is_a_recipient() -> None:
    ledger = CoverageLedger()
    ledger.note(Note(Gap.DNS_LOOKUP, "c", "b.example", 60, 2))
    (host,) = ledger.hosts
    assert (host.host, host.exchanges, host.undecrypted_bytes) == ("b.example", 0, 0)


def test_equal_facts_are_one_with_the_first_time() -> None:
    ledger = CoverageLedger()
    for time in (5.0, 3.0, 0.0):
        ledger.note(Note(Gap.BODY_MISSING, "c", "a.example", 7, 1, time=time))
    (note,) = ledger.notes
    assert (note.bytes, note.count, note.time) == (21, 3, 3.0)


def test_a_gap_of_the_capture_does_not_count_as_unread_body() -> None:
    ledger = CoverageLedger()
    ledger.exchange(exchange("a.example"), 10, 10, 0, [Note(Gap.BODY_TRUNCATED, "c", "a.example", 99)])
    assert ledger.hosts[0].unread == {}
