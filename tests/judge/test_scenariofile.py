"""The scenario file: what is read from it, and one clear line for each mistake."""

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from scanner.errors import UsageError
from scanner.judge.scenariofile import load_scenario
from scanner.model import Category

TEXT = """\
schema: scenario/1
title: Sanne oefent
steps:
  - {id: inloggen, title: Inloggen, actor: leerling, subject: leerling-01, start: "2026-10-05T09:14:00+02:00"}
  - {id: oefenen, actor: pupil, start: 2026-10-05T07:16:00Z, end: 2026-10-05T07:20:00Z, feature: oefenen,
     expected: [id.eckid, edu.result], client: 192.0.2.11, marker: start-oefenen}
  - id: ouder
    actor: ouder
"""


@pytest.fixture
def write(tmp_path: Path):
    def save(text: str) -> Path:
        file = tmp_path / "scenario.yaml"
        file.write_text(text, "utf-8")
        return file

    return save


def test_all_of_it_is_read(write) -> None:
    scenario = load_scenario(write(TEXT), {"leerling-01"})
    login, practise, parent = scenario.steps
    assert (scenario.title, len(scenario.sha256)) == ("Sanne oefent", 64)
    assert (login.actor, login.subject, login.marker, login.end) == ("pupil", "leerling-01", "inloggen", 0.0)
    assert practise.start - login.start == 120
    assert practise.expected == (Category.ECKID, Category.RESULT)
    assert (practise.client, practise.marker, practise.feature) == ("192.0.2.11", "start-oefenen", "oefenen")
    assert (parent.actor, parent.start) == ("parent", 0.0)


def test_a_subject_needs_no_subjects_file(write) -> None:
    assert load_scenario(write(TEXT)).steps[0].subject == "leerling-01"


@pytest.mark.parametrize(("old", "new", "line", "field", "says"), [
    ("schema: scenario/1", "schema: scenario/2", 1, "schema", "scenario/1"),
    ("title: Sanne", "titel: Sanne", 2, "titel", "did you mean 'title'?"),
    ("actor: pupil", "actor: pupl", 5, "steps[1].actor", "did you mean 'pupil'?"),
    ("actor: pupil", "role: pupil", 5, "steps[1].role", "unknown key"),
    ("- id: ouder\n", "- title: ouder\n", 7, "steps[2]", "'id' is missing"),
    ("id: ouder", "id: in loggen", 7, "steps[2].id", "does not match"),
    ("id: ouder", "id: inloggen", 7, "steps[2].id", "used twice"),
    ("marker: start-oefenen", "marker: inloggen", 6, "steps[1].marker", "used twice"),
    ("subject: leerling-01", "subject: leerling-09", 4, "steps[0].subject", "no subject of the subjects file"),
    ("2026-10-05T07:16:00Z", "2026-10-05T07:16:00", 5, "steps[1].start", "offset"),
    ("2026-10-05T07:16:00Z", "kwart over negen", 5, "steps[1].start", "write 2026-10-05T09:14:00+02:00"),
    ("end: 2026-10-05T07:20:00Z", "end: 2026-10-05T07:15:00Z", 5, "steps[1].end", "after the start"),
    ("start: 2026-10-05T07:16:00Z, end", "end", 5, "steps[1].end", "needs a start"),
    ("edu.result", "edu.results", 6, "steps[1].expected[1]", "did you mean 'edu.result'?"),
    ("actor: ouder", "actor: ouder\n    start: 2026-10-05T07:17:00Z", 9, "steps[2].start",
     "lies within the step 'oefenen'"),
])
def test_a_mistake_is_one_line_with_its_place(write, old: str, new: str, line: int, field: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(UsageError) as caught:
        load_scenario(write(TEXT.replace(old, new, 1)), {"leerling-01"})
    assert f"scenario.yaml:{line}: {field}: " in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize("text", [
    "", "[]", "steps: []", "a: [", *(f"schema: scenario/1\nsteps: {steps}" for steps in ("[]", "{}", "[3]"))])
def test_what_is_no_scenario_is_refused(write, text: str) -> None:
    with pytest.raises(UsageError, match=r"scenario\.yaml"):
        load_scenario(write(text))


def test_two_devices_may_act_at_once(write) -> None:
    text = TEXT.replace("actor: ouder", "actor: ouder\n    client: 192.0.2.12\n    start: 2026-10-05T07:17:00Z")
    assert len(load_scenario(write(text)).steps) == 3


def test_the_schema_is_valid() -> None:
    text = resources.files("scanner.schemas").joinpath("scenario.schema.json").read_text("utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
