"""Exchanges between systems in which more than the pseudonym is contracted practice, and what is practice in each.

Theory. A chain standard (UWLR, Doorstroomtoets, SEM, Edu-iX, OSO, ROD) says which data its messages hold. A message is
told by a segment of the path or by an element above the datum, and it goes from server to server: no page caused it
and no pupil, parent or teacher is logged in. What the message holds by the standard is *contracted*; a datum beyond
that is not. A policy that *names* a profile declares what is contracted for the recipients it is about; without that,
rules may still judge it more mildly, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from scanner.model import About, Category, Detection, Text

from .files import rules_folder
from .policy import Coverage, UsedProfile, compile_globs, complete_names
from .yamlfile import parse

Contract = Literal["", "standard", "named"]
"""Whether a datum is contracted practice in its message: not, by the standard, or by the standard as the policy names
it for this recipient."""

ABOUT_PREFIXES: Mapping[str, tuple[About, ...]] = {"parent": ("guardian",), "staff": ("teacher",)}
PERSONAL_ACTORS = frozenset({"pupil", "parent", "teacher"})


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of message of a standard."""

    id: str
    path: re.Pattern[str] | None
    element: re.Pattern[str] | None
    covers: Coverage

    def at(self, path: str) -> bool:
        """Whether a segment of the path tells this message."""
        return self.path is not None and any(self.path.match(step) for step in path.lower().split("/") if step)

    def holds(self, pointer: str) -> bool:
        """Whether an element above the datum tells this message."""
        return self.element is not None and any(self.element.match(step) for step in pointer.split("/")[:-1] if step)


@dataclass(frozen=True, slots=True)
class Profile:
    """One standard."""

    id: str
    title: Text
    standard: str
    roles: frozenset[str]
    messages: tuple[Message, ...]

    def message(self, path: str, pointer: str) -> Message | None:
        """The message that a datum is in: by the elements above it, else by the path."""
        for message in self.messages:
            if message.holds(pointer):
                return message
        return next((message for message in self.messages if message.at(path)), None)


@lru_cache(maxsize=1)
def load_profiles() -> Mapping[str, Profile]:
    """The shipped profiles by id, in the order of their ids. Not validated: the tests do that."""
    folder = rules_folder() / "policies" / "profiles"
    return {profile.id: profile for profile in map(_read, sorted(folder.glob("*.yaml")))}


def _read(path: Path) -> Profile:
    data: Any = parse(path.read_text("utf-8"))
    return Profile(
        data["id"], Text(data["title"]["nl"], data["title"]["en"]), data["standard"], frozenset(data["roles"]),
        tuple(Message(item["id"], compile_globs(glob.lower() for glob in item["path"]), compile_globs(item["element"]),
                      _covers(item["categories"])) for item in data["messages"]))


def _covers(codes: Iterable[str]) -> Coverage:
    pairs: list[tuple[Category, About]] = []
    for code in codes:
        prefix, _, rest = code.partition(".")
        people: tuple[About, ...] = ABOUT_PREFIXES.get(prefix, ("pupil", "unknown"))
        category = Category(rest if prefix in ABOUT_PREFIXES else code)
        pairs += [(category, about) for about in people]
    return complete_names(pairs)


@dataclass(frozen=True, slots=True)
class Exchanges:
    """What the circumstances of an exchange say about chain standards; one object per context.

    ``server``: from system to system. ``named``: the profiles that the policy names for this recipient here, with
    whether it says that this very endpoint serves them.
    """

    path: str
    role: str
    server: bool
    known: bool
    """The recipient is in the policy, or there is none: an outsider has no contract."""
    named: tuple[tuple[str, bool], ...] = ()

    def standard(self, pointer: str) -> bool:
        """Whether a datum is in a message of a standard that a party in this role takes part in."""
        return any(self._takes_part(profile) and profile.message(self.path, pointer) is not None
                   for profile in load_profiles().values())

    def contract(self, detection: Detection) -> Contract:
        """Whether a datum is contracted practice."""
        if not self.server or not self.known:
            return ""
        found: Contract = ""
        named = dict(self.named)
        for profile in load_profiles().values():
            message = profile.message(self.path, detection.template)
            if message is None and named.get(profile.id):
                message = profile.messages[-1]
            if message is None or (detection.category, detection.about) not in message.covers:
                continue
            if profile.id in named:
                return "named"
            if self._takes_part(profile):
                found = "standard"
        return found

    def _takes_part(self, profile: Profile) -> bool:
        return self.role in profile.roles or (self.role == "undeclared" and "vendor" in profile.roles)


def exchanges_of(used: Sequence[UsedProfile], *, path: str, host: str, recipient: str, role: str, server: bool,
                 known: bool) -> Exchanges:
    """What holds for the exchanges of one context. ``used`` are the profiles that the policy names."""
    named: dict[str, bool] = {}
    for use in used:
        profile = load_profiles().get(use.profile)
        if profile is None or role not in profile.roles or (use.recipients and recipient not in use.recipients):
            continue
        here = compile_globs(use.match)
        if here is None:
            named.setdefault(use.profile, False)
        elif here.match(host + path):
            named[use.profile] = True
    return Exchanges(path, role, server, known, tuple(named.items()))
