"""The archive: one form to the bit, and every trick of a ZIP refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from bundle_builders import zipped
from hypothesis import given
from hypothesis import strategies as st

from scanner.bundle import archive
from scanner.bundle.archive import Tampered, free_name, is_name, pack, unpack
from scanner.errors import UsageError

FILES = {"README.txt": b"hello " * 50, "policy/p.yaml": b"", "result.json": bytes(range(256)) * 20}
RAW = pack(FILES)


def test_what_was_packed_comes_back_and_other_programs_read_it() -> None:
    assert unpack(RAW) == FILES
    with zipfile.ZipFile(io.BytesIO(RAW)) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()} == FILES


def test_the_order_of_files_makes_no_difference() -> None:
    assert pack(dict(reversed(FILES.items()))) == RAW
    assert unpack(pack({})) == {}


def test_no_byte_can_be_changed_added_or_removed() -> None:
    for at in range(len(RAW)):
        changed = RAW[:at] + bytes([RAW[at] ^ 0x20]) + RAW[at + 1:]
        try:
            read = unpack(changed)
        except Tampered:
            continue
        # The last bits of a deflated file mean nothing; a name that changed is found by the manifest.
        assert all(FILES.get(name, content) == content for name, content in read.items())
    for at in (0, 10, len(RAW) // 2, len(RAW)):
        with pytest.raises(Tampered):
            unpack(RAW[:at] + b"x" + RAW[at:])
        with pytest.raises(Tampered):
            unpack(RAW[:at] + RAW[at + 1:] if at < len(RAW) else RAW[:-1])


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(Tampered):
        unpack(raw)


def by_zipfile(*entries: tuple[str | zipfile.ZipInfo, bytes], comment: bytes = b"") -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
        made.comment = comment
    return raw.getvalue()


def handmade(*entries: tuple[str, bytes], mode: int = archive._PLAIN_FILE, size: int | None = None) -> bytes:
    """As ``pack`` writes, with names, modes and sizes that it would not."""
    body, directory = b"", b""
    for name, content in entries:
        packed, raw = archive._deflate(content), name.encode("latin-1")
        said = len(content) if size is None else size
        numbers = (20, 0, 8, 0, 0x21, zlib.crc32(content), len(packed), said, len(raw), 0)
        entry = archive._ENTRY.pack(b"PK\1\2", archive._MADE_BY, *numbers, 0, 0, 0, mode, len(body))
        directory += entry + raw
        body += archive._LOCAL.pack(b"PK\3\4", *numbers) + raw + packed
    close = archive._CLOSE.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + close


def test_the_builder_writes_what_pack_writes() -> None:
    assert handmade(*sorted(FILES.items())) == RAW


@pytest.mark.parametrize(("raw", "why"), [
    (handmade(("a", b"1"), ("a", b"2")), "twice"),
    (handmade(("README.txt", b"1"), ("readme.TXT", b"2")), "twice"),
    (handmade(("b", b"1"), ("a", b"2")), "order"),
    (handmade(("../a", b"1")), "name"),
    (handmade(("a/../../b", b"1")), "name"),
    (handmade(("/etc/passwd", b"1")), "name"),
    (handmade(("C:\\a", b"1")), "name"),
    (handmade(("a\\b", b"1")), "name"),
    (handmade(("a\0b", b"1")), "name"),
    (handmade((".ssh", b"1")), "name"),
    (handmade(("NUL.txt", b"1")), "name"),
    (handmade(("", b"1")), "name"),
    (handmade(("a/", b"")), "name"),
    (handmade(("a\u202eb".encode().decode("latin-1"), b"1")), "name"),
    (handmade(("a", b"/etc/passwd"), mode=0o120777 << 16), "link"),
    (handmade(("a", b""), mode=0o40755 << 16), "folder"),
    (handmade(("a", b"x"), mode=0o100755 << 16), "plain files"),
    (handmade(("a", b"x"), size=1 << 31), "more than a bundle may hold"),
    (handmade(("a", bytes(1000)), size=10), "damaged"),
    (handmade(("a", bytes(10)), size=1000), "damaged"),
    (RAW + b"PK", "end"),
    (b"#!/bin/sh\n" + RAW, "fit"),
    (RAW + RAW, "fit"),
    (zipped(FILES), "kept in a way"),
    (by_zipfile(("a", b"1"), comment=b"hello"), "end"),
], ids=["doubled", "doubled but for case", "order", "up", "up inside", "absolute", "drive", "backslash", "null",
        "hidden", "device", "empty", "folder name", "direction mark", "link", "folder", "program", "huge", "too small",
        "too large", "behind", "in front", "two", "packed anew", "comment"])
def test_tricks_are_refused(raw: bytes, why: str) -> None:
    with pytest.raises(Tampered, match=why):
        unpack(raw)


def test_files_that_lie_in_each_other_are_refused() -> None:
    """The way of zip bombs: many lines of the directory for the same bytes."""
    body_end = RAW.index(b"PK\1\2")
    directory = RAW[body_end:-22]
    first = directory[:46 + len("README.txt")]
    many = b"".join(first.replace(b"README.txt", f"README.{n:03}".encode()) for n in range(100))
    raw = RAW[:body_end] + many + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 100, 100, len(many), body_end, 0)
    with pytest.raises(Tampered, match=r"two ways|one behind"):
        unpack(raw)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 10_000)
    with pytest.raises(Tampered, match="more than a bundle"):
        unpack(handmade(("a", bytes(6000)), ("b", bytes(6000))))
    with pytest.raises(UsageError, match="too large"):
        pack({"a": bytes(20_000)})


def test_what_is_no_archive_is_a_mistake_not_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with pytest.raises(UsageError, match="cannot be read"):
        archive.read(path)
    path.write_bytes(b"{}")
    with pytest.raises(UsageError, match="no bundle"):
        archive.read(path)
    path.write_bytes(RAW)
    assert archive.read(path) == FILES


@pytest.mark.parametrize(("wanted", "taken", "name"), [
    ("policy.yaml", (), "policy.yaml"), ("mijn beleid.yaml", (), "mijn-beleid.yaml"),
    ("policy.yaml", ("POLICY.yaml",), "policy-2.yaml"), ("../../x.yaml", (), "x.yaml"), (".yaml", (), "yaml"),
    ("…", (), "file"), ("con.yaml", (), "_con.yaml"), ("a..b", (), "a.b"),
    ("x" * 300 + ".yaml", (), "x" * 75 + ".yaml"),
])
def test_names_of_the_user_become_plain(wanted: str, taken: tuple[str, ...], name: str) -> None:
    assert free_name(wanted, taken) == name


@given(st.text(max_size=120), st.sets(st.sampled_from(["a", "file", "file-2", "x.yaml"])))
def test_a_plain_name_may_always_stand_in_an_archive(wanted: str, taken: set[str]) -> None:
    name = free_name(wanted, taken)
    assert is_name(name)
    assert name not in taken
