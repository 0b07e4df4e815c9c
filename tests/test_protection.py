"""The ledger of protection: sums by host and deed, reasons by place, bounded."""

import pytest

from scanner import protection
from scanner.model import Category, Cause, Protected, Protecting, Severity, Text
from scanner.protection import ProtectionLedger

BSN = Cause(Category.BSN, "body", "/bsn", "***", "IDN-001", Text("a", "b"), Severity.KRITIEK)
MAIL = Cause(Category.EMAIL, "body", "/mail", "s***", "MIN-006", Text("a", "b"), Severity.MIDDEN)


def test_requests_and_reasons_are_added_up() -> None:
    ledger = ProtectionLedger()
    assert ledger.asked is None
    ledger.add(asked := Protecting(Severity.HOOG, ("a.example",), ()))
    ledger.add(Protected("blocked", "a.example", 5.0, 10, "a", "A", (BSN, MAIL)))
    ledger.add(Protected("blocked", "a.example", 7.0, 20, "a", "A", (BSN,)))
    ledger.add(Protected("passed", "a.example", 8.0, 1, reason="slow"))
    ledger.add(Protected("pseudonymised", "b.example", 9.0, 1, "b", "B", fakes=frozenset({"x"})))
    assert ledger.asked == asked and ledger.fakes == {"b.example": {"x"}}
    assert [(r.deed, r.host, r.reason, r.count, r.bytes, r.first, r.last) for r in ledger.requests] == [
        ("blocked", "a.example", "", 2, 30, 5.0, 7.0), ("passed", "a.example", "slow", 1, 1, 8.0, 8.0),
        ("pseudonymised", "b.example", "", 1, 1, 9.0, 9.0)]
    assert [(row.rule, row.category, row.count) for row in ledger.rows] == [
        ("IDN-001", "id.bsn", 2), ("MIN-006", "contact.email", 1)]


def test_places_are_bounded_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection, "MOST_ROWS", 3)
    ledger = ProtectionLedger()
    for number in range(10):
        ledger.add(Protected("blocked", "a.example", 1.0, causes=(Cause(None, "body", f"/{number}"),)))
    assert len(ledger.rows) == 3 and ledger.left == 7 and ledger.requests[0].count == 10
