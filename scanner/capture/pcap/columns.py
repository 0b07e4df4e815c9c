"""Header fields of many packets at once: rows of bytes gathered from the file and viewed as typed columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Column = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
_U16 = np.dtype(">u2")


def rows(buffer: Bytes, offsets: Ints, width: int) -> Bytes:
    """``width`` bytes from each offset as one row; the caller has checked that they lie inside the buffer."""
    gathered: Bytes = _gathered(buffer, offsets, np.dtype(f"V{width}")).view(np.uint8).reshape(-1, width)
    return gathered


def _gathered(buffer: Bytes, offsets: Ints, kind: np.dtype[Any]) -> Column:
    """The value of a type at each offset; quickest for whole numbers and plain bytes."""
    if not len(offsets):
        return np.zeros(0, kind)
    values: Column = np.ndarray((len(buffer) - kind.itemsize + 1,), kind, buffer, 0, (1,))
    return values[offsets]


def table(buffer: Bytes, offsets: Ints, layout: np.dtype[Any]) -> npt.NDArray[Any]:
    """Structured rows of the given layout at each offset."""
    return rows(buffer, offsets, layout.itemsize).view(layout).reshape(-1)


def ints(column: npt.NDArray[Any]) -> Ints:
    """A field of a structured table as native 64-bit integers."""
    return column.astype(np.int64)


def byte_at(buffer: Bytes, offsets: Ints) -> Ints:
    """The byte at each offset."""
    return buffer[offsets].astype(np.int64)


def u16(buffer: Bytes, offsets: Ints) -> Ints:
    """The big-endian 16-bit number at each offset."""
    return _gathered(buffer, offsets, _U16).astype(np.int64)


def among(values: Column, wanted: Iterable[int]) -> Mask:
    """Which values are one of a few wanted ones; NumPy's ``isin`` imports masked arrays as ``unique`` does."""
    found: Mask = np.zeros(len(values), np.bool_)
    for each in wanted:
        found |= values == each
    return found


def seconds(nanoseconds: Ints) -> Floats:
    """Times in seconds, as near as a float can say; dividing the whole number would lose the last digit."""
    whole = nanoseconds // 1_000_000_000
    near: Floats = whole + (nanoseconds - whole * 1_000_000_000) / 1e9
    return near


def distinct(values: Column) -> tuple[Column, Ints, Ints]:
    """The distinct values, ascending; where each occurs first; and which of them each value is.

    NumPy's own ``unique`` does the same and imports masked arrays for it, which takes as long as a small capture.
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.ones(len(values), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    which = np.empty(len(values), np.int64)
    which[order] = np.cumsum(new) - 1
    return ordered[new], order[new], which
