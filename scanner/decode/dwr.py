"""Direct Web Remoting (Java): calls as lines of names and typed values, answers as assignments in a script.

http://directwebremoting.org: a call has ``c0-param0=string:Jansen`` and objects whose members refer to other lines
(``c0-e1=string:7b``, ``c0-param0=Object_Object:{groep:reference:c0-e1}``); an answer builds its objects member by
member (``s0.naam="Jansen";``) and hands them to a callback. Nothing is run.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from scanner.model import KeyPath, Origin

from . import jsliteral, json_
from .message import Indices, Message, derive

_ANSWER = re.compile(r"//#DWR|\bdwr\.engine\b|allowScriptTagRemoting")
_SNIFFED = 400
_ASSIGNED = re.compile(
    r"(?<![\w.$])(?P<object>[a-z]{1,3}\d{1,5})(?:\.(?P<name>[A-Za-z_]\w{0,80})|\[(?:'(?P<key>[^'\\\n]{1,80})'|"
    r"\"(?P<other>[^\"\\\n]{1,80})\"|(?P<index>\d{1,6}))\])\s?=\s?"
    r"(?P<value>\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|-?\d[\d.eE+-]{0,40}|true|false|null|new Date\(\d{1,20}\)|"
    r"[a-z]{1,3}\d{1,5}(?=\s?;))")
_LITERAL = re.compile(r"new Date\((\d+)\)")
_VARIABLE = re.compile(r"[a-z]{1,3}\d{1,5}\Z")
_MOST = 200_000
_DEEPEST = 40
_CALL = re.compile(r"callCount=\d{1,4}\r?\n")
_TYPED = re.compile(r"(string|number|boolean|Date|Array|Object_[A-Za-z]{1,40}|reference|null):(.*)\Z", re.DOTALL)
_MEMBER = re.compile(r"([A-Za-z_$][\w$]{0,80}):reference:([\w-]{1,40})")
_ITEM = re.compile(r"reference:([\w-]{1,40})")


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the objects of an answer; false, and nothing added, when the script is none."""
    if _ANSWER.search(text, 0, _SNIFFED) is None:
        return False
    objects: dict[str, dict[str, Any]] = {}
    for count, found in enumerate(_ASSIGNED.finditer(text)):
        if count >= _MOST:
            break
        name = found["name"] or found["key"] or found["other"] or found["index"]
        objects.setdefault(found["object"], {})[name] = _literal(found["value"])
    if not objects:
        return False
    inner = {value.name for members in objects.values() for value in members.values()
             if isinstance(value, jsliteral.Parameter)}
    seen: set[str] = set()
    value: dict[str, Any] = {}
    for name in sorted(objects, key=inner.__contains__):  # those in no other first; a circle begins anywhere
        if name not in seen:
            value[name] = _resolved(objects, name, seen, 0)
    json_.emit(message, value, path, indices, derive(origin, "dwr", format="json"))
    return True


def _literal(text: str) -> Any:
    if text[0] in "\"'":
        return jsliteral.unescape(text[1:-1])
    moment = _LITERAL.match(text)
    if moment is not None:
        return moment[1]
    if _VARIABLE.match(text):
        return jsliteral.Parameter(text)
    return {"true": True, "false": False, "null": None}.get(text, text)


def _resolved(objects: dict[str, dict[str, Any]], name: str, seen: set[str], level: int) -> Any:
    """An object with the objects that it refers to; each stands at its first place only."""
    if name in seen or level > _DEEPEST:
        return None
    seen.add(name)
    return {key: _resolved(objects, value.name, seen, level + 1) if isinstance(value, jsliteral.Parameter) else value
            for key, value in objects.get(name, {}).items()}


def decode_call(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the lines of a call, their values without types and their objects put together; false when it is none."""
    if _CALL.match(text) is None:
        return False
    lines = {name.strip(): value.strip() for name, equals, value in
             (line.partition("=") for line in text.splitlines()[:_MOST]) if equals}
    used: set[str] = set()
    value = {name: _typed(lines, name, used, 0) for name in lines if re.match(r"c\d{1,4}-e\d", name) is None}
    value |= {name: _typed(lines, name, used, 0) for name in lines if name not in used and name not in value}
    json_.emit(message, value, path, indices, derive(origin, "dwr", format="form"))
    return True


def _typed(lines: dict[str, str], name: str, used: set[str], level: int) -> Any:
    """The value of a line; an object or array with the lines that it refers to."""
    if name in used or level > _DEEPEST:
        return None
    used.add(name)
    raw = lines.get(name, "")
    found = _TYPED.match(raw)
    if found is None:
        return unquote(raw)
    kind, rest = found[1], found[2]
    if kind.startswith("Object_"):
        return {key: _typed(lines, to, used, level + 1) for key, to in _MEMBER.findall(rest)}
    if kind == "Array":
        return [_typed(lines, to, used, level + 1) for to in _ITEM.findall(rest)]
    return _typed(lines, rest, used, level + 1) if kind == "reference" else unquote(rest)
