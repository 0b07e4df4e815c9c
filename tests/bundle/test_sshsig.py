"""Signatures with SSH keys, with ssh-keygen as the oracle in both directions."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from bundle_builders import never

from scanner.bundle import sshsig
from scanner.bundle.signing import NAMESPACE, load_signer
from scanner.bundle.wire import WireError, string

MESSAGE = b"0" * 64 + b"  result.json\n"
KINDS = ("ed", "ec256", "ec384", "ec521", "rsa")


def by_ssh_keygen(keys: Path, name: str, tmp_path: Path, namespace: str = NAMESPACE, *more: str) -> str:
    message = tmp_path / "message"
    message.write_bytes(MESSAGE)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", str(keys / name), "-n", namespace, *more, str(message)],
                   check=True, capture_output=True)
    return (tmp_path / "message.sig").read_text("ascii")


@pytest.mark.parametrize("name", KINDS)
def test_ssh_keygen_takes_our_signature(keys: Path, name: str, tmp_path: Path) -> None:
    signature = tmp_path / "signature"
    signature.write_bytes(load_signer(keys / name, never).sign(MESSAGE, "unused"))
    allowed = tmp_path / "allowed"
    public = (keys / f"{name}.pub").read_text("ascii")
    allowed.write_text(f'fg@school.example namespaces="{NAMESPACE}" {public}', encoding="ascii")

    def verified(message: bytes) -> int:
        return subprocess.run(["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "fg@school.example", "-n",
                               NAMESPACE, "-s", str(signature)], input=message, capture_output=True).returncode

    assert verified(MESSAGE) == 0
    assert verified(MESSAGE + b"x") != 0


@pytest.mark.parametrize("name", KINDS)
def test_we_take_the_signature_of_ssh_keygen(keys: Path, name: str, tmp_path: Path) -> None:
    key = sshsig.verify(MESSAGE, by_ssh_keygen(keys, name, tmp_path), NAMESPACE)
    listed = subprocess.run(["ssh-keygen", "-l", "-f", str(keys / f"{name}.pub")], capture_output=True, text=True)
    assert key.fingerprint in listed.stdout
    with pytest.raises(WireError, match="does not fit"):
        sshsig.verify(MESSAGE + b"x", by_ssh_keygen(keys, name, tmp_path), NAMESPACE)


def test_the_older_hash_is_taken_too(keys: Path, tmp_path: Path) -> None:
    assert sshsig.verify(MESSAGE, by_ssh_keygen(keys, "ed", tmp_path, NAMESPACE, "-O", "hashalg=sha256"), NAMESPACE)


def test_a_signature_for_another_purpose_is_refused(keys: Path, tmp_path: Path) -> None:
    with pytest.raises(WireError, match="another purpose"):
        sshsig.verify(MESSAGE, by_ssh_keygen(keys, "ed", tmp_path, "git"), NAMESPACE)


@pytest.mark.parametrize("name", KINDS)
def test_equal_messages_get_equal_signatures(keys: Path, name: str) -> None:
    signer = load_signer(keys / name, never)
    assert signer.sign(MESSAGE, "") == signer.sign(MESSAGE, "")


def test_a_signature_with_any_byte_changed_is_refused(keys: Path) -> None:
    text = load_signer(keys / "ed", never).sign(MESSAGE, "").decode()
    raw = base64.b64decode("".join(text.splitlines()[1:-1]))
    for at in range(len(raw)):
        changed = base64.b64encode(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1:]).decode()
        with pytest.raises(WireError):
            sshsig.verify(MESSAGE, f"-----BEGIN SSH SIGNATURE-----\n{changed}\n-----END SSH SIGNATURE-----", NAMESPACE)


@pytest.mark.parametrize("text", [
    "", "not a signature", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----",
    "-----BEGIN SSH SIGNATURE-----\n%%%%\n-----END SSH SIGNATURE-----",
    "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----",
    "-----BEGIN SSH SIGNATURE-----\n" + "A" * 100_000 + "\n-----END SSH SIGNATURE-----",
], ids=["empty", "prose", "nothing inside", "no base64", "only the magic", "huge"])
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(WireError):
        sshsig.verify(MESSAGE, text, NAMESPACE)


def test_kinds_and_sizes_that_nobody_should_trust_are_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    small = rsa.generate_private_key(65537, 1024).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    with pytest.raises(WireError, match="1024 bits"):
        sshsig.parse_key(small.decode())
    device = base64.b64encode(string(b"sk-ssh-ed25519@openssh.com") + string(b"x" * 32) + string(b"ssh:")).decode()
    with pytest.raises(WireError, match="not supported"):
        sshsig.parse_key(f"sk-ssh-ed25519@openssh.com {device}")
