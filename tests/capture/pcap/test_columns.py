"""Gathering header bytes of many packets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import columns

RAW = np.frombuffer(bytes(range(64)), np.uint8)


def test_rows_up_to_the_last_byte() -> None:
    assert columns.rows(RAW, np.array([0, 60]), 4).tolist() == [[0, 1, 2, 3], [60, 61, 62, 63]]
    assert columns.rows(np.zeros(0, np.uint8), np.zeros(0, np.int64), 4).shape == (0, 4)


def test_typed_tables_and_numbers() -> None:
    layout = np.dtype([("a", ">u2"), ("b", "u1")])
    found = columns.table(RAW, np.array([1, 5]), layout)
    assert columns.ints(found["a"]).tolist() == [0x0102, 0x0506] and found["b"].tolist() == [3, 7]
    assert columns.u16(RAW, np.array([1])).tolist() == [0x0102]
    assert columns.byte_at(RAW, np.array([9])).tolist() == [9]


@given(st.lists(st.integers(0, 5), max_size=20))
def test_distinct_values_are_those_of_numpy(values: list[int]) -> None:
    column = np.array(values, np.int64)
    wanted = np.unique(column, return_index=True, return_inverse=True)
    for mine, theirs in zip(columns.distinct(column), wanted, strict=True):
        assert mine.tolist() == theirs.tolist()


@given(st.lists(st.integers(0, 9), max_size=20), st.lists(st.integers(0, 9), max_size=4))
def test_values_among_wanted_ones_are_those_of_numpy(values: list[int], wanted: list[int]) -> None:
    column = np.array(values, np.uint16)
    assert columns.among(column, wanted).tolist() == np.isin(column, wanted).tolist()
