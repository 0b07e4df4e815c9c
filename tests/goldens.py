"""Golden files of the formats: compared, or written anew with ``--update-golden``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "report" / "golden"
_REPORT_ID = re.compile(rb"LL-[0-9A-F]{12}")


def check(request: pytest.FixtureRequest, name: str, content: bytes) -> None:
    """``content`` is what the golden file holds, but for the report id: it changes with any member of the result."""
    path = GOLDEN / name
    content = _REPORT_ID.sub(b"LL-000000000000", content)
    if request.config.getoption("--update-golden"):
        path.write_bytes(content)
    assert content == path.read_bytes(), f"{name} differs; look at it, then run pytest with --update-golden"
