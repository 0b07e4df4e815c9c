"""The circumstances that raise or lower an occurrence, each with its reason; ``order.ernst`` does the arithmetic.

Theory. Ernst follows identifiability, sensitivity and distance of the recipient. A rule names the circumstances that
raise it, so that what its base already embodies is not counted twice. A declared flow is lower, and stays: declaring is
not necessity. Detections that are not sure enough wait for a human eye. An assessment keeps base, steps and bounds, so
that what is known only later (the number of data subjects) goes through the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from scanner.model import Detection, Severity, Status, Text

from .condition_terms import Condition, Setting
from .conditions import compile_condition
from .context import Context
from .order import MANY_SUBJECTS, NEVER_SOFTENED, SURE, ernst
from .rule import Pattern, Rule


@dataclass(frozen=True, slots=True)
class Assessment:
    """Ernst with its reasons, and where the occurrence stands.

    ``raised`` is the ernst before anything lowered it, where that differs; ``at_most`` bounds it.
    """

    severity: Severity
    reasons: tuple[Text, ...]
    status: Status = Status.OPEN
    raised: Severity | None = None
    at_most: Severity = Severity.KRITIEK
    unsure: bool = False

    @property
    def rank(self) -> tuple[int, int]:
        """Orders assessments: worse first; open before to be assessed before covered."""
        return self.severity, (Status.COVERED, Status.TO_ASSESS, Status.OPEN).index(self.status)


COVERED = Text("genoemd in de privacybijsluiter: twee stappen lager, noodzaak te toetsen",
               "declared in the privacybijsluiter: two steps lower, necessity to be assessed")
UNSURE = Text("zekerheid van de detectie onder 0,6: ten hoogste midden, te beoordelen",
              "confidence of the detection below 0.6: at most medium, to be assessed")
SCALE = Text(f"meer dan {MANY_SUBJECTS} betrokkenen", f"more than {MANY_SUBJECTS} data subjects")


def _recipient(detection: Detection | None, context: Context, setting: Setting) -> Text | None:
    party = context.party
    if context.tracker:
        return Text("de ontvanger is een tracker", "the recipient is a tracker")
    if party.role == "own_controller":
        return Text("de ontvanger geldt als zelfstandig verwerkingsverantwoordelijke",
                    "the recipient counts as a controller in its own right")
    if party.role == "undeclared" and not party.declared and not setting.policy.builtin:
        return Text("de ontvanger staat niet in de privacybijsluiter", "the recipient is not in the privacybijsluiter")
    return None


def _category(detection: Detection | None, context: Context, setting: Setting) -> Text | None:
    outer = _recipient(detection, context, setting)
    if outer is not None:
        return outer
    if detection is None or setting.policy.builtin or context.declares(detection):
        return None
    return Text("dit gegeven is voor deze ontvanger niet genoemd", "this is not declared for this recipient")


def _plaintext(detection: Detection | None, context: Context, setting: Setting) -> Text | None:
    return Text("onversleuteld verstuurd", "sent without encryption") if context.plaintext else None


def in_url(part: str) -> bool:
    """Whether a part of a message is, or repeats, a URL."""
    return part.startswith("url.") or part in {"header.referer", "header.location"}


def _exposed(detection: Detection | None, context: Context, setting: Setting) -> Text | None:
    if detection is not None and in_url(detection.part):
        return Text("staat in een URL, en zo in logbestanden en geschiedenis",
                    "is in a URL, hence in logs and history")
    if context.log:
        return Text("gaat naar een eindpunt voor logging, telemetrie of foutmeldingen",
                    "goes to an endpoint for logging, telemetry or crash reports")
    return None


def _special(detection: Detection | None, context: Context, setting: Setting) -> Text | None:
    if detection is not None and detection.category.value.startswith("special."):
        return Text("bijzonder of gevoelig persoonsgegeven", "special-category or sensitive data")
    return None


Raise = Callable[[Detection | None, Context, Setting], Text | None]
RAISES: dict[str, Raise] = {
    "recipient": _recipient, "category": _category, "plaintext": _plaintext, "exposed": _exposed, "special": _special,
    "scale": lambda detection, context, setting: None,  # known only when the scan ends
}
"""Circumstances that raise one step; a rule lists those that its base does not embody yet."""


class Assessor:
    """Assesses occurrences of rules; remembers what it concluded for equal circumstances."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._softened: dict[str, Condition] = {}

    def assess(self, rule: Rule, pattern: Pattern | None, detection: Detection | None, context: Context) -> Assessment:
        """Ernst, reasons and status of one occurrence."""
        severity = rule.severity
        first = rule.severity_reason
        at_most = Severity.KRITIEK
        if pattern is not None:
            severity = pattern.severity if pattern.severity is not None else severity
            first = pattern.reason or first
            at_most = pattern.at_most
        raises = [reason for name in rule.raises
                  if (reason := RAISES[name](detection, context, self._setting)) is not None]
        raises = raises[:max(0, min(at_most, Severity.KRITIEK) - severity)]  # a step that has no room is no reason
        raised = ernst(severity, len(raises), at_most=at_most)
        found = Assessment(raised, (first, *raises), at_most=at_most)
        if detection is None:
            return found
        if context.party.declared and context.declares(detection) and self._may_soften(rule, detection, context):
            found = soften(found, COVERED)
        if detection.confidence < SURE:
            found = uncertain(found)
        return found

    def _may_soften(self, rule: Rule, detection: Detection, context: Context) -> bool:
        if rule.id in NEVER_SOFTENED:
            return False
        if isinstance(rule.softened, bool):
            return rule.softened
        condition = self._softened.get(rule.id)
        if condition is None:
            condition = self._softened[rule.id] = compile_condition(rule.softened, self._setting)
        return condition(detection, context)


def soften(assessment: Assessment, reason: Text) -> Assessment:
    """The assessment of what is declared or excepted."""
    raised = _raised(assessment)
    return replace(assessment, severity=ernst(raised, declared=True, unsure=assessment.unsure), raised=raised,
                   reasons=(*assessment.reasons, reason), status=Status.COVERED)


def scaled(assessment: Assessment, rule: Rule, subjects: int) -> Assessment:
    """The assessment of a whole finding once its number of data subjects is known."""
    raised = _raised(assessment)
    if "scale" not in rule.raises or subjects <= MANY_SUBJECTS or raised >= assessment.at_most:
        return assessment
    severity = ernst(raised, 1, at_most=assessment.at_most, declared=assessment.status is Status.COVERED,
                     unsure=assessment.unsure)
    return replace(assessment, severity=severity, raised=Severity(raised + 1), reasons=(*assessment.reasons, SCALE))


def uncertain(assessment: Assessment) -> Assessment:
    """The assessment of what needs a human eye: at most midden, to be assessed."""
    covered = assessment.status is Status.COVERED
    raised = _raised(assessment)
    return replace(assessment, severity=ernst(raised, declared=covered, unsure=True), raised=raised, unsure=True,
                   reasons=(*assessment.reasons, UNSURE), status=assessment.status if covered else Status.TO_ASSESS)


def _raised(assessment: Assessment) -> Severity:
    return assessment.severity if assessment.raised is None else assessment.raised
