"""Files of frames that only the user's key opens: what the live scan must put on disk is unreadable to anybody else.

Theory. Each file has a key of its own, derived from the user's key and a random salt at its head, so a frame's number
is a nonce that never comes twice (AES-256-GCM, NIST SP 800-38D §8.2.1). A frame is written with one call: when the
process is killed, the kernel still has it, and a frame that was cut short is told by its length.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"LLK1"
_SALT = 16
HEAD = len(MAGIC) + _SALT
"""Bytes before the first frame."""
_LENGTH = 4
LARGEST = (1 << 32) - 1


class WrongKeyError(Exception):
    """The first frame does not open: another key, or a damaged file."""


class SealedWriter:
    """Writes a new file; it must not exist yet."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Raises ``OSError``."""
        salt = secrets.token_bytes(_SALT)
        self._seal = _cipher(key, salt)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._number = 0
        self.size = 0
        """Bytes in the file."""
        try:
            self._write(MAGIC + salt)
        except OSError:
            os.close(self._file)
            path.unlink(missing_ok=True)
            raise

    def append(self, data: bytes) -> None:
        """Write a frame. Raises ``OSError`` when there is no room; the file then ends with its last whole frame."""
        sealed = self._seal.encrypt(_nonce(self._number), data, None)
        self._number += 1
        self._write(len(sealed).to_bytes(_LENGTH, "big") + sealed)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest):]
        except OSError:
            os.ftruncate(self._file, self.size)
            raise
        self.size += len(data)

    def close(self) -> None:
        """Close the file; nothing can be appended after it."""
        os.close(self._file)


class SealedReader:
    """Reads the frames of a file that may still be growing."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Raises ``OSError``."""
        self._file = os.open(path, os.O_RDONLY)
        self._key = key
        self._cipher: AESGCM | None = None
        self.number = 0
        """Frames read so far, and the number of the next."""
        self._at = HEAD

    def skip(self, frames: int) -> None:
        """Pass over frames without opening them."""
        while self.number < frames and self._next(opened=False) is not None:
            pass

    def frames(self) -> Iterator[bytes]:
        """The frames that are whole by now. Raises ``WrongKeyError``."""
        while (data := self._next(opened=True)) is not None:
            yield data

    @property
    def rest(self) -> int:
        """Bytes after the last whole frame that was read."""
        return max(0, os.fstat(self._file).st_size - self._at)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _next(self, *, opened: bool) -> bytes | None:
        if self._cipher is None:
            head = os.pread(self._file, HEAD, 0)
            if len(head) < HEAD:
                return None
            if not head.startswith(MAGIC):
                raise WrongKeyError
            self._cipher = _cipher(self._key, head[len(MAGIC):])
        length = int.from_bytes(os.pread(self._file, _LENGTH, self._at), "big")
        if not length or length > self.rest - _LENGTH:
            return None
        data = b""
        if opened:
            sealed = os.pread(self._file, length, self._at + _LENGTH)
            if len(sealed) < length:
                return None
            try:
                data = self._cipher.decrypt(_nonce(self.number), sealed, None)
            except InvalidTag:
                if self.number:  # the key is right: the computer went off before the disk had this frame
                    return None
                raise WrongKeyError from None
        self._at += _LENGTH + length
        self.number += 1
        return data


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"leerlek sealed file").derive(key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
