"""Settings of the fixture: marker > command line > pytest's ini > leerlek.toml > files by their usual names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import config
from scanner.cli.ci_setup import POLICY, SUBJECTS, by_name
from scanner.errors import UsageError
from scanner.model import Exchange

_KNOWN = ("policy", "subjects", "fail_on", "lang", "actor", "rules", "recipients", "ner", "hosts")


@dataclass(frozen=True, slots=True)
class Hosts:
    """Which hosts of the test stand for which hosts of the product: ``127.0.0.1:8000`` for ``api.rekenen.example``.

    A server on this machine has no TLS, and that says nothing of the product: what goes to loopback addresses and to
    hosts that stand for others counts as https.
    """

    real: Mapping[str, str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Hosts:
        """From lines ``HOST[:PORT]=HOST``; raises ``pytest.UsageError``."""
        real: dict[str, str] = {}
        for line in lines:
            here, equals, name = (part.strip().lower() for part in line.partition("="))
            if not here or not equals or not name or "/" in line:
                raise pytest.UsageError("leerlek_hosts: write HOST[:PORT]=HOST, as 127.0.0.1:8000=api.rekenen.example")
            real[here] = name
        return cls(real)

    def rename(self, exchange: Exchange) -> Exchange:
        """The exchange as the product would have it."""
        here = f"[{exchange.host}]" if ":" in exchange.host else exchange.host
        name = self.real.get(f"{here}:{exchange.port}") or self.real.get(here)
        if name is not None:
            return replace(exchange, host=name, port=443, scheme=_SECURE.get(exchange.scheme, exchange.scheme))
        if _is_loopback(exchange.host):
            return replace(exchange, scheme=_SECURE.get(exchange.scheme, exchange.scheme))
        return exchange


_SECURE = {"http": "https", "ws": "wss"}
_LOCAL = re.compile(r"localhost|.+\.localhost|testserver|test", re.IGNORECASE)
"""Names of this machine, and those that the test clients of frameworks give to an application without a server."""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return _LOCAL.fullmatch(host) is not None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a test is judged by."""

    policy: Path | None
    subjects: Path | list[dict[str, Any]] | None
    fail_on: str
    lang: str
    actor: str
    rules: tuple[Path, ...]
    recipients: tuple[Path, ...]
    ner: str
    hosts: Hosts

    @classmethod
    def of(cls, item: pytest.Item) -> Settings:
        """The settings of a test; the nearest marker wins. Paths of pytest's ini file are relative to it, others to the
        working directory."""
        given: dict[str, Any] = {}
        for marker in item.iter_markers("leerlek"):
            if marker.args:
                raise pytest.UsageError("the marker leerlek takes settings by name: leerlek(policy=\"product.yaml\")")
            given = {**marker.kwargs, **given}
        unknown = sorted(given.keys() - set(_KNOWN))
        if unknown:
            raise pytest.UsageError(f"the marker leerlek has no setting {unknown[0]!r}; known are: {', '.join(_KNOWN)}")
        try:
            file = config.load(None).get("ci", {})
        except UsageError as error:
            raise pytest.UsageError(f"leerlek: {error}") from None

        beside = item.config.inipath.parent if item.config.inipath is not None else Path()

        def setting(name: str, default: Any) -> Any:
            if given.get(name) is not None:
                return given[name]
            key = f"leerlek_{name}"
            if name in ("policy", "subjects", "fail_on", "lang"):
                if value := item.config.getoption(key, None):
                    return value
                if value := item.config.getini(key):
                    return str(beside / value) if name in ("policy", "subjects") else value
            return file.get(name) or default

        subjects = setting("subjects", None) or by_name(SUBJECTS)
        policy = setting("policy", None) or by_name(POLICY)
        return cls(
            policy=Path(policy) if policy else None,
            subjects=subjects if isinstance(subjects, list) else Path(subjects) if subjects else None,
            fail_on=setting("fail_on", "midden"), lang="en" if setting("lang", "nl") == "en" else "nl",
            actor=setting("actor", ""), rules=_paths(setting("rules", ())), ner=setting("ner", "leerlek"),
            recipients=_paths(setting("recipients", ())),
            hosts=Hosts.of([*item.config.getini("leerlek_hosts"),
                            *(f"{here}={real}" for here, real in given.get("hosts", {}).items())]),
        )


def _paths(given: Any) -> tuple[Path, ...]:
    return tuple(Path(each) for each in ([given] if isinstance(given, (str, Path)) else given))
