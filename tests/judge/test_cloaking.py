"""Names that lead to a tracker in DNS: what counts as a disguise."""

import pytest

from scanner.judge import CoverageSummary, Judge, load_policy, load_rules
from scanner.judge.files import rules_folder
from scanner.model import Finding, Gap, HostCoverage, Note

EXAMPLE = load_policy(rules_folder() / "policies" / "voorbeeld.yaml")


def findings(*lookups: tuple[str, str], visited: str = "www.rekenen.example") -> list[Finding]:
    notes = [Note(Gap.DNS_LOOKUP, "a.pcap", host, 60, 1, time=5.0, alias=alias) for host, alias in lookups]
    judge = Judge(load_rules(), EXAMPLE, test_mode=False)
    summary = CoverageSummary([HostCoverage(visited, exchanges=1)], notes)
    return [f for f in judge.conclude(summary, lambda order, index: "").findings if f.rule == "TPT-007"]


def test_one_finding_a_name() -> None:
    found = findings(("stats.rekenen.example", "rekenen.sc.omtrdc.net"), ("m.rekenen.example", "x.matomo.cloud"),
                     ("stats.rekenen.example", "rekenen.sc.omtrdc.net"))
    assert sorted(f.host for f in found) == ["m.rekenen.example", "stats.rekenen.example"]
    assert all("in DNS verwijst de naam naar" in f.message.nl for f in found)
    assert {f.count for f in found} == {1, 2}


@pytest.mark.parametrize(("host", "alias"), [
    ("static.rekenen.example", "d111.cloudfront.net"),  # a delivery network
    ("www.rekenen.example", "rekenen.azurewebsites.net"),
    ("www.rekenen.example", ""),
    ("www.rekenen.example", "lb.rekenen.example"),
    ("www.google-analytics.com", "www-google-analytics.l.google.com"),  # the tracker itself
    ("eu.omtrdc.net", "x.sc.omtrdc.net"),
    ("stats.krant.example", "krant.sc.omtrdc.net"),  # a site that nobody visited
    ("inloggen.magister.net", "x.sc.omtrdc.net"),
])
def test_what_is_none(host: str, alias: str) -> None:
    assert findings((host, alias)) == []
