"""Tracker lists of others: what counts as a rule about a domain, in three formats."""

import json
from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.judge.trackerlist import TrackerList, load_tracker_list


def _load(tmp_path: Path, text: str, name: str = "lijst.txt") -> TrackerList:
    file = tmp_path / name
    file.write_text(text)
    return load_tracker_list(file)


@pytest.mark.parametrize("line", [
    "||meten.example^", "||meten.example^$third-party", "||METEN.example^$3p,important", "||meten.example",
    "||meten.example^$third-party,script", "||meten.example^$third-party,~stylesheet,websocket", "||meten.example^*",
    "||meten.example/", "||meten.example^$third-party,domain=~meten.example|~school.example",
])
def test_rules_about_a_domain(tmp_path: Path, line: str) -> None:
    found = _load(tmp_path, f"[Adblock Plus 2.0]\n! comment\n{line}\n")
    assert dict(found.domains) == {"meten.example": "analytics"}
    assert found.find("a.meten.example") == ("meten.example", "analytics")
    assert found.find("nietmeten.example") == ("", "")


@pytest.mark.parametrize("line", [
    "||meten.example/pixel.gif", "||meten.example^$domain=school.example", "/collect?$script", "-analytics.js",
    "meten.example##.banner", "||meten.example^$~third-party", "||meten.*^",
    "||meten.example^$third-party,domain=a.example|~b.example", "||meten.example^$removeparam=utm_source",
    "||meten.example^*/pixel", "||meten.example:8080^", "|https://meten.example/", "/^https:\\/\\/meten\\.example/",
    "||meten.example^$redirect=noop.js", "@@||meten.example^",
    "||meten.example^$csp=x", "! ||meten.example^", "# meten.example", "||localhost^", "127.0.0.1 localhost",
    "meten.example",  # in this syntax a piece of a URL
])
def test_rules_about_anything_else_do_not_count(tmp_path: Path, line: str) -> None:
    assert dict(_load(tmp_path, f"||ander.example^\n{line}\n").domains) == {"ander.example": "analytics"}


@pytest.mark.parametrize("line", ["0.0.0.0 meten.example", "127.0.0.1  meten.example # pixel", "meten.example",
                                  ":: METEN.example", "::1 meten.example",
                                  "0.0.0.0\tmeten.example\tlocalhost # twee namen"])
def test_hosts_files(tmp_path: Path, line: str) -> None:
    text = f"# Title: Hosts\n127.0.0.1 localhost\n127.0.0.1 localhost.localdomain\n0.0.0.0 0.0.0.0\n{line}\n"
    assert dict(_load(tmp_path, text).domains) == {"meten.example": "analytics"}


EASYPRIVACY = """[Adblock Plus 2.0]
! Version: 202611201040
! Title: EasyPrivacy
! Last modified: 20 Nov 2026 10:40 UTC
! Expires: 4 days (update frequency)
! Homepage: https://easylist.to/
!
! Please report any unblocked tracking to our email address or forums
! -----------------------General tracking systems-----------------------!
! *** easylist:easyprivacy/easyprivacy_general.txt ***
&event=pageview&
-analytics-tag.
.com/pixel/*.gif?$image,third-party
/0pixel.php?
$ping,third-party
! -----------------Third-party tracking domains-----------------!
! *** easylist:easyprivacy/easyprivacy_trackingservers.txt ***
||a-meten.example^
||b-meten.example^$third-party
||c-meten.example^$third-party,xmlhttprequest,domain=~c.example
! *** easylist:easyprivacy/easyprivacy_specific.txt ***
||nieuws.example/stats/
||winkel.example^$ping
||d-meten.example^$domain=nieuws.example
nieuws.example##+js(aopr, tracker)
! *** easylist:easyprivacy/easyprivacy_allowlist.txt ***
@@||b-meten.example^$script,domain=bank.example
@@||e-meten.example^
||e-meten.example^$third-party
"""


def test_a_list_as_easyprivacy_is_written(tmp_path: Path) -> None:
    found = _load(tmp_path, EASYPRIVACY, "easyprivacy.txt")
    assert (found.name, found.date) == ("EasyPrivacy", "20 Nov 2026 10:40 UTC")
    assert sorted(found.domains) == ["a-meten.example", "b-meten.example", "c-meten.example", "winkel.example"]


def test_several_names_in_a_line_of_a_hosts_file(tmp_path: Path) -> None:
    text = ("# Title: Our hosts\n# Date: 20 November 2026 (UTC)\n\n127.0.0.1 localhost\n"
            "::1 ip6-localhost ip6-loopback\n255.255.255.255 broadcasthost\nfe80::1%lo0 localhost\n"
            "0.0.0.0 a.example b.example  # two\n")
    found = _load(tmp_path, text, "hosts")
    assert (found.name, found.date, sorted(found.domains)) == (
        "Our hosts", "20 November 2026 (UTC)", ["a.example", "b.example"])


def test_an_exception_takes_its_domain_out(tmp_path: Path) -> None:
    assert dict(_load(tmp_path, "||a.example^\n@@||a.example^\n||b.example^\n@@||b.example^$script\n").domains) == {
        "b.example": "analytics"}


def test_what_a_list_calls_itself(tmp_path: Path) -> None:
    text = "[Adblock Plus 2.0]\n! Title: EasyPrivacy\n! Last modified: 20 Nov 2026 10:00 UTC\n||a.example^\n"
    found = _load(tmp_path, text)
    assert (found.name, found.date, len(found.sha256)) == ("EasyPrivacy", "20 Nov 2026 10:00 UTC", 64)
    assert _load(tmp_path, "a.example\n").name == "lijst.txt"
    assert _load(tmp_path, "a.example\n").date == ""


def test_disconnect(tmp_path: Path) -> None:
    data = {"license": "x", "categories": {
        "Advertising": [{"Reclame": {"https://reclame.example/": ["reclame.example", "ads.example"]}}],
        "Analytics": [{"Meten": {"https://meten.example/": ["meten.example"], "performance": "true"}}],
        "FingerprintingInvasive": [{"Vinger": {"https://vinger.example/": ["vinger.example"]}}],
        "Content": [{"Inhoud": {"https://inhoud.example/": ["inhoud.example"]}}],
        "Nieuw": [{"X": {"https://x.example/": ["x.example"]}}, "y", {"Z": 3}, {"W": {"u": [4, "geen domein!"]}}],
    }}
    found = _load(tmp_path, json.dumps(data), "services.json")
    assert dict(found.domains) == {
        "reclame.example": "advertising", "ads.example": "advertising", "meten.example": "analytics",
        "vinger.example": "fingerprinting", "x.example": "analytics"}
    assert found.name == "services.json"


@pytest.mark.parametrize(("text", "problem"), [
    ("", "holds no domain"), ("! nothing", "holds no domain"), ("{", "not valid JSON"),
    ('{"categories": 3}', "holds no domain"), ("[" * 3000, "holds no domain"), ('{"a":' * 100_000, "not valid JSON"),
])
def test_a_file_that_is_no_list(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        _load(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_tracker_list(tmp_path / "weg.txt")


def test_hostile_lines_are_linear(tmp_path: Path) -> None:
    text = "||" + "a." * 200_000 + "\n" + "a-" * 200_000 + "\n||goed.example^\n"
    assert list(_load(tmp_path, text).domains) == ["goed.example"]
