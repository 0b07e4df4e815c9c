"""The table of connections: grouping, reuse of ports, and parts that make no difference."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pcap_builders as build
import pytest

from scanner.capture.pcap.connections import Connection
from scanner.capture.pcap.flows import FlowTable, group


def test_pairs_that_mix_to_one_number_are_told_apart() -> None:
    src = np.array([1, 2, 1, 3, 2, 1], np.uint64)
    dst = np.array([9, 9, 9, 9, 9, 9], np.uint64)
    order, new = group(src, dst)
    assert src[order].tolist() in ([1, 1, 1, 2, 2, 3], [1, 1, 1, 3, 2, 2], [2, 2, 1, 1, 1, 3], [2, 2, 3, 1, 1, 1],
                                   [3, 1, 1, 1, 2, 2], [3, 2, 2, 1, 1, 1])
    assert int(new.sum()) == 3
    # mixed = (low * M ^ high >> 7) * M ^ high: high numbers below 128 differ in the last step alone, so a
    # difference in low can cancel it.
    mask = (1 << 64) - 1
    multiplier = 0x9E3779B97F4A7C15
    inverse = pow(multiplier, -1, 1 << 64)
    low_a, high_a, high_b = 5, 100, 101
    mixed = (low_a * multiplier & mask) * multiplier & mask ^ high_a
    low_b = ((mixed ^ high_b) * inverse & mask) * inverse & mask
    low = np.array([low_a, low_b, low_a, low_b], np.uint64)
    high = np.array([high_a, high_b, high_a, high_b], np.uint64)
    order, new = group(low, high)
    assert int(new.sum()) == 2


def shown(found: list[Connection]) -> list[tuple[object, ...]]:
    return [(each.number, each.client, each.server, each.upstream, each.downstream, each.time, each.losses,
             each.roles_known, each.one_sided) for each in found]


def talks(seed: int) -> list[build.Talk]:
    """Conversations of all kinds: ports used again, opened halfway, one-sided, out of order, repeated."""
    chance = random.Random(seed)
    made = []
    for number in range(12):
        port = 40_000 + chance.randrange(5)
        start = build.START + number * 7 + chance.random()
        talk = build.Talk(client=("192.0.2.9", port), isn=(chance.getrandbits(32), chance.getrandbits(32)), time=start)
        talk = build.http_talk((build.GET * chance.randint(1, 3), build.OK * chance.randint(1, 40)), talk=talk)
        kind = chance.randrange(5)
        if kind == 1:
            talk = replace(talk, segments=talk.segments[chance.randint(1, 4):])
        elif kind == 2:
            talk = replace(talk, segments=[part for part in talk.segments if part.from_client])
        elif kind == 3:
            order = list(range(len(talk.segments)))
            chance.shuffle(order)
            talk = build.shuffled(talk, order)
        elif kind == 4:
            talk = replace(talk, segments=sorted(talk.segments * 2, key=lambda part: part.time))
        made.append(talk)
    return made


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("parts", [2, 7, 1000])
def test_a_capture_read_in_parts_gives_the_same_connections(seed: int, parts: int) -> None:
    frames = sorted(frame for talk in talks(seed) for frame in talk.frames())
    data = build.pcap(frames)
    whole = build.connections_of(data)
    assert len(whole) > 8
    assert shown(build.connections_of(data, parts)) == shown(whole)


def test_every_byte_of_payload_is_kept_once() -> None:
    made = talks(3)
    data = build.pcap(sorted(frame for talk in made for frame in talk.frames()))
    once = {(talk.client, talk.isn, part.from_client, part.seq, part.data) for talk in made for part in talk.segments}
    sent = sum(len(payload) for *_, payload in once)
    assert sum(len(each.upstream.data) + len(each.downstream.data) for each in build.connections_of(data)) == sent


def test_an_empty_table() -> None:
    table = FlowTable()
    payloads = table.payloads
    assert table.count == 0 and payloads.start.tolist() == [0] and len(payloads.at) == 0
