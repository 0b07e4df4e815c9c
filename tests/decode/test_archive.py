"""The members of an archive, as the standard library wrote them."""

from __future__ import annotations

import io
import zipfile

from scanner.decode import content, nested
from scanner.decode.archive import Archive
from scanner.decode.budget import Budget, Limits
from scanner.decode.message import Account, Message
from scanner.decode.tree import Trees


def opened(data: bytes) -> tuple[Archive, Message]:
    limits = Limits()
    message = Message(Trees(limits), Budget(limits), nested.expand, nested.look, content.decode)
    message.account = Account(len(data))
    return Archive(data, message), message


def test_members_and_their_contents():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("a.txt", "een", zipfile.ZIP_STORED)
        out.writestr("map/b.txt", "twee " * 1000, zipfile.ZIP_DEFLATED)
    archive, message = opened(file.getvalue())
    assert [(member.name, member.unpacked, member.encrypted) for member in archive.members] == [
        ("a.txt", 3, False), ("map/b.txt", 5000, False)]
    assert archive.named("a.txt") == b"een"
    assert archive.named("map/b.txt") == b"twee " * 1000
    assert archive.named("weg.txt") == b""
    assert not archive.cut
    assert message.gaps == {}


def test_shares_are_counted_in_unpacked_bytes():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.txt", bytes(100_000))
    archive, message = opened(file.getvalue())
    before = message.account.plain
    archive.read(archive.members[0])
    assert message.account.plain == before
    assert before > message.account.captured


def test_the_last_of_equal_names_is_not_lost():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("a.txt", "een")
    data = file.getvalue()
    archive, _ = opened(data[:data.rfind(b"PK\x01\x02")] * 2)
    assert [member.name for member in archive.members] == ["a.txt", "a.txt"]
