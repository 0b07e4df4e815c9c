"""Makes the packet captures that readers are measured on: ``python -m benchmarks.captures KIND FILE``.

Beside FILE come FILE.keys (TLS secrets) where there is TLS, and FILE.rows: what a reader must report, sorted.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dialogues import Certificate, Turn, http2, over_tls, plain_http1
from benchmarks.traffic import Call, Traffic
from benchmarks.wire import Link, Wire

WIRED = Link()
OFFLOADED = Link(segment=14_480)
"""As captured on a host whose network card joins segments."""
WIFI = Link(segment=1348, at_once=4, repeated=0.01, late=0.01)

LINKS = {"wired": WIRED, "offloaded": OFFLOADED, "wifi": WIFI}
KINDS = ("http1", "http2")
_PER_CONNECTION = {"http1": 24, "http2": 48}
_CALL_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Made:
    """A capture, its key log where it has one, and the rows that a reader must report."""

    path: Path
    keylog: Path | None
    rows: list[str]


def make(kind: str, path: Path, megabytes: int, link: Link = WIRED, concurrent: int = 20,
         per_connection: int = 0, static_share: float = 0.2, seed: int = 1) -> Made:
    """Write a capture of about so many megabytes; ``kind`` is ``http1`` or ``http2`` (in TLS 1.3)."""
    rows: list[str] = []
    per_connection = per_connection or min(_PER_CONNECTION[kind],
                                           megabytes * 1_000_000 // concurrent // _CALL_BYTES + 1)
    keylog = path.with_name(path.name + ".keys") if kind == "http2" else None
    if keylog is not None:
        keylog.unlink(missing_ok=True)
    certificate = Certificate(keylog) if keylog is not None else None
    traffic = Traffic(seed, static_share)
    budget = _Budget(megabytes * 1_000_000)

    def recorded() -> Iterator[Call]:
        for call in traffic.calls(per_connection):
            if budget.left <= 0:
                return
            budget.spend(call)
            rows.append(call.row)
            yield call

    def dialogues() -> Iterator[Iterator[Turn]]:
        while budget.left > 0:
            yield over_tls(http2(recorded()), certificate) if certificate is not None else plain_http1(recorded())

    with path.open("wb") as file:
        Wire(file, link, 443 if certificate is not None else 80, seed).carry(dialogues(), concurrent)
    rows.sort()
    path.with_name(path.name + ".rows").write_text("\n".join(rows))
    return Made(path, keylog, rows)


class _Budget:
    """How many bytes of a capture are still to be filled, by an estimate of what packets add."""

    def __init__(self, size: float) -> None:
        self.left = size

    def spend(self, call: Call) -> None:
        heads = sum(len(name) + len(value) + 4 for name, value in (*call.request_headers, *call.response_headers))
        self.left -= 1.08 * (len(call.request_body) + len(call.response_body) + heads + 200)


def main() -> None:
    """Make one capture from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--link", choices=LINKS, default="wired")
    parser.add_argument("--connections", type=int, default=20, help="open at the same time")
    parser.add_argument("--per-connection", type=int, default=0, help="exchanges of a connection")
    parser.add_argument("--static", type=float, default=0.2, help="share of exchanges that fetch a file")
    chosen = parser.parse_args()
    made = make(chosen.kind, chosen.file, chosen.megabytes, LINKS[chosen.link], chosen.connections,
                chosen.per_connection, chosen.static)
    print(f"{made.path}: {made.path.stat().st_size / 1e6:.1f} MB, {len(made.rows)} exchanges")


if __name__ == "__main__":
    main()
