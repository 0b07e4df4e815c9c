"""JavaScript literals: objects and arrays as scripts write them, which JSON would refuse.

Theory. Server-rendered pages hand their state to scripts as source text: names without quotes, single quotes, trailing
commas, ``void 0``, ``!0``, dates, and parameters of a function around it for values that repeat
(``(function(a,b){return {…}}("x",1))``). Nothing is run: what is not a literal is skipped up to the next comma, and a
parameter is replaced by its argument. Each character is looked at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_DEEPEST = 100
_MOST = 500_000
_SPACE = r"(?:[ \t\r\n\u2028\u2029\ufeff]++|//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)*+"
_TOKEN = re.compile(
    _SPACE + r"(?:(?P<open>[{\[])|(?P<close>[}\]])|(?P<comma>,)|(?P<string>\"(?:[^\"\\\n]|\\[\s\S])*+\""
    r"|'(?:[^'\\\n]|\\[\s\S])*+'|`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*+`)"
    r"|(?P<number>-?(?:0[xX][0-9a-fA-F]{1,16}|(?:\d[\d_]{0,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][+-]?\d{1,4})?)n?)(?![\w$])"
    r"|(?P<flag>![01])(?![\w$])|(?P<date>new\s+Date\(\s*)|(?P<name>[A-Za-z_$\u00c0-\uffff][\w$]{0,200}))")
_KEY = re.compile(
    _SPACE + r"(?:(?P<name>[A-Za-z_$\u00c0-\uffff][\w$]{0,200}|\d{1,20})|(?P<string>\"(?:[^\"\\\n]|\\[\s\S])*+\""
    r"|'(?:[^'\\\n]|\\[\s\S])*+'))" + _SPACE + ":")
_END = re.compile(_SPACE + r"(?=[,}\])])")
_SKIP = re.compile(r"[^\"'`(){}\[\],]++|\"(?:[^\"\\\n]|\\[\s\S])*+\"|'(?:[^'\\\n]|\\[\s\S])*+'|`(?:[^`\\]|\\[\s\S])*+`"
                   r"|(?P<open>[({\[])|(?P<close>[)}\]])|(?P<comma>,)|(?P<other>[\s\S])")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_PARAMETERS = re.compile(r"\(?\s{0,10}(?:function\s?\w{0,60}\s?\(([\w$,\s]{0,20000})\)\s?\{[^{}]{0,20000}?return\s?"
                         r"|\(([\w$,\s]{0,20000})\)\s?=>\s?\(\s?)(?=[{\[])")
_ARGUMENTS = re.compile(r"[\s;]{0,10}[})]{1,3}\s{0,10}\(")
_LITERALS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None,
                             "Infinity": None}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name that stands where a value should."""

    name: str


class _NoLiteral(Exception):
    """The text is not what it seemed to be."""


class _Reader:
    """A position in the text, and how many values may still be read."""

    def __init__(self, text: str, position: int) -> None:
        self.text = text
        self.position = position
        self.left = _MOST
        self.skipped: list[str] = []

    def value(self, level: int) -> Any:
        self.left -= 1
        if level > _DEEPEST or self.left < 0:
            raise _NoLiteral
        found = _TOKEN.match(self.text, self.position)
        if found is None or found["close"] or found["comma"]:
            return None  # an element that was left out, or an expression that begins otherwise
        self.position = found.end()
        kind = found.lastgroup
        if kind == "open":
            return self._object(level) if found["open"] == "{" else self._array(level)
        if kind == "string":
            return unescape(found["string"][1:-1])
        if kind == "number":
            return _number(found["number"])
        if kind == "flag":
            return found["flag"] == "!0"
        if kind == "date":
            inner = self.value(level + 1)
            self.position = self.text.find(")", self.position) + 1 or len(self.text)
            return inner
        name = found["name"]
        return _LITERALS[name] if name in _LITERALS else Parameter(name)

    def _object(self, level: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while True:
            key = _KEY.match(self.text, self.position)
            if key is None:
                if self._next() == "}":
                    return members
                continue
            self.position = key.end()
            name = key["name"] if key["name"] is not None else unescape(key["string"][1:-1])
            members[name] = self._whole(level)
            if self._next() == "}":
                return members

    def _array(self, level: int) -> list[Any]:
        items: list[Any] = []
        while True:
            found = _TOKEN.match(self.text, self.position)
            if found is not None and found["close"]:
                self.position = found.end()
                return items
            items.append(self._whole(level))
            if self._next() == "]":
                return items

    def _whole(self, level: int) -> Any:
        """A value, when a comma or a bracket follows; nothing when it is only the beginning of an expression."""
        start = self.position
        value = self.value(level + 1)
        if isinstance(value, (dict, list)) or _END.match(self.text, self.position):
            return value
        self.position = start
        return None

    def _next(self) -> str:
        """Go past the next comma or closing bracket of this level, whatever stands before it."""
        depth, start = 0, self.position
        while True:
            self.left -= 1
            found = _SKIP.match(self.text, self.position)
            if found is None or self.left < 0:
                raise _NoLiteral
            self.position = found.end()
            if found["open"]:
                depth += 1
            elif found["close"]:
                if not depth:
                    break
                depth -= 1
            elif found["comma"] and not depth:
                break
        code = self.text[start:found.start()].strip()
        if code:
            self.skipped.append(code)
        return found[0]


def parse(text: str, start: int) -> tuple[Any, int, list[str]] | None:
    """The literal that begins at ``start``, where it ends, and the code in it that is no literal; None without an end.

    A function that is called where it stands counts as the literal that it returns.
    """
    head = _PARAMETERS.match(text, start)
    reader = _Reader(text, head.end() if head else start)
    try:
        value = reader.value(0)
        arguments: dict[str, Any] = {}
        if head:
            call = _ARGUMENTS.match(text, reader.position)
            if call is None:
                return None
            reader.position = call.end()
            arguments = _arguments(reader, (head[1] or head[2] or "").split(","))
    except _NoLiteral:
        return None
    return _resolved(value, arguments), reader.position, reader.skipped


def parse_arguments(text: str, start: int) -> tuple[list[Any], int, list[str]] | None:
    """The literals passed to a call whose bracket opens before ``start``, as ``parse`` does; None for no literal."""
    reader = _Reader(text, start)
    items: list[Any] = []
    try:
        while True:
            items.append(reader._whole(0))
            closed = reader._next()
            if closed != ",":
                break
    except _NoLiteral:
        return None
    return (_resolved(items, {}), reader.position, reader.skipped) if closed == ")" else None


def _arguments(reader: _Reader, names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        value = reader.value(0)
        if not isinstance(value, Parameter):
            found[name.strip()] = value
        if reader._next() != ",":
            break
    return found


def _resolved(value: Any, arguments: dict[str, Any]) -> Any:
    """The value with parameters replaced; of large arguments that would be repeated the first place only."""
    used: set[str] = set()

    def of(inner: Any) -> Any:
        if isinstance(inner, Parameter):
            known = arguments.get(inner.name)
            if isinstance(known, (dict, list)):
                if inner.name in used:
                    return None
                used.add(inner.name)
                return of(known)
            return None if isinstance(known, Parameter) else known
        if isinstance(inner, dict):
            return {key: of(member) for key, member in inner.items()}
        return [of(item) for item in inner] if isinstance(inner, list) else inner

    return of(value)


def unescape(text: str) -> str:
    """The text that the inside of a string literal stands for."""
    return _ESCAPE.sub(_unescape, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if (
        "\\" in text) else text


def _unescape(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits:
        code = int(digits, 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return _ESCAPED.get(found[4], found[4])


def _number(text: str) -> int | float | None:
    text = text.rstrip("n").replace("_", "")
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None
