"""Which key a file holds, how it is opened, and what is said when it is not one."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle_builders import never
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from scanner.bundle.minisign import PublicKey
from scanner.bundle.signing import load_public, load_signer, parse_public
from scanner.bundle.sshsig import SshKey
from scanner.bundle.wire import WireError
from scanner.errors import UsageError

MINISIGN = "RWRJ8nGRtlCTPl/ijcohtqZZVgRX3X9XxmC2DLNozg3rTIhBRCuTa+39"


def test_a_password_is_asked_once_and_only_where_there_is_one(keys: Path) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "geheim"

    assert load_signer(keys / "locked", answer).form == "ssh"
    assert len(asked) == 1
    load_signer(keys / "ed", never)
    with pytest.raises(UsageError, match="password is wrong"):
        load_signer(keys / "locked", lambda _: "gehiem")


@pytest.mark.parametrize("password", [None, b"geheim"])
@pytest.mark.parametrize("form", [PrivateFormat.TraditionalOpenSSL, PrivateFormat.PKCS8])
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_keys_in_the_older_files_are_read(tmp_path: Path, kind: str, form: PrivateFormat, password: bytes | None
                                          ) -> None:
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "key"
    hidden = BestAvailableEncryption(password) if password else NoEncryption()
    path.write_bytes(key.private_bytes(Encoding.PEM, form, hidden))
    assert load_signer(path, (lambda _: "geheim") if password else never).form == "ssh"


def test_keys_of_an_unsupported_kind_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    other = ed448.Ed448PrivateKey.generate()
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(UsageError, match="not supported"):
        load_signer(path, never)
    path.write_bytes(ec.generate_private_key(ec.SECP256K1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8,
                                                                            NoEncryption()))
    with pytest.raises(UsageError, match="not supported"):
        load_signer(path, never)


@pytest.mark.parametrize(("content", "why"), [
    (b"", "no secret key"), (b"\xff\xfe\x00", "no secret key"), (b"hello", "no secret key"),
    (b"ssh-ed25519 AAAA me", "is a public key"), (MINISIGN.encode(), "is a public key"),
    (b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "damaged"),
    (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no secret key"),
    (b"x" * 100_000, "too large"),
])
def test_what_is_no_secret_key_is_told_apart(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=why):
        load_signer(path, never)


def test_a_signer_does_not_show_its_key(keys: Path) -> None:
    shown = repr(load_signer(keys / "ed", never))
    assert "PrivateKey" not in shown
    assert "_key" not in shown


def test_public_keys_are_read_from_files_and_from_the_line(keys: Path, tmp_path: Path) -> None:
    line = (keys / "ed.pub").read_text("ascii")
    assert load_public(str(keys / "ed.pub")) == load_public(line) == parse_public(f"# mine\n{line}\n")
    assert isinstance(load_public(line), SshKey)
    assert isinstance(load_public(MINISIGN), PublicKey)
    path = tmp_path / "minisign.pub"
    path.write_text(f"untrusted comment: minisign public key\n{MINISIGN}\n", encoding="ascii")
    assert load_public(str(path)) == load_public(MINISIGN)


def test_a_secret_key_is_not_taken_for_a_public_one(keys: Path) -> None:
    with pytest.raises(UsageError, match="give the public one"):
        load_public(str(keys / "ed"))
    with pytest.raises(UsageError, match="cannot be read"):
        load_public("nowhere.pub")
    with pytest.raises(WireError, match="no public key"):
        parse_public("ssh-ed25519 AAAA\nssh-ed25519 AAAA")
