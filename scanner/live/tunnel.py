"""Shows the settings of a WireGuard tunnel as a QR code, for tablets that take no proxy."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

_INNER = "fd00:4c4c::1/128"
"""The device's address in the tunnel, of the range for private use (RFC 4193)."""
PICTURE = "wireguard.svg"
"""File in the folder of what is unfinished, for the dashboard; it holds a key and goes with that folder."""


def settings_of(servers: Iterable[object]) -> list[str]:
    """What a device needs to come in, of each WireGuard server of mitmproxy that is running."""
    told = (getattr(server, "client_conf", None) for server in servers)
    return [both_families(settings.strip()) for ask in told if ask is not None and (settings := ask())]


def both_families(settings: str) -> str:
    """The settings with IPv6 in the tunnel too: mitmproxy's have IPv4 alone, and a device would go round it."""
    if ":" in settings.partition("AllowedIPs")[2].partition("\n")[0]:
        return settings
    return settings.replace("AllowedIPs = 0.0.0.0/0", "AllowedIPs = 0.0.0.0/0, ::/0").replace(
        "Address = 10.0.0.1/32", f"Address = 10.0.0.1/32, {_INNER}")


def as_text(settings: str) -> str:
    """The code in characters of the terminal, and the settings below it."""
    import segno

    drawn = io.StringIO()
    segno.make(settings, error="l", micro=False).terminal(drawn, compact=True)
    return f"{drawn.getvalue()}\n{settings}"


def draw(settings: str, folder: Path) -> None:
    """Leave the code where the dashboard looks for it."""
    import segno

    path = folder / PICTURE
    path.touch(mode=0o600)
    segno.make(settings, error="l", micro=False).save(str(path), kind="svg", scale=4, light="#fff", omitsize=True)
