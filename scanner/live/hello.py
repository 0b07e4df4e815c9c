"""What a ClientHello tells of the program that sent it, and what a failed handshake tells of the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from .handshakes import Outcome

ECH = 0xFE0D
"""Extension of the encrypted ClientHello (RFC 9849 §5)."""
_VOLATILE = frozenset({21, 41, 42, 44, 0, 16, ECH})
"""Extensions that one program sends at times: padding, pre-shared key, early data, cookie, name, ALPN, ECH."""

_DISTRUST = re.compile(
    r"(?i)unknown[ _]ca|bad[ _]certificate|certificate[ _](?:unknown|expired|revoked)|unsupported[ _]certificate"
    r"|alert number (?:4[2-68]|113)\b")
_HIDDEN = re.compile(r"(?i)ech[ _]required|reason\(1121\)|reason\(121\)|alert number 121\b")
_MISMATCH = re.compile(
    r"(?i)cannot agree|unsupported[ _]protocol|no[ _]shared[ _]cipher|no[ _]protocols[ _]available|unknown[ _]protocol"
    r"|version[ _]too[ _]low|no[ _]suitable|cannot parse clienthello|wrong[ _]version|handshake[ _]failure"
    r"|alert protocol version|alert insufficient security|alert illegal parameter|alert decode error")
_CRYPTO_ERROR = re.compile(r"0x1([0-9a-f]{2})\b")
"""QUIC's own way to carry a TLS alert (RFC 9001 §4.8)."""
_ALERTS = {42: "bad certificate", 43: "unsupported certificate", 44: "certificate revoked", 45: "certificate expired",
           46: "certificate unknown", 48: "unknown ca", 121: "ech required"}


def program_of(ciphers: Sequence[int], extensions: Sequence[int]) -> str:
    """A short name for the TLS library and its settings: what JA4 looks at, without what changes by connection."""
    offered = ",".join(str(number) for number in ciphers if not _grease(number))
    asked = ",".join(str(number) for number in sorted(extensions) if not _grease(number) and number not in _VOLATILE)
    return sha256(f"{offered}|{asked}".encode()).hexdigest()[:12]


def why_failed(error: str) -> Outcome:
    """What mitmproxy's words for a handshake that failed on the device's side mean."""
    code = _CRYPTO_ERROR.search(error)
    if code is not None:
        error = _ALERTS.get(int(code[1], 16), error)
    if _HIDDEN.search(error):
        return Outcome.HIDDEN
    if _DISTRUST.search(error):
        return Outcome.REFUSED
    return Outcome.MISMATCH if _MISMATCH.search(error) else Outcome.CLOSED


def _grease(number: int) -> bool:
    """RFC 8701: values that mean nothing and are drawn anew each time."""
    return number & 0x0F0F == 0x0A0A and number >> 8 == number & 0xFF
