"""Scenes of a lesson, each with its judged truth: traffic for the rules that the recorded sessions have no case of.

A scene is a handful of exchanges in the product of the fixtures, as a browser or an app makes them, written as a HAR.
``must`` are the rules that have to be reported with their severity, ``may`` what is right besides; whatever else a
scan says above info is wrong. Scenes with nothing under ``must`` look like a leak and are none. Everybody is of the
fixtures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fixtures.people import everybody, person

SANNE, MOHAMMED = person("leerling-01"), person("leerling-02")
TEACHER = next(one for one in everybody() if one.role == "teacher")
CLASS = [one for one in everybody() if one.role == "pupil"][:8]
WWW, API = "https://www.rekenbaas.example", "https://api.rekenbaas.example"
ECK = {"eckId": SANNE.eckid}
ME = {"leerling": {**ECK, "roepnaam": SANNE.given, "rol": "leerling"}}


@dataclass(frozen=True, slots=True)
class Call:
    """One exchange: method and URL, what is sent (JSON, a form or text) and what comes back."""

    to: str
    sends: Any = None
    form: Mapping[str, str] | None = None
    answer: Any = None
    kind: str = "application/json"
    cookie: str = "sessie=7f3d2a1b9c8e4f60a1b2c3d4e5f60718"
    headers: Mapping[str, str] = field(default_factory=dict)
    gives: tuple[tuple[str, str], ...] = ()
    """Further response headers."""
    status: int = 200
    safe: bool = True
    """Whether the answer may not be stored and asks for HTTPS."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Exchanges with what is to be said of them."""

    name: str
    calls: tuple[Call, ...]
    must: Mapping[str, str] = field(default_factory=dict)
    """Rule → its severity; empty where another rule that goes before it may speak for it."""
    may: Mapping[str, str] = field(default_factory=dict)
    """Rule → the highest severity that is right here."""
    actor: str = ""
    policy: bool = True


def page(path: str = "/oefenen") -> dict[str, str]:
    """The headers of a request that a page of the product causes."""
    return {"Referer": f"{WWW}{path}", "Origin": WWW}


def har(scene: Scene) -> str:
    """The scene as a HAR, one second apart."""
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "leerlek", "version": "1"},
                               "entries": [_entry(call, number) for number, call in enumerate(scene.calls)]}})


def _entry(call: Call, number: int) -> dict[str, Any]:
    method, _, url = call.to.partition(" ")
    headers = dict(call.headers)
    request: dict[str, Any] = {"method": method, "url": url, "httpVersion": "HTTP/1.1", "cookies": [],
                               "queryString": [], "headersSize": -1, "bodySize": 0}
    if call.form is not None:
        text, kind = urlencode(call.form), "application/x-www-form-urlencoded"
    elif isinstance(call.sends, str):
        text, kind = call.sends, headers.pop("Content-Type", "text/plain")
    else:
        text, kind = json.dumps(call.sends), "application/json"
    if call.form is not None or call.sends is not None:
        request["postData"] = {"mimeType": kind, "text": text}
        headers["Content-Type"] = kind
    if call.cookie:
        headers["Cookie"] = call.cookie
    request["headers"] = [{"name": name, "value": value} for name, value in headers.items()]
    text = call.answer if isinstance(call.answer, str) else json.dumps(call.answer) if call.answer is not None else ""
    given = [("Content-Type", call.kind), *call.gives]
    if call.safe:
        given += [("Cache-Control", "no-store"), ("Strict-Transport-Security", "max-age=31536000")]
    response = {"status": call.status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [],
                "headers": [{"name": name, "value": value} for name, value in given],
                "content": {"size": len(text.encode()), "mimeType": call.kind, "text": text}, "redirectURL": "",
                "headersSize": -1, "bodySize": len(text.encode())}
    return {"startedDateTime": f"2026-10-05T07:{number // 60:02}:{number % 60:02}.000Z", "time": 12, "request": request,
            "response": response, "cache": {}, "timings": {"send": 0, "wait": 12, "receive": 0}}


def get(path: str, answer: Any = None, **more: Any) -> Call:
    """A question to the product."""
    return Call(f"GET {path if '://' in path else API + path}", answer=answer, **more)


def post(path: str, sends: Any = None, answer: Any = None, **more: Any) -> Call:
    """Something sent to the product."""
    return Call(f"POST {path if '://' in path else API + path}", sends=sends, answer=answer, **more)
