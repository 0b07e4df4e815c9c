"""Capture readers against those of the formats' own makers, on captures that are made for it.

Packet captures: ``leerlek inspect --json`` (every exchange with digests of its decoded bodies) beside tshark dissecting
everything and printing nothing, and beside tshark printing what tells exchanges apart and their bodies; all with the
same key log, as whole processes from start to end. Dumps: reading flows beside mitmproxy's FlowReader, in one process.
Before a clock starts the digests of all bodies are compared with what was sent, and the requests that tshark finds are
counted: as it comes it gives up a stream at the first segment out of order, so that where segments are in disorder it
is also told to put them in order (``tcp.reassemble_out_of_order``), and that is the dissection to compare with.

Fairness: tshark knows 3,000 protocols and this reader one family; tshark's dissection makes no digests; ``inspect``
starts an interpreter and imports numpy. A machine that does other things at the same time shows in the spread.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson

from benchmarks import captures
from benchmarks.timing import Spent, heading, median, once, process
from benchmarks.traffic import HOST, Traffic, row
from benchmarks.wire import Link
from scanner.capture import read_capture
from scanner.inspection import rows
from scanner.model import Note

RUNS = 3
_OWN_RUNS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A capture to measure on, and how many times faster than tshark reading it should be."""

    name: str
    kind: str
    megabytes: int
    link: Link = captures.WIRED
    concurrent: int = 20
    aim: int = 8


PCAPS = (
    Wanted("A   HTTP/1.1", "http1", 200),
    Wanted("A-w HTTP/1.1, small segments, disorder", "http1", 200, captures.WIFI, 400),
    Wanted("B   HTTP/2 in TLS 1.3", "http2", 90, captures.OFFLOADED, aim=5),
    Wanted("B-w HTTP/2 in TLS 1.3, small segments, disorder", "http2", 90, captures.WIFI, 100, aim=5),
    Wanted("C   HTTP/3", "http3", 60, aim=0),
)
_PRINTED_AIM = 20
_ORDERED = ["-o", "tcp.reassemble_out_of_order:TRUE"]
_METHODS = ("http.request.method", "http2.headers.method")
_PRINTED = ("tcp.stream", "http.request.method", "http.host", "http.request.uri", "http.response.code",
            "http.file_data", "http2.streamid", "http2.headers.method", "http2.headers.authority",
            "http2.headers.path", "http2.headers.status", "http2.data.data")
"""What ``inspect`` lists, bodies included: the least that tshark has to print for the same to be known."""
_DUMP_AIM = 8
_PER_CONNECTION = 20


def packets(folder: Path) -> None:
    """All packet captures beside tshark."""
    heading("Packet captures, whole processes")
    tshark = shutil.which("tshark")
    if tshark is None:
        print("  tshark is not installed: without it there is nothing to compare with")
    for wanted in PCAPS:
        made = _make(wanted, folder / "bench.pcap")
        _measure(wanted, made, tshark)
        made.path.unlink()


def _make(wanted: Wanted, path: Path) -> captures.Made:
    if wanted.kind == "http3":
        from benchmarks import quic_capture

        found = quic_capture.make(path, wanted.megabytes)
        return captures.Made(path, path.with_name(path.name + ".keys"), found)
    return captures.make(wanted.kind, path, wanted.megabytes, wanted.link, wanted.concurrent)


def _measure(wanted: Wanted, made: captures.Made, tshark: str | None) -> None:
    size = made.path.stat().st_size / 1e6
    listing = made.path.with_name("listing.jsonl")
    ours = inspect(made.path, made.keylog)
    timed = partial(process, folder=made.path.parent)  # where no settings of a project are read, as with any capture
    timed(ours, listing)
    assert reported(listing) == made.rows, f"{wanted.name}: other exchanges than were sent"
    print(f"\n  {wanted.name}: {size:.0f} MB, {len(made.rows)} exchanges", flush=True)
    if tshark is None:
        _show("leerlek inspect --json", size, [timed(ours) for _ in range(_OWN_RUNS)])
        return
    base = [tshark, "-n", "-r", str(made.path)]
    if made.keylog is not None:
        base += ["-o", f"tls.keylog_file:{made.keylog}"]
    peers = {"tshark, dissection only": base}
    if wanted.link.late:
        peers = {"tshark as it comes": base, "tshark, segments put in order": [*base, *_ORDERED]}
    methods = {name: _requests(command) for name, command in peers.items()}
    mine: list[Spent] = []
    theirs: dict[str, list[Spent]] = {name: [] for name in peers}
    for _ in range(RUNS):
        mine.append(timed(ours))
        for name, command in peers.items():
            theirs[name].append(timed([*command, "-q", "-z", "io,stat,0"]))
    mine += [timed(ours) for _ in range(_OWN_RUNS - RUNS)]
    _show("leerlek inspect --json", size, mine)
    for name, spent in theirs.items():
        _show(name, size, spent, mine, wanted.aim if methods[name] == len(made.rows) else 0)
        print(f"    {'':28} finds {methods[name]} of {len(made.rows)} requests", flush=True)
    *_, (name, command) = peers.items()
    if methods[name]:
        printed = [*command, "-Y", "http || http2", "-T", "ek", *_fields(_PRINTED)]
        _show("the same, headers and bodies", size, [timed(printed)], mine, _PRINTED_AIM)


def _requests(command: list[str]) -> int:
    """How many requests tshark finds."""
    seen = subprocess.run([*command, "-T", "fields", *_fields(_METHODS), "-Y", " || ".join(_METHODS)],
                          capture_output=True, text=True, check=True)
    return sum(len(part.split(",")) for line in seen.stdout.splitlines() for part in line.split("\t") if part)


def _fields(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in ("-e", name)]


def _show(name: str, size: float, spent: list[Spent], ours: list[Spent] | None = None, aim: int = 0) -> None:
    seconds = [each.seconds for each in spent]
    text = (f"    {name:28} {median(seconds):22} s  {size / statistics.median(seconds):6.1f} MB/s  "
            f"{max(each.megabytes for each in spent):5.0f} MB resident")
    if ours is not None:
        text += f"  {statistics.median(seconds) / statistics.median([each.seconds for each in ours]):5.1f}×"
        text += f" (aim {aim}×)" if aim else ""
    print(text, flush=True)


def inspect(path: Path, keylog: Path | None) -> list[str]:
    """The command that lists a capture."""
    keys = ["--keylog", str(keylog)] if keylog is not None else []
    return [sys.executable, "-m", "scanner", "inspect", "--json", *keys, str(path)]


def reported(listing: Path) -> list[str]:
    """The exchanges of a listing as rows, sorted."""
    found = []
    with listing.open("rb") as file:
        for line in file:
            one = orjson.loads(line)
            if one["kind"] != "coverage":
                found.append(row(one["method"], one["path"], one["status"], one["req_sha256"], one["resp_sha256"]))
    return sorted(found)


def dumps(folder: Path) -> None:
    """A mitmproxy dump beside FlowReader."""
    heading("mitmproxy dump, reading alone, in one process")
    path = folder / "bench.mitm"
    sent = write_dump(path, 4000)
    size = path.stat().st_size / 1e6
    got = sorted(row(str(one["method"]), str(one["path"]), int(str(one["status"])), str(one["req_sha256"]),
                     str(one["resp_sha256"]))
                 for exchange in read_capture(path, "dump", _ignore) for one in rows(exchange))
    assert got == sent, "other flows than were written"
    assert _flow_reader(path) == len(sent)
    mine, theirs = [], []
    for _ in range(_OWN_RUNS):
        mine.append(once(lambda: sum(1 for _ in read_capture(path, "dump", _ignore))))
        theirs.append(once(lambda: _flow_reader(path)))
    print(f"  {size:.0f} MB, {len(sent)} flows, every body as written")
    for name, values in (("leerlek", mine), ("mitmproxy FlowReader", theirs)):
        print(f"    {name:28} {median(values):22} s  {size / statistics.median(values):6.1f} MB/s")
    print(f"    {statistics.median(theirs) / statistics.median(mine):.1f}× (aim {_DUMP_AIM}×)", flush=True)
    path.unlink()


def write_dump(path: Path, flows: int) -> list[str]:
    """Write a dump with mitmproxy's own writer; returns the rows that a reader must report.

    As in the packet captures, a connection carries some twenty exchanges; every flow repeats what is known of it.
    """
    from mitmproxy.connection import Client, Server
    from mitmproxy.http import Headers, HTTPFlow, Request, Response
    from mitmproxy.io import FlowWriter

    sent = []
    with path.open("wb") as file:
        writer = FlowWriter(file)  # type: ignore[no-untyped-call]
        for number, call in enumerate(Traffic(seed=5).calls(flows)):
            if number % _PER_CONNECTION == 0:
                port = 40_000 + number // _PER_CONNECTION
                client = Client(peername=("192.0.2.10", port), sockname=("198.51.100.1", 443), timestamp_start=1.0)
                server = Server(address=(HOST, 443))
            flow = HTTPFlow(client, server)
            asked, answered = (Headers([(name.encode(), text.encode()) for name, text in headers])
                               for headers in (call.request_headers, call.response_headers))
            flow.request = Request.make(call.method, f"https://{HOST}{call.path}", call.request_body, asked)
            flow.response = Response.make(200, b"", answered)
            flow.response.raw_content = call.response_body
            writer.add(flow)
            sent.append(call.row)
    return sorted(sent)


def _flow_reader(path: Path) -> int:
    """mitmproxy's own count of the flows of a dump."""
    from mitmproxy.io import FlowReader

    with path.open("rb") as file:
        return sum(1 for flow in FlowReader(file).stream() if flow.type == "http")


def memory(folder: Path, megabytes: int = 2000, connections: int = 10_000) -> None:
    """How much memory the scan of a capture with very many open connections takes."""
    heading("Memory of a scan, all processes")
    made = captures.make("http1", folder / "bench.pcap", megabytes, captures.WIFI, connections)
    command = [sys.executable, "-m", "scanner", "scan", "--quiet", "--key-file", str(folder / "key"),
               f"--output=json={folder / 'scan.json'}", str(made.path)]
    spent = process(command, watch=True)
    print(f"  {made.path.stat().st_size / 1e6:.0f} MB, {connections} connections at once, {len(made.rows)} exchanges:"
          f" all processes together {spent.watched.anonymous:.0f} MB of their own,"
          f" {spent.watched.resident:.0f} MB resident with mapped files (aim 500),"
          f" {spent.seconds:.0f} s", flush=True)
    made.path.unlink()


def _ignore(_note: Note) -> None:
    """Coverage facts are not what is measured here."""
