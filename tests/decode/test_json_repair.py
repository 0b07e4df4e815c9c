"""JSON that was cut off is completed; anything else is left alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.json_repair import complete


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a":1,"b":[1,2', '{"a":1,"b":[1]}'),
        ('{"a":1,"b":"Sann', '{"a":1}'),
        ('{"a":1,"b":', '{"a":1}'),
        ('[{"a":1},{"b":{"c":[true]', '[{"a":1},{"b":{"c":[true]}}]'),
        ('["a\\', "[]"),
        ("[", "[]"),
        ('{"a', "{}"),
    ],
)
def test_cut_off(text, expected):
    found = complete(text)
    assert found is not None
    assert found[0] == expected
    assert text.startswith(found[0][: found[1]])


@pytest.mark.parametrize("text", ["", "Sanne", "{}", '{"a":1}', "[1}", "]", '"Sanne', "{a]", '{"a":1} {"b":'])
def test_not_cut_off(text):
    assert complete(text) is None


@given(
    st.recursive(
        st.integers() | st.text(), lambda x: st.lists(x, min_size=1) | st.dictionaries(st.text(), x, min_size=1)
    ),
    st.integers(min_value=1, max_value=200),
)
def test_any_cut_of_an_object_is_completed(value, length):
    text = json.dumps({"x": value})
    if length < len(text):
        found = complete(text[:length])
        assert found is not None
        json.loads(found[0])


def test_a_cut_body_keeps_its_pointers(decode):
    body = json.dumps([{"naam": "Sanne", "bsn": "999990019"}] * 3).encode()[:-12]
    outcome = decode(response=body, kind="application/json")
    assert outcome.body["/1/bsn"] == "999990019"
    assert outcome.body["/2/naam"] == "Sanne"
    assert outcome.gaps[0][0] == "content.parse-failed"
    assert 0 < outcome.gaps[0][1] < len(body) // 2


def test_a_cut_body_that_is_called_a_page_is_data(decode):
    body = json.dumps([{"naam": "Sanne", "bsn": "999990019"}] * 3).encode()[:-12]
    assert decode(response=body, kind="text/html").body["/1/bsn"] == "999990019"


@pytest.mark.parametrize("body", ["[menu <b>Sanne</b>", "{{ leerling.naam }} <b>Sanne</b>", "[1] <b>Sanne</b>",
                                  '{"a":1} <b>Sanne</b>'])  # fmt: skip
def test_a_page_that_begins_with_a_bracket_is_a_page(decode, body):
    assert decode(response=body.encode(), kind="text/html").fields[-1].origin.steps[-1].name == "html"
