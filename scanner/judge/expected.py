"""Whether the pseudonym that the policy expects was seen at each vendor where a pupil was signed in (IDN-011).

Theory. Not seeing something proves little, so much must hold before it is said: the policy expects a pseudonym on the
device, a pupil was signed in at a host of the vendor, and nearly all bytes of that vendor were read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from scanner.model import Category, Detection, Gap, HostCoverage, Severity, Text

from .condition_terms import is_personal
from .context import Context
from .groups import Groups, Spot
from .order import SET_INSTEAD, SURE
from .policy import Policy
from .recipients import Party
from .rule import Rule
from .severity import Assessment

READ = 0.9
"""Share of a vendor's bytes that must have been read."""
_AS_GOOD_AS_READ = frozenset({Gap.CONTENT_STATIC, Gap.CONTENT_MEDIA})
_PERSON = frozenset({
    Category.NAME_FULL, Category.NAME_GIVEN, Category.NAME_FAMILY, Category.EMAIL, Category.LEERLINGNUMMER,
    Category.LOGIN, Category.ACCOUNT, Category.RESULT, Category.PROGRESS, Category.GROUP, Category.CREDENTIAL,
})
"""What shows that somebody is signed in, and not only that a page set a cookie."""
_NAMES = {"eckid": Text("ECK iD", "ECK iD"), "pairwise": Text("eigen pseudoniem", "pairwise pseudonym")}
_WITH_SET = Text(f"de ontvanger kreeg wel een set gegevens die de leerling aanwijst ({SET_INSTEAD})",
                 f"the recipient did get a set of data that singles out the pupil ({SET_INSTEAD})")


@dataclass(slots=True)
class Expected:
    """What was seen of the expected pseudonym, by recipient."""

    policy: Policy
    signed_in: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    @property
    def asked(self) -> bool:
        """Whether the policy expects a pseudonym that this side of the traffic can show."""
        expected = self.policy.pseudonym
        return not self.policy.builtin and expected.expected in _NAMES and expected.channels != ("server",)

    def see(self, detections: Iterable[Detection], context: Context, session: bool) -> None:
        """Enter one exchange."""
        party = context.party
        if party.role != "vendor" or not party.declared or party.key in self.seen:
            return
        wanted = Category.ECKID if self.policy.pseudonym.expected == "eckid" else Category.ACCOUNT
        for detection in detections:
            if detection.confidence < SURE or detection.about == "teacher":
                continue
            if detection.category is wanted:
                self.seen.add(party.key)
            elif session and context.actor in {"pupil", ""} and detection.category in _PERSON \
                    and is_personal(detection):
                self.signed_in.add(party.key)

    def conclude(self, rule: Rule, hosts: Sequence[HostCoverage], party_of: Callable[[str], Party],
                 groups: Groups) -> None:
        """Add a finding for each vendor where the pseudonym should have shown and did not."""
        vendors: dict[str, tuple[Party, int, int]] = {}
        for host in hosts:
            party = party_of(host.host) if host.host else None
            if party is not None and party.key in self.signed_in - self.seen:
                _, read, total = vendors.get(party.key, (party, 0, 0))
                unread = sum(size for gap, size in host.unread.items() if gap not in _AS_GOOD_AS_READ)
                vendors[party.key] = (party, read + host.body_bytes - unread,
                                      total + host.body_bytes + host.undecrypted_bytes)
        with_set = {group.party.key for group in groups if SET_INSTEAD in {group.rule.id, *group.also}}
        for key, (party, read, total) in vendors.items():
            if not total or read / total < READ:
                continue
            assessment = Assessment(rule.severity, (rule.severity_reason,))
            if key in with_set:
                assessment = Assessment(Severity.HOOG, (rule.severity_reason, _WITH_SET))
            group = groups.at(rule, party, Spot("", "", "", "", "request"), assessment)
            if group is not None:
                group.add(None, None, 0.0, assessment)
                group.extra = {"others": _NAMES[self.policy.pseudonym.expected],
                               "amount": f"{min(100, int(100 * read / total))} %"}
