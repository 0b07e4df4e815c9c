"""The site a host belongs to, as far as that can be told without a list of suffixes."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def site_of(host: str) -> str:
    """The site a host belongs to, roughly: its last two labels, three under a short second level (``co.uk``)."""
    labels = host.lower().rstrip(".").split(".")
    if labels[-1].isdigit() or len(labels) < 3:
        return ".".join(labels)
    return ".".join(labels[-3:] if len(labels[-2]) <= 3 and len(labels[-1]) == 2 else labels[-2:])
