"""Serves the dashboard on the loopback: ``python -m scanner.live.dashboard.server``, settings as a JSON line on input.

Theory. Other pages in the same browser, and other users of the computer, are the ones to keep out. A token in the
address that the terminal shows becomes a cookie that no other site can use (``SameSite=Strict``); the ``Host`` of every
request must be this computer's own name, so a name that was made to point here (DNS rebinding) gets nothing; what
changes something must come from the page itself (``Origin``) and be JSON. The page loads nothing from elsewhere, and
the policy in its headers forbids it. The server holds no data: it reads the store, and ends when its parent does.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from scanner.live import room
from scanner.live.control import Command, Control
from scanner.live.dashboard import queries
from scanner.live.dashboard.texts import for_page
from scanner.live.reports import REPORTS
from scanner.live.sheet import DEVICES, POLICY, sheet
from scanner.live.store import connect, name_device
from scanner.live.tunnel import PICTURE
from scanner.live.worker import UNFINISHED

COOKIE = "leerlek"
_HERE = Path(__file__).parent
_FILES = {"app.js": "text/javascript", "style.css": "text/css"}
_CLOSED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_PAGE_POLICY = f"{_CLOSED}; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
_REPORT_POLICY = "sandbox allow-scripts allow-popups allow-modals"
"""The report is a page with scripts of its own: as a sandbox it is another origin and reaches nothing here."""
_IN_DUTCH = {
    "Open the address that the terminal shows": "Open het adres dat in de terminal staat",
    "Not a name of this computer": "Geen naam van deze computer",
    "The report comes when the session has ended": "Het rapport komt als de sessie voorbij is",
    "There is no WireGuard tunnel": "Er is geen WireGuard-tunnel",
    "Not Found": "Hier is niets",
}
"""What somebody sees who comes to a page of the dashboard that does not open."""
_LARGEST = 10_000
_MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """Folder of the results, port to listen at (0: any that is free), the secret, and the language to begin with."""

    folder: str
    port: int
    token: str
    lang: str
    address: str = ""
    """Where devices connect, and ``proxy_port``; for the sheets."""
    proxy_port: int = 8080
    tunnel: bool = False
    """Whether they come in by WireGuard."""


class Handler(RequestHandler):
    """Lets in who knows the token, from a page of this server, at a name of this computer."""

    settings_: Settings

    def initialize(self, settings: Settings) -> None:
        """Take what the server was started with."""
        self.settings_ = settings
        self.folder = Path(settings.folder)

    def set_default_headers(self) -> None:
        """Nothing is cached, framed, guessed or sent along."""
        for name, value in {
            "Content-Security-Policy": _CLOSED, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin", "Server": "leerlek",
        }.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse names that are not this computer's, and visitors without the token."""
        self.at_home()
        if not self.is_token(self.get_cookie(self.cookie) or ""):
            raise HTTPError(403, reason="Open the address that the terminal shows")
        if self.request.method != "GET":
            if self.request.headers.get("Origin", "") != f"http://{self.request.host}":
                raise HTTPError(403, reason="Only from the dashboard itself")
            if self.request.headers.get("Content-Type", "").partition(";")[0] != "application/json":
                raise HTTPError(415)

    @property
    def cookie(self) -> str:
        """Its name; cookies are shared by all ports of a host, so two dashboards need two names."""
        return f"{COOKIE}-{self.request.host.rpartition(':')[2]}"

    def at_home(self) -> None:
        """Raises ``HTTPError`` when the browser was led here by a name that is not this computer's own."""
        host = self.request.host.rpartition(":")[0] if ":" in self.request.host else self.request.host
        if host.lower() not in {"127.0.0.1", "localhost"}:
            raise HTTPError(403, reason="Not a name of this computer")

    def is_token(self, given: str) -> bool:
        """Whether it is the secret, in a time that does not tell how much of it is right."""
        return hmac.compare_digest(given.encode(), self.settings_.token.encode())

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """A visitor's mistake is told to the visitor; the terminal hears of ours alone."""
        if not isinstance(value, HTTPError):
            super().log_exception(typ, value, tb)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what is wrong in a line, without a trace."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        reason = _IN_DUTCH.get(self._reason, self._reason) if self.settings_.lang == "nl" else self._reason
        self.finish(f"{status_code} {reason}\n")

    def parameter(self, name: str) -> str:
        """A value of the query, empty when it is not there."""
        return self.get_query_argument(name, "") or ""

    def asked(self) -> dict[str, Any]:
        """The JSON object that was sent. Raises ``HTTPError`` for anything else."""
        try:
            data = json.loads(self.request.body)
        except ValueError:
            raise HTTPError(400, reason="Not JSON") from None
        if not isinstance(data, dict):
            raise HTTPError(400, reason="Not an object")
        return data


class Page(Handler):
    """The page itself; with the token in its address it first becomes a cookie."""

    def prepare(self) -> None:
        """Trade the token for the cookie, so that it stands in no history and no screenshot for long."""
        self.at_home()
        if not self.is_token(self.parameter("token")):
            super().prepare()
            return
        self.set_cookie(self.cookie, self.settings_.token, httponly=True, samesite="Strict", path="/")
        self.redirect("/")

    def get(self) -> None:
        """The page in the language that the session began with; its script can show the other one."""
        self.set_header("Content-Security-Policy", _PAGE_POLICY)
        page = (_HERE / "page.html").read_text(encoding="utf-8")
        self.finish(page.replace('lang="nl"', f'lang="{self.settings_.lang}"', 1))


class File(Handler):
    """A script or style of the page, or its words."""

    def get(self, name: str) -> None:
        """The file as it is in the package."""
        if name == "texts.json":
            self.set_header("Content-Type", "application/json")
            self.finish(for_page())
            return
        self.set_header("Content-Type", f"{_FILES[name]}; charset=utf-8")
        self.finish((_HERE / name).read_bytes())


class Ask(Handler):
    """Questions to the store."""

    def get(self, what: str) -> None:
        """``state``, ``findings``, ``matrix`` or ``coverage`` as JSON; 503 while there is no store yet."""
        answers: dict[str, Callable[[sqlite3.Connection], Any]] = {
            "state": self._state, "findings": self._findings, "matrix": queries.matrix, "coverage": queries.coverage,
        }
        try:
            with closing(connect(self.folder)) as database:
                answer = answers[what](database)
        except (FileNotFoundError, sqlite3.Error):
            raise HTTPError(503, reason="The scanner has not begun yet") from None
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(answer))

    def _state(self, database: sqlite3.Connection) -> dict[str, Any]:
        work = self.folder / UNFINISHED
        return queries.state(database) | {
            "paused": Control(work).paused, "going": work.exists(), "report": (self.folder / REPORTS["html"]).exists(),
            "folder": str(self.folder), "tunnel": (work / PICTURE).exists(), "disk": self._disk()}

    def _disk(self) -> dict[str, Any]:
        """How much room there is, and how many exchanges had none and are not in the coverage yet."""
        free, dropped = room.free(self.folder), room.read(self.folder / UNFINISHED)[0]
        return {"free": free, "level": "full" if dropped else room.level(free), "dropped": dropped,
                "floor": room.FLOOR}

    def _findings(self, database: sqlite3.Connection) -> dict[str, Any]:
        return queries.findings(
            database, least=self._number("least"), recipient=self.parameter("recipient"),
            device=self._number("device"), words=self.parameter("words")[:200],
            order=self.parameter("order"), page=self._number("page"))

    def _number(self, name: str) -> int:
        text = self.parameter(name) or "0"
        return min(int(text), 1_000_000) if text.isascii() and text.isdigit() else 0


class Do(Handler):
    """Requests to the proxy, and names of devices."""

    def post(self, what: str) -> None:
        """``command`` leaves a request for the proxy; ``device`` gives an address a name."""
        data = self.asked()
        try:
            if what == "command":
                Control(self.folder / UNFINISHED).ask(Command.parse(data))
            else:
                name_device(self.folder, *_named(data))
        except ValueError as error:
            raise HTTPError(400, reason=str(error)) from None
        except (OSError, sqlite3.Error):
            raise HTTPError(409, reason="The session has ended, or the disk is full") from None
        self.set_status(204)


class Tunnel(Handler):
    """The QR code of the WireGuard tunnel."""

    def get(self) -> None:
        """The picture, while the proxy has such a way in."""
        path = self.folder / UNFINISHED / PICTURE
        if not path.exists():
            raise HTTPError(404, reason="There is no WireGuard tunnel")
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(path.read_bytes())


class Sheet(Handler):
    """A page to print for one kind of device."""

    def get(self, kind: str) -> None:
        """In the language that is asked for."""
        if kind not in DEVICES:
            raise HTTPError(404)
        code = self.folder / UNFINISHED / PICTURE
        drawn = code.read_text(encoding="utf-8") if self.settings_.tunnel and code.exists() else ""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(sheet(kind, self.settings_.address, self.settings_.proxy_port,
                          "en" if self.parameter("lang") == "en" else "nl", tunnel=self.settings_.tunnel, code=drawn))


class Report(Handler):
    """The report that the session ended with."""

    def get(self) -> None:
        """The HTML report, as a sandbox."""
        path = self.folder / REPORTS["html"]
        if not path.exists():
            raise HTTPError(404, reason="The report comes when the session has ended")
        self.set_header("Content-Security-Policy", _REPORT_POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(path.read_bytes())


def _named(data: dict[str, Any]) -> tuple[str, str]:
    address, name = data.get("address"), data.get("name")
    if not isinstance(address, str) or not isinstance(name, str) or not address or len(address) > 64:
        raise ValueError("address and name are texts")
    name = " ".join(name.split())
    if len(name) > _MAX_NAME or not name.isprintable():
        raise ValueError(f"name: at most {_MAX_NAME} printable characters")
    return address, name


def application(settings: Settings) -> Application:
    """The routes. Who asks what is told nobody: the terminal is for the session, and addresses may hold the secret."""
    given = {"settings": settings}
    return Application([
        ("/", Page, given), ("/(app\\.js|style\\.css|texts\\.json)", File, given),
        ("/api/(state|findings|matrix|coverage)", Ask, given), ("/api/(command|device)", Do, given),
        ("/sheet/([a-z]+)", Sheet, given), ("/report", Report, given), ("/tunnel.svg", Tunnel, given),
    ], default_handler_class=Nothing, default_handler_args=given, log_function=lambda _: None)


class Nothing(Handler):
    """Any other address."""

    def prepare(self) -> None:
        """There is nothing here, for anybody."""
        raise HTTPError(404)


async def serve(settings: Settings, ready: Callable[[int], None]) -> None:
    """Serve until cancelled; ``ready`` gets the port, which is another one when the wanted one is taken."""
    try:
        sockets = bind_sockets(settings.port, "127.0.0.1")
    except OSError:
        sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(application(settings), max_body_size=_LARGEST)
    server.add_sockets(sockets)
    ready(sockets[0].getsockname()[1])
    await asyncio.Event().wait()


def settings_line(settings: Settings) -> bytes:
    """What the server wants on its input."""
    return json.dumps(asdict(settings)).encode() + b"\n"


def main() -> None:
    """Serve until the input closes."""
    settings = Settings(**json.loads(sys.stdin.buffer.readline()))

    def leave_with_parent() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        os._exit(0)

    threading.Thread(target=leave_with_parent, daemon=True).start()
    asyncio.run(serve(settings, lambda port: print(port, flush=True)))  # noqa: T201  the parent reads it


if __name__ == "__main__":
    main()
