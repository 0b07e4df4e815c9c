"""The spaces hold every number once and nothing else, in the form they are named after."""

from __future__ import annotations

import pytest

from scanner.detect.proof.spaces import ELFPROEF_NUMBERS, Space, numbers
from scanner.detect.recognizers.checksums import elfproef, onderwijsnummer

SPACES = {(space.category.value, space.form.name): space for space in numbers(("20DP",))}
PLAIN = SPACES["id.bsn", "9 digits"]


@pytest.mark.parametrize("unit", [0, 1, 999, 1000, 1020, 4321, 9999])
def test_a_batch_is_what_a_naive_loop_finds(unit: int) -> None:
    naive = [b"%04d%05d" % (unit, tail) for tail in range(100_000) if elfproef(f"{unit:04}{tail:05}")]
    assert PLAIN.batch(unit) == naive


def test_the_whole_space_has_the_size_it_says() -> None:
    # a batch has 9090 or 9091 numbers; their sum over all beginnings is the number of digit strings of rest 0
    sizes = [len(PLAIN.batch(unit)) for unit in range(0, 10_000, 97)]
    assert set(sizes) <= {9089, 9090, 9091}
    for category, form in [
        ("id.bsn", "without the leading zero"), ("id.pgn", "9 digits"), ("id.leerlingnummer", "4 to 7 digits"),
    ]:  # fmt: skip
        space = SPACES[category, form]
        assert sum(len(space.batch(unit)) for unit in range(space.start, space.stop)) == space.size, form
    assert {space.size for name, space in SPACES.items() if name[0] == "id.bsn" and name[1][:7] != "without"} == {
        ELFPROEF_NUMBERS
    }


@pytest.mark.long
def test_ninety_million_numbers() -> None:
    assert sum(len(PLAIN.batch(unit)) for unit in range(10_000)) == ELFPROEF_NUMBERS


@pytest.mark.parametrize(("name", "unit", "text"), [
    ("9 digits", 9999, b"999990019"), ("1234.56.789", 9999, b"9999.90.019"), ("123.456.789", 9999, b"999.990.019"),
    ("bsn:", 9999, b"bsn:999990019"), ("BSN", 9999, b"BSN999990019"), ("with a line end", 9999, b"999990019\n"),
    ("salt before", 9999, b"20DP999990019"), ("salt after", 9999, b"99999001920DP"), ("9 digits", 631, b"063138219"),
    ("without the leading zero", 631, b"63138219"),
])  # fmt: skip
def test_forms(name: str, unit: int, text: bytes) -> None:
    space = SPACES["id.bsn", name]
    batch = space.batch(unit)
    assert batch.count(text) == 1
    assert space.canonical(text) == ("063138219" if unit == 631 else "999990019")
    assert len({len(each) for each in batch}) == 1


def test_a_salt_with_digits_is_not_taken_for_the_number() -> None:
    space = SPACES["id.bsn", "salt after"]
    assert space.canonical(b"99999001920DP") == "999990019"


def test_onderwijsnummers_and_short_numbers() -> None:
    pgn = SPACES["id.pgn", "9 digits"]
    assert b"101234564" in pgn.batch(1012)
    assert all(onderwijsnummer(each.decode()) for each in pgn.batch(1050))
    short = SPACES["id.leerlingnummer", "4 to 7 digits"]
    assert short.batch(0)[0] == b"1000"
    assert short.batch(0)[-1] == b"9999"
    assert short.batch(1)[0] == b"10000"
    assert b"2671717" in short.batch(267)
    assert short.batch(999)[-1] == b"9999999"
    assert short.canonical(b"2671717") == "2671717"


def test_zero_is_no_number() -> None:
    assert b"000000000" not in PLAIN.batch(0)
    assert b"bsn000000000" not in SPACES["id.bsn", "bsn"].batch(0)


def test_spaces_can_be_sent_to_other_processes() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(SPACES["id.bsn", "salt before"])) == SPACES["id.bsn", "salt before"]
    assert isinstance(PLAIN, Space)
