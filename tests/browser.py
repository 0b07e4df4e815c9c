"""A real Chromium for tests: one process, driven over its debugging pipe, and what it did is kept.

Theory. ``--remote-debugging-pipe`` speaks the DevTools protocol as JSON texts that end with a NUL, on the file
descriptors 3 (in) and 4 (out); so nothing but the standard library is needed, and no port is open. Commands wait for
their answer; events of a page are kept until somebody asks.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Descriptors 3 and 4 may be in use here; a fresh process gives the pipes their numbers and becomes the browser.
_BECOME = ("import fcntl, os, sys; a, b = (fcntl.fcntl(int(n), fcntl.F_DUPFD, 10) for n in sys.argv[1:3]); "
           "os.dup2(a, 3); os.dup2(b, 4); os.execvp(sys.argv[3], sys.argv[3:])")


class Browser:
    """The process. Use as a context manager."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM
        child_in, self._to = os.pipe()
        self._from, child_out = os.pipe()
        command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                   "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe",
                   f"--user-data-dir={profile}"]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BECOME, str(child_in), str(child_out), *command],
            pass_fds=(child_in, child_out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(child_in)
        os.close(child_out)
        self._number = 0
        self._rest = b""
        self._messages: deque[dict[str, Any]] = deque()

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.send("Browser.close")
        except (OSError, EOFError):
            pass
        finally:
            os.close(self._to)
            os.close(self._from)
            self._process.wait(timeout=30)

    def send(self, method: str, session: str = "", /, **parameters: Any) -> dict[str, Any]:
        """One command and its answer; what comes in between is kept for ``event``."""
        self._number += 1
        wanted = {"id": self._number, "method": method, "params": parameters}
        if session:
            wanted["sessionId"] = session
        content = json.dumps(wanted).encode() + b"\0"
        while content:
            content = content[os.write(self._to, content):]
        while True:
            message = self._read()
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return dict(message["result"])
            self._messages.append(message)

    def event(self, name: str, session: str) -> dict[str, Any]:
        """The next event of that name, waiting for it."""
        while True:
            for message in self._messages:
                if message.get("method") == name and message.get("sessionId") == session:
                    self._messages.remove(message)
                    return dict(message["params"])
            self._messages.append(self._read())

    def events(self, name: str, session: str) -> list[dict[str, Any]]:
        """The events of that name which came until now."""
        return [m["params"] for m in self._messages if m.get("method") == name and m.get("sessionId") == session]

    def forget(self, session: str) -> None:
        """Drop the events of a page that is done."""
        self._messages = deque(m for m in self._messages if m.get("sessionId") != session)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._from, 1 << 20)
            if not more:
                raise EOFError("the browser has ended")
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    @contextmanager
    def page(self, address: str, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True,
             reduced: bool = False) -> Iterator[Page]:
        """A page in a context of its own, loaded."""
        context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.send(f"{domain}.enable")
        page.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        page.send("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced else "no-preference"}])
        if not scripts:
            page.send("Emulation.setScriptExecutionDisabled", value=True)
        page.go(address)
        try:
            yield page
        finally:
            self.send("Target.disposeBrowserContext", browserContextId=context)
            self.forget(session)


class Page:
    """One page; ``send`` has the whole protocol."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser, self.session = browser, session

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command for this page."""
        return self._browser.send(method, self.session, **parameters)

    def go(self, address: str) -> None:
        """Load an address, until its load event."""
        self.send("Page.navigate", url=address)
        self._browser.event("Page.loadEventFired", self.session)

    def run(self, expression: str) -> Any:
        """The value of an expression in the page, promises awaited; works under any policy of the page."""
        answer = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def key(self, name: str, code: int = 0, text: str = "", shift: bool = False) -> None:
        """Press and release a key."""
        common = {"key": name, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        """Write where the focus is."""
        self.send("Input.insertText", text=text)

    @property
    def said(self) -> list[str]:
        """What the page wrote to the console and what the browser complained of."""
        console = [str(e["args"]) for e in self._browser.events("Runtime.consoleAPICalled", self.session)]
        thrown = [str(e["exceptionDetails"]) for e in self._browser.events("Runtime.exceptionThrown", self.session)]
        return console + thrown + [e["entry"]["text"] for e in self._browser.events("Log.entryAdded", self.session)]

    @property
    def asked(self) -> list[str]:
        """The addresses that were asked for, without the page itself."""
        asked = [e["request"]["url"] for e in self._browser.events("Network.requestWillBeSent", self.session)
                 if e.get("type") != "Document" or e["loaderId"] != e["requestId"]]
        return asked + [e["url"] for e in self._browser.events("Page.javascriptDialogOpening", self.session)]

    def pdf(self, **settings: Any) -> bytes:
        """The page as the browser prints it."""
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True, **settings)["data"])

    def picture(self, **settings: Any) -> bytes:
        """A PNG of what is seen."""
        return base64.b64decode(self.send("Page.captureScreenshot", **settings)["data"])
