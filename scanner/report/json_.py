"""The native result as JSON: the one stored form, from which every other report can be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from scanner.errors import UsageError

from .document import SCHEMA, Document
from .inert import inert, inert_tree


def render_json(document: Document, lang: str = "nl") -> bytes:
    """The document as UTF-8 with a row of a table on each line; ``lang`` has no meaning, the texts are the scan's."""
    from orjson import dumps

    members = [
        b"[\n" + b",\n".join(map(dumps, value)) + b"\n]" if isinstance(value, list) and value else dumps(value)
        for value in document.values()
    ]
    lines = (dumps(name) + b": " + value for name, value in zip(document, members, strict=True))
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def report_id(document: Document) -> str:
    """A short name of this very result, made from its bytes: equal results, equal name."""
    return f"LL-{digest(document)[:12].upper()}"


def digest(document: Document) -> str:
    """SHA-256 of the JSON report, so that any report can be tied to its machine-readable form."""
    return hashlib.sha256(render_json(document)).hexdigest()


def load_document(path: Path) -> Document:
    """Read and check a stored result; raises ``UsageError`` when it is none or of another version."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    return load_result(content, str(path))


def load_result(content: bytes, path: str) -> Document:
    """As ``load_document``, of bytes; ``path`` is what messages call them."""
    import orjson

    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise UsageError(f"{path}: is no JSON; give the file that 'leerlek scan --output json=FILE' wrote") from None
    if not isinstance(document, dict) or not isinstance(document.get("schema"), str):
        raise UsageError(f"{path}: is no result of a scan; give the file that 'leerlek scan --output json=FILE' wrote")
    if document["schema"] != SCHEMA:
        raise UsageError(
            f"{path}: has format {inert(document['schema'], 40)}, this version reads {SCHEMA}; scan the capture again"
        )
    try:
        problem = next(problems(document), None)
    except RecursionError:
        problem = "is nested deeper than a result can be"
    if problem:
        raise UsageError(f"{path}: {problem}")
    # A stored file may have been edited: what it holds is made inert again.
    return inert_tree(document)  # type: ignore[no-any-return]


def problems(document: Document) -> Iterator[str]:
    """What is wrong with a document by its published schema, one line each, without values.

    Long lists repeat one shape endlessly, so of rows that are alike in members, types and codes one is checked.
    """
    thinned = dict(document)
    for key in ("detections", "findings", "flows"):
        rows = document.get(key)
        if isinstance(rows, list):
            thinned[key] = list({_shape("", row): row for row in rows}.values())
    for error in _validator().iter_errors(thinned):
        place = "/".join(inert(step, 40) if isinstance(step, str) else "*" for step in error.absolute_path)
        yield f"{place or 'the top level'} does not keep to the schema ({error.validator})"


_CODES = frozenset({"category", "about", "direction", "severity", "status"})


def _shape(key: str, value: Any) -> Any:
    """Members and types of a value, and the codes in it: all that the schema can tell apart but times and bounds."""
    if isinstance(value, dict):
        return tuple((name, _shape(name, item)) for name, item in value.items())
    if isinstance(value, list):
        return frozenset(_shape(key, item) for item in value)
    if isinstance(value, str):
        return value if key in _CODES else str
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (type(value), value < 0, value > 1)
    return type(value)


def schema() -> dict[str, Any]:
    """The published JSON Schema of the native result."""
    import json

    text = (files("scanner") / "schemas" / "result.schema.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())
