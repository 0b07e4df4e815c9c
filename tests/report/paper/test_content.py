"""What stands on paper: bounded whatever the number of findings, and all that the page tells first."""

import builders
import pytest

from scanner.report.paper.blocks import Figure, Heading
from scanner.report.paper.content import FULL, ROWS, content, shares


@pytest.mark.parametrize(("findings", "groups"), [
    (0, 1), (107, 40), (FULL, 3), (10_000, 1), (10_000, 97), (10_000, 485)])
def test_a_document_stays_printable(findings: int, groups: int) -> None:
    rows = [{"severity": "hoog", "rule": f"MIN-{i % groups:03}"} for i in range(findings)]
    full, further = shares(rows)
    told = sum(min(full, len(range(group, findings, groups))) for group in range(groups))
    assert told <= max(FULL, groups)
    assert told == findings or findings > FULL, "a report of usual size tells everything"
    assert further * groups <= max(ROWS, 3 * groups) or findings <= FULL


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_title_foot_and_pictures(lang: str) -> None:
    paper = content(builders.sample_document(), lang)
    assert paper.lang == lang
    assert paper.title.startswith("Rekenbaas 5.3 – ")
    assert paper.subject in paper.footer
    assert [block.number for block in paper.blocks if isinstance(block, Figure)] == list(
        range(1, len(paper.pictures) + 1))


def test_without_a_product_the_title_still_says_what_it_is() -> None:
    assert content(builders.quiet_document(), "nl").title
    assert any(isinstance(block, Heading) for block in content(builders.empty_document(), "nl").blocks)
