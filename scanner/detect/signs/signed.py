"""The sign of an address that is signed until a moment, as stores of files hand them out: brief or lasting.

Amazon S3 (``X-Amz-Expires``, seconds; version 2 ``Expires``, a time), Google Cloud Storage (``X-Goog-Expires``), Azure
(``se`` and ``st``, ISO 8601), CloudFront (``Expires``): whoever reads a brief one in a log later gets nothing with it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scanner.model import Sign

MOST = 15 * 60
"""Seconds that a brief one lives."""
_SIGNED = re.compile(r"[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=", re.IGNORECASE)
_FIELD = re.compile(r"[?&](X-Amz-Expires|X-Goog-Expires|Expires|se|st)=([^&#]{1,40})", re.IGNORECASE)
_BRIEF = (Sign("url.signed", "request", "url.query", "", "brief"),)
_LASTING = (Sign("url.signed", "request", "url.query", "", "lasting"),)


def of_target(target: str, time: float) -> tuple[Sign, ...]:
    """The sign of a request target at a moment (seconds since the epoch); none where it does not tell how long."""
    if "=" not in target or not _SIGNED.search(target[:8000]):
        return ()
    life = _life({name.lower(): value for name, value in _FIELD.findall(target[:8000])}, time)
    if life is None or life < 0:
        return ()
    return _BRIEF if life <= MOST else _LASTING


def _life(fields: dict[str, str], time: float) -> float | None:
    """Seconds from signing, or from now where that is not told, until the address expires; None where unknown."""
    for name in ("x-amz-expires", "x-goog-expires"):
        if fields.get(name, "").isdecimal():
            return float(fields[name])
    end = _moment(fields.get("se", "")) or _moment(fields.get("expires", ""))
    if end is None:
        return None
    start = _moment(fields.get("st", "")) or time
    return end - start


def _moment(text: str) -> float | None:
    if text.isdecimal():
        return float(text)
    try:
        moment = datetime.fromisoformat(text.replace("%3A", ":").replace("%3a", ":"))
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
