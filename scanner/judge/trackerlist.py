"""Reads tracker lists that others keep: Adblock Plus syntax (EasyPrivacy), Disconnect's JSON, hosts files.

Theory. Such a list is made for blocking; here it only says that a domain follows visitors. So whole-domain rules
count (``||tracker.example^``, with or without ``$third-party``), rules for a path, a page or a script do not: they
say nothing about the host. Nothing is fetched: the user names a file. Its name and its date stand in the report.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.errors import UsageError

MAX_BYTES = 64 << 20
MAX_NAME = 80

_RULE = re.compile(r"\|\|([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)(?:\^\*?|/\*?)?(?:\$([a-z0-9,~_=|.-]+))?", re.IGNORECASE)
_TYPES = frozenset({"document", "popup", "script", "image", "ping", "xmlhttprequest", "xhr", "subdocument", "frame",
                    "other", "beacon", "websocket", "stylesheet", "css", "font", "media", "object", "webrtc"})
_HARMLESS_OPTIONS = _TYPES | {f"~{each}" for each in _TYPES} | {"third-party", "3p", "important", "all", "match-case"}
"""Options that leave a rule one about a host: what is loaded from it, and that a page of another site does it."""
_EXCEPT_ON = re.compile(r"(?:domain|from)=~[^|]+(?:\|~[^|]+)*")
"""A rule that holds on all sites but these; one that holds on named sites alone says nothing of the host elsewhere."""
_HOSTS_LINE = re.compile(r"(?:(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+)?([a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)\s*"
                         r"(?:#.*)?", re.IGNORECASE)
_HOSTS_FILE = re.compile(r"(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+([^#]+)(?:#.*)?")
_HOST = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)+", re.IGNORECASE)
_ADBLOCK = re.compile(r"\[adblock|\|\|", re.IGNORECASE)
"""How a line of Adblock Plus syntax begins; in such a list a bare name is a piece of a URL and no host."""
_TITLE = re.compile(r"[!#]\s*Title:\s*(.{1,200})", re.IGNORECASE)
_DATE = re.compile(r"[!#]\s*(?:Last modified|Last updated|Updated|Date):\s*(.{1,60})", re.IGNORECASE)
_VERSION = re.compile(r"[!#]\s*Version:\s*(.{1,60})", re.IGNORECASE)
_DISCONNECT = {
    "Advertising": "advertising", "Analytics": "analytics", "Social": "social", "ConsentManagers": "",
    "FingerprintingInvasive": "fingerprinting", "FingerprintingGeneral": "fingerprinting", "Disconnect": "analytics",
    "Email": "advertising", "EmailAggressive": "advertising", "EmailStrict": "advertising", "Anti-fraud": "",
    "Cryptomining": "advertising", "Content": "",
}
"""Category of Disconnect → class of the directory; an empty class is not listed."""


@dataclass(frozen=True, slots=True)
class TrackerList:
    """A list as loaded: what it calls itself, its own date (empty when it tells none), and its domains."""

    name: str
    date: str
    sha256: str
    domains: Mapping[str, str] = field(repr=False)
    """Domain → class."""

    def find(self, host: str) -> tuple[str, str]:
        """The listed domain that a host is or lies under, and its class; empty when it is not listed."""
        name = host
        while name:
            found = self.domains.get(name)
            if found:
                return name, found
            _, _, name = name.partition(".")
        return "", ""


def load_tracker_list(path: Path) -> TrackerList:
    """A list from a file. Raises ``UsageError`` when it cannot be read or holds no domain."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"tracker list {path}: cannot be read ({error.strerror})") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"tracker list {path}: larger than {MAX_BYTES >> 20} MB")
    text = data.decode("utf-8-sig", "replace")
    name, date = path.name, ""
    if text.lstrip()[:1] == "{":
        domains = _disconnect(text, path)
    else:
        domains = _lines(text)
        head = text[:4000]
        name = _first(_TITLE, head) or name
        date = _first(_DATE, head) or _first(_VERSION, head)
    if not domains:
        raise UsageError(f"tracker list {path}: holds no domain; Adblock Plus, Disconnect or hosts format is needed")
    return TrackerList(name[:MAX_NAME], date, hashlib.sha256(data).hexdigest(), domains)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return " ".join(found[1].split()) if found else ""


def _lines(text: str) -> dict[str, str]:
    """The domains of a list in Adblock Plus or hosts syntax; an exception takes its domain out again."""
    found: dict[str, str] = {}
    allowed: set[str] = set()
    lines = [line.strip() for line in text.splitlines()]
    hosts_file = not any(_ADBLOCK.match(line) for line in lines)
    for line in lines:
        if not line or line[0] in "!#[":
            continue
        exception = line.startswith("@@")
        match = _RULE.fullmatch(line[2:] if exception else line)
        if match is not None:
            options = frozenset((match[2] or "").lower().split(",")) - {""}
            if exception and not options:
                allowed.add(match[1].lower())
            elif not exception and all(each in _HARMLESS_OPTIONS or _EXCEPT_ON.fullmatch(each) for each in options):
                found[match[1].lower()] = "analytics"
        elif hosts_file:
            found.update(dict.fromkeys(_named(line), "analytics"))
    for name in (*allowed, "localhost.localdomain", "0.0.0.0"):
        found.pop(name, None)
    return found


def _named(line: str) -> Iterator[str]:
    """The names in a line of a hosts file, which may hold several, or of a plain list of domains."""
    match = _HOSTS_FILE.fullmatch(line)
    if match is not None:
        yield from (name.lower() for name in match[1].split() if _HOST.fullmatch(name))
    elif (plain := _HOSTS_LINE.fullmatch(line)) is not None:
        yield plain[1].lower()


def _disconnect(text: str, path: Path) -> dict[str, str]:
    """The domains of Disconnect's ``services.json``: categories → organisations → page → domains."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"tracker list {path}: not valid JSON") from None
    categories = data.get("categories") if isinstance(data, dict) else None
    found: dict[str, str] = {}
    for category, organisations in categories.items() if isinstance(categories, dict) else ():
        class_ = _DISCONNECT.get(str(category), "analytics")
        if class_:
            for domain in _domains(organisations):
                found.setdefault(domain, class_)
    return found


def _domains(organisations: object) -> Iterator[str]:
    for organisation in organisations if isinstance(organisations, list) else ():
        for pages in organisation.values() if isinstance(organisation, dict) else ():
            for domains in pages.values() if isinstance(pages, dict) else ():
                for domain in domains if isinstance(domains, list) else ():
                    if isinstance(domain, str) and (match := _HOSTS_LINE.fullmatch(domain.strip())):
                        yield match[1].lower()
