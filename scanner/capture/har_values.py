"""Reads JSON that recorders wrote, broken or hostile as it may be, into values of known types."""

from __future__ import annotations

import binascii
import json
import re
from typing import Any, Final

_LONE_BYTES: Final = {0xDC80 + low: 0x80 + low for low in range(0x80)}
# Pairs and other escapes are passed over as a whole, so that only a surrogate without its other half is left.
_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u([dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL)
_DIGITS: Final = 18
_NOT_BASE64: Final = re.compile(r"[^A-Za-z0-9+/]+")


def parse(data: bytes) -> Any:
    """The JSON value, or None when it is none. Never raises.

    Lone surrogates stand for the bytes that Python programs escape so, as Latin-1, or become U+FFFD; bytes that
    are no UTF-8 are read as Latin-1; NaN, control characters in strings and numbers of any length are accepted.
    """
    import orjson

    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape").translate(_LONE_BYTES)
    repaired = _ESCAPE.sub(_mend, text.encode("utf-8"))
    try:
        return json.loads(repaired, strict=False, parse_int=_integer)
    except (ValueError, RecursionError):
        return None


def _mend(found: re.Match[bytes]) -> bytes:
    if found[1] is None:
        return found[0]
    code = _LONE_BYTES.get(int(found[1], 16), 0xFFFD)
    return b"\\u%04x" % code


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _DIGITS else float(digits)


def mapping(value: object) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """The value if it is a string, a number as written, else the empty string."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def whole(value: object, default: int = 0) -> int:
    """A whole number, also from a string of digits; ``default`` for anything else."""
    if isinstance(value, bool):
        return default
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if abs(value) < 1e15 else default
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _DIGITS:
        return int(value)
    return default


def real(value: object) -> float:
    """A finite number, else 0.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if abs(value) < 1e15 else 0.0


def unbase64(encoded: str) -> bytes | None:
    """The bytes behind base64 of either alphabet, white space and missing padding allowed; else None."""
    try:
        return binascii.a2b_base64(encoded, strict_mode=True)
    except (binascii.Error, ValueError):
        pass
    letters = _NOT_BASE64.sub("", encoded.replace("-", "+").replace("_", "/"))
    if len(letters) * 2 < len(encoded):
        return None
    letters = letters[: -1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
