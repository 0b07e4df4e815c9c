"""What all tests share: no deadline for property tests, because tests do not measure time; and the browser."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import browser
import pytest
from hypothesis import settings

settings.register_profile("leerlek", deadline=None)
settings.load_profile("leerlek")


def pytest_collection_finish() -> None:
    """Spare the cyclic collector what was collected: walking all tests at every scan took a third of the run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """One real browser for all tests that want one; each of its pages has a context of its own."""
    if browser.CHROMIUM is None:
        pytest.skip("needs Chromium")
    with browser.Browser(tmp_path_factory.mktemp("chromium")) as running:
        yield running
