"""What may be a digest, and what proves it."""

from __future__ import annotations

import base64
import hashlib

import pytest

from scanner.detect.proof.targets import Target, Targets, chance, target_of, tokens

BSN = b"999990019"
RAW = hashlib.sha256(BSN).digest()
HEX = RAW.hex()


@pytest.mark.parametrize("token", [
    HEX, HEX.upper(), f"sha256:{HEX}", f" {HEX}\n", base64.b64encode(RAW).decode(),
    base64.urlsafe_b64encode(RAW).decode(), base64.b64encode(RAW).decode().rstrip("="), HEX[:10], HEX[:11], HEX[:16],
    HEX[:24], base64.b64encode(RAW).decode()[:16],
])  # fmt: skip
def test_every_spelling_is_proved_by_the_digest(token: str) -> None:
    target = target_of(token)
    assert target is not None
    assert target.bits >= 40
    assert target.is_of(RAW)
    assert not target.is_of(hashlib.sha256(b"999990020").digest())


@pytest.mark.parametrize(("token", "reason"), [
    ("", "nothing"), ("999990019", "a number"), ("123456789012", "a number, also when it is long"),
    ("abcdefabcd", "letters only may be a word"), (HEX[:9], "36 bits prove nothing"), ("g" * 64, "no hex"),
    ("Onderwijs", "a word"), ("Leerling2026 voor allen", "a text"), ("zonderhoofdletters2", "no mix of cases"),
    (base64.b64encode(b'{"naam":"Sanne de Vries"}').decode(), "base64 of a text"), ("x" * 500, "too long"),
    (base64.b64encode(bytes(range(100))).decode(), "longer than any digest"),
])  # fmt: skip
def test_what_is_no_digest(token: str, reason: str) -> None:
    assert target_of(token) is None, reason


def test_a_uuid_is_a_digest_in_disguise() -> None:
    raw = hashlib.md5(BSN).digest()
    text = raw.hex()
    dressed = f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    found = target_of(dressed)
    assert (found is None) == (text[12] not in "12345678")
    assert target_of("24f90eac-2e30-4cb1-9111-4ac061f4bf49") == Target(
        "uuid", "24f90eac2e304cb191114ac061f4bf49", 128, bytes.fromhex("24f90eac2e304cb191114ac061f4bf49"), b""
    )


@pytest.mark.parametrize(("value", "identifying", "count"), [
    (f"user {HEX} seen", False, 1), (f"{HEX},{HEX[:32]}", False, 2), (HEX[:12], False, 0), (HEX[:12], True, 1),
    (f"a={HEX[:12]}&b={HEX[:14]}", True, 2), ("24f90eac-2e30-4cb1-9111-4ac061f4bf49", True, 1),
    ("2026-10-05T07:14:22Z", True, 0), ("20DP-leerling-2671717", True, 0), (base64.b64encode(RAW).decode(), False, 1),
    ("gewone tekst zonder iets", True, 0), ("a1b2c3d4e5" * 50, True, 0),
])  # fmt: skip
def test_tokens_in_values(value: str, identifying: bool, count: int) -> None:
    assert len(list(tokens(value, identifying=identifying))) == count


def test_targets_are_taken_once() -> None:
    full, cut, other = target_of(HEX), target_of(HEX[:12]), target_of(hashlib.md5(b"x").hexdigest())
    assert full is not None and cut is not None and other is not None
    targets = Targets.of([full, cut, other, full])
    assert len(targets) == 3
    assert targets.lengths == {32, 16}
    assert targets.take(RAW) == [full, cut]
    assert targets.take(RAW) == []
    assert len(targets) == 1
    assert targets.lengths == {16}


def test_a_cut_digest_with_the_same_first_bytes_is_no_match() -> None:
    cut = target_of(HEX[:10] + ("ab" if HEX[10:12] != "ab" else "cd"))
    assert cut is not None
    targets = Targets.of([cut])
    assert targets.take(RAW) == []
    assert len(targets) == 1


def test_the_odds_of_chance() -> None:
    assert chance(256, 10**10) < 1e-60
    assert chance(40, 10**10) == pytest.approx(0.0091, rel=0.01)
    assert chance(32, 10**11) > 0.99
    assert chance(64, 0) == 0


def test_reprs_show_no_value() -> None:
    target = target_of(HEX)
    assert HEX[:8] not in repr(target)
