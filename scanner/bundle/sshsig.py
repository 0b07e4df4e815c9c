"""Signatures with SSH keys, as ``ssh-keygen -Y sign`` makes and ``ssh-keygen -Y verify`` checks them.

Theory. An SSHSIG holds the public key, a namespace, the name of a hash and a signature over these and the hash of the
message (PROTOCOL.sshsig of OpenSSH); the namespace keeps a signature for one purpose from counting for another. Keys:
Ed25519, ECDSA on the three NIST curves, and RSA from 2048 bits with SHA-512 or SHA-256 (never SHA-1). ECDSA is signed
without a random number where the library can (RFC 6979), so that equal bundles have equal signatures.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .wire import Reader, WireError, string

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_HASHES = ("sha512", "sha256")
_CURVES = {"nistp256": "SHA256", "nistp384": "SHA384", "nistp521": "SHA512"}
_RSA = {"rsa-sha2-512": "SHA512", "rsa-sha2-256": "SHA256"}
_KINDS = {"ssh-ed25519", "ssh-rsa", *(f"ecdsa-sha2-{curve}" for curve in _CURVES)}
_SMALLEST_RSA = 2048
_LONGEST = 64 << 10


@dataclass(frozen=True, slots=True)
class SshKey:
    """A public key as SSH writes it; ``comment`` is what stands behind it in its file."""

    blob: bytes
    comment: str = ""

    @property
    def algorithm(self) -> str:
        """The name of its kind, such as ``ssh-ed25519``."""
        return Reader(self.blob).string().decode("ascii", "replace")

    @property
    def fingerprint(self) -> str:
        """What ``ssh-keygen -l`` shows."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def line(self) -> str:
        """Kind and key as they stand in a ``.pub`` file, without the comment."""
        return f"{self.algorithm} {base64.b64encode(self.blob).decode()}"


def parse_key(line: str) -> SshKey:
    """The key of a line such as ``ssh-ed25519 AAAA… comment``. Raises ``WireError``."""
    words = line.split(None, 2)
    if len(words) < 2:
        raise WireError("it is no public key of SSH")
    try:
        key = SshKey(base64.b64decode(words[1], validate=True), words[2].strip() if len(words) > 2 else "")
    except binascii.Error:
        raise WireError("it is no public key of SSH") from None
    if key.algorithm != words[0]:
        raise WireError("it is no public key of SSH")
    _public(key)
    return key


def public_of(private: PrivateKey) -> SshKey:
    """The public half of a private key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    except ValueError:
        raise WireError("its curve is not supported; use Ed25519, ECDSA on a NIST curve, or RSA") from None
    return parse_key(line.decode("ascii"))


def sign(message: bytes, private: PrivateKey, namespace: str) -> str:
    """The armoured signature of a message; its text ends with a line break."""
    key = public_of(private)
    algorithm, raw = _sign(private, _signed(message, namespace, "sha512"))
    blob = (_MAGIC + struct.pack(">I", 1) + string(key.blob) + string(namespace.encode()) + string(b"")
            + string(b"sha512") + string(string(algorithm.encode()) + string(raw)))
    text = base64.b64encode(blob).decode()
    lines = [text[start:start + 70] for start in range(0, len(text), 70)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def verify(message: bytes, armoured: str, namespace: str) -> SshKey:
    """The key that signed the message; whether one trusts it is another question. Raises ``WireError``."""
    reader = Reader(_unarmoured(armoured))
    if reader.take(len(_MAGIC)) != _MAGIC or reader.number() != 1:
        raise WireError("it is no signature of SSH of version 1")
    key = SshKey(reader.string())
    named = reader.string()
    reader.string()  # reserved
    hashed, blob = reader.string(), reader.string()
    reader.end()
    if named != namespace.encode():
        raise WireError("it was made for another purpose (namespace)")
    if hashed.decode("ascii", "replace") not in _HASHES:
        raise WireError("it uses an unknown hash")
    inner = Reader(blob)
    algorithm, raw = inner.string().decode("ascii", "replace"), inner.string()
    inner.end()
    _check(key, algorithm, raw, _signed(message, namespace, hashed.decode("ascii")))
    return key


def _signed(message: bytes, namespace: str, hashed: str) -> bytes:
    """What the signature is over."""
    digest = hashlib.new(hashed, message).digest()
    return _MAGIC + string(namespace.encode()) + string(b"") + string(hashed.encode()) + string(digest)


def _unarmoured(text: str) -> bytes:
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(text) > _LONGEST or len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        raise WireError("it is no signature of SSH")
    try:
        return base64.b64decode("".join(lines[1:-1]), validate=True)
    except binascii.Error:
        raise WireError("it is no signature of SSH") from None


def _sign(private: Any, message: bytes) -> tuple[str, bytes]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ssh-ed25519", private.sign(message)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        algorithm = public_of(private).algorithm
        chosen = getattr(hashes, _CURVES[algorithm.rpartition("-")[2]])()
        try:
            made = private.sign(message, ec.ECDSA(chosen, deterministic_signing=True))
        except UnsupportedAlgorithm:  # an OpenSSL before 3.2
            made = private.sign(message, ec.ECDSA(chosen))
        return algorithm, b"".join(string(_mpint(part)) for part in decode_dss_signature(made))
    return "rsa-sha2-512", private.sign(message, padding.PKCS1v15(), hashes.SHA512())


def _check(key: SshKey, algorithm: str, raw: bytes, message: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    public = _public(key)
    try:
        if isinstance(public, ed25519.Ed25519PublicKey) and algorithm == "ssh-ed25519":
            public.verify(raw, message)
        elif isinstance(public, ec.EllipticCurvePublicKey) and algorithm == key.algorithm:
            reader = Reader(raw)
            r, s = (int.from_bytes(reader.string(), "big") for _ in range(2))
            reader.end()
            chosen = getattr(hashes, _CURVES[algorithm.rpartition("-")[2]])()
            public.verify(encode_dss_signature(r, s), message, ec.ECDSA(chosen))
        elif key.algorithm == "ssh-rsa" and algorithm in _RSA:
            public.verify(raw, message, padding.PKCS1v15(), getattr(hashes, _RSA[algorithm])())
        else:
            raise WireError("its key and its algorithm do not belong together")
    except InvalidSignature:
        raise WireError("it does not fit what it stands for") from None


def _public(key: SshKey) -> Any:
    """The key for the library; refuses kinds and sizes that nobody should trust."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    if key.algorithm not in _KINDS:
        raise WireError(_unsupported(key))  # those of security keys sign other bytes
    try:
        public = load_ssh_public_key(key.line.encode("ascii"))
    except (ValueError, UnsupportedAlgorithm):
        raise WireError(_unsupported(key)) from None
    if isinstance(public, rsa.RSAPublicKey):
        if public.key_size < _SMALLEST_RSA:
            raise WireError(f"its RSA key has {public.key_size} bits; {_SMALLEST_RSA} is the least")
    elif not isinstance(public, (ed25519.Ed25519PublicKey, ec.EllipticCurvePublicKey)):
        raise WireError(_unsupported(key))
    return public


def _unsupported(key: SshKey) -> str:
    return f"keys of the kind {key.algorithm[:40]!r} are not supported; use Ed25519, ECDSA or RSA"


def _mpint(number: int) -> bytes:
    """A number of the wire: big-endian, with a zero in front where the first bit is set."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")
