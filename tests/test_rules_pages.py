"""The pages on the rules say what the rule files say now, and every link in them leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanner.judge import load_rules
from scanner.judge.loading import PACKS
from scanner.judge.severity import RAISES
from scanner.judge.texts import PLACEHOLDERS
from scripts.rule_pages import FOLDER, LANGS, PACK_TITLES, RAISED, WORDS, pages

MADE = pages()


@pytest.mark.parametrize("page", sorted(MADE), ids=str)
def test_the_pages_are_up_to_date(page: Path) -> None:
    assert (FOLDER / page).read_text("utf-8") == MADE[page], "run make docs"


def test_no_page_is_left_over() -> None:
    there = {file.relative_to(FOLDER) for lang in LANGS for file in (FOLDER / lang).iterdir()}
    assert there == set(MADE), "run make docs"


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_has_a_place_undecided_ones_too(lang: str) -> None:
    for rule in load_rules(undecided=True):
        text = MADE[Path(lang, f"{rule.pack}.md")]
        assert f'<a id="{rule.id.lower()}"></a>\n## {rule.id}: {rule.title.get(lang)}' in text
        assert f"({rule.pack}.md#{rule.id.lower()})" in MADE[Path(lang, "README.md")]
        if rule.needs is not None:
            assert rule.needs.get(lang).removesuffix(".") in text


def test_nothing_is_left_unsaid() -> None:
    assert set(PACK_TITLES) == set(PACKS)
    assert set(RAISED) == set(RAISES)
    assert set(WORDS) == PLACEHOLDERS
    assert not any(re.search(r"\{[a-z]+\}", text) for text in MADE.values())


def test_links() -> None:
    for page, text in MADE.items():
        for target in re.findall(r"\]\(([^)#]+)", text):
            assert (FOLDER / page.parent / target).is_file(), (page, target)
