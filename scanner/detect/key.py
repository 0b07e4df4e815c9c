"""The user's key for fingerprints: from a file, the environment, or made once and kept in the configuration folder."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scanner.errors import UsageError
from scanner.settings_folder import settings_folder

VARIABLE = "LEERLEK_KEY_FILE"
_LENGTH = 32
_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class Key:
    """The key, and where it came from; an ``ephemeral`` key makes fingerprints that no later scan can compare."""

    bytes: bytes = field(repr=False)
    origin: Literal["file", "created", "ephemeral"]


def load_or_create_key(path: Path | None = None) -> Key:
    """The key of an explicit file, of ``$LEERLEK_KEY_FILE``, or of the user's own file, which is made when missing.

    A file that was asked for must be readable or creatable (``UsageError``); where the configuration folder
    cannot be written, the key lasts for this run only.
    """
    asked = path or (Path(named) if (named := os.environ.get(VARIABLE)) else None)
    if asked is not None:
        return _read(asked) if asked.exists() else _create(asked)
    own = settings_folder() / "key"
    try:
        return _read(own) if own.exists() else _create(own)
    except UsageError:
        if own.exists():
            raise
        return Key(secrets.token_bytes(_LENGTH), "ephemeral")


def _read(path: Path) -> Key:
    try:
        text = path.read_bytes()[:4096].strip()
    except OSError as error:
        raise UsageError(f"key file {path}: cannot be read ({error.strerror}); name another with --key-file") from None
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = text
    if len(key) < _SHORTEST:
        raise UsageError(f"key file {path}: shorter than {_SHORTEST} bytes; remove it, and a new key is made")
    return Key(key, "file")


def _create(path: Path) -> Key:
    key = secrets.token_bytes(_LENGTH)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        if path.is_file():
            return _read(path)  # another process was faster
        raise UsageError(f"key file {path}: cannot be made ({error.strerror}); name another with --key-file") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key.hex().encode("ascii") + b"\n")
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise UsageError(f"key file {path}: cannot be written ({error.strerror})") from None
    return Key(key, "created")
