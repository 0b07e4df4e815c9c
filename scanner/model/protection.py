"""Protection: what the proxy did to requests and messages to chosen recipients, and why; never a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .categories import Category
from .finding import Severity, Text
from .transfer import sent_by_fields

Deed = Literal["blocked", "pseudonymised", "kept", "passed"]
"""``blocked``: not sent; a request was answered by the proxy, a message of a WebSocket dropped. ``pseudonymised``: sent
with pseudonyms for identifiers. ``kept``: sent with an identifier that could not be replaced. ``passed``: sent without
having been judged."""

UNJUDGED: dict[str, Text] = {
    "slow": Text("beoordelen duurde te lang", "judging took too long"),
    "busy": Text("er wachtten te veel verzoeken", "too many requests were waiting"),
    "stopped": Text("de beoordelaar was gestopt", "the judging process had stopped"),
    "large": Text("te groot om te laten wachten", "too large to be held"),
    "streamed": Text("ging al door voordat het compleet was", "went on before it was complete"),
    "failed": Text("fout bij het beoordelen", "fault while judging"),
    "paused": Text("gepauzeerd", "paused"),
}
"""Why a request to a protected recipient went on without having been judged."""

KEPT: dict[str, Text] = {
    "signed": Text("het verzoek of token is ondertekend", "the request or token is signed"),
    "login": Text("hoort bij het inloggen", "belongs to logging in"),
    "binary": Text("staat in een binaire of onbekende vorm", "stands in a binary or unknown form"),
    "name": Text("staat in een naam van een veld of host", "stands in the name of a field or host"),
    "unsure": Text("vervangen zou de vorm van het bericht veranderen", "replacing would change the message's form"),
}
"""Why an identifier could not be replaced."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Cause:
    """One reason: a rule that a request breaks (``rule``), or an identifier of a category that was replaced or kept.

    ``part`` and ``pointer`` are masked templates, ``masked`` what may be shown of the value.
    """

    category: Category | None
    part: str
    pointer: str
    masked: str = ""
    rule: str = ""
    title: Text | None = None
    severity: Severity | None = None
    why: str = ""
    """Of what was kept: a key of ``KEPT``."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Protected:
    """What was done to one request or message. ``recipient`` and ``organisation`` are empty where it was not judged.

    ``reason``: of what passed, a key of ``UNJUDGED``. ``fakes``: fingerprints of the pseudonyms that now stand in it,
    so that a scan does not take them for persons.
    """

    deed: Deed
    host: str
    time: float
    size: int = 0
    recipient: str = ""
    organisation: str = ""
    causes: tuple[Cause, ...] = ()
    reason: str = ""
    fakes: frozenset[str] = frozenset()


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Protecting:
    """What the user asked for: domains whose requests are blocked from a severity on, and those that get pseudonyms."""

    block: Severity | None = None
    block_for: tuple[str, ...] = ()
    pseudonymise: tuple[str, ...] = ()
