"""Hears the scanning process on behalf of the proxy: counts what it tells and says it in the terminal."""

from __future__ import annotations

import logging
from pathlib import Path

from mitmproxy.log import ALERT

from .news import News
from .reports import REPORTS
from .telling import Event
from .verdicts import REAL_PERSON
from .worker import UNFINISHED

_ALARMING = frozenset({"hoog", "kritiek"})

log = logging.getLogger("leerlek")


class Heard:
    """What the scanner told of one session; it tells in a thread of its own."""

    def __init__(self, folder: Path, news: News) -> None:
        """``folder``: of the results."""
        self._folder, self._news = folder, news
        self.exchanges = self.waiting = self.findings = 0
        """Exchanges scanned, bytes that wait to be scanned, findings so far."""
        self._warned = False
        """Of a person who seems to be real."""

    def hear(self, event: Event) -> None:
        """Take in one event of the worker or its supervisor; what is not known is passed over."""
        match event.get("event"):
            case "status":
                self.exchanges, self.waiting = event["exchanges"], event["waiting"]
            case "finding":
                self.findings += 1
                self._tell_finding(event)
            case "restarted":
                self._news.tell("restarted", logging.WARNING, status=event["status"])
            case "full":
                self._news.tell("waits", logging.ERROR, free=event["free"] // 1_000_000)
            case "unkept":
                self._news.tell("unkept", logging.WARNING, exchanges=event["exchanges"])
            case "forgotten":
                self._news.tell("forgotten", files=event["files"])
            case "left":
                self._news.tell("left", logging.ERROR, folder=self._folder)
            case "failed":
                self._news.tell("failed", logging.ERROR, folder=self._folder / UNFINISHED)
            case "done":
                self._news.tell("done", findings=event["findings"], exchanges=event["exchanges"],
                                report=self._folder / REPORTS["html"])

    def _tell_finding(self, event: Event) -> None:
        level = logging.WARNING if event["severity"] in _ALARMING else ALERT
        place = " ".join(event[name] for name in ("endpoint", "part", "pointer") if event[name])
        log.log(level, "leerlek: %s %s %s: %s, %s", event["label"].upper(), event["rule"], event["title"],
                event["recipient"], place)
        if event["rule"] == "COV-005" and not self._warned:
            self._warned = True
            log.warning("leerlek: %s", REAL_PERSON.get(self._news.lang))
