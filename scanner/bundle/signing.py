"""Signing a manifest with a key of the user, and checking whose key signed one: SSH or minisign, told by its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scanner.errors import UsageError

from . import minisign, sshsig
from .wire import WireError

if TYPE_CHECKING:
    from .sshsig import PrivateKey

NAMESPACE = "leerlek-bundle"
"""The purpose of the signature (``ssh-keygen -n``)."""

Form = Literal["ssh", "minisign"]
SUFFIXES: dict[Form, str] = {"ssh": ".sig", "minisign": ".minisig"}
"""What stands behind the name of the signed file, as the programs themselves do it."""

Ask = Callable[[str], str]
"""Asks the user for a password; gets the question."""

_LONGEST = 64 << 10
_PEM_LABELS = ("OPENSSH PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY")


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that is open and can sign. ``public`` and ``fingerprint`` are for others to know it by."""

    form: Form
    public: str
    fingerprint: str
    _key: PrivateKey | minisign.SecretKey = field(repr=False)

    def sign(self, message: bytes, comment: str) -> bytes:
        """The signature file; ``comment`` is bound to it where the form has room for one."""
        if isinstance(self._key, minisign.SecretKey):
            return minisign.sign(message, self._key, comment).encode()
        return sshsig.sign(message, self._key, NAMESPACE).encode()


def load_signer(path: Path, ask: Ask) -> Signer:
    """The key of a file, opened; asks for its password once when it has one. Raises ``UsageError``."""
    text = _read(path, "signing key")
    try:
        if minisign.is_secret(text):
            password = ask(f"Password of {path}") if minisign.needs_password(text) else ""
            secret = minisign.open_secret(text, password)
            return Signer("minisign", secret.public.text, secret.public.fingerprint, secret)
        private = _open_ssh(text, path, ask)
        key = sshsig.public_of(private)
        return Signer("ssh", key.line, key.fingerprint, private)
    except WireError as error:
        raise UsageError(f"signing key {path}: {error}") from None


def parse_public(text: str) -> sshsig.SshKey | minisign.PublicKey:
    """A public key of either kind, from its file or its line. Raises ``WireError``."""
    stripped = text.strip()
    if "PRIVATE KEY" in stripped or minisign.is_secret(stripped):
        raise WireError("it is a secret key; give the public one (the file that ends in .pub)")
    if stripped.startswith(("untrusted comment:", "RW")):
        return minisign.parse_public(stripped)
    lines = [line for line in stripped.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise WireError("it is no public key of SSH or minisign")
    return sshsig.parse_key(lines[0])


def load_public(given: str) -> sshsig.SshKey | minisign.PublicKey:
    """The key that a user names: a file, or the key itself. Raises ``UsageError``."""
    path = Path(given)
    written = given.startswith(("ssh-", "ecdsa-", "RW")) and not path.exists()
    text = given if written else _read(path, "public key")
    try:
        return parse_public(text)
    except WireError as error:
        raise UsageError(f"public key {'' if written else path}: {error}".replace(" :", ":")) from None


def _open_ssh(text: str, path: Path, ask: Ask) -> PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    head = text.lstrip().partition("\n")[0].strip("- \r")
    if head.removeprefix("BEGIN ") not in _PEM_LABELS:
        if text.startswith(("ssh-", "ecdsa-", "RW")) or "public key" in text[:80]:
            raise WireError("it is a public key; signing needs the secret one (without .pub)")
        raise WireError("it is no secret key of SSH (Ed25519, ECDSA, RSA) or minisign")
    load = load_ssh_private_key if "OPENSSH" in head else load_pem_private_key

    def opened(password: bytes | None) -> object:
        try:
            return load(text.encode(), password)
        except UnsupportedAlgorithm:
            raise WireError("its kind or its encryption is not supported; use Ed25519, ECDSA or RSA") from None

    try:
        key = opened(None)
    except TypeError:  # the library's word for: it has a password
        key = _with_password(opened, ask(f"Password of {path}"))
    except ValueError as error:
        if "password" not in str(error).lower():
            raise WireError("it is damaged, or not a secret key that this program reads") from None
        key = _with_password(opened, ask(f"Password of {path}"))
    if not isinstance(key, (ed25519.Ed25519PrivateKey, ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise WireError("its kind is not supported; use Ed25519, ECDSA or RSA")
    return key


def _with_password(opened: Callable[[bytes | None], object], password: str) -> object:
    try:
        return opened(password.encode())
    except (ValueError, TypeError):
        raise WireError("the password is wrong") from None


def _read(path: Path, what: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST + 1)
    except OSError as error:
        raise UsageError(f"{what} {path}: cannot be read ({error.strerror})") from None
    if len(raw) > _LONGEST:
        raise UsageError(f"{what} {path}: is too large for a key")
    return raw.decode("utf-8", "replace")
