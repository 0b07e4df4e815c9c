"""Playwright with a real Chromium: what pages send is recorded, also to others; asserting ends it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator

import pytest
from lesson_server import lesson
from watched import LOAD

pytest_plugins = ["pytester"]
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.slow,
              pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]
pytest.importorskip("playwright")

TESTS = """
import tempfile
from pathlib import Path
import pytest

LAUNCH = dict(executable_path={chromium!r}, args=["--no-sandbox"])
HOSTS = {{{platform!r}.removeprefix("http://"): "www.rekenen.example",
          {tracker!r}.removeprefix("http://"): "collect.meten.example"}}
pytestmark = pytest.mark.leerlek(hosts=HOSTS, lang="en")

@pytest.fixture
def chromium():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        yield browser
        browser.close()

@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()

def finish(page):
    page.goto({platform!r} + "/les")
    page.get_by_role("button").click()
    page.wait_for_function("document.title == 'klaar'")

def test_it_passes(page, leerlek):
    finish(page)
    leerlek.assert_only("id.eckid", "name.given", "edu.result", to="rekenen.example")

def test_it_fails(page, leerlek):
    leerlek.knows({{"name.family": "Zandgrond"}})
    finish(page)
    leerlek.assert_only("id.eckid", to="meten.example")

def test_a_page_of_its_own(chromium, leerlek):
    finish(chromium.new_page())
    assert "id.eckid" in leerlek.categories("meten.example")

@pytest.mark.anyio
async def test_async(leerlek):
    from playwright.async_api import async_playwright
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**LAUNCH)
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto({platform!r} + "/v2/leerling")
        with pytest.raises(pytest.fail.Exception, match="await context.close"):
            leerlek.assert_only()
        await context.close()
        assert "id.bsn" in leerlek.categories()
        await browser.close()

@pytest.fixture
def anyio_backend():
    return "asyncio"

def test_nothing_is_left():
    assert not list(Path(tempfile.gettempdir()).glob("leerlek-*"))
"""


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[str, str]]:
    with lesson() as tracker, lesson(tracker) as platform:
        yield platform, tracker


@pytest.fixture
def own_tmp(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A temporary folder that the browser and the plugin have to themselves; a socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield


@pytest.mark.usefixtures("own_tmp")
def test_pages_are_recorded(pytester: pytest.Pytester, servers: tuple[str, str]) -> None:
    platform, tracker = servers
    pytester.makepyfile(TESTS.format(chromium=CHROMIUM, platform=platform, tracker=tracker))
    result = pytester.runpytest_subprocess(*LOAD, "-p", "anyio", "-p", "no:cacheprovider", "-W", "ignore")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines([
        "*Expected: only id.eckid with meten.example. Also seen: name.family.",
        "*name.family (surname) → *meten.example*",
        "*→ collect.meten.example GET /g/collect · url.query /ln*1×",
        "*Za????? (9) · confidence 1.00: known test person*",
    ])
    assert "Zandgrond" not in str(result.stdout)
