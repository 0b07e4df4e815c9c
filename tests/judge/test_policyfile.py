"""The policy file: what is read from it, and one clear line for each mistake."""

import json
from datetime import date
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import yaml

from scanner.errors import UsageError
from scanner.judge import load_policy, load_profiles, policyvalues
from scanner.judge.files import rules_folder
from scanner.model import Category

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
TEXT = EXAMPLE.read_text("utf-8")


def test_the_example_is_read_whole() -> None:
    policy = load_policy(EXAMPLE)
    assert (policy.product, policy.version, policy.builtin) == ("Rekenbaas", "2.1", False)
    assert policy.valid_until == date(2027, 7, 31)
    assert policy.pseudonym.forbidden_beside == {
        Category.NAME_FAMILY, Category.EMAIL, Category.DOB, Category.LEERLINGNUMMER}
    rekenen, crash = policy.recipients
    assert (Category.ECKID, "pupil") in policy.covers(rekenen)
    assert (Category.ECKID, "teacher") not in policy.covers(crash)
    assert (Category.RESULT, "teacher") not in policy.covers(rekenen), "the purpose names pupils only"
    assert (Category.SCHOOL, "pupil") in policy.covers(rekenen), "a declared sign-on attribute"
    assert policy.authorised(Category.RESULT, "pupil", "teacher") is True
    assert policy.authorised(Category.DIAGNOSIS, "pupil", "teacher") is False
    assert policy.authorised(Category.BSN, "pupil", "teacher") is None


def test_the_default_is_the_lean_learning_tool() -> None:
    policy = load_policy(None)
    assert policy.builtin
    assert policy.recipients == ()
    covered = {category for category, _ in policy.covers_by_default}
    assert {Category.ECKID, Category.NAME_GIVEN, Category.GROUP, Category.RESULT} <= covered
    assert not {Category.NAME_FAMILY, Category.BSN, Category.EMAIL, Category.DOB} & covered


def test_categories_about_guardians_and_staff(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(TEXT.replace("{code: name.given, required: false", "{code: parent.name.full, required: false")
                    .replace("categories: [id.eckid, name.given,", "categories: [id.eckid, parent.name.full,"))
    policy = load_policy(file)
    covered = policy.covers(policy.recipients[0])
    assert (Category.NAME_FAMILY, "guardian") in covered
    assert (Category.NAME_FAMILY, "pupil") not in covered


@pytest.mark.parametrize(("old", "new", "field", "says"), [
    ("organisation: \"Crash Inc.\"", "organization: \"Crash Inc.\"", "recipients[1].organization",
     "unknown key; did you mean 'organisation'?"),
    ("pseudonym: {", "pseudonim: {", "pseudonim", "did you mean 'pseudonym'?"),
    ("- {code: id.eckid, required", "- {code: id.eckidd, required", "purposes[0].categories[0].code",
     "did you mean 'id.eckid'?"),
    ("forbidden_beside: [name.family", "forbidden_beside: [parent.name.famly", "pseudonym.forbidden_beside[0]",
     "did you mean 'parent.name.family'?"),
    ("expires: 2026-12-31", "expires: 2027-08-16", "exceptions[0].expires", "more than 12 months"),
    ("expires: 2026-12-31", "expires: 2026-02-30", "exceptions[0].expires", "is no date"),
    ("expires: 2026-12-31", "expires: 31-12-2026", "exceptions[0].expires", "is no date; write year-month-day"),
    ("approved_on: 2026-08-15, expires: 2026-12-31", "approved_on: 2026-08-15", "exceptions[0]",
     "the key 'expires' is missing"),
    ("expires: 2026-12-31", "expires: 2026-08-01", "exceptions[0].expires", "before approved_on"),
    ("rule: IDN-010", "rule: IDN-001", "exceptions[0].rule", "admits no exception"),
    ("rule: IDN-010", "rule: idn10", "exceptions[0].rule", "is no rule id"),
    ("recipient: rekenen, category", "recipient: rekennen, category", "exceptions[0].recipient",
     "did you mean 'rekenen'?"),
    ("purposes: [storing]", "purposes: [storingen]", "recipients[1].purposes[0]", "did you mean 'storing'?"),
    ("categories: [id.ip], country", "categories: [id.device], country", "recipients[1].categories[0]",
     "in none of this recipient's purposes"),
    ("role: verwerker", "role: bewerker", "role", "did you mean 'verwerker'?"),
    ("country: US", "country: USA", "recipients[1].country", "two capitals"),
    ("country: US", "country: NO", "recipients[1].country", "quotes"),
    ("domains: [\"crash.example\"]", "domains: [\"https://crash.example/x\"]", "recipients[1].domains[0]",
     "is no domain"),
    ("match: [\"crash.example/*\"]", "match: [\"https://crash.example/*\"]", "purposes[1].match[0]",
     "without https://"),
    ("logs: P14D", "logs: 14 dagen", "retention.logs", "P14D"),
    ("data_subjects: []", "data_subjects: leerling", "purposes[1].data_subjects", "must be a list"),
    ("version: \"2.1\"", "version: 2.1", "document.version", "put it in quotes"),
    ("schema: privacybijsluiter/1", "schema: privacybijsluiter/2", "schema", "reads 'privacybijsluiter/1'"),
    ("id: crash, organisation", "id: rekenen, organisation", "recipients[1].id", "used twice"),
    ("role: verwerker\n", "role: verwerker\nrole: subverwerker\n", "role", "given twice"),
    ("data_subjects: [leerling]", "data_subjects: [kind]", "purposes[0].data_subjects[0]", "'kind' is not possible"),
    ("attributes: [uid,", "attributes: [UID,", "sso.attributes[0]", "is written 'uid'"),
])
def test_mistakes(tmp_path: Path, old: str, new: str, field: str, says: str) -> None:
    assert old in TEXT
    broken = TEXT.replace(old, new, 1)
    file = tmp_path / "policy.yaml"
    file.write_text(broken)
    with pytest.raises(UsageError) as caught:
        load_policy(file)
    message = str(caught.value)
    assert "\n" not in message
    assert f" {field}: " in message
    assert says in message
    line = int(message.removeprefix(str(file)).split(":")[1])
    assert 1 <= line <= broken.count("\n") + 1


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(TEXT.replace("rule: IDN-010", "rule: 10"))
    expected = next(n for n, line in enumerate(file.read_text().splitlines(), 1) if "rule: 10" in line)
    with pytest.raises(UsageError, match=rf"policy\.yaml:{expected}: "):
        load_policy(file)


@pytest.mark.parametrize(("content", "says"), [
    (b"", "must be a mapping"),
    (b"- a\n- b\n", "must be a mapping"),
    (b"schema: [unclosed", "not valid YAML"),
    (b"\xff\xfe\x00", "not UTF-8"),
    (b"schema: privacybijsluiter/1\n", "the key 'document' is missing"),
    (b"1: x\n", "must be text"),
    (b"a: &x [*x]\n", "unknown key"),
])
def test_files_that_are_no_policy(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=says):
        load_policy(file)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        load_policy(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="is a directory"):
        load_policy(tmp_path)


def test_leap_day_exceptions_may_last_a_year(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(TEXT.replace("approved_on: 2026-08-15, expires: 2026-12-31",
                                 "approved_on: 2028-02-29, expires: 2029-02-28"))
    assert load_policy(file).exceptions[0].expires == date(2029, 2, 28)


def test_the_schema_accepts_what_we_ship() -> None:
    schema = json.loads(resources.files("scanner.schemas").joinpath("policy.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for file in sorted((rules_folder() / "policies").glob("*.yaml")):
        data = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
        for path in (("document", "signed_by_school"),):
            if path[1] in data[path[0]]:
                data[path[0]][path[1]] = data[path[0]][path[1]] == "true"
        for purpose in data["purposes"]:
            for category in purpose["categories"]:
                if "required" in category:
                    category["required"] = category["required"] == "true"
        jsonschema.validate(data, schema)


def test_the_schema_and_the_reader_know_the_same_codes() -> None:
    schema = json.loads(resources.files("scanner.schemas").joinpath("policy.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/code"})
    for category in Category:
        assert validator.is_valid(category.value)
        assert validator.is_valid(f"parent.{category.value}")
    assert not validator.is_valid("name")


def test_an_editor_can_complete_and_explain_every_key() -> None:
    """Each key has a description, and what the reader takes from a list the schema takes from the same list."""
    schema = json.loads(resources.files("scanner.schemas").joinpath("policy.schema.json").read_text("utf-8"))
    silent = []
    stack = [("", schema)]
    while stack:
        where, node = stack.pop()
        for name, child in node.get("properties", {}).items():
            if "description" not in child and "description" not in schema["$defs"].get(
                    child.get("$ref", "").rpartition("/")[2], {}):
                silent.append(f"{where}/{name}")
            stack.append((f"{where}/{name}", child))
        for key in ("items", "$defs", "anyOf", "oneOf"):
            inner = node.get(key, {})
            children = inner.values() if key == "$defs" else inner if isinstance(inner, list) else [inner]
            stack += [(f"{where}/{key}", child) for child in children if isinstance(child, dict) and child]
    assert not silent
    recipient = schema["properties"]["recipients"]["items"]["properties"]
    assert tuple(recipient["role"]["enum"]) == policyvalues.ENUMS["recipients.role"]
    assert tuple(recipient["transfer_tool"]["enum"]) == policyvalues.ENUMS["recipients.transfer_tool"]
    assert tuple(recipient["data_class"]["enum"]) == policyvalues.ENUMS["recipients.data_class"]
    names = schema["properties"]["profiles"]["items"]["anyOf"]
    assert names[0]["enum"] == names[1]["properties"]["id"]["enum"] == list(load_profiles())
    subjects = schema["properties"]["purposes"]["items"]["properties"]["data_subjects"]["items"]["enum"]
    assert set(subjects) == set(policyvalues.ENUMS["data_subjects"])
    assert set(schema["properties"]) == {key for keys in policyvalues.KEYS[""] for key in keys}


def test_the_example_in_the_documentation_is_in_order(tmp_path: Path) -> None:
    text = (rules_folder().parent / "docs" / "privacybijsluiter.md").read_text("utf-8")
    file = tmp_path / "policy.yaml"
    file.write_text(text.split("```yaml\n", 1)[1].split("```", 1)[0], "utf-8")
    assert load_policy(file).product == "Rekenbaas"
