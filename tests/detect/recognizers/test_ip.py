"""IP addresses, and version numbers that look like them."""

import pytest

from scanner.detect.recognizers.ip import IpRecognizer, check_ip

RECOGNIZER = IpRecognizer()

POSITIVES = [
    ("client 84.22.1.9", "84.22.1.9", 0.6), ("http://84.22.1.9/x", "84.22.1.9", 0.6), ("84.22.1.9:443", "84.22.1.9",
    0.6),
    ("192.168.1.10", "192.168.1.10", 0.3), ("10.1.2.3", "10.1.2.3", 0.3), ("127.0.0.1", "127.0.0.1", 0.1),
    ("2a02:a210:1234:5678:9abc:def0:1234:5678", "2a02:a210:1234:5678:9abc:def0:1234:5678", 0.6),
    ("ip 2A02:A210:1234::5678", "2a02:a210:1234::5678", 0.6), ("fe80:0:0:0:1:2:3:4", "fe80::1:2:3:4", 0.3),
]
NEGATIVES = [
    ("Chrome/126.0.0.0", "browser version"), ("versie 1.2.3.4", "version"), ("version=5.6.7.8", "version"),
    ("v1.2.3.4", "version"),
    ("release 10.4.2.1", "version"), ("256.1.1.1", "no octet"), ("1.2.3", "three parts"), ("1.2.3.4.5", "five parts"),
    ("0.0.0.0", "no host"), ("255.255.255.255", "broadcast"), ("224.0.0.251", "multicast"), ("a1.2.3.4", "glued"),
    ("1.2.3.4b", "glued"),
    ("artikel 7.1.2.3", "section"), ("12:30:45", "time"), ("00:1a:2b:3c:4d:5e", "MAC address"), ("std::vector",
    "code"), ("a::before", "CSS"),
    ("2012-03-04T12:30:45", "time"), ("::", "nothing"), ("1.2.3.4-beta", "version"), ("01.02.03.04", "leading zeros"),
    ("dead:beef", "words"), ("1:2:3:4", "ratio"), ("10.0.0.0", "network"), ("AppleWebKit/5.3.7.3", "browser version"),
]


@pytest.mark.parametrize(("text", "canonical", "score"), POSITIVES)
def test_match(text: str, canonical: str, score: float) -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find(text)] == [(canonical, score)]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("84.22.1.9", "valid", "84.22.1.9"), ("84.22.1.9:51000", "valid", "84.22.1.9"), ("[2a02:a210::1]:443", "valid",
    "2a02:a210::1"),
    ("84.22.1.9, 10.0.0.1", "valid", "84.22.1.9"), ("192.168.1.10", "plausible", "192.168.1.10"), ("::1",
    "impossible", "::1"), ("127.0.0.1", "impossible", "127.0.0.1"), ("198.51.100.23", "valid", "198.51.100.23"),
    ("2001:db8::1", "valid", "2001:db8::1"), ("169.254.1.1", "impossible", "169.254.1.1"),
    ("0.0.0.0", "impossible", "0.0.0.0"), ("", "impossible", ""), ("unknown", "impossible", "unknown"), ("1.2.3",
    "impossible", "1.2.3"),
])
def test_value(value: str, outcome: str, canonical: str) -> None:
    verdict = check_ip(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)


@pytest.mark.parametrize(("text", "low", "high"), [
    ("zie geval 1.1.0.1 van de lijst", 0.1, 0.5),  # numbers of sections and versions
    ("verbonden met 145.220.21.40 om 10:14", 0.6, 0.9),  # "v" begins a word, it is no version
    ("v 145.220.21.40", 0.0, 0.0),
])
def test_versions_and_words_that_begin_like_one(text: str, low: float, high: float) -> None:
    assert low <= max((match.score for match in IpRecognizer().find(text)), default=0.0) <= high
