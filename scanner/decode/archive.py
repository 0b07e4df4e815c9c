"""The members of a ZIP file (APPNOTE.TXT 6.3), unpacked within the budget.

Theory. A ZIP lies in three ways: sizes that are not true, members that share their bytes so that a few kilobytes
unpack a thousand times, a directory of millions of entries. So sizes are not believed, each unpacking is paid from
the one budget of the message, and the directory is read up to a bound.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from scanner.model import Gap

from .content_encoding import Unpacked, unpack
from .message import Message

MOST = 5_000
"""Members of one archive that are read."""
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_END_FIELDS = struct.Struct("<4xHHHHIIH")
_ENTRY_FIELDS = struct.Struct("<4xHHHHHHIIIHHHHHII")
_LOCAL_FIELDS = struct.Struct("<4xHHHHHIIIHH")
_ENCRYPTED, _UTF8 = 1, 1 << 11
_CODECS = {8: "raw", 93: "zstd"}


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: where its bytes begin, how many they are packed and (so it says) unpacked."""

    name: str
    method: int
    flags: int
    start: int
    size: int
    unpacked: int

    @property
    def encrypted(self) -> bool:
        """Whether a password protects it."""
        return bool(self.flags & _ENCRYPTED)


class Archive:
    """A ZIP file in memory; ``cut`` tells that it holds more members than are read."""

    def __init__(self, data: bytes, message: Message) -> None:
        self._data = data
        self._message = message
        members, self.cut = _members(data)
        self.members = members
        # From here on shares of the body are counted in unpacked bytes, by what the members claim.
        message.account.plain += sum(self._growth(member, member.unpacked) for member in members)
        self.by_name = {member.name: member for member in reversed(members)}

    def _growth(self, member: Member, unpacked: int) -> int:
        return max(0, min(unpacked, self._message.budget.allowance(member.size)) - member.size)

    def read(self, member: Member) -> bytes:
        """The content of a member as far as it can be unpacked; what cannot be is noted."""
        message = self._message
        packed = self._data[member.start:member.start + member.size]
        if member.encrypted:
            message.gap(Gap.CONTENT_ENCRYPTED, len(packed), "zip")
            return b""
        if member.method == 0:
            return packed
        codec = _CODECS.get(member.method)
        if codec is None:
            message.gap(Gap.ENCODING_UNKNOWN, len(packed), "zip")
            return b""
        if message.budget.bytes_left <= 0:
            message.budget.exceeded.add(Gap.BUDGET_BYTES)
            message.gap(Gap.BUDGET_BYTES, len(packed), "zip")
            return b""
        found: Unpacked = unpack(packed, codec, message.budget)
        message.account.plain += self._growth(member, len(found.data)) - self._growth(member, member.unpacked)
        if found.gap is not None:
            message.gap(found.gap, max(1, member.unpacked - len(found.data)), "zip", read=bool(found.data))
        return found.data

    def named(self, name: str) -> bytes:
        """The content of the member with this name, empty when there is none."""
        member = self.by_name.get(name)
        return self.read(member) if member is not None else b""


def _members(data: bytes) -> tuple[list[Member], bool]:
    """The members by the directory at the end; without one (a file that was cut off) by the headers before each."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or end + _END_FIELDS.size > len(data):
        return _by_local_headers(data)
    _, _, _, _, size, offset, _ = _END_FIELDS.unpack_from(data, end)
    # Programs put code before an archive; all offsets then count from its own beginning.
    shift = end - size - offset
    position = offset + shift if shift > 0 else offset
    members: list[Member] = []
    while data.startswith(_ENTRY, position) and position + _ENTRY_FIELDS.size <= len(data):
        if len(members) >= MOST:
            return members, True
        (_, _, flags, method, _, _, _, packed, full, name_size, extra_size, comment_size, _, _, _,
         local) = _ENTRY_FIELDS.unpack_from(data, position)
        start = position + _ENTRY_FIELDS.size
        name = _name(data[start:start + name_size], flags)
        position = start + name_size + extra_size + comment_size
        at = local + max(shift, 0)
        if data.startswith(_LOCAL, at) and at + _LOCAL_FIELDS.size <= len(data):
            fields = _LOCAL_FIELDS.unpack_from(data, at)
            members.append(Member(name, method, flags, at + _LOCAL_FIELDS.size + fields[8] + fields[9], packed, full))
    return (members, False) if members else _by_local_headers(data)


def _by_local_headers(data: bytes) -> tuple[list[Member], bool]:
    members: list[Member] = []
    position = 0
    while data.startswith(_LOCAL, position) and position + _LOCAL_FIELDS.size <= len(data):
        if len(members) >= MOST:
            return members, True
        _, flags, method, _, _, _, packed, full, name_size, extra_size = _LOCAL_FIELDS.unpack_from(data, position)
        start = position + _LOCAL_FIELDS.size
        name = _name(data[start:start + name_size], flags)
        start += name_size + extra_size
        position = start + packed
        if flags & 8 and not packed:
            # The size follows the content: as far as that, or the next header.
            following = data.find(_LOCAL, start)
            position = following = following if following >= 0 else len(data)
            after = data.rfind(_DESCRIPTOR, max(start, following - 24), following)
            packed = (after if after >= 0 else following) - start
        members.append(Member(name, method, flags, start, packed, full))
    return members, False


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437" if not flags & _UTF8 else "latin-1")
