"""Exchanges between systems: what is contracted practice, for whom, and what stays a finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.errors import UsageError
from scanner.judge import CoverageSummary, Judge, Judgement, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.profiles import load_profiles
from scanner.judge.schemacheck import check
from scanner.judge.yamlfile import YamlFile
from scanner.model import Category, Finding, Severity, Status

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
FILE = YamlFile(EXAMPLE)
RULES = load_rules()
ROSTER = "/Envelope/Body/leerlinggegevens_antwoord/leerlingen/leerling"
RESULTS = "/Envelope/Body/leerresultaten_verzoek/toetsafnames/toetsafname"


def policy(folder: Path, profiles: Any, **recipient: Any) -> Path:
    """The example policy with profiles, and with changes to its vendor."""
    data: Any = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    data["document"] = {"version": "1", "date": "2026-08-01"}
    data["pseudonym"].pop("since")
    data["exceptions"] = []
    data["profiles"] = profiles
    data["recipients"][0] |= recipient
    path = folder / "policy.yaml"
    path.write_text(yaml.safe_dump(data), "utf-8")
    return path


def judge(exchanges: Sequence[dict[str, Any]], given: Path | None) -> Judgement:
    made = Judge(RULES, load_policy(given), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        made.observe(observation(exchange, order, (), FILE))
    return made.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}")


def findings(exchange: dict[str, Any], given: Path | None) -> dict[str, Finding]:
    """What is above info; the worst per rule."""
    found: dict[str, Finding] = {}
    for finding in judge([exchange], given).findings:
        if finding.severity > Severity.INFO:
            found.setdefault(finding.rule, finding)
    return found


def roster(*more: str, to: str = "POST api.rekenen.example/koppeling", **facts: Any) -> dict[str, Any]:
    return {"to": to, "response": [f"body:{ROSTER}/eckid id.eckid", f"body:{ROSTER}/achternaam name.family", *more],
            **facts}


SHIPPED = sorted((rules_folder() / "policies" / "profiles").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_profile_is_valid(path: Path) -> None:
    file = YamlFile(path)
    check(file, "exchange")
    profile = load_profiles()[path.stem]
    assert profile.messages
    # What the catalogue calls "never": a pupil's number goes to no supplier, whatever it names.
    if profile.roles & {"vendor", "subprocessor"}:
        assert not {c for m in profile.messages for c, _ in m.covers} & {
            Category.BSN, Category.PGN, Category.LEERLINGNUMMER, Category.HEALTH, Category.STREET, Category.IMAGE}


def test_the_contracted_exchanges_are_all_there() -> None:
    assert set(load_profiles()) == {"uwlr", "doorstroomtoets", "sem", "edu-ix", "oso", "rod"}


def test_without_the_profile_it_is_reported_at_most_midden(tmp_path: Path) -> None:
    found = findings(roster(), policy(tmp_path, []))
    assert found["MIN-001"].severity is Severity.MIDDEN
    assert found["MIN-001"].status is Status.OPEN
    assert "smalle" in found["MIN-001"].remediation.nl


def test_a_policy_that_names_the_profile_declares_it(tmp_path: Path) -> None:
    found = findings(roster(), policy(tmp_path, ["uwlr"]))
    assert {(rule, f.severity, f.status) for rule, f in found.items()} == {
        ("MIN-001", Severity.LAAG, Status.COVERED)}, "lowered, never hidden; and POL-001 is silent"
    flows = judge([roster()], policy(tmp_path, ["uwlr"])).flows
    assert all(flow.declared for flow in flows)
    assert not all(flow.declared for flow in judge([roster()], policy(tmp_path, [])).flows)


def test_what_the_standard_does_not_hold_is_not_declared(tmp_path: Path) -> None:
    given = policy(tmp_path, ["uwlr"])
    for more in ("emailadres contact.email", "fotourl media.image", "postcodenl addr.postcode"):
        found = findings(roster(f"body:{ROSTER}/{more}"), given)
        assert any(f.status is Status.OPEN and f.severity >= Severity.MIDDEN for f in found.values()), more
    found = findings(roster(f"body:{ROSTER}/bsn id.bsn"), given)
    assert found["IDN-001"].severity is Severity.KRITIEK


def test_a_name_in_a_result_is_outside_the_standard(tmp_path: Path) -> None:
    exchange = {"to": "POST api.rekenen.example/uwlr/2.2", "request": [
        f"body:{RESULTS}/eckid id.eckid", f"body:{RESULTS}/score edu.result", f"body:{RESULTS}/naam name.full"]}
    for profiles in ([], ["uwlr"]):
        assert findings(exchange, policy(tmp_path, profiles))["MIN-001"].severity is Severity.HOOG
    del exchange["request"][2]  # type: ignore[attr-defined]
    assert not findings(exchange, policy(tmp_path, ["uwlr"]))


@pytest.mark.parametrize("facts", [
    {"referer": "www.rekenen.example"}, {"initiator": "www.rekenen.example"}, {"actor": "pupil"}, {"actor": "teacher"},
])
def test_in_a_session_of_a_person_it_is_no_exchange_between_systems(facts: dict[str, Any], tmp_path: Path) -> None:
    assert findings(roster(**facts), policy(tmp_path, ["uwlr"]))["MIN-001"].severity is Severity.HOOG


def test_an_outsider_has_no_contract(tmp_path: Path) -> None:
    exchange = roster(to="POST elders.example/uwlr/2.2")
    found = findings(exchange, policy(tmp_path, ["uwlr"]))
    assert max(f.severity for f in found.values()) >= Severity.HOOG
    # Without a privacybijsluiter nobody is an outsider.
    assert findings(exchange, None)["MIN-001"].severity is Severity.MIDDEN


def test_a_profile_can_be_bound_to_recipients_and_endpoints(tmp_path: Path) -> None:
    plain = {"to": "POST api.rekenen.example/koppeling/v1", "response": [
        "body:/0/eck id.eckid", "body:/0/an name.family"]}
    bound = [{"id": "sem", "match": ["api.rekenen.example/koppeling/*"]}]
    assert findings(plain, policy(tmp_path, bound))["MIN-001"].status is Status.COVERED
    elsewhere = plain | {"to": "POST api.rekenen.example/anders"}
    assert findings(elsewhere, policy(tmp_path, bound))["MIN-001"].severity is Severity.HOOG
    mine = [{"id": "uwlr", "recipients": ["rekenen"]}]
    assert findings(roster(), policy(tmp_path, mine))["MIN-001"].status is Status.COVERED
    theirs = [{"id": "uwlr", "recipients": ["crash"]}]
    assert findings(roster(), policy(tmp_path, theirs))["MIN-001"].status is Status.OPEN


@pytest.mark.parametrize(("profile", "to", "fields"), [
    ("doorstroomtoets", "POST api.rekenen.example/doorstroomtoets/v1/registreren",
     ["/deelnemers/0/deelnemerref/0/onderwijsdeelnemerID id.eckid", "/deelnemers/0/achternaam name.family",
      "/deelnemers/0/roepnaam name.given", "/deelnemers/0/extensie/geboortedatum demo.dob"]),
    ("sem", "GET api.rekenen.example/sem/v1/students",
     ["/0/eckId id.eckid", "/0/surname name.family", "/0/firstName name.given"]),
    ("edu-ix", "POST api.rekenen.example/ws",
     ["/Envelope/Body/getEduProfileResponse/eckID id.eckid", "/Envelope/Body/getEduProfileResponse/sn name.family",
      "/Envelope/Body/getEduProfileResponse/givenName name.given"]),
])
def test_other_standards(profile: str, to: str, fields: list[str], tmp_path: Path) -> None:
    exchange = {"to": to, "response": [f"body:{field} record=r1" for field in fields]}
    unnamed = findings(exchange, policy(tmp_path, []))
    assert unnamed["MIN-001"].severity is Severity.MIDDEN
    named = findings(exchange, policy(tmp_path, [profile]))
    assert all(f.severity is Severity.LAAG and f.status is Status.COVERED for f in named.values())


def test_delivery_data_are_a_set_of_their_own(tmp_path: Path) -> None:
    exchange = {"to": "GET api.rekenen.example/sem/v1/x", "response": [
        "body:/StudentDelivery/eckId id.eckid", "body:/StudentDelivery/dateOfBirth demo.dob"]}
    assert findings(exchange, policy(tmp_path, ["sem"]))["MIN-001"].status is Status.OPEN


def test_the_transfer_dossier_and_the_register(tmp_path: Path) -> None:
    dossier = {"to": "POST api.rekenen.example/oso/v1", "request": [
        "body:/dossier/huidigeschool/leerling/bsn id.bsn",
        "body:/dossier/huidigeschool/leerling/achternaam name.family",
        "body:/dossier/huidigeschool/leerling/diagnose special.diagnosis"]}
    given = policy(tmp_path, ["oso"], role="school")
    assert "IDN-001" not in findings(dossier, given)
    assert all(f.status is Status.COVERED for f in findings(dossier, given).values())
    assert findings(dossier, policy(tmp_path, [], role="school"))["IDN-001"].severity is Severity.KRITIEK
    register = {"to": "POST api.rekenen.example/rod/v1", "request": ["body:/inschrijving/bsn id.bsn",
                                                                    "body:/inschrijving/leerjaar edu.group"]}
    assert not findings(register, policy(tmp_path, ["rod"], role="authority"))
    wider = register | {"request": [*register["request"], "body:/inschrijving/medicatie special.health"]}
    assert findings(wider, policy(tmp_path, ["rod"], role="authority"))


@pytest.mark.parametrize(("profiles", "field", "says"), [
    (["uwrl"], "profiles[0]", "did you mean 'uwlr'?"),
    ([{"id": "uwlr", "recipient": ["rekenen"]}], "profiles[0].recipient", "did you mean 'recipients'?"),
    ([{"id": "uwlr", "recipients": ["rekenne"]}], "profiles[0].recipients[0]", "did you mean 'rekenen'?"),
    ([{"recipients": ["rekenen"]}], "profiles[0]", "the key 'id' is missing"),
    ([{"id": "sem", "match": ["https://x.example/"]}], "profiles[0].match[0]", "without https://"),
    (["rod"], "profiles[0]", "authority"),
    ({}, "profiles", "must be a list"),
])
def test_mistakes(profiles: Any, field: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_policy(policy(tmp_path, profiles))
    assert f" {field}: " in str(caught.value)
    assert says in str(caught.value)
