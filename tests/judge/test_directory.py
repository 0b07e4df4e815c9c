"""The shipped directory is in order, and a wrong file of the user is told with line and field."""

import re
from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.judge.directory import CHAIN_ROLES, CLASSES, TRACKER_CLASSES, load_directory
from scanner.judge.domains import registrable_domain
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile
from scanner.report.texts import CLASSES as LABELS

DATA = YamlFile(rules_folder() / "recipients.yaml").data
DIRECTORY = load_directory()


def test_the_directory_is_in_order() -> None:
    assert isinstance(DATA, dict)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", DATA["date"])
    seen: set[str] = set()
    for group in DATA["groups"]:
        assert len(group["source"]) > 20, f"{group['group']} tells no source"
        for entry in group["recipients"]:
            assert set(entry) <= {"organisation", "domains", "role", "class", "seat"}
            assert entry.get("class", group["class"]) in CLASSES
            assert entry.get("role", "") in {"", *CHAIN_ROLES}
            assert re.fullmatch(r"[A-Z]{2}", entry["seat"])
            for domain in entry["domains"]:
                assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain)
                assert domain not in seen, f"{domain} is listed twice"
                seen.add(domain)
                above = domain.partition(".")[2]
                assert above not in entry["domains"], f"{domain} is covered by {above}"
    assert len(DIRECTORY) >= 500


def test_no_entry_takes_a_whole_suffix_unless_it_is_a_platform() -> None:
    """A suffix is many parties; only platforms, delivery networks and Google's services stand at one."""
    for group in DATA["groups"]:  # type: ignore[index]
        for entry in group["recipients"]:
            class_ = entry.get("class", group["class"])
            for domain in entry["domains"]:
                if registrable_domain("x." + domain) != registrable_domain(domain):
                    assert class_ in {"hosting", "cdn", "cloud", "support", "mail", "identity", "video"}, domain


def test_every_class_has_a_label() -> None:
    assert set(LABELS) == CLASSES - {""}
    assert TRACKER_CLASSES < CLASSES


@pytest.mark.parametrize(("host", "organisation"), [
    ("vlindertuin.magister.net", "Iddink Digital (Magister)"), ("api.somtoday.nl", "Topicus (Somtoday)"),
    ("start.parnassys.net", "Topicus (ParnasSys)"), ("login.educus.nl", "Topicus (EduArte)"),
    ("thuis.basispoort.nl", "Stichting Basispoort"), ("aselect.entree.kennisnet.nl", "Kennisnet (Entree Federatie)"),
    ("engine.surfconext.nl", "SURF (SURFconext)"), ("service.eckid.nl", "Kennisnet (Nummervoorziening)"),
    ("leerling.gynzy.com", "Gynzy"), ("api.wrts.nl", "Futurewhiz (WRTS, StudyGo)"), ("kahoot.it", "Kahoot"),
    ("classroom.google.com", "Google (Workspace)"), ("teams.microsoft.com", "Microsoft (365)"),
    ("vlindertuin.sharepoint.com", "Microsoft (365)"), ("us02web.zoom.us", "Zoom"), ("log.zoom.us", "Zoom (telemetry)"),
    ("login.live.com", "Microsoft (account for consumers)"), ("api.openai.com", "OpenAI"),
    ("school.openai.azure.com", "Microsoft (Azure OpenAI, AI services)"),
])
def test_parties_of_education_and_their_platforms(host: str, organisation: str) -> None:
    entry = DIRECTORY.find(host)
    assert entry is not None
    assert entry.organisation == organisation


@pytest.mark.parametrize("host", ["rekenen.example", "nl", "school.nl", "192.0.2.1", "", "notmagister.net"])
def test_an_unknown_host_is_nobody(host: str) -> None:
    assert DIRECTORY.find(host) is None


@pytest.mark.parametrize(("text", "problem"), [
    ("- x", "own.yaml:1: must be a mapping with the list 'recipients'"),
    ("recipients: 3", "must be a mapping with the list 'recipients'"),
    ("recipients: []\nfoo: 1", "own.yaml:2: foo: unknown key"),
    ("recipients:\n  - x", "own.yaml:2: recipients[0]: must be a mapping"),
    ("recipients:\n  - {organisation: X}", "needs 'organisation' and the list 'domains'"),
    ("recipients:\n  - {organisation: X, domains: [x.example],\n     rol: school}", "rol: unknown key"),
    ("recipients:\n  - {organisation: X, domains: [x.example],\n     role: skool}", "'skool' is no role"),
    ("recipients:\n  - {organisation: X, domains: [x.example],\n     class: cdnn}", "'cdnn' is no class"),
    ("recipients:\n  - {organisation: X, domains: [x.example],\n     seat: Nederland}", "two capitals"),
    ("recipients:\n  - {organisation: X, domains: [x.example, 'http://x']}", "must be a domain"),
])
def test_a_wrong_entry_is_told_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text)
    with pytest.raises(UsageError, match=re.escape(problem)):
        load_directory([file])


def test_the_report_can_tell_where_names_come_from(tmp_path: Path) -> None:
    own, listed = tmp_path / "own.yaml", tmp_path / "lijst.txt"
    own.write_text("recipients:\n  - {organisation: X, domains: [x.example]}\n")
    listed.write_text("! Title: Lijst\n! Version: 202611010000\n||y.example^\n")
    lists = load_directory([own], [listed]).lists
    assert (lists.date, lists.entries, lists.files) == (DATA["date"], len(DIRECTORY) + 1, ("own.yaml",))  # type: ignore[index]
    assert [(each.name, each.date, len(each.domains)) for each in lists.lists] == [("Lijst", "202611010000", 1)]
