"""The pytest plugin: the fixture ``leerlek`` records what a test sends and receives, and asserts what may be in it.

Theory. pytest imports this module in every run of every project that has Leerlek installed, so it imports nothing of
ours and nothing heavy; the recorder and the scanner come with the first test that asks for the fixture. Recording
begins before the other fixtures of the test are made, because a client or a browser page of theirs may talk already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .fixture import Leerlek

INI = {
    "leerlek_policy": "Policy: the product's machine-readable privacybijsluiter (leerlek).",
    "leerlek_subjects": "The test accounts; every value of theirs is found in any form (leerlek).",
    "leerlek_fail_on": "Severity from which assert_no_findings fails: info, laag, midden, hoog, kritiek (leerlek).",
    "leerlek_lang": "Language of failures: nl or en (leerlek).",
}
_OPTIONS = {"leerlek_policy": "--leerlek-policy", "leerlek_subjects": "--leerlek-subjects"}
_STARTED = pytest.StashKey["Leerlek"]()
_REFUSED = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Settings; what ``leerlek.toml`` and ``[tool.leerlek]`` say holds below them."""
    group = parser.getgroup("leerlek")
    parser.addini("leerlek_hosts", "Hosts of the test that stand for hosts of the product, a line each: "
                                   "127.0.0.1:8000=api.rekenen.example (leerlek).", type="linelist")
    for name, text in INI.items():
        parser.addini(name, text, default="")
        if name in _OPTIONS:
            group.addoption(_OPTIONS[name], dest=name, metavar="FILE", default=None, help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "leerlek(policy=…, subjects=…, hosts={…}, fail_on=…, lang=…, actor=…, rules=[…])"
                                       ": settings of the fixture leerlek for a test, a class or a module")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Begin to record before any other fixture of a test that uses ours."""
    if "leerlek" in getattr(item, "fixturenames", ()):
        from .fixture import Leerlek

        try:
            item.stash[_STARTED] = Leerlek(item)
        except pytest.UsageError as error:
            item.stash[_REFUSED] = str(error)  # the fixture says so, when the test has been set up so far
    return (yield)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Stop when the other fixtures have gone."""
    try:
        return (yield)
    finally:
        started = item.stash.get(_STARTED, None)
        if started is not None:
            del item.stash[_STARTED]
            started.stop()


@pytest.fixture
def leerlek(request: pytest.FixtureRequest) -> Leerlek:
    """Records the HTTP traffic of the test (httpx, requests, urllib3, urllib, Playwright) and asserts what is in it.

    leerlek.assert_only("id.eckid", "name.given"), leerlek.assert_only("id.eckid", to="analytics.example"),
    leerlek.assert_no_findings(fail_on="high"), leerlek.assert_no_contact("tracker.example").
    """
    if _REFUSED in request.node.stash:
        pytest.fail(request.node.stash[_REFUSED], pytrace=False)
    return request.node.stash[_STARTED]  # type: ignore[no-any-return]
