"""YAML files of the user: lines, duplicates, hostile text."""

from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.judge.yamlfile import YamlFile, nearest, spell

TEXT = """\
a: 1
b:
  - {x: 1,
     y: 2}
  - z: 3
"""


@pytest.mark.parametrize(("where", "line"), [
    (("a",), 1), (("b",), 2), (("b", 0), 3), (("b", 0, "y"), 4), (("b", 1, "z"), 5), (("b", 1, "none"), 5),
    (("none",), 1), ((), 1),
])
def test_lines(tmp_path: Path, where: tuple[str | int, ...], line: int) -> None:
    file = tmp_path / "f.yaml"
    file.write_text(TEXT)
    assert YamlFile(file).line(where) == line


def test_the_spelling_of_a_place() -> None:
    assert spell(("recipients", 0, "domains", 2)) == "recipients[0].domains[2]"
    assert spell(()) == ""


def test_dates_stay_text(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text("d: 2026-02-30\n")
    assert YamlFile(file).data == {"d": "2026-02-30"}


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "x: {k: 1, k: 2}\n"])
def test_a_key_that_is_given_twice(tmp_path: Path, text: str) -> None:
    file = tmp_path / "f.yaml"
    file.write_text(text)
    with pytest.raises(UsageError, match="given twice"):
        YamlFile(file)


@pytest.mark.parametrize("content", [b"!!python/object/apply:os.system [id]", b"\x00", b"a: " + b"[" * 5000, b"%"])
def test_hostile_text(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(content)
    with pytest.raises(UsageError):
        YamlFile(file)


def test_a_huge_file(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(b"#" * (5 << 20))
    with pytest.raises(UsageError, match="larger than"):
        YamlFile(file)


def test_did_you_mean() -> None:
    assert nearest("recipiants", ["recipients", "purposes"]) == "did you mean 'recipients'?"
    assert nearest("q", ["a", "b"]) == "use a or b"
