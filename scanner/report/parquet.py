"""Detections as one Parquet file, for analysis over many scans.

Theory. One file with one flat table, so that a folder of such files is a data set: a row a detection, with the names
and codes of the native result whatever the language, the findings that list it, and who the recipient is. What the file
rests on (report, version, product) stands in its metadata. The rows are a pandas frame; arro3 writes it, because
pandas' own writer needs pyarrow, which takes 170 MB on disk where arro3 takes 31 MB.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .document import Document
from .json_ import report_id
from .listing import Row, by_id

if TYPE_CHECKING:
    import pandas

_Column = Callable[[Row, list[Row], Row], Any]


def _of(key: str) -> _Column:
    return lambda d, findings, recipient: d[key]


def _joined(key: str) -> _Column:
    return lambda d, findings, recipient: " ".join(sorted({f[key] for f in findings}))


def _party(key: str) -> _Column:
    return lambda d, findings, recipient: recipient.get(key)


_COLUMNS: dict[str, tuple[str, _Column]] = {
    **{key: ("string", _of(key)) for key in ("id", "category")},
    "confidence": ("float64", _of("confidence")),
    **{key: ("string", _of(key)) for key in ("about", "subject", "masked", "fingerprint", "via", "recognizer")},
    "evidence": ("string", lambda d, f, r: " ".join(f"{e['code']}={e['weight']:+g}" for e in d["evidence"])),
    "capture": ("string", _of("capture")),
    "exchange": ("string", _of("exchange")),
    "line": ("int64", _of("line")),
    "time": ("time", _of("time")),
    **{key: ("string", _of(key)) for key in ("scheme", "method", "host")},
    "port": ("int64", _of("port")),
    **{key: ("string", _of(key)) for key in ("path", "endpoint")},
    "status": ("int64", _of("status")),
    **{key: ("string", _of(key)) for key in ("session", "direction", "part", "pointer", "template", "key", "record")},
    "steps": ("string", lambda d, f, r: " ".join(d["steps"])),
    "recipient": ("string", _of("recipient")),
    **{f"recipient_{key}": ("string", _party(key)) for key in ("organisation", "role", "class", "country")},
    **{f"recipient_{key}": ("bool", _party(key)) for key in ("declared", "tracker")},
    "findings": ("string", _joined("id")),
    "rules": ("string", _joined("rule")),
    "severities": ("string", _joined("severity")),
}
"""Column → type and reader of (detection, the findings that list it, its recipient)."""


def detections_frame(document: Document) -> pandas.DataFrame:
    """A row a detection; ``time`` in UTC, lists as texts joined by a space; None where nothing is known."""
    import pandas

    found: dict[str, list[Row]] = {}
    for finding in document["findings"]:
        for occurrence in finding["occurrences"]:
            found.setdefault(occurrence, []).append(finding)
    recipients = by_id(document["recipients"])
    joined = [(d, found.get(d["id"], []), recipients.get(d["recipient"], {})) for d in document["detections"]]
    frame = pandas.DataFrame(
        {name: pandas.Series([read(*row) for row in joined], dtype=object) for name, (_, read) in _COLUMNS.items()})
    frame["time"] = pandas.to_datetime(frame["time"], utc=True, format="ISO8601").astype("datetime64[ms, UTC]")
    return frame


def render_parquet(document: Document, lang: str) -> bytes:
    """The file as bytes; ``lang`` has no meaning, names and codes are those of the result."""
    import arro3.core as arrow
    from arro3.io import write_parquet

    frame = detections_frame(document)
    types = {"string": arrow.DataType.string(), "int64": arrow.DataType.int64(), "bool": arrow.DataType.bool(),
             "float64": arrow.DataType.float64()}
    columns: dict[str, Any] = {}
    for name, (kind, _) in _COLUMNS.items():
        if kind == "time":
            milliseconds = [None if moment is None else moment.value // 1_000_000
                            for moment in frame[name].astype(object).where(frame[name].notna(), None)]
            numbers = arrow.Array(milliseconds, type=types["int64"])
            columns[name] = numbers.cast(arrow.DataType.timestamp("ms", tz="UTC"))
        else:
            columns[name] = arrow.Array(frame[name].tolist(), type=types[kind])
    basis = {"schema": document["schema"], "report": report_id(document), "version": document["tool"]["version"],
             "product": document["scan"]["product"]}
    out = io.BytesIO()
    # One member: the writer keeps several in no fixed order.
    write_parquet(arrow.Table.from_pydict(columns), out, compression="zstd(3)",
                  key_value_metadata={"leerlek": json.dumps(basis)})
    return out.getvalue()
