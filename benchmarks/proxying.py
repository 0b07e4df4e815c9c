"""The proxy beside plain mitmdump under the same load: thirty devices, small JSON posts, pages, a large download.

Measured are the processor time of the proxy process alone (the scanner is another process, and may have its own core),
what each request took the device, and how fast a download came through. Both proxies are started anew for every round
and take turns. Processor time is measured while all devices send as fast as they can, latency while they pause as
people do. The load is plain HTTP: without the cost of TLS the share of the addon is at its largest.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from benchmarks.timing import heading

DEVICES, POSTS, PAGES = 30, 60, 20
CALM, PAUSE = 12, 0.5
"""Requests of each device when latency is measured, and the mean of the seconds between them."""
DOWNLOAD = 50 << 20
ROUNDS = 3
CPU_AIM, MEDIAN_AIM, P99_AIM, THROUGHPUT_AIM = 1.15, 1.0, 5.0, 0.97
_MITMDUMP = "from mitmproxy.tools.main import mitmdump; mitmdump()"
_BODY = json.dumps({"leerling": {"id": 4711, "antwoord": "twaalf", "tijd": 3.2}, "opgaven": list(range(60))}).encode()
_PAGE = b"<!doctype html><title>Rekenbaas</title>" + b"<p>Maak de som en kijk na.</p>" * 600


@dataclass(slots=True)
class Round:
    """What one round of the load gave."""

    cpu: float
    """Milliseconds of processor time for each request."""
    latencies: list[float]
    """Milliseconds of each request."""
    throughput: float
    """Megabytes a second of the download."""


def beside_mitmdump(folder: Path) -> None:
    """Print both and what the addon adds."""
    heading(f"Proxy, {DEVICES} devices, {POSTS} posts and {PAGES} pages each, a download of {DOWNLOAD >> 20} MB")
    plain: list[Round] = []
    ours: list[Round] = []
    for number in range(ROUNDS):
        plain.append(asyncio.run(_round(folder, [])))
        out = folder / f"proxy-{number}"
        ours.append(asyncio.run(_round(folder, ["-s", str(files("scanner.live").joinpath("addon.py")), "--set",
                                                f"leerlek_output={out}"])))
    for name, rounds in (("mitmdump", plain), ("with leerlek", ours)):
        every = sorted(each for one in rounds for each in one.latencies)
        print(f"  {name:14} {statistics.median(r.cpu for r in rounds):6.2f} ms CPU a request, latency median "
              f"{statistics.median(every):6.2f} ms, p99 {every[len(every) * 99 // 100]:7.2f} ms, download "
              f"{statistics.median(r.throughput for r in rounds):6.0f} MB/s")
    a, b = [sorted(each for one in rounds for each in one.latencies) for rounds in (plain, ours)]
    cpu = statistics.median(r.cpu for r in ours) / statistics.median(r.cpu for r in plain)
    rate = statistics.median(r.throughput for r in ours) / statistics.median(r.throughput for r in plain)
    median = statistics.median(b) - statistics.median(a)
    print(f"  CPU {cpu:.2f}× (aim at most {CPU_AIM}), median {median:+.2f} ms (aim under {MEDIAN_AIM}), p99 "
          f"{b[len(b) * 99 // 100] - a[len(a) * 99 // 100]:+.2f} ms (aim under {P99_AIM}), download "
          f"{rate:.2f}× (aim at least {THROUGHPUT_AIM})", flush=True)


async def _round(folder: Path, addon: list[str]) -> Round:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    origin = server.sockets[0].getsockname()[1]
    port = _free_port()
    proxy = subprocess.Popen(
        [sys.executable, "-c", _MITMDUMP, "-q", "--listen-host", "127.0.0.1", "-p", str(port), "--set",
         f"confdir={folder / 'conf'}", *addon],
        env={**os.environ, "LEERLEK_KEY_FILE": str(folder / "key")}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await _wait_for(port)
        await _device(port, origin, 3)  # the first requests import what later ones use
        await asyncio.sleep(2)
        before = _cpu(proxy.pid)
        each = await asyncio.gather(*(_device(port, origin, POSTS, PAGES) for _ in range(DEVICES)))
        spent = _cpu(proxy.pid) - before
        calm = await asyncio.gather(*(_device(port, origin, CALM, 0, PAUSE, number) for number in range(DEVICES)))
        started = time.perf_counter()
        await _ask(*await asyncio.open_connection("127.0.0.1", port), f"http://127.0.0.1:{origin}/download", b"")
        throughput = DOWNLOAD / 1e6 / (time.perf_counter() - started)
    finally:
        proxy.send_signal(signal.SIGINT)
        proxy.wait()
        server.close()
    return Round(spent * 1000 / sum(map(len, each)), [latency for one in calm for latency in one], throughput)


async def _device(
    port: int, origin: int, posts: int, pages: int = 0, pause: float = 0.0, seed: int = 0
) -> list[float]:
    generator = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    latencies = []
    for number in range(posts + pages):
        if pause:
            await asyncio.sleep(generator.uniform(0, 2 * pause))
        started = time.perf_counter()
        path = "pagina" if number >= posts else f"api/antwoord/{number}"
        await _ask(reader, writer, f"http://127.0.0.1:{origin}/{path}", b"" if number >= posts else _BODY)
        latencies.append((time.perf_counter() - started) * 1000)
    writer.close()
    return latencies


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, url: str, body: bytes) -> None:
    head = (f"{'POST' if body else 'GET'} {url} HTTP/1.1\r\nHost: leer.example\r\nCookie: sid=0123456789abcdef\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
    writer.write(head.encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    left = int(answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while left:
        left -= len(await reader.read(min(left, 1 << 20)))


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            path = head.split(b" ", 2)[1]
            kind = b"text/html" if path.endswith(b"pagina") else b"application/json"
            size = DOWNLOAD if path.endswith(b"download") else 0
            body = b"" if size else _PAGE if kind == b"text/html" else _BODY
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                         % (kind, size or len(body), body))
            for _ in range(size >> 20):
                writer.write(b"x" * (1 << 20))
                await writer.drain()
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        writer.close()


async def _wait_for(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu(pid: int) -> float:
    """Seconds of processor time of a process, its threads included, its children not."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
