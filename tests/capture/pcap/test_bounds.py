"""Memory stays bounded whatever the capture: very many connections at once, and one that never ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import captures

ROOT = Path(__file__).parents[3]

READ = """
import sys
from pathlib import Path
from scanner.capture.pcap import read_pcap, reader, spool
import scanner.capture.pcap.http2, scanner.capture.pcap.tls

def own():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) // 1024

path, keys, in_memory = Path(sys.argv[1]), Path(sys.argv[1] + ".keys"), int(sys.argv[2])
for module in [spool, sys.modules["scanner.capture.pcap.reassembly"], sys.modules["scanner.capture.pcap.stream"]]:
    module.IN_MEMORY = in_memory
spool.Spool.__init__.__defaults__ = (in_memory,)
before = most = own()
count = 0
for exchange in read_pcap(path, "c", lambda note: None, keys.read_bytes() if keys.exists() else b""):
    count += 1
    if count % 50 == 1:
        most = max(most, own())
print(count, most - before)
"""


def read(made: captures.Made, in_memory: int = 8 << 20) -> tuple[int, int]:
    """How many exchanges a process reads, and by how many megabytes of its own it grows."""
    done = subprocess.run([sys.executable, "-c", READ, str(made.path), str(in_memory)], capture_output=True, text=True,
                          check=True, cwd=ROOT)
    count, grown = done.stdout.split()
    return int(count), int(grown)


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say what memory is whose"),
]


def test_thousands_of_connections_at_once(tmp_path: Path) -> None:
    made = captures.make("http1", tmp_path / "les.pcap", 120, captures.WIFI, 4000)
    count, grown = read(made)
    assert count == len(made.rows) and grown < 60


@pytest.mark.parametrize("kind", ["http1", pytest.param("http2", marks=pytest.mark.long)])
def test_a_connection_that_does_not_end(kind: str, tmp_path: Path) -> None:
    made = captures.make(kind, tmp_path / "les.pcap", 150, captures.OFFLOADED, 1, per_connection=1_000_000)
    count, grown = read(made)
    assert count == len(made.rows) and grown < 80
    assert read(made, in_memory=1 << 30)[1] > 110  # what it would be without spools
