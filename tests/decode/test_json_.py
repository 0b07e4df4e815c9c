"""JSON: pointers, numbers as written, and what orjson alone would lose."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Decoder, Limits
from scanner.model import Body, Exchange

JSON = "application/json"


def test_leaves_with_their_pointers(decode):
    body = {
        "leerlingen": [
            {
                "naam": "Sanne",
                "cijfer": 7.5,
                "actief": True,
                "leeg": "",
                "niets": None,
                "vakken": ["rekenen", "taal"],
                "a/b~c": 3,
            }
        ],
        "aantal": 1,
    }
    outcome = decode(response=json.dumps(body).encode(), kind=JSON)
    assert outcome.body == {
        "/leerlingen/0/naam": "Sanne",
        "/leerlingen/0/cijfer": "7.5",
        "/leerlingen/0/actief": "true",
        "/leerlingen/0/vakken/0": "rekenen",
        "/leerlingen/0/vakken/1": "taal",
        "/leerlingen/0/a~1b~0c": "3",
        "/aantal": "1",
    }
    assert outcome.field("Sanne").origin.format == "json"
    assert outcome.field("Sanne").path.names == ("leerlingen", "naam")
    assert outcome.notes == []


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ('{"a":NaN,"b":1}', {"/a": "NaN", "/b": "1"}, "orjson refuses NaN"),
        ('{"a":123456789012345678901234567890}', {"/a": "123456789012345678901234567890"}, "a float would lose digits"),
        ('{"a":-123456789012345678901234567890}', {"/a": "-123456789012345678901234567890"}, "also below zero"),
        ('{"a":18446744073709551615}', {"/a": "18446744073709551615"}, "64 bits still fit"),
        ('\ufeff{"a":1}', {"/a": "1"}, "a byte-order mark"),
        (')]}\',\n{"a":1}', {"/a": "1"}, "Angular's guard"),
        ('for(;;);{"a":1}', {"/a": "1"}, "Facebook's guard"),
        ('while(1);[{"a":1}]', {"/0/a": "1"}, "another guard"),
        ('{"a":"\\ud800x"}', {"/a": "\ufffdx"}, "a lone surrogate cannot be written out again"),
        ('{"a":"\\\\ud800x"}', {"/a": "\\ud800x"}, "but an escaped backslash is none"),
        ('{"a":"\\ud83d\\ude00",}', None, "a trailing comma is no JSON"),
        ('{"a":"tab\there"}', {"/a": "tab\there"}, "control characters in strings occur"),
        ('"Sanne"', {"": "Sanne"}, "a lone string"),
        ("12", {"": "12"}, "a lone number"),
        ("null", {}, "nothing"),
        ("{}", {}, "nothing"),
        ('{"":"x"}', {"/": "x"}, "an empty name is a name"),
        ('{"\\u0000[]":["x"],"y":[1]}', {"/\x00[]/0": "x", "/y/0": "1"}, "no name stands for an array level"),
    ],
)
def test_dialects(decode, text, expected, why):
    outcome = decode(response=text.encode(), kind=JSON)
    if expected is None:
        assert outcome.body == {"": text}, why
        assert outcome.gaps == [("content.parse-failed", len(text.encode()), "json", True)]
    else:
        assert outcome.body == expected, why
        assert outcome.notes == []


@pytest.mark.parametrize(
    "text",
    [
        '{"bsn":"999990019","bsn":"x"}',
        '{"bsn" : "999990019","bsn" : "x"}',
        '{"a":[{"bsn":"999990019","bsn":1}]}',
        '{"bsn"\n:"999990019",  "bsn"\t:"x","q":"\\":"}',
    ],
)
def test_the_first_of_equal_names_is_not_lost(decode, text):
    assert "999990019" in decode(response=text.encode(), kind=JSON).values


def test_quotes_in_strings_do_not_look_like_equal_names(decode):
    body = json.dumps({"a": '"x": "y"', "b": 2}).encode()
    assert decode(response=body, kind=JSON).body == {"/a": '"x": "y"', "/b": "2"}


def test_jsonp_is_data_and_other_scripts_are_not(decode):
    data = decode(response=b'/**/ jQuery12_3({"naam":"Sanne"});', kind="text/javascript")
    assert data.body == {"/naam": "Sanne"}
    assert data.steps("Sanne") == ["jsonp", "json"]
    code = decode(response=b'init({naam: "Sanne"});', kind="text/javascript")
    assert code.fields[0].origin.static


def test_deep_values_keep_the_path_of_the_deepest_level(decode):
    depth = 900
    body = b'{"a":' * depth + b'"Sanne"' + b"}" * depth
    outcome = decode(response=body, kind=JSON)
    assert outcome.field("Sanne").path.depth == Limits().levels
    assert outcome.gaps == [("budget.depth", 0, "levels", True)]


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000])
def test_absurd_depth_is_text(decode, body):
    outcome = decode(response=body, kind=JSON)
    assert outcome.gaps[-1][0] == "content.parse-failed"
    assert outcome.values == [body.decode()]


def test_depth_that_only_some_parsers_manage_is_not_lost(decode):
    assert "Sanne" in decode(response=b"[" * 3000 + b'"Sanne"' + b"]" * 3000, kind=JSON).values[0]


def test_too_many_leaves_stop_and_are_noted(decode):
    body = json.dumps([{"a": 1, "b": 2}] * 100).encode()
    outcome = decode(response=body, kind=JSON, limits=Limits(fields=50))
    assert 0 < len(outcome.fields) <= 50
    assert outcome.gaps == [("budget.parts", len(body), "fields", False)]


def test_equal_shapes_share_their_nodes():
    decoder = Decoder()
    nodes = set()
    for name in ("Sanne", "Daan"):
        body = Body(json.dumps([{"naam": name}]).encode(), 20)
        exchange = Exchange("e", "c", "HTTP/1.1", "GET", "https", "h.example", 443, "*", 200, 0.0, response_body=body)
        nodes.add(id(decoder.decode(exchange, lambda note: None).fields[0].path))
    assert len(nodes) == 1


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def leaves(value, pointer=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, pointer + "/" + key.replace("~", "~0").replace("/", "~1"))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{index}")
    elif value is not None and value != "":
        yield pointer, ("true" if value else "false") if isinstance(value, bool) else value


@given(json_values)
def test_every_leaf_comes_out_once_at_its_pointer(value):
    text = json.dumps(value).encode()
    exchange = Exchange(
        "e",
        "c",
        "HTTP/1.1",
        "GET",
        "https",
        "h.example",
        443,
        "*",
        200,
        0.0,
        response_headers=(("Content-Type", JSON),),
        response_body=Body(text, len(text)),
    )
    notes = []
    found = {field.pointer: field.value for field in Decoder().decode(exchange, notes.append).fields}
    wanted = dict(leaves(value))
    assert found.keys() == wanted.keys()
    for pointer, leaf in wanted.items():
        if isinstance(leaf, (int, float)):
            assert float(found[pointer]) == float(leaf)
        else:
            assert found[pointer] == leaf
