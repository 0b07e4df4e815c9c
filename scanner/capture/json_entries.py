"""Splits the ``log.entries`` of a HAR into entries while the file streams by.

Theory. To find where an entry ends one needs only the brackets that are not in strings. A regular expression
runs over everything between two brackets in one step, strings and shallow values included, so that Python code
runs a few times per entry only. All repeats are possessive: nothing is ever tried again, and the time is
linear in the input (a value nested n deep is looked at no more than ``_SHALLOW + 1`` times). The state between
blocks is a depth and whether we are in a string, so a block may end anywhere, and no entry is scanned twice
because it crosses blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_STRING: Final = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_SHALLOW: Final = 3


def _between_brackets() -> re.Pattern[bytes]:
    run = rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+"
    for _ in range(_SHALLOW):
        run = rb'(?:[^"{}\[\]]++|' + _STRING + rb"|[{\[]" + run + rb"[}\]])*+"
    return re.compile(run, re.DOTALL)


_RUN: Final = _between_brackets()
_REST_OF_STRING: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_TOKEN: Final = re.compile(rb"[\s,:]*+(?:(" + _STRING + rb')|([{}\[\]])|([^\s,:"{}\[\]]++))?', re.DOTALL)
_CODE_BEGUN: Final = re.compile(rb"u[0-9a-fA-F]{0,3}\Z")
_QUOTE, _BACKSLASH = 0x22, 0x5C
_CARRIED: Final = 1 << 16
"""A token outside the entries that is longer than this is not kept (it cannot be a name that matters)."""


@dataclass(frozen=True, slots=True)
class EntrySlice:
    """The text of one entry. ``cut`` bytes were left out of its longest strings; without data it was too large."""

    data: bytes
    line: int
    offset: int
    size: int
    cut: int = 0


class EntrySplitter:
    """Takes the text of a HAR in blocks of UTF-8, gives the entries as they become whole.

    Strings are kept up to about ``max_string`` bytes, whole entries up to ``max_entry``.
    """

    def __init__(self, max_string: int, max_entry: int) -> None:
        self._max_string = max_string
        self._max_entry = max_entry
        self.found = False
        """Whether a ``log.entries`` array has begun."""
        self.has_log = False
        """Whether the root object has a ``log``, as far as the text goes."""
        self._depth = 0  # 0 outside, 1 in the root object, 2 in its log, 3 in the entries
        self._key = b""
        self._nest = 0  # open brackets of a value that is taken or skipped as a whole
        self._taking = False
        self._in_string = False
        self._escaped = False  # the block ended between a backslash and what it escapes
        self._string = 0  # bytes of the open string in earlier blocks
        self._shortened = False  # the open string has become too long
        self._rest = b""
        self._parts: list[bytes] = []
        self._kept = 0
        self._size = 0
        self._cut = 0
        self._mark = 0  # where in the block the bytes that are to be kept begin
        self._line = 1
        self._offset = 0  # of the block in the text
        self._start = (1, 0)

    @property
    def unfinished(self) -> int | None:
        """Bytes of the entry that the text ended in; None when the text ended where a HAR may end."""
        if self._nest and self._taking:
            return self._size
        return len(self._rest) if self._depth else None

    @property
    def inside_entries(self) -> bool:
        """Whether the text so far ends before the array of entries does."""
        return self._depth == 3

    def feed(self, block: bytes) -> Iterator[EntrySlice]:
        """The entries that end in this block."""
        text = self._rest + block
        self._rest = b""
        pos = self._mark = 0
        counted = 0
        end = len(text)
        while pos < end:
            if self._in_string:
                pos = self._pass_string(text, pos)
            elif self._nest:
                pos = _RUN.match(text, pos).end()  # type: ignore[union-attr]  # it matches the empty string
                if pos >= end:
                    break
                if text[pos] == _QUOTE:
                    self._open_string()
                elif text[pos] in b"{[":
                    self._nest += 1
                else:
                    self._nest -= 1
                pos += 1
                if not self._nest and self._taking:
                    yield self._take(text, pos)
            else:
                token = _TOKEN.match(text, pos)
                assert token is not None  # it matches the empty string
                name, bracket, bare = token.groups()
                pos = token.end()
                if bracket is not None and self._opens_value(bracket):
                    self._line += text.count(b"\n", counted, pos)
                    counted = pos
                    self._begin(pos - 1)
                elif bracket is not None:
                    self._step(bracket)
                elif name is not None:
                    self._key = name
                elif bare is None and pos < end:  # a string that the block cuts
                    if end - pos > _CARRIED:
                        self._open_string()
                        self._key = b""
                        pos += 1
                    else:
                        self._rest = text[pos:]
                        break
                if (name or bare) and self._depth == 3:
                    yield EntrySlice(b"", self._line, self._offset + pos, len(name or bare), 0)
        self._line += text.count(b"\n", counted, end - len(self._rest))
        self._keep(text, end)
        self._offset += end - len(self._rest)

    def _opens_value(self, bracket: bytes) -> bool:
        """Whether a bracket outside the entries begins a value to take or skip, rather than the way to them."""
        match self._depth, bracket:
            case 0, b"{":
                return False
            case 1, b"{":
                return self._key != b'"log"'
            case 2, b"[":
                return self._key != b'"entries"'
        return bracket in (b"{", b"[")

    def _step(self, bracket: bytes) -> None:
        """One level down to the entries, or up."""
        self._depth = self._depth + 1 if bracket in (b"{", b"[") else max(self._depth - 1, 0)
        self._key = b""
        self.has_log = self.has_log or self._depth == 2
        self.found = self.found or self._depth == 3

    def _begin(self, pos: int) -> None:
        self._nest = 1
        self._key = b""
        self._taking = self._depth == 3
        if self._taking:
            self._start = (self._line, self._offset + pos)
            self._mark = pos
            self._size = self._cut = self._kept = 0

    def _take(self, text: bytes, pos: int) -> EntrySlice:
        self._keep(text, pos)
        self._taking = False
        data = b"".join(self._parts) if self._kept <= self._max_entry else b""
        self._parts = []
        return EntrySlice(data, *self._start, self._size, self._cut)

    def _keep(self, text: bytes, end: int) -> None:
        """Store what belongs to the entry of this block, up to the bound."""
        if not self._taking:
            return
        self._size += end - self._mark
        self._kept += end - self._mark
        if self._kept > self._max_entry:
            self._parts = []
        elif end > self._mark:
            self._parts.append(text[self._mark:end])

    def _open_string(self) -> None:
        self._in_string = True
        self._string = 0
        self._shortened = False

    def _pass_string(self, text: bytes, pos: int) -> int:
        """Go to the end of a string that began earlier; leave its bytes out once it is too long."""
        begin, end, escaped = pos, len(text), self._escaped
        if escaped:
            pos += 1
            self._escaped = False
        pos = _REST_OF_STRING.match(text, pos).end()  # type: ignore[union-attr]  # it matches the empty string
        if pos < end and text[pos] == _BACKSLASH:
            self._escaped = True
            pos += 1
        elif pos < end:
            self._in_string = False
        if self._taking and self._string >= self._max_string:
            self._leave_out(begin, pos, escaped)
        self._string += pos - begin
        return pos + (not self._in_string)

    def _leave_out(self, begin: int, end: int, escaped: bool) -> None:
        # The string came in from an earlier block, so the last part kept ends inside it, maybe inside an escape
        # sequence (which is far shorter than a block).
        if self._parts and not self._shortened:
            last = self._parts[-1]
            if escaped and last.endswith(b"\\"):
                self._parts[-1] = last[:-1]
            elif (code := _CODE_BEGUN.search(last, max(len(last) - 4, 0))) is not None:
                before = last[: code.start()]
                if (len(before) - len(before.rstrip(b"\\"))) % 2:
                    self._parts[-1] = before[:-1]
        self._shortened = True
        self._cut += end - begin
        self._size += end - begin
        self._mark = end
