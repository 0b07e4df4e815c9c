"""A comparison as one flat Parquet table, for analysis over many releases; names and codes whatever the language."""

from __future__ import annotations

import io
import json
from typing import Any

from .words import STATES

_TEXTS = ("id", "fingerprint", "rule", "severity", "status", "recipient", "role", "host", "endpoint", "direction",
          "part", "pointer", "about")
_NUMBERS = ("count", "subjects")


def render(difference: dict[str, Any], lang: str) -> bytes:
    """A row a finding that is new, changed, gone or not seen, with its ``state`` and ``categories`` (joined by a
    space); which two reports were compared stands in the metadata. ``lang`` has no meaning."""
    import arro3.core as arrow
    from arro3.io import write_parquet

    rows = [(state, f) for state in STATES for f in difference["findings"][state]]
    text, number = arrow.DataType.string(), arrow.DataType.int64()
    columns: dict[str, Any] = {"state": arrow.Array([state for state, _ in rows], type=text)}
    columns |= {name: arrow.Array([f[name] for _, f in rows], type=text) for name in _TEXTS}
    columns["categories"] = arrow.Array([" ".join(f["categories"]) for _, f in rows], type=text)
    columns |= {name: arrow.Array([f[name] for _, f in rows], type=number) for name in _NUMBERS}
    columns["accepted"] = arrow.Array([f["accepted"] for _, f in rows], type=arrow.DataType.bool())
    basis = {"schema": difference["schema"], **{side: difference[side]["report"] for side in ("old", "new")}}
    out = io.BytesIO()
    write_parquet(arrow.Table.from_pydict(columns), out, compression="zstd(3)",
                  key_value_metadata={"leerlek": json.dumps(basis)})
    return out.getvalue()
