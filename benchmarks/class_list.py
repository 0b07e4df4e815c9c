"""What a class list costs: the same scan with ten known pupils and with the two thousand of a school.

There is no peer that looks for known pupils in every spelling and digest; the ratio says what a pupil more costs.
All pupils are invented, from one seed; some share names with those in the traffic, as pupils of a school do.
"""

from __future__ import annotations

import random
import statistics
import sys
from pathlib import Path

import yaml

from benchmarks.timing import heading, process
from fixtures.names import FAMILY, GIVEN

FEW, MANY = 10, 2_000
RUNS = 3
SEED = 5


def compare(folder: Path, capture: Path) -> None:
    """Print seconds and memory of both scans, taking turns, one process each."""
    heading(f"Scan of {capture.stat().st_size / 1e6:.0f} MB HAR with {FEW} and with {MANY:,} known pupils, one process")
    spent: dict[int, list[float]] = {FEW: [], MANY: []}
    memory: dict[int, float] = {}
    for _ in range(RUNS):
        for amount in (FEW, MANY):
            school = folder / f"school-{amount}.yaml"
            if not school.exists():
                school.write_text(yaml.safe_dump({"subjects": pupils(amount)}, allow_unicode=True), encoding="utf-8")
            took = process([sys.executable, "-m", "scanner", "scan", str(capture), "--subjects", str(school),
                            "--jobs", "1", "--key-file", str(folder / "key"), "--quiet",
                            f"--output=json={folder / 'school.json'}"])
            spent[amount].append(took.seconds)
            memory[amount] = max(memory.get(amount, 0.0), took.megabytes)
    for amount, seconds in spent.items():
        print(f"  {amount:>5,} pupils: {statistics.median(seconds):5.1f} s ({min(seconds):.1f}–{max(seconds):.1f}), "
              f"{memory[amount]:.0f} MB")
    print(f"  ratio {statistics.median(spent[MANY]) / statistics.median(spent[FEW]):.2f}×", flush=True)


def pupils(amount: int) -> list[dict[str, object]]:
    """So many subjects as a subjects file has them."""
    dice = random.Random(SEED)
    found: list[dict[str, object]] = []
    for number in range(amount):
        given, family = dice.choice(GIVEN), dice.choice(FAMILY)
        found.append({"id": f"leerling-{number:04}", "role": "pupil", "values": {
            "name.given": given, "name.family": family, "name.full": f"{given} {family}",
            "demo.dob": f"20{dice.randint(8, 14):02}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            "id.leerlingnummer": str(100_000 + number), "contact.email": f"{given}{number}@dekanarie.example".lower(),
            "contact.phone": f"06120{number:05}", "addr.street": f"Merelhof {number}",
            "addr.postcode": f"{dice.randint(1000, 9999)} AB"}})
    return found
