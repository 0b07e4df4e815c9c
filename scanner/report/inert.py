"""Makes text from a capture inert: what cannot be printed is shown as an escape, what is endless is cut.

Theory. Host names, paths, pointers and file names come from whoever sent the traffic. A control character can
steer a terminal (ESC, and CSI as one C1 byte), a bidirectional override can make text read backwards, a lone
surrogate cannot be written at all. Python's ``str.isprintable`` is false for exactly these groups (Cc, Cf, Cs,
Zl, Zp and unassigned code points), so one test serves all formats; each format then escapes for itself.
"""

from __future__ import annotations

from typing import Any

LONGEST = 2048
"""Characters of one text that a report shows at most; the rest is counted in its place."""


def inert(text: str, longest: int = LONGEST) -> str:
    """``text`` with only printable characters, at most about ``longest`` of them."""
    if len(text) > longest:
        text = f"{text[:longest]}…[+{len(text) - longest}]"
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _visible(char) for char in text)


def inert_tree(value: Any) -> Any:
    """A JSON value in which every text, keys included, is inert."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, dict):
        return {inert(str(key)): inert_tree(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [inert_tree(item) for item in value]
    return value


def _visible(char: str) -> str:
    code = ord(char)
    if char in "\t\n\r\u00a0\u2007\u202f":
        return " "
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"
