"""Where the column names of a table stand."""

from __future__ import annotations

import pytest

from scanner.decode import content, nested
from scanner.decode.budget import Budget, Limits
from scanner.decode.message import Message
from scanner.decode.table import Table
from scanner.decode.tree import Trees
from scanner.model import Origin


def table(rows: list[list[str]]) -> dict[str, str]:
    limits = Limits()
    message = Message(Trees(limits), Budget(limits), nested.expand, nested.look, content.decode)
    made = Table(message, message.trees.root("body"), (), Origin("request", "body"))
    for row in rows:
        made.row(row)
    made.finish()
    return {field.pointer: field.value for field in message.fields}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a header row
        ([["Naam", "BSN"], ["Sanne", "999990019"]], {"/0/Naam": "Sanne", "/0/BSN": "999990019"}),
        # below a title
        ([["Klas 3B"], [], ["Naam", "BSN"], ["Sanne", "999990019"]],
         {"/0": "Klas 3B", "/2/Naam": "Sanne", "/2/BSN": "999990019"}),
        # of one column
        ([["BSN"], ["999990019"], ["999990020"]], {"/0/BSN": "999990019", "/1/BSN": "999990020"}),
        # an empty name among the columns is a number
        ([["Naam", "", "BSN"], ["Sanne", "x1", "999990019"]],
         {"/0/Naam": "Sanne", "/0/1": "x1", "/0/BSN": "999990019"}),
        # none: data from the first row on
        ([["Sanne", "999990019"], ["Daan", "999990020"], ["Sanne", "4"]],
         {"/0": "999990019", "/1": "999990020", "/2": "4"}),
        # a form
        ([["Naam", "Sanne de Vries"], ["BSN", "999990019"], ["Plaats", "Utrecht"]],
         {"/Naam": "Sanne de Vries", "/BSN": "999990019", "/Plaats": "Utrecht"}),
        ([["Naam:", "Sanne de Vries"], ["Groep:", "Kanaries"]], {"/Naam": "Sanne de Vries", "/Groep": "Kanaries"}),
        ([["Geboren", "2012-03-04"], ["BSN", "999990019"]], {"/Geboren": "2012-03-04", "/BSN": "999990019"}),
        # two columns under names, though the first is of names
        ([["Naam", "BSN"], ["Sanne", "999990019"], ["Daan", "999990020"]],
         {"/0/Naam": "Sanne", "/0/BSN": "999990019", "/1/Naam": "Daan", "/1/BSN": "999990020"}),
        ([["Voornaam", "Achternaam"], ["Sanne", "Vries"], ["Daan", "Bakker"]],
         {"/0/Voornaam": "Sanne", "/0/Achternaam": "Vries", "/1/Voornaam": "Daan", "/1/Achternaam": "Bakker"}),
        # a lone row, no row
        ([["Naam", "BSN"]], {"/0": "BSN"}),
        ([], {}),
    ],
)
def test_headers(rows, expected):
    assert table(rows) == expected


def test_a_long_table():
    rows = [["Naam", "BSN"], *([f"Naam{n}", str(n)] for n in range(100))]
    found = table(rows)
    assert found["/99/Naam"] == "Naam99"
    assert len(found) == 200


def test_wide_rows_are_cut():
    assert len(table([["a"] * 5000, ["b"] * 5000])) <= 2000
