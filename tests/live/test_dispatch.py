"""Addons hear from ``Dispatch`` what they would hear from mitmproxy's own manager: the same calls in the same order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mitmproxy import hooks
from mitmproxy.addonmanager import AddonManager
from mitmproxy.exceptions import AddonHalt
from mitmproxy.options import Options
from mitmproxy.proxy.layers.http import HttpRequestHook, HttpResponseHook
from mitmproxy.test import tflow

from scanner.live.dispatch import Dispatch

Told = list[tuple[str, str]]
Manager = Callable[[Any], AddonManager]
_HOOKS = ("request", "response", "update")


class _Addon(SimpleNamespace):
    def __repr__(self) -> str:
        return str(self.name)


def _addon(name: str, does: dict[str, str], inner: list[Any], told: Told) -> Any:
    """An addon with the methods that ``does`` names, each of which is told and then behaves so."""

    def hook(event: str, how: str) -> Any:
        def note() -> None:
            told.append((name, event))
            if how == "fails":
                raise ValueError(name)
            if how == "halts":
                raise AddonHalt

        async def later(_: Any) -> None:
            await asyncio.sleep(0)
            note()

        return later if how == "waits" else 4 if how == "is no method" else lambda _: note()

    return _Addon(name=name, addons=inner, **{event: hook(event, how) for event, how in does.items()})


_DOES = st.dictionaries(st.sampled_from(_HOOKS), st.sampled_from(["is told", "waits", "fails", "halts"]))
_CHAINS = st.lists(st.tuples(_DOES, st.lists(st.tuples(_DOES, st.lists(_DOES, max_size=1)), max_size=2)), max_size=4)


def _chain(plan: Any, told: Told) -> list[Any]:
    return [
        _addon(f"{i}", does, [_addon(f"{i}.{j}", its, [_addon(f"{i}.{j}.{k}", last, [], told)
                                                       for k, last in enumerate(rest)], told)
                              for j, (its, rest) in enumerate(inner)], told)
        for i, (does, inner) in enumerate(plan)
    ]


def _master() -> Any:
    return SimpleNamespace(options=Options(), commands=SimpleNamespace(collect_commands=lambda addon: None))


def _run(manager: Manager, plan: Any) -> tuple[Told, list[str]]:
    """What addons heard of two flows, and what was logged."""
    told: Told = []
    logged: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: logged.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("mitmproxy.addonmanager")
    log.addHandler(handler)
    log.propagate = False
    try:
        made = manager(_master())
        made.add(*_chain(plan, told))

        async def events() -> None:
            for _ in range(2):
                flow = tflow.tflow(resp=True)
                await made.handle_lifecycle(HttpRequestHook(flow))
                await made.handle_lifecycle(HttpResponseHook(flow))
            await made.trigger_event(hooks.UpdateHook([flow]))
            made.trigger(hooks.UpdateHook([flow]))

        asyncio.run(events())
    finally:
        log.removeHandler(handler)
        log.propagate = True
    return told, logged


@settings(max_examples=60, deadline=None)
@given(_CHAINS)
def test_the_same_calls_in_the_same_order(plan: Any) -> None:
    assert _run(Dispatch, plan) == _run(AddonManager, plan)


def _at_work(master: Any) -> AddonManager:
    """A manager that is given its memory when addons were told before."""
    made = AddonManager(master)
    made.add(_addon("early", {}, [], []))
    Dispatch.remembering(made)
    assert isinstance(made, Dispatch)
    return made


@settings(max_examples=30, deadline=None)
@given(_CHAINS)
def test_one_that_is_at_work_makes_the_same_calls(plan: Any) -> None:
    assert _run(_at_work, plan) == _run(AddonManager, plan)


def test_a_manager_of_others_is_left_as_it_is() -> None:
    class Theirs(AddonManager):
        pass

    made = Theirs(_master())
    Dispatch.remembering(made)
    assert type(made) is Theirs


def _asked(made: AddonManager) -> None:
    asyncio.run(made.handle_lifecycle(HttpRequestHook(tflow.tflow())))


def test_an_addon_that_comes_or_goes_later() -> None:
    told: Told = []
    made = Dispatch(_master())
    first, second = (_addon(name, {"request": "is told"}, [], told) for name in ("first", "second"))
    made.add(first)
    _asked(made)
    made.add(second)
    _asked(made)
    made.remove(first)
    _asked(made)
    assert [name for name, _ in told] == ["first", "first", "second", "second"]
    made.clear()
    _asked(made)
    assert len(told) == 4


def test_an_addon_that_loads_others_when_an_option_changes() -> None:
    """As mitmproxy's loader of scripts does, which also puts them in another order."""
    told: Told = []
    made = Dispatch(_master())
    loader = _addon("loader", {}, [], told)
    made.add(loader)
    _asked(made)
    one, two = (_addon(name, {"request": "is told"}, [], told) for name in ("one", "two"))
    for each in (one, two):
        made.register(each)
    orders = iter(([one, two], [two, one]))
    loader.configure = lambda updated: setattr(loader, "addons", next(orders))
    made.trigger(hooks.ConfigureHook(set()))
    _asked(made)
    made.trigger(hooks.ConfigureHook(set()))
    _asked(made)
    assert [name for name, _ in told] == ["one", "two", "two", "one"]


def test_a_method_that_is_none_is_told_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    told: Told = []
    made = Dispatch(_master())
    made.add(_addon("wrong", {"request": "is no method"}, [], told), _addon("right", {"request": "is told"}, [], told))
    _asked(made)
    assert told == [("right", "request")] and "not callable" in caplog.text
