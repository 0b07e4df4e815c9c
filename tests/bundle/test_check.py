"""A bundle is checked, and then tampered with in every way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bundle_builders import OPEN, OPEN_PUBLIC, POLICY, never, zipped

from scanner.bundle import Known, Sources, check, load_allowed_signers, load_public, load_signer, make, sums
from scanner.bundle.archive import pack, unpack
from scanner.bundle.check import Checked
from scanner.bundle.minisign import open_secret
from scanner.bundle.signing import Signer
from scanner.errors import UsageError

Files = dict[str, bytes]
NOBODY = Known()
OTHER = "RWTCzMLG+c8YsbD3P8iZPU3LvxYbwef5WKR/sJZM9JD6+Vd3CRN8Tc1U"


def checked(raw: bytes, tmp_path: Path, known: Known = NOBODY) -> Checked:
    path = tmp_path / "bundle.zip"
    path.write_bytes(raw)
    return check(path, known)


def said(result: Checked) -> str:
    return "\n".join(f"{each.state} {each.text.en}" for each in result.checks)


def test_a_bundle_with_the_key_that_signed_it_is_sound(signed: bytes, keys: Path, tmp_path: Path) -> None:
    result = checked(signed, tmp_path, Known(load_public(str(keys / "ed.pub"))))
    assert result.sound
    assert [each.state for each in result.checks] == ["ok", "ok"]
    assert "the key that was given" in said(result)
    assert result.document is not None


def test_without_a_key_it_says_that_the_signer_is_unknown(signed: bytes, tmp_path: Path) -> None:
    result = checked(signed, tmp_path)
    assert result.sound
    assert "open" in said(result)
    assert "NOT compared with a known key" in said(result)


def test_another_key_is_no_match(signed: bytes, keys: Path, tmp_path: Path) -> None:
    result = checked(signed, tmp_path, Known(load_public(str(keys / "other.pub"))))
    assert not result.sound
    assert "not the key that was given" in said(result)


def test_an_unsigned_bundle(unsigned: bytes, keys: Path, tmp_path: Path) -> None:
    assert "open the bundle is NOT signed" in said(checked(unsigned, tmp_path))
    assert checked(unsigned, tmp_path).sound
    assert not checked(unsigned, tmp_path, Known(load_public(str(keys / "ed.pub")))).sound


@pytest.mark.parametrize(("line", "who", "moment", "sound"), [
    ("fg@school.example {}", "", None, True),
    ("fg@school.example {}", "fg@school.example", None, True),
    ("*@school.example {}", "fg@school.example", None, True),
    ("*@school.example,!fg@school.example {}", "fg@school.example", None, False),
    ("fg@school.example {}", "piv@school.example", None, False),
    ('fg namespaces="git" {}', "", None, False),
    ('fg valid-before="20260101Z" {}', "", datetime(2025, 6, 1, tzinfo=UTC), True),
    ('fg valid-before="20260101Z" {}', "", datetime(2026, 6, 1, tzinfo=UTC), False),
])
def test_allowed_signers(signed: bytes, keys: Path, tmp_path: Path, line: str, who: str, moment: datetime | None,
                         sound: bool) -> None:
    allowed = tmp_path / "allowed"
    allowed.write_text(line.format((keys / "ed.pub").read_text("ascii")), encoding="ascii")
    known = Known(signers=load_allowed_signers(allowed), who=who, moment=moment or datetime(2026, 10, 5, tzinfo=UTC))
    result = checked(signed, tmp_path, known)
    assert result.sound is sound
    assert ("of " + (who or line.split()[0]) if sound else "not allowed") in said(result)


def test_a_signature_of_minisign(document: dict[str, Any], tmp_path: Path) -> None:
    secret = open_secret(OPEN)
    raw = make(document, Sources(policy=POLICY), (), "nl", Signer("minisign", secret.public.text, "x", secret))
    assert "SHA256SUMS.minisig" in unpack(raw)
    assert checked(raw, tmp_path, Known(load_public(OPEN_PUBLIC))).sound
    assert not checked(raw, tmp_path, Known(load_public(OTHER))).sound


# ── tampering: whatever is done, the bundle is not sound any more


def test_every_file_that_is_changed_is_named(signed: bytes, tmp_path: Path) -> None:
    files = unpack(signed)
    for name in files:
        if name.startswith("SHA256SUMS"):
            continue
        result = checked(pack(files | {name: files[name] + b" "}), tmp_path)
        assert not result.sound
        assert f"{name}: was changed" in said(result)


def test_every_file_that_is_taken_out_is_named(signed: bytes, tmp_path: Path) -> None:
    files = unpack(signed)
    for name in files:
        result = checked(pack({key: value for key, value in files.items() if key != name}), tmp_path)
        assert not result.sound
        if not name.startswith("SHA256SUMS"):
            assert f"{name}: is missing" in said(result)


@pytest.mark.parametrize("name", ["extra.txt", "policy/other.yaml", "zzz", "SHA256SUMS.minisig"])
def test_a_file_that_is_added_is_found(signed: bytes, tmp_path: Path, name: str) -> None:
    result = checked(pack(unpack(signed) | {name: b"x"}), tmp_path)
    assert not result.sound
    assert "not in the manifest" in said(result) or "signature" in said(result)


def anew(files: Files) -> Files:
    """With a manifest that fits again."""
    inside = {name: content for name, content in files.items() if not name.startswith(sums.MANIFEST)}
    return files | {sums.MANIFEST: sums.write(inside)}


def without_signature(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "SHA256SUMS.sig"}


def unsaid(files: Files) -> Files:
    said = json.loads(files["bundle.json"]) | {"signature": None}
    return files | {"bundle.json": json.dumps(said).encode()}


def other_result(files: Files) -> Files:
    result = json.loads(files["result.json"])
    result["findings"] = []
    return files | {"result.json": json.dumps(result).encode()}


@pytest.mark.parametrize("change", [
    lambda files: anew(files | {"README.txt": b"all is well"}),
    lambda files: anew(other_result(files)),
    lambda files: files | {"SHA256SUMS": files["SHA256SUMS"].replace(b"README.txt", b"readme.txt")},
    lambda files: files | {"SHA256SUMS": files["SHA256SUMS"][:-70]},
    lambda files: files | {"SHA256SUMS": b""},
    without_signature,
    lambda files: files | {"SHA256SUMS.sig": b""},
    lambda files: files | {"SHA256SUMS.sig": files["SHA256SUMS.sig"].replace(b"AAAA", b"AAAB", 1)},
    lambda files: anew(unsaid(files)),
    lambda files: files | {"bundle.json": b"[" * 100_000},
    lambda files: anew(files | {"bundle.json": b"{}"}),
    lambda files: anew(files | {"bundle.json": b'"leerlek-bundle/1"'}),
    lambda files: anew({name: content for name, content in files.items() if name != "result.json"}),
], ids=["new manifest", "other findings", "renamed in the manifest", "line taken out", "empty manifest", "unsigned",
        "empty signature", "broken signature", "called unsigned", "deep", "no description", "a text", "no result"])
def test_tampering_is_found_even_without_a_key(signed: bytes, tmp_path: Path, change: Callable[[Files], Files]) -> None:
    assert not checked(pack(change(unpack(signed))), tmp_path).sound


def test_a_signature_swapped_for_one_of_another_key(signed: bytes, keys: Path, tmp_path: Path) -> None:
    files = unpack(signed)
    other = load_signer(keys / "other", never)
    raw = pack(files | {"SHA256SUMS.sig": other.sign(files["SHA256SUMS"], "")})
    assert "not by the key that the bundle names" in said(checked(raw, tmp_path))


def test_a_bundle_made_anew_and_signed_by_somebody_else(signed: bytes, keys: Path, tmp_path: Path) -> None:
    """Sound in itself: only a known key tells."""
    files = other_result(unpack(signed))
    other = load_signer(keys / "other", never)
    about = json.loads(files["bundle.json"])
    from scanner.report import load_result, report_id

    about["result"]["report"] = report_id(load_result(files["result.json"], ""))
    about["signature"] |= {"public_key": other.public, "fingerprint": other.fingerprint}
    files = anew(files | {"bundle.json": json.dumps(about).encode()})
    raw = pack(files | {"SHA256SUMS.sig": other.sign(files["SHA256SUMS"], "")})
    assert checked(raw, tmp_path).sound
    assert not checked(raw, tmp_path, Known(load_public(str(keys / "ed.pub")))).sound


def test_the_signature_of_another_bundle(signed: bytes, document: dict[str, Any], signer: Signer, tmp_path: Path
                                         ) -> None:
    other = unpack(make(document, Sources(policy=POLICY), (), "en", signer))
    files = unpack(signed)
    assert not checked(pack(files | {"SHA256SUMS.sig": other["SHA256SUMS.sig"]}), tmp_path).sound


@pytest.mark.parametrize("spoil", [
    lambda raw: raw + b"\n", lambda raw: b"\n" + raw, lambda raw: raw[:-1], lambda raw: zipped(unpack(raw)),
    lambda raw: raw[:5000] + b"\0" + raw[5001:],
])
def test_an_archive_of_another_form_is_not_looked_into(signed: bytes, tmp_path: Path,
                                                       spoil: Callable[[bytes], bytes]) -> None:
    result = checked(spoil(signed), tmp_path)
    assert not result.sound
    assert "archive is not as Leerlek wrote it" in said(result)
    assert not result.files


def test_what_is_no_bundle_or_of_a_later_version_is_a_mistake(signed: bytes, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no bundle"):
        checked(b"hello", tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        check(tmp_path / "nowhere.zip", Known())
    later = json.dumps({"schema": "leerlek-bundle/9"}).encode()
    with pytest.raises(UsageError, match="newer Leerlek"):
        checked(pack(unpack(signed) | {"bundle.json": later}), tmp_path)


def test_a_result_with_an_act_in_it_reaches_no_terminal(signed: bytes, tmp_path: Path) -> None:
    files = unpack(signed)
    about = json.loads(files["bundle.json"])
    about["schema"] = "\x1b[31mred"
    with pytest.raises(UsageError) as refused:
        checked(pack(files | {"bundle.json": json.dumps(about).encode()}), tmp_path)
    assert "\x1b" not in str(refused.value)
