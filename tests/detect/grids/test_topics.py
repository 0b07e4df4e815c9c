"""What tables are about is told by the address, the keys above and the headings, each by itself."""

from __future__ import annotations

import pytest
from grid_builders import message

ROWS = [["118377", "7.4"], ["118402", "5.3"]]


@pytest.mark.parametrize(("body", "target", "wanted"), [
    ({"rijen": ROWS}, "/api/cijfers", True), ({"toetsen": {"rijen": ROWS}}, "/api/x", True),
    ({"rijen": [["llnr", "cijfer"], *ROWS]}, "/api/x", True), ({"rijen": ROWS}, "/api/x", False),
    ({"toetsen": {"a": {"b": {"c": {"rijen": ROWS}}}}}, "/api/x", False),
    ({"rijen": [["artikel", "prijs"], *ROWS]}, "/api/x", False),
])  # fmt: skip
def test_results(body: object, target: str, wanted: bool) -> None:
    made = message(body, target)
    table = next(table for table in made.tables if not table.across)
    assert made.topics.says_results(table) is wanted


def test_presence() -> None:
    made = message({"afwezigen": {"namen": ROWS}, "te-laat": ROWS})
    told = {table.above[-1]: made.topics.says_presence(table) for table in made.tables if not table.across}
    assert told == {"namen": False, "te-laat": True}
    assert not made.topics.of_presence
    assert message({}, "/api/absentie/presentie").topics.of_presence


def test_classes() -> None:
    assert message({}, "/api/klas/412").topics.of_classes
    assert not message({}, "/api/producten/412").topics.of_classes
