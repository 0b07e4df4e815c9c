"""Every shipped rule: valid, complete in both languages, and doing what its examples say."""

import re

import pytest

from scanner.judge.examples import run_examples
from scanner.judge.files import rules_folder
from scanner.judge.loading import PACKS, load_rule, load_rules
from scanner.judge.order import NEVER_SOFTENED
from scanner.judge.rule import Rule

FILES = sorted(f for pack in PACKS for f in (rules_folder() / pack).glob("*.yaml") if ".examples" not in f.name)
RULES = load_rules()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_file_is_valid_and_in_its_place(file) -> None:
    rule = load_rule(file)
    assert file.stem == rule.id
    assert file.parent.name == rule.pack
    assert rule.id.lower().startswith(rule.pack)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_examples(rule: Rule) -> None:
    assert [str(failure) for failure in run_examples(rule)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_texts(rule: Rule) -> None:
    """What a privacy officer reads: whole sentences, both languages, no verdict."""
    for text in (rule.message, rule.why, rule.remediation, rule.false_positives):
        for sentence in (text.nl, text.en):
            assert sentence[0].isupper() or sentence[0] == "{"
            assert sentence.endswith((".", "?"))
            assert sentence[0] != '"'
    forbidden = re.compile(r"overtreding|onrechtmatig|illegaal|unlawful|compliant|geen persoonsgegevens", re.IGNORECASE)
    everything = " ".join(t.nl + t.en for t in (rule.title, rule.message, rule.why, rule.remediation, *rule.basis))
    assert not forbidden.search(everything)
    assert "verplicht" not in " ".join(t.nl for t in rule.basis)


def test_rules_that_are_never_softened() -> None:
    for rule in RULES:
        if rule.id in NEVER_SOFTENED:
            assert rule.softened is False


def test_first_pack_is_there() -> None:
    first = {
        "IDN-001", "IDN-004", "IDN-005", "MIN-001", "MIN-002", "MIN-009", "TPT-001", "TPT-004", "POL-001", "SEC-001",
        "LNK-001", "LNK-002", "SES-001", "SES-002", "SES-003", "SPC-001", "SPC-002", "COV-001", "COV-002", "COV-003",
        "COV-004", "COV-005",
    }
    assert first <= {rule.id for rule in RULES}


CATALOGUE = {"idn": 11, "spc": 9, "lnk": 7, "tpt": 12, "sec": 6, "ses": 7, "kid": 9, "ret": 5, "tra": 5, "pol": 5,
             "cov": 5}
"""How many rules a pack has, numbered from 1: decided, or listed with what it would take."""


@pytest.mark.parametrize("pack", CATALOGUE)
def test_no_rule_is_left_out(pack: str) -> None:
    known = {rule.id for rule in load_rules(undecided=True)}
    assert {f"{pack.upper()}-{number:03}" for number in range(1, CATALOGUE[pack] + 1)} <= known


def test_what_is_undecided_says_what_it_takes() -> None:
    undecided = {rule.id for rule in load_rules(undecided=True)} - {rule.id for rule in load_rules()}
    assert {"SEC-003", "TRA-004"} <= undecided
    for rule in load_rules(undecided=True):
        assert (rule.needs is not None) is (rule.id in undecided)
