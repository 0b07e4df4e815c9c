"""A table of persons gives their data whatever it is written as; one of products or authors nothing."""

from __future__ import annotations

import json

import pytest
from detect_builders import an_exchange, detections

from scanner.model import Category as C

NAMES = ["Yara Bouazza", "Thijmen de Graaf", "Szymon Kowalczyk", "Lieke van den Heuvel"]
NUMBERS = ["118377", "118402", "118415", "118433"]
MARKS = [[7.4, 6.1, 8.2], [5.3, 4.8, 6.7], [9.1, 7.7, 8.9], [6.0, 5.5, 7.3]]
TESTS = ["SE1 Lezen", "SE2 Schrijven", "SE3 Luisteren"]
EACH = range(4)
ROWS = [[NUMBERS[k], NAMES[k], *map(str, MARKS[k])] for k in EACH]
ACROSS = [[MARKS[k][i] for k in EACH] for i in range(3)]
NUMBERED, NAMED, BOTH = {C.LEERLINGNUMMER: 4}, {C.NAME_FULL: 4}, {C.LEERLINGNUMMER: 4, C.NAME_FULL: 4}

JSON_TABLES: list[tuple[str, object, dict[C, int]]] = [
    ("a map of maps by number", {"matrix": {NUMBERS[k]: {f"t{i}": MARKS[k][i] for i in range(3)} for k in EACH}},
     NUMBERED),
    ("a map of maps by name", {"data": {NAMES[k]: {f"h{i}": MARKS[k][i] for i in range(3)} for k in EACH}}, NAMED),
    ("rows that begin with a number", {"rijen": [[NUMBERS[k], *MARKS[k]] for k in EACH]}, NUMBERED),
    ("rows and a legend elsewhere", {"legend": {"kolommen": ["llnr", "naam", *TESTS]}, "payload": {"rijen": ROWS}},
     BOTH),
    ("lists beside each other", {"leerlingen": NUMBERS, "toetsen": [
        {"naam": name, "cijfers": ACROSS[i]} for i, name in enumerate(TESTS)]}, NUMBERED),
    ("objects beside lists", {"students": [{"id": int(NUMBERS[k]), "name": NAMES[k]} for k in EACH], "assignments": [
        {"title": name, "grades": ACROSS[i]} for i, name in enumerate(TESTS)]}, NAMED),
    ("rows as strings", {"data": ["|".join(row) for row in ROWS]}, BOTH),
    ("rows and headings as strings", {"header": ";".join(["llnr", "naam", *TESTS]), "rows": [
        ";".join(row) for row in ROWS]}, BOTH),
    ("one string of pairs", {"uitslag": ";".join(f"{NUMBERS[k]}:{MARKS[k][0]}" for k in EACH)}, NUMBERED),
    ("cells as objects", {"rows": [{"c": [{"v": cell} for cell in row]} for row in ROWS]}, BOTH),
    ("cells that name their column", {"rows": [[
        {"col": name, "val": cell} for name, cell in zip(["llnr", "naam", *TESTS], row, strict=True)] for row in ROWS]},
     BOTH),
    ("numbered members", {"rows": [{f"c{n}": cell for n, cell in enumerate(row)} for row in ROWS]}, BOTH),
    ("marks that refer to pupils", {"pupils": [{"id": int(NUMBERS[k]), "n": NAMES[k]} for k in EACH], "cijfers": [
        {"p": int(NUMBERS[k]), "m": mark} for k in EACH for mark in MARKS[k]]}, NAMED),
    ("a chart", {"labels": NAMES, "datasets": [{"label": name, "data": ACROSS[i]} for i, name in enumerate(TESTS)]},
     NAMED),
    ("columns of pupils", {"columns": ["toets", *NAMES], "rows": [[name, *ACROSS[i]] for i, name in enumerate(TESTS)]},
     NAMED),
    ("cells of a sheet", {"cells": {"A1": "Leerling", "B1": TESTS[0], "C1": TESTS[1], "D1": TESTS[2], **{
        f"{column}{k + 2}": [NAMES[k], *MARKS[k]][i] for k in EACH for i, column in enumerate("ABCD")}}}, NAMED),
    ("both halves in a key", {"cijfer": {f"{NUMBERS[k]}_{i}": MARKS[k][i] for k in EACH for i in range(3)}}, {}),
    ("places in lists", {"pupils": NAMES, "tests": TESTS, "cells": [
        [k, i, MARKS[k][i]] for k in EACH for i in range(3)]}, NAMED),
    ("places in one list of texts", {"strings": [*NUMBERS, *TESTS], "rows": [
        [k, 4 + i, MARKS[k][i]] for k in EACH for i in range(3)]}, NUMBERED),
    ("a data frame by codes", {"dict": {"ll": NAMES}, "cols": {
        "ll": [k for k in EACH for _ in range(3)], "w": [mark for k in EACH for mark in MARKS[k]]}}, NAMED),
    ("numbers inside keys", {f"cijfer[{NUMBERS[k]}][T{i}]": MARKS[k][i] for k in EACH for i in range(3)}, NUMBERED),
    ("numbers and places inside keys", {f"c_{NUMBERS[k]}_{i}": MARKS[k][i] for k in EACH for i in range(3)}, NUMBERED),
    ("objects of two letters", [{"l": int(NUMBERS[k]), "c": mark} for k in EACH for mark in MARKS[k]], {}),
    ("maps by subject of given names", {
        name: {"Yara": ACROSS[i][0], "Thijmen": ACROSS[i][1], "Szymon": ACROSS[i][2], "Lieke": ACROSS[i][3]}
        for i, name in enumerate(TESTS)}, NAMED),
    ("cells of markup", {"data": [[
        f"<input type='checkbox' value='{NUMBERS[k]}'>", f"<a href='/l/{k}'>{NAMES[k]}</a>",
        *(f"<b>{mark}</b>" for mark in MARKS[k])] for k in EACH]}, BOTH),
    ("rows of one text", {"d": "|".join(";".join([row[0], *row[2:]]) for row in ROWS)}, NUMBERED),
    ("rows of JSON in strings", {"d": [json.dumps([row[0], *row[2:]]) for row in ROWS]}, NUMBERED),
    ("events with a payload", [{"type": "CijferIngevoerd", "payload": {"ll": int(NUMBERS[k]), "waarde": mark}}
                               for k in EACH for mark in MARKS[k]], {}),
    ("references of JSON:API", {"data": [{"type": "x", "attributes": {"value": mark}, "relationships": {
        "student": {"data": {"type": "s", "id": NUMBERS[k]}}}} for k in EACH for mark in MARKS[k]]}, {}),
    ("marks beside addresses", {"rows": [[f"s{row[0]}@school.example", *row[2:]] for row in ROWS]}, {C.EMAIL: 4}),
    ("texts of two cells", {"regels": [f"{NUMBERS[k]}: {mark}" for k in EACH for mark in MARKS[k]]}, {}),
    ("one flat list", {"d": [cell for row in ROWS for cell in (row[0], *row[2:])]}, NUMBERED),
]
TEXT_TABLES: list[tuple[str, str, str, dict[C, int]]] = [
    ("CSV without names of columns", "\n".join(";".join(row) for row in ROWS), "text/csv", BOTH),
    ("the same as text", "\n".join("\t".join(row) for row in ROWS), "text/plain", BOTH),
    ("fixed width", "LLNR   NAAM                     SE1  SE2  SE3\n" + "\n".join(
        f"{row[0]:7}{row[1]:25}{row[2]:5}{row[3]:5}{row[4]:5}" for row in ROWS), "text/plain", BOTH),
    ("Markdown", "| Leerling | a | b | c |\n|---|---|---|---|\n" + "\n".join(
        "| " + " | ".join(row[1:]) + " |" for row in ROWS), "text/plain", NAMED),
    ("lines behind codes", "\n".join(f"LLN+{row[0]}+{row[1]}'\n" + "\n".join(
        f"CYF+{i}+{mark}'" for i, mark in enumerate(row[2:])) for row in ROWS), "text/plain", BOTH),
    ("headings of rows", "<table><tr><th></th>" + "".join(f"<th>{name}</th>" for name in TESTS) + "</tr>" + "".join(
        f"<tr><th>{row[1]}</th>" + "".join(f"<td>{mark}</td>" for mark in row[2:]) + "</tr>" for row in ROWS)
     + "</table>", "text/html", NAMED),
    ("a transposed page", "<table><tr><th>Toets</th>" + "".join(f"<th>{name}</th>" for name in NAMES) + "</tr>"
     + "".join(f"<tr><td>{name}</td>" + "".join(f"<td>{mark}</td>" for mark in ACROSS[i]) + "</tr>"
               for i, name in enumerate(TESTS)) + "</table>", "text/html", NAMED),
    ("cells with tags between two other lines", "#LIJST|7|4\n" + "\n".join(
        f"{row[0]}|{row[1]}|TTR:{row[2]}|DLE:{row[3]}|SE:{row[4]}" for row in ROWS) + "\n#EINDE", "text/plain", BOTH),
    ("words of figures", "\n".join(" ".join([row[0], *row[2:]]) for row in ROWS), "text/plain", NUMBERED),
    ("an interchange in one line", "UNB+UNOA:1+A+B'" + "".join(f"NAD+ST+{row[0]}'" + "".join(
        f"CIJ+SE{i}+{mark}'" for i, mark in enumerate(row[2:])) for row in ROWS) + "UNZ+1'", "text/plain", NUMBERED),
    ("decimal commas between semicolons", "\n".join(
        ";".join([row[0], *row[2:]]).replace(".", ",") for row in ROWS), "text/csv", NUMBERED),
    ("a list to read", "<ul>" + "".join(
        f"<li>{row[1]}: {mark}</li>" for row in ROWS for mark in row[2:]) + "</ul>", "text/html", {}),
    ("fields of a form by number", "&".join(
        f"cijfer[{row[0]}][{i}]={mark}" for row in ROWS for i, mark in enumerate(row[2:])),
     "application/x-www-form-urlencoded", NUMBERED),
    ("attributes", "<rows>" + "".join(
        "<r " + " ".join(f'a{n}="{cell}"' for n, cell in enumerate(row)) + "/>" for row in ROWS) + "</rows>",
     "application/xml", BOTH),
    ("marks in one element", "<cijfers>" + "".join(
        f'<ll nr="{row[0]}">{" ".join(row[2:])}</ll>' for row in ROWS) + "</cijfers>", "application/xml", NUMBERED),
    ("a script of data", f"var rijen = {json.dumps(ROWS)};", "text/javascript", BOTH),
]


def counted(body: object, kind: str, target: str = "/api/v2/klas/412/cijfers") -> dict[C, int]:
    """How many values of each category were found with confidence, each place once."""
    content = body.encode() if isinstance(body, str) else body
    found = {(each.category, each.pointer, each.span, each.fingerprint) for each in detections(
        an_exchange(target=target, body=content, response_type=kind)) if each.confidence >= 0.6}
    names = {C.NAME_GIVEN: C.NAME_FULL, C.NAME_FAMILY: C.NAME_FULL, C.ACCOUNT: C.LEERLINGNUMMER,
             C.PROGRESS: C.RESULT}
    counts: dict[C, int] = {}
    for category, *_ in found:
        counts[names.get(category, category)] = counts.get(names.get(category, category), 0) + 1
    return counts


@pytest.mark.parametrize(("body", "wanted"), [case[1:] for case in JSON_TABLES], ids=[case[0] for case in JSON_TABLES])
def test_a_table_of_marks(body: object, wanted: dict[C, int]) -> None:
    found = counted(body, "application/json")
    assert found.get(C.RESULT, 0) >= (4 if isinstance(body, dict) and "uitslag" in body else 12)
    assert all(found.get(category, 0) >= count for category, count in wanted.items())


@pytest.mark.parametrize(("body", "kind", "wanted"), [case[1:] for case in TEXT_TABLES],
                         ids=[case[0] for case in TEXT_TABLES])
def test_a_table_in_another_format(body: str, kind: str, wanted: dict[C, int]) -> None:
    found = counted(body, kind)
    assert found.get(C.RESULT, 0) >= 12
    assert all(found.get(category, 0) >= count for category, count in wanted.items())


def test_columns_are_told_by_their_values() -> None:
    rows = [["118377", "de Vries", "Mees", "2015-04-12", "5B", "3812 KA"],
            ["118402", "El Idrissi", "Fatima", "2014-11-30", "6A", "3812 KB"],
            ["118415", "Jansen", "Lotte", "2015-02-01", "5B", "3812 KC"]]
    found = counted("\n".join(map(";".join, rows)), "text/csv", "/export/7f3")
    assert found == {C.LEERLINGNUMMER: 3, C.NAME_FULL: 6, C.DOB: 3, C.GROUP: 3, C.POSTCODE: 3}


@pytest.mark.parametrize(("heading", "results"), [("D-toets", 8), ("lokaal", 0)])
def test_a_column_of_a_test_tells_what_the_others_hold(heading: str, results: int) -> None:
    last = ["7,4", "M"] if results else ["12", "14"]
    body = [["", "5.1", "5.2", heading], *([NAMES[k], 71 + k, 33 + k, last[k % 2]] for k in EACH)]
    assert counted(body, "application/json", "/api/klas/412").get(C.RESULT, 0) >= results
    assert results or C.RESULT not in counted(body, "application/json", "/api/klas/412")


def test_a_row_is_one_person() -> None:
    found = [each for each in detections(an_exchange(target="/api/v2/klas/412/cijfers", body={"rijen": ROWS}))
             if each.confidence >= 0.6]
    subjects = {each.pointer.split("/")[2]: each.subject for each in found}
    assert len(set(subjects.values())) == len(ROWS)


def test_a_column_is_one_person() -> None:
    body = {"columns": ["toets", *NAMES], "rows": [[name, *ACROSS[i]] for i, name in enumerate(TESTS)]}
    found = [each for each in detections(an_exchange(target="/api/v2/klas/412/cijfers", body=body))
             if each.confidence >= 0.6 and each.category is C.RESULT]
    subjects = {each.pointer.rpartition("/")[2]: each.subject for each in found}
    assert len(set(subjects.values())) == len(NAMES)


NO_TABLES: list[tuple[str, str, object, str]] = [
    ("products by number", "/api/products/ratings", {"scores": {NUMBERS[k]: {"1": MARKS[k][0], "2": MARKS[k][1]}
                                                               for k in EACH}}, "application/json"),
    ("articles", "/api/x", {"columns": ["artikel", "prijs", "score"], "rows": [
        ["118377", "4.95", "7.4"], ["118378", "3.95", "8.1"], ["118379", "7.50", "6.6"]]}, "application/json"),
    ("items of an exercise", "/api/itembank/412", {"items": [{"id": 118377 + k, "p": 0.61, "rit": MARKS[k][0]}
                                                           for k in EACH]}, "application/json"),
    ("authors of books", "/api/boeken", {"head": ["auteur", "pag", "waardering"], "books": [
        ["Annie de Vries", "112", "7.4"], ["Jan Jansen", "233", "6.5"], ["Tim Bakker", "95", "8.1"]]},
     "application/json"),
    ("names in sums", "/api/oefening/7", {"opgaven": [["Emma", "3", "5"], ["Daan", "4", "7"], ["Sem", "2", "6"]]},
     "application/json"),
    ("a chart of classes", "/api/x", {"labels": ["3A", "3B", "3C"], "datasets": [
        {"label": "gemiddelde", "data": [6.4, 6.7, 6.1]}]}, "application/json"),
    ("a table of norms", "/api/toets/5/normering", {
        "kop": ["score", "cijfer"], "norm": [[10, 4.2], [11, 4.5], [12, 4.9]]}, "application/json"),
    ("stations", "/api/x", [["118377", "Station Noord", "4.5"], ["118402", "Station Zuid", "3.5"],
                            ["118415", "Station West", "5.1"]], "application/json"),
    ("seats", "/api/x", {"d": [["A1", "5B", "7.4"], ["B2", "6A", "5.3"], ["C3", "7C", "9.1"]]}, "application/json"),
    ("prices as text", "/export", "118377;Passer;4.95;12\n118378;Geodriehoek;1.95;40\n118379;Rekenmachine;14.95;3",
     "text/plain"),
    ("a program", "/static/cfg.js", 'window.CFG = {"level":3,"name":"Rekenen","score":10};', "text/javascript"),
    ("places in a list of things", "/api/x", {"products": ["Passer", "Gum", "Liniaal"], "cells": [
        [0, 1, 4.9], [1, 0, 1.9], [2, 2, 3.5], [0, 2, 4.5]]}, "application/json"),
    ("places in a list of cities", "/api/klimaat", {"plaatsen": ["Ede", "Delft", "Almere"], "d": [
        [0, 1, 7.4], [1, 2, 6.1], [2, 3, 8.2]]}, "application/json"),
    ("numbers of pictures inside keys", "/api/albums/7", {
        f"img_{NUMBERS[k]}_{i}": MARKS[k][i] for k in EACH for i in range(2)}, "application/json"),
    ("names with figures in a sum", "/api/oefening/7", {"tabel": ["Emma: 3", "Daan: 4", "Sem: 2"]},
     "application/json"),
    ("markup of things", "/api/producten", {"data": [[
        f"<a href='/p/{k}'>Passer {k}</a>", f"<b>{MARKS[k][0]}</b>", "<i>op voorraad</i>"] for k in EACH]},
     "application/json"),
    ("tags of things", "/export", "118377|EUR:4.95|KG:0.3\n118378|EUR:1.95|KG:0.1\n118379|EUR:14.95|KG:0.4",
     "text/plain"),
    ("an interchange of things", "/edi", "UNB+UNOA:1+A+B'" + "".join(
        f"LIN+{k}+118{k}77'PRI+AAA:{MARKS[k][0]}'" for k in EACH) + "UNZ+1'", "text/plain"),
    ("rows of one text about things", "/api/producten", {"d": "|".join(f"118{k}77;4.95;1{k}" for k in EACH)},
     "application/json"),
    ("references to things", "/api/x", {"data": [{"attributes": {"value": 7.4}, "relationships": {"product": {
        "data": {"id": number}}}} for number in NUMBERS]}, "application/json"),
    ("a menu", "/api/kantine", {"regels": ["Kaas: 2.50", "Ham: 2.75", "Soep: 3.10"]}, "application/json"),
    ("questions", "/api/questions/stats", {"results": {NUMBERS[k]: {"correct": 12, "wrong": 3} for k in EACH}},
     "application/json"),
]


@pytest.mark.parametrize(("target", "body", "kind"), [case[1:] for case in NO_TABLES],
                         ids=[case[0] for case in NO_TABLES])
def test_a_table_of_things(target: str, body: object, kind: str) -> None:
    assert counted(body, kind, target) == {}


@pytest.mark.parametrize("body", [
    {"a": [[]], "b": [[[[[[["Yara Bouazza"]]]]]]]},
    {"118377": {"118402": {"118415": {"118433": {"118499": "7.4"}}}}}, [["Yara Bouazza"] * 300] * 20,
    {"rows": ["Yara Bouazza;" * 300] * 4}, {"cells": {"A1": "Yara Bouazza", "ZZ9999": "1"}},
    ["Yara\nBouazza;7\n" * 50], [{"": "Yara Bouazza", "#": "7.4", "*": "1"}] * 3,
])  # fmt: skip
def test_odd_shapes_do_no_harm(body: object) -> None:
    counted(body, "application/json")
