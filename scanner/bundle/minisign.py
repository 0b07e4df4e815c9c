"""Signatures of minisign: keys, signing and checking, in the two forms that there are.

Theory. A secret key is 8 bytes of name and an Ed25519 key, hidden by a stream of scrypt over the password; a checksum
(BLAKE2b) tells a wrong one. A signature is over the message (``Ed``, the old form) or over its BLAKE2b-512 (``ED``);
a second one ties the trusted comment to it. Formats: https://jedisct1.github.io/minisign/.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field

from .wire import WireError

_PLAIN, _HASHED = b"Ed", b"ED"
_HIDDEN = 104
_MOST_MEMORY = 2 << 30
"""Bytes of scrypt's memory that a key may ask for; minisign itself takes one GiB."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The 8 bytes that name a key, and the key."""

    name: bytes
    key: bytes

    @property
    def text(self) -> str:
        """The one line that is given to others (``RW…``)."""
        return base64.b64encode(_PLAIN + self.name + self.key).decode()

    @property
    def fingerprint(self) -> str:
        """The key's name as minisign shows it."""
        return self.name[::-1].hex().upper()


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key that is open."""

    public: PublicKey
    seed: bytes = field(repr=False)


def is_secret(text: str) -> bool:
    """Whether a file is a secret key of minisign."""
    return text.startswith("untrusted comment:") and _line(text, 1, 158) is not None


def needs_password(text: str) -> bool:
    """Whether the secret key is hidden by a password."""
    raw = _line(text, 1, 158)
    return raw is not None and raw[2:4] == b"Sc"


def parse_public(text: str) -> PublicKey:
    """A ``.pub`` file or its one line. Raises ``WireError``."""
    raw = _line(text, 1, 42) or _line(text, 0, 42)
    if raw is None or raw[:2] != _PLAIN:
        raise WireError("it is no public key of minisign")
    return PublicKey(raw[2:10], raw[10:])


def open_secret(text: str, password: str = "") -> SecretKey:
    """The key of a secret key file. Raises ``WireError`` for another file and for a wrong password."""
    raw = _line(text, 1, 158)
    if raw is None or raw[:2] != _PLAIN or raw[4:6] != b"B2":
        raise WireError("it is no secret key of minisign")
    hidden = raw[-_HIDDEN:]
    if raw[2:4] == b"Sc":
        operations, memory = (int.from_bytes(raw[at:at + 8], "little") for at in (38, 46))
        stream = _stream(password, raw[6:38], operations, memory)
        hidden = bytes(a ^ b for a, b in zip(hidden, stream, strict=True))
        checksum = hashlib.blake2b(_PLAIN + hidden[:72], digest_size=32).digest()
        if not hmac.compare_digest(checksum, hidden[72:]):
            raise WireError("the password is wrong")
    elif raw[2:4] != b"\0\0":
        raise WireError("its password is kept in an unknown way")
    return SecretKey(PublicKey(hidden[:8], hidden[40:72]), hidden[8:40])


def sign(message: bytes, secret: SecretKey, comment: str, *, hashed: bool = True) -> str:
    """The signature file of a message; ``hashed`` is today's form, of version 0.10 and later."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(secret.seed)
    made = private.sign(hashlib.blake2b(message).digest() if hashed else message)
    head = (_HASHED if hashed else _PLAIN) + secret.public.name
    bound = private.sign(made + comment.encode())
    return (f"untrusted comment: signature by leerlek\n{base64.b64encode(head + made).decode()}\n"
            f"trusted comment: {comment}\n{base64.b64encode(bound).decode()}\n")


def verify(message: bytes, signature: str, public: PublicKey) -> str:
    """The trusted comment of a signature that fits. Raises ``WireError``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    lines = signature.splitlines()
    raw, bound = _line(signature, 1, 74), _line(signature, 3, 64)
    if raw is None or bound is None or len(lines) != 4 or not lines[2].startswith("trusted comment: "):
        raise WireError("it is no signature of minisign")
    if raw[2:10] != public.name:
        raise WireError("it was made with another key")
    if raw[:2] not in (_PLAIN, _HASHED):
        raise WireError("it uses an unknown algorithm")
    comment = lines[2].removeprefix("trusted comment: ")
    key = Ed25519PublicKey.from_public_bytes(public.key)
    try:
        key.verify(raw[10:], hashlib.blake2b(message).digest() if raw[:2] == _HASHED else message)
        key.verify(bound, raw[10:] + comment.encode())
    except InvalidSignature:
        raise WireError("it does not fit what it stands for") from None
    return comment


def _line(text: str, number: int, size: int) -> bytes | None:
    """A line of a file as the bytes that its base64 holds, if they are as many."""
    lines = text.splitlines()
    try:
        raw = base64.b64decode(lines[number].strip(), validate=True)
    except (IndexError, ValueError, binascii.Error):
        return None
    return raw if len(raw) == size else None


def _stream(password: str, salt: bytes, operations: int, memory: int) -> bytes:
    n, r, p = _costs(operations, memory)
    if 128 * n * r > _MOST_MEMORY:
        raise WireError("its password asks for more memory than this program gives")
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=128 * n * r + (64 << 20), dklen=_HIDDEN)


def _costs(operations: int, memory: int) -> tuple[int, int, int]:
    """The costs of scrypt for two limits, as libsodium picks them (``pickparams``)."""
    operations, r = max(operations, 32768), 8
    wide = operations < memory // 32
    most = operations // (r * 4) if wide else memory // (r * 128)
    log = 1
    while log < 63 and (1 << log) <= most // 2:
        log += 1
    p = 1 if wide else min((operations // 4) // (1 << log), 0x3FFFFFFF) // r
    return 1 << log, r, max(p, 1)
