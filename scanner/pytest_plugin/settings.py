"""Settings of the fixture: marker > command line > pytest's ini > leerlek.toml > files by their usual names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import config
from scanner.cli.ci_setup import POLICY, SUBJECTS, by_name
from scanner.errors import UsageError
from scanner.standins import StandIns

_KNOWN = ("policy", "subjects", "fail_on", "lang", "actor", "rules", "recipients", "ner", "hosts")


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
    hosts: StandIns

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
            hosts = StandIns.of([*file.get("host", ()), *item.config.getini("leerlek_hosts"),
                                 *(f"{here}={real}" for here, real in given.get("hosts", {}).items())], loopback=True)
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
            hosts=hosts,
        )


def _paths(given: Any) -> tuple[Path, ...]:
    return tuple(Path(each) for each in ([given] if isinstance(given, (str, Path)) else given))
