"""Rules of a user: validated with file, line and field; a rule of theirs replaces a shipped one."""

from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.judge import load_rule, load_rules
from scanner.judge.files import rules_folder

SHIPPED = rules_folder() / "min" / "MIN-003.yaml"
TEXT = SHIPPED.read_text("utf-8")


def written(tmp_path: Path, text: str, name: str = "MIN-003.yaml") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def test_a_folder_of_the_user_adds_and_replaces(tmp_path: Path) -> None:
    written(tmp_path, TEXT.replace("version: 1", "version: 9"))
    written(tmp_path, TEXT.replace("id: MIN-003", "id: ONS-001"), "ONS-001.yaml")
    written(tmp_path, "fire: []\nsilent: []\n", "ONS-001.examples.yaml")
    rules = {rule.id: rule for rule in load_rules([tmp_path])}
    assert rules["MIN-003"].version == 9
    assert "ONS-001" in rules
    assert "IDN-001" in rules


def test_a_single_file(tmp_path: Path) -> None:
    file = written(tmp_path, TEXT.replace("id: MIN-003", "id: ONS-001"), "mine.yaml")
    assert "ONS-001" in {rule.id for rule in load_rules([file])}


def test_the_same_id_twice(tmp_path: Path) -> None:
    written(tmp_path, TEXT)
    written(tmp_path, TEXT, "other.yaml")
    with pytest.raises(UsageError, match="the rule MIN-003 is already in"):
        load_rules([tmp_path])


@pytest.mark.parametrize(("old", "new", "field", "says"), [
    ("scope: message", "scoop: message", "scoop", "did you mean 'scope'?"),
    ("scope: message\n", "", "", "the key 'scope' is missing"),
    ("scope: message", "scope: bericht", "scope", "'bericht' is not possible"),
    ("version: 1", "version: one", "version", "must be a whole number"),
    ("id: MIN-003", "id: min3", "id", "write it as MIN-001"),
    ("actor: [teacher, admin]", "actor: [teacher, leraar]", "match[0].where.all[1].not.actor[1]", "not possible"),
    ("actor: [teacher, admin]", "actor: leraar", "match[0].where.all[1].not.actor", "use pupil, teacher"),
    ("subject: tied", "subject: {}", "match[0].find.subject", "is not possible"),
    ("confidence: 0.6", "confidence: hoog", "match[0].find.confidence", "must be a number"),
    ("confidence: 0.6", "confidence: {atleast: 0.6}", "match[0].find.confidence.atleast", "did you mean 'at_least'?"),
    ("via: false", "sign: {kode: tls.old}", "match[0].find.sign.kode", "did you mean 'code'?"),
    ("via: false", "steps: []", "match[0].find.steps", "must not be empty"),
    ("place: record", "place: record\nneeds: {nl: een tweede opname, en: a second capture}", "needs", "does not go"),
    ("base: midden", "base: medium", "severity.base", "'medium' is not possible"),
    ("raise: [recipient, plaintext", "raise: [recipient, plain", "raise[1]", "did you mean 'plaintext'?"),
    ("category: [name.family, name.full]", "category: [name.famly]", "match[0].find.category[0]",
     "did you mean 'name.family'?"),
    ("confidence: 0.6", "confidance: 0.6", "match[0].find.confidance", "did you mean 'confidence'?"),
    ("- not: {actor: [teacher, admin]}", "- not: {category: id.bsn}", "match[0].where", "cannot stand in 'where'"),
    ("{yardstick}", "{value}", "message.nl", "unknown placeholder {value}"),
    ("De achternaam maakt", "Dit is een overtreding en maakt", "why.nl", "it says what was observed"),
    ("id: MIN-003", "id: IDN-001", "softened", "never softened"),
])
def test_mistakes(tmp_path: Path, old: str, new: str, field: str, says: str) -> None:
    assert old in TEXT
    file = written(tmp_path, TEXT.replace(old, new))
    with pytest.raises(UsageError) as caught:
        load_rule(file)
    message = str(caught.value)
    assert message.startswith(f"{file}:")
    assert (f" {field}: " if field else "") in message
    assert says in message
    assert "\n" not in message


@pytest.mark.parametrize("content", ["", "- 1", "a: [", "id: [x]"])
def test_files_that_are_no_rule(tmp_path: Path, content: str) -> None:
    with pytest.raises(UsageError):
        load_rule(written(tmp_path, content))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        load_rules([tmp_path / "none.yaml"])


UNDECIDED = TEXT[:TEXT.index("match:")].replace("scope: message", "scope: message\nengine: undecided\nneeds:\n"
    "  nl: een tweede opname\n  en: a second capture") + TEXT[TEXT.index("severity:"):]


def test_an_undecided_rule_is_known_and_takes_no_part(tmp_path: Path) -> None:
    file = written(tmp_path, UNDECIDED.replace("id: MIN-003", "id: ONS-001"), "ONS-001.yaml")
    assert "ONS-001" not in {rule.id for rule in load_rules([file])}
    rule = next(rule for rule in load_rules([file], undecided=True) if rule.id == "ONS-001")
    assert rule.needs is not None
    assert rule.needs.nl == "een tweede opname"


def test_a_rule_of_the_user_may_decide_what_is_undecided(tmp_path: Path) -> None:
    file = written(tmp_path, UNDECIDED)
    assert "MIN-003" not in {rule.id for rule in load_rules([file])}
    assert "MIN-003" in {rule.id for rule in load_rules()}


@pytest.mark.parametrize(("text", "says"), [
    (UNDECIDED.replace("needs:\n  nl: een tweede opname\n  en: a second capture\n", ""), "the key 'needs' is missing"),
    (UNDECIDED + "match:\n  - find: {category: id.bsn}\n", "the key 'match' does not go with"),
    (TEXT + "needs: {nl: iets anders, en: something else}\n", "the key 'needs' does not go with"),
])
def test_mistakes_about_what_is_undecided(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        load_rule(written(tmp_path, text))
