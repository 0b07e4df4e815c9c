"""Framings in bodies of polling requests; over WebSockets they are tested in test_websocket.py."""

from __future__ import annotations

import base64

import msgpack
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

PUPIL = '{"naam":"Sanne de Vries"}'
EVENT = f'42["antwoord",{PUPIL}]'


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (EVENT, "/1/naam"),
        (f"40\x1e{EVENT}", "/1/1/naam"),
        (f"{EVENT}\x1e42/les,[\"klaar\"]", "/0/1/naam"),
        (f'42/les,13["x",{PUPIL}]', "/1/naam"),
        (f"43/les,13[{PUPIL}]", "/0/naam"),
        (f"{len(EVENT)}:{EVENT}", "/1/naam"),  # engine.io 3
        (f"1:6{len(EVENT)}:{EVENT}", "/1/1/naam"),
        (f'0{{"sid":"x","upgrades":["websocket"]}}\x1e{EVENT}', "/1/1/naam"),
        (f'{{"type":1,"target":"x","arguments":[{PUPIL}]}}\x1e{{"type":6}}\x1e', "/0/arguments/0/naam"),  # SignalR
        (f'{{"type":6}}\x1e{{"type":1,"arguments":[{PUPIL}]}}\x1e', "/1/arguments/0/naam"),
    ],
)
@pytest.mark.parametrize("kind", ["text/plain;charset=UTF-8", "application/octet-stream", ""])
def test_polling_bodies(decode, text, pointer, kind):
    outcome = decode(request=text.encode(), kind=kind)
    assert (pointer, "Sanne de Vries") in outcome.part("body")
    assert outcome.notes == []


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('a["{\\"naam\\":\\"Sanne de Vries\\"}"]\n', "/0/naam"),
        (f"a[{PUPIL}]", "/0/naam"),
        ('o\nhhhh\na["{\\"naam\\":\\"Sanne de Vries\\"}","[1]"]\nc[3000,"Go away!"]\n', "/0/0/naam"),
    ],
)
@pytest.mark.parametrize("kind", ["application/javascript; charset=UTF-8", "text/plain", ""])
def test_answers_of_sockjs(decode, text, pointer, kind):
    outcome = decode(response=text.encode(), kind=kind)
    assert (pointer, "Sanne de Vries") in outcome.part("body")
    assert "sockjs" in outcome.steps("Sanne de Vries")


@pytest.mark.parametrize("text", ["o", "h\n", "a[0].naam='x'", "a[naam]", "c['x']=1\n", "opa", "array[1]", "a[1]\nb=2"])
def test_what_is_no_answer_of_sockjs(decode, text):
    outcome = decode(response=text.encode(), kind="application/javascript")
    assert [value for _, value in outcome.part("body")] == [text]


def test_a_binary_attachment_in_a_polling_body(decode):
    packed = base64.b64encode(msgpack.packb({"naam": "Sanne de Vries", "x": b"\xff"})).decode()
    body = '451-["bestand",{"_placeholder":true,"num":0}]\x1eb' + packed
    outcome = decode(request=body.encode(), kind="text/plain")
    assert ("/1/naam", "Sanne de Vries") in outcome.part("body")


@pytest.mark.parametrize(
    "text",
    ["42", "4", "123456789", "06-12345678", "2012-03-04", "4 havo", "3B [groep]", "40\x1e41", "1:6", "5:abc", "b",
    "boek",
     "basisschool", "6 leerlingen: [Sanne]", "0.5 {x}", "[a]\x1e[b", "99999999:x", "2probe", '7["x"]'],
)
def test_other_texts_stay_whole(decode, text):
    outcome = decode(request=text.encode(), kind="text/plain")
    assert [value for _, value in outcome.part("body")] == [text]


@given(st.text(alphabet='0123456b:[]{}"a,/-\x1e', max_size=60))
@example("0{}")
@example("42[]\x1e2")
def test_any_text(decode_once, text):
    outcome = decode_once(request=text.encode(), kind="text/plain")
    assert not text or outcome.fields or not text.strip('[]{}\x1e",: ')


def test_many_records(decode):
    outcome = decode(request=("\x1e".join([EVENT] * 2000)).encode(), kind="text/plain")
    assert outcome.values.count("Sanne de Vries") == 2000
