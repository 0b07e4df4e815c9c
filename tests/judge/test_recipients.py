"""Who is behind a host: policy, directory, or nobody that is named."""

from dataclasses import replace
from pathlib import Path

import pytest

from scanner.judge.files import rules_folder
from scanner.judge.policy import PolicyRecipient
from scanner.judge.policyfile import load_policy
from scanner.judge.recipients import Parties, load_directory
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


@pytest.mark.parametrize(("host", "domain"), [
    ("rekenapp.azurewebsites.net", "rekenapp.azurewebsites.net"),
    ("abc.supabase.co", "abc.supabase.co"),
    ("rekenapp.herokuapp.com", "rekenapp.herokuapp.com"),
])
def test_a_host_on_a_platform_of_another_is_a_party_of_its_own(host: str, domain: str) -> None:
    party = DEFAULT.of(host)
    assert (party.domain, party.class_, party.organisation, party.assumed) == (domain, "hosting", "", True)
    assert GIVEN.of(host).role == "undeclared"
    assert not GIVEN.of(host).assumed


@pytest.mark.parametrize("host", [
    "ctldl.windowsupdate.com", "www.msftconnecttest.com", "ocsp.digicert.com", "r3.o.lencr.org", "clients2.google.com",
    "safebrowsing.googleapis.com", "connectivitycheck.gstatic.com", "mtalk.google.com", "captive.apple.com",
    "gdmf.apple.com", "detectportal.firefox.com", "firefox.settings.services.mozilla.com", "1-courier.push.apple.com",
    "0.pool.ntp.org", "r4---sn-5hne6nz6.gvt1.com", "ocsp.pki.goog", "android.clients.google.com",
])
def test_traffic_of_system_and_browser_is_told_apart(host: str) -> None:
    for parties in (GIVEN, DEFAULT):
        party = parties.of(host)
        assert party.background
        assert not party.assumed
        assert not party.tracker


@pytest.mark.parametrize("host", [
    "www.google.com", "docs.google.com", "fonts.gstatic.com", "www.apple.com", "www.microsoft.com", "www.mozilla.org",
    "v10.events.data.microsoft.com", "incoming.telemetry.mozilla.org", "xp.apple.com", "fcm.googleapis.com",
])
def test_what_a_person_or_an_app_causes_is_no_background(host: str) -> None:
    assert not GIVEN.of(host).background


def test_a_declared_recipient_is_never_background() -> None:
    policy = replace(load_policy(rules_folder() / "policies" / "voorbeeld.yaml"), recipients=(
        PolicyRecipient("ntp", "Tijd", "subprocessor", ("*.pool.ntp.org",)),))
    assert not Parties(policy, DIRECTORY).of("0.pool.ntp.org").background


def test_class_and_seat_of_a_declared_recipient_come_from_its_domains() -> None:
    policy = replace(load_policy(rules_folder() / "policies" / "voorbeeld.yaml"), recipients=(
        PolicyRecipient("meting", "Meten", "subprocessor", ("*.rekenen.example", "*.matomo.cloud"), country="NL",
                        transfer_tool="adequacy"),))
    for hosts in (["www.rekenen.example", "x.matomo.cloud"], ["x.matomo.cloud", "www.rekenen.example"]):
        parties = Parties(policy, DIRECTORY)
        party = next(parties.of(host) for host in hosts)
        assert (party.class_, party.tracker, party.country, party.seat) == ("analytics", True, "NL", "NZ")
        assert party.transfer_tool == "adequacy"


def _parties(tmp_path: Path, own: str = "", listed: str = "") -> Parties:
    (tmp_path / "own.yaml").write_text(own)
    (tmp_path / "list.txt").write_text(listed)
    directory = load_directory([tmp_path / "own.yaml"] if own else [], [tmp_path / "list.txt"] if listed else [])
    return Parties(load_policy(rules_folder() / "policies" / "voorbeeld.yaml"), directory)


def test_an_entry_of_the_user_goes_before_the_directory_and_lists(tmp_path: Path) -> None:
    own = """
recipients:
  - {organisation: De Vlindertuin, domains: ["*.vlindertuin.example", meten.vlindertuin.example], role: school}
  - {organisation: Eigen meting, domains: [google-analytics.com], seat: NL}
"""
    parties = _parties(tmp_path, own, "||www.vlindertuin.example^\n||google-analytics.com^\n||meet.example^\n")
    school = parties.of("www.vlindertuin.example")
    assert (school.role, school.organisation, school.tracker, school.source) == ("school", "De Vlindertuin", False,
                                                                                 "user")
    measured = parties.of("www.google-analytics.com")
    assert (measured.organisation, measured.tracker, measured.country) == ("Eigen meting", False, "NL")
    assert parties.of("a.meet.example").tracker


def test_a_listed_domain_is_a_tracker_and_the_rest_of_its_party_is_not(tmp_path: Path) -> None:
    parties = _parties(tmp_path, listed="||stats.leren.example^$third-party\n||pixel.wp.com^\n||kennisnet.nl^\n"
                                        "||lencr.org^\n||sentry.io^\n")
    assert not parties.of("www.leren.example").tracker
    stats = parties.of("eu.stats.leren.example")
    assert (stats.key, stats.tracker, stats.class_, stats.source) == ("stats.leren.example", True, "analytics", "list")
    assert not parties.of("s0.wp.com").tracker
    assert parties.of("pixel.wp.com").tracker
    assert parties.of("pixel.wp.com").organisation == "Automattic (WordPress.com)"
    assert parties.of("r3.o.lencr.org").background  # what the system does by itself follows nobody over pages
    assert parties.of("sentry.io").tracker
    assert parties.of("o1.ingest.sentry.io") is parties.of("sentry.io")


def test_a_policy_goes_before_lists_but_the_tag_stays(tmp_path: Path) -> None:
    party = _parties(tmp_path, listed="||crash.example^\n").of("crash.example")
    assert (party.key, party.declared, party.tracker) == ("crash", True, True)
