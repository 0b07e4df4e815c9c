"""An element whose attribute names its text gives it under that name, beside the text of its block."""

from __future__ import annotations

import pytest

from scanner.decode.html_labels import label_of


@pytest.mark.parametrize(("page", "pointer", "value"), [
    ('<table><tr><td data-label="Klas">H1p<td>x</table>', "/Klas/0", "H1p"),
    ('<p><span id="ctl00_lblNaam">Roos Wolters</span> <span id="ctl00_lblKlas">H1p</span></p>', "/Klas/0", "H1p"),
    ('<p><b itemprop="birthDate">12-03-2014</b> in Ede</p>', "/birthDate/0", "12-03-2014"),
    ('<div class="card leerling-naam">Roos <!-- --></div><div class="leerling__naam">Sem</div>', "/leerling__naam/0",
     "Sem"),
    ('<select name="klas"><option>B1a<option selected>B1c<option>B1d</select>', "/select/klas/0", "B1c"),
    ('<select name="klas"><optgroup label="x"><option value="7" selected></optgroup></select>', "/select/klas/0", "7"),
])  # fmt: skip
def test_texts_get_their_names(decode, page, pointer, value):
    body = f"<!doctype html><html><body>{page}</body></html>".encode()
    assert decode(response=body, kind="text/html").body[pointer] == value


@pytest.mark.parametrize("attributes", [
    {"class": "title card name"}, {"id": "lblx"}, {"id": "content"}, {"class": "score-board"}, {"data-label": "7"},
    {"data-label": "x" * 60}, {"class": None, "id": None}, {"class": "user-menu"}, {"id": "span12"}, {},
])  # fmt: skip
def test_looks_say_nothing(attributes):
    assert label_of(attributes) == ""


def test_a_list_without_a_choice_or_a_name_gives_none(decode):
    page = b"<html><select name=klas><option>B1a<option>B1b</select><select><option selected>B1c</select></html>"
    assert not any(pointer.startswith("/select") for pointer in decode(response=page, kind="text/html").body)
