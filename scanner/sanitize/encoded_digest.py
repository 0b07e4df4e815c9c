"""A digest in the notation it is written in: hex in either case, base64 or base64url, padded or not, cut or whole."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from scanner.detect.digests import candidates

_PADDING = re.compile(r"=*\Z")


def rewritten(text: str, other: Callable[[str], str | None]) -> str | None:
    """The text with the digest that it consists of replaced as ``other`` says of its hex; None when it is none."""
    padding = _PADDING.search(text).group()  # type: ignore[union-attr]  # matches everything
    body = text[: len(text) - len(padding)]
    for start, end, token in candidates(text):
        if start or end != len(body):
            continue
        new = other(token)
        if new is None:
            continue
        if body.lower() == token:
            return (new.upper() if body.isupper() else new) + padding
        packed = base64.b64encode(bytes.fromhex(new)).decode().rstrip("=")
        return (packed.replace("+", "-").replace("/", "_") if "-" in body or "_" in body else packed) + padding
    return None
