"""The subjects file is checked when read; what is wrong is said in one line without the values."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.detect.subjects import load_subjects, parse_subjects
from scanner.errors import UsageError
from scanner.model import Category

GOOD = """
subjects:
  - id: leerling-01
    role: pupil
    values: {name.given: Sanne, demo.dob: 2012-03-04, id.bsn: 063138219,
             contact.email: [sanne@school.example, s@thuis.example]}
  - {id: leraar-01, role: teacher, values: {name.full: Jurre Postma}}
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "subjects.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_values_stay_as_written(tmp_path: Path) -> None:
    subjects = load_subjects(write(tmp_path, GOOD))
    assert len(subjects) == 2
    assert subjects.all[0].values == (
        (Category.NAME_GIVEN, "Sanne"), (Category.DOB, "2012-03-04"), (Category.BSN, "063138219"),
        (Category.EMAIL, "sanne@school.example"), (Category.EMAIL, "s@thuis.example"),
    )
    assert subjects.roles == {"leerling-01": "pupil", "leraar-01": "teacher"}


def test_no_value_is_in_a_repr(tmp_path: Path) -> None:
    text = repr(load_subjects(write(tmp_path, GOOD)))
    assert "Sanne" not in text
    assert "063138219" not in text


@pytest.mark.parametrize(("text", "message"), [
    ("subjects: [", "is not valid YAML"),
    ("\x00", "is not valid YAML"),
    ("- a", "needs a list under the key 'subjects'"),
    ("subjects: 5", "needs a list under the key 'subjects'"),
    ("{subjects: [], subject: []}", "unknown key 'subject'"),
    ("subjects: [x]", "subject 1: needs id, role and values"),
    ("subjects: [{id: 'a b', values: {name.given: Sanne}}]", "subject 1: field 'id'"),
    ("subjects: [{id: a, rol: pupil, values: {name.given: Sanne}}]", "unknown field 'rol'"),
    ("subjects: [{id: a, role: leerling, values: {name.given: Sanne}}]", "field 'role' needs one of"),
    ("subjects: [{id: a, values: {}}]", "field 'values'"),
    ("subjects: [{id: a, values: {id.bns: '1'}}]", "unknown category 'id.bns'; did you mean 'id.bsn'?"),
    ("subjects: [{id: a, values: {id.bsn: {x: y}}}]", "field 'id.bsn' needs a text or a list"),
    ("subjects: [{id: a, values: {id.bsn: ['', x]}}]", "field 'id.bsn' has a value that is empty"),
    ("subjects: [{id: a, values: {id.bsn: x}}, {id: a, values: {id.bsn: y}}]", "the id is used twice"),
    ("subjects: [{id: Sanne, values: {name.given: sanne}}]", "must not be a value itself"),
])
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_subjects(write(tmp_path, text))
    assert message in str(caught.value)
    assert "subjects.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_subjects(tmp_path / "none.yaml")


def test_an_empty_list_is_no_mistake() -> None:
    assert len(parse_subjects({"subjects": []})) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_editors_write_several_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "subjects.yaml"
    path.write_text("subjects:\n  - {id: a, role: pupil, values: {name.given: Zoë, id.login: 007}}\n", encoding)
    assert [value for _, value in load_subjects(path).all[0].values] == ["Zoë", "007"]
