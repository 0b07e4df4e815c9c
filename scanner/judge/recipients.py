"""Who gets a message: host → recipient of the policy → built-in directory → undeclared.

Theory. A role is a legal relation, so it comes from the policy; the directory only knows parties whose task in the
Dutch education chain is public, and the class of well-known services. Anything else keeps the role ``undeclared``.
Without a policy nobody was named, so an unknown host is *assumed* to be the product itself or a partner of it: the
default policy is its yardstick, and rules that need an undeclared recipient stay silent about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scanner.model import About, Category

from .domains import registrable_domain
from .files import rules_folder
from .policy import Coverage, Policy, PolicyRecipient, compile_globs

TRACKER_CLASSES = frozenset({"analytics", "advertising", "replay", "social", "tags"})
"""Classes of the directory that make a tracker (rule catalogue §16.11)."""

CHAIN_ROLES = frozenset({"school", "las", "federation", "authority"})
"""Roles whose task in the chain needs identity data: rules about the vendor's data leave them out."""

MAX_HOSTS = 50_000
"""Hosts whose party is remembered; more are resolved anew each time."""


@dataclass(frozen=True, eq=False, slots=True)
class Party:
    """A recipient as the judge sees it. One object per recipient, so identity is equality."""

    key: str
    organisation: str
    role: str
    class_: str
    tracker: bool
    country: str
    domain: str
    declared: bool
    assumed: bool
    source: Literal["policy", "directory", "none"]
    covers: Coverage
    purposes: tuple[str, ...] = ()
    data_class: str = ""

    @property
    def name(self) -> str:
        """How texts call the recipient."""
        if self.organisation and self.organisation.lower() != self.domain:
            return f"{self.organisation} ({self.domain})"
        return self.domain or self.key

    def has(self, category: Category, about: About) -> bool:
        """Whether the policy lets this recipient have a category. An IP address comes with every contact."""
        return category is Category.IP or (category, about) in self.covers


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """What the directory knows of a domain; ``domain`` is the first of the entry and names the recipient."""

    domain: str
    organisation: str
    role: str
    class_: str
    seat: str


class Directory:
    """The built-in list of who runs which domain; the longest matching domain counts."""

    def __init__(self, entries: Mapping[str, DirectoryEntry], date: str, tracker_paths: Iterable[str] = ()) -> None:
        self._entries = entries
        self.date = date
        self.tracker_paths = compile_globs(tracker_paths)

    def find(self, host: str) -> DirectoryEntry | None:
        """The entry of a host."""
        name = host
        while name:
            entry = self._entries.get(name)
            if entry is not None:
                return entry
            _, _, name = name.partition(".")
        return None

    def __len__(self) -> int:
        return len({id(entry) for entry in self._entries.values()})


def load_directory() -> Directory:
    """The directory shipped with the rules."""
    from .yamlfile import parse

    data: Any = parse((rules_folder() / "recipients.yaml").read_text("utf-8"))
    entries: dict[str, DirectoryEntry] = {}
    for item in data["recipients"]:
        entry = DirectoryEntry(item["domains"][0], item["organisation"], item.get("role", ""), item["class"],
                               item["seat"])
        entries.update(dict.fromkeys(item["domains"], entry))
    return Directory(entries, str(data["date"]), data["tracker_paths"])


class Parties:
    """Resolves hosts to parties under one policy."""

    def __init__(self, policy: Policy, directory: Directory) -> None:
        self._policy = policy
        self._directory = directory
        self._default = policy.covers_by_default if policy.builtin else frozenset()
        self._parties: dict[str, Party] = {}
        self._by_host: dict[str, Party] = {}
        self.measuring: set[str] = set()
        self._covers = {r.id: policy.covers(r) for r in policy.recipients}

    def of(self, host: str) -> Party:
        """The party behind a host."""
        name = host.strip().rstrip(".").lower()
        party = self._by_host.get(name)
        if party is None:
            party = self._resolve(name)
            if len(self._by_host) < MAX_HOSTS:
                self._by_host[name] = party
        return party

    def measures(self, party: Party, path: str) -> bool:
        """Whether a path is that of a known measuring protocol; its recipient is then listed as one that tracks."""
        paths = self._directory.tracker_paths
        if paths is None or paths.match(path) is None:
            return False
        self.measuring.add(party.key)
        return True

    def _resolve(self, host: str) -> Party:
        entry = self._directory.find(host)
        class_ = entry.class_ if entry else ""
        named = self._named(host)
        if named is not None:
            return self._keep(Party(
                named.id, named.organisation, named.role, class_, class_ in TRACKER_CLASSES, named.country,
                registrable_domain(host), True, False, "policy", self._covers[named.id], named.purposes,
                named.data_class,
            ))
        if entry is None:
            domain = registrable_domain(host)
            return self._keep(Party(self._free_key(domain), "", "undeclared", "", False, "", domain, False,
                                    self._policy.builtin, "none", self._default))
        known_task = bool(class_ or entry.role)
        return self._keep(Party(
            self._free_key(entry.domain), entry.organisation, entry.role or "undeclared", class_,
            class_ in TRACKER_CLASSES, entry.seat, entry.domain, False, self._policy.builtin and not known_task,
            "directory", frozenset() if known_task else self._default,
        ))

    def _named(self, host: str) -> PolicyRecipient | None:
        """The recipient of the policy with the most specific domain for a host."""
        best: tuple[int, PolicyRecipient] | None = None
        for recipient in self._policy.recipients:
            for domain in recipient.domains:
                bare = domain.removeprefix("*.")
                if host == domain or (bare != domain and (host == bare or host.endswith("." + bare))):
                    length = len(bare) + (host == domain)
                    if best is None or length > best[0]:
                        best = length, recipient
        return best[1] if best else None

    def _free_key(self, domain: str) -> str:
        """The domain, unless the policy took that word as an id of its own."""
        return f"{domain} (undeclared)" if domain in self._covers else domain

    def _keep(self, party: Party) -> Party:
        """One object per recipient, whatever host it was met at first."""
        return self._parties.setdefault(party.key, party)
