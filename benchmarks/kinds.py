"""Speed of detection by kind of JSON: what a school platform answers all day, from catalogues to lists of a class.

The recorded lesson of ``speed.py`` is as dense as traffic can be. Most of what passes is not: flags, timetables, what
there is to read and to do. So each kind is measured by itself, with the same peer, without the models for names in
prose (``ner="off"``), which are measured in words (``benchmarks.names``). All values are made up from one seed, every
answer has other ones, and each kind is read in a process of its own with empty caches.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from benchmarks import naive_presidio
from benchmarks.timing import ENVIRONMENT, ROOT
from fixtures.names import FAMILY, GIVEN
from scanner.collector import sparing_collector
from scanner.model import Body, Exchange
from scanner.pipeline import Examined, Examiner

ANSWERS, SEED = 200, 5
_PEERS_BYTES = 30_000
"""Presidio reads about so much of each kind: at its speed more would only take longer."""
_WORDS = ("de", "les", "over", "breuken", "en", "procenten", "lees", "tekst", "maak", "opdracht", "kies", "het",
          "juiste", "antwoord", "water", "lucht", "aarde", "vuur", "plant", "dier", "lichaam", "rekenen", "taal")


def _uuid(dice: random.Random) -> str:
    digits = f"{dice.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _day(dice: random.Random) -> str:
    return f"2025-{dice.randint(9, 12):02}-{dice.randint(1, 28):02}"


def _moment(dice: random.Random) -> str:
    return f"{_day(dice)}T{dice.randint(8, 16):02}:{dice.randint(0, 59):02}:00Z"


def _article(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "id": number, "isbn": f"97890{dice.randint(0, 10**8):08}", "sku": f"ART-{dice.randint(0, 10**6):06}",
        "price": {"amount": dice.randint(500, 5000), "currency": "EUR", "vat": 9}, "stock": dice.randint(0, 500),
        "level": dice.choice(["vmbo", "havo", "vwo"]), "year": dice.randint(1, 6), "edition": f"{dice.randint(1, 12)}e",
        "publishedAt": f"20{dice.randint(10, 25)}-0{dice.randint(1, 9)}-01",
        "cover": f"https://cdn.uitgever.example/covers/{dice.getrandbits(64):016x}.jpg",
        "licenses": [{"type": "digital", "months": 12, "active": True}, {"type": "book", "months": 0, "active": False}],
        "links": {"self": f"/catalog/{number}", "order": f"/catalog/{number}/order"},
    }


def _flag(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "key": f"feature.{dice.choice(_WORDS)}.{number}", "enabled": dice.random() > 0.5,
        "rollout": dice.randint(0, 100), "variant": dice.choice(["control", "a", "b"]), "updatedAt": 1.7e12 + number,
        "config": {"max": number, "min": 0, "color": f"#{dice.getrandbits(24):06x}", "size": "large"},
        "hash": f"{dice.getrandbits(160):040x}",
    }


def _lesson(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "id": number, "start": _moment(dice), "einde": _moment(dice), "lesuur": dice.randint(1, 9),
        "lokaal": f"{dice.randint(0, 3)}.{dice.randint(1, 30):02}", "vak": dice.choice(["ne", "en", "wi"]),
        "docent": dice.choice(["JAN", "KLA", "PIE"]), "status": dice.randint(1, 9),
        "omschrijving": " ".join(dice.choices(_WORDS, k=4)), "isOnline": False, "opmerking": None,
    }


def _event(_number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "event": dice.choice(["page_view", "click", "answer"]),
        "properties": {
            "distinct_id": _uuid(dice), "time": round(1.7e9 + dice.random() * 1e6, 3), "$screen_width": 1366,
            "$browser": "Chrome", "$os": "Chrome OS",
            "path": f"/lessen/{dice.randint(1, 99)}/opgave/{dice.randint(1, 20)}", "score": dice.randint(0, 10),
            "duration": dice.random() * 100,
        },
    }


def _mark(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "cijferId": number, "leerlingId": dice.randint(100_000, 102_000),
        "vak": {"id": dice.randint(1, 30), "afkorting": dice.choice(["ne", "en", "wi"]),
                "omschrijving": dice.choice(["Nederlands", "Engels", "Wiskunde"])},
        "waarde": f"{dice.uniform(3, 10):.1f}".replace(".", ","), "weging": dice.choice([1, 2, 3]),
        "datum": _day(dice), "isVoldoende": True, "toets": f"Hoofdstuk {dice.randint(1, 12)}",
    }


def _pupil(number: int, dice: random.Random) -> dict[str, Any]:
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    return {
        "id": 100_000 + number, "uuid": _uuid(dice), "roepnaam": given,
        "tussenvoegsel": dice.choice([None, "van", "de"]), "achternaam": family,
        "geboortedatum": f"20{dice.randint(8, 16):02}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "leerlingnummer": str(dice.randint(10_000, 99_999)),
        "email": f"{given}.{family}{number}@dekanarie.example".lower(), "klas": dice.choice(["1A", "1B", "2C", "3D"]),
        "geslacht": dice.choice("MV"), "actief": True, "aangemeldOp": _moment(dice),
    }


_ASKED = (("accept", "application/json"), ("cookie", "sessie=7f3d2a1b9c8e4f60a1b2c3d4e5f60718"))
_ANSWERED = (("content-type", "application/json; charset=utf-8"),)
KINDS: Mapping[str, tuple[Callable[[int, random.Random], dict[str, Any]], int]] = {
    "flags of a program": (_flag, 100), "a catalogue": (_article, 60), "timetables": (_lesson, 80),
    "events of a page": (_event, 60), "marks": (_mark, 100), "lists of a class": (_pupil, 60),
}
"""Kind → how an entry is made, and how many an answer holds."""


def exchanges(kind: str) -> list[Exchange]:
    """Two hundred answers of a kind."""
    make, entries = KINDS[kind]
    dice = random.Random(SEED)
    found: list[Exchange] = []
    for number in range(ANSWERS):
        body = json.dumps({"items": [make(number * entries + each, dice) for each in range(entries)], "page": number})
        found.append(Exchange(
            f"entry-{number}", "kinds", "h2", "GET", "https", "api.rekenbaas.example", 443, f"/v1/items?page={number}",
            200, 0.0, _ASKED, response_headers=_ANSWERED, response_body=Body(body.encode(), len(body))))
    return found


def examine(kind: str) -> tuple[int, int, float]:
    """Bytes, detections and seconds of processor to decode and detect the answers of a kind."""
    answers = exchanges(kind)
    Examiner(key=b"b" * 32, subjects=None, scan_static=False, ner="off").examine(answers[0], 0)
    examiner = Examiner(key=b"b" * 32, subjects=None, scan_static=False, ner="off")
    with sparing_collector():
        started = time.process_time()
        found = sum(len(each.detected.observation.detections)
                    for each in examiner.examine_all(zip(answers, count(), strict=False)) if isinstance(each, Examined))
        spent = time.process_time() - started
    return sum(len(each.response_body.data) for each in answers), found, spent


def compare(runs: int) -> None:
    """Print the speed of each kind beside Presidio's."""
    peer = naive_presidio.bare(prose=False)
    for kind in KINDS:
        rates: list[float] = []
        theirs: list[float] = []
        found = 0
        texts: list[str] = []
        for each in exchanges(kind):
            if sum(map(len, texts)) < _PEERS_BYTES:
                texts.append(each.response_body.data.decode())
        for _ in range(runs):
            told = subprocess.run([sys.executable, "-m", "benchmarks.kinds", kind], check=True, capture_output=True,
                                  text=True, cwd=ROOT, env=ENVIRONMENT | {"OPENBLAS_NUM_THREADS": "1"}).stdout
            size, found, spent = json.loads(told)
            rates.append(size / 1e6 / spent)
            result = naive_presidio.analyze(texts, peer)
            theirs.append(result.bytes / 1e6 / result.seconds)
        rates.sort()
        theirs.sort()
        mine, other = rates[len(rates) // 2], theirs[len(theirs) // 2]
        print(f"  {kind:20} {mine:5.2f} ({rates[0]:.2f}–{rates[-1]:.2f}) MB/s, {size / found:7,.0f} bytes for each "
              f"detection   Presidio {other:.3f} MB/s   ratio {mine / other:.0f}×", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    print(json.dumps(examine(parser.parse_args().kind)))
