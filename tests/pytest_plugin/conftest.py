"""The platform that the clients of these tests talk to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lesson_server import lesson
from watched import Watched


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Nothing is watched until the test says what; everything is given back after it."""
    made = Watched()
    yield made
    made.patches.undo()


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    with lesson() as address:
        yield address
