"""Fake addresses of networks."""

from __future__ import annotations

import re
from ipaddress import ip_address

from ..draws import Draws


def address(draws: Draws, text: str) -> str:
    """Another address of the same network and length; loopback stays, names and ports stay."""
    bare = text.strip("[]")
    try:
        found = ip_address(bare)
    except ValueError:
        head, colon, port = text.rpartition(":")
        return address(draws, head) + colon + port if colon and port.isdigit() and "." in head else text
    if found.is_loopback or found.is_unspecified:
        return text
    if found.version == 6:
        head, colon, _ = bare.partition(":")
        groups = (bare[len(head) + 1 :]).split(":")
        return (
            text.replace(
                bare, f"{head}:" + ":".join(_hex_group(draws, bare, n, group) for n, group in enumerate(groups))
            )
            if colon
            else text
        )
    kept = 3 if found.is_private and not _LOCAL.match(bare) else 2
    made = bare.split(".")[:kept]
    for part in bare.split(".")[kept:]:
        low, high = (1, 9) if len(part) == 1 else (10, 99) if len(part) == 2 else (100, 254)
        if max(found.packed) < _LIKE_VERSIONS:
            high = min(high, _LIKE_VERSIONS - 1)
        options = [n for n in range(low, high + 1) if str(n) != part]
        made.append(str(draws.one("ip", ".".join((*made, part)), options)))
    return text.replace(bare, ".".join(made))


_LIKE_VERSIONS = 32
"""Numbers below this are as likely a version as an address; a fake is no surer than what it stands for."""
_LOCAL = re.compile(r"10\.|192\.168\.")


def _hex_group(draws: Draws, whole: str, number: int, group: str) -> str:
    return f"{1 + draws.number('ip', f'{whole}{number}', 16 ** len(group) - 1):0{len(group)}x}" if group else ""
