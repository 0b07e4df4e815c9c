"""Bodies that a recorder put into files of their own: Playwright's ``_file`` in a HAR, ``_sha1`` in a trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from .har_values import mapping

Attachment = Callable[[str], bytes | None]
"""The content of an attached file by its name, cut at the bound of the reader; None when it is not there."""

_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._\-]{0,200}")


def attach(entry: dict[str, Any], attachment: Attachment) -> None:
    """Put the bytes of attached bodies where their text would stand; names that lead elsewhere are not followed."""
    for message, part in (("request", "postData"), ("response", "content")):
        content = mapping(mapping(entry.get(message)).get(part))
        name = content.get("_file") or content.get("_sha1")
        if isinstance(name, str) and not content.get("text") and _NAME.fullmatch(name):
            data = attachment(name)
            if data is not None:
                content["text"] = data


def beside(path: Path, max_body: int) -> Attachment:
    """Attachments in the folder of the HAR."""

    def read(name: str) -> bytes | None:
        file = path.parent / name
        try:
            if file.is_symlink() or not file.is_file():
                return None
            with file.open("rb") as opened:
                return opened.read(max_body + 1)
        except OSError:
            return None

    return read
