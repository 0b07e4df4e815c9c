"""Speed against named peers, each pair in the same run: ``make bench``.

What is compared: decoding and detecting JSON traffic with naive Presidio (``naive_presidio.py``); reading a mitmproxy
dump with mitmproxy's FlowReader; dissecting packet captures with tshark (``readers.py``); reading a HAR with
``json.loads``. ``make bench PART=pcap`` (or another of the parts) measures that part alone. Before a
clock starts each peer's answer is checked: a fast reader that finds less is no fast reader. Figures are medians of
alternating runs with their spread; on a shared machine only the ratios mean much.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate, count
from pathlib import Path

from benchmarks import class_list, judging, kinds, linkage, naive_presidio, proxying, readers, recall
from scanner.capture import read_capture
from scanner.collector import sparing_collector
from scanner.detect import detect_text
from scanner.inspection import body_of
from scanner.judge import load_rules
from scanner.model import Exchange, Note
from scanner.pipeline import Examiner

ROOT = Path(__file__).parent.parent
LEAKING = ROOT / "fixtures" / "leaking"
RUNS = 5
SAMPLE_BYTES = 200_000
"""Naive Presidio gets this much: at its speed more would only take longer. Recall is compared on the same part."""
OWN_BYTES = 10 * SAMPLE_BYTES
"""Ours gets more, so that its caches are as full of other values as they would be in a scan."""


PARTS = ("start", "judge", "detect", "scan", "pupils", "har", "dump", "pcap", "linkage", "proxy", "memory")
PUPILS_MEGABYTES = 10
JUDGED_MEGABYTES = 60
"""Size of a HAR of the fixtures that gives some 100,000 detections."""


def main() -> int:
    """Run the comparisons that are asked for, all but that of memory when none is, and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part")
    parser.add_argument("megabytes", type=int, nargs="?", default=200, help="size of the blown-up HAR")
    chosen = parser.parse_args()
    parts = chosen.part or PARTS[:-1]
    with tempfile.TemporaryDirectory(prefix="leerlek-bench-") as name:
        folder = Path(name)
        if "start" in parts:
            start_up(folder)
        if "judge" in parts:
            judge(folder)
        if "pupils" in parts:
            class_list.compare(folder, blown_up(folder, PUPILS_MEGABYTES))
        if {"detect", "scan", "har"} & set(parts):
            print(f"Fixtures blown up to {chosen.megabytes} MB with other values in every copy", flush=True)
            big = blown_up(folder, chosen.megabytes)
            for part, measure in (("detect", against_presidio), ("scan", whole_scan), ("har", whole_har)):
                if part in parts:
                    measure(folder, big)
        if "dump" in parts:
            readers.dumps(folder)
        if "pcap" in parts:
            readers.packets(folder)
        if "linkage" in parts:
            linkage.million()
        if "proxy" in parts:
            proxying.beside_mitmdump(folder)
        if "memory" in parts:
            readers.memory(folder)
    return 0


def blown_up(folder: Path, megabytes: int) -> Path:
    """The fixtures at the wanted size, with their ground truth beside them."""
    target = folder / "big.har"
    command = [sys.executable, "-m", "fixtures.blow_up", "--megabytes", str(megabytes), str(target)]
    subprocess.run(command, check=True, cwd=ROOT)
    return target


def start_up(folder: Path) -> None:
    """From the shell: help, and the scan of a small HAR with a report."""
    heading("Start-up, whole process")
    key = folder / "key"
    small = [sys.executable, "-m", "scanner", "scan", str(LEAKING / "session.har"), "--key-file", str(key), "--quiet",
             "--policy", str(ROOT / "fixtures" / "policy.yaml"), "--subjects", str(ROOT / "fixtures" / "subjects.yaml")]
    line("leerlek --help", seconds(lambda: run([sys.executable, "-m", "scanner", "--help"])))
    line("scan of a small HAR to JSON and HTML",
         seconds(lambda: run([*small, f"--output=json={folder / 's.json'}", f"--output=html={folder / 's.html'}"])))


def judge(folder: Path) -> None:
    """All rules over 100,000 detections that were made before."""
    heading("Judging alone, one core")
    seen = judging.observations(blown_up(folder, JUDGED_MEGABYTES))
    amount = sum(len(observation.detections) for observation in seen)
    spent = judging.measure(seen)
    print(f"  {amount:,} detections in {len(seen):,} exchanges, {len(load_rules())} rules: {min(spent):.2f} s of "
          f"processor, median of {len(spent)} runs {statistics.median(spent):.2f} s: "
          f"{amount / min(spent):,.0f} detections a second")


def against_presidio(_folder: Path, big: Path) -> None:
    """Decode and detect against AnalyzerEngine over each JSON body and URL as text."""
    heading("Detection on JSON API traffic, per second of one processor (bytes of bodies and URLs; leerlek also reads "
            "the headers)")
    exchanges, _ = json_exchanges(big, SAMPLE_BYTES)
    size = json_exchanges(big, OWN_BYTES)[1]
    truth = recall.load(big)
    texts = [text for exchange in exchanges for text in as_text(exchange)]
    peers = {"Presidio, blank pipeline": (naive_presidio.bare(), texts),
             "Presidio, spaCy pipeline": (naive_presidio.ordinary(), texts[:len(texts) // 4])}
    rates: list[float] = []
    their_rates: dict[str, list[float]] = {name: [] for name in peers}
    found: dict[str, list[set[str]]] = {}
    for _ in range(RUNS):
        rates.append(size / 1e6 / fresh(big, OWN_BYTES))
        for name, (engine, part) in peers.items():
            result = naive_presidio.analyze(part, engine)
            their_rates[name].append(result.bytes / 1e6 / result.seconds)
            found[name] = result.found
    own = recall.ours(exchanges, truth)
    print(f"  {'leerlek':28} {median(rates)} MB/s   recall {own.share:.3f} of {own.of} planted values")
    for name, (_, part) in peers.items():
        counts = [len(as_text(exchange)) for exchange in exchanges]
        whole = bisect_right(list(accumulate(counts)), len(part))
        theirs = recall.spans(exchanges[:whole], found[name], truth, texts_per_exchange=counts[:whole])
        print(f"  {name:28} {median(their_rates[name])} MB/s   recall {theirs.share:.3f} of {theirs.of}   "
              f"ratio {statistics.median(rates) / statistics.median(their_rates[name]):.0f}×")
    heading("The same by kind of JSON, without the models for prose on either side; Presidio with its blank pipeline")
    kinds.compare(RUNS)


def whole_scan(folder: Path, big: Path) -> None:
    """The command line over the big HAR: decoded traffic per second, and memory."""
    heading("Whole scan of the big HAR, one process, reports included")
    traffic = sum(exchange_bytes(exchange) for exchange in read_capture(big, "big", ignore))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = time.perf_counter()
    run([sys.executable, "-m", "scanner", "scan", str(big), "--key-file", str(folder / "key"), "--quiet",
         f"--output=json={folder / 'big.json'}"])
    spent = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"  {big.stat().st_size / 1e6:.0f} MB HAR, {traffic / 1e6:.1f} MB of decoded traffic in {spent:.1f} s: "
          f"{traffic / 1e6 / spent:.2f} MB/s decoded, {big.stat().st_size / 1e6 / spent:.1f} MB/s of file; "
          f"largest process {max(before, after) / 1024:.0f} MB")


def whole_har(_folder: Path, big: Path) -> None:
    """Reading a HAR entry by entry against loading the whole of it."""
    heading("HAR")
    har = lambda: sum(1 for _ in read_capture(big, "big", ignore))  # noqa: E731
    peer = lambda: len(json.loads(big.read_bytes())["log"]["entries"])  # noqa: E731
    pair("HAR, against json.loads of the whole", har, peer, big.stat().st_size)


def fresh(big: Path, most: int) -> float:
    """Seconds of ``examine`` in a process of its own: nothing is remembered from the run before."""
    code = f"from benchmarks.speed import *; print(examine(json_exchanges(Path({str(big)!r}), {most})[0]))"
    return float(run([sys.executable, "-c", code], OPENBLAS_NUM_THREADS="1"))  # as the command line sets it


def examine(exchanges: list[Exchange]) -> float:
    """Seconds of processor to decode and detect with fresh caches; loading is not timed, as for the peers."""
    list(detect_text("Beste Sanne de Vries, tot morgen in de klas!", key=b"b" * 32))
    Examiner(key=b"b" * 32, subjects=None, scan_static=False).examine(exchanges[0], 0)
    examiner = Examiner(key=b"b" * 32, subjects=None, scan_static=False)
    with sparing_collector():  # as a scan does
        started = time.process_time()
        for _ in examiner.examine_all(zip(exchanges, count(), strict=False)):
            pass
        return time.process_time() - started


def json_exchanges(big: Path, most: int) -> tuple[list[Exchange], int]:
    """Exchanges with a JSON body, up to so many bytes, and the bytes of their bodies and URLs."""
    chosen: list[Exchange] = []
    size = 0
    for exchange in read_capture(big, "big", ignore):
        if any("json" in kind for kind in content_types(exchange)):
            chosen.append(exchange)
            size += sum(len(text.encode()) for text in as_text(exchange))
            if size >= most:
                break
    return chosen, size


def as_text(exchange: Exchange) -> list[str]:
    """URL and bodies as the peer sees them."""
    sent = body_of(exchange.request_headers, exchange.request_body)
    got = body_of(exchange.response_headers, exchange.response_body)
    url = f"{exchange.scheme}://{exchange.host}{exchange.target}"
    return [url, *(body.decode("utf-8", "replace") for body in (sent, got) if body)]


def exchange_bytes(exchange: Exchange) -> int:
    """Bytes of decoded traffic: URL, headers and bodies without their encodings."""
    heads = sum(len(name) + len(value) for name, value in (*exchange.request_headers, *exchange.response_headers))
    return heads + sum(len(text.encode()) for text in as_text(exchange))


def content_types(exchange: Exchange) -> list[str]:
    """The content types of both directions."""
    both = (*exchange.request_headers, *exchange.response_headers)
    return [value.lower() for name, value in both if name.lower() == "content-type"]


def pair(name: str, ours: Callable[[], int], peer: Callable[[], int], size: int, *, same: bool = True) -> None:
    """Time two ways of reading in turns, after checking that they count the same."""
    counts = ours(), peer()
    assert not same or counts[0] == counts[1], f"{name}: {counts}"
    mine, theirs = [], []
    for _ in range(RUNS):
        mine.append(once(ours))
        theirs.append(once(peer))
    a, b = statistics.median(mine), statistics.median(theirs)
    print(f"  {name}: {size / 1e6 / a:.1f} MB/s, peer {size / 1e6 / b:.1f} MB/s, ratio {b / a:.2f}×", flush=True)


def once(action: Callable[[], object]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def seconds(action: Callable[[], object]) -> list[float]:
    """Seconds of several runs."""
    return [once(action) for _ in range(RUNS)]


def run(command: list[str], **environment: str) -> str:
    """Output of a command that must succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT,
                          env=os.environ | environment).stdout


def ignore(_note: Note) -> None:
    """Coverage facts are not what is measured here."""


def heading(text: str) -> None:
    """A section of the output."""
    print(f"\n{text}", flush=True)


def line(name: str, values: list[float]) -> None:
    """Median and spread in seconds."""
    print(f"  {name:40} {median(values, 3)} s", flush=True)


def median(values: list[float], digits: int = 2) -> str:
    """``median (lowest–highest)``."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


if __name__ == "__main__":
    sys.exit(main())
