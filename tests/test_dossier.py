"""The dossier: its file, its schema, the commands, and the table in the docs that says what is asked where."""

from __future__ import annotations

import json
import re
from pathlib import Path

import builders
import jsonschema
import pytest
from click.testing import CliRunner

from scanner.cli.root import cli
from scanner.dossier import load_dossier
from scanner.errors import UsageError
from scanner.judge.schemacheck import schema
from scanner.report import render
from scanner.report.dossier import GROUPS, template

FIELDS = {f"{group.key}.{each.key}" for group in GROUPS for each in group.fields}
DOCS = Path(__file__).parent.parent / "docs" / "dpia.md"


def load(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "dossier.yaml"
    path.write_text(text, encoding="utf-8")
    return load_dossier(path)


def test_schema_and_fields_agree() -> None:
    published = schema("dossier")
    jsonschema.Draft202012Validator.check_schema(published)
    assert {f"{group}.{key}" for group, value in published["properties"].items() if group != "schema"
            for key in value["properties"]} == FIELDS


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_template_is_an_empty_dossier(tmp_path: Path, lang: str) -> None:
    text = template(lang)
    assert dict(load(tmp_path, text).entries) == {}
    assert all(each.asked.get(lang) in text for group in GROUPS for each in group.fields)


def test_entries_are_texts(tmp_path: Path) -> None:
    found = load(tmp_path, "schema: dossier/1\nreport: {version: 0.3, date: 2026-11-20}\nparties: {self_test: yes}\n"
                           "scope:\n  included: [oefenen, '  toetsen\n    en nakijken ', null]\nhearing:\n")
    assert dict(found.entries) == {
        ("report", "version"): ("0.3",), ("report", "date"): ("2026-11-20",), ("parties", "self_test"): ("true",),
        ("scope", "included"): ("oefenen", "toetsen en nakijken")}
    assert found.self_test
    assert found.line("scope", "included") == "oefenen; toetsen en nakijken"
    assert re.fullmatch(r"[0-9a-f]{64}", found.sha256)


@pytest.mark.parametrize(("text", "says"), [
    ("schema: dossier/1\nreprot: {}\n", "did you mean 'report'?"),
    ("schema: dossier/1\nparties: {clinet: x}\n", "did you mean 'client'?"),
    ("schema: dossier/1\nreport: {status: klaar}\n", "is not possible"),
    ("schema: dossier/1\nscope: {included: {a: 1}}\n", "scope.included"),
    ("report: {}\n", "'schema' is missing"),
    ("- x\n", "must be a mapping"),
])
def test_mistakes_are_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert says in str(caught.value)
    assert "dossier.yaml" in str(caught.value)


def test_the_commands(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    assert CliRunner().invoke(cli, ["dossier", "init", "-o", str(path)]).exit_code == 0
    again = CliRunner().invoke(cli, ["dossier", "init", "-o", str(path)])
    assert isinstance(again.exception, UsageError) and "exists already" in str(again.exception)
    path.write_text(path.read_text("utf-8").replace("client:  ", "client: School Voorbeeld  ", 1), "utf-8")
    told = CliRunner().invoke(cli, ["dossier", "check", str(path)])
    assert told.exit_code == 0
    assert f"1 van {len(FIELDS)} velden ingevuld" in told.output
    assert "parties.client" not in told.output and "parties.examiner" in told.output


def test_a_report_with_dossier_and_earlier_scan(tmp_path: Path) -> None:
    result, old, dossier = tmp_path / "new.json", tmp_path / "old.json", tmp_path / "d.yaml"
    document = builders.sample_document()
    result.write_bytes(render(document, "json", "nl"))
    document["findings"] = document["findings"][1:]
    old.write_bytes(render(document, "json", "nl"))
    dossier.write_text("schema: dossier/1\nparties: {client: School Voorbeeld}\n", "utf-8")
    done = CliRunner().invoke(cli, ["report", str(result), "--dossier", str(dossier), "--previous", str(old),
                                    "-o", f"html={tmp_path / 'r.html'}"], catch_exceptions=False)
    assert done.exit_code == 0
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "School Voorbeeld" in page
    assert "1 nieuw, 0 gewijzigd, 0 verdwenen, 0 niet gezien, 4 gelijk gebleven" in page


# The table in the docs


def rows() -> list[list[str]]:
    text = DOCS.read_text("utf-8")
    table = text[text.index("| # | Gevraagd | Onderdeel | Waaruit |"):].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_every_asked_field_has_its_row() -> None:
    assert [row[0] for row in rows()] == [*map(str, range(1, 34)), "–", "–"]
    assert all(len(row) == 4 and all(row) for row in rows())


def test_sections_of_the_table_are_in_the_report() -> None:
    page = render(json.loads(render(builders.sample_document(), "json", "nl")), "html", "nl").decode()
    anchors = set(re.findall(r' id="([^"]+)"', page))
    named = {name for row in rows() for name in re.findall(r"`#([a-z]+)`", row[2])}
    assert named <= anchors
    sections = set(re.findall(r'<section id="([^"]+)"|<header class="title" id="([^"]+)"', page))
    assert {a or b for a, b in sections} - {"rijksmodel"} <= named, "no section that no row speaks of"


def test_fields_of_the_table_are_those_of_the_dossier() -> None:
    named = {name for row in rows() for name in re.findall(r"`([a-z]+\.[a-z_]+)`", row[3])}
    assert named == FIELDS
