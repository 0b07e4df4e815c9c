"""Makes a capture of HTTP/3 to measure readers on: ``python -m benchmarks.quic_capture FILE --megabytes 60``.

Client and server are aioquic in memory, several connections interleaved. Beside FILE come FILE.keys (secrets) and
FILE.rows: what a reader must report, sorted; taken from what the client received.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections.abc import Iterator
from pathlib import Path

from aioquic.tls import CipherSuite

from benchmarks.quic_talk import Asked, Datagram, Headers, Talk, configurations, pcap
from benchmarks.traffic import HOST, Call, Traffic

PER_CONNECTION = 48
_AT_ONCE = 6
_CONCURRENT = 8
_WINDOW = 1 << 24
SUITES = {"aes128": CipherSuite.AES_128_GCM_SHA256, "aes256": CipherSuite.AES_256_GCM_SHA384,
          "chacha20": CipherSuite.CHACHA20_POLY1305_SHA256}


def make(path: Path, megabytes: int, suite: str = "aes128", seed: int = 1) -> list[str]:
    """Write a capture of about so many megabytes; returns the rows that a reader must report."""
    traffic = Traffic(seed)
    rows: list[str] = []
    secrets: list[bytes] = []
    waiting: list[Datagram] = []
    start, size, number = 1_793_606_400.0, 0, 0
    chance = random.Random(seed)
    with path.open("wb") as file:
        file.write(pcap(()))
        while size < megabytes * 1_000_000:
            datagrams, keys = _connection(traffic, number, suite, start, rows)
            secrets.append(keys)
            number += 1
            # Some connections run at the same time: each begins while the one before goes on.
            start += (datagrams[-1].time - start) / _CONCURRENT * chance.uniform(0.5, 1.5)
            waiting = list(heapq.merge(waiting, datagrams, key=lambda datagram: datagram.time))
            ready = [datagram for datagram in waiting if datagram.time < start]
            waiting = waiting[len(ready):]
            size += file.write(pcap(ready)[24:])
        file.write(pcap(waiting)[24:])
    rows.sort()
    path.with_name(path.name + ".keys").write_bytes(b"".join(secrets))
    path.with_name(path.name + ".rows").write_text("\n".join(rows))
    return rows


def _connection(traffic: Traffic, number: int, suite: str, start: float,
                rows: list[str]) -> tuple[list[Datagram], bytes]:
    """One connection with its calls; the client asks for some at once and waits for all of them."""
    client, server = configurations(max_data=_WINDOW, max_stream_data=_WINDOW, max_datagram_size=1400)
    client.cipher_suites = server.cipher_suites = [SUITES[suite]]
    calls: dict[str, Call] = {}

    def answer(talk: Talk, stream: int, asked: Asked) -> None:
        call = calls[dict(asked.headers)[b":path"].decode()]
        assert talk.server_http is not None
        talk.server_http.send_headers(stream, [(b":status", b"200"), *_encoded(call.response_headers)])
        talk.server_http.send_data(stream, call.response_body, True)

    talk = Talk(client, server, answer, addresses=((f"10.0.{number // 250}.{number % 250 + 1}", 20_000 + number),
                                                   ("198.51.100.1", 443)), start=start).connect()
    for batch in _batches(traffic.calls(PER_CONNECTION)):
        streams = {}
        for call in batch:
            calls[call.path] = call
            streams[talk.ask([(b":method", call.method.encode()), (b":scheme", b"https"),
                              (b":authority", HOST.encode()), (b":path", call.path.encode()),
                              *_encoded(call.request_headers)], call.request_body)] = call
        talk.run()
        for stream, call in streams.items():
            assert talk.answers[stream].body == call.response_body
            rows.append(call.row)
    return talk.sent, talk.secrets


def _batches(calls: Iterator[Call]) -> Iterator[list[Call]]:
    batch: list[Call] = []
    for call in calls:
        batch.append(call)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _encoded(headers: tuple[tuple[str, str], ...]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in headers]


def main() -> None:
    """Make one capture from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--megabytes", type=int, default=60)
    parser.add_argument("--suite", choices=SUITES, default="aes128")
    chosen = parser.parse_args()
    rows = make(chosen.file, chosen.megabytes, chosen.suite)
    print(f"{chosen.file}: {chosen.file.stat().st_size / 1e6:.1f} MB, {len(rows)} exchanges")


if __name__ == "__main__":
    main()
