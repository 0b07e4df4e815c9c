"""The settings of the tunnel: both families, and the code that holds them."""

from __future__ import annotations

from pathlib import Path

from scanner.live.tunnel import PICTURE, as_text, both_families, draw, settings_of

SETTINGS = """[Interface]
PrivateKey = x
Address = 10.0.0.1/32
DNS = 10.0.0.53

[Peer]
AllowedIPs = 0.0.0.0/0
Endpoint = 192.0.2.9:51820"""


class Server:
    def client_conf(self) -> str:
        return SETTINGS


def test_ipv6_goes_into_the_tunnel_too() -> None:
    told, = settings_of([Server(), object()])
    assert "AllowedIPs = 0.0.0.0/0, ::/0" in told and "Address = 10.0.0.1/32, fd00:" in told
    assert both_families(told) == told, "once is enough"
    other = SETTINGS.replace("0.0.0.0/0", "0.0.0.0/0, ::/0")
    assert both_families(other) == other, "a later mitmproxy may do it itself"


def test_the_code(tmp_path: Path) -> None:
    draw(SETTINGS, tmp_path)
    assert b"<svg" in (tmp_path / PICTURE).read_bytes()
    assert (tmp_path / PICTURE).stat().st_mode & 0o077 == 0
    assert SETTINGS in as_text(SETTINGS)
