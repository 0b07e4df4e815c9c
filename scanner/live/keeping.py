"""Raw exchanges that a user asked to keep: sealed, and deleted when their time is over.

Theory. Kept traffic holds everything in clear, so it is sealed under the user's key or a passphrase, in files of an
hour each, and every file goes when it is older than the time that was agreed (``retention``).
"""

from __future__ import annotations

import json
import pickle
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scanner.detect import Key
from scanner.errors import UsageError
from scanner.model import Exchange

from .retention import FACTS, FOLDER, HOUR, PATTERN, facts_of, forget, remember, span
from .sealed import SealedReader, SealedWriter, WrongKeyError

VARIABLE = "LEERLEK_KEEP_KEY"
_COST = 1 << 15
"""Of scrypt (RFC 7914), with r = 8 and p = 1: 32 MB and a tenth of a second a try."""


@dataclass(frozen=True, slots=True)
class Keep:
    """What the user asked for: seconds until deletion, and the key (32 bytes) and salt where a passphrase seals."""

    seconds: int
    key: bytes = b""
    salt: bytes = b""


def sealed_by(results: Path, passphrase: str, text: str) -> Keep:
    """Keep under a passphrase instead of the key file; a folder that is gone on with keeps its salt."""
    with suppress(UsageError):
        salt = facts_of(results / FOLDER).salt
        return Keep(span(text), _stretched(passphrase, salt) if salt else b"", salt)
    salt = secrets.token_bytes(16)
    return Keep(span(text), _stretched(passphrase, salt), salt)


def asked_to_keep(text: str, environment: Mapping[str, str]) -> Keep | None:
    """What an option says, with the key of a passphrase from ``leerlek proxy``. Raises ``UsageError``."""
    if not text:
        return None
    try:
        seconds = span(text)
    except ValueError as error:
        raise UsageError(str(error)) from None
    key, _, salt = environment.get(VARIABLE, "").partition(":")
    return Keep(seconds, bytes.fromhex(key), bytes.fromhex(salt))


def variable(keep: Keep) -> str:
    """The environment variable's value for ``asked_to_keep``: the processes of one session share it, nobody else."""
    return f"{keep.key.hex()}:{keep.salt.hex()}"


class Keeper:
    """Writes exchanges down as they are; one process at a time."""

    def __init__(self, results: Path, keep: Keep, key: Key) -> None:
        """Raises ``OSError`` when nothing can be written there, ``UsageError`` when others were kept otherwise."""
        self._folder = results / FOLDER
        self._seconds, self._salt = keep.seconds, keep.salt
        self._make()
        if facts_of(self._folder).salt != keep.salt:
            raise UsageError(f"{self._folder}: was sealed with another passphrase or with the key file; name another "
                             "folder with --output")
        self._key = keep.key or key.bytes
        self._file: SealedWriter | None = None
        self._path = self._folder
        self._began = 0.0
        self._looked = 0.0
        self.failed = 0
        """Exchanges that could not be kept, for want of room."""

    def put(self, exchange: Exchange) -> None:
        """Keep an exchange; a full disk is counted."""
        now = time.time()
        try:
            # The clock, or the user, may have deleted the file that is open, and the folder with it.
            if self._file is None or now - self._began >= HOUR or not self._path.exists():
                self.close()
                self._began = now
                if self._make():
                    remember(self._folder.parent)
                self._path = self._folder / PATTERN.replace("*", f"{time.time_ns():020d}")
                self._file = SealedWriter(self._path, self._key)
            self._file.append(pickle.dumps(exchange, pickle.HIGHEST_PROTOCOL))
        except OSError:
            self.close()
            self.failed += 1

    def _make(self) -> bool:
        """The folder and its facts, where they are not there; whether that was so."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        facts = self._folder / FACTS
        if facts.exists():
            return False
        facts.write_text(json.dumps({"schema": "leerlek-kept/1", "seconds": self._seconds, "salt": self._salt.hex()}),
                         encoding="utf-8")
        return True

    def tick(self, now: float) -> int:
        """Look at the clock once a minute: what is too old goes; how many files."""
        if now - self._looked < 60:
            return 0
        self._looked = now
        return forget(self._folder.parent, now - self._seconds)

    def close(self) -> None:
        """Close the file that is open."""
        if self._file is not None:
            self._file.close()
            self._file = None


def exchanges(results: Path, key: Key, passphrase: str = "") -> Iterator[Exchange]:
    """What was kept, in its order, each exchange once.

    Raises ``UsageError`` when nothing was kept there or the key does not open it.
    """
    folder = results / FOLDER
    salt = facts_of(folder).salt
    if salt and not passphrase:
        raise UsageError(f"{folder}: was sealed with a passphrase; give it with --passphrase")
    secret = _stretched(passphrase, salt) if salt else key.bytes
    seen: set[str] = set()
    for path in sorted(folder.glob(PATTERN)):
        reader = SealedReader(path, secret)
        try:
            for data in reader.frames():
                exchange: Exchange = pickle.loads(data)  # sealed under the user's key: our own words
                if exchange.id not in seen:  # a scanner that was killed may have written the last one twice
                    seen.add(exchange.id)
                    yield exchange
        except WrongKeyError:
            raise UsageError(f"{path}: another key or passphrase sealed it") from None
        finally:
            reader.close()


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
