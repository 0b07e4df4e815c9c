"""A HAR that is blown up is a HAR, says nothing of the people it was made from, and tells what it holds."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from fixtures import blow_up, leaks
from fixtures.identifiers import passes_elfproef
from fixtures.people import everybody
from fixtures.variation import Cast, fill, take_apart
from tests.fixtures_ import readers


def _texts(entry: dict[str, Any]) -> str:
    request, response = entry["request"], entry["response"]
    parts = [request["url"], request.get("postData", {}).get("text") or "", response["content"].get("text") or ""]
    parts += [header["value"] for message in (request, response) for header in message["headers"]]
    parts += [message["data"] for message in entry.get("_webSocketMessages", [])]
    return "\n".join(text for part in parts for text in readers.unfold(part.encode("utf-8", "replace"), 3))


@pytest.fixture(scope="module")
def blown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("blown") / "big.har"
    blow_up.blow_up(blow_up.SOURCE, target, 900_000)
    return target


@pytest.fixture(scope="module")
def entries(blown: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(blown.read_text("utf-8"))["log"]["entries"]
    return found


def test_it_is_a_har_of_the_size_asked_with_a_line_of_truth_per_entry(
        blown: Path, entries: list[dict[str, Any]]) -> None:
    assert blown.stat().st_size >= 900_000
    assert len(entries) == len(list(blow_up.read_truth(blown)))


def test_the_people_it_was_made_from_are_gone(entries: list[dict[str, Any]]) -> None:
    text = "\n".join(map(_texts, entries))
    for someone in everybody():
        left = [value for value in (someone.bsn, someone.eckid, someone.leerlingnummer, someone.account, someone.login,
                                    someone.school_email, someone.iban, someone.password)
                if value and value in text]
        assert left == [], someone.id


def test_what_is_planted_is_there(blown: Path, entries: list[dict[str, Any]]) -> None:
    planted_somewhere = 0
    for entry, planted in zip(entries, blow_up.read_truth(blown), strict=True):
        numbers = set(re.findall(r"(?<!\d)9999\d{5}(?!\d)", _texts(entry)))
        assert all(map(passes_elfproef, numbers))
        expected = {digest for _, category, form, digest in planted if (category, form) == ("id.bsn", "clear")}
        assert expected <= {hashlib.sha256(number.encode()).hexdigest() for number in numbers}
        planted_somewhere += len(expected)
    assert planted_somewhere


def test_every_category_of_the_people_is_planted(blown: Path) -> None:
    planted = {category for entry in blow_up.read_truth(blown) for _, category, _, _ in entry}
    assert {leak.category for leak in leaks.load() if not leak.value} <= planted


def test_copies_differ_and_the_same_seed_gives_the_same_bytes(tmp_path: Path, blown: Path) -> None:
    again, other = tmp_path / "again.har", tmp_path / "other.har"
    blow_up.blow_up(blow_up.SOURCE, again, 900_000)
    blow_up.blow_up(blow_up.SOURCE, other, 300_000, seed="1")
    assert again.read_bytes() == blown.read_bytes()
    assert other.read_bytes()[:300_000] != blown.read_bytes()[:300_000]


@pytest.mark.parametrize("text", [
    "", "Roos", "5.3.0.17", "https://cdn.example/rekenbaas/5.3.0.17/app.css", "text/html; charset=utf-8", "€ 12,95",
])
def test_a_text_without_anything_to_vary_stays(text: str) -> None:
    assert fill(take_apart(text), Cast("0", 1)) == text


def test_equal_values_stay_equal_in_a_copy_also_as_digest() -> None:
    sanne = everybody()[0]
    cast = Cast("0", 7)
    value, digest = fill(take_apart(f"{sanne.bsn} {hashlib.sha256(sanne.bsn.encode()).hexdigest()}"), cast).split()
    assert value != sanne.bsn
    assert digest == hashlib.sha256(value.encode()).hexdigest()
