"""Batches of digests are those of hashlib, whatever implementation made them."""

from __future__ import annotations

import hashlib
import uuid

import pytest

from scanner.detect import hashing as module
from scanner.detect.digests import ALGORITHMS
from scanner.detect.hashing import NAMES, hashing

TEXTS = [b"", b"999990019", b"bsn:999990019\n", "é".encode(), b"x" * 200]


@pytest.mark.parametrize("name", ALGORITHMS)
def test_a_batch_is_what_each_text_gives(name: str) -> None:
    assert list(hashing(name)(TEXTS)) == [ALGORITHMS[name](text) for text in TEXTS]
    assert {len(digest) for digest in hashing(name)(TEXTS)} == {NAMES[name]}


@pytest.mark.parametrize(("name", "made"), [
    ("uuid3(dns)", uuid.uuid3(uuid.NAMESPACE_DNS, "999990019")),
    ("uuid3(x500)", uuid.uuid3(uuid.NAMESPACE_X500, "999990019")),
    ("uuid5(oid)", uuid.uuid5(uuid.NAMESPACE_OID, "999990019")),
    ("uuid5(url)", uuid.uuid5(uuid.NAMESPACE_URL, "999990019")),
])  # fmt: skip
def test_uuids_of_names(name: str, made: uuid.UUID) -> None:
    assert list(hashing(name)([b"999990019"])) == [made.bytes]


def test_a_build_without_its_own_implementation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BUILT_IN", {"sha256": ("_no_such_module", "math")})
    hashing.cache_clear()
    try:
        assert list(hashing("sha256")([b"a"])) == [hashlib.sha256(b"a").digest()]
    finally:
        hashing.cache_clear()
