"""The register of cookies: lifetimes, flags, parties, before or after a choice, bounds."""

from __future__ import annotations

from typing import Any

import pytest

from scanner.judge import CoverageSummary, Judge, Judgement, load_policy
from scanner.judge import cookies as register
from scanner.judge.cookies import CookieSeen
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
POLICY, FILE = load_policy(EXAMPLE), YamlFile(EXAMPLE)
SITE = {"to": "GET www.rekenen.example/"}
PIXEL = {"to": "GET meten.example/p", "referer": "www.rekenen.example"}


def judged(*exchanges: dict[str, Any]) -> Judgement:
    judge = Judge([], POLICY, test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    return judge.conclude(CoverageSummary(), lambda order, index: "")


def cookies(*exchanges: dict[str, Any]) -> list[CookieSeen]:
    return judged(*exchanges).cookies


def test_a_cookie_is_one_row_with_its_longest_life_and_the_flags_it_lacked() -> None:
    [found] = cookies(SITE | {"signs": ["cookie.sid: cookie.set detail=session amount=30",
                                        "cookie.sid: cookie.no-secure detail=session"]},
                      SITE | {"signs": ["cookie.sid: cookie.set detail=session amount=400",
                                        "cookie.sid: cookie.no-httponly detail=session"]})
    assert (found.host, found.name, found.kind, found.days, found.count) == (
        "www.rekenen.example", "sid", "session", 400, 2)
    assert found.missing == ("httponly", "secure")
    assert not found.third


def test_cookies_of_other_hosts_and_names_are_other_cookies() -> None:
    found = cookies(SITE | {"signs": ["cookie.a: cookie.set", "cookie.b: cookie.set amount=2"]},
                    PIXEL | {"signs": ["cookie.a: cookie.set"]})
    assert {(c.host, c.name, c.days) for c in found} == {
        ("www.rekenen.example", "a", 0), ("www.rekenen.example", "b", 2), ("meten.example", "a", 0)}


@pytest.mark.parametrize(("exchange", "third"), [
    (PIXEL, True),
    (SITE, False),
    ({"to": "GET meten.example/", "referer": "www.rekenen.example", "navigation": True}, False),  # went there itself
    ({"to": "GET cdn.rekenen.example/x", "referer": "www.rekenen.example"}, False),  # the same site
])
def test_third_parties(exchange: dict[str, Any], third: bool) -> None:
    assert [c.third for c in cookies(exchange | {"signs": ["cookie.a: cookie.set"]})] == [third]


CHOICE = SITE | {"signs": ["cookie.consent: consent.given direction=request"]}
SET = PIXEL | {"signs": ["cookie._ga: cookie.set detail=tracking amount=730"]}


@pytest.mark.parametrize(("exchanges", "choice"), [
    ([SET], "none"), ([SET, CHOICE], "before"), ([CHOICE, SET], "after"), ([CHOICE, SET, SET], "after"),
    ([SET, CHOICE, SET], "before"),
    ([CHOICE | {"signs": ["cookie.consent: consent.refused direction=request"]}, SET], "after"),
])
def test_before_or_after_a_choice(exchanges: list[dict[str, Any]], choice: str) -> None:
    assert [c.choice for c in cookies(*exchanges)] == [choice]


def test_signs_without_a_cookie_make_no_row() -> None:
    assert cookies(SITE | {"signs": ["cookie.a: cookie.no-secure", "header.x: cors.any"]}) == []


def test_what_has_no_room_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "MOST_COOKIES", 2)
    found = judged(*(SITE | {"signs": [f"cookie.c{number}: cookie.set"]} for number in range(5)))
    assert (len(found.cookies), found.cookies_left) == (2, 3)
