"""The judge: takes observations one by one, keeps what rules need to know, and concludes with findings.

Theory. One message is judged at once and forgotten; what outlives it is aggregated (findings in the making, the flow
matrix, sessions, identifiers) and bounded, so a week of traffic takes no more memory than a day. The bounds are
constants of the modules that keep the state; what exceeds them is counted and limits the gate's verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scanner.model import Detection, ExchangeFacts, Finding, Observation, Sign, Text
from scanner.model.day import day_words

from .baseline import Baseline, BaselineOutcome, apply
from .cloaking import disguised
from .condition_terms import Setting
from .context import Context, day_of
from .cookies import Cookies, CookieSeen
from .coverage_gate import CoverageGate, CoverageSummary, Gate, Seen
from .desk import Desk
from .domains import registrable_domain
from .drift import Drift
from .exceptions import Applied, Exceptions, covered
from .flows import Flow, Flows, Recipient
from .groups import MAX_CLIENTS, WIDE, Group, Groups, Ref, finish, spot_of
from .linkage import Linkage, LinkageGraph
from .matching import Matched
from .order import ABOUT_THE_SCAN
from .policy import Policy
from .precedence import fold
from .products import Products, ProductSeen, nobody, together, told_apart
from .progress import Entered, Progress, Watch
from .recipients import Directory, Parties, Party, Registry, load_directory
from .repeats import Repeats
from .rule import Rule
from .scenario import ScenarioSeen
from .sessions import Sessions, Waiting
from .severity import Assessment
from .texts import ACTORS, yardstick
from .waiting import Late, Latecomers

MAX_SUBJECTS = 50_000
MAX_MEMO = 50_000
MAX_PLACES = 20_000
"""Endpoints that are remembered as looked at."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a scan concludes: findings (worst first), recipients, the flow matrix, the gate, and who can join what."""

    findings: list[Finding] = field(default_factory=list)
    recipients: list[Recipient] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    gate: Gate = field(default_factory=lambda: Gate("limited"))
    places: list[tuple[str, str]] = field(default_factory=list)
    """(host, endpoint) that were looked at, so that a later scan can tell what is gone from what was not seen."""
    places_full: bool = False
    """There were more than ``places`` lists."""
    baseline: BaselineOutcome | None = None
    scenario: ScenarioSeen = field(default_factory=ScenarioSeen)
    linkage: LinkageGraph = field(default_factory=LinkageGraph)
    products: list[ProductSeen] = field(default_factory=list)
    """The products of a scan under several policies, empty for one."""
    cookies: list[CookieSeen] = field(default_factory=list)
    cookies_left: int = 0
    """How often a cookie was set for which the register had no room."""


class Judge:
    """Judges the observations of one scan under one policy, or under one for each product. Use one object per scan."""

    def __init__(self, rules: Sequence[Rule], policy: Policy | Sequence[Policy], *, test_mode: bool, actor: str = "",
                 directory: Directory | None = None, baseline: Baseline | None = None) -> None:
        self._baseline = baseline
        self._rules = rules
        directory = directory or load_directory()
        policies = [policy] if isinstance(policy, Policy) else told_apart(policy)
        self._products = Products(policies) if len(policies) > 1 else None
        self._policy = policy = together(policies) if self._products else policies[0]
        if self._products:
            policies.append(nobody(policies))
        registry = Registry({r.id: own.covers(r) for own in policies for r in own.recipients})
        self._parties = Parties(policy, directory, registry)
        self._desks = [
            Desk(rules, own, self._parties if own is policy else Parties(own, directory, registry), test_mode=test_mode,
                 actor=actor, number=number) for number, own in enumerate(policies)]
        setting = Setting(policy, test_mode)
        self._expired = next((rule for rule in rules if rule.engine == "exceptions"), None)
        self._exceptions = Exceptions(policy)
        self._linkage = Linkage(rules, setting, self._parties)
        self._drift = Drift(rules, policy, baseline)
        self._gate = CoverageGate(rules, policy, self._parties.of)
        self._sessions = Sessions()
        self._late = Latecomers()
        self._repeats = Repeats()
        self._groups = Groups()
        self._flows = Flows()
        self._cookies = Cookies()
        self._absent = next((rule for rule in rules if (rule.parameters or {}).get("check") == "pseudonym"), None)
        self._kept = next((rule for rule in rules if rule.engine == "returned"), None)
        self._seen = Seen()
        self._places: dict[tuple[object, ...], Group] = {}
        self._watch = Watch(self._groups)
        self.listener: Callable[[Entered], None] | None = None
        """Hears of each exchange what it adds to findings, for those who show exchanges one by one."""

    def observe(self, observation: Observation, *, again: bool = False) -> None:
        """Judge one exchange. Order of calls is order in the scan; ``facts.order`` must be unique per call.

        ``again``: the exchange was judged before, and this is what more was detected in it.
        """
        facts, detections = observation.facts, observation.detections
        desk = self._desks[self._products.of(facts) if self._products else 0]
        context = desk.contexts.of(facts)
        if desk.forgot():
            self._places.clear()
        if not again and detections:
            facts = self._repeats.see(facts, detections, context.party.key)
        seen = desk.contexts.with_signs(context, facts)
        if not again:
            self._note(facts, context, desk)
            if facts.signs:
                self._cookies.see(facts, context)
            self._flows.miss(context.party, facts, detections)
        told: set[tuple[str, Sign | None]] = set()
        for matched in () if again else desk.matcher.on_exchange(context, seen):
            assessment = desk.assessor.assess(matched.rule, matched.pattern, None, context)
            for sign in matched.places(seen):
                # the first pattern of a rule that fits counts: for a wide place the exchange, else each sign in it
                place = matched.rule.id, None if matched.rule.place in WIDE else sign
                if place not in told:
                    told.add(place)
                    if matched.pattern.ever is not None and self._late.keep(
                            Late(matched, None, context, facts, None, frozenset(), sign), desk.memory):
                        continue
                    self._enter(matched, None, context, facts, None, frozenset(), assessment, sign)
        if not detections:
            return
        self._flows.see(detections, context, facts.time)
        self._linkage.see(detections, context, facts)
        if self._absent is not None and desk.expected.asked:
            desk.expected.see(detections, context, bool(facts.session))
        if self._kept is not None and desk.returned.asked:
            desk.returned.see(detections, context, facts)
        for detection in detections:
            subject = detection.subject
            if subject and subject[0] != "~":
                known = self._seen.values.get(subject)
                if known is not None:
                    known.add(detection.category)
                elif len(self._seen.values) < MAX_SUBJECTS:
                    self._seen.values[subject] = {detection.category}
        desk.quasi.see(detections, facts, context, self._groups)
        self._over_messages(self._sessions.enter(detections, facts, context))
        for unit in desk.matcher.units(detections, context):
            hits = desk.matcher.on_unit(unit, detections, facts, context, seen)
            if hits:
                for (broken, index), assessment, also in desk.precedence.resolve(hits, detections, context):
                    ref, sign = (facts.order, index), broken.places(seen)[0] if broken.signs else None
                    if broken.pattern.ever is not None and self._late.keep(
                            Late(broken, detections[index], context, facts, ref, also, sign), desk.memory):
                        continue
                    self._enter(broken, detections[index], context, facts, ref, also, assessment, sign)
            for matched, found, partners in desk.matcher.over_messages(unit, context, seen):
                self._over_messages(self._sessions.see(matched, found, partners, detections, facts, context))

    def _over_messages(self, complete: Sequence[Waiting]) -> None:
        """Enter the occurrences that have all their partners now."""
        for ready in complete:
            assessor = self._desks[ready.context.desk].assessor
            assessment = assessor.assess(ready.matched.rule, ready.matched.pattern, ready.detection, ready.context)
            self._enter(ready.matched, ready.detection, ready.context, ready.facts, ready.ref, frozenset(), assessment)

    def progress(self) -> Iterator[Progress]:
        """Findings that were opened or grew since the last call; the end of the scan may fold or raise them."""
        return self._watch.changed()

    def flows(self) -> list[tuple[Flow, Party]]:
        """The matrix so far, each cell with its recipient."""
        parties = self._flows.parties
        return [(flow, parties[flow.recipient]) for flow in self._flows.matrix()]

    def observe_host(self, facts: ExchangeFacts) -> None:
        """Judge a host of which no exchange was read, by its signs alone."""
        desk = self._desks[self._products.of(facts) if self._products else 0]
        context = desk.contexts.of(facts)
        seen = desk.contexts.with_signs(context, facts)
        for matched in desk.matcher.on_exchange(context, seen):
            if matched.signs:
                assessment = desk.assessor.assess(matched.rule, matched.pattern, None, context)
                for sign in matched.places(seen):
                    self._enter(matched, None, context, facts, None, frozenset(), assessment, sign)

    def conclude(self, coverage: CoverageSummary, ids: Callable[[int, int], str]) -> Judgement:
        """Close the scan. ``ids`` gives the id of the detection at ``(facts.order, index)``."""
        for late, pattern in self._late.ready([desk.memory for desk in self._desks]):
            assessment = self._desks[late.context.desk].assessor.assess(
                late.matched.rule, pattern, late.detection, late.context)
            self._enter(late.matched, late.detection, late.context, late.facts, late.ref, late.also, assessment,
                        late.sign)
        graph = self._linkage.conclude(self._groups)
        visited = {registrable_domain(host.host) for host in coverage.hosts if host.exchanges}
        disguised(self._rules, coverage.notes, visited, self._parties, self._groups)
        fold(self._groups)
        for desk in self._desks:
            if self._absent is not None and desk.expected.asked:
                desk.expected.conclude(self._absent, coverage.hosts, self._parties.of, self._groups)
            if self._kept is not None and desk.returned.asked:
                desk.returned.conclude(self._kept, desk.assessor, self._groups)
        self._seen.recipients = self._flows.recipients_seen
        self._seen.overflow = self._groups.overflow + self._linkage.overflow + self._late.overflow
        gate = self._gate.judge(coverage, self._seen, self._groups)
        parties = {host.host: self._parties.of(host.host) for host in coverage.hosts if host.host}
        register = self._flows.register(coverage.hosts, parties, self._parties.measuring)
        flows = self._flows.matrix()
        self._drift.judge(register, flows, self._flows.parties, coverage.hosts, self._groups)
        self._except_concluded()
        taken: set[str] = set()
        common = {"yardstick": yardstick(self._policy.builtin)}
        findings = [finish(group, ids, taken, common) for group in sorted(self._groups, key=lambda g: g.exception)]
        findings.sort(key=lambda f: (-f.severity, f.rule, f.recipient, f.endpoint, f.part, f.pointer, f.direction,
                                     f.id))
        outcome = None
        if self._baseline is not None:
            findings, outcome = apply(self._baseline, findings, self._seen.places, self._flows.recipients_seen,
                                      self._seen.latest)
        scenario = replace(coverage.scenario, actors=dict(sorted(self._seen.actors.by_role.items())),
                           unknown=self._seen.actors.unknown)
        return Judgement(findings, register, flows, gate, sorted(self._seen.places),
                         self._seen.places_full, outcome, scenario, graph, self._seen_products(),
                         self._cookies.register(), self._cookies.left)

    def _except_concluded(self) -> None:
        """Let the exceptions of the policy have their say about what was concluded from the whole scan."""
        for group in self._groups:
            if group.approval is not None or group.distinct == group.rule.id or group.rule.id in ABOUT_THE_SCAN:
                continue  # an occurrence was asked when it was entered
            applied = self._exceptions.apply_to_group(group, self._seen.latest)
            if applied is None:
                continue
            group.exception, group.approval = applied.exception.id, applied.mark
            if applied.outcome == "covers":
                group.assessment = covered(group.assessment, applied.exception)
            elif self._expired is not None:
                base, group.rule = group.rule, self._expired
                group.also.add(base.id)
                group.distinct = f"{base.id} {group.distinct}".rstrip()
                lapsed = (*group.assessment.reasons, _lapsed(applied, group.party))
                group.assessment = replace(group.assessment, reasons=lapsed)
                group.extra = {**group.extra, **_told_of(base, applied)}

    def _seen_products(self) -> list[ProductSeen]:
        """The products of a scan under several policies; the last, without a name, is what belongs to none."""
        if self._products is None:
            return []
        return [ProductSeen(desk.policy.product, desk.policy.product_version, desk.policy.vendor, desk.policy.name,
                            desk.policy.version if desk.policy.name else "",
                            desk.policy.sha256 if desk.policy.name else "", desk.exchanges) for desk in self._desks]

    def _note(self, facts: ExchangeFacts, context: Context, desk: Desk) -> None:
        self._seen.exchanges += 1
        desk.exchanges += 1
        self._seen.actors.see(context)
        self._seen.latest = max(self._seen.latest, facts.time)
        if len(self._seen.places) < MAX_PLACES:
            self._seen.places.add((facts.host, facts.endpoint))
        else:
            self._seen.places_full = True
        self._seen.purposes.update(context.purposes)
        self._flows.contact(context.party, facts.host)
        until = desk.policy.valid_until
        if until is not None and not self._seen.last_day_after:
            day = day_of(facts.time)
            if day is not None and day > until:
                self._seen.last_day_after = str(until)

    def _enter(self, matched: Matched, detection: Detection | None, context: Context, facts: ExchangeFacts,
               ref: Ref | None, also: frozenset[str], assessment: Assessment, sign: Sign | None = None) -> None:
        """Put one occurrence into its finding, after the exceptions of the policy had their say."""
        place = (matched, context, detection and (detection.part, detection.template, detection.direction), sign)
        group = self._places.get(place)
        if group is None:
            group, also, assessment = self._find(matched, detection, context, facts, also, assessment, sign)
            if group is None:
                return
            if not self._desks[context.desk].exceptions.may_speak(matched.rule.id):
                if len(self._places) >= MAX_MEMO:
                    self._places.clear()
                self._places[place] = group  # where nothing but the place decides, it need not be found again
        if self.listener is not None:
            self.listener(_entered(group, detection, facts, assessment, sign))
        group.also |= also
        if facts.step:
            group.steps.add(facts.step)
        if facts.client and len(group.clients) < MAX_CLIENTS:
            group.clients.add(facts.client)
        group.add(ref, detection, facts.time, assessment)

    def _find(self, matched: Matched, detection: Detection | None, context: Context, facts: ExchangeFacts,
              also: frozenset[str], assessment: Assessment,
              sign: Sign | None) -> tuple[Group | None, frozenset[str], Assessment]:
        """The finding of an occurrence, with what exceptions make of the rules it speaks for and its assessment."""
        rule = base = matched.rule
        exceptions = self._desks[context.desk].exceptions
        applied = (exceptions.apply_to_sign(rule.id, context.party, sign, facts.time) if detection is None
                   else exceptions.apply(rule.id, context.party, detection, facts.time))
        spot = spot_of(rule, detection, sign, facts)
        if applied is not None and applied.outcome == "covers":
            assessment = covered(assessment, applied.exception)
        elif applied is not None and self._expired is not None:
            rule, also = self._expired, also | {base.id}
            assessment = Assessment(assessment.severity, (*assessment.reasons, _lapsed(applied, context.party)),
                                    assessment.status)
        name = applied.exception.id if applied else ""
        group = self._groups.at(rule, context.party, spot, assessment, name, distinct=base.id)
        if group is not None and applied is not None:
            group.approval = applied.mark
        if group is not None and sign is not None:
            group.tell(sign)
        if group is not None and self._products is not None and not group.product:
            group.product = self._desks[context.desk].policy.product
        if group is not None and not group.extra and (applied is not None or context.actor):
            group.extra = _extra(base, applied, context)
        return group, also, assessment


def _entered(group: Group, detection: Detection | None, facts: ExchangeFacts, assessment: Assessment,
             sign: Sign | None) -> Entered:
    place = detection or sign
    return Entered(
        facts.id, group.rule.id, group.rule.title, assessment.severity, assessment.status, group.party.name,
        detection.category if detection is not None else None, place.direction if place is not None else "",
        place.part if place is not None else "",
        detection.template if detection is not None else sign.pointer if sign is not None else "",
        detection.masked if detection is not None else "")


def _lapsed(applied: Applied, party: Party) -> Text:
    exception = applied.exception
    if applied.outcome == "expired":
        last = day_words(str(exception.expires))
        return Text(f"uitzondering {exception.id} verliep na {last.nl}",
                    f"exception {exception.id} expired after {last.en}")
    if exception.recipient != party.key:
        return Text(f"uitzondering {exception.id} geldt alleen voor ontvanger {exception.recipient}",
                    f"exception {exception.id} holds for recipient {exception.recipient} only")
    return Text(f"uitzondering {exception.id} geldt alleen voor {exception.part}",
                f"exception {exception.id} holds for {exception.part} only")


def _extra(base: Rule, applied: Applied | None, context: Context) -> dict[str, str | Text]:
    extra: dict[str, str | Text] = {"actor": ACTORS.get(context.actor, context.actor)}
    if applied is not None:
        extra |= _told_of(base, applied)
    return extra


def _told_of(base: Rule, applied: Applied) -> dict[str, str | Text]:
    return {"exception": applied.exception.id, "expires": day_words(str(applied.exception.expires)),
            "rule": Text(f"{base.id} ({base.title.nl})", f"{base.id} ({base.title.en})")}


