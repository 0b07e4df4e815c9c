"""Inline scripts: JSON in them is data, the rest is text with its named literals."""

from __future__ import annotations

import pytest


def scripts(decode, text, kind=""):
    body = f"<html><script{kind}>{text}</script></html>".encode()
    return decode(response=body, kind="text/html")


@pytest.mark.parametrize(
    ("text", "pointer", "value"),
    [
        ('window.USER = {"naam": "Sanne"}', "/script/USER/naam", "Sanne"),
        ('window["USER"] = {"naam": "Sanne"}', "/script/USER/naam", "Sanne"),
        ('var groep = ["4A"];', "/script/groep/0", "4A"),
        ('_hsq.push(["identify", {"email": "s@school.example"}])', "/script/_hsq/1/email", "s@school.example"),
        ("const leerling = {naam: 'Sanne de Vries'}", "/script/leerling/naam", "Sanne de Vries"),
        ("ga('set', 'userId', 'leerling-01')", "/script/userId", "leerling-01"),
        ('user.email = "s@school.example"', "/script/email", "s@school.example"),
    ],
)
def test_values_get_their_names(decode, text, pointer, value):
    assert scripts(decode, text).body[pointer] == value


def test_code_is_kept_as_text(decode):
    assert scripts(decode, "tonen(12)").body == {"/script": "tonen(12)"}


def test_broken_json_is_text(decode):
    outcome = scripts(decode, '{"a":', ' type="application/json"')
    assert outcome.body == {"/script": '{"a":'}


def test_steps_name_the_script(decode):
    assert scripts(decode, 'window.U = {"naam":"Sanne"}').steps("Sanne") == ["html", "script", "json"]


@pytest.mark.parametrize("text", ['var LLN=[["118377","Yara"]];', 'window.LLN = [["118377","Yara"]]\n',
                                  "Klas.LLN = [['118377','Yara']];"])
def test_a_file_of_data_is_data(decode, text):
    found = decode(response=text.encode(), kind="text/javascript").body
    assert [value for pointer, value in found.items() if pointer.endswith("/0/1")] == ["Yara"]


@pytest.mark.parametrize("text", [
    "var a = {b: function () { return 1 }};", "import x from 'y';\nconst a = [1];",
    "module.exports = [['118377','Yara']];",
    "var a = [1, 2]; start(a);", "var a = ",
])  # fmt: skip
def test_a_program_is_none(decode, text):
    assert set(decode(response=text.encode(), kind="text/javascript").body) <= {""}
