"""Tells mitmproxy's addons what happens, each only what it asks for: the same calls in the same order, for less.

Theory. For each event of each flow mitmproxy walks all of its some forty addons, twice (the event, and that the flow
was updated), to find the handful that have a method of that name: a third of the processor time of a small request.
Which methods these are changes when an addon comes or goes, or an option changes (it loads scripts). So they are looked
up once and kept until then. In somebody's own mitmproxy this pays for what the addon costs (``remembering``).
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from mitmproxy.addonmanager import AddonManager, safecall
from mitmproxy.exceptions import AddonHalt
from mitmproxy.flow import Flow
from mitmproxy.hooks import ConfigureHook, Hook, UpdateHook

Plan = tuple[tuple[Callable[..., Any], ...], ...]
"""What is to be called for an event: for each addon that stands by itself, its methods and those of its own addons."""
_UPDATED = UpdateHook([])


class Dispatch(AddonManager):
    """mitmproxy's own manager of addons, with a memory of who hears what."""

    def __init__(self, master: Any) -> None:
        super().__init__(master)  # type: ignore[no-untyped-call]
        self._plans: dict[str, Plan] = {}

    @classmethod
    def remembering(cls, manager: AddonManager) -> None:
        """Let a manager that is at work have this memory from now on; one that is no plain one stays as it is."""
        if type(manager) is AddonManager:
            manager.__class__ = cls
            assert isinstance(manager, cls)
            manager._plans = {}

    def register(self, addon: Any) -> Any:
        """Take an addon into account."""
        try:
            return super().register(addon)  # type: ignore[no-untyped-call]
        finally:
            self._plans.clear()

    def remove(self, addon: Any) -> None:
        """Forget an addon."""
        try:
            super().remove(addon)  # type: ignore[no-untyped-call]
        finally:
            self._plans.clear()

    def clear(self) -> None:
        """Forget all addons."""
        super().clear()  # type: ignore[no-untyped-call]
        self._plans.clear()

    async def handle_lifecycle(self, event: Hook) -> None:
        """Tell of an event of a connection or flow, and then that the flow was updated."""
        subject = event.args()[0]
        await self._tell(event, (subject,))
        if isinstance(subject, Flow) and self._plan(_UPDATED):
            await self.trigger_event(UpdateHook([subject]))

    async def trigger_event(self, event: Hook) -> None:
        """Tell of any event."""
        await self._tell(event, event.args())

    def trigger(self, event: Hook) -> None:
        """Tell of an event where nobody can wait."""
        if self._plan(event):
            super().trigger(event)
        if isinstance(event, ConfigureHook):
            self._plans.clear()

    async def _tell(self, event: Hook, arguments: Any) -> None:
        for calls in self._plan(event):
            try:
                for call in calls:
                    told = call(*arguments)
                    if told is not None and isawaitable(told):
                        await told
            except AddonHalt:
                return
            except Exception:
                with safecall():  # an addon that fails is told, and stops no other
                    raise

    def _plan(self, event: Hook) -> Plan:
        plan = self._plans.get(event.name)
        if plan is None:
            found = [self._calls(addon, event) for addon in self.chain]
            plan = self._plans[event.name] = tuple(calls for calls in found if calls)
        return plan

    def _calls(self, addon: Any, event: Hook) -> tuple[Callable[..., Any], ...]:
        with safecall():  # what has the name of an event and cannot be called is told, and left out
            return tuple(call for _, call in self._iter_hooks(addon, event))
        return ()
