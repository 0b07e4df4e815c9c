"""Tables in other dress give what the same table gives as objects; charts, maps and settings give nothing."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, detections, in_body

from scanner.model import Category as C

ROWS = [["118402", "Kim", "Kanarie", "7,1"], ["118403", "Sem", "Vogel", "5,5"]]
HEADS = ["Leerlingnummer", "Roepnaam", "Achternaam", "Cijfer"]
WANTED = {C.LEERLINGNUMMER, C.NAME_GIVEN, C.NAME_FAMILY, C.RESULT}
TABLES: list[tuple[str, object]] = [
    ("columns and rows", {"columns": HEADS, "rows": ROWS}),
    ("headings as objects", {"cols": [{"label": head} for head in HEADS], "data": ROWS}),
    ("headings above the object", {"headers": HEADS, "result": {"values": ROWS}}),
    ("headings in the first row", {"values": [HEADS, *ROWS]}),
    ("cells as objects", {"cols": [{"id": "a", "label": head} for head in HEADS],
                          "rows": [{"c": [{"v": cell} for cell in row]} for row in ROWS]}),
    ("numbered members", {"head": {f"c{n}": head for n, head in enumerate(HEADS)},
                          "rows": [{f"c{n}": cell for n, cell in enumerate(row)} for row in ROWS]}),
    ("lists of labels and values", [[{"name": head, "value": cell} for head, cell in zip(HEADS, row, strict=True)]
                                    for row in ROWS]),
    ("one list of labels and values", {"velden": [{"label": head, "waarde": cell}
                                                  for head, cell in zip(HEADS, ROWS[0], strict=True)]}),
    ("pairs", [[head, cell] for head, cell in zip(HEADS, ROWS[0], strict=True)]),
]


@pytest.mark.parametrize("body", [body for _, body in TABLES], ids=[name for name, _ in TABLES])
def test_a_table(body: object) -> None:
    found = [each for each in in_body(body) if each.confidence >= 0.6]
    assert {each.category for each in found} >= WANTED


def test_a_row_is_an_object() -> None:
    found = [each for each in in_body({"columns": HEADS, "rows": ROWS}) if each.confidence >= 0.6]
    subjects = {each.pointer.split("/")[2]: each.subject for each in found}
    assert len(set(subjects.values())) == 2


def test_a_table_in_xml() -> None:
    cells = "".join("<Row>" + "".join(f"<Cell><Data>{cell}</Data></Cell>" for cell in row) + "</Row>"
                    for row in [HEADS, *ROWS])
    page = f"<Workbook><Worksheet><Table>{cells}</Table></Worksheet></Workbook>".encode()
    found = detections(an_exchange(body=page, response_type="text/xml"))
    assert {each.category for each in found if each.confidence >= 0.6} >= WANTED


NO_TABLES: list[tuple[str, object]] = [
    ("a chart", {"labels": ["jan", "feb", "mrt"], "data": [[412, 398, 405], [400, 388, 391]]}),
    ("an outline", {"coordinates": [[[5.12142, 52.09113], [5.13142, 52.09513]]]}),
    ("columns of settings", {"columns": ["naam", "breedte"], "rows": [["Overzicht", "200"], ["Details", "80"]]}),
    ("a matrix", {"matrix": [["a", "b"], ["c", "d"]]}),
    ("headings without rows", {"columns": HEADS, "rows": []}),
    ("rows of another object", {"a": {"columns": HEADS}, "b": {"c": {"d": [["1", "2", "3", "4"]]}}}),
    ("settings", [{"name": "taal", "value": "nl"}, {"name": "thema", "value": "donker"}]),
    ("names of fields", [{"name": "email", "value": "e-mail"}, {"name": "telefoon", "value": "tel"}]),
    ("ragged", [[HEADS], [[]], [["x"]], "y", [1, [2, [3]]]]),
    ("numbers for keys", {"1": "a", "2": "user_id", "3": "b"}),
]


@pytest.mark.parametrize("body", [body for _, body in NO_TABLES], ids=[name for name, _ in NO_TABLES])
def test_no_table(body: object) -> None:
    assert [each for each in in_body(body) if each.confidence >= 0.6] == []


def test_a_numbered_field_names_the_next() -> None:
    user = b"\x12\x07user_id\x1a\x06118402"
    message = b"\x0a" + bytes([len(user)]) + user
    found = detections(an_exchange(method="POST", request=message * 2, request_type="application/x-protobuf"))
    assert (C.ACCOUNT, 0.95) in {(each.category, each.confidence) for each in found}


def test_maps_by_the_number_of_a_pupil() -> None:
    body = {"cijfers": {"118402": {"NE": "7,1", "WI": "6,2"}, "118403": {"NE": "5,1", "WI": "8,0"}}}
    found = [(each.category, each.pointer) for each in in_body(body) if each.confidence >= 0.6]
    assert sum(category is C.LEERLINGNUMMER for category, _ in found) == 2
    assert sum(category is C.RESULT for category, _ in found) == 4
    assert "118402" not in str(found)


@pytest.mark.parametrize("body", [
    {"producten": {"118402": {"prijs": "7,1"}}}, {"jaren": {"2024": {"NE": "7,1"}}}, {"leerlingen": {"2024": 412}},
    {"http": {"118402": {"na": "0,5"}}},
])
def test_maps_of_other_numbers(body: object) -> None:
    assert [each for each in in_body(body) if each.confidence >= 0.6] == []


def test_a_heading_for_pupils_says_who_the_cells_are() -> None:
    rows = [["Chromebook", "Leerling", "Klas", "Uitgeleend"], ["CB-014", "Mohamed Ali Farah", "1C", "12-9"],
            ["CB-015", "Pleun", "1C", "12-9"]]
    found = {(each.pointer, each.category.value.partition(".")[0]) for each in in_body({"values": rows})
             if each.confidence >= 0.6}
    assert found == {("/values/1/1", "name"), ("/values/1/2", "edu"), ("/values/2/1", "name"), ("/values/2/2", "edu")}


@pytest.mark.parametrize("rows", [
    [["Chromebook", "Model", "Klas"], ["CB-014", "Lenovo Yoga", "1C"], ["CB-015", "Acer Spin", "1C"]],
    [["Onderwerp", "Leerling", "Docent"], ["Kosten", "vijf euro", "tien euro"], ["Plaatsen", "20", "3"]],
])
def test_headings_above_things(rows: list[list[str]]) -> None:
    assert not [each for each in in_body({"values": rows}) if each.confidence >= 0.6
                and each.category.value.startswith("name.")]
