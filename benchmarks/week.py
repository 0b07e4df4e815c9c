"""A week of a school in a million exchanges through the scanner of the live proxy: what its memory does meanwhile.

``python -m benchmarks.week [EXCHANGES]`` writes invented traffic into the spool as the proxy does, lets the real
scanning process read behind it, and prints its resident memory on the way. Thirty devices change hands every lesson;
pupils, sessions, requests and answers are new all the time, as are the ids that apps make up; the endpoints are those
of a handful of products. What is measured is the growth between a tenth of the traffic and its end.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
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


def run(count: int, folder: Path) -> int:
    """Feed so many exchanges to a scanner; print what its memory does; the growth in bytes after the first tenth."""
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
    step = max(1, count // 50)
    sizes: list[int] = []
    begun = time.monotonic()
    for number, exchange in enumerate(exchanges(count), 1):
        spool.put(exchange)
        while number - read[0] > AHEAD:
            time.sleep(0.05)
        if number % step == 0:
            sizes.append(resident(scanner.pid))
            disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            print(f"  {number:9,} exchanges  {sizes[-1] / 1e6:7.1f} MB  {disk / 1e6:7.1f} MB on disk  "
                  f"{number / (time.monotonic() - begun):6.0f}/s", flush=True)
    spool.finish()
    scanner.wait()
    first = sizes[len(sizes) // 10 - 1]
    growth = sizes[-1] - first
    print(f"  grew by {growth / 1e6:.1f} MB after the first tenth, by {(max(sizes) - first) / 1e6:.1f} MB at most "
          f"(aim at most {GROWTH_AIM / 1e6:.0f} MB)")
    return growth


def resident(pid: int) -> int:
    """Bytes of a process that are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _follow(told: IO[bytes], read: list[int]) -> None:
    for line in told:
        event = json.loads(line)
        if event["event"] == "status":
            read[0] = event["exchanges"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        run(int(sys.argv[1]) if len(sys.argv) > 1 else EXCHANGES, Path(made) / "out")
