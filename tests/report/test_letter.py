"""The letter: to whom, about what, in which words; masked, inert, polite."""

import re
from typing import Any

import builders
import pytest
from click.testing import CliRunner

from scanner.cli.root import cli
from scanner.errors import UsageError
from scanner.model import Severity, Status, Text
from scanner.report import render, write_letter


def party(key: str, organisation: str, role: str) -> dict[str, Any]:
    return {**builders.RECIPIENTS[0], "id": key, "organisation": organisation, "role": role, "domain": f"{key}.example",
            "hosts": [f"api.{key}.example"]}


PARTIES = [party("rekenen", "Voorbeeld Rekenen B.V.", "vendor"), party("spoor", "Spoor Inc.", "undeclared"),
           party("las", "Las B.V.", "las")]


def document(*findings: Any, vendor: str = "Voorbeeld Rekenen B.V.") -> dict[str, Any]:
    found = findings or (
        builders.finding(id="MIN-001-a", rule="MIN-001", recipient="rekenen", role="vendor"),
        builders.finding(id="TPT-004-b", rule="TPT-004", recipient="spoor", role="undeclared"),
        builders.finding(id="POL-001-c", rule="POL-001", recipient="rekenen", role="vendor", status=Status.COVERED),
        builders.finding(id="COV-001-d", rule="COV-001", recipient="rekenen", role="vendor", severity=Severity.INFO),
        builders.finding(id="IDN-001-e", rule="IDN-001", recipient="las", role="las"),
    )
    made = builders.sample_document(findings=list(found), recipients=PARTIES)
    made["scan"]["product"]["vendor"] = vendor
    return made


def ids(text: str) -> list[str]:
    return re.findall(r"`([A-Z]{3}-\d{3}-\w+)`", text)


@pytest.mark.parametrize(("wanted", "recipient", "expected"), [
    ((), "", ["MIN-001-a", "TPT-004-b"]),  # open, above info, what the vendor answers for
    ((), "rekenen", ["MIN-001-a"]),
    ((), "Spoor Inc.", ["TPT-004-b"]),
    ((), "spoor.example", ["TPT-004-b"]),
    ((), "las", ["IDN-001-e"]),  # asked for by name
    (("POL-001-c",), "", ["POL-001-c"]),  # chosen, so it goes in
    (("pol-001", "COV-001-d"), "", ["POL-001-c", "COV-001-d"]),
])
def test_what_it_is_about(wanted: tuple[str, ...], recipient: str, expected: list[str]) -> None:
    assert sorted(ids(write_letter(document(), wanted, "nl", recipient=recipient))) == sorted(expected)


@pytest.mark.parametrize(("recipient", "vendor", "says"), [
    ("", "Voorbeeld Rekenen B.V.", "Aan: Voorbeeld Rekenen B.V., "),
    ("spoor", "Voorbeeld Rekenen B.V.", "Aan: Spoor Inc., "),
])
def test_to_whom(recipient: str, vendor: str, says: str) -> None:
    assert says in write_letter(document(vendor=vendor), (), "nl", recipient=recipient)


def test_without_a_policy_the_only_party_is_meant() -> None:
    only = document(builders.finding(recipient="spoor", role="undeclared"), vendor="")
    assert "Aan: Spoor Inc." in write_letter(only, (), "nl")


@pytest.mark.parametrize(("made", "wanted", "recipient", "says"), [
    (document(), ("MIN-009",), "", "no finding MIN-009"),
    (document(), (), "elders", "Voorbeeld|rekenen"),
    (document(vendor=""), (), "", "--recipient"),
    (document(builders.finding(status=Status.COVERED)), (), "", "no open finding"),
    (builders.empty_document(), (), "", "no open finding"),
])
def test_what_cannot_be_written_is_said(made: dict[str, Any], wanted: tuple[str, ...], recipient: str,
                                        says: str) -> None:
    with pytest.raises(UsageError, match=says):
        write_letter(made, wanted, "nl", recipient=recipient)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("plain", [False, True])
def test_polite_whole_and_without_a_verdict(lang: str, plain: bool) -> None:
    text = write_letter(document(), (), lang, plain=plain)
    assert not re.search(r"overtreding|onrechtmatig|illegaal|unlawful|illegal|violation|compliant|None|\{|\}", text)
    assert ("Geachte" in text) is (lang == "nl")
    assert "LL-" in text
    assert "[datum" in text or "[date" in text
    assert plain is not ("**" in text)
    assert plain is not ("`" in text)


def test_the_date_is_that_of_the_sender() -> None:
    text = write_letter(document(), (), "nl", reply_by="1 december 2026")
    assert "uiterlijk 1 december 2026" in text
    assert "vier weken" not in text


def test_many_places_of_a_rule_are_counted() -> None:
    many = document(*(builders.finding(id=f"MIN-001-{n}", rule="MIN-001", recipient="rekenen", role="vendor")
                      for n in range(11)))
    text = write_letter(many, (), "nl")
    assert len(ids(text)) == 8
    assert "op nog 3 plaatsen" in text


def test_what_a_capture_says_is_no_markup() -> None:
    made = builders.hostile_document()
    made["scan"]["product"]["vendor"] = "**V** <b>"
    text = write_letter(made, [f["id"] for f in made["findings"]], "nl")
    outside = re.sub(r"`[^`\n]*`", "", text).replace("\\<", "").replace("\\[", "").replace("\\*", "")
    assert "<" not in outside
    assert "\\*\\*V\\*\\* \\<b\\>" in text
    assert not any(ord(char) < 32 and char != "\n" for char in text)


def test_the_command_writes_a_file(tmp_path) -> None:
    result = tmp_path / "r.json"
    result.write_bytes(render(document(), "json", "nl"))
    done = CliRunner().invoke(cli, ["letter", str(result), "MIN-001", "--lang", "en", "-o", str(tmp_path / "b.md")])
    assert done.exit_code == 0
    assert (tmp_path / "b.md").read_text("utf-8").startswith("[Name and address of the school]")
    assert "Dear" in CliRunner().invoke(cli, ["letter", str(result), "--lang", "en"]).output


def test_it_speaks_to_its_reader_and_of_others() -> None:
    own = builders.finding(
        id="IDN-001-a", rule="IDN-001", recipient="rekenen", role="vendor",
        message=Text("Waargenomen: Voorbeeld Rekenen B.V. (rekenen.example) ontving een nummer.", "Observed: x."),
        ask=Text("Waarvoor heeft Voorbeeld Rekenen B.V. (rekenen.example) dit nodig?", "Why?"))
    other = builders.finding(
        id="IDN-001-b", rule="IDN-001", recipient="spoor", role="undeclared",
        message=Text("Waargenomen: spoor.example ontving een nummer.", "Observed: y."),
        ask=Text("Waarvoor heeft spoor.example dit nodig?", "Why?"))
    text = write_letter(document(own, other), (), "nl", plain=True)
    assert "- Uw organisatie ontving een nummer." in text
    assert "- spoor.example ontving een nummer." in text, "a domain keeps its spelling"
    assert "Waarvoor heeft uw organisatie dit nodig? En: Waarvoor heeft spoor.example dit nodig?" in text
    assert "2 plaatsen, bij uw organisatie en Spoor Inc." in text
    assert "Voorbeeld Rekenen B.V." in text.split("Geachte")[0]


def test_a_page_first_and_details_after() -> None:
    text = write_letter(document(), (), "nl")
    page, annex = text.split("## Bijlage")
    assert "In het kort" in page and "Met vriendelijke groet" in page
    assert not ids(page)
    assert ids(annex)


@pytest.mark.parametrize(("lang", "given", "says"), [
    ("nl", "2026-12-01", "uiterlijk 1 december 2026 per"), ("en", "2026-12-01", "by 1 December 2026,"),
    ("nl", "volgende week", "uiterlijk volgende week per"),
])
def test_dates_as_a_letter_writes_them(lang: str, given: str, says: str) -> None:
    assert says in write_letter(document(), (), lang, reply_by=given)
    assert not re.search(r"onderzocht op 20\d\d-|on 20\d\d-", write_letter(document(), (), lang))
