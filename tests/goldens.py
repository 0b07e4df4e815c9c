"""Golden files of the formats: compared, or written anew with ``--update-golden``."""

from __future__ import annotations

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "report" / "golden"


def check(request: pytest.FixtureRequest, name: str, content: bytes) -> None:
    """``content`` is what the golden file holds; the message says how to renew it."""
    path = GOLDEN / name
    if request.config.getoption("--update-golden"):
        path.write_bytes(content)
    assert content == path.read_bytes(), f"{name} differs; look at it, then run pytest with --update-golden"
