"""Settings from ``leerlek.toml`` or ``[tool.leerlek]`` of ``pyproject.toml``: flag > environment > file > default.

Keys are the long options of ``leerlek scan`` (``policy``, ``fail-on``, …), ``owner`` of ``leerlek baseline``, and
``captures`` and ``output-dir`` of ``leerlek ci``. An unknown key is an error, because a misspelt setting that is
silently ignored makes a scan that looks stricter than it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scanner.errors import UsageError

_TEXT: tuple[type, ...] = (str,)
_LIST: tuple[type, ...] = (list, str)
_COUNT: tuple[type, ...] = (int,)
_FLAG: tuple[type, ...] = (bool,)
SETTINGS: dict[str, tuple[type, ...]] = {
    "policy": _TEXT, "annex": _TEXT, "baseline": _TEXT, "subjects": _TEXT, "keylog": _TEXT, "key-file": _TEXT,
    "rules": _LIST,
    "recipients": _LIST, "tracker-list": _LIST, "output": _LIST, "fail-on": _TEXT, "lang": _TEXT, "jobs": _COUNT,
    "mode": _TEXT, "actor": _TEXT, "scenario": _TEXT, "scan-static": _FLAG, "max-body": _COUNT, "ner": _TEXT,
    "quiet": _FLAG, "owner": _TEXT, "dossier": _TEXT, "previous": _TEXT, "captures": _LIST, "host": _LIST,
    "output-dir": _TEXT,
}
"""Setting → the types a file may give it; names are those of the options of ``scan``."""

_SHARED = {"report": ("output", "fail-on", "lang", "policy", "baseline", "scenario", "rules", "recipients",
                      "tracker-list", "subjects", "dossier", "previous"),
           "verify": ("lang",), "text": ("subjects", "key-file", "lang", "ner"),
           "explain": ("lang",), "inspect": ("keylog",), "baseline": ("owner", "lang"), "diff": ("fail-on", "lang"),
           "proxy": ("policy", "subjects", "scenario", "recipients", "tracker-list", "key-file", "lang")}
"""Other commands that have some of the same options."""

_NOT_OF_SCAN = {"owner", "captures", "output-dir"}
_NOT_OF_CI = {"owner", "quiet"}


def load(explicit: str | None) -> dict[str, Any]:
    """click's default map from the settings file; ``{}`` without one. Raises ``UsageError`` for what is wrong in it."""
    found = _find(explicit)
    if found is None:
        return {}
    path, table = found
    settings: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in SETTINGS:
            raise UsageError(f"{path}: unknown setting '{key}'{_nearest(name)}")
        if not isinstance(value, SETTINGS[name]) or (isinstance(value, bool) and SETTINGS[name] is not _FLAG):
            raise UsageError(f"{path}: setting '{key}' must be {_wanted(SETTINGS[name])}")
        settings[name] = [value] if SETTINGS[name] is _LIST and isinstance(value, str) else value
    by_command = {"scan": {name: value for name, value in settings.items() if name not in _NOT_OF_SCAN}}
    by_command["ci"] = {name: value for name, value in settings.items() if name not in _NOT_OF_CI}
    by_command |= {command: {n: settings[n] for n in names if n in settings} for command, names in _SHARED.items()}
    return {command: {n.replace("-", "_"): v for n, v in chosen.items()} for command, chosen in by_command.items()}


def _find(explicit: str | None) -> tuple[Path, dict[str, Any]] | None:
    if explicit is not None:
        return Path(explicit), _read(Path(explicit))
    own = Path("leerlek.toml")
    if own.is_file():
        return own, _read(own)
    project = Path("pyproject.toml")
    if project.is_file():
        table = _read(project).get("tool", {}).get("leerlek")
        if isinstance(table, dict):
            return project, table
    return None


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not valid TOML ({error})") from None


def _nearest(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, SETTINGS, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; known are: {', '.join(SETTINGS)}"


def _wanted(types: tuple[type, ...]) -> str:
    if types is _LIST:
        return "a text or a list of texts"
    return "a text" if types is _TEXT else "a whole number" if types is _COUNT else "true or false"
