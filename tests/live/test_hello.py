"""Which program a ClientHello is of, and why a handshake failed, in mitmproxy's own words."""

from __future__ import annotations

import pytest

from scanner.live.handshakes import Outcome
from scanner.live.hello import ECH, program_of, why_failed


@pytest.mark.parametrize(("error", "outcome"), [
    ("The client does not trust the proxy's certificate for a.example (tlsv1 alert unknown ca)", Outcome.REFUSED),
    ("The client does not trust the proxy's certificate for a.example (sslv3 alert certificate unknown)",
     Outcome.REFUSED),
    ("The client may not trust the proxy's certificate for a.example (OpenSSL Error([('SSL routines', '', "
     "'ssl/tls alert bad certificate')]))", Outcome.REFUSED),
    ("unknown error (0x130)", Outcome.REFUSED), ("unknown error (0x12e)", Outcome.REFUSED),
    ("The client disconnected during the handshake. If this happens consistently for a.example, this may indicate that "
     "the client does not trust the proxy's certificate.", Outcome.CLOSED),
    ("connection closed early", Outcome.CLOSED), ("", Outcome.CLOSED), ("NO_ERROR", Outcome.CLOSED),
    ("Client and mitmproxy cannot agree on a TLS version to use.", Outcome.MISMATCH),
    ("OpenSSL Error([('SSL routines', '', 'no shared cipher')])", Outcome.MISMATCH),
    ("Cannot parse ClientHello: 1603", Outcome.MISMATCH),
    ("OpenSSL Error([('SSL routines', '', 'reason(1121)')])", Outcome.HIDDEN),
    ("unknown error (0x179)", Outcome.HIDDEN),
])
def test_why(error: str, outcome: Outcome) -> None:
    assert why_failed(error) is outcome


def test_a_program_is_the_same_on_every_connection() -> None:
    first = program_of([0x1A1A, 0x1301, 0x1302], [0x2A2A, 0, 16, 10, 43, 51, 21])
    again = program_of([0xFAFA, 0x1301, 0x1302], [51, 43, 10, 0xCACA, 41, 42, ECH])
    assert first == again, "GREASE, order, resumption, padding, ECH"
    assert first != program_of([0x1302, 0x1301], [10, 43, 51]), "another order of preference"
    assert first != program_of([0x1301, 0x1302], [10, 43, 51, 13])
    assert len(first) == 12


def test_numbers_that_look_like_grease_are_kept() -> None:
    assert program_of([0x0A1A], []) != program_of([], [])


def test_an_alert_without_a_name_is_no_distrust() -> None:
    assert why_failed("TLS Error: [('SSL routines', '', '')]") is Outcome.CLOSED
    assert why_failed("TLS Error: [('SSL routines', '', 'ssl/tls alert certificate unknown')]") is Outcome.REFUSED
