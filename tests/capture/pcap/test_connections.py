"""Connections: order, roles, sequence numbers that wrap, starts and ends that are missing."""

from __future__ import annotations

import random
from dataclasses import replace

import pcap_builders as build
import pytest

from scanner.capture.pcap.connections import Connection


def flows(*talks: build.Talk) -> list[Connection]:
    frames = sorted(frame for talk in talks for frame in talk.frames())
    return build.connections_of(build.pcap(frames))


def test_both_directions_of_one_connection() -> None:
    (found,) = flows(build.http_talk())
    assert found.upstream.data == build.GET and found.downstream.data == build.OK
    assert (found.client.host, found.client.port) == build.CLIENT
    assert (found.server.host, found.server.port) == build.SERVER
    assert found.roles_known and not found.one_sided and found.upstream.closed and not found.upstream.midstream
    assert found.time == build.START and found.upstream.time_at(0) == pytest.approx(build.START + 0.002)


def test_connections_come_in_the_order_of_their_first_packets() -> None:
    first = build.http_talk(talk=build.Talk(client=("203.0.113.9", 999)))
    empty = build.Talk(client=("192.0.2.1", 4), time=build.START + 0.0005).open().close()
    second = build.http_talk(talk=build.Talk(client=("192.0.2.1", 5), time=build.START + 0.0007))
    assert [(found.number, found.client.port) for found in flows(second, empty, first)] == [(0, 999), (2, 5)]


@pytest.mark.parametrize("isn", [2 ** 32 - 2, 2 ** 32 - 1, 2 ** 31, 0])
def test_sequence_numbers_wrap(isn: int) -> None:
    talk = build.Talk(isn=(isn, isn)).open()
    body = bytes(range(256)) * 20
    (found,) = flows(talk.send(True, body, 100).send(False, body, 77).close())
    assert found.upstream.data == found.downstream.data == body and found.losses.holes == 0


def test_any_order_of_capture() -> None:
    talk = build.http_talk((build.GET * 30, build.OK * 200))
    order = list(range(len(talk.segments)))
    random.Random(7).shuffle(order)
    (found,) = flows(build.shuffled(talk, order))
    assert found.upstream.data == build.GET * 30 and found.downstream.data == build.OK * 200
    assert found.roles_known


def test_ports_that_are_used_again() -> None:
    first = build.http_talk()
    second = build.http_talk((build.POST, build.OK), talk=build.Talk(isn=(900_000, 5), time=build.START + 60))
    again = build.Talk(isn=(900_000, 5), time=build.START + 59.9).open()  # the same SYN sent twice
    one, two = flows(first, again, second)
    assert (one.number, two.number) == (0, 1)
    assert one.upstream.data == build.GET and two.upstream.data == build.POST


def test_a_connection_without_its_start() -> None:
    talk = build.http_talk((build.GET + build.POST, build.OK * 2))
    (found,) = flows(replace(talk, segments=talk.segments[2:]))
    assert found.upstream.midstream and not found.roles_known
    assert found.client.port == 50_123 and found.upstream.data == build.GET + build.POST
    assert found.turned().client == found.server


def test_a_syn_answer_alone_tells_the_roles() -> None:
    talk = build.http_talk(talk=build.Talk(client=("192.0.2.1", 80), server=("192.0.2.2", 50_000)))
    (found,) = flows(replace(talk, segments=talk.segments[1:]))
    assert found.roles_known and found.client.port == 80


def test_one_direction_only() -> None:
    talk = build.http_talk()
    (found,) = flows(replace(talk, segments=[segment for segment in talk.segments if segment.from_client]))
    assert found.one_sided and found.downstream.data == b""


def test_a_lost_end_shows_by_the_fin() -> None:
    talk = build.http_talk((build.GET, build.OK * 100))
    lost = [segment for segment in talk.segments if not segment.from_client and segment.data][-1]
    (found,) = flows(replace(talk, segments=[segment for segment in talk.segments if segment is not lost]))
    assert found.losses.hole_bytes == len(lost.data) and found.downstream.holes[-1].at == len(found.downstream.data)


def test_data_in_the_syn() -> None:
    talk = build.Talk()
    talk.segments = [build.Segment(True, 1000, b"GET ", build.SYN),
                     build.Segment(True, 1005, b"/", time=build.START + 1)]
    assert flows(talk)[0].upstream.data == b"GET /"


def test_no_packets() -> None:
    assert flows() == []
