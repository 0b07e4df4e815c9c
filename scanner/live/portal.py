"""The small requests by which systems look whether a network wants a log-in first (captive portals).

Theory. A device that gets anything but the expected answer to its check says "no internet" and may leave the network.
So hosts that exist for the check alone are never decrypted, and their requests, which hold nothing of anybody, are no
exchanges of the lesson: counted, not scanned. Addresses by the makers' own documentation, November 2026.
"""

from __future__ import annotations

from scanner.model import Gap, Note

from .convert import CAPTURE

HOSTS = frozenset({
    "captive.apple.com", "connectivitycheck.gstatic.com", "connectivitycheck.android.com",
    "connectivitycheck.samsung.com", "connectivitycheck.platform.hicloud.com", "connect.rom.miui.com",
    "detectportal.firefox.com", "detectportal.brave-http-only.com", "www.msftconnecttest.com",
    "ipv6.msftconnecttest.com", "dns.msftncsi.com", "www.msftncsi.com", "ipv6.msftncsi.com",
    "connectivity-check.ubuntu.com", "nmcheck.gnome.org", "network-test.debian.org",
})
"""Hosts for nothing else: Apple, Android, Samsung, Huawei, Xiaomi, Firefox, Brave, Windows, Linux desktops."""
_PATHS = {
    "www.google.com": ("/generate_204", "/gen_204"), "clients1.google.com": ("/generate_204",),
    "clients3.google.com": ("/generate_204",), "play.googleapis.com": ("/generate_204",),
    "www.gstatic.com": ("/generate_204",), "accounts.google.com": ("/generate_204",),
    "edge-http.microsoft.com": ("/captiveportal/generate_204",), "edge.microsoft.com": ("/captiveportal/generate_204",),
    "www.apple.com": ("/library/test/success.html",),
}
"""Paths on hosts that serve other things too: ChromeOS, Chromium and Android, Edge, old Apple devices."""


def is_check(method: str, host: str, path: str) -> bool:
    """Whether a request only asks whether there is a way to the internet. A query makes it another request."""
    if method not in ("GET", "HEAD"):
        return False
    return host.lower() in HOSTS or path in _PATHS.get(host.lower(), ())


def check_note(host: str, time: float) -> Note:
    """The fact for the coverage."""
    return Note(Gap.NETWORK_CHECK, CAPTURE, host.lower(), time=time)
