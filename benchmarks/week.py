"""A week of a school in a million exchanges through ``leerlek proxy``: what the memory of its processes does meanwhile.

``python -m benchmarks.week [EXCHANGES]`` starts the real command with its dashboard, sends invented traffic of thirty
devices through it, looks at the dashboard once a second as a browser does, and prints the resident memory of proxy,
scanner and dashboard on the way. With ``--scanner`` the traffic is written into the spool as the proxy does, and the
scanning process alone is measured. Devices change hands every lesson; pupils, sessions, requests and answers are new
all the time, as are the ids that apps make up; the endpoints are those of a handful of products. What is measured is
the growth between a tenth of the traffic and its end.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from scanner.detect import Key
from scanner.live.spool import SpoolWriter
from scanner.live.worker import UNFINISHED, settings_line
from scanner.model import Body, Exchange, Headers, Peer, Tls
from scanner.run import Options

EXCHANGES = 1_000_000
DEVICES, PUPILS, LESSON = 30, 600, 6_000
"""A lesson is so many exchanges: thirty pupils, two hundred requests each."""
AHEAD = 10_000
"""Exchanges that may wait for the scanner; the proxy itself would go on."""
_FILES_AHEAD = 16
"""The same, in files of the spool, where the proxy writes it."""
GROWTH_AIM = 50 << 20
_GIVEN = ("Sanne", "Yassin", "Kim", "Daan", "Noor", "Mees", "Lotte", "Bram", "Fatima", "Joris", "Evi", "Sem")
_FAMILY = ("de Vries", "el Amrani", "Pluimgraaf", "Jansen", "van den Berg", "Bakker", "Yilmaz", "Visser", "Smit")
_PAGE = ("<!doctype html><title>Rekenbaas</title><main>" + "<p>Maak de som en kijk hem na.</p>" * 40).encode()
_TLS = Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256", "rekenbaas.example", "h2")


def exchanges(count: int, seed: int = 1) -> Iterator[Exchange]:
    """So many exchanges, the same for the same seed."""
    chance = random.Random(seed)
    time_of = 1_790_000_000.0
    for number in range(count):
        lesson, device = number // LESSON, chance.randrange(DEVICES)
        pupil = (lesson * DEVICES + device) % PUPILS
        time_of += 0.6
        yield _exchange(chance, number, lesson, device, pupil, time_of)


def _exchange(chance: random.Random, number: int, lesson: int, device: int, pupil: int, now: float) -> Exchange:
    given, family = _GIVEN[pupil % len(_GIVEN)], _FAMILY[pupil % len(_FAMILY)]
    session = f"{lesson:04x}{device:02x}{(lesson * 7919 + device) % 65521:08x}"
    request: bytes = b""
    method, host, kind = "GET", "rekenbaas.example", "application/json"
    pick = chance.random()
    if pick < 0.45:
        method, target = "POST", f"/api/leerling/{4000 + pupil}/antwoord"
        request = _json({"opgave": chance.randrange(10**6), "antwoord": str(chance.randrange(1000)),
                         "tijd": chance.random() * 60, "poging": chance.randrange(4), "id": _uuid(chance)})
        answer = _json({"goed": pick < 0.3, "score": chance.randrange(100), "volgende": chance.randrange(10**6)})
    elif pick < 0.6:
        target = f"/api/leerling/{4000 + pupil}"
        answer = _json({"leerlingId": 4000 + pupil, "roepnaam": given, "achternaam": family,
                        "groep": f"{pupil % 8 + 1}a",
                        "geboortedatum": f"20{12 + pupil % 4}-0{pupil % 9 + 1}-1{pupil % 10}",
                        "email": f"{given}.{pupil}@school.example".lower(), "laatste": now})
    elif pick < 0.75:
        method, host, target = "POST", "meten.example", f"/collect?v=2&cid={session}&sid={int(now)}&_p={number}"
        request = _json({"events": [{"name": "click", "id": _uuid(chance), "ts": int(now * 1000)} for _ in range(3)]})
        answer = b""
    elif pick < 0.85:
        target, answer, kind = f"/les/{chance.randrange(400)}", _PAGE, "text/html; charset=utf-8"
    elif pick < 0.95:
        host, target, kind = "static.rekenbaas.example", f"/assets/{chance.randrange(300)}.js", "text/javascript"
        answer = b"function som(a,b){return a+b}\n" * 60
    else:
        method, host, target = "POST", "chat.example", "/api/berichten"
        request = _json({"van": f"{given} {family}", "tekst": f"Hoi, ik ben bij som {chance.randrange(90)} van blok 3"})
        answer = _json({"berichtId": _uuid(chance)})
    head: Headers = (("host", host), ("cookie", f"sid={session}"), ("user-agent", "Mozilla/5.0 (X11; CrOS x86_64)"),
                     ("content-type", "application/json"), ("referer", "https://rekenbaas.example/les/1"))
    back: Headers = (("content-type", kind), ("date", str(int(now))), ("x-request-id", _uuid(chance)),
                     *((("cache-control", "public, max-age=86400"),) if kind == "text/javascript" else ()))
    return Exchange(
        f"flow-{number + 1}", "live", "http/2", method, "https", host, 443, target, 200 if answer else 204, now, head,
        Body(request, len(request)), back, Body(answer, len(answer)),
        client=Peer(f"192.168.1.{20 + device}", 40000 + number % 20000), server=Peer("192.0.2.10", 443), tls=_TLS)


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _uuid(chance: random.Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"


def alone(count: int, folder: Path) -> None:
    """Feed so many exchanges to a scanner; print what its memory does."""
    work = folder / UNFINISHED
    work.mkdir(parents=True)
    key = Key(b"k" * 32, "file")
    spool = SpoolWriter(work, key.bytes)
    scanner = subprocess.Popen([sys.executable, "-m", "scanner.live.worker"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    assert scanner.stdin is not None and scanner.stdout is not None
    read = [0]
    threading.Thread(target=_follow, args=(scanner.stdout, read), daemon=True).start()
    scanner.stdin.write(settings_line(folder, Options(), key))
    scanner.stdin.flush()
    sizes = Sizes(count, {"scanner": scanner.pid}, folder)
    for number, exchange in enumerate(exchanges(count), 1):
        spool.put(exchange)
        while number - read[0] > AHEAD:
            time.sleep(0.05)
        sizes.look(number)
    spool.finish()
    scanner.wait()
    sizes.conclude()


class Sizes:
    """The memory of processes while traffic goes on."""

    def __init__(self, count: int, processes: dict[str, int], folder: Path) -> None:
        self._step = max(1, count // 50)
        self._processes, self._folder = processes, folder
        self._sizes: dict[str, list[int]] = {name: [] for name in processes}
        self._begun = time.monotonic()

    def look(self, number: int) -> None:
        """So many exchanges have been."""
        if number % self._step:
            return
        for name, pid in self._processes.items():
            self._sizes[name].append(resident(pid))
        disk = sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())
        print(f"  {number:9,} exchanges  " + "".join(f"{name} {sizes[-1] / 1e6:6.1f} MB  " for name, sizes in
                                                     self._sizes.items())
              + f"disk {disk / 1e6:7.1f} MB  {number / (time.monotonic() - self._begun):6.0f}/s", flush=True)

    def conclude(self) -> None:
        """Print what each grew by after the first tenth."""
        for name, sizes in self._sizes.items():
            first = sizes[len(sizes) // 10 - 1]
            print(f"  {name} grew by {(sizes[-1] - first) / 1e6:.1f} MB after the first tenth, by "
                  f"{(max(sizes) - first) / 1e6:.1f} MB at most (aim at most {GROWTH_AIM / 1e6:.0f} MB)")


def whole(count: int, folder: Path) -> None:
    """Send so many exchanges through the real command; print what the memory of its processes does."""
    asyncio.run(_whole(count, folder))


async def _whole(count: int, folder: Path) -> None:
    answers: dict[bytes, Exchange] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_field(head, b"content-length"))
                exchange = answers.pop(b"%d" % _field(head, b"x-number"))
                writer.write(b"HTTP/1.1 %d x\r\n" % (exchange.status or 200)
                             + _head(exchange.response_headers, exchange.response_body.data))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    upstream = server.sockets[0].getsockname()[1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = subprocess.Popen(
        [sys.executable, "-m", "scanner", "proxy", "-o", str(folder / "out"), "-p", str(port), "--listen-host",
         "127.0.0.1", "--dashboard-port", "0", "--proxy-mode", f"upstream:http://127.0.0.1:{upstream}", "--", "--set",
         f"confdir={folder / 'conf'}"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env={**os.environ, "LEERLEK_KEY_FILE": str(folder / "key")})
    assert command.stderr is not None
    address = [b""]
    threading.Thread(target=_find, args=(command.stderr, address), daemon=True).start()
    while not (address[0] and len(found := _processes(command.pid)) == len(PROCESSES)):
        await asyncio.sleep(0.5)
    await asyncio.sleep(5)
    threading.Thread(target=_watch, args=(address[0].decode(),), daemon=True).start()
    sizes = Sizes(count, found, folder)
    waiting: list[asyncio.Queue[tuple[int, Exchange]]] = [asyncio.Queue(4) for _ in range(DEVICES)]
    done = [0]

    async def device(number: int) -> None:
        # A connection for every lesson, or so.
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(f"127.0.1.{number + 1}", 0))
            for _ in range(200):
                order, exchange = await waiting[number].get()
                name = b"%d" % order
                answers[name] = exchange
                writer.write(f"{exchange.method} http://{exchange.host}{exchange.target} HTTP/1.1\r\nx-number: "
                             f"{order}\r\n".encode() + _head(exchange.request_headers, exchange.request_body.data))
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_field(head, b"content-length"))
                done[0] += 1
                sizes.look(done[0])
            writer.close()

    devices = [asyncio.create_task(device(number)) for number in range(DEVICES)]
    for order, exchange in enumerate(exchanges(count), 1):
        assert exchange.client is not None
        await waiting[int(exchange.client.host.rpartition(".")[2]) - 20].put((order, exchange))
        while order % 1000 == 0 and len(list(folder.glob("out/unfinished/spool-*"))) > _FILES_AHEAD:
            await asyncio.sleep(0.5)
    while done[0] < count:
        await asyncio.sleep(0.1)
    for each in devices:
        each.cancel()
    sizes.conclude()
    command.send_signal(signal.SIGINT)
    await asyncio.to_thread(command.wait)
    server.close()


def _head(headers: Headers, body: bytes) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode() + b"content-length: %d\r\n\r\n%s" % (
        len(body), body)


def _field(head: bytes, name: bytes) -> int:
    return int(head.lower().partition(b"\r\n" + name + b":")[2].partition(b"\r\n")[0] or 0)


PROCESSES = {"proxy": "scanner.live.mitmdump", "scanner": "scanner.live.worker",
             "dashboard": "scanner.live.dashboard.server"}


def _processes(command: int) -> dict[str, int]:
    """Those of the command, by what they are."""
    found: dict[str, int] = {}
    for path in Path("/proc").glob(f"{command}/task/*/children"):
        for pid in map(int, path.read_text().split()):
            line = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            found |= {name: pid for name, module in PROCESSES.items() if module in line} | _processes(pid)
    return found


def _find(told: IO[bytes], address: list[bytes]) -> None:
    """Read what the command tells, and the address of its dashboard."""
    for line in told:
        found = re.search(rb"http://127\.0\.0\.1:\d+/\?token=\S+", line)
        if found is not None:
            address[0] = found[0]


def _watch(address: str) -> None:
    """What a browser asks the dashboard."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), urllib.request.ProxyHandler({}))
    with suppress(OSError):
        opener.open(address).read()
        while True:
            for what in ("state", "findings", "matrix", "coverage"):
                with suppress(urllib.error.HTTPError):
                    opener.open(urllib.parse.urljoin(address, f"/api/{what}")).read()
            time.sleep(1)


def resident(pid: int) -> int:
    """Bytes of a process that are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _follow(told: IO[bytes], read: list[int]) -> None:
    for line in told:
        event = json.loads(line)
        if event["event"] == "status":
            read[0] = event["exchanges"]


if __name__ == "__main__":
    counts = [int(each) for each in sys.argv[1:] if each.isdigit()]
    with tempfile.TemporaryDirectory() as made:
        (alone if "--scanner" in sys.argv else whole)(counts[0] if counts else EXCHANGES, Path(made) / "out")
