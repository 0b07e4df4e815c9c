"""What is enough and what to ask: by rule, by pack, for packs of the user's."""

import pytest
from judge_builders import EXAMPLE, FILE, TEXT, a_rule

from scanner.errors import UsageError
from scanner.judge import CoverageSummary, Judge, load_policy, load_rule, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.loading import PACKS
from scanner.judge.texts import PLACEHOLDERS, placeholders
from scanner.judge.yamlfile import parse

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_every_rule_says_both_in_both_languages(rule) -> None:
    for text in (rule.enough, rule.ask):
        for sentence in (text.nl, text.en):
            assert sentence.endswith((".", "?"))
            assert "verplicht" not in sentence
            assert placeholders(sentence) <= PLACEHOLDERS
    assert rule.ask.nl.endswith("?")
    assert rule.ask.en.endswith("?")
    assert not placeholders(rule.enough.nl + rule.enough.en)


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_its_own(pack: str) -> None:
    one, other = a_rule(f"{pack.upper()}-900"), a_rule("EIGEN-001")
    assert one.enough.nl != TEXT["nl"]
    assert one.enough != other.enough


def test_questions_by_rule_go_before_those_of_the_pack() -> None:
    texts = parse((rules_folder() / "advice.yaml").read_text("utf-8"))
    by_rule = {name for name in texts if name not in PACKS}  # type: ignore[union-attr]
    known = {rule.id: rule for rule in RULES}
    assert by_rule <= set(known)
    assert "apparaat" in known["LNK-006"].ask.nl and "HttpOnly" in known["SES-004"].ask.en
    assert known["LNK-006"].ask != known["LNK-001"].ask


def test_a_rule_says_it_itself_and_a_pack_of_the_user_falls_back() -> None:
    own = a_rule("MIN-900", enough={"nl": "Dit.", "en": "This."}, ask={"nl": "Waarom {host}?", "en": "Why {host}?"})
    assert (own.enough.nl, own.ask.en) == ("Dit.", "Why {host}?")
    assert a_rule("EIGEN-001").enough.nl == TEXT["nl"], "the advice of the rule"
    assert a_rule("EIGEN-001").ask == a_rule("POL-900").ask


def test_a_finding_carries_both_with_the_recipient_filled_in() -> None:
    judge = Judge([a_rule("MIN-900")], load_policy(EXAMPLE), test_mode=False)
    judge.observe(observation({"to": "POST crash.example/x", "request": ["body:/n name.family"]}, 1, (), FILE))
    (finding,) = judge.conclude(CoverageSummary(), lambda order, index: "").findings
    assert "Crash Inc." in finding.ask.nl
    assert finding.enough == a_rule("MIN-900").enough


@pytest.mark.parametrize(("text", "field", "says"), [
    ("ask: {nl: 'Waarom {waarde}?', en: 'Why?'}", "ask.nl", "unknown placeholder {waarde}"),
    ("enough: {nl: Dit is onrechtmatig., en: This.}", "enough.nl", "does not say"),
    ("enough: {nl: Dit.}", "enough", "'en' is missing"),
])
def test_mistakes_are_told(tmp_path, text: str, field: str, says: str) -> None:
    rule = next(rule for rule in RULES if rule.id == "MIN-003")
    assert rule.path is not None
    lines = rule.path.read_text("utf-8").splitlines()
    kept, skipping = [], False
    for line in lines:  # without its own enough and ask
        skipping = line.startswith(("enough:", "ask:")) or (skipping and line.startswith(" "))
        kept += [] if skipping else [line]
    file = tmp_path / "MIN-003.yaml"
    file.write_text("\n".join([*kept, text]) + "\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        load_rule(file)
    assert f": {field}: " in str(caught.value)
    assert says in str(caught.value)
