"""What a vendor still returns though nobody sent it: identity kept after pseudonymisation (RET-005).

Theory. The policy says since when the product works with a pseudonym alone. From that day on, a name in an answer that
stands in no captured request to the same party was kept from before, or came along a way that the capture does not
show. So answers wait until the scan ends, when all requests are known. A name may be sent in parts and come back whole,
or the reverse: it was sent when one object of a request had each of its words. What the policy declares is left
out, for then a link to the pupil administration is declared too. Bounded: what exceeds the bounds is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.model import Category, Detection, ExchangeFacts
from scanner.model.day import day_words

from .condition_terms import is_personal
from .context import Context, day_of
from .groups import Group, Groups, Ref, spot_of
from .order import SURE, tier
from .policy import Policy
from .rule import Rule
from .severity import Assessor

KEPT = frozenset({Category.NAME_FULL, Category.NAME_FAMILY, Category.DOB, Category.STREET, Category.POSTCODE,
                  Category.EMAIL, Category.PHONE, Category.LEERLINGNUMMER})
"""What the pseudonym was to replace."""
_NAMES = frozenset({Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN})
MAX_SENT = 200_000
MAX_WAITING = 20_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    detection: Detection
    context: Context
    facts: ExchangeFacts
    ref: Ref


@dataclass(slots=True)
class Returned:
    """The values that each party was sent, and what it returned."""

    policy: Policy
    sent: set[tuple[str, str]] = field(default_factory=set)
    words: dict[tuple[str, str], set[tuple[int, int, str]]] = field(default_factory=dict)
    """By party and word of a name, the objects of requests that had it: exchange, message, record."""
    words_sent: int = 0
    waiting: list[_Waiting] = field(default_factory=list)

    @property
    def asked(self) -> bool:
        """Whether the policy says since when there is a pseudonym."""
        expected = self.policy.pseudonym
        return not self.policy.builtin and expected.expected != "none" and expected.since is not None

    def see(self, detections: Sequence[Detection], context: Context, facts: ExchangeFacts) -> None:
        """Enter one exchange."""
        party = context.party
        if party.role not in {"vendor", "subprocessor"} or not party.declared:
            return
        for index, detection in enumerate(detections):
            if detection.direction == "request" and detection.category in _NAMES:
                self._name_sent(party.key, detection, facts.order)
            if detection.category not in KEPT:
                continue
            if detection.direction == "request":
                if len(self.sent) < MAX_SENT:
                    self.sent.add((party.key, detection.fingerprint))
            elif self._is_kept(detection, context) and len(self.waiting) < MAX_WAITING:
                self.waiting.append(_Waiting(detection, context, facts, (facts.order, index)))

    def _name_sent(self, party: str, detection: Detection, order: int) -> None:
        for word in detection.words:
            if self.words_sent < MAX_SENT:
                self.words_sent += 1
                self.words.setdefault((party, word), set()).add((order, detection.message, detection.record))

    def _was_sent(self, party: str, detection: Detection) -> bool:
        """Whether a request to a party had the value, a name also in parts."""
        if (party, detection.fingerprint) in self.sent:
            return True
        if not detection.words:
            return False
        return bool(set.intersection(*(self.words.get((party, word), set()) for word in detection.words)))

    def _is_kept(self, detection: Detection, context: Context) -> bool:
        return (detection.confidence >= SURE and detection.part in {"body", "ws"} and is_personal(detection)
                and detection.about in {"pupil", "unknown"}
                and not context.party.has(detection.category, detection.about))

    def conclude(self, rule: Rule, assessor: Assessor, groups: Groups) -> None:
        """Add a finding for each place where such a value was returned; rules that go before it speak for it."""
        since = self.policy.pseudonym.since
        speaking: dict[tuple[str, ...], list[Group]] = {}
        for other in groups:
            if other.rule.fact == rule.fact and tier(other.rule.id) < tier(rule.id):
                place = (other.party.key, other.spot.endpoint, other.spot.part, other.spot.direction)
                speaking.setdefault(place, []).append(other)
        for one in self.waiting:
            day = day_of(one.facts.time)
            if since is None or day is None or day < since:
                continue
            if self._was_sent(one.context.party.key, one.detection):
                continue
            spot = spot_of(rule, one.detection, None, one.facts)
            place = (one.context.party.key, spot.endpoint, spot.part, spot.direction)
            told = [group for group in speaking.get(place, ())
                    if group.spot.pointer in {spot.pointer, spot.pointer.rpartition("/")[0]}
                    and one.detection.category in group.categories]
            if told:
                for group in told:
                    group.also.add(rule.id)
                continue
            assessment = assessor.assess(rule, None, one.detection, one.context)
            opened = groups.at(rule, one.context.party, spot, assessment)
            if opened is not None:
                opened.extra = {"expires": day_words(str(since))}
                opened.add(one.ref, one.detection, one.facts.time, assessment)
