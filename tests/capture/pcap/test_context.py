"""Notes of a connection are added up, and get the host as soon as it is known."""

from __future__ import annotations

from scanner.capture.pcap.context import Context, Notes
from scanner.capture.pcap.keylog import KeyLog
from scanner.model import Gap, Note, Peer, Tls


def context() -> Context:
    return Context("c", "tcp-4", Peer("a", 1), Peer("b", 443), 10, KeyLog([]), Notes(), time=7.0)


def given(here: Context) -> list[Note]:
    notes: list[Note] = []
    here.notes.give(notes.append, "c", "198.51.100.1")
    return notes


def test_equal_notes_add_up() -> None:
    here = context()
    here.note(Gap.TCP_GAP, 5, time=8.0)
    here.note(Gap.TCP_GAP, 6, 2)
    here.note(Gap.TCP_GAP, 1, detail="other")
    assert given(here) == [Note(Gap.TCP_GAP, "c", "198.51.100.1", 11, 3, "", time=8.0),
                           Note(Gap.TCP_GAP, "c", "198.51.100.1", 1, 1, "other", time=7.0)]
    assert given(here) == []


def test_a_host_that_becomes_known_later_counts_for_earlier_notes() -> None:
    here = context()
    here.note(Gap.TCP_GAP)
    here.note(Gap.HTTP_NO_RESPONSE, host="own.example")
    here.notes.host = "les.example"
    assert [note.host for note in given(here)] == ["les.example", "own.example"]


def test_numbers_and_what_lies_inside() -> None:
    here = context()
    assert [here.next_id(), here.next_id()] == ["tcp-4.1", "tcp-4.2"]
    inner = here.secured(Tls(sni="les.example"))
    assert inner.host == "les.example" and inner.notes is here.notes and inner.tls is not None
    tunnel = inner.tunnelled("tcp-4.2", "", 8443)
    assert tunnel.next_id() == "tcp-4.2.1" and tunnel.depth == 1
    assert (tunnel.host, tunnel.port) == ("les.example", 8443)
