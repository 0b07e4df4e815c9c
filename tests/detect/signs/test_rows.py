"""Marked fields as rows of their lists."""

from scanner.detect.signs.rows import MOST_ROWS, rows_of
from scanner.model import Field, KeyPath, Origin


def leaf(path: KeyPath, value: str, *indices: int, **origin: object) -> tuple[Field, None]:
    given = {"direction": "request", "part": "body", **origin}
    return Field(value, path, indices, Origin(**given)), None  # type: ignore[arg-type]


ROOT = KeyPath()
ITEM = ROOT.child("sessies").item().child("Events").item()


def test_rows_are_gathered_by_list() -> None:
    fields = [leaf(ITEM.child("Key"), "a", 0, 0), leaf(ITEM.child("t"), "1", 0, 0), leaf(ITEM.child("Key"), "b", 0, 1),
              leaf(ITEM.child("data").child("x"), "7", 0, 1), leaf(ITEM.child("Key"), "c", 1, 0),
              leaf(ROOT.child("key"), "z")]
    found = rows_of(fields)  # type: ignore[arg-type]
    assert [list(each.rows.values()) for each in found] == [
        [{"key": "a", "t": "1"}, {"key": "b", "x": "7"}], [{"key": "c"}]]
    assert found[0].template == "/sessies/*/Events/*"
    assert found[0].above == {"sessies", "events"}


def test_answers_and_static_content_are_left_out() -> None:
    assert rows_of([leaf(ITEM.child("k"), "a", 0, 0, direction="response"),  # type: ignore[list-item]
                    leaf(ITEM.child("k"), "a", 0, 0, static=True)]) == []  # type: ignore[list-item]


def test_the_number_of_rows_is_bounded() -> None:
    found = rows_of([leaf(ITEM.child("k"), "a", 0, n) for n in range(MOST_ROWS + 50)])  # type: ignore[misc]
    assert len(found[0].rows) == MOST_ROWS
