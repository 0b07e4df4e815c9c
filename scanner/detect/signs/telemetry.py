"""Signs of telemetry that follows each keystroke or movement: lists of events faster than one a second.

Theory. An answer is sent once; a stream of events has a time in every row and many rows a second. Keys are single
characters or names of keys (UI Events §4, ``KeyA``, ``Backspace``), movements have two coordinates and say that they
are of a pointer. A game is steered with few keys, a whiteboard sends strokes: neither tells how a child types or moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

from .rows import Rows, rows_of

if TYPE_CHECKING:
    from ..plan import Plan

_LISTS = frozenset({
    "actions", "behavior", "behaviour", "biometrics", "data", "events", "eventlog", "inputevents", "interactions",
    "keyboard", "keyevents", "keylog", "keys", "keystrokes", "log", "logs", "mouse", "mouseevents", "mousemove",
    "mousemovements", "mousemoves", "movements", "moves", "payload", "pointer", "pointerevents", "pointermoves",
    "positions", "samples",
    "telemetry", "touches", "touchevents", "trace", "traces", "track", "toetsen", "toetsaanslagen", "typing",
    "typingevents", "muis", "bewegingen",
})
_NOWHERE: frozenset[str] = frozenset()
_KEY_NAMES = ("key", "k", "char", "keychar", "toets", "code", "keycode", "which", "charcode")
_CODES = frozenset({"keycode", "which", "charcode"})
_X = ("x", "clientx", "pagex", "screenx", "offsetx")
_Y = ("y", "clienty", "pagey", "screeny", "offsety")
_TIMES = ("t", "ts", "time", "timestamp", "timeoffset", "at", "ms", "tijd")
_GAPS = ("dt", "delta", "elapsed", "flighttime", "dwelltime")
_KINDS = ("type", "event", "eventtype", "kind", "action", "name", "e")
_TELLING = frozenset({"keycode", "charcode", "keychar", "clientx", "clienty", "pagex", "pagey", "flighttime",
                      "dwelltime"})
"""Names that mean nothing else, wherever they stand."""
KEYS: dict[str, frozenset[str]] = {
    **dict.fromkeys((*_KEY_NAMES, *_X, *_Y, *_TIMES, *_GAPS, *_KINDS), _LISTS),
    **dict.fromkeys(("k", "key", "t", "ts", "time", "dt"), _LISTS | {""}),
    **dict.fromkeys(_TELLING, _NOWHERE),
}

LEAST_KEYS = 5
LEAST_MOVES = 10
_NAMED_KEY = re.compile(r"Key[A-Z]|Digit[0-9]|Numpad[0-9A-Z]\w{0,12}|Backspace|Delete|Tab|Enter|Space|Escape|CapsLock|"
                        r"Comma|Period|Semicolon|Quote|Slash|Minus|Equal|(?:Shift|Control|Alt|Meta)(?:Left|Right)?|"
                        r"Arrow(?:Up|Down|Left|Right)")
_GAME = frozenset({*"wasdqerfzxc ", "space", "enter", "shift", "shiftleft", "escape", "tab", "arrowup", "arrowdown",
                   "arrowleft", "arrowright", "control", "controlleft"})
"""Keys that steer a game."""
_TYPED = 3
"""Other keys than these that show that somebody types."""
_MOVES = frozenset({"mousemove", "pointermove", "touchmove", "move", "mouse", "pointer", "mm", "drag", "hover"})
_POINTING = re.compile(r"mouse|pointer|muis|touch|cursor")
_DRAWING = re.compile(r"stroke|draw|teken|pen(?:cil)?$|ink|shape|board|bord|canvas|sprite|player|game|spel|tile|path|"
                      r"polygon|route|chart|graph|curve")
_NUMBER = re.compile(r"-?[0-9]{1,17}(?:\.[0-9]{1,9})?")


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs of streams of keys (``telemetry.keys``) and of movements (``telemetry.pointer``) in a request."""
    for each in rows_of(marked):
        if len(each.rows) >= LEAST_KEYS and _is_typing(each):
            yield Sign("telemetry.keys", "request", each.part, each.template)
        elif len(each.rows) >= LEAST_MOVES and _is_pointing(each):
            yield Sign("telemetry.pointer", "request", each.part, each.template)


def _is_typing(found: Rows) -> bool:
    keys = [key for row in found.rows.values() if (key := _key(row))]
    typed = {key for key in keys if key not in _GAME}
    return len(keys) >= max(LEAST_KEYS, len(found.rows) * 0.6) and len(typed) >= _TYPED and _is_fast(found)


def _key(row: dict[str, str]) -> str:
    """The key of an event in lower case, empty when the row holds none."""
    for name in _KEY_NAMES:
        value = row.get(name)
        if value is None:
            continue
        if name in _CODES:
            if value.isascii() and value.isdigit() and 8 <= int(value[:4]) <= 255:
                return chr(int(value)).lower() if 48 <= int(value) <= 90 else f"code {value}"
            if name != "code":
                continue
        if len(value) == 1:
            return value.lower()
        if _NAMED_KEY.fullmatch(value):
            return value.lower().removeprefix("key") if value.startswith("Key") else value.lower()
    return ""


def _is_pointing(found: Rows) -> bool:
    if any(_DRAWING.search(name) for name in found.above):
        return False
    moves = [row for row in found.rows.values() if _first(row, _X) is not None and _first(row, _Y) is not None]
    if len(moves) < max(LEAST_MOVES, len(found.rows) * 0.6):
        return False
    told = sum(row.get(name, "").lower() in _MOVES for row in moves for name in _KINDS)
    named = any(_POINTING.search(name) for name in found.above) or any("client" in n or "page" in n for n in moves[0])
    places = {(_first(row, _X), _first(row, _Y)) for row in moves}
    return (named or told >= len(moves) * 0.6) and len(places) > 3 and _is_fast(found)


def _first(row: dict[str, str], names: tuple[str, ...]) -> float | None:
    """The first of these members that is a number."""
    for name in names:
        value = row.get(name)
        if value is not None and _NUMBER.fullmatch(value):
            return float(value)
    return None


def _is_fast(found: Rows) -> bool:
    """Whether the rows follow each other within a second, by times or by gaps; times of any unit and origin."""
    gaps = [gap for row in found.rows.values() if (gap := _first(row, _GAPS)) is not None]
    times = [moment for row in found.rows.values() if (moment := _first(row, _TIMES)) is not None]
    if len(times) >= LEAST_KEYS:
        times.sort()
        gaps = [b - a for a, b in pairwise(times)]
        # seconds since 1970, or fractions of a second since the start; else milliseconds
        if 1e9 < times[-1] < 1e11 or (times[-1] < 1e5 and any(moment % 1 for moment in times)):
            gaps = [gap * 1000 for gap in gaps]
    return len(gaps) >= LEAST_KEYS - 1 and 0 < median(gaps) <= 1000
