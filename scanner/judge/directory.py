"""The directory of parties: who runs which domain, from the shipped file, the user's own files and tracker lists.

Theory. The longest domain counts, and a file of the user goes before the shipped one whatever the length: who writes
an entry knows better. A tracker list only says of a domain that it follows visitors, so it adds the tag ``tracker`` to
what the directory knows; where the user wrote an entry, that decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .files import rules_folder
from .policy import compile_globs
from .trackerlist import TrackerList, load_tracker_list
from .yamlfile import YamlFile, nearest, parse

TRACKER_CLASSES = frozenset({"analytics", "advertising", "replay", "social", "tags"})
"""Classes that make a tracker (rule catalogue §16.11)."""

CHAIN_ROLES = frozenset({"school", "las", "federation", "authority"})
"""Roles whose task in the chain needs identity data: rules about the vendor's data leave them out."""

USER_ROLES = (*sorted(CHAIN_ROLES), "own_controller", "subprocessor", "vendor")

CLASSES = TRACKER_CLASSES | {
    "", "abtest", "ai", "background", "cdn", "cloud", "consent", "consumer", "crash", "diagnostic", "education",
    "fingerprinting", "fonts", "hosting", "identity", "mail", "maps", "marketing", "nummervoorziening", "payment",
    "proctoring", "push", "security", "support", "survey", "video",
}
"""Every class of the directory; ``rules/recipients.yaml`` explains them."""

_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:]+")
_ENTRY_KEYS = {"organisation", "domains", "role", "class", "seat"}
_SEAT = re.compile(r"[A-Z]{2}|")


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """What the directory knows of a domain; ``domain`` is the first of the entry and names the recipient."""

    domain: str
    organisation: str
    role: str
    class_: str
    seat: str
    user: bool = False
    """Whether it is from a file of the user."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What recipients were looked up in, for the report: date and size of the directory, the user's files, lists."""

    date: str
    entries: int
    suffixes: str
    files: tuple[str, ...] = ()
    lists: tuple[TrackerList, ...] = field(default=(), repr=False)


class Directory:
    """Who runs which domain."""

    def __init__(self, entries: Mapping[str, DirectoryEntry], date: str, paths: Mapping[str, Iterable[str]], *,
                 own: Mapping[str, DirectoryEntry] | None = None, files: Sequence[str] = (),
                 lists: Sequence[TrackerList] = ()) -> None:
        """``paths`` holds the globs ``tracker_paths`` and ``cloaked_paths``; ``own`` the entries of the user."""
        self._entries = entries
        self._own = own or {}
        self._lists = tuple(lists)
        self._files = tuple(files)
        self.date = date
        self.tracker_paths = compile_globs(paths.get("tracker_paths", ()))
        self.cloaked_paths = compile_globs(paths.get("cloaked_paths", ()))

    def find(self, host: str) -> DirectoryEntry | None:
        """The entry of a host, of the user or shipped."""
        return _longest(self._own, host) or _longest(self._entries, host)

    def listed(self, host: str) -> tuple[str, str]:
        """The listed domain that a host is or lies under, and its class; empty when no tracker list has it."""
        for each in self._lists:
            found = each.find(host)
            if found[0]:
                return found
        return "", ""

    @property
    def lists(self) -> Lists:
        """What a report says about the sources of names and tags."""
        from .domains import list_date

        return Lists(self.date, len(self), list_date(), self._files, self._lists)

    def __len__(self) -> int:
        return len({id(entry) for entry in (*self._entries.values(), *self._own.values())})


def _longest(entries: Mapping[str, DirectoryEntry], host: str) -> DirectoryEntry | None:
    name = host
    while name:
        entry = entries.get(name)
        if entry is not None:
            return entry
        _, _, name = name.partition(".")
    return None


@lru_cache(maxsize=1)
def _shipped() -> tuple[Mapping[str, DirectoryEntry], Mapping[str, Any]]:
    """The entries by domain, and all of the file; read once in a process, since nothing changes either."""
    data: Any = parse((rules_folder() / "recipients.yaml").read_text("utf-8"))
    entries: dict[str, DirectoryEntry] = {}
    for group in data["groups"]:
        for item in group["recipients"]:
            entry = DirectoryEntry(item["domains"][0], item["organisation"], item.get("role", ""),
                                   item.get("class", group["class"]), item["seat"])
            entries.update(dict.fromkeys(item["domains"], entry))
    return MappingProxyType(entries), MappingProxyType(data)


def load_directory(files: Iterable[Path] = (), lists: Iterable[Path] = ()) -> Directory:
    """The directory shipped with the rules, with the user's files and tracker lists.

    Raises ``UsageError`` naming file, line and field where a file of the user is wrong.
    """
    entries, data = _shipped()
    own: dict[str, DirectoryEntry] = {}
    names: list[str] = []
    for path in files:
        own |= _own_entries(YamlFile(path))
        names.append(path.name)
    return Directory(entries, str(data["date"]), data, own=own, files=names,
                     lists=[load_tracker_list(path) for path in lists])


def _own_entries(file: YamlFile) -> dict[str, DirectoryEntry]:
    """The entries of a file of the user: ``recipients: [{organisation, domains, role, class, seat}]``."""
    data = file.data
    if not isinstance(data, dict) or not isinstance(data.get("recipients"), list):
        raise file.error((), "must be a mapping with the list 'recipients'")
    for key in data:
        if key not in {"recipients", "date"}:
            raise file.error((key,), f"unknown key; {nearest(str(key), ('recipients', 'date'))}")
    found: dict[str, DirectoryEntry] = {}
    for number, item in enumerate(data["recipients"]):
        where = ("recipients", number)
        if not isinstance(item, dict):
            raise file.error(where, "must be a mapping with organisation and domains")
        for key in item:
            if key not in _ENTRY_KEYS:
                raise file.error((*where, key), f"unknown key; {nearest(str(key), sorted(_ENTRY_KEYS))}")
        domains = item.get("domains")
        if not isinstance(domains, list) or not domains or not item.get("organisation"):
            raise file.error(where, "needs 'organisation' and the list 'domains'")
        role, class_, seat = (str(item.get(key) or "") for key in ("role", "class", "seat"))
        if role and role not in USER_ROLES:
            raise file.error((*where, "role"), f"{role!r} is no role; {nearest(role, USER_ROLES)}")
        if class_ not in CLASSES:
            raise file.error((*where, "class"), f"{class_!r} is no class; {nearest(class_, sorted(CLASSES))}")
        if not _SEAT.fullmatch(seat):
            raise file.error((*where, "seat"), "write a country in two capitals, such as NL")
        names = [str(domain).lower().removeprefix("*.") for domain in domains]
        for position, name in enumerate(names):
            if not _DOMAIN.fullmatch(name):
                raise file.error((*where, "domains", position), "must be a domain, such as leren.example")
        entry = DirectoryEntry(names[0], str(item["organisation"]), role, class_, seat, user=True)
        found.update(dict.fromkeys(names, entry))
    return found
