"""DNS answers that pass: real messages, by mitmproxy's own writer."""

from __future__ import annotations

import pytest
from mitmproxy import dns
from mitmproxy.test import tflow, tutils

from scanner.live import names
from scanner.live.alternatives import HTTPS, SVCB, Removed

DATA = b"\x00\x01\x00" + b"\x00\x01\x00\x06\x02h3\x02h2" + b"\x00\x05\x00\x03ech"


def message(name: str, *records: dns.ResourceRecord) -> names.Message:
    base = tutils.tdnsresp(questions=[dns.Question(name, HTTPS, 1)], answers=list(records))
    return names.MESSAGE.unpack(base.packed)


def record(name: str, kind: int = HTTPS, data: bytes = DATA) -> dns.ResourceRecord:
    return dns.ResourceRecord(name, kind, 1, 300, data)


def test_offers_go_and_are_counted_by_host() -> None:
    answer = message("les.example", record("les.example"), record("les.example", SVCB),
                     record("les.example", 1, b"abcd"))
    changed = names.change(answer, quic=True)
    assert changed.removed == {"les.example": Removed(2, 2)}
    assert [each.data for each in answer.answers] == [b"\x00\x01\x00\x00\x01\x00\x03\x02h2"] * 2 + [b"abcd"]


def test_without_ipv6_its_addresses_go() -> None:
    answer = message("les.example", record("les.example", 28, b"x" * 16), record("les.example", 1, b"abcd"),
                     record("les.example", data=b"\x00\x01\x00" + b"\x00\x06\x00\x10" + b"y" * 16))
    assert names.change(answer, quic=True, ipv6=True).removed == {} and len(answer.answers) == 3
    assert names.change(answer, quic=True, ipv6=False).removed == {"les.example": Removed()}
    assert [(each.type, each.data) for each in answer.answers] == [(1, b"abcd"), (HTTPS, b"\x00\x01\x00")]


def test_a_record_without_anything_left_goes() -> None:
    answer = message("les.example", record("les.example", data=b"\x00\x01\x00\x00\x01\x00\x03\x02h3\x00\x02\x00\x00"))
    names.change(answer, quic=True)
    assert answer.answers == []


def test_over_https() -> None:
    packed = message("les.example", record("les.example")).packed
    flow = tflow.tflow(resp=tutils.tresp(content=packed, headers=dns_headers("application/dns-message")))
    body = names.over_https(flow)
    assert body == packed
    changed = names.changed(body, quic=False)
    assert changed is not None and changed.removed == {"les.example": Removed(0, 1)}
    assert b"ech" not in changed.data and b"h3" in changed.data
    assert names.over_https(tflow.tflow(resp=tutils.tresp(headers=dns_headers("application/json")))) is None
    assert names.over_https(tflow.tflow()) is None


def dns_headers(kind: str) -> object:
    from mitmproxy.http import Headers

    return Headers(((b"content-type", kind.encode()),))


@pytest.mark.parametrize("body", [b"", b"x", b"\xff" * 40, message("a.example").packed])
def test_what_is_no_answer_or_has_no_offer_stays(body: bytes) -> None:
    assert names.changed(body, quic=True) is None


@pytest.mark.parametrize(("name", "there"), [
    ("use-application-dns.net", False), ("Mask.iCloud.com", False), ("les.example", True), ("x.mask.icloud.com", True)])
def test_programs_that_ask_whether_they_may_go_round(name: str, there: bool) -> None:
    answer = names.stays_here(tutils.tdnsreq(questions=[dns.Question(name, 1, 1)]))
    assert (answer is None) == there
    assert answer is None or answer.response_code == 3
