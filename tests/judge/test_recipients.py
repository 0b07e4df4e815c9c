"""Who is behind a host: policy, directory, or nobody that is named."""

import pytest

from scanner.judge.files import rules_folder
from scanner.judge.policyfile import load_policy
from scanner.judge.recipients import CHAIN_ROLES, TRACKER_CLASSES, Parties, load_directory
from scanner.judge.yamlfile import YamlFile
from scanner.model import Category

DIRECTORY = load_directory()
GIVEN = Parties(load_policy(rules_folder() / "policies" / "voorbeeld.yaml"), DIRECTORY)
DEFAULT = Parties(load_policy(None), DIRECTORY)


@pytest.mark.parametrize(("host", "key", "role", "declared"), [
    ("api.rekenen.example", "rekenen", "vendor", True),
    ("rekenen.example", "rekenen", "vendor", True),  # the wildcard holds the domain itself too
    ("API.Rekenen.Example.", "rekenen", "vendor", True),
    ("crash.example", "crash", "subprocessor", True),
    ("eu.crash.example", "crash.example", "undeclared", False),  # no wildcard in the policy
    ("notrekenen.example", "notrekenen.example", "undeclared", False),
    ("aselect.entree.kennisnet.nl", "entree.kennisnet.nl", "federation", False),
    ("rod.duo.nl", "duo.nl", "authority", False),
    ("school.magister.net", "magister.net", "las", False),
    ("www.google-analytics.com", "google-analytics.com", "undeclared", False),
    ("192.0.2.7", "192.0.2.7", "undeclared", False),
    ("localhost", "localhost", "undeclared", False),
])
def test_parties(host: str, key: str, role: str, declared: bool) -> None:
    party = GIVEN.of(host)
    assert (party.key, party.role, party.declared) == (key, role, declared)
    assert not party.assumed


def test_hosts_of_one_recipient_are_one_party() -> None:
    assert GIVEN.of("api.rekenen.example") is GIVEN.of("www.rekenen.example")
    assert GIVEN.of("a.x.example") is GIVEN.of("b.x.example")
    assert GIVEN.of("www.google-analytics.com") is GIVEN.of("app-measurement.com")


@pytest.mark.parametrize(("host", "class_", "tracker"), [
    ("www.google-analytics.com", "analytics", True), ("connect.facebook.net", "social", True),
    ("o1.ingest.sentry.io", "crash", False), ("fonts.gstatic.com", "fonts", False), ("www.gstatic.com", "cdn", False),
    ("maps.googleapis.com", "maps", False), ("service.eckid.nl", "nummervoorziening", False),
    ("www.kennisnet.nl", "", False),
])
def test_classes(host: str, class_: str, tracker: bool) -> None:
    party = GIVEN.of(host)
    assert (party.class_, party.tracker) == (class_, tracker)


def test_without_a_policy_an_unknown_host_is_assumed_to_be_the_product() -> None:
    party = DEFAULT.of("api.onbekend.example")
    assert (party.role, party.assumed, party.declared) == ("undeclared", True, False)
    assert party.has(Category.ECKID, "pupil")
    assert not party.has(Category.NAME_FAMILY, "pupil")
    assert DEFAULT.of("www.malmberg.nl").assumed
    assert not DEFAULT.of("o1.ingest.sentry.io").assumed


def test_an_ip_address_comes_with_every_contact() -> None:
    assert GIVEN.of("x.example").has(Category.IP, "unknown")


def test_the_directory_is_in_order() -> None:
    data = YamlFile(rules_folder() / "recipients.yaml").data
    assert isinstance(data, dict)
    seen: set[str] = set()
    classes = {*TRACKER_CLASSES, "", "crash", "cdn", "fonts", "maps", "video", "identity", "push", "cloud", "ai",
               "survey", "support", "nummervoorziening"}
    for entry in data["recipients"]:
        assert entry["class"] in classes
        assert entry.get("role", "") in {"", *CHAIN_ROLES}
        assert len(entry["seat"]) == 2
        for domain in entry["domains"]:
            assert domain == domain.lower()
            assert domain not in seen, f"{domain} is listed twice"
            seen.add(domain)
    assert len(DIRECTORY) >= 60
