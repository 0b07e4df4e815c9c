"""Drift: what is new since earlier scans (category, country, recipient, organisation), which control is gone, and what
is never used.

Theory. The baseline tells which recipients earlier scans saw, with which categories and in which country; this scan is
laid beside it when it ends. A recipient is the same when its id is, or its organisation, or its domain: a policy may
have named it since. What is new has the ernst of the rule that it breaks, where it breaks one, else that of its own
rule: that something changed is a fact to look at. That something declared was not seen says little after one scan, and
nothing where traffic was not read, so it takes several scans and nearly all bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.model import INFO, SIGNS, About, Category, HostCoverage, Severity, Text

from .baseline import Baseline, SeenRecipient
from .flows import Flow, Recipient
from .groups import Groups, Spot
from .order import SURE, tier
from .policy import Policy, PolicyRecipient, complete_names
from .recipients import CHAIN_ROLES, Party
from .rule import Rule
from .severity import Assessment
from .texts import listed

READ = 0.90
"""Share of bytes that must have been read before "never seen" means something."""

_UNMARKED = frozenset({Category.IP, Category.COOKIE, Category.TOKEN, Category.CREDENTIAL})
"""Come with every session: neither new nor unused."""
_PREFIX: dict[str, str] = {"guardian": "parent.", "teacher": "staff."}
_SCANS = 2


class Drift:
    """The rules with ``engine: drift``, for one policy and one baseline."""

    def __init__(self, rules: Sequence[Rule], policy: Policy, baseline: Baseline | None) -> None:
        self._rules = {name: rule for rule in rules if rule.engine == "drift"
                       for name in (rule.parameters or {}).get("drift", ())}
        self._policy = policy
        self._known = baseline if baseline is not None and baseline.scans else None

    def judge(self, register: Iterable[Recipient], flows: Sequence[Flow], parties: dict[str, Party],
              hosts: Sequence[HostCoverage], groups: Groups) -> None:
        """Add what drifted to the findings. ``register`` and ``flows`` are what this scan saw."""
        if self._known is None or not self._rules:
            return
        seen: dict[str, set[tuple[Category, About]]] = {}
        for flow in flows:
            if flow.confidence_max >= SURE:
                about: About = flow.about  # type: ignore[assignment]
                seen.setdefault(flow.recipient, set()).add((Category(flow.category), about))
        worst = _worst(groups)
        for recipient in register:
            party = parties.get(recipient.id)
            if party is not None:
                self._compare(recipient, party, seen.get(recipient.id, set()), worst, groups)
        self._unused(seen, parties, hosts, groups)

    def _compare(self, recipient: Recipient, party: Party, seen: set[tuple[Category, About]],
                 worst: dict[tuple[str, str], tuple[Severity, str]], groups: Groups) -> None:
        before = self._before(party)
        if before is None:
            if party.background:
                return  # what system and browser call changes with every update of theirs
            # A sub-processor is an organisation behind the product that the policy does not name.
            hidden = bool(party.organisation) and not party.declared and party.role not in CHAIN_ROLES
            new = sorted((name for name in ("organisation", "recipient")
                          if name in self._rules and (hidden or name == "recipient")),
                         key=lambda name: tier(self._rules[name].id))
            if new:
                first, also = self._rules[new[0]], {self._rules[name].id for name in new}
                self._add(first, party, "", _ITSELF, worst.get((party.key, "")), groups, also)
            return
        rule = self._rules.get("country")
        if rule is not None and before.country and party.country and before.country != party.country:
            self._add(rule, party, "country", Text(f"het land is {party.country}, was {before.country}",
                                                   f"the country is {party.country}, was {before.country}"),
                      None, groups)
        rule = self._rules.get("control")
        for code in recipient.lacks if rule is not None and before.lacks is not None else ():
            if code not in (before.lacks or ()):
                assert rule is not None
                label = SIGNS[code]
                self._add(rule, party, f"control {code}", Text(f"een waarborg is weg: {label.nl}",
                                                               f"a control is gone: {label.en}"),
                          worst.get((party.key, f"sign {code}")), groups)
        rule = self._rules.get("category")
        for category, about in sorted(seen) if rule is not None else ():
            code = _PREFIX.get(about, "") + category.value
            # Whom a datum is about may be told in one scan and not in the other.
            known = {code, category.value} if about == "unknown" else {code}
            if category not in _UNMARKED and not known & before.categories:
                assert rule is not None
                self._add(rule, party, code, _label(category, about), worst.get((party.key, category.value)), groups)

    def _before(self, party: Party) -> SeenRecipient | None:
        assert self._known is not None
        recipients = self._known.recipients
        return (next((r for r in recipients if r.id == party.key), None)
                or next((r for r in recipients if r.organisation and r.organisation == party.organisation), None)
                or next((r for r in recipients if r.id == party.domain), None))

    def _unused(self, seen: dict[str, set[tuple[Category, About]]], parties: dict[str, Party],
                hosts: Sequence[HostCoverage], groups: Groups) -> None:
        rule = self._rules.get("unused")
        assert self._known is not None
        if rule is None or self._known.scans + 1 < (rule.parameters or {}).get("scans", _SCANS):
            return
        before = {recipient.id: recipient.categories for recipient in self._known.recipients}
        for recipient in self._policy.recipients:
            party = parties.get(recipient.id)
            contacted = party is not None or recipient.id in before
            if not _well_read(hosts if not contacted else [h for h in hosts if _of(recipient, h.host)]):
                continue
            if not contacted:
                self._add(rule, _declared(recipient), "", _ITSELF, None, groups)
                continue
            found = complete_names(seen.get(recipient.id, ()))
            codes = before.get(recipient.id, frozenset())
            names = {category for category, _ in found} | {
                Category(code.partition(".")[2] if code.startswith(("parent.", "staff.")) else code) for code in codes}
            left = [category for category in self._may_be_seen(recipient) if category not in names]
            if left:
                words = Text(listed([INFO[c].nl for c in left], "nl"), listed([INFO[c].en for c in left], "en"))
                self._add(rule, party or _declared(recipient), "", words, None, groups)

    def _may_be_seen(self, recipient: PolicyRecipient) -> list[Category]:
        """What the policy lets a recipient have on devices: what goes between servers alone is not to be seen there."""
        declared = [item for name in recipient.purposes if (purpose := self._policy.purpose(name)) is not None
                    for item in purpose.categories]
        own = {item.category for item in recipient.categories} or {item.category for item in declared}
        visible = {item.category for item in declared if item.channels != ("server",)}
        return sorted(own & visible - _UNMARKED)

    def _add(self, rule: Rule, party: Party, distinct: str, what: Text, broken: tuple[Severity, str] | None,
             groups: Groups, also: set[str] | None = None) -> None:
        assessment = Assessment(rule.severity, (rule.severity_reason,))
        if broken is not None and broken[0] > rule.severity:
            assessment = Assessment(broken[0], (rule.severity_reason, Text(
                f"ernst van {broken[1]}, die hetzelfde raakt", f"severity of {broken[1]}, which is about the same")))
        group = groups.at(rule, party, Spot("", "", "", "", "request"), assessment, distinct=distinct)
        if group is not None:
            group.add(None, None, 0.0, assessment)
            group.also |= also or set()
            group.extra = {"others": what}


_ITSELF = Text("de ontvanger zelf", "the recipient itself")


def _label(category: Category, about: About) -> Text:
    info = INFO[category]
    whose = {"guardian": Text(" van een ouder of voogd", " of a guardian"),
             "teacher": Text(" van een medewerker", " of a staff member")}.get(about, Text("", ""))
    return Text(info.nl + whose.nl, info.en + whose.en)


def _worst(groups: Groups) -> dict[tuple[str, str], tuple[Severity, str]]:
    """The worst finding per recipient (with an empty category) and per recipient and category."""
    found: dict[tuple[str, str], tuple[Severity, str]] = {}
    for group in groups:
        if group.rule.engine == "drift":
            continue
        for category in ("", *(c.value for c in group.categories), *(f"sign {code}" for code in group.signs)):
            key = (group.party.key, category)
            known = found.get(key)
            if known is None or (group.assessment.severity, known[1]) > (known[0], group.rule.id):
                found[key] = group.assessment.severity, group.rule.id
    return found


def _well_read(hosts: Sequence[HostCoverage]) -> bool:
    total = sum(host.body_bytes + host.head_bytes + host.undecrypted_bytes for host in hosts)
    unread = sum(host.undecrypted_bytes + sum(host.unread.values()) for host in hosts)
    return bool(total) and unread <= (1 - READ) * total


def _of(recipient: PolicyRecipient, host: str) -> bool:
    return any(host == domain or (domain.startswith("*.") and (host == domain[2:] or host.endswith(domain[1:])))
               for domain in recipient.domains)


def _declared(recipient: PolicyRecipient) -> Party:
    """A recipient of the policy that this scan did not meet."""
    return Party(recipient.id, recipient.organisation, recipient.role, "", False, recipient.country,
                 recipient.domains[0].removeprefix("*.") if recipient.domains else "", True, False, "policy",
                 frozenset(), recipient.purposes, recipient.data_class)
