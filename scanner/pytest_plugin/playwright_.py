"""Records Playwright: every browser context of the test writes a HAR, sync or async, of any browser.

Theory. Playwright records bodies, redirects and what service workers fetch itself, in a HAR that is complete when the
context closes. So a context that is made while a test records gets one, unless the test asks for one itself, in a
folder of this user alone that is removed after the test. Asserting closes the contexts of the sync interface; those of
the async one only the test can close, and is asked to.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from scanner.errors import UsageError
from scanner.model import Exchange, NoteSink

from .patches import Patches, installed

_HAR = "record_har_path"


@dataclass(eq=False, slots=True)
class Context:
    """A browser context and its HAR."""

    browser_context: Any
    har: Path
    waits: bool
    closed: bool = False


class Contexts:
    """The browser contexts that were made while recording."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._all: list[Context] = []
        self._numbers = count(1)

    def __len__(self) -> int:
        return len(self._all)

    def watch(self, patches: Patches) -> None:
        """Record from now on."""
        for interface, waits in (("playwright.sync_api", False), ("playwright.async_api", True)):
            if installed("playwright") is None:
                return
            module = installed(interface)
            for owner, names in ((module.Browser, ("new_context", "new_page")),
                                 (module.BrowserType, ("launch_persistent_context",))):
                for name in names:
                    patches.replace(owner, name, self._recording(owner.__dict__[name], waits))

    def complete(self) -> None:
        """Close what is open, so that every HAR is whole; raises UsageError where only the test can."""
        for context in self._all:
            if not context.closed and context.waits:
                raise UsageError("a browser context is still open: 'await context.close()' before asserting, for "
                                 "Playwright writes down its traffic then")
            if not context.closed:
                context.browser_context.close()
                context.closed = True
            if not context.har.exists():
                raise UsageError("a browser context left no record of its traffic: close it before its browser")

    def clear(self) -> None:
        """Forget the contexts that are closed."""
        self._all = [context for context in self._all if not context.closed]

    def exchanges(self, note: NoteSink) -> Iterator[Exchange]:
        """What the contexts exchanged; complete them first."""
        from scanner.capture import read_capture

        for number, context in enumerate(self._all, 1):
            yield from read_capture(context.har, f"browser-{number}", note)

    def remove(self) -> None:
        """Delete our HARs."""
        self._all.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _recording(self, make: Callable[..., Any], waits: bool) -> Callable[..., Any]:
        if waits:

            async def make_async(owner: Any, *args: Any, **settings: Any) -> Any:
                __tracebackhide__ = True
                settings = self._with_har(settings)
                made = await make(owner, *args, **settings)
                self._enter(made, settings[_HAR], waits=True)
                return made

            return make_async

        def make_sync(owner: Any, *args: Any, **settings: Any) -> Any:
            __tracebackhide__ = True
            settings = self._with_har(settings)
            made = make(owner, *args, **settings)
            self._enter(made, settings[_HAR], waits=False)
            return made

        return make_sync

    def _with_har(self, settings: dict[str, Any]) -> dict[str, Any]:
        if settings.get(_HAR):
            return settings
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="leerlek-"))  # 0700
        return {**settings, _HAR: str(self._folder / f"{next(self._numbers)}.har"), "record_har_content": "embed"}

    def _enter(self, made: Any, har: str | Path, *, waits: bool) -> None:
        context = Context(getattr(made, "context", made), Path(har), waits)
        self._all.append(context)

        def closed(*_: Any) -> None:
            context.closed = True

        context.browser_context.on("close", closed)
