"""Several values that agree tell what a column is; values of two kinds, or of none, tell nothing."""

from __future__ import annotations

import pytest

from scanner.detect.grids.kinds import is_presence, kind_of


@pytest.mark.parametrize(("kind", "values"), [
    ("name", ["Yara Bouazza", "Thijmen de Graaf", "Mohamed Ali Farah"]), ("name", ["Noah K.", "Lieke B", "Sem V."]),
    ("name", ["Bakker, Finn", "Kramer, Daan"]), ("given", ["Mees", "Fatima", "Lotte"]),
    ("family", ["de Vries", "Jansen", "El Idrissi"]), ("number", ["118377", "118402"]),
    ("number", ["lln20418", "lln20419"]),
    ("born", ["2015-04-12", "30-11-2014"]), ("born", ["150414", "141122", "150130"]),
    ("postcode", ["3812 KA", "3812KB"]),
    ("mail", ["kim@school.example", "jan@school.example"]), ("phone", ["0612345678", "030-2345678"]),
    ("class", ["5B", "6A"]), ("gender", ["m", "v", "m"]), ("mark", ["7.4", "5,5", "10"]), ("decimal", ["4.95", "3.50"]),
    ("whole", ["61", "48", "100"]), ("level", ["II", "IV", "I"]), ("level", ["voldoende", "goed"]),
])  # fmt: skip
def test_a_kind(kind: str, values: list[str]) -> None:
    assert kind_of(values) == kind


@pytest.mark.parametrize("values", [
    [], ["", "-"], ["Passer", "Geodriehoek"], ["Station Noord", "Station Zuid"], ["7.4", "Kim", "3812 KA"],
    ["1998", "2004", "2011"], ["9789001112233", "9789001112240"], ["https://a.example", "https://b.example"],
])  # fmt: skip
def test_no_kind(values: list[str]) -> None:
    assert kind_of(values) == ""


def test_hours_of_a_day() -> None:
    assert is_presence(["..L....", "ZZZZZZZ"])
    assert not is_presence(["AB", "CD"])
    assert not is_presence(["..L", "...."])
