"""Digests of what was seen in clear elsewhere in the scan are found at its end."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from detect_builders import BSN, KEY, an_exchange, examine

from scanner.detect.engine import Detected
from scanner.detect.late import DigestIndex

MAIL = "sanne.dv@school.example"
SHA1 = hashlib.sha1(f"mailto:{MAIL}".encode()).hexdigest()


def at(order: int, detected: Detected) -> Detected:
    facts = replace(detected.observation.facts, order=order, id=f"entry-{order}")
    return replace(detected, observation=replace(detected.observation, facts=facts))


def clear(order: int = 1) -> Detected:
    return at(order, examine(an_exchange(body={"email": MAIL, "bsn": BSN})))


def hashed(value: object, order: int = 2) -> Detected:
    return at(order, examine(an_exchange(host="tracker.example", body=value)))


def index(*detected: Detected, limit: int = 1000) -> DigestIndex:
    made = DigestIndex(key=KEY, limit=limit)
    for each in detected:
        made.add(each)
    return made


def test_before_and_after() -> None:
    for items in ((clear(1), hashed({"uid": SHA1}, 2)), (hashed({"uid": SHA1}, 1), clear(2))):
        (observation,) = index(*items).resolve()
        (found,) = observation.detections
        assert observation.facts.host == "tracker.example"
        assert (found.category.value, found.via, found.pointer) == ("contact.email", "sha1", "/uid")
        assert [evidence.code for evidence in found.evidence] == ["digest:sha1"]
        mail = next(each for each in clear().observation.detections if each.category.value == "contact.email")
        assert found.fingerprint == mail.fingerprint
        assert found.subject == mail.subject
        assert SHA1[:6] not in repr(observation)


def test_places_are_in_the_order_of_the_scan() -> None:
    bsn = hashlib.sha256(b"9999.90.019").hexdigest()
    seen = index(hashed({"b": bsn}, 7), hashed({"a": SHA1, "b": bsn}, 3), clear(9)).resolve()
    assert [each.facts.order for each in seen] == [3, 7]
    assert [each.pointer for each in seen[0].detections] == ["/a", "/b"]


def test_nothing_matches_by_chance() -> None:
    assert index(clear(), hashed({"etag": "0" * 40, "x": hashlib.sha1(b"y").hexdigest()})).resolve() == []
    assert index(hashed({"x": SHA1})).resolve() == []
    assert index(clear()).resolve() == []


def test_digests_in_links() -> None:
    link = f"https://avatar.example/{hashlib.md5(MAIL.encode()).hexdigest()}?s=80"
    (observation,) = index(clear(), hashed({"photo": link})).resolve()
    assert observation.detections[0].via == "md5"


def test_memory_is_bounded_and_what_is_dropped_is_counted() -> None:
    many = {f"k{i}": hashlib.sha1(str(i).encode()).hexdigest() for i in range(30)}
    made = index(hashed(many), clear(), limit=10)
    assert made.dropped_candidates == 20
    same = index(*[hashed({"x": SHA1}, order) for order in range(60)])
    assert same.dropped_candidates == 10


def test_no_raw_value_in_a_repr() -> None:
    detected = examine(an_exchange(body={"email": MAIL, "uid": SHA1}))
    text = repr(detected) + repr(detected.identifiers) + repr(detected.digests)
    assert MAIL not in text
    assert SHA1 not in text


def test_digests_that_were_cut() -> None:
    for name, size in (("sha256", 32), ("sha256", 40), ("sha512", 64), ("sha1", 32)):
        cut = hashlib.new(name, MAIL.encode()).hexdigest()[:size]
        (observation,) = index(clear(), hashed({"uid": cut})).resolve()
        (found,) = observation.detections
        assert (found.category.value, found.via) == ("contact.email", name)
    other = hashlib.sha256(b"someone.else@school.example").hexdigest()[:32]
    assert index(clear(), hashed({"uid": other})).resolve() == []
