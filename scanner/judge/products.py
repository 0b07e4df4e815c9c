"""Several products in one scan: which exchange belongs to which, and the policies told apart.

Theory. A school's traffic holds many products at once, each with its own privacybijsluiter. An exchange is judged under
the product whose own host it goes to (a recipient with the role vendor; where several name it, the one that serves a
purpose there by ``match``), else whose page caused it, else that serves a purpose there, else that names the recipient.
Third parties thus count for the product that called them: that another declared the same party covers nothing. What
fits no product is judged under an empty policy that declares nobody. Ids that several policies use get the name of
their product before them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scanner.model import ExchangeFacts

from .policy import Policy, PolicyRecipient, Pseudonym, compile_globs

MAX_KNOWN = 50_000


@dataclass(frozen=True, slots=True)
class ProductSeen:
    """One product of a scan, as its policy names it, with what was judged under it."""

    name: str
    version: str
    vendor: str
    policy: str
    policy_version: str
    sha256: str
    exchanges: int


class Products:
    """Tells exchanges to products; ``outside`` stands for none of them."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._served = [compile_globs(glob for purpose in policy.purposes for glob in purpose.match)
                        for policy in policies]
        self._recipients = [policy.recipients for policy in policies]
        self._known: dict[tuple[str, ...], int] = {}
        self.outside = len(policies)

    def of(self, facts: ExchangeFacts) -> int:
        """The position of the product that an exchange is judged under."""
        key = (facts.host, facts.endpoint, facts.referer_host, facts.initiator_host)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            found = self._known[key] = self._find(facts)
        return found

    def _find(self, facts: ExchangeFacts) -> int:
        where = facts.host + (facts.endpoint.partition(" ")[2] or facts.path)
        served = [n for n, glob in enumerate(self._served) if glob is not None and glob.match(where)]
        own = self._best(facts.host, ("vendor",), served or range(self.outside))
        if own is not None:
            return own
        for origin in (facts.referer_host, facts.initiator_host):
            caused = self._best(origin, ("vendor",), range(self.outside)) if origin else None
            if caused is not None:
                return caused
        if len(served) == 1:
            return served[0]
        named = self._best(facts.host, (), served or range(self.outside))
        return named if named is not None else served[0] if served else self.outside

    def _best(self, host: str, roles: Sequence[str], among: Sequence[int]) -> int | None:
        """The product that names a host most precisely, of equal ones the first."""
        best: tuple[int, int] | None = None
        for number in among:
            for recipient in self._recipients[number]:
                length = names(recipient, host) if not roles or recipient.role in roles else 0
                if length and (best is None or length > best[0]):
                    best = length, number
        return best[1] if best else None


def names(recipient: PolicyRecipient, host: str) -> int:
    """How precisely a recipient names a host: the length of the domain that fits, 0 for none."""
    lengths = [len(domain.removeprefix("*.")) + (host == domain) for domain in recipient.domains
               if host == domain or (domain.startswith("*.") and (host == domain[2:] or host.endswith(domain[1:])))]
    return max(lengths, default=0)


def told_apart(policies: Sequence[Policy]) -> list[Policy]:
    """The policies with ids of recipients and purposes that no other of them has."""
    counts = Counter(kind + name for policy in policies for kind, name in (
        *(("r", recipient.id) for recipient in policy.recipients), *(("p", purpose.id) for purpose in policy.purposes)))
    slugs = [re.sub(r"[^a-z0-9]+", "-", policy.product.lower()).strip("-") or "product" for policy in policies]
    return [_renamed(policy, f"{slug}-{number + 1}" if slugs.count(slug) > 1 else slug, counts)
            for number, (policy, slug) in enumerate(zip(policies, slugs, strict=True))]


def _renamed(policy: Policy, slug: str, counts: Counter[str]) -> Policy:
    def party(name: str) -> str:
        return f"{slug}:{name}" if counts[f"r{name}"] > 1 else name

    def purpose(name: str) -> str:
        return f"{slug}:{name}" if counts[f"p{name}"] > 1 else name

    return replace(
        policy,
        purposes=tuple(replace(p, id=purpose(p.id)) for p in policy.purposes),
        recipients=tuple(replace(r, id=party(r.id), purposes=tuple(map(purpose, r.purposes)))
                         for r in policy.recipients),
        exceptions=tuple(replace(e, recipient=party(e.recipient)) for e in policy.exceptions),
        profiles=tuple(replace(use, recipients=frozenset(map(party, use.recipients))) for use in policy.profiles),
    )


def together(policies: Sequence[Policy]) -> Policy:
    """All policies as one, for what is asked of the whole scan: who is named at all, and what was not exercised."""
    first = policies[0]
    if len(policies) == 1:
        return first
    return replace(
        first, name=", ".join(p.name for p in policies), version="", product=", ".join(p.product for p in policies),
        product_version="", vendor=", ".join(dict.fromkeys(p.vendor for p in policies)),
        purposes=tuple(purpose for p in policies for purpose in p.purposes),
        recipients=tuple(recipient for p in policies for recipient in p.recipients),
        exceptions=tuple(exception for p in policies for exception in p.exceptions), builtin=False, sso_attributes=(),
    )


def nobody(policies: Sequence[Policy]) -> Policy:
    """The policy of what belongs to no product: it declares nobody."""
    expected = next((p.pseudonym.expected for p in policies if p.pseudonym.expected != "none"), "none")
    return replace(policies[0], name="", product="", product_version="", vendor="", valid_until=None, purposes=(),
                   recipients=(), exceptions=(), profiles=(), sso_attributes=(), authorised_roles={}, retention={},
                   builtin=False, pseudonym=Pseudonym(expected))
