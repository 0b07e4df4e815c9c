"""The proxy beside plain mitmdump under the same load: thirty devices at once, posts, pages, HTTP/2, chat, downloads.

Three proxies: mitmdump, what ``leerlek proxy`` starts, and mitmdump with the addon. Measured are the processor time of
the proxy process alone for each request (the scanner is another process, and may have its own core), what each request
took the device, and how fast a download came through. All run all the time and take turns, load by load, so that what
else happens on the computer meets all; before each turn the scanners have finished the last one. Processor time is
measured while all devices send as fast as they can, latency while they pause as people do. Told are, beside mitmdump
in the same round: the median of the rounds' ratios of processor time, with the least and the greatest; the latencies
of all rounds together; the median of the ratios of download rates.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable
from importlib.resources import files
from pathlib import Path

from benchmarks import proxy_load
from benchmarks.proxy_load import DOWNLOAD, Load, Route
from benchmarks.timing import heading
from scanner.live.process import Settings, command

DEVICES = 30
LOADS: dict[str, tuple[Load, int]] = {
    "JSON posts": (proxy_load.posts, 20), "pages": (proxy_load.pages, 20), "HTTP/2 over TLS": (proxy_load.http2, 15),
    "WebSocket messages": (proxy_load.websocket, 40),
}
"""How each is made, and how often by each device in a turn."""
CALM, PAUSE = 8, 0.5
"""Requests of each device when latency is measured, and the mean of the seconds between them."""
TURNS = 7
CPU_AIM, MEDIAN_AIM, P99_AIM, THROUGHPUT_AIM = 1.15, 1.0, 5.0, 0.97
_MITMDUMP = [sys.executable, "-c", "from mitmproxy.tools.main import mitmdump; mitmdump()", "-q", "--listen-host",
             "127.0.0.1", "--set", "connection_strategy=lazy"]
NAMES = ("mitmdump", "leerlek proxy", "mitmdump with the addon")


class Proxy:
    """A proxy that listens at ``port``, by its command line."""

    def __init__(self, folder: Path, trusted: Path, port: int, command: list[str]) -> None:
        self.port = port
        self._process = subprocess.Popen(
            [*command, "-p", str(port), "--set", f"confdir={folder / 'conf'}", "--set",
             f"ssl_verify_upstream_trusted_ca={trusted}"],
            env={**os.environ, "LEERLEK_KEY_FILE": str(folder / "key")}, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)

    @property
    def spent(self) -> float:
        """Seconds of processor time, threads included, children not."""
        return _spent(self._process.pid)

    async def rest(self) -> None:
        """Wait until the scanner has nothing to do."""
        before = -1.0
        while (now := sum(map(_spent, self._children()))) - before > 0.02:
            before = now
            await asyncio.sleep(0.5)

    def end(self) -> None:
        """Stop it."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    def _children(self) -> Iterable[int]:
        return map(int, Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split())


def beside_mitmdump(folder: Path) -> None:
    """Print all and what the addon adds."""
    heading(f"Proxy, {DEVICES} devices at once, {TURNS} turns each, a download of {DOWNLOAD >> 20} MB")
    asyncio.run(_compare(folder))


def _commands(folder: Path) -> list[list[str]]:
    """How each of ``NAMES`` is started."""
    ours = Settings(
        folder=folder / "proxy", policy=None, subjects=None, scenario=None, recipients=(), tracker_lists=(),
        key_file=None, lang="nl", mode="test", decision="", only=(), ignore=(), listen_host="127.0.0.1", port=0,
        modes=("regular",), more=())
    addon = ["-s", str(files("scanner.live").joinpath("addon.py")), "--set", f"leerlek_output={folder / 'addon'}"]
    return [_MITMDUMP, command(ours), [*_MITMDUMP, *addon]]


async def _compare(folder: Path) -> None:
    secret = proxy_load.certificate(folder)
    servers = await proxy_load.platform(secret)
    plain_port, secure_port = (server.sockets[0].getsockname()[1] for server in servers)
    proxies = [Proxy(folder, secret, _free_port(), command) for command in _commands(folder)]
    routes = [Route(proxy.port, plain_port, secure_port, folder / "conf" / "mitmproxy-ca-cert.pem")
              for proxy in proxies]
    try:
        for load, _ in LOADS.values():
            for route in routes:
                await load(route, 3, 0, 0)  # the first requests import what later ones use
        for name, (load, count) in LOADS.items():
            await _processor(name, load, count, proxies, routes)
        for name, (load, _) in LOADS.items():
            await _latency(name, load, proxies, routes)
        await _downloads(proxies, routes)
    finally:
        for proxy in proxies:
            proxy.end()
        for server in servers:
            server.close()


async def _turns(proxies: list[Proxy]) -> AsyncIterator[tuple[int, int]]:
    """The numbers of the turn and of the proxy whose turn it is, forwards and backwards by turns."""
    for turn in range(TURNS):
        order = range(len(proxies))
        for which in order if turn % 2 else reversed(order):
            for proxy in proxies:
                await proxy.rest()
            yield turn, which


async def _processor(name: str, load: Load, count: int, proxies: list[Proxy], routes: list[Route]) -> None:
    spent: list[list[float]] = [[] for _ in proxies]
    async for _, which in _turns(proxies):
        before = proxies[which].spent
        await asyncio.gather(*(load(routes[which], count, 0, 0) for _ in range(DEVICES)))
        spent[which].append((proxies[which].spent - before) * 1000 / count / DEVICES)
    print(f"  {name:20} {NAMES[0]}: {statistics.median(spent[0]):.3f} ms CPU each")
    for who, ours in zip(NAMES[1:], spent[1:], strict=True):
        ratios = [b / a for a, b in zip(spent[0], ours, strict=True)]
        print(f"  {'':20} {who}: {statistics.median(ours):.3f} ms, {statistics.median(ratios):.2f}× in the median of "
              f"rounds, {min(ratios):.2f} to {max(ratios):.2f} (aim at most {CPU_AIM})", flush=True)


async def _latency(name: str, load: Load, proxies: list[Proxy], routes: list[Route]) -> None:
    times: list[list[float]] = [[] for _ in proxies]
    async for turn, which in _turns(proxies):
        each = await asyncio.gather(*(load(routes[which], CALM, PAUSE, turn * DEVICES + number)
                                      for number in range(DEVICES)))
        times[which] += [one for device in each for one in device]
    plain = sorted(times[0])
    print(f"  {name:20} {NAMES[0]}: latency in the median {statistics.median(plain):.2f} ms, p99 {_p99(plain):.2f}")
    for who, found in zip(NAMES[1:], times[1:], strict=True):
        ours = sorted(found)
        print(f"  {'':20} {who}: median {statistics.median(ours) - statistics.median(plain):+.2f} ms (aim under "
              f"{MEDIAN_AIM}), p99 {_p99(ours) - _p99(plain):+.2f} (aim under {P99_AIM})", flush=True)


def _p99(ordered: list[float]) -> float:
    return ordered[len(ordered) * 99 // 100]


async def _downloads(proxies: list[Proxy], routes: list[Route]) -> None:
    rates: list[list[float]] = [[] for _ in proxies]
    async for _, which in _turns(proxies):
        rates[which].append(await proxy_load.download(routes[which]))
    print(f"  {'download':20} {NAMES[0]}: {statistics.median(rates[0]):.0f} MB/s")
    for who, ours in zip(NAMES[1:], rates[1:], strict=True):
        ratios = [b / a for a, b in zip(rates[0], ours, strict=True)]
        print(f"  {'':20} {who}: {statistics.median(ours):.0f} MB/s, {statistics.median(ratios):.2f}× in the median of "
              f"rounds, {min(ratios):.2f} to {max(ratios):.2f} (aim at least {THROUGHPUT_AIM})", flush=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _spent(pid: int) -> float:
    """The processor clock of a process, as clock_getcpuclockid(3) finds it."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
