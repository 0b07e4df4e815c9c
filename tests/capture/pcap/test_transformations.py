"""What a network and a recorder do to a conversation changes nothing of its exchanges: checked on random traffic."""

from __future__ import annotations

import ssl
import struct
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random

import hpack
import pcap_builders as build
import pcap_encapsulations as wrap
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pcap_builders import ACK, FIN, RST, SYN, Segment, Talk

from scanner.model import Exchange, Gap, Note

Frames = list[tuple[float, bytes]]
PSH, URG = 8, 32
SEEDS = st.integers(0, 1 << 32)


def chunked(body: bytes, random: Random) -> bytes:
    pieces = []
    at = 0
    while at < len(body):
        size = random.randint(1, 3000)
        piece = body[at:at + size]
        pieces.append(f"{len(piece):x};a=b\r\n".encode() + piece + b"\r\n")
        at += size
    return b"".join(pieces) + b"0\r\nX-Late: 1\r\n\r\n"


def messages(random: Random, count: int) -> list[tuple[bytes, bytes, bytes]]:
    """Requests, responses and the bodies of these."""
    found = []
    for number in range(count):
        body = random.randbytes(random.choice([0, 10, 1_000, 3_000, 12_000]))
        upload = random.randbytes(random.choice([0, 0, 500, 6_000]))
        request = (f"POST /les/{number}?x={random.random()} HTTP/1.1\r\nHost: les.example\r\n"
                   f"Content-Length: {len(upload)}\r\n\r\n").encode() + upload
        if random.random() < 0.5:
            response = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body, random)
        else:
            response = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        found.append((request, response, body))
    return found


def conversation(random: Random, talk: Talk, count: int = 4) -> tuple[Talk, list[bytes]]:
    """A talk of some exchanges in segments of any size, and the response bodies."""
    talk.open()
    bodies = []
    for request, response, body in messages(random, count):
        talk.send(True, request, random.choice([7, 100, 536, 1400, 9000]) if len(request) < 900 else 1400)
        talk.send(False, response, random.choice([300, 536, 1400, 9000]))
        bodies.append(body)
    return talk.close(), bodies


def read(data: bytes, keylog: bytes = b"") -> tuple[list[Exchange], list[Note]]:
    with tempfile.TemporaryDirectory() as folder:
        return build.read_bytes(data, Path(folder), keylog)


def check(data: bytes, bodies: list[bytes], keylog: bytes = b"") -> None:
    exchanges, notes = read(data, keylog)
    assert [one.response_body.data for one in exchanges] == bodies
    assert all(one.response_body.state == one.request_body.state == "complete" for one in exchanges)
    assert not notes


def moved(segments: list[Segment], random: Random, reach: float) -> list[Segment]:
    """Segments in the order in which a disturbed network delivers them, none later than ``reach`` places."""
    places = sorted(range(len(segments)), key=lambda place: place + random.random() * reach)
    return [replace(segments[place], time=build.START + number / 1000) for number, place in enumerate(places)]


def repeated(segments: list[Segment], random: Random, isn: tuple[int, int], idle: bool) -> list[Segment]:
    """Retransmissions: whole, parts, and several segments joined to one; where ``idle``, keep-alives in between."""
    found: list[Segment] = []
    sent = {True: b"", False: b""}
    for segment in segments:
        side = segment.from_client
        base = isn[0 if side else 1] + 1
        if segment.flags & SYN:
            found.append(segment)
            continue
        sent[side] += segment.data
        found.append(segment)
        if not sent[side] or segment.flags & FIN:
            continue
        kind = random.random()
        if kind < 0.15:
            found.append(segment)
        elif kind < 0.35:
            at = random.randrange(len(sent[side]))
            size = random.randint(1, 4000)
            found.append(Segment(side, (base + at) % (1 << 32), sent[side][at:at + size], ACK))
        elif kind < 0.42 and idle:  # a keep-alive: one meaningless byte before what comes next
            found.append(Segment(side, (base + len(sent[side]) - 1) % (1 << 32), b"\0", ACK))
        elif kind < 0.45:
            found.append(Segment(side, (base + len(sent[side]) - 1) % (1 << 32), b"", ACK))
    return found


@settings(max_examples=20)
@given(SEEDS, st.sampled_from([0, 0xFFFFFFFF, 0xFFFFF000, 0x7FFFFFFF]))
def test_order_copies_overlaps_and_wrapping_numbers(seed: int, isn: int) -> None:
    random = Random(seed)
    numbers = (isn, (isn + random.randrange(1 << 20)) % (1 << 32))
    talk, bodies = conversation(random, Talk(isn=numbers))
    reach = random.choice([0, 2, 8])
    segments = moved(repeated(talk.segments, random, numbers, not reach), random, reach)
    check(build.pcap(replace(talk, segments=segments).frames()), bodies)


@settings(max_examples=12)
@given(SEEDS)
def test_connections_that_share_a_capture_and_its_ports(seed: int) -> None:
    """Many connections at a time, some over the very ports of earlier ones, with IPv4 and IPv6 mixed."""
    random = Random(seed)
    queues: list[list[tuple[Talk, Segment]]] = []
    wanted: list[bytes] = []
    for number in range(4):
        client = ("2001:db8::10" if number % 2 else "192.0.2.10", 50_000 + number)
        server = ("2001:db8::7" if number % 2 else "198.51.100.7", 80)
        queue: list[tuple[Talk, Segment]] = []
        for _ in range(random.randint(1, 3)):
            talk, bodies = conversation(random, Talk(client, server, (random.randrange(1 << 32),
                                                                     random.randrange(1 << 32))), 2)
            queue += [(talk, segment) for segment in talk.segments]
            wanted += bodies
        queues.append(queue)
    frames: Frames = []
    while any(queues):
        queue = random.choice([queue for queue in queues if queue])
        talk, segment = queue.pop(0)
        frames.append((build.START + len(frames) / 1000, build.ethernet(talk.packet(segment))))
    exchanges, notes = read(build.pcap(frames))
    assert sorted(one.response_body.data for one in exchanges) == sorted(wanted) and not notes


def fragments(packet: bytes, random: Random) -> list[bytes]:
    """An IP packet in fragments, in any order, some of them twice."""
    from scapy.layers.inet import IP, fragment
    from scapy.layers.inet6 import IPv6, IPv6ExtHdrFragment, fragment6

    if packet[0] >> 4 == 6:
        whole = IPv6(packet)
        parts = fragment6(IPv6(src=whole.src, dst=whole.dst) / IPv6ExtHdrFragment(
            id=random.randrange(1 << 32), nh=whole.nh) / whole.payload, 1280)
    else:
        whole = IP(packet)
        whole.id = random.randrange(1 << 16)
        parts = fragment(whole, random.choice([64, 256, 1000]))
    found = [bytes(part) for part in parts]
    found += [part for part in found if random.random() < 0.2]
    random.shuffle(found)
    return found


LINKS = sorted(name for name in wrap.LINKS if "802.3" not in name)  # whose lengths end at 1500


@settings(max_examples=12)
@given(SEEDS, st.booleans())
def test_fragments_in_tunnels_of_many_kinds(seed: int, six: bool) -> None:
    random = Random(seed)
    ends = (("2001:db8::10", 50_123), ("2001:db8::7", 80)) if six else (build.CLIENT, build.SERVER)
    talk, bodies = conversation(random, Talk(*ends), 2)
    link, frame = wrap.LINKS[random.choice(LINKS)]
    tunnels = list((wrap.TUNNELS | (wrap.TUNNELS6 if six else {})).values())
    frames: Frames = []
    for segment in talk.segments:
        packets = [talk.packet(segment)]
        if random.random() < 0.3 and len(packets[0]) > 200:
            packets = fragments(packets[0], random)
        for packet in packets:
            if random.random() < 0.5:
                packet = random.choice(tunnels)(packet)
                if random.random() < 0.3 and len(packet) < 60_000:
                    frames += [(segment.time, frame(part)) for part in fragments(packet, random)]
                    continue
            frames.append((segment.time, frame(packet)))
    exchanges, notes = read(build.pcap(frames, link))
    assert [one.response_body.data for one in exchanges] == bodies
    assert {note.detail for note in notes} <= {"ARP"}


@lru_cache(maxsize=1)
def secret_talk() -> tuple[build.Session, list[bytes]]:
    pairs = messages(Random(1), 4)
    turns = [turn for request, response, _ in pairs for turn in ((True, request), (False, response))]
    return build.record_tls(turns), [body for _, _, body in pairs]


def old_packet(frame: bytes, ticks: int, number: int, order: str) -> bytes:
    return build.block(2, struct.pack(order + "HHIIII", number, 0, ticks >> 32, ticks & 0xFFFFFFFF, len(frame),
                                      len(frame)) + frame, order)


def simple_packet(frame: bytes, order: str) -> bytes:
    return build.block(3, struct.pack(order + "I", len(frame)) + frame, order)


@settings(max_examples=20)
@given(SEEDS)
def test_sections_interfaces_and_blocks_of_every_kind(seed: int) -> None:
    """Each section has its own byte order, interfaces with their own clocks, and blocks nobody knows."""
    random = Random(seed)
    session, bodies = secret_talk()
    talk = session.talk()
    data = b""
    left = list(talk.segments)
    while left:
        order = random.choice("<>")
        data += build.section(order)
        clocks = []
        for _ in range(random.randint(1, 3)):
            power = random.choice([3, 6, 9, 0x80 | 20, 0x80 | 30])
            offset = random.choice([0, 3600, -7200])
            options = (struct.pack(order + "HHB3x", 9, 1, power) + struct.pack(order + "HHq", 14, 8, offset)
                       + struct.pack(order + "HH", 0, 0))
            name = random.choice([name for name in LINKS if "aggregate" not in name])
            clocks.append((power, offset, wrap.LINKS[name][1]))
            data += build.interface(wrap.LINKS[name][0], options, order)
            if random.random() < 0.3:
                data += build.block(5, struct.pack(order + "III", 0, 0, 0), order)
        size = random.randint(1, 60)
        part, left = left[:size], left[size:]
        for segment in part:
            number = random.randrange(len(clocks))
            power, offset, frame = clocks[number]
            rate = 1 << (power & 0x7F) if power & 0x80 else 10 ** power
            ticks = int((segment.time - offset) * rate)
            packet = talk.packet(segment)
            kind = random.random()
            if kind < 0.6:
                data += build.enhanced(frame(packet), ticks, number, order)
            elif kind < 0.9:
                data += old_packet(frame(packet), ticks, number, order)
            else:
                data += simple_packet(clocks[0][2](packet), order)
            if random.random() < 0.05:
                data += build.block(0x40000BAD, random.randbytes(random.randint(0, 30)), order)
    data += build.secrets(session.keylog, order)
    exchanges, notes = read(data)
    assert [one.response_body.data for one in exchanges] == bodies and not notes


def damaged(random: Random, talk: Talk, turns: list[bytes], size: int) -> tuple[Talk, set[int], int]:
    """A talk in which some segments were not captured: which turns lost something, and how many bytes."""
    talk.open()
    owner: list[int] = []
    for number, said in enumerate(turns):
        before = len(talk.segments)
        talk.send(number % 2 == 0, said, size)
        owner += [number] * (len(talk.segments) - before)
    talk.close()
    lost = set(random.sample(range(len(owner)), min(random.randint(1, 3), len(owner))))
    gone = sum(len(talk.segments[place + 2].data) for place in lost)
    talk.segments = [segment for place, segment in enumerate(talk.segments) if place - 2 not in lost]
    return talk, {owner[place] for place in lost}, gone


@settings(max_examples=20)
@given(SEEDS)
@example(1696)  # a request, and the end of one answer with all of the next
def test_lost_segments_cost_the_messages_they_belong_to(seed: int) -> None:
    """Everything else is read as it was, nothing is invented, and the bytes that are missing are named."""
    random = Random(seed)
    triples = messages(random, 5)
    turns = [said for request, response, _ in triples for said in (request, response)]
    talk, touched, gone = damaged(random, Talk(), turns, 1400)
    exchanges, notes = read(build.pcap(talk.frames()))
    wanted = {request.split(b" ")[1].decode(): body for request, _, body in triples}
    for one in exchanges:
        if one.method and one.status and one.response_body.state == "complete":
            assert one.response_body.data == wanted[one.target]
    asked = {one.target for one in exchanges}
    answered = {one.response_body.data for one in exchanges if one.status and one.response_body.state == "complete"}
    for number, (request, _, body) in enumerate(triples):  # where nothing tells which answers which, they stand alone
        if not touched & {2 * number, 2 * number + 1}:
            assert request.split(b" ")[1].decode() in asked and body in answered
    assert sum(note.bytes for note in notes if note.gap is Gap.TCP_GAP) == gone


@settings(max_examples=20)
@given(SEEDS, st.sampled_from(["", "ECDHE-RSA-AES128-GCM-SHA256", "AES256-SHA", "ECDHE-RSA-CHACHA20-POLY1305"]))
def test_lost_segments_of_a_tls_session(seed: int, cipher: str) -> None:
    """Whatever is read was said."""
    random = Random(seed)
    session, wanted = sealed(cipher)
    segments = session.talk().segments
    first = next(place for place, segment in enumerate(segments) if len(segment.data) > 3 and segment.data[0] == 23)
    lost = set(random.sample(range(max(first, 12), len(segments)), 3))
    kept = [segment for place, segment in enumerate(segments) if place not in lost]
    exchanges, _ = read(build.pcap(replace(session.talk(), segments=kept).frames()), session.keylog)
    assert len(exchanges) > 1
    for one in exchanges:
        if one.method and one.status and one.response_body.state == "complete":
            assert one.response_body.data == wanted[one.target]


@lru_cache(maxsize=8)
def sealed(cipher: str) -> tuple[build.Session, dict[str, bytes]]:
    triples = messages(Random(3), 6)
    turns = [turn for request, response, _ in triples for turn in ((True, request), (False, response))]
    session = build.record_tls(turns, version=ssl.TLSVersion.TLSv1_2 if cipher else ssl.TLSVersion.TLSv1_3,
                               ciphers=cipher)
    return session, {request.split(b" ")[1].decode(): body for request, _, body in triples}


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


@lru_cache(maxsize=2)
def multiplexed() -> tuple[build.Session, dict[str, bytes]]:
    """HTTP/2 over TLS: streams whose frames mix, with headers that refer to earlier ones."""
    random = Random(5)
    client, server = hpack.Encoder(), hpack.Encoder()
    turns: list[tuple[bool, bytes]] = [(True, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"")),
                                       (False, frame(4, 0, 0, b""))]
    bodies: dict[str, bytes] = {}
    for first in range(1, 60, 6):
        asked, answers = b"", []
        for stream in range(first, first + 6, 2):
            path = f"/les/{stream}?{random.random()}"
            bodies[path] = random.randbytes(random.choice([0, 200, 5_000]))
            asked += frame(1, 5, stream, client.encode([(":method", "GET"), (":scheme", "https"), (":path", path),
                                                        (":authority", "les.example"), ("x-les", f"{stream % 4}")]))
            answers.append([frame(1, 4, stream, server.encode([(":status", "200"), ("x-les", f"{stream % 4}")]))]
                           + [frame(0, 0, stream, bodies[path][at:at + 900]) for at in range(0, len(bodies[path]), 900)]
                           + [frame(0, 1, stream, b"")])
        turns.append((True, asked))
        mixed = b""
        heads = [answer.pop(0) for answer in answers]  # in the order in which they were encoded
        mixed += b"".join(heads)
        while any(answers):
            mixed += random.choice([answer for answer in answers if answer]).pop(0)
        turns.append((False, mixed))
    return build.record_tls(turns, alpn="h2"), bodies


@settings(max_examples=20)
@given(SEEDS)
def test_lost_segments_of_mixed_streams(seed: int) -> None:
    """A stream is given no header and no byte of another."""
    random = Random(seed)
    session, bodies = multiplexed()
    segments = session.talk().segments
    lost = set(random.sample(range(12, len(segments)), random.randint(1, 4)))
    kept = [segment for place, segment in enumerate(segments) if place not in lost]
    exchanges, _ = read(build.pcap(replace(session.talk(), segments=kept).frames()), session.keylog)
    assert len(exchanges) > len(bodies) // 2
    for one in exchanges:
        lesson = {value for name, value in (*one.request_headers, *one.response_headers) if name == "x-les"}
        assert len(lesson) < 2
        if one.target in bodies and one.status and one.response_body.state == "complete":
            assert one.response_body.data == bodies[one.target]
        if one.target in bodies and lesson:
            assert lesson == {str(int(one.target[5:].partition("?")[0]) % 4)}


def test_mixed_streams_without_loss() -> None:
    session, bodies = multiplexed()
    exchanges, notes = read(build.pcap(session.talk().frames()), session.keylog)
    assert {one.target: one.response_body.data for one in exchanges} == bodies and not notes


@settings(max_examples=20)
@given(SEEDS)
def test_a_recorder_that_cuts_packets(seed: int) -> None:
    """What was cut off is a gap of known size; the rest of each body stands at its place."""
    random = Random(seed)
    talk, bodies = conversation(random, Talk(), 3)
    snaplen = random.choice([80, 200, 600, 1300])
    cut = sum(max(0, 54 + len(segment.data) - snaplen) for segment in talk.segments)
    exchanges, notes = read(build.pcap(talk.frames(), snaplen=snaplen))
    assert sum(note.bytes for note in notes if note.gap is Gap.PACKET_CUT) == cut
    for one in exchanges:
        if one.method and one.status and one.response_body.state == "complete":
            assert one.response_body.data in bodies


@settings(max_examples=20)
@given(SEEDS)
def test_ends_of_every_kind(seed: int) -> None:
    """No end, one end, resets with and without an explanation, urgent data, data in the opening segments."""
    random = Random(seed)
    talk, bodies = conversation(random, Talk(), 3)
    kind = random.randrange(5)
    if kind:  # the last body ends with the connection
        del talk.segments[-2:]
        talk.send(True, b"GET /eind HTTP/1.0\r\nHost: les.example\r\n\r\n")
        talk.send(False, b"HTTP/1.0 200 OK\r\n\r\nhet einde").close()
        bodies.append(b"het einde")
    segments = [replace(segment, flags=segment.flags | random.choice([0, PSH, PSH | URG])) for segment in talk.segments
                if not segment.flags & FIN]
    ends = talk.segments[-2:]
    if kind == 1:
        segments.append(ends[1])
    elif kind == 2:
        segments += ends[::-1]
    elif kind == 3:
        segments.append(replace(ends[0], flags=RST | ACK))
    elif kind == 4:
        segments.append(replace(ends[1], flags=RST | ACK, data=b"no such place"))
    if random.random() < 0.5:  # the first data travels in the SYN, and again after it when the server did not take it
        first = next(segment for segment in segments if segment.data and segment.from_client)
        segments[0] = replace(segments[0], data=first.data)
        if random.random() < 0.5:
            segments.remove(first)
    exchanges, notes = read(build.pcap(replace(talk, segments=segments).frames()))
    assert [one.response_body.data for one in exchanges] == bodies
    assert [(note.bytes, note.detail) for note in notes] == [(13, "explanation of a TCP reset")] * (kind == 4)
