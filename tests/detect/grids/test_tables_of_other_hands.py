"""Tables of results as many products write them: what is about pupils is found at any address, what is not is left."""

from __future__ import annotations

from collections import Counter

import pytest
from detect_builders import an_exchange, detections

from scanner.model import Category as C

NUMBERS = ["20411", "20412", "20413"]
FORM = "application/x-www-form-urlencoded"


def counted(body: object, target: str, kind: str = "application/json", *, sent: bool = False) -> Counter[C]:
    headers = (("Authorization", "Bearer x9-4kd93"),)
    exchange = an_exchange(target=target, method="POST", request=body, request_type=kind, body={"ok": 1},
                           headers=headers) if sent else an_exchange(
                               target=target, body=body, response_type=kind, headers=headers)
    return Counter(each.category for each in detections(exchange) if each.confidence >= 0.6 and each.part == "body")


@pytest.mark.parametrize(("target", "body", "marks"), [
    ("/api/afname/55", {"ids": NUMBERS, "goed": [14, 18, 11], "fout": [6, 2, 9]}, 6),
    ("/api/groep/7b/cijfers", {"d": "1043:7,5;1044:6;1045:8,2"}, 3),
    ("/api/x", {"scores": "104431=45|104432=38|104433=51", "toetsen": 1}, 0),
    ("/api/scores", {"d": "104431=45|104432=38|104433=51"}, 3),
    ("/api/klas/5a/overzicht", {"rows": [{"key": number, "values": [55 + k, 61, 70 - k]}
                                         for k, number in enumerate(NUMBERS)],
                                "columns": ["rekenen", "spelling", "lezen"]}, 9),
    ("/resultaten/2026", {number: [7.1 + k / 5, 6.8] for k, number in enumerate(NUMBERS)}, 6),
    ("/api/scores", {f"s_{number}": mark for number, mark in zip(NUMBERS, "BAC", strict=True)}, 3),
    ("/lvs/export", {"afnames": [{"ll": number, "toets": "RW", "vs": 221 + k, "niv": "II"}
                                 for k, number in enumerate(NUMBERS)]}, 6),
    ("/ws", [{"Resultaat": {"Lln": number, "Vak": "NE", "Waarde": "7.1"}} for number in NUMBERS], 3),
])
def test_results_of_numbered_pupils(target: str, body: object, marks: int) -> None:
    found = counted(body, target)
    assert found[C.RESULT] >= marks
    assert found[C.LEERLINGNUMMER] == (3 if marks else 0)


@pytest.mark.parametrize(("target", "body", "kind"), [
    ("/export/uitslagen.txt", "20411;7,1;6,8\r\n20412;6,1;8,8\r\n20413;5,5;6,6\r\n", "text/plain"),
    ("/bord", "20411 Fleur 7,1\n20412 Sem 5,5\n20413 Youssef 8,0\n", "text/plain"),
    ("/export.tsv", "ll\tvak\tcijfer\n20411\tne\t7,1\n20412\tne\t5,5\n20413\tne\t6,5\n", "text/tab-separated-values"),
])
def test_results_in_texts(target: str, body: str, kind: str) -> None:
    found = counted(body.encode(), target, kind)
    assert found[C.LEERLINGNUMMER] == 3
    assert found[C.RESULT] >= 3


@pytest.mark.parametrize(("target", "body"), [
    ("/api/save", "c%5B20411%5D%5BSO1%5D=7%2C1&c%5B20412%5D%5BSO1%5D=5%2C5&c%5B20413%5D%5BSO1%5D=8%2C8"),
    ("/cijferinvoer/opslaan", "cijfer_20411=7%2C1&cijfer_20412=5%2C5&cijfer_20413=6%2C5&opm_20412=netjes"),
    ("/api/save", "Cijfers%5B20411%5D.Waarde=7%2C1&Cijfers%5B20412%5D.Waarde=5%2C5&Cijfers%5B20413%5D.Waarde=6"),
])
def test_forms_with_a_field_for_each_pupil(target: str, body: str) -> None:
    found = counted(body.encode(), target, FORM, sent=True)
    assert (found[C.LEERLINGNUMMER], found[C.RESULT]) == (3, 3)


@pytest.mark.parametrize(("target", "body"), [
    ("/absentie/vandaag", {"uur": 3, "afw": [["20411", "Z"], ["20412", "TL"], ["20413", "O"]]}),
    ("/klas/2m3/presentie", {"20411": "A...Z", "20412": ".....", "20413": "LL..."}),
])
def test_who_was_there(target: str, body: object) -> None:
    found = counted(body, target)
    assert (found[C.LEERLINGNUMMER], found[C.ATTENDANCE]) == (3, 3)


@pytest.mark.parametrize(("target", "body", "why"), [
    ("/api/artikelen", {"rows": [[20411, 7.5], [20412, 6.2], [20413, 8.1]]}, "prices"),
    ("/api/search", {"ids": NUMBERS, "scores": [4.5, 4.4, 3.9]}, "how well things answer a question"),
    ("/api/config", {"levels": {"10431": {"min": 3}, "10432": {"min": 4}}, "o": "1043:7;1044:6;1045:8"}, "settings"),
    ("/api/orders", {"items": [{"key": number, "values": [1, 2, 3]} for number in NUMBERS]}, "orders"),
    ("/api/wedstrijden", {"uitslagen": [{"team": "Ajax", "score": 3}, {"team": "PSV", "score": 1}]}, "matches"),
    ("/api/toetsen", {"toetsen": [{"id": 20411, "max": 25}, {"id": 20412, "max": 30}]}, "tests themselves"),
    ("/api/sensors", {"s_20411": "B", "s_20412": "A", "s_20413": "C"}, "states of sensors"),
    ("/map", {"stations": {"20411": [7.1, 6.8], "20412": [6.1, 8.8], "20413": [5.5, 7.0]}}, "places"),
])
def test_numbers_of_things(target: str, body: object, why: str) -> None:
    found = counted(body, target)
    assert not found[C.LEERLINGNUMMER] and not found[C.RESULT], why


@pytest.mark.parametrize("body", [
    "regel%5B20411%5D%5Baantal%5D=2&regel%5B20412%5D%5Baantal%5D=5&regel%5B20413%5D%5Baantal%5D=8",
    "aantal_20411=2&aantal_20412=5&aantal_20413=8",
])
def test_forms_of_orders(body: str) -> None:
    assert not counted(body.encode(), "/winkelwagen", FORM, sent=True)
