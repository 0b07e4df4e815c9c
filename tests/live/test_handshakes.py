"""The verdict on refusals, from what else the device and the program did."""

from __future__ import annotations

import pytest

from scanner.live.handshakes import MOST, PASSED, Handshake, Handshakes, Outcome, Place
from scanner.model import Gap

A, R, C, S, H, M = (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.CLOSED, Outcome.SILENT, Outcome.HIDDEN,
                    Outcome.MISMATCH)
PLACE = Place("tablet", "app", "api.example")


def account(*seen: tuple[str, str, str, Outcome]) -> Handshakes:
    account = Handshakes()
    for number, (device, program, host, outcome) in enumerate(seen):
        account.saw(Handshake(device, program, host, outcome, 100.0 + number))
    return account


@pytest.mark.parametrize(("seen", "gap", "why"), [
    ([(*PLACE, R)], Gap.TLS_NO_CERTIFICATE, "nothing was ever accepted"),
    ([(*PLACE, R), ("tablet", "app", "b.example", R)], Gap.TLS_NO_CERTIFICATE, "everything is refused"),
    ([(*PLACE, R), ("other", "app", "b.example", A)], Gap.TLS_NO_CERTIFICATE, "another device has it"),
    ([(*PLACE, R), ("tablet", "browser", "b.example", A)], Gap.TLS_OWN_TRUST, "another program takes it"),
    ([(*PLACE, R), ("tablet", "app", "b.example", A)], Gap.TLS_PINNED, "the program takes it elsewhere"),
    ([("tablet", "app", "b.example", A), (*PLACE, R)], Gap.TLS_PINNED, "in either order"),
    ([("tablet", "app", "b.example", A), (*PLACE, S), (*PLACE, S)], Gap.TLS_PINNED, "a pin that is checked later"),
    ([("tablet", "app", "b.example", A), (*PLACE, C), (*PLACE, S)], Gap.TLS_PINNED, "twice, whichever way"),
    ([("tablet", "app", "b.example", A), (*PLACE, S)], Gap.TLS_GAVE_UP, "once may be a browser"),
    ([(*PLACE, C)], Gap.TLS_GAVE_UP, "once may be the network"),
    ([(*PLACE, C), (*PLACE, C)], Gap.TLS_NO_CERTIFICATE, "twice is not"),
    ([(*PLACE, A), (*PLACE, C), (*PLACE, C), (*PLACE, S)], None, "spare connections of one that reads the host"),
    ([(*PLACE, A), (*PLACE, R)], Gap.TLS_PINNED, "the library is shared by an app that pins"),
    ([(*PLACE, M)], Gap.TLS_UNSUPPORTED, "no version in common"),
    ([(*PLACE, M), (*PLACE, R)], Gap.TLS_NO_CERTIFICATE, "after a retry the certificate is what it stops at"),
    ([(*PLACE, H)], Gap.TLS_ECH, "an encrypted name"),
    ([("tablet", "app", "b.example", A)], None, "nothing happened here"),
])
def test_verdict(seen: list[tuple[str, str, str, Outcome]], gap: Gap | None, why: str) -> None:
    assert account(*seen).verdict(PLACE) is gap, why


def test_a_pin_is_let_through_after_two_refusals_and_nothing_else_is() -> None:
    reads = ("tablet", "app", "b.example", A)
    assert not account(reads, (*PLACE, R)).refuses(PLACE)
    assert account(reads, (*PLACE, R), (*PLACE, R)).refuses(PLACE)
    assert not account((*PLACE, R), (*PLACE, R)).refuses(PLACE), "the certificate is missing: the user must see that"
    assert not account(("tablet", "b", "b.example", A), (*PLACE, R), (*PLACE, R)).refuses(PLACE)


def test_notes_name_hosts_and_no_devices() -> None:
    notes = list(account(("tablet", "app", "b.example", A), (*PLACE, R), (*PLACE, R),
                         (*PLACE, Outcome.PASSED), ("Sanne's", "x", "c.example", R)).notes())
    assert {(note.gap, note.host, note.detail, note.count) for note in notes} == {
        (Gap.TLS_PINNED, "api.example", "", 2), (Gap.TLS_PINNED, "api.example", PASSED, 1),
        (Gap.TLS_NO_CERTIFICATE, "c.example", "", 1)}
    assert "Sanne" not in str(notes)


def test_quic_says_nothing_about_the_certificate() -> None:
    known = Handshakes()
    for _ in range(3):
        known.saw(Handshake(*PLACE, R, 1.0, quic=True))
    known.saw(Handshake(*PLACE, A, 2.0, quic=True))
    assert known.verdict(PLACE) is None
    assert [(note.gap, note.host, note.count) for note in known.notes()] == [(Gap.QUIC_REFUSED, "api.example", 3)]


def test_devices_without_the_certificate_are_one_line_each() -> None:
    rows = account(*[("t1", "app", f"{n}.example", R) for n in range(50)], ("t2", "app", "a.example", R)).table()
    assert [(row["gap"], row["host"], row["devices"], row["count"]) for row in rows] == [
        ("tls.no-certificate", "", ["t1"], 50), ("tls.no-certificate", "", ["t2"], 1)]


def test_it_is_bounded() -> None:
    known = Handshakes()
    for number in range(MOST + 50):
        known.saw(Handshake("t", "app", f"{number}.example", R, 1.0))
    assert sum(note.count for note in known.notes()) == MOST + 50
    assert len(list(known.notes())) <= MOST + 1
    assert len(known.table()) <= 200
