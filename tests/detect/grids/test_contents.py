"""The cells of a table of persons are told by their labels, headings and values; each belongs to its person."""

from __future__ import annotations

from grid_builders import message

from scanner.detect.grids.contents import Contents, Placed
from scanner.model import Category as C

NAMES = ["Yara Bouazza", "Thijmen de Graaf", "Szymon Kowalczyk"]
NUMBERS = ["118377", "118402", "118415"]


def placed(body: object, target: str = "/api/klas/412") -> list[Placed]:
    made = message(body, target)
    contents = Contents(made.shapes, made.topics)
    return [one for each in made.finder.found(made.tables) if each.sure and each.table.open
            for one in contents.of(each)]


def told(body: object, target: str = "/api/klas/412") -> dict[str, C | None]:
    return {one.cell.leaf.path.key if one.key else one.cell.text: one.category for one in placed(body, target)}


def test_values_that_can_be_nothing_else() -> None:
    found = told({"r": [[NAMES[0], "5B", "3812 KA", "2015-04-12", "rood"],
                        [NAMES[1], "6A", "3812 KB", "2014-11-30", "blauw"]]})
    assert found == {NAMES[0]: C.NAME_FULL, NAMES[1]: C.NAME_FULL, "5B": C.GROUP, "6A": C.GROUP,
                     "3812 KA": C.POSTCODE, "3812 KB": C.POSTCODE, "2015-04-12": C.DOB, "2014-11-30": C.DOB}


def test_surnames_only_beside_given_names() -> None:
    rows = [["Mees", "de Vries"], ["Fatima", "El Idrissi"], ["Lotte", "Jansen"]]
    found = told({"r": rows})
    assert [found[family] for _, family in rows] == [C.NAME_FAMILY] * 3


def test_presence_where_something_speaks_of_it() -> None:
    rows = [[name, word] for name, word in zip(NAMES, ["ziek", "aanwezig", "te laat"], strict=True)]
    assert told({"afwezig": rows})["ziek"] is C.ATTENDANCE
    assert "ziek" not in told({"r": rows})


def test_a_heading_is_left_to_the_judge_of_values() -> None:
    found = placed({"r": [["leerling", "telefoon"], [NAMES[0], "0612345678"], [NAMES[1], "0612345679"]]})
    phones = [one for one in found if one.cell.text.startswith("06")]
    assert len(phones) == 2
    assert all(one.category is None and one.meaning is not None and one.meaning.category is C.PHONE for one in phones)


def test_the_keys_of_persons() -> None:
    found = placed({"matrix": {number: [7.4, 6.1] for number in NUMBERS}}, "/api/klas/412/cijfers")
    keys = [one for one in found if one.key]
    assert [(one.node.key, one.category) for one in keys] == [(number, C.LEERLINGNUMMER) for number in NUMBERS]


def test_an_entry_is_one_object() -> None:
    found = placed({"r": [[name, "5B", "3812 KA"] for name in NAMES]})
    nodes = {(id(one.node), one.cell.leaf.indices[:one.depth]) for one in found}
    assert len(nodes) == len(NAMES)


def test_whose_marks_they_are_is_said_beside_them_again() -> None:
    found = placed({"leerlingen": NUMBERS, "toetsen": [{"naam": "SE1", "cijfers": [7.4, 5.3, 9.1]}]})
    twins = {one.cell.text: id(one.node) for one in found if one.twin}
    marks = {id(one.node) for one in found if one.category is C.RESULT}
    assert list(twins) == NUMBERS
    assert marks == set(twins.values())
