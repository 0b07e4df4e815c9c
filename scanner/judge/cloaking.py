"""Names of the product that lead to a tracker by an alias in DNS (CNAME): what no request shows.

Theory. ``stats.school.example`` looks like the school; its alias ends at a tracker's own domain. The lookups of a
packet capture tell. A name counts when it lies under a site that was visited and is not the tracker's own; delivery
networks are aliases too and are no trackers. Found when the scan ends, for the rule whose ``parameters`` ask for
``aliases`` beside its patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.model import Gap, Note, Text

from .directory import CHAIN_ROLES, TRACKER_CLASSES
from .domains import registrable_domain
from .groups import Groups, Spot
from .recipients import Parties
from .rule import Rule
from .severity import Assessment


def disguised(rules: Sequence[Rule], notes: Iterable[Note], visited: set[str], parties: Parties,
              groups: Groups) -> None:
    """Add a finding for each looked-up name of a visited site that leads to a tracker.

    ``visited`` holds the registrable domains of hosts with which exchanges were read.
    """
    rule = next((each for each in rules if (each.parameters or {}).get("aliases")), None)
    if rule is None:
        return
    for note in notes:
        if note.gap is not Gap.DNS_LOOKUP or not note.alias or registrable_domain(note.host) not in visited:
            continue
        party = parties.of(note.host)
        if party.class_ in TRACKER_CLASSES or party.role in CHAIN_ROLES - {"school"} or party.background:
            continue
        tracker = parties.tracker_at(note.alias)
        if not tracker or registrable_domain(note.alias) == registrable_domain(note.host):
            continue
        found = Assessment(rule.severity, (rule.severity_reason,))
        group = groups.at(rule, party, Spot("", note.host, "", "", "request"), found, distinct=note.host)
        if group is not None:
            group.add(None, None, note.time, found)
            group.extra = {"others": Text(f"in DNS verwijst de naam naar {tracker}",
                                          f"in DNS the name leads to {tracker}")}
