"""Signatures of minisign: files that the program itself wrote, and the program as the oracle where it is installed."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from bundle_builders import OPEN, OPEN_PUBLIC
from hypothesis import given
from hypothesis import strategies as st

from scanner.bundle import minisign
from scanner.bundle.minisign import _costs
from scanner.bundle.wire import WireError

needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="needs minisign")

# Written by minisign 0.11 for the message "leerlek\n"; the password of the key is "kanarie".
PUBLIC = "untrusted comment: minisign public key B118CFF9C6C2CCC2\n" \
         "RWTCzMLG+c8YsbD3P8iZPU3LvxYbwef5WKR/sJZM9JD6+Vd3CRN8Tc1U\n"
LOCKED = (
    "untrusted comment: minisign encrypted secret key\n"
    "RWRTY0Iy5TMyn6BNXUjcVrRmZms90wFKF9ulyWU/l3OGHk3ecOYAAAACAAAAAAAAAEAAAAAAFNFmzwJl1WcIAIZgrZEWrOkGY5y93HvX6iZK37UAKcQV"
    "fdnJDFPPaUuY8OhrTHG91Jmn/ZjF8BGKFkvrsov/RRgzCbMLFHdaSCH804U8zZShc7uEdnm0Kcc0NrhXpUJuOIHFnxyqmqg=\n"
)
HASHED = (
    "untrusted comment: signature from minisign secret key\n"
    "RUTCzMLG+c8YsYiJctVYu8tT7KVYUWANv+bXmZyTKI96KuyiQ+0b7bTZ7iiveS8M/BA7KBE4oX7H30pMmfzw+9hG9T0AKuYGHgA=\n"
    "trusted comment: by minisign\n"
    "+61iPwiy4cReDueVGYTjop/Na5wMZsNAjy60bwxBqq6jrHKZtW6RK0bmpO6HnmyRRLnLPxqMFxkVi+bZ0vbXBg==\n"
)
LEGACY = (
    "untrusted comment: signature from minisign secret key\n"
    "RWTCzMLG+c8YsaYusEGIXbSjwgXgpJbdD6FGqNjXrZS4mJ5D2OKFsB7Hkzrn730Zol6y2wohuhKGvi3mCY39XbQCTwNJpQMhjA4=\n"
    "trusted comment: by minisign-l\n"
    "walZIFCvQ5CNGWyN2j10aOqMwGaXTajV1w/WZ+Tcb82IT+NpMEQusR6b4N1N/JWSD0hzPE/q/EHT2GRXa9ehCw==\n"
)
MESSAGE = b"leerlek\n"


@pytest.mark.parametrize(("signature", "comment"), [(HASHED, "by minisign"), (LEGACY, "by minisign-l")])
def test_signatures_of_the_program_are_taken(signature: str, comment: str) -> None:
    assert minisign.verify(MESSAGE, signature, minisign.parse_public(PUBLIC)) == comment
    assert minisign.verify(MESSAGE, signature, minisign.parse_public(PUBLIC.splitlines()[1])) == comment


@pytest.mark.parametrize("signature", [HASHED, LEGACY])
@pytest.mark.parametrize(("old", "new", "why"), [
    ("trusted comment: by", "trusted comment: of", "does not fit"),
    ("untrusted comment", "untrusted  comment", ""),
    ("=\n", "=\nmore\n", "no signature"),
    ("RUT", "RWT", "does not fit"),
    ("==\n", "\n", "no signature"),
])
def test_what_was_changed_in_a_signature(signature: str, old: str, new: str, why: str) -> None:
    changed = signature.replace(old, new)
    public = minisign.parse_public(PUBLIC)
    if why and changed != signature:
        with pytest.raises(WireError, match=why):
            minisign.verify(MESSAGE, changed, public)
    else:  # the untrusted comment is what its name says
        minisign.verify(MESSAGE, changed, public)


def test_another_message_or_key_is_refused() -> None:
    with pytest.raises(WireError, match="does not fit"):
        minisign.verify(b"leerlek", HASHED, minisign.parse_public(PUBLIC))
    with pytest.raises(WireError, match="another key"):
        minisign.verify(MESSAGE, HASHED, minisign.parse_public(OPEN_PUBLIC))


@pytest.mark.parametrize("hashed", [True, False])
def test_what_we_sign_we_take(hashed: bool) -> None:
    secret = minisign.open_secret(OPEN)
    assert secret.public.text == OPEN_PUBLIC
    assert secret.public.fingerprint == "3E9350B69171F249"
    signature = minisign.sign(MESSAGE, secret, "a bundle", hashed=hashed)
    assert minisign.verify(MESSAGE, signature, secret.public) == "a bundle"


@needs_minisign
@pytest.mark.parametrize("hashed", [True, False])
def test_the_program_takes_our_signatures(hashed: bool, tmp_path: Path) -> None:
    message = tmp_path / "SHA256SUMS"
    message.write_bytes(MESSAGE)
    signature = minisign.sign(MESSAGE, minisign.open_secret(OPEN), "a bundle", hashed=hashed)
    (tmp_path / "SHA256SUMS.minisig").write_text(signature, encoding="ascii")

    def verified() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["minisign", "-V", "-P", OPEN_PUBLIC, "-m", str(message)], capture_output=True, text=True)

    assert "Trusted comment: a bundle" in verified().stdout
    message.write_bytes(MESSAGE + b"x")
    assert verified().returncode != 0


@pytest.mark.long  # its key asks for a gigabyte of memory, as minisign's do
def test_a_key_with_a_password_of_the_program_opens() -> None:
    secret = minisign.open_secret(LOCKED, "kanarie")
    assert secret.public == minisign.parse_public(PUBLIC)
    assert minisign.verify(MESSAGE, minisign.sign(MESSAGE, secret, "x"), minisign.parse_public(PUBLIC))


def locked(password: str, memory: int = 1 << 20) -> str:
    """The open key under a password that costs little, after the format's description."""
    raw = base64.b64decode(OPEN.splitlines()[1])
    inner = raw[54:126] + hashlib.blake2b(b"Ed" + raw[54:126], digest_size=32).digest()
    n, r, p = _costs(1 << 15, memory)
    stream = hashlib.scrypt(password.encode(), salt=b"s" * 32, n=n, r=r, p=p, dklen=104)
    hidden = bytes(a ^ b for a, b in zip(inner, stream, strict=True))
    head = b"EdScB2" + b"s" * 32 + (1 << 15).to_bytes(8, "little") + memory.to_bytes(8, "little")
    return f"untrusted comment: x\n{base64.b64encode(head + hidden).decode()}\n"


def test_a_wrong_password_is_told() -> None:
    assert minisign.needs_password(locked("geheim"))
    assert not minisign.needs_password(OPEN)
    assert minisign.open_secret(locked("geheim"), "geheim").public.text == OPEN_PUBLIC
    with pytest.raises(WireError, match="password is wrong"):
        minisign.open_secret(locked("geheim"), "gehiem")


@pytest.mark.parametrize(("operations", "memory", "costs"), [
    (33554432, 1073741824, (1 << 20, 8, 1)),  # what minisign asks for
    (524288, 16777216, (1 << 14, 8, 1)),  # the limits of libsodium for interactive use
    (0, 1 << 20, (1 << 10, 8, 1)),
    (1 << 25, 1 << 20, (1 << 10, 8, 1024)),  # much work in little memory
])
def test_the_costs_are_those_of_libsodium(operations: int, memory: int, costs: tuple[int, int, int]) -> None:
    assert _costs(operations, memory) == costs


def test_a_key_that_asks_for_all_memory_is_refused() -> None:
    raw = bytearray(base64.b64decode(LOCKED.splitlines()[1]))
    raw[38:54] = (1 << 60).to_bytes(8, "little") * 2
    with pytest.raises(WireError, match="more memory"):
        minisign.open_secret(f"untrusted comment: x\n{base64.b64encode(raw).decode()}\n", "x")


@given(st.text(max_size=300))
def test_prose_is_neither_key_nor_signature(text: str) -> None:
    for read in (minisign.parse_public, minisign.open_secret):
        with pytest.raises(WireError):
            read(text)
    with pytest.raises(WireError):
        minisign.verify(MESSAGE, text, minisign.parse_public(PUBLIC))
