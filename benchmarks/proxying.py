"""The proxy beside plain mitmdump under the same load: thirty devices at once, posts, pages, HTTP/2, chat, downloads.

Measured are the processor time of the proxy process alone for each request (the scanner is another process, and may
have its own core), what each request took the device, and how fast a download came through. Both proxies run all the
time and take turns, load by load, so that what else happens on the computer meets both; before each turn the scanner
has finished the last one. Processor time is measured while all devices send as fast as they can, latency while they
pause as people do. The ratio of processor time is that of the best turns, and the median of the
ratios of neighbouring turns; latencies are those of all turns together, downloads medians.
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
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from benchmarks import proxy_load
from benchmarks.proxy_load import DOWNLOAD, Load, Route
from benchmarks.timing import heading

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
_MITMDUMP = "from mitmproxy.tools.main import mitmdump; mitmdump()"


class Proxy:
    """mitmdump, with or without the addon."""

    def __init__(self, folder: Path, trusted: Path, addon: list[str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._process = subprocess.Popen(
            [sys.executable, "-c", _MITMDUMP, "-q", "--listen-host", "127.0.0.1", "-p", str(self.port), "--set",
             f"confdir={folder / 'conf'}", "--set", f"ssl_verify_upstream_trusted_ca={trusted}",
             "--set", "connection_strategy=lazy", *addon],
            env={**os.environ, "LEERLEK_KEY_FILE": str(folder / "key")}, stderr=subprocess.DEVNULL,
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
    """Print both and what the addon adds."""
    heading(f"Proxy, {DEVICES} devices at once, {TURNS} turns each, a download of {DOWNLOAD >> 20} MB")
    asyncio.run(_compare(folder))


async def _compare(folder: Path) -> None:
    secret = proxy_load.certificate(folder)
    servers = await proxy_load.platform(secret)
    plain_port, secure_port = (server.sockets[0].getsockname()[1] for server in servers)
    addon = ["-s", str(files("scanner.live").joinpath("addon.py")), "--set", f"leerlek_output={folder / 'proxy'}"]
    proxies = [Proxy(folder, secret, []), Proxy(folder, secret, addon)]
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


async def _processor(name: str, load: Load, count: int, proxies: list[Proxy], routes: list[Route]) -> None:
    spent: list[list[float]] = [[], []]
    for turn in range(TURNS):
        for which in (0, 1) if turn % 2 else (1, 0):
            await proxies[1].rest()
            before = proxies[which].spent
            await asyncio.gather(*(load(routes[which], count, 0, 0) for _ in range(DEVICES)))
            spent[which].append((proxies[which].spent - before) * 1000 / count / DEVICES)
    ratio = statistics.median(b / a for a, b in zip(*spent, strict=True))
    print(f"  {name:20} mitmdump {min(spent[0]):6.3f} ms CPU each, with leerlek {min(spent[1]):6.3f}: "
          f"{min(spent[1]) / min(spent[0]):.2f}× in the best turns, {ratio:.2f}× in the median (aim at most {CPU_AIM})",
          flush=True)


async def _latency(name: str, load: Load, proxies: list[Proxy], routes: list[Route]) -> None:
    times: list[list[float]] = [[], []]
    for turn in range(TURNS):
        for which in (0, 1) if turn % 2 else (1, 0):
            await proxies[1].rest()
            each = await asyncio.gather(*(load(routes[which], CALM, PAUSE, turn * DEVICES + number)
                                          for number in range(DEVICES)))
            times[which] += [one for device in each for one in device]
    plain, ours = map(sorted, times)
    median = statistics.median(ours) - statistics.median(plain)
    p99 = ours[len(ours) * 99 // 100] - plain[len(plain) * 99 // 100]
    print(f"  {name:20} latency: median {statistics.median(plain):5.2f} ms {median:+.2f} (aim under {MEDIAN_AIM}), p99 "
          f"{plain[len(plain) * 99 // 100]:6.2f} ms {p99:+.2f} (aim under {P99_AIM})", flush=True)


async def _downloads(proxies: list[Proxy], routes: list[Route]) -> None:
    rates: list[list[float]] = [[], []]
    for turn in range(TURNS):
        for which in (0, 1) if turn % 2 else (1, 0):
            await proxies[1].rest()
            rates[which].append(await proxy_load.download(routes[which]))
    ratio = statistics.median(b / a for a, b in zip(*rates, strict=True))
    print(f"  {'download':20} mitmdump {statistics.median(rates[0]):5.0f} MB/s, with leerlek "
          f"{statistics.median(rates[1]):5.0f}: {ratio:.2f}× (aim at least {THROUGHPUT_AIM})", flush=True)


def _spent(pid: int) -> float:
    """The processor clock of a process, as clock_getcpuclockid(3) finds it."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
