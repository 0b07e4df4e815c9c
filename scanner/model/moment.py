"""A moment of a capture as it is written in results."""

from __future__ import annotations

import math
from datetime import UTC, datetime


def iso(seconds: object) -> str | None:
    """Seconds since the epoch as ISO 8601 UTC with milliseconds; None when unknown or beyond the calendar."""
    if not isinstance(seconds, (int, float)) or not seconds or not math.isfinite(seconds):
        return None
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
