"""Files of calls and assignments with literals are data; a program, a loader and what is broken stay text."""

from __future__ import annotations

import pytest

KIND = "text/javascript"


@pytest.mark.parametrize(("text", "pointer", "value"), [
    ('tekenGrafiek("groei", {type: "bar", labels: ["Yara", "Sem"]});', "/tekenGrafiek/1/labels/0", "Yara"),
    ("toon({namen: ['Yara', 'Sem']})", "/namen/1", "Sem"),
    ('rij("118377", "Yara", 7.4);\nrij("118402", "Sem", 5.3);\nrij("118415", "Noor", 9.1);', "/rij/1/1", "Sem"),
    ('lijst.push(["118377", 7.4]); lijst.push(["118402", 5.3]);', "/lijst/1/0", "118402"),
    ('var r = [];\nr[0] = new Array("118377", "Yara");\nr[1] = new Array("118402", "Sem");', "/r/1/1", "Sem"),
    ('var d={};d["118377"]={n:"Yara",c:7.4};d["118402"]={n:"Sem",c:5.3};', "/d/118402/n", "Sem"),
    ('// lijst\nvar klas = "5B";\nvar ll = ["Yara", "Sem"];', "/ll/1", "Sem"),
])  # fmt: skip
def test_data(decode, text, pointer, value):
    assert decode(response=text.encode(), kind=KIND).body[pointer] == value


@pytest.mark.parametrize("text", [
    'laad("app.js");', "start(instellingen);",
    "begin({naam: 'Yara', keuzes: ['a']});", 'laad("a.js"); laad("b.js");', 'x = y; toon(["Yara"]);',
    "toon([naam()]);", "if (a) { toon([1]) }", "toon([1]) + 2;", "toon(['Yara'", "toon(['Yara']; ", "r[i] = ['Yara'];",
    "toon(function () { return [1] });", "", ";", "(" * 5000, "a(" * 5000, 'f("' + "x" * 5000,
])  # fmt: skip
def test_no_data(decode, text):
    assert set(decode(response=text.encode(), kind=KIND).body) <= {""}


def test_rows_are_of_one_table(decode):
    found = decode(response=b'rij("Yara", 7.4); rij("Sem", 5.3); rij("Noor", 9.1);', kind=KIND)
    assert len({id(field.origin) for field in found.fields if field.origin.steps}) == 1


def test_many_statements_are_left_as_text(decode):
    assert set(decode(response=b"rij([1]);" * 6000, kind=KIND).body) <= {""}
