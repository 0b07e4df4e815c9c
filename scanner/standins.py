"""Hosts of a test that stand for hosts of the product: ``127.0.0.1:8000`` for ``api.rekenen.example``.

Theory. A product is tested on addresses that its privacybijsluiter does not know, mostly without TLS. Judged as they
are, every party is the machine itself and every message goes in the clear, which says nothing of the product. So the
user may say which host stands for which; such traffic counts as https, and the result lists what was renamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address

from scanner.errors import UsageError
from scanner.model import Exchange, Note, NoteSink

_SECURE = {"http": "https", "ws": "wss"}
_HERE = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?")
_REAL = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_LOCAL = re.compile(r"localhost|.+\.localhost|testserver|test", re.IGNORECASE)
"""Names of this machine, and those that the test clients of frameworks give to an application without a server."""


@dataclass(frozen=True, slots=True)
class StandIns:
    """Which host, or host and port, stands for which; ``loopback``: what stays on this machine counts as https too."""

    real: Mapping[str, str]
    loopback: bool = False

    @classmethod
    def of(cls, lines: Iterable[str], *, loopback: bool = False) -> StandIns:
        """From lines ``HOST[:PORT]=HOST``; raises UsageError for another line."""
        real: dict[str, str] = {}
        for line in lines:
            here, _, name = (part.strip().lower() for part in line.partition("="))
            if not _HERE.fullmatch(here) or not _REAL.fullmatch(name):
                raise UsageError(f"host {line!r}: write HOST[:PORT]=HOST, as 127.0.0.1:8000=api.rekenen.example")
            real[here] = name
        return cls(real, loopback)

    def rename(self, exchange: Exchange) -> Exchange:
        """The exchange as the product would have it."""
        here = f"[{exchange.host}]" if ":" in exchange.host else exchange.host.lower()
        name = self.real.get(f"{here}:{exchange.port}") or self.real.get(here)
        scheme = _SECURE.get(exchange.scheme, exchange.scheme)
        if name is not None:
            return replace(exchange, host=name, port=443, scheme=scheme)
        if self.loopback and is_loopback(exchange.host):
            return replace(exchange, scheme=scheme)
        return exchange

    def noting(self, sink: NoteSink) -> NoteSink:
        """A sink for notes of a reader, which know the host alone: renamed where it stands for one."""
        if not self.real:
            return sink

        def note(told: Note) -> None:
            here = f"[{told.host}]" if ":" in told.host else told.host.lower()
            names = {name for key, name in self.real.items() if key == here or key.rpartition(":")[0] == here}
            sink(replace(told, host=names.pop()) if len(names) == 1 else told)

        return note

    @property
    def lines(self) -> tuple[str, ...]:
        """As ``of`` reads them, in order."""
        return tuple(f"{here}={name}" for here, name in sorted(self.real.items()))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, or an application under test without a server."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return _LOCAL.fullmatch(host) is not None
