"""Loads rules from their YAML files: the shipped ones, which tests validate, and those of the user, which are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from scanner.errors import UsageError
from scanner.model import Severity, Text

from .advice import advised
from .condition_terms import Setting
from .conditions import compile_condition, compile_where
from .files import rules_folder
from .matching import OVER_MESSAGES
from .order import NEVER_SOFTENED
from .policy import Policy
from .rule import Count, Ever, Pattern, Rule
from .schemacheck import check
from .severity import RAISES
from .signs import compile_earlier
from .texts import PLACEHOLDERS, placeholders
from .yamlfile import YamlFile, parse
from .yamlfile import nearest_in_rules as nearest

PACKS = ("min", "idn", "spc", "lnk", "tpt", "sec", "ses", "kid", "ret", "tra", "pol", "cov")
"""Folders of the shipped rules, in the order of the catalogue."""


def load_rules(extra: Iterable[Path] = (), *, undecided: bool = False) -> list[Rule]:
    """The shipped rules and those of ``extra`` (files or folders), by id. A rule of the user replaces a shipped one.

    ``undecided`` adds those that traffic and policy cannot decide, which no scan uses.
    """
    rules = {rule.id: rule for rule in _shipped()}
    mine: dict[str, Path] = {}
    for path in extra:
        for file in _files(path):
            rule = load_rule(file)
            if rule.id in mine:
                raise UsageError(f"{file}: the rule {rule.id} is already in {mine[rule.id]}")
            mine[rule.id] = file
            rules[rule.id] = rule
    return [rules[name] for name in sorted(rules) if undecided or rules[name].engine != "undecided"]


def load_rule(path: Path) -> Rule:
    """One rule file, validated; ``UsageError`` names file, line and field."""
    file = YamlFile(path)
    validate(file)
    return make_rule(file.data, path)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _shipped() -> tuple[Rule, ...]:
    """Not validated: the tests do that, and a scan starts sooner."""
    folder = rules_folder()
    files = [file for pack in PACKS if (folder / pack).is_dir() for file in _files(folder / pack)]
    return tuple(make_rule(parse(file.read_text("utf-8")), file) for file in files)  # type: ignore[arg-type]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*.yaml") if not file.name.endswith(".examples.yaml"))
    return [path]


def validate(file: YamlFile) -> None:
    """Check a rule file against the schema and what the schema cannot say."""
    check(file, "rule")
    data: Any = file.data
    _validate_texts(file, data)
    for position, name in enumerate(data.get("raise", ())):
        if name not in RAISES:
            raise file.error(("raise", position), f"unknown circumstance {name!r}; {nearest(name, list(RAISES))}")
    if data["id"] in NEVER_SOFTENED and data.get("softened", True) is not False:
        raise file.error(("softened",), f"{data['id']} is never softened: write false")
    setting = Setting(_blank_policy())
    for position, pattern in enumerate(data.get("match", ())):
        for key in ("where", "find", "beside", "without"):
            trees = pattern.get(key, ())
            for number, tree in enumerate([trees] if isinstance(trees, Mapping) else trees):
                where = ("match", position, key) if key in {"where", "find"} else ("match", position, key, number)
                try:
                    if key == "where":
                        compile_where(tree, setting)
                    else:
                        compile_condition(tree, setting)
                except UsageError as error:
                    raise file.error(where, str(error)) from None
        _validate_ever(file, position, pattern)


def _validate_ever(file: YamlFile, position: int, pattern: Mapping[str, Any]) -> None:
    if "ever" not in pattern:
        return
    where = ("match", position, "ever")
    if pattern.get("same", "message") in OVER_MESSAGES:
        raise file.error(where, "a pattern over several messages cannot wait for the end of the scan")
    try:
        compile_earlier(_ever(pattern["ever"]).what, _blank_policy())
    except UsageError as error:
        raise file.error(where, str(error)) from None


def _validate_texts(file: YamlFile, data: Mapping[str, Any]) -> None:
    for lang in ("nl", "en"):
        for key in ("message", "ask"):
            for name in sorted(placeholders(data.get(key, {}).get(lang, "")) - PLACEHOLDERS):
                hint = nearest(name, sorted(PLACEHOLDERS))
                raise file.error((key, lang), f"unknown placeholder {{{name}}}; {hint}")
        for key in ("title", "why", "remediation", "message", "enough", "ask"):
            for word in _FORBIDDEN[lang]:
                if word in data.get(key, {}).get(lang, "").lower():
                    raise file.error((key, lang), f"a report does not say {word!r}: it says what was observed")


_FORBIDDEN = {"nl": ("overtreding", "illegaal", "onrechtmatig", "avg-proof"),
              "en": ("unlawful", "illegal", "compliant", "violation")}
"""Only the supervisor or a court finds an infringement."""


def _blank_policy() -> Policy:
    from .policy import Pseudonym

    return Policy("", "", "", True, None, None, "", "", "", "", "", Pseudonym())


def make_rule(data: Mapping[str, Any], path: Path | None = None) -> Rule:
    """The rule of validated data."""
    severity = data["severity"]
    enough, ask = advised(data)
    return Rule(
        id=data["id"],
        version=data["version"],
        pack=data["pack"],
        title=_text(data["title"]),
        scope=data["scope"],
        severity=Severity.parse(severity["base"]),
        severity_reason=_text(severity["reason"]),
        message=_text(data["message"]),
        why=_text(data["why"]),
        remediation=_text(data["remediation"]),
        basis=tuple(_text(item) for item in data["basis"]),
        basis_codes=tuple(item["code"] for item in data["basis"]),
        false_positives=_text(data["false_positives"]),
        match=tuple(_pattern(item) for item in data.get("match", ())),
        raises=tuple(data.get("raise", ())),
        softened=data.get("softened", True),
        place=data.get("place", "value"),
        fact=data.get("fact", "value"),
        engine=data.get("engine", "match"),
        parameters=data.get("parameters"),
        path=path,
        enough=_text(enough),
        ask=_text(ask),
        needs=_text(data["needs"]) if "needs" in data else None,
    )


def _pattern(data: Mapping[str, Any]) -> Pattern:
    count = data.get("count")
    severity = data.get("severity")
    return Pattern(
        where=data.get("where"),
        find=data.get("find"),
        beside=tuple(data.get("beside", ())),
        without=tuple(data.get("without", ())),
        same=data.get("same", "message"),
        count=Count(count["of"], count.get("at_least", 1), count.get("at_most")) if count else None,
        severity=Severity.parse(severity["base"]) if severity else None,
        reason=_text(severity["reason"]) if severity else None,
        at_most=Severity.parse(severity["at_most"]) if severity and "at_most" in severity else Severity.KRITIEK,
        fresh=data.get("fresh", False),
        ever=_ever(data["ever"]) if "ever" in data else None,
    )


def _ever(data: Mapping[str, Any]) -> Ever:
    otherwise = data.get("otherwise")
    return Ever({key: value for key, value in data.items() if key != "otherwise"},
                Severity.parse(otherwise["base"]) if otherwise else None,
                _text(otherwise["reason"]) if otherwise else None)


def _text(data: Mapping[str, str]) -> Text:
    return Text(" ".join(data["nl"].split()), " ".join(data["en"].split()))
