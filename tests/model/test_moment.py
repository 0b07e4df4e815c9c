"""Moments are written in UTC, or not at all."""

from __future__ import annotations

import pytest

from scanner.model.moment import iso


@pytest.mark.parametrize(("seconds", "written"), [
    (1_791_184_462.0, "2026-10-05T07:14:22.000Z"), (1.25, "1970-01-01T00:00:01.250Z"), (1, "1970-01-01T00:00:01.000Z"),
    (0.0, None), (None, None), ("1", None), (float("nan"), None), (float("inf"), None), (1e18, None), (-1e18, None),
])
def test_moments(seconds: object, written: str | None) -> None:
    assert iso(seconds) == written
