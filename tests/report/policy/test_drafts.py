"""Drafts of a policy: valid at once, nothing declared by accident, and the dialogue of Bijlage 1."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import pytest
import yaml
from click.testing import CliRunner, Result

from scanner.cli.root import cli
from scanner.errors import UsageError
from scanner.judge import load_policy, load_profiles
from scanner.judge.policyvalues import ROLES as READER_ROLES
from scanner.model import HEADINGS, INFO, Category, Text
from scanner.report import render as render_report
from scanner.report.policy import draft_of_answers, draft_of_scan, render
from scanner.report.policy.draft import WITHIN
from scanner.report.policy.questions import RECIPIENT_ROLES, _of_heading

TODAY = "2026-10-05"


def flow(recipient: str, category: str, about: str = "pupil", **changes: Any) -> dict[str, Any]:
    return {"recipient": recipient, "category": category, "about": about, "directions": ["request"], "purposes": [],
            "count": 3, "subjects": 1, "declared": False, "confidence_max": 0.9, "first_seen": None,
            "last_seen": None} | changes


@pytest.fixture
def document() -> dict[str, Any]:
    """The sample scan, as one without a policy would be."""
    found = builders.sample_document()
    found["scan"]["settings"]["policy"]["builtin"] = True
    for party in found["recipients"]:
        party.update(declared=False, source="directory", exchanges=10 if party["id"] == "rekenen" else 2, country="")
        if party["id"] == "rekenen":
            party.update(role="undeclared", **{"class": ""})
        if party["id"] == "crash":
            party.update(role="undeclared", **{"class": "crash"}, country="US")
    found["flows"] = [
        flow("rekenen", "id.eckid"), flow("rekenen", "name.given"), flow("rekenen", "name.given", "unknown"),
        flow("rekenen", "name.family"), flow("rekenen", "special.health"), flow("rekenen", "id.bsn"),
        flow("rekenen", "name.full", "guardian"), flow("rekenen", "edu.result", "teacher"),
        flow("rekenen", "secret.token"), flow("rekenen", "edu.group", confidence_max=0.4),
        flow("crash", "id.eckid"), flow("meten.example", "behav.event"),
    ]
    return found


def draft(document: dict[str, Any], tmp_path: Path, lang: str = "nl") -> tuple[str, Any]:
    text = render(draft_of_scan(document, TODAY), lang)
    path = tmp_path / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    return text, load_policy(path)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_goes_beyond_the_pseudonym_is_never_declared(document: dict[str, Any], tmp_path: Path, lang: str) -> None:
    text, policy = draft(document, tmp_path, lang)
    declared = {(item.category, item.about) for purpose in policy.purposes for item in purpose.categories}
    assert declared == {(Category.ECKID, None), (Category.NAME_GIVEN, None), (Category.RESULT, "teacher")}
    for code in ("name.family", "special.health", "id.bsn", "parent.name.full", "edu.group"):
        assert re.search(rf"^ *# - {re.escape(code)}  # {'OVERWEEG' if lang == 'nl' else 'RECONSIDER'}: \w", text,
                         re.MULTILINE), code
    assert "secret.token" not in text, "comes with every session"
    assert text.count("- name.given ") == 1, "one line a code, whoever it is about"


def test_parties_without_a_known_place_are_not_declared(document: dict[str, Any], tmp_path: Path) -> None:
    text, policy = draft(document, tmp_path)
    (only,) = policy.recipients
    assert (only.role, only.country) == ("vendor", "")
    assert 'organisation: "Voorbeeld Rekenen B.V."' in text
    assert re.search(r'^# +- id: "meten-example"  # bekend als tracker', text, re.MULTILINE)
    assert re.search(r'^# +- id: "crash"  # niet-genoemde partij \(crash\)', text, re.MULTILINE)
    assert re.search(r'^# +country: "US"  # vestigingsland', text, re.MULTILINE)
    assert re.search(r"^# +# - id\.eckid  # OVERWEEG: gaat hier naar een partij achter het product", text, re.MULTILINE)


def test_a_chain_party_has_its_role(document: dict[str, Any], tmp_path: Path) -> None:
    document["recipients"][0].update(role="federation", tracker=False)
    name = document["recipients"][0]["id"]
    _, policy = draft(document, tmp_path)
    assert {r.role for r in policy.recipients if r.id == name} == {"federation"}


def test_what_a_policy_declared_comes_back_without_what_goes_further(document: dict[str, Any], tmp_path: Path) -> None:
    document["scan"]["settings"]["policy"]["builtin"] = False
    for party in document["recipients"]:
        party.update(declared=True, source="policy", role="vendor" if party["id"] == "rekenen" else "subprocessor")
    for row in document["flows"]:
        row["declared"] = True
    text, policy = draft(document, tmp_path)
    assert len(policy.recipients) == 3
    assert policy.vendor == document["scan"]["product"]["vendor"]
    assert "# - name.family  # OVERWEEG: was al genoemd;" in text


def test_a_standard_exchange_is_hinted_at(document: dict[str, Any], tmp_path: Path) -> None:
    document["coverage"]["endpoints"] = [{"host": "api.rekenen.example", "endpoints": ["POST /uwlr/2.2", "GET /x"]}]
    text, policy = draft(document, tmp_path)
    assert "# profiles: [uwlr]  # OVERWEEG" in text
    assert not policy.profiles


@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_any_result_gives_a_valid_file(name: str, lang: str, tmp_path: Path) -> None:
    document = getattr(builders, f"{name}_document")()
    text = render(draft_of_scan(document, TODAY), lang)
    assert all(char.isprintable() or char == "\n" for char in text)
    assert yaml.safe_load(text)["schema"] == "privacybijsluiter/1"
    if name != "hostile":  # its recipients have roles that no policy has
        draft(document, tmp_path, lang)


def test_the_draft_knows_what_the_default_policy_knows() -> None:
    assert {category for category, _ in load_policy(None).covers_by_default} == WITHIN
    assert set(RECIPIENT_ROLES) == set(READER_ROLES)


def test_every_category_has_a_heading_that_asks_for_it() -> None:
    asked = {code for number in HEADINGS for code in _of_heading(number)}
    assert {category.value for category in INFO} - asked == {"id.hpgn", "id.stampseudoniem"}


# The questions

ANSWERS = [
    "Rekenbaas", "5.3", "po vo", "Voorbeeld Rekenen B.V.", "privacy@rekenen.example", "deelnemer", "", "",
    "Aanbieden en volgen van oefenstof", "leerling, leraar", "P1Y", "", "api.rekenen.example/v2/oefen/*", "1 7 13",
    "name.given demo.dob", "edu.result",
    "",
    "Voorbeeld Rekenen B.V.", "", "*.rekenen.example", "", "", "",
    "Crash Inc.", "subprocessor", "crash.example", "", "us", "scc", "diagnostic",
    "",
    "uwlr",
]


class Script:
    """Answers in order; a refused one is followed by the next, as somebody at a terminal would do."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = list(answers)
        self.questions: list[str] = []
        self.refused: list[str] = []

    def ask(self, question: str, default: str, refuse: Callable[[str], str]) -> str:
        self.questions.append(question)
        while True:
            answer = self.answers.pop(0) or default
            problem = refuse(answer)
            if not problem:
                return answer
            self.refused.append(problem)

    def say(self, text: str) -> None:
        assert text


def answered(answers: list[str], tmp_path: Path, lang: str = "nl") -> tuple[Script, str, Any]:
    script = Script(answers)
    profiles = [(p.id, p.title) for p in load_profiles().values()]
    text = render(draft_of_answers(script, lang, TODAY, profiles), lang)
    path = tmp_path / "asked.yaml"
    path.write_text(text, encoding="utf-8")
    assert not script.answers
    return script, text, load_policy(path)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_answers_make_a_valid_policy(lang: str, tmp_path: Path) -> None:
    script, text, policy = answered(ANSWERS, tmp_path, lang)
    assert (policy.product, policy.product_version, policy.vendor) == ("Rekenbaas", "5.3", "Voorbeeld Rekenen B.V.")
    (purpose,) = policy.purposes
    assert purpose.data_subjects == ("leerling", "leraar")
    assert {(c.category, c.retention) for c in purpose.categories} == {
        (Category.NAME_GIVEN, "P1Y"), (Category.DOB, "P1Y"), (Category.RESULT, "P1Y"), (Category.ECKID, "P1Y")}
    vendor, crash = policy.recipients
    assert (vendor.role, vendor.domains, vendor.country) == ("vendor", ("*.rekenen.example",), "NL")
    assert (crash.country, crash.transfer_tool, crash.data_class) == ("US", "scc", "diagnostic")
    assert [use.profile for use in policy.profiles] == ["uwlr"]
    assert ("noodzaak te toetsen" if lang == "nl" else "necessity to be assessed") in text, "declared on purpose"
    assert any(("Doel 1" if lang == "nl" else "Purpose 1") in question for question in script.questions)


@pytest.mark.parametrize(("position", "wrong", "says"), [
    (0, "", "er is een antwoord nodig"), (2, "pabo", "kan niet"), (5, "deelnemr", "bedoelde u deelnemer?"),
    (10, "een jaar", "P14D"), (12, "https://api.rekenen.example/", "zonder https://"), (13, "15", "kan niet"),
    (14, "name.givn", "bedoelde u name.given?"), (19, "https://x", "*.voorbeeld.nl"), (27, "Nederland", "twee letters"),
])
def test_an_answer_that_cannot_be_is_asked_again(position: int, wrong: str, says: str, tmp_path: Path) -> None:
    script, _, _ = answered([*ANSWERS[:position], wrong, *ANSWERS[position:]], tmp_path)
    assert len(script.refused) == 1
    assert says in script.refused[0]


# The command


def run(*arguments: str | Path, stdin: str = "", code: int = 0) -> Result:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done


def test_init_from_a_scan_and_check(tmp_path: Path, document: dict[str, Any]) -> None:
    result, out = tmp_path / "r.json", tmp_path / "p.yaml"
    result.write_bytes(render_report(document, "json", "nl"))
    run("policy", "init", result, "-o", out)
    checked = run("policy", "check", out).output
    assert "in order" in checked
    assert "still to be filled in or reconsidered on lines" in checked
    with pytest.raises(UsageError, match="exists"):
        run("policy", "init", result, "-o", out)
    run("policy", "init", result, "-o", out, "--force", "--lang", "en")
    assert "RECONSIDER" in out.read_text(encoding="utf-8")
    assert yaml.safe_load(run("policy", "init", result).stdout)["schema"] == "privacybijsluiter/1"


def test_init_by_questions_at_a_terminal_and_from_a_file(tmp_path: Path) -> None:
    out, answers = tmp_path / "p.yaml", tmp_path / "answers.txt"
    run("policy", "init", "--ask", "-o", out, stdin="\n".join(ANSWERS) + "\n")
    typed = out.read_text(encoding="utf-8")
    answers.write_text("# antwoorden\n" + "\n".join(ANSWERS) + "\n", encoding="utf-8")
    run("policy", "init", "--ask", "--answers", answers, "-o", out, "--force")
    assert out.read_text(encoding="utf-8") == typed
    assert "still to be filled in" not in run("policy", "check", out).output


@pytest.mark.parametrize(("arguments", "says"), [
    (("policy", "init"), "or --ask"),
    (("policy", "init", "r.json", "--ask"), "or --ask"),
    (("policy", "init", "r.json", "--answers", "a.txt"), "goes with --ask"),
    (("policy", "init", "none.json"), "cannot be read"),
    (("policy", "init", "--ask", "--answers", "none.txt"), "cannot be read"),
    (("policy", "init", "--ask", "--answers", "wrong.txt"), r"wrong\.txt:3: Sectoren .*kan niet"),
    (("policy", "check", "leeg"), "no policy in this folder"),
])
def test_errors_of_use(arguments: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leeg").mkdir()
    (tmp_path / "wrong.txt").write_text("Rekenbaas\n\npabo\n", encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def test_titles_of_profiles_are_in_both_languages() -> None:
    assert all(isinstance(p.title, Text) and p.title.nl and p.title.en for p in load_profiles().values())
