"""State flattened into arrays: Nuxt, SvelteKit, React Router."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.devalue import looks_flat, svelte_nodes

NUXT = [["ShallowReactive", 1], {"data": 2, "state": 8}, ["ShallowReactive", 3], {"leerling": 4},
        {"naam": 5, "bsn": 6, "geboren": 7, "niets": -1}, "Sanne de Vries", "999990019",
        ["Date", "2012-03-04T00:00:00.000Z"], ["Map", 9, 10], "sleutel", ["Set", 5, 11], {"zelf": 11}]
EXPECTED = {"data/leerling/naam": "Sanne de Vries", "data/leerling/bsn": "999990019",
            "data/leerling/geboren": "2012-03-04T00:00:00.000Z", "state/sleutel/0": "Sanne de Vries"}


@pytest.mark.parametrize("opening", ['<script type="application/json" id="__NUXT_DATA__" data-ssr="true">',
                                     '<script type="application/json" data-nuxt-data="nuxt-app">'])
def test_nuxt(decode, opening):
    outcome = decode(response=f"{opening}{json.dumps(NUXT)}</script>".encode(), kind="text/html")
    found = {pointer.partition("/script/")[2].removeprefix("__NUXT_DATA__/"): value
             for pointer, value in outcome.part("body") if pointer.startswith("/script")}
    assert found == EXPECTED


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("first", [["ShallowReactive", 1], ["Reactive", 1]])
def test_the_payload_of_a_nuxt_page(decode, kind, separators, first):
    outcome = decode(response=json.dumps([first, *NUXT[1:]], separators=separators).encode(), kind=kind)
    assert {f"/{pointer}": value for pointer, value in EXPECTED.items()} == outcome.body


@pytest.mark.parametrize("body", [
    '[["Reactive",1]]', '[["Reactive",9],"a"]', '[{"data":2},1,"x"]x', '[{"data":"1"},"x"]',
])
def test_what_only_begins_like_a_payload(decode, body):
    assert all(step.name != "devalue" for field in decode(response=body.encode(), kind="application/json").fields
               for step in field.origin.steps)


def test_sveltekit(decode):
    data = [{"leerling": 1, "groepen": 4}, {"naam": 2, "bsn": 3}, "Sanne de Vries", "999990019", [5], "3B"]
    body = json.dumps({"type": "data", "nodes": [None, {"type": "data", "data": data, "uses": {}}]},
                      separators=(",", ":"))
    found = decode(response=body.encode(), kind="application/json").body
    assert found["/nodes/1/data/leerling/bsn"] == "999990019"
    assert found["/nodes/1/data/groepen/0"] == "3B"


def test_react_router(decode):
    body = json.dumps([{"_1": 2}, "routes/leerling", {"_3": 4}, "data", {"_5": 6, "_7": 8}, "naam", "Sanne de Vries",
                       "geboren", ["D", 1330819200000]])
    for kind in ("text/x-script; charset=utf-8", "text/x-turbo"):
        found = decode(response=body.encode() + b"\n", kind=kind).body
        assert found["/routes~1leerling/data/naam"] == "Sanne de Vries"
        assert found["/routes~1leerling/data/geboren"] == "1330819200000"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (NUXT, True), ([{"a": 1}, "x"], True), ([[1, 2], "a", "b"], True),
        ([], False), ([1, 2], False), ([{}, "x"], False), ([{"a": "x"}, "y"], False), ([{"a": 5}, "x"], False),
        ([{"a": 1.5}, "x"], False), ([{"id": 1}, 2], False), ({"a": 1}, False), ("x", False), ([["x"], 1], False),
        ([{"a": True}, "x"], False),
    ],
)
def test_what_looks_flat(value, verdict):
    assert looks_flat(value) is verdict


def test_a_list_of_pupils_is_none(decode):
    body = json.dumps([{"id": 1}, {"id": 2}]).encode()
    assert decode(response=body, kind="application/json").body == {"/0/id": "1", "/1/id": "2"}
    assert svelte_nodes({"type": "data", "nodes": [1]}) == []
    assert svelte_nodes({"type": "data", "nodes": [{"data": {"a": 1}}]}) == []


def test_what_is_shared_is_read_once(decode):
    # Each value holds the next one twice: two to the power of 60 leaves, were they all read.
    flat: list[object] = [{"a": n + 1, "b": n + 1} for n in range(60)] + ["Sanne"]
    body = f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(flat)}</script>'
    assert len(decode(response=body.encode(), kind="text/html").fields) < 200


@given(st.lists(st.one_of(st.dictionaries(st.sampled_from(["a", "_1", "_99"]), st.integers(-7, 9), max_size=3),
                          st.lists(st.one_of(st.integers(-7, 9), st.sampled_from(["Map", "Set", "Date", "Ref", "x"]))),
                          st.text(max_size=5)), max_size=10))
def test_any_array(decode_once, value):
    body = f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(value)}</script>'
    decode_once(response=body.encode(), kind="text/html")
