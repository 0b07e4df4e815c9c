"""Writes HARs as a browser exports them, from short descriptions; every person, id and domain is synthetic."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def entry(
    url: str, *, method: str = "GET", headers: dict[str, str] | None = None, post: object = None,
    answer: object = None, answer_headers: dict[str, str] | None = None, status: int = 200, second: int = 0,
    connection: str = "",
) -> dict[str, Any]:
    """One exchange; bodies that are no text are written as JSON. ``second`` counts from a school morning."""
    request: dict[str, Any] = {
        "method": method, "url": url, "httpVersion": "HTTP/2", "cookies": [], "queryString": [],
        "headers": _headers({"Host": urlsplit(url).netloc, "User-Agent": "Mozilla/5.0 (X11; Linux x86_64)",
                             **(headers or {})}),
        "headersSize": -1, "bodySize": 0,
    }
    if post is not None:
        text = post if isinstance(post, str) else json.dumps(post)
        kind = "application/x-www-form-urlencoded" if isinstance(post, str) else "application/json"
        request |= {"postData": {"mimeType": kind, "text": text}, "bodySize": len(text)}
    text = answer if isinstance(answer, str) else json.dumps(answer) if answer is not None else ""
    kind = "text/html" if isinstance(answer, str) else "application/json"
    return {
        "startedDateTime": f"2026-10-05T07:{14 + second // 60:02}:{second % 60:02}.000Z", "time": 12,
        "request": request, "cache": {}, "timings": {"send": 0, "wait": 10, "receive": 2},
        **({"connection": connection} if connection else {}),
        "response": {
            "status": status, "statusText": "", "httpVersion": "HTTP/2", "cookies": [], "redirectURL": "",
            "headers": _headers({"Content-Type": kind, "Cache-Control": "no-store", **(answer_headers or {})}),
            "content": {"size": len(text), "mimeType": kind, "text": text}, "headersSize": -1, "bodySize": len(text),
        },
    }  # fmt: skip


def har(path: Path, entries: Iterable[dict[str, Any]]) -> Path:
    """Write a HAR 1.2."""
    log = {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": list(entries)}
    path.write_text(json.dumps({"log": log}), "utf-8")
    return path


def _headers(given: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in given.items()]
