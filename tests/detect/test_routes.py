"""What varies in a path is found: indices, and keys that are data; names of members are none."""

from __future__ import annotations

import pytest

from scanner.detect.routes import data_key, is_name, route_of
from scanner.model import Field, KeyPath, Origin

ORIGIN = Origin("response", "body")


@pytest.mark.parametrize(("key", "wanted"), [
    ("118377", ("118377", "")), ("lln_20418", ("lln_20418", "")), ("x3f91", ("x3f91", "")),
    ("118377_2", ("118377", "2")), ("cijfer[118377][NE]", ("118377", "cijfer_NE")), ("c_118377_2", ("118377", "c_2")),
    ("uitslag-118377", ("118377", "uitslag")), ("verzuim[20418]", ("20418", "verzuim")),
    ("jaar_2024_1", None), ("rapport[2025]", None), ("a_123_4", None), ("img_1700000000_2", None), ("sha256_abc", None),
    ("B4", ("4", "B")), ("Yara Bouazza", ("Yara Bouazza", "")), ("kim@school.example", ("kim@school.example", "")),
    ("0f1e2d3c-0000-4000-8000-000000000000", ("0f1e2d3c-0000-4000-8000-000000000000", "")),
    ("naam", None), ("2024", None), ("7", None), ("Eerste Hulp", None), ("h1", None), ("schoolYear", None),
])  # fmt: skip
def test_keys(key: str, wanted: tuple[str, str] | None) -> None:
    assert data_key(key) == wanted


def test_names() -> None:
    assert is_name("Noah K.")
    assert is_name("de Vries, Daan")
    assert not is_name("Station Noord")
    assert not is_name("Daan")


def test_coordinates() -> None:
    node = KeyPath().child("groepen").item().child("cijfers").child("118377").child("h").item()
    route = route_of(node)
    assert [gap.prefix for gap in route.gaps] == ["groepen/*", "groepen/*/cijfers/#", "groepen/*/cijfers/#/h/*"]
    assert route.coordinates(Field("7.4", node, (3, 1), ORIGIN)) == (3, "118377", 1)
    assert route.coordinates(Field("7.4", node, (), ORIGIN)) == ()
