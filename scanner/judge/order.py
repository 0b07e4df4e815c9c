"""The order of evaluation, the arithmetic of ernst, and which rule speaks for which: everything that names rules by id.

Theory. This is the catalogue's chapter on evaluation as tables, to be laid beside it; the modules that do the work look
up here and know no rule by name. One exchange passes these steps, and ``Judge`` calls them in this order:

======================  ==============================================================================================
decode, detect          the stages before: values become detections, masked and fingerprinted
attribute               ``context``: recipient and role, whose session, which page or step caused it
per message             ``matching``: conditions on one message; ``precedence``: one root cause, one finding
per session             ``sessions``: the same, in instalments
across recipients       ``linkage``, when the scan ends; gives way to rules that go before it (``tier``)
compare with policy     ``severity``: is the datum declared for this recipient
exceptions              ``exceptions``: approved for a time, by the date of the capture; lapsed, it is POL-003
ernst                   ``ernst`` below: base, up, down, cap
fold                    ``FOLDS`` below: what a finding at the same recipient already says is no second finding
report                  the stage after
======================  ==============================================================================================

A fact of its own is a finding of its own: rules compete only within the ``fact`` that their files name.
"""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model import Severity

NEVER_SOFTENED = frozenset({"IDN-001", "IDN-004", "SPC-007", "SEC-001", "SES-002"})
"""Neither a declaration nor an exception lowers these: no agreement makes a BSN at a vendor or a password in a URL
something to weigh."""

NOT_DECLARED: dict[str, str] = {
    "IDN-009": "the environment that a pseudonym belongs to",
    "IDN-011": "a pseudonym that was not seen",
    "MIN-010": "another purpose than the one for which the datum is declared",
    "POL-002": "another purpose than the one for which the datum is declared",
    "POL-004": "a change since the last scan",
    "POL-005": "a declaration that is not used",
    "RET-001": "where copies of the answer stay",
    "RET-002": "who else gets the answer out of a shared cache",
    "RET-004": "a period that the declaration itself set",
    "SEC-003": "whether the app checks who is at the other end",
    "SEC-004": "who else can read the answer",
    "SEC-005": "which other site can read the answer",
    "SES-003": "a token, which may be sent and may not stand in an address",
    "SES-006": "how a password is chosen",
    "SES-007": "a secret of a service, which is nobody's datum",
    "SPC-009": "a role that the policy itself excludes",
    "TPT-006": "an organisation that is not in the declaration",
    "TRA-001": "whether there was a choice",
    "TRA-002": "whether a choice is honoured",
    "TRA-003": "who was asked for consent",
    "TRA-005": "whether the declaration itself holds",
}
"""Rules whose fact no declaration speaks of: it says who may have which datum for which purpose. What they report is
not lowered by one, for there is none; an exception for a time still lowers them. The COV pack is about the scan."""

FIRST: tuple[frozenset[str], ...] = (
    NEVER_SOFTENED,
    frozenset({"IDN"}),
    frozenset({"SPC"}),
    frozenset({"TPT-004"}),
    frozenset({"KID"}),
    frozenset({"MIN"}),
    frozenset({"LNK"}),
    frozenset({"TPT-009", "TPT-010", "TPT-011", "TPT-012"}),
    frozenset({"TPT"}),
    frozenset({"SES", "SEC"}),
    frozenset({"RET"}),
    frozenset({"TRA"}),
    frozenset({"POL"}),
    frozenset({"COV"}),
)
"""Who is reported where one root cause breaks several rules: the first line that names the rule or its pack. Within a
line the worse ernst goes first, then the rules of ``SPECIFIC``, then the lower id. The others stand in the finding's
``also``. The four TPT rules that tell what kind of recipient it is are more specific than TPT-001, which only says that
nobody declared it."""

SPECIFIC = frozenset({"MIN-008", "MIN-011", "MIN-012", "MIN-013", "MIN-014"})
"""Rules about particular persons (parents) or a kind of place (a text, a file, a sign-on, an exchange between systems),
where the advice differs."""

_LINE = {name: line for line, names in enumerate(FIRST) for name in names}
_OTHER_PACKS = _LINE["MIN"]
"""A pack of the user's own stands with MIN."""


def tier(rule_id: str) -> int:
    """The line of ``FIRST`` that a rule stands in; a rule's own line goes before that of its pack."""
    found = _LINE.get(rule_id)
    return found if found is not None else _LINE.get(rule_id.partition("-")[0], _OTHER_PACKS)


SET_INSTEAD = "MIN-002"
"""The rule that makes an expected pseudonym that was not seen (IDN-011) grave: a set of data came in its place."""


def rank(rule_id: str) -> tuple[bool, str]:
    """What decides between rules of one line at the same ernst: the lowest goes first."""
    return rule_id not in SPECIFIC, rule_id


@dataclass(frozen=True, slots=True)
class Fold:
    """Findings of the whole scan that another one at the same recipient speaks for.

    ``speaker`` is the rule that is reported; what it speaks for are findings with this ``fact`` or this ``scope``. With
    ``categories`` only those that name no category beyond the speakers' own.
    """

    speaker: str
    fact: str = ""
    scope: str = ""
    categories: bool = False


FOLDS: tuple[Fold, ...] = (
    # A beacon with personal data says that the tracker was called (TPT-004 over TPT-003).
    Fold("TPT-004", fact="contact"),
    # That a service records the screen says more than that it was called (KID-004 over TPT-003).
    Fold("KID-004", fact="contact"),
    # A service for consumers says more than that it is a tracker (TPT-008 over TPT-003).
    Fold("TPT-008", fact="contact"),
    # Mere contact (TPT-002) is told by whatever says what the same party got or did.
    *(Fold(speaker, fact="touch") for speaker in ("TPT-001", "TPT-008", "TPT-009", "TPT-010", "TPT-011", "TPT-012",
                                                  "KID-003", "KID-004")),
    # What the recipient gets in one message it need not get in instalments (MIN-001 over LNK-005).
    Fold("MIN-001", scope="session", categories=True),
)
"""In this order, once, when the scan ends."""

ABOUT_THE_SCAN = frozenset({"COV-003", "COV-004"})
"""Findings about how the examination was done; a baseline neither accepts nor misses them."""

SURE = 0.6
"""Confidence from which a detection counts without a human look."""
MANY_SUBJECTS = 25
"""More data subjects than this are a circumstance that raises."""
DECLARED_DOWN = 2
"""Steps down for what is declared or excepted."""


def ernst(base: Severity, up: int = 0, *, at_most: Severity = Severity.KRITIEK, declared: bool = False,
          unsure: bool = False) -> Severity:
    """Ernst of an occurrence: base, ``up`` steps higher for circumstances, lower when declared, capped when unsure.

    One step for each circumstance, not above ``at_most``. Declared: two steps down, not below laag (what was below laag
    stays). Unsure (confidence below 0.6): at most midden.
    """
    found = min(Severity(min(base + up, Severity.KRITIEK)), at_most)
    if declared:
        found = min(found, max(Severity.LAAG, Severity(max(found - DECLARED_DOWN, Severity.INFO))))
    return min(found, Severity.MIDDEN) if unsure else found
