"""The switch that writes golden files anew, and the browser."""

from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files of the reports anew")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """One real browser for all tests that want one; each of its pages has a context of its own."""
    if browser.CHROMIUM is None:
        pytest.skip("needs Chromium")
    with browser.Browser(tmp_path_factory.mktemp("chromium")) as running:
        yield running
