"""Rows of React Server Components, in answers and in the scripts of a page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

LONG = "Sanne heeft dyslexie en\nvindt lezen lastig: ë"
ROWS = (f'1:I["(app)/page.js",["x"],"default"]\n2:HL["/stijl.css","style"]\n3:T{len(LONG.encode()):x},{LONG}'
        '0:["$","main",null,{"leerling":{"naam":"Sanne de Vries","bsn":"999990019"},"tekst":"$3"}]\n'
        '4:E{"digest":"x1"}\n')


def test_an_answer(decode):
    outcome = decode(response=ROWS.encode(), kind="text/x-component")
    found = outcome.body
    assert found["/3/3/leerling/bsn"] == "999990019"
    assert found["/2"] == LONG
    assert found["/4/digest"] == "x1"
    assert outcome.notes == []


@pytest.mark.parametrize("cut", [5, 60, 120, 170])
def test_pieces_in_the_scripts_of_a_page(decode, cut):
    scripts = "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>"
                      for piece in (ROWS[:cut], ROWS[cut:]))
    page = "<p>hallo</p><script>(self.__next_f=self.__next_f||[]).push([0])</script>" + scripts
    found = decode(response=page.encode(), kind="text/html").body
    assert found["/flight/3/3/leerling/bsn"] == "999990019"
    assert found["/flight/2"] == LONG


@pytest.mark.parametrize("text", ["geen rijen van Sanne", "Tff,x"])
def test_what_has_no_rows_is_text(decode, text):
    outcome = decode(response=text.encode(), kind="text/x-component")
    assert [value for _, value in outcome.part("body")] == [text]


@pytest.mark.parametrize("text", ["0:Tffffffff,Sanne", "0:" + "x\n" * 1000, "0:{\n" * 500, "0:" + "[" * 5000, "1:T5"])
def test_hostile_rows(decode, text):
    outcome = decode(response=text.encode(), kind="text/x-component")
    assert sum(map(len, outcome.values)) <= len(text) + 10


@given(st.text(alphabet='01af:T,I[]{}"x\n', max_size=60))
def test_any_rows(decode_once, text):
    decode_once(response=("0:" + text).encode(), kind="text/x-component")
