"""Shows the settings of a WireGuard tunnel as a QR code, for tablets that take no proxy."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

PICTURE = "wireguard.svg"
"""File in the folder of what is unfinished, for the dashboard; it holds a key and goes with that folder."""


def settings_of(servers: Iterable[object]) -> list[str]:
    """What a device needs to come in, of each WireGuard server of mitmproxy that is running."""
    told = (getattr(server, "client_conf", None) for server in servers)
    return [settings.strip() for ask in told if ask is not None and (settings := ask())]


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
