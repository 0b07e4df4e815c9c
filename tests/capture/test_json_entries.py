"""The splitter finds the same entries as a JSON parser, wherever the blocks end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.json_entries import EntrySlice, EntrySplitter

LARGE = 1 << 30

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab"\\{}[]:,\n\té€😀'),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(alphabet='log"\\{[', max_size=4), inner, max_size=4),
    max_leaves=12,
)
ENTRIES = st.dictionaries(st.text(max_size=5), VALUES, max_size=4)


def split(text: bytes, block: int = 1 << 20, max_string: int = LARGE, max_entry: int = LARGE) -> tuple[
    list[EntrySlice], EntrySplitter
]:
    splitter = EntrySplitter(max_string, max_entry)
    found = [entry for at in range(0, len(text), block) for entry in splitter.feed(text[at:at + block])]
    return found, splitter


def as_bytes(value: object, **style: Any) -> bytes:
    return json.dumps(value, **style).encode()


@given(st.lists(ENTRIES, max_size=4), VALUES, VALUES, st.integers(1, 40), st.sampled_from([None, 2]), st.booleans())
def test_entries_come_out_as_they_went_in(
    entries: list[Any], before: Any, after: Any, block: int, indent: int | None, ascii_only: bool
) -> None:
    har = {"comment": before, "log": {"pages": before, "entries": entries, "after": after}, "entries": [after]}
    found, splitter = split(as_bytes(har, indent=indent, ensure_ascii=ascii_only), block)
    assert [json.loads(entry.data) for entry in found] == entries
    assert splitter.found
    assert splitter.unfinished is None


@given(st.lists(ENTRIES, min_size=1, max_size=3), st.integers(1, 30), st.data())
def test_a_cut_text_gives_the_whole_entries_and_says_it_is_cut(entries: list[Any], block: int, data: Any) -> None:
    text = as_bytes({"log": {"entries": entries}})
    cut = data.draw(st.integers(1, len(text) - 1))
    found, splitter = split(text[:cut], block)
    assert [json.loads(entry.data) for entry in found] == entries[:len(found)]
    assert splitter.unfinished is not None


@given(st.binary(max_size=300), st.integers(1, 17))
def test_no_input_makes_it_fail(text: bytes, block: int) -> None:
    for head in (b"", b'{"log":{"entries":[', b'{"log":{"entries":[{"a":"'):
        found, _ = split(head + text, block)
        assert all(isinstance(entry.data, bytes) for entry in found)


def test_line_and_offset_say_where_an_entry_begins() -> None:
    text = as_bytes({"log": {"entries": [{"a": 1}, {"a": "x\ny"}, {"a": 3}]}}, indent=1)
    for block in (1, 7, 1 << 20):
        found, _ = split(text, block)
        for entry in found:
            assert text[entry.offset:entry.offset + entry.size] == entry.data
            assert entry.line == text[:entry.offset].count(b"\n") + 1


@pytest.mark.parametrize("text", [
    b'{"log":{"creator":{"entries":[{"a":1}]}}}',  # entries of something else
    b'{"entries":[{"a":1}]}',
    b'{"x":{"log":{"entries":[{"a":1}]}}}',
    b'[{"log":{"entries":[{"a":1}]}}]',
    b'{"log":[{"entries":[{"a":1}]}]}',
    b'{"log":"entries", "b":[{"a":1}]}',
    b"",
    b"no json at all",
])
def test_only_entries_of_the_log_count(text: bytes) -> None:
    found, splitter = split(text)
    assert found == []
    assert not splitter.found


def test_hars_one_after_the_other_are_all_read() -> None:
    found, splitter = split(b'{"log":{"entries":[{"a":1}]}}\n{"log":{"entries":[{"a":2}]}}\n')
    assert [entry.data for entry in found] == [b'{"a":1}', b'{"a":2}']
    assert splitter.unfinished is None


def test_an_element_that_is_no_object_is_not_lost() -> None:
    found, _ = split(b'{"log":{"entries":[null,"text",{"a":1},[2]]}}')
    assert [entry.data for entry in found] == [b"", b"", b'{"a":1}', b"[2]"]


@pytest.mark.parametrize("filler", ["x", "\\n", "\\u00e9", "\\\\", '\\"', "é"])
@pytest.mark.parametrize("block", range(60, 72))
def test_a_long_string_is_shortened_to_a_valid_one(filler: str, block: int) -> None:
    text = ('{"log":{"entries":[{"a":"' + filler * 200 + '","b":2}]}}').encode()
    found, _ = split(text, block, max_string=100)
    entry = found[0]
    assert entry.cut > 0
    assert len(entry.data) <= 100 + 3 * block + 20
    assert entry.size == len(text) - len('{"log":{"entries":[]}}')
    value = json.loads(entry.data.decode("utf-8", "replace"))
    whole = json.loads(f'"{filler * 200}"')
    assert whole.startswith(value["a"].rstrip("\ufffd"))
    assert len(value["a"]) >= 10
    assert value["b"] == 2


def test_an_entry_beyond_the_bound_is_counted_and_the_next_one_read() -> None:
    big = [0] * 1000
    found, _ = split(as_bytes({"log": {"entries": [{"a": big}, {"a": 1}]}}), 64, max_entry=500)
    assert found[0].data == b""
    assert found[0].size == len(as_bytes({"a": big}))
    assert json.loads(found[1].data) == {"a": 1}


@pytest.mark.parametrize("text", [b"[" * 200_000, b'{"a":' * 100_000, b'"' * 200_000, b'"\\' * 200_000,
                                  b"]" * 200_000, b'{"' * 100_000])
def test_hostile_nesting_takes_linear_time_and_no_stack(text: bytes) -> None:
    found, _ = split(b'{"log":{"entries":[' + text, 1 << 16)
    assert not any(entry.data for entry in found)
