"""Checks a YAML file of the user against a published schema; the first mistake is one line with file and field."""

from __future__ import annotations

from importlib import resources
from typing import Any

from .yamlfile import YamlFile, nearest


def check(file: YamlFile, name: str) -> None:
    """Raise ``UsageError`` for what in ``file`` does not keep to the schema ``name`` of ``scanner/schemas``."""
    import jsonschema

    errors = sorted(jsonschema.Draft202012Validator(schema(name)).iter_errors(file.data),
                    key=lambda e: (len(e.absolute_path), str(list(e.absolute_path))))
    if errors:
        raise file.error(*_explained(errors[0], f"'leerlek schema {name}'"))


def schema(name: str) -> Any:
    """A published schema as plain data."""
    import json

    return json.loads(resources.files("scanner.schemas").joinpath(f"{name}.schema.json").read_text("utf-8"))


def _explained(error: Any, see: str) -> tuple[tuple[str | int, ...], str]:
    """Field and message for an error of the schema."""
    while error.context:  # of several things that were possible, the one that fits best says what is wrong
        error = max(error.context, key=_telling)
    where = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        unknown = sorted(set(map(str, error.instance)) - set(known))
        return (*where, unknown[0]), f"unknown key; {nearest(unknown[0], known, see)}"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return where, f"the key {missing[0]!r} is missing"
    if error.validator == "not" and where:
        return where, f"the key {where[-1]!r} does not go with this engine"
    if error.validator == "pattern" and "hint" in error.schema:
        return where, f"{error.instance!r} is not possible; {error.schema['hint']}"
    if error.validator == "enum":
        possible = [value for value in error.validator_value if isinstance(value, str)]
        return where, f"{error.instance!r} is not possible; {nearest(str(error.instance), possible, see)}"
    if error.validator in {"minItems", "minProperties"}:
        return where, "must not be empty"
    if error.validator == "type":
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        return where, "must be " + " or ".join(_TYPES[name] for name in wanted if name in _TYPES)
    return where, error.message if len(error.message) < 160 else f"does not fit the schema ({error.validator})"


_TYPES = {"object": "a mapping of keys to values", "array": "a list", "string": "text", "number": "a number",
          "integer": "a whole number", "boolean": "true or false"}


def _telling(error: Any) -> tuple[int, int]:
    """How much an error says when another kind of value was possible too: the deepest most, another type least."""
    if error.context:
        return max(map(_telling, error.context))
    said = {"type": 0, "const": 0, "pattern": 1, "enum": 3}.get(error.validator, 2)
    if isinstance(error.instance, (dict, list)) and error.validator == "enum":
        said = 0
    return len(error.absolute_path), said
