"""Conditions on signs: codes, sizes, places of findings, what came earlier in a session, on a page, in a scan."""

from pathlib import Path
from typing import Any

import pytest

from scanner.errors import UsageError
from scanner.judge import CoverageSummary, Judge, load_policy
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.loading import load_rule, make_rule
from scanner.judge.signs import COOKIES_MAX, MAX_SCOPES, Memory, compile_sign, days_of, needs
from scanner.judge.yamlfile import YamlFile, parse
from scanner.model import FOREVER, ExchangeFacts, Finding, Sign

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
POLICY = load_policy(EXAMPLE)
FILE = YamlFile(EXAMPLE)
BASE: Any = parse((rules_folder() / "tpt" / "TPT-003.yaml").read_text("utf-8"))


def rule_data(match: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    plain = {key: value for key, value in BASE.items() if key not in {"place", "fact", "match"}}
    return plain | {"id": "ONS-001", "pack": "ons", "match": match,
                    "message": {"nl": "{sign}.", "en": "{sign}."}} | more


def findings(match: list[dict[str, Any]], exchanges: list[dict[str, Any]], **more: Any) -> list[Finding]:
    judge = Judge([make_rule(rule_data(match, **more))], POLICY, test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation({"to": "GET api.rekenen.example/x"} | exchange, order, (), FILE))
    return judge.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}").findings


SECURE = Sign("cookie.no-secure", "response", "cookie.sid", "", "session")
LIFE = Sign("cookie.lifetime", "response", "cookie.sid", "", "", 400)


@pytest.mark.parametrize(("condition", "sign", "holds"), [
    ("cookie.no-secure", SECURE, True),
    ("cookie.*", SECURE, True),
    (["cors.*", "cookie.no-secure"], SECURE, True),
    ("cors.*", SECURE, False),
    ({"code": "cookie.*", "detail": "session"}, SECURE, True),
    ({"code": "cookie.*", "detail": ["tracking", ""]}, SECURE, False),
    ({"code": "cookie.*", "detail": ["tracking", ""]}, LIFE, True),
    ({"part": "cookie.*"}, SECURE, True),
    ({"part": "header.*"}, SECURE, False),
    ({"code": "cookie.no-secure", "direction": "request"}, SECURE, False),
    ({"code": "cookie.lifetime", "over": 396}, LIFE, True),
    ({"code": "cookie.lifetime", "over": 400}, LIFE, False),
    ({"code": "cookie.lifetime", "under": 401}, LIFE, True),
    ({"code": "cookie.lifetime", "under": 400}, LIFE, False),
])
def test_conditions(condition: Any, sign: Sign, holds: bool) -> None:
    assert compile_sign(condition, POLICY)(sign) is holds


@pytest.mark.parametrize(("condition", "says"), [
    ("cookie.nosecure", "did you mean 'cookie.no-secure'?"),
    ({"cod": "cookie.*"}, "did you mean 'code'?"),
    ({"over": "$cookie"}, "is no number of days"),
])
def test_mistakes(condition: Any, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        compile_sign(condition, POLICY)
    assert says in str(caught.value)


@pytest.mark.parametrize(("duration", "days"), [
    ("P1D", 1), ("P2W", 14), ("P13M", 396), ("P1Y", 365), ("P1Y6M", 548), ("P0D", 0), ("PT5H", 0), ("", 0), ("1D", 0),
    ("P", 0), ("PXD", 0), ("P99999999999999D", 999999),
])
def test_durations(duration: str, days: int) -> None:
    assert days_of(duration) == days


def test_the_policy_says_how_long_a_cookie_may_live() -> None:
    test = compile_sign({"over": "$cookies_max"}, POLICY)  # P1D
    assert test(Sign("cookie.lifetime", "response", "cookie.a", "", "", 2))
    assert not test(Sign("cookie.lifetime", "response", "cookie.a", "", "", 1))
    default = compile_sign({"over": "$cookies_max"}, load_policy(None))
    assert not default(Sign("cookie.lifetime", "response", "cookie.a", "", "", COOKIES_MAX))
    assert default(Sign("cookie.lifetime", "response", "cookie.a", "", "", COOKIES_MAX + 1))


def test_signs_can_stand_in_where_only() -> None:
    with pytest.raises(UsageError, match="can stand in 'where' only"):
        findings([{"find": {"sign": "cors.any"}}], [])


def test_a_finding_for_each_sign_at_its_place() -> None:
    found = findings([{"where": {"sign": "cookie.no-secure"}}], [
        {"signs": ["cookie.sid: cookie.no-secure", "cookie.taal: cookie.no-secure", "cookie.sid: cookie.no-httponly"]},
        {"signs": ["cookie.sid: cookie.no-secure"], "to": "GET api.rekenen.example/y"},
        {"signs": ["cookie.sid: cookie.no-httponly"]},
    ])
    assert {(f.part, f.direction, f.count) for f in found} == {("cookie.sid", "response", 2),
                                                               ("cookie.taal", "response", 1)}


def test_a_sign_that_must_not_be_there_is_no_place() -> None:
    where = {"all": [{"sign": "cache.storable"}, {"not": {"sign": "cache.public"}}]}
    assert findings([{"where": where}], [{"signs": ["header.cache-control: cache.storable",
                                                    "header.cache-control: cache.public"]}]) == []
    found = findings([{"where": where}], [{"signs": ["header.cache-control: cache.storable"]}])
    assert [f.part for f in found] == ["header.cache-control"]


PERSONAL = {"category": "name.family", "direction": "response"}


@pytest.mark.parametrize(("place", "part", "pointer"), [
    ("value", "body", "/naam"), ("message", "", ""), ("sign", "header.cache-control", ""),
])
def test_detections_under_a_sign(place: str, part: str, pointer: str) -> None:
    exchanges = [{"signs": ["header.cache-control: cache.storable"], "response": ["body:/naam name.family"]},
                 {"response": ["body:/naam name.family"]}]
    found = findings([{"where": {"sign": "cache.storable"}, "find": PERSONAL}], exchanges, place=place)
    assert [(f.part, f.pointer, f.count, f.occurrences) for f in found] == [(part, pointer, 1, ("d1.0",))]


def test_the_message_tells_the_longest() -> None:
    found = findings([{"where": {"sign": "cookie.lifetime"}}], [
        {"signs": [f"cookie.a: cookie.lifetime amount={days}"]} for days in (400, 900, 500)])
    assert [f.message.nl for f in found] == ["levensduur van een cookie in dagen: 900."]
    endless = findings([{"where": {"sign": "token.long-lived"}}], [
        {"signs": [f"body:/token token.long-lived amount={FOREVER}"]}])
    assert "unlimited" in endless[0].message.en


def test_id_of_a_finding_does_not_depend_on_the_amount() -> None:
    one, other = (findings([{"where": {"sign": "cookie.lifetime"}}], [
        {"signs": [f"cookie.a: cookie.lifetime amount={days}"]}])[0] for days in (400, 500))
    assert one.id == other.id


def test_what_is_detected_late_does_not_count_the_sign_again() -> None:
    judge = Judge([make_rule(rule_data([{"where": {"sign": "cookie.no-secure"}}]))], POLICY, test_mode=False)
    exchange = {"to": "GET api.rekenen.example/x", "signs": ["cookie.sid: cookie.no-secure"]}
    judge.observe(observation(exchange, 1, (), FILE))
    judge.observe(observation(exchange, 2, (), FILE), again=True)
    assert judge.conclude(CoverageSummary(), lambda order, index: "").findings[0].count == 1


# What came earlier

REFUSED = {"signs": ["cookie.consent: consent.refused direction=request"]}
GIVEN = {"signs": ["cookie.consent: consent.given direction=request"]}
PIXEL = {"to": "GET www.google-analytics.com/g/collect", "referer": "www.rekenen.example"}
SITE = {"to": "GET www.rekenen.example/"}


def after(within: str, **until: str) -> list[dict[str, Any]]:
    return [{"where": {"recipient": {"tracker": True},
                       "earlier": {"sign": "consent.refused", "within": within, **until}}}]


@pytest.mark.parametrize(("exchanges", "count"), [
    ([SITE | REFUSED, PIXEL], 1),
    ([PIXEL, SITE | REFUSED], 0),  # not before it
    ([PIXEL | REFUSED], 0),  # the same exchange is not earlier
    ([SITE | REFUSED, PIXEL | {"referer": "www.ander.example"}], 0),  # another page
    ([SITE | REFUSED, PIXEL | {"client": "tablet"}], 0),  # another device
    ([SITE | REFUSED, SITE | GIVEN, PIXEL], 0),  # chosen again
    ([SITE | REFUSED, SITE | GIVEN, SITE | REFUSED, PIXEL, PIXEL], 2),
])
def test_earlier_on_the_page(exchanges: list[dict[str, Any]], count: int) -> None:
    found = findings(after("page", until="consent.given"), exchanges)
    assert sum(f.count for f in found) == count


@pytest.mark.parametrize(("within", "first", "second", "holds"), [
    ("session", {"session": "s1"}, {"session": "s1"}, True),
    ("session", {"session": "s1"}, {"session": "s2"}, False),
    ("session", {}, {}, False),  # no session is not one session
    ("session", {"session": "s1"}, {"session": "s1", "to": "GET other.example/"}, False),
    ("recipient", {}, {"to": "GET www.rekenen.example/"}, True),
    ("recipient", {}, {"to": "GET other.example/"}, False),
    ("host", {}, {"to": "GET www.rekenen.example/"}, False),
    ("host", {}, {}, True),
    ("device", {}, {"to": "GET other.example/"}, True),
    ("device", {}, {"client": "tablet"}, False),
    ("capture", {}, {"client": "tablet"}, True),
    ("capture", {}, {"capture": "b.har"}, False),
    ("scan", {}, {"capture": "b.har", "client": "x", "to": "GET other.example/"}, True),
])
def test_scopes(within: str, first: dict[str, Any], second: dict[str, Any], holds: bool) -> None:
    match = [{"where": {"earlier": {"sign": "consent.refused", "within": within}}}]
    assert bool(findings(match, [REFUSED | first, second])) is holds


def test_not_earlier() -> None:
    match = [{"where": {"sign": "set-cookie.nonessential",
                        "not": {"earlier": {"sign": ["consent.given", "consent.refused"], "within": "page"}}}}]
    cookie = {"signs": ["cookie._ga: set-cookie.nonessential"]}
    assert len(findings(match, [cookie])) == 1
    assert findings(match, [GIVEN, cookie]) == []


def test_memory_is_bounded() -> None:
    memory = Memory([{"earlier": {"sign": "consent.refused", "within": "host"}}], POLICY)
    sign = Sign("consent.refused", "request", "cookie.c")

    def facts(number: int, *signs: Sign) -> ExchangeFacts:
        return ExchangeFacts("e", "c", number, 0.0, "", "GET", "https", f"h{number}.example", 443, "/", "GET /", 200,
                             signs=signs)
    for number in range(MAX_SCOPES + 10):
        memory.see(facts(number, sign), "")
    assert not memory.see(facts(0), "")  # the oldest are forgotten
    assert memory.see(facts(MAX_SCOPES + 9), "")


@pytest.mark.parametrize(("where", "field", "says"), [
    ("{sign: cookie.pink}", "match[0].where.sign", "did you mean"),
    ("{sign: {code: cookie.no-secure, over: veel}}", "match[0].where.sign.over", "is not possible"),
    ("{earlier: {sign: consent.given, within: week}}", "match[0].where.earlier.within", "is not possible"),
    ("{earlier: {within: page}}", "match[0].where.earlier", "'sign' is missing"),
    ("{earlier: {sign: consent.given, until: consent.taken}}", "match[0].where.earlier.until", "did you mean"),
])
def test_mistakes_in_a_file(tmp_path: Path, where: str, field: str, says: str) -> None:
    text = (rules_folder() / "tpt" / "TPT-003.yaml").read_text("utf-8")
    old = "{recipient: {tracker: true, declared: false}, actor: [pupil], from_product: true}"
    assert old in text
    file = tmp_path / "TPT-003.yaml"
    file.write_text(text.replace(old, where), "utf-8")
    with pytest.raises(UsageError) as caught:
        load_rule(file)
    assert f" {field}: " in str(caught.value)
    assert says in str(caught.value)




@pytest.mark.parametrize(("where", "codes"), [
    ({"sign": "consent.refused"}, {"consent.refused"}),
    ({"sign": {"code": "cookie.no-*"}}, {"cookie.no-httponly", "cookie.no-secure"}),
    ({"all": [{"cross_site": True}, {"sign": "consent.refused"}]}, {"consent.refused"}),
    ({"any": [{"sign": "consent.refused"}, {"sign": "consent.gpc"}]}, {"consent.refused", "consent.gpc"}),
    ({"any": [{"sign": "consent.refused"}, {"cross_site": True}]}, None),  # the other one may hold
    ({"not": {"sign": "consent.refused"}}, None),
    ({"sign": {"over": 3}}, None),  # whatever it is
    ({"earlier": {"sign": "consent.refused"}}, None),
    (None, None),
])
def test_signs_without_which_a_condition_cannot_hold(where: dict[str, Any] | None, codes: set[str] | None) -> None:
    assert needs(where) == codes
