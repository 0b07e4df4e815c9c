"""What two models say of places, put together."""

from __future__ import annotations

import pytest

from scanner.detect.prose.chances import MOST, Possible, heard, possible, witnesses
from scanner.detect.prose.engines import Found
from scanner.detect.prose.evidence import trimmed

CHANCES = [0.0, 0.01, 0.2, 0.5, 0.8, 0.99, 1.0]


def places(text: str, first: list[tuple[str, float]], second: list[tuple[str, float]] | None) -> dict[str, Possible]:
    def found(names: list[tuple[str, float]]) -> list[Found]:
        return [Found(text.index(name), text.index(name) + len(name), chance) for name, chance in names]

    given = possible(text, found(first), None if second is None else found(second), trimmed)
    return {text[place.start : place.end]: place for place in given}


@pytest.mark.parametrize("first", CHANCES)
@pytest.mark.parametrize("second", [None, *CHANCES])
def test_the_evidence_is_what_is_heard_up_to_a_limit(first: float, second: float | None) -> None:
    total = sum(weight for _, weight in witnesses(first, second))
    assert total == pytest.approx(min(MOST, heard(first, second)), abs=0.006)


def test_the_surer_either_model_the_more_is_heard() -> None:
    for other in CHANCES:
        assert [heard(chance, other) for chance in CHANCES] == sorted(heard(chance, other) for chance in CHANCES)
        assert [heard(other, chance) for chance in CHANCES] == sorted(heard(other, chance) for chance in CHANCES)


def test_the_code_says_what_the_second_saw() -> None:
    assert [code for code, _ in witnesses(0.9, 0.9)] == ["model:person", "model:second-sees"]
    assert [code for code, _ in witnesses(0.9, 0.1)] == ["model:person", "model:second-sees-none"]
    assert [code for code, _ in witnesses(0.9, None)] == ["model:person"]


def test_places_of_both_models() -> None:
    found = places("Sanne belt Yassin", [("Sanne", 0.9)], [("Yassin", 0.6), ("Sanne", 0.8)])
    assert found == {"Sanne": Possible(0, 5, 0.9, 0.8), "Yassin": Possible(11, 17, 0.0, 0.6)}


def test_titles_and_signs_are_no_part_so_that_their_chances_add_up() -> None:
    found = places("Beste mevrouw Jansen, dank", [("Jansen", 0.5), ("Jansen,", 0.25), ("mevrouw Jansen", 0.125)], None)
    assert found == {"Jansen": Possible(14, 20, 0.875, None)}


def test_a_name_with_other_bounds_is_half_a_witness() -> None:
    found = places("Beste Sanne de Wit", [("Sanne de Wit", 0.9)], [("Sanne", 0.8)])
    assert found["Sanne de Wit"].second == pytest.approx(0.4)
    assert found["Sanne"].second == pytest.approx(0.8)


def test_a_list_is_taken_apart() -> None:
    assert set(places("Ziek: Sanne\nYassin", [("Sanne\nYassin", 0.9)], None)) == {"Sanne", "Yassin"}
