"""WebSocket frames: masks, fragments, control frames between them, compression, gaps."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import websocket
from scanner.capture.pcap.context import Context, Notes
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.stream import Hole, Stream
from scanner.capture.pcap.websocket import read_websocket, websocket_parts
from scanner.model import Gap, Note, Peer

DEFLATE = "permessage-deflate"


def frame(opcode: int, payload: bytes, fin: bool = True, rsv1: bool = False, mask: bytes = b"") -> bytes:
    first = opcode | fin << 7 | rsv1 << 6
    size = len(payload)
    if size < 126:
        length = bytes([size | bool(mask) << 7])
    elif size < 1 << 16:
        length = bytes([126 | bool(mask) << 7]) + size.to_bytes(2, "big")
    else:
        length = bytes([127 | bool(mask) << 7]) + size.to_bytes(8, "big")
    if mask:
        payload = bytes(value ^ mask[place % 4] for place, value in enumerate(payload))
    return bytes([first]) + length + mask + payload


class Deflater:
    """The sender's side of permessage-deflate."""

    def __init__(self, keeps_context: bool = True) -> None:
        self.keeps_context = keeps_context
        self._packer = zlib.compressobj(wbits=-15)

    def __call__(self, data: bytes) -> bytes:
        if not self.keeps_context:
            self._packer = zlib.compressobj(wbits=-15)
        packed = self._packer.compress(data) + self._packer.flush(zlib.Z_SYNC_FLUSH)
        return packed.removesuffix(b"\0\0\xff\xff")


def read(up: bytes = b"", down: bytes = b"", extensions: str = "", holes: tuple[Hole, ...] = (),
         bound: int = 1 << 20) -> tuple[list[tuple[bool, int, bytes]], list[Note]]:
    context = Context("c", "tcp-0", Peer("a", 1), Peer("b", 2), bound, KeyLog([]), Notes("les.example"))
    found = read_websocket(context, Stream(up, holes=list(holes)), Stream(down), extensions)
    notes: list[Note] = []
    context.notes.give(notes.append, "c", "")
    return [(message.from_client, message.opcode, message.data) for message in found], notes


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536])
def test_sizes_and_masks(size: int) -> None:
    payload = bytes(range(256)) * (size // 256) + bytes(size % 256)
    assert read(frame(2, payload, mask=b"\x01\x02\x03\x04"))[0] == [(True, 2, payload)]


def test_fragments_with_control_frames_between_them() -> None:
    up = frame(1, b"one ", fin=False) + frame(9, b"ping") + frame(0, b"two ", fin=False) + frame(0, b"three")
    messages, notes = read(up + frame(8, b"\x03\xe8bye"), frame(10, b"ping"))
    assert sorted(messages) == [
        (False, 10, b"ping"), (True, 1, b"one two three"), (True, 8, b"\x03\xe8bye"), (True, 9, b"ping")]
    assert not notes


@pytest.mark.parametrize("keeps", [True, False])
def test_compression_with_and_without_context(keeps: bool) -> None:
    pack = Deflater(keeps)
    texts = [b"score 8 van An" * 9, b"score 8 van An" * 9, b""]
    up = b"".join(frame(1, pack(text), rsv1=True) for text in texts) + frame(1, b"plain")
    extensions = DEFLATE if keeps else f"{DEFLATE}; client_no_context_takeover"
    assert [data for _, _, data in read(up, extensions=extensions)[0]] == [*texts, b"plain"]


def test_a_compressed_message_in_fragments() -> None:
    packed = Deflater()(b"a long text " * 50)
    up = frame(1, packed[:10], fin=False, rsv1=True) + frame(0, packed[10:])
    assert read(up, extensions=DEFLATE)[0] == [(True, 1, b"a long text " * 50)]


def test_compression_that_was_not_agreed_or_is_broken() -> None:
    packed = frame(1, Deflater()(b"text" * 20), rsv1=True)
    for up, extensions in ((packed, ""), (frame(1, b"\xff\xff\xff", rsv1=True), DEFLATE)):
        messages, notes = read(up, extensions=extensions)
        assert not messages
        assert [(note.gap, note.detail) for note in notes] == [(Gap.WEBSOCKET_UNREAD, "compressed message")]


def test_a_bomb_is_cut() -> None:
    up = frame(1, Deflater()(bytes(1 << 22)), rsv1=True)
    messages, notes = read(up, extensions=DEFLATE, bound=1000)
    assert len(messages[0][2]) == 1000 and notes[0].detail == "message too large"


def test_a_gap_inside_a_message_costs_that_message() -> None:
    up = frame(1, b"0123456789") + frame(1, b"next")
    messages, notes = read(up[:5] + up[8:], holes=(Hole(5, 3),))
    assert messages == [(True, 1, b"next")] and notes[0].gap is Gap.WEBSOCKET_UNREAD


@pytest.mark.parametrize("up", [b"\x81", b"\x81\x7e\x01", b"\x81\x05abc", b"\x83\x01a", b"\xb1\x01a",
                                frame(1, b"x", fin=False)])
def test_frames_that_are_cut_or_make_no_sense(up: bytes) -> None:
    messages, notes = read(frame(1, b"ok") + up)
    assert messages == [(True, 1, b"ok")]
    assert [note.gap for note in notes] == [Gap.WEBSOCKET_UNREAD] and notes[0].bytes > 0


@given(st.binary(max_size=150), st.lists(st.tuples(st.integers(0, 150), st.integers(1, 90)), max_size=2))
def test_any_bytes_come_to_an_end(raw: bytes, gaps: list[tuple[int, int]]) -> None:
    holes = tuple(Hole(min(at, len(raw)), size) for at, size in sorted(gaps))
    read(raw, raw, DEFLATE, holes)


def test_a_long_conversation_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    up = b"".join(frame(1, b"vraag %d" % number, mask=b"abcd") for number in range(40))
    down = b"".join(frame(1, b"antwoord %d" % number) for number in range(40))
    size = len(frame(1, b"vraag 10", mask=b"abcd"))
    streams = (Stream(up, range(0, len(up), size), [float(at) for at in range(0, len(up), size)]),
               Stream(down, range(0, len(down), size), [float(at) for at in range(0, len(down), size)]))
    here = Context("c", "tcp-1", Peer("192.0.2.1", 5), Peer("198.51.100.1", 80), 1 << 20, KeyLog([]), Notes())
    whole = read_websocket(here, *streams, "")
    monkeypatch.setattr(websocket, "_PART", 2000)
    parts = list(websocket_parts(here, *streams, ""))
    assert len(whole) == 80 and len(parts) > 5
    assert tuple(message for part in parts for message in part) == whole


def test_a_message_larger_than_the_bound_is_cut() -> None:
    here = Context("c", "tcp-1", Peer("192.0.2.1", 5), Peer("198.51.100.1", 80), 10, KeyLog([]), Notes())
    up = frame(1, b"0123456", fin=False) + frame(0, b"789abcdef") + frame(2, b"x" * 30, mask=b"mask") + frame(1, b"ok")
    found = read_websocket(here, Stream(up, [0], [1.0]), Stream(), "")
    assert [message.data for message in found] == [b"0123456789", b"x" * 10, b"ok"]
    notes: list[Note] = []
    here.notes.give(notes.append, "c", "")
    assert sum(note.bytes for note in notes) == 6 + 20
