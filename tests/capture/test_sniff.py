"""Kinds of captures are told by their first bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import pytest
import zstandard

from scanner.capture import sniff
from scanner.capture.sniff import kind_of
from scanner.errors import InputError

HAR = b'{"log": {"version": "1.2", "entries": []}}'
PCAP = b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + bytes(16)
PCAPNG = b"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x4d\x3c\x2b\x1a\x01\x00\x00\x00" + b"\xff" * 8 + b"\x1c\x00\x00\x00"
FLOW = b"48:7:version;2:21#4:type;4:http;5:error;0:~2:id;1:x;}"

IS = [
    (PCAP, "pcap"),
    (b"\xa1\xb2\xc3\xd4" + bytes(20), "pcap"),  # big endian
    (b"\x4d\x3c\xb2\xa1" + bytes(20), "pcap"),  # nanoseconds
    (b"\xa1\xb2\x3c\x4d" + bytes(20), "pcap"),
    (b"\x34\xcd\xb2\xa1" + bytes(20), "pcap"),  # modified
    (PCAPNG, "pcapng"),
    (PCAPNG[:8] + b"\x1a\x2b\x3c\x4d" + PCAPNG[12:], "pcapng"),
    (FLOW, "flows"),
    (b"48:7:version,9:1:0#2:17#]", "flows"),  # names as bytes: before 1.0
    (HAR, "har"),
    (b"\xef\xbb\xbf" + HAR, "har"),
    (b"\r\n  " + HAR, "har"),
    (HAR.decode().encode("utf-16"), "har"),
    (HAR.decode().encode("utf-16-be"), "har"),
    (b'{"log":{"pages":[' + b'{"id":"page"},' * 9000, "har"),  # entries come later
    (b'{"comment":{"entries":[]},"log":{"creator":{"name":"x"},"entries":[{', "har"),
]

IS_NOT = [
    b"", b"{", b"{}", b"[]", b"\x00\x00", b"text",
    b'{"log": {"level": "debug"}}',  # a configuration
    b'{"entries": [1]}',
    b'{"recipients": [{"host": "log.example"}], "log": "entries"}',
    b'{"result": {"log": {"entries": []}}}',  # not at the root
    b'[{"log": {"entries": []}}]',
    b'{"schema": "leerlek", "scan": {}, "detections": []}',
    b"12:30 lunch; with", b"10:00:00 INFO started", b"5:hello,", b"0:~", b"1:x;", b"9:version;;",
    b"048:7:version;2:21#",  # zero-padded lengths are no netstrings
    b"\x0a\x0d\x0d\x0a" + bytes(20),  # a block type without byte-order magic
    bytes.fromhex("28b52ffd") + b"broken", bytes.fromhex("04224d18") + bytes(30),
    zstandard.ZstdCompressor().compress(b"just text"),
    b"\xd4\xc3\xb2", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<html>",
]


@pytest.mark.parametrize(("head", "kind"), IS)
def test_captures_are_recognised(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize("head", IS_NOT)
def test_other_files_are_not(head: bytes) -> None:
    assert kind_of(head) is None


@pytest.mark.parametrize(("head", "kind"), [(PCAP, "pcap"), (PCAPNG, "pcapng"), (FLOW, "flows"), (HAR, "har"),
                                            (b"text", None)])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zlib.compress, zstandard.compress, lz4.frame.compress])
def test_compression_is_looked_into(tmp_path: Path, head: bytes, kind: str | None,
                                    pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "a").write_bytes(pack(head))
    assert sniff(tmp_path / "a") == kind


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        sniff(tmp_path / "none")
    with pytest.raises(InputError, match="not a regular file"):
        sniff(tmp_path)
