"""Marks of a tester in the traffic: "the step *login* begins here, and a pupil is logged in".

Theory. The name ``marker.leerlek.invalid`` can never be resolved (RFC 6761 §6.4), so a request to it reaches nobody,
and every recorder that stands between browser and network keeps it all the same: as a failed request (HAR, proxy dump),
as a proxied request or as a DNS question (packets). A mark is told in one of four ways::

    http://marker.leerlek.invalid/?step=login&actor=pupil&subject=leerling-01&title=Inloggen
    http://marker.leerlek.invalid/?end=login
    http://login.pupil.marker.leerlek.invalid/        step and actor as labels, for DNS alone
    X-Leerlek-Step: login; actor=pupil                a header of any request, which itself belongs to the step

A request to the reserved host is no traffic of the product: it is counted as a mark and not examined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from scanner.model import Exchange, Note

from .scenario import ACTORS

HOST = "marker.leerlek.invalid"
HEADER = "x-leerlek-step"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAX_TEXT = 2000
_MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. An empty ``step`` ends what was going on."""

    capture: str
    time: float
    step: str = ""
    actor: str = ""
    subject: str = ""
    title: str = ""


def is_marker_host(host: str) -> bool:
    """Whether a host is the reserved one or a name under it."""
    return host.lower() == HOST or host.lower().endswith("." + HOST)


def mark_of(exchange: Exchange) -> Mark | None:
    """The mark that an exchange is or carries; None for none, or for one that says nothing readable."""
    if is_marker_host(exchange.host):
        query = exchange.target.partition("#")[0].partition("?")[2][:_MAX_TEXT]
        if not query:
            return _of_host(exchange.host, exchange.capture, exchange.time)
        return _mark(exchange, dict(parse_qsl(query, max_num_fields=20)))
    for name, value in exchange.request_headers:
        if len(name) == len(HEADER) and name.lower() == HEADER:
            step, _, rest = value[:_MAX_TEXT].partition(";")
            told = {key.strip().lower(): word.strip() for key, _, word in (p.partition("=") for p in rest.split(";"))}
            return _mark(exchange, {**told, "step": step.strip()})
    return None


def mark_of_note(note: Note) -> Mark | None:
    """The mark in the name that a device looked up."""
    return _of_host(note.host, note.capture, note.time) if is_marker_host(note.host) else None


def _of_host(host: str, capture: str, time: float) -> Mark | None:
    labels = host.lower()[: -len(HOST) - 1].split(".") if len(host) > len(HOST) else []
    if not labels or len(labels) > 2 or not all(map(_ID.fullmatch, labels)):
        return None
    return Mark(capture, time, labels[0], ACTORS.get(labels[1], "") if len(labels) == 2 else "")


def _mark(exchange: Exchange, told: dict[str, str]) -> Mark | None:
    step, subject = told.get("step", ""), told.get("subject", "")
    if not step:
        return Mark(exchange.capture, exchange.time) if "end" in told else None
    if not _ID.fullmatch(step):
        return None
    title = " ".join(told.get("title", "").split())[:_MAX_TITLE]
    return Mark(exchange.capture, exchange.time, step, ACTORS.get(told.get("actor", "").lower(), ""),
                subject if _ID.fullmatch(subject) else "", title)
