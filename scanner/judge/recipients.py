"""Who gets a message: host → recipient of the policy → built-in directory → undeclared.

Theory. A role is a legal relation, so it comes from the policy; the directory only knows parties whose task in the
Dutch education chain is public, and the class of well-known services. Anything else keeps the role ``undeclared``.
Without a policy nobody was named, so an unknown host is *assumed* to be the product itself or a partner of it: the
default policy is its yardstick, and rules that need an undeclared recipient stay silent about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scanner.model import About, Category

from .countries import Region, region
from .directory import CHAIN_ROLES, TRACKER_CLASSES, Directory, DirectoryEntry, Lists, load_directory
from .domains import registrable_domain
from .policy import Coverage, Policy, PolicyRecipient

__all__ = ["CHAIN_ROLES", "TRACKER_CLASSES", "Directory", "DirectoryEntry", "Lists", "Parties", "Party",
           "load_directory"]

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
    source: Literal["policy", "user", "directory", "list", "none"]
    covers: Coverage
    purposes: tuple[str, ...] = ()
    data_class: str = ""
    seat: str = ""
    """Country of the organisation's seat by the directory; ``country`` is that of the policy, else the seat."""
    transfer_tool: str = ""

    @property
    def name(self) -> str:
        """How texts call the recipient."""
        if self.organisation and self.organisation.lower() != self.domain:
            return f"{self.organisation} ({self.domain})"
        return self.domain or self.key

    @property
    def region(self) -> Region:
        """Where the policy says that the recipient processes, as transfers see it."""
        return region(self.country) if self.declared else "unknown"

    @property
    def seat_region(self) -> Region:
        """Where the organisation has its seat, as transfers see it: an indication, no place of data."""
        return region(self.seat)

    @property
    def background(self) -> bool:
        """Whether system or browser talk to it by themselves, whatever pages are visited."""
        return self.class_ == "background" and not self.declared

    def has(self, category: Category, about: About) -> bool:
        """Whether the policy lets this recipient have a category. An IP address comes with every contact."""
        return category is Category.IP or (category, about) in self.covers


class Registry:
    """What several policies share: one object for each party, and what each named recipient may have by its own."""

    def __init__(self, covers: Mapping[str, Coverage]) -> None:
        self.parties: dict[str, Party] = {}
        self.covers = covers
        self.measuring: set[str] = set()


class Parties:
    """Resolves hosts to parties under one policy."""

    def __init__(self, policy: Policy, directory: Directory, registry: Registry | None = None) -> None:
        self._policy = policy
        self._directory = directory
        self._default = policy.covers_by_default if policy.builtin else frozenset()
        registry = registry or Registry({r.id: policy.covers(r) for r in policy.recipients})
        self._parties = registry.parties
        self._by_host: dict[str, Party] = {}
        self.measuring = registry.measuring
        self._covers = registry.covers

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

    def cloaks(self, party: Party, path: str) -> bool:
        """Whether a path under a domain that is no tracker's own is that of a tracker's protocol or script."""
        paths = self._directory.cloaked_paths
        return paths is not None and party.class_ not in TRACKER_CLASSES and paths.match(path) is not None

    def tracker_at(self, host: str) -> str:
        """The organisation of a tracker that a name leads to, empty when it leads to none."""
        entry = self._directory.find(host)
        if entry is not None and entry.class_ in TRACKER_CLASSES:
            return entry.organisation
        listed, class_ = self._directory.listed(host)
        return listed if class_ in TRACKER_CLASSES and not (entry and entry.user) else ""

    def _resolve(self, host: str) -> Party:
        named = self._named(host)
        if named is not None:
            return self._keep(self._declared(named, host))
        entry = self._directory.find(host)
        listed, class_ = self._directory.listed(host)
        if listed and (entry is None or not (entry.user or entry.class_ == "background")):
            # A listed part of a party's domain is a recipient of its own: the list says nothing about the rest.
            domain = entry.domain if entry and host_in(entry.domain, listed) else listed
            if entry is None or entry.class_ not in TRACKER_CLASSES:
                name, seat = (entry.organisation, entry.seat) if entry else ("", "")
                return self._keep(Party(self._free_key(domain), name, "undeclared", class_,
                                        class_ in TRACKER_CLASSES, seat, domain, False, False, "list", frozenset(),
                                        seat=seat))
        if entry is None or entry.class_ == "hosting":
            domain = registrable_domain(host)
            return self._keep(Party(self._free_key(domain), "", "undeclared", entry.class_ if entry else "", False, "",
                                    domain, False, self._policy.builtin, "none", self._default))
        known_task = bool(entry.role or entry.class_ not in {"", "education"})
        return self._keep(Party(
            self._free_key(entry.domain), entry.organisation, entry.role or "undeclared", entry.class_,
            entry.class_ in TRACKER_CLASSES, entry.seat, entry.domain, False, self._policy.builtin and not known_task,
            "user" if entry.user else "directory", frozenset() if known_task else self._default, seat=entry.seat,
        ))

    def _declared(self, named: PolicyRecipient, host: str) -> Party:
        """The party of a recipient of the policy; the directory tells its class and seat by its domains."""
        domains = [domain.removeprefix("*.") for domain in named.domains]
        entries = [entry for domain in (*domains, host) if (entry := self._directory.find(domain)) is not None]
        class_ = next((entry.class_ for entry in entries if entry.class_), "")
        tracker = class_ in TRACKER_CLASSES or any(
            class_of in TRACKER_CLASSES for _, class_of in map(self._directory.listed, domains))
        return Party(named.id, named.organisation, named.role, class_, tracker, named.country, registrable_domain(host),
                     True, False, "policy", self._covers[named.id], named.purposes, named.data_class,
                     seat=entries[0].seat if entries else "", transfer_tool=named.transfer_tool)

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


def host_in(host: str, domain: str) -> bool:
    """Whether a host is a domain or lies under it."""
    return host == domain or host.endswith("." + domain)
