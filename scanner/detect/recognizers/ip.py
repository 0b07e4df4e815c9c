"""IP addresses in text and as whole values; private and loopback ranges are named, version numbers left out.

Cost class: context.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues
from .outcome import impossible, plausible, reasons, valid

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = re.compile(rf"(?<![0-9A-Za-z_.-])(?<![A-Za-z]/)(?:{_OCTET}\.){{3}}{_OCTET}(?![0-9A-Za-z_-]|\.[0-9A-Za-z])")
_V6 = re.compile(r"(?<![0-9A-Za-z_:.-])(?:[0-9A-Fa-f]{1,4}:{1,2}){2,7}(?:[0-9A-Fa-f]{1,4})?(?![0-9A-Za-z_:]|"
    r"[.-][0-9A-Za-z])")
_VERSION = Cues((r"versi(?:on|e)", r"ver\.?[ =]", r"v[ ]?(?![a-z])", r"release", r"firmware", r"build", r"update",
                 r"oid", r"artikel", r"hoofdstuk", r"paragraaf", r"chrome", r"chromium", r"edg", r"sdk",
                 r"api"), reach=16)


_DOCUMENTED = tuple(map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))
"""Ranges for examples (RFC 5737, RFC 3849): who makes up traffic takes the addresses of the world from them."""
_OF_VERSIONS = 32
"""One address in four thousand has only numbers below this; of versions and sections nearly all have."""


def _judge(text: str) -> tuple[float, list[tuple[str, float]], str] | None:
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return None
    if address.is_unspecified or address.is_multicast or (address.is_reserved and address.version == 4):
        return None
    pairs = [(f"shape:ipv{address.version}", 0.6)]
    if address.is_loopback:
        pairs.append(("shape:loopback", -0.5))
    elif address.is_link_local:
        pairs.append(("shape:link-local", -0.3))
    elif address.is_private and not any(address in network for network in _DOCUMENTED):
        pairs.append(("shape:private-range", -0.3))
    elif address.version == 4 and max(address.packed) < _OF_VERSIONS:
        pairs.append(("shape:like-a-version", -0.3))
    return round(sum(weight for _, weight in pairs), 2), pairs, str(address)


class IpRecognizer:
    """Finds IPv4 and IPv6 addresses."""

    name = "ip"
    entity = "IP_ADDRESS"
    categories: tuple[Category, ...] = (Category.IP,)
    cost: Cost = "context"
    trigger = re.compile(r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]|[0-9A-Fa-f]:{1,2}[0-9A-Fa-f]{1,4}:")
    context: tuple[str, ...] = ("ip", "adres", "client", "remote")

    def find(self, text: str) -> list[Match]:
        found = []
        for pattern in (_V4, _V6):
            for each in pattern.finditer(text):
                judged = _judge(each.group())
                if judged is None or _VERSION.before(text, each.start()) >= 0:
                    continue
                score, pairs, canonical = judged
                if pattern is _V4 and each.group().endswith(".0.0"):
                    continue  # a browser version (126.0.0.0) or a network, no host
                found.append(Match(each.start(), each.end(), Category.IP, score, canonical, reasons(*pairs)))
        return sorted(found, key=lambda match: match.start)


_DOCUMENTATION = tuple(map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))
"""Ranges of examples (RFC 5737, RFC 3849): under a key of an address they stand for one of the internet."""
_PORT = re.compile(r"\[?([0-9A-Fa-f:.]{2,45})\]?(?:%[0-9a-z]{1,12})?(?::[0-9]{1,5})?\Z")


def check_ip(value: str) -> Verdict:
    """A whole value under an IP key, with or without a port; the first of a comma list."""
    text = value.strip().partition(",")[0].strip()
    match = _PORT.match(text)
    candidates = (text, match.group(1), match.group(1).rpartition(":")[0]) if match else (text,)
    for candidate in candidates:
        judged = _judge(candidate)
        if judged is not None:
            _score, pairs, canonical = judged
            extra = pairs[1:]
            if any(code in {"shape:loopback", "shape:link-local"} for code, _ in extra):
                return impossible(Category.IP, canonical, *extra)
            if any(ip_address(canonical) in network for network in _DOCUMENTATION):
                return valid(Category.IP, canonical, *pairs[:1])
            return plausible(Category.IP, canonical, *extra) if extra else valid(Category.IP, canonical, *pairs[:1])
    return impossible(Category.IP, text, ("shape:ip", -0.9))
