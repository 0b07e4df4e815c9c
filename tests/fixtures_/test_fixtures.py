"""The recordings are what they say: three times one session, every planted leak in it, nothing in the lean one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml

from fixtures import identifiers, leaks
from fixtures.people import SUBJECTS, everybody
from tests.fixtures_ import readers

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
VARIANTS = ("leaking", "lean")


LEAKS = leaks.load()


@cache
def _seen(variant: str) -> list[readers.Seen]:
    return readers.exchanges(FIXTURES / variant / "session.mitm")


@cache
def _unfolded(variant: str) -> list[tuple[readers.Seen, str, str, str]]:
    """Exchange, direction, part, all texts in it joined."""
    return [(seen, direction, part, "\n".join(text for data in texts for text in readers.unfold(data)))
            for seen in _seen(variant) for (direction, part), texts in seen.texts.items()]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_flow_dump_and_the_har_hold_the_same_exchanges(variant: str) -> None:
    flows = readers.flow_calls(FIXTURES / variant / "session.mitm")
    assert sum(flows.values()) >= 55
    assert readers.har_calls(FIXTURES / variant / "session.har") == flows


@pytest.mark.tshark
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_packets_decrypt_to_the_same_exchanges(variant: str) -> None:
    flows = readers.flow_calls(FIXTURES / variant / "session.mitm")
    assert readers.tshark_calls(FIXTURES / variant / "session.pcapng") == flows


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.id)
def test_the_leak_is_in_the_recording(leak: leaks.Leak) -> None:
    texts = [text for seen, direction, part, text in _unfolded("leaking")
             if leak.is_at(seen.method, seen.host, seen.path) and (direction, part) == (leak.direction, leak.part)]
    assert texts, "no such exchange or part"
    assert any(all(spelling in text for spelling in leak.spellings()) for text in texts)


def test_there_are_enough_ways_to_leak() -> None:
    assert len({leak.id for leak in LEAKS}) == len(LEAKS)
    assert len({(leak.category, leak.rule, leak.host, leak.form, leak.steps) for leak in LEAKS}) >= 50


_MAY_BE_LEAN = {
    "name.given": None,
    "id.eckid": {"www.rekenbaas.example", "api.rekenbaas.example", "uwlr.rekenbaas.example",
                 "inloggen.entree.example"},
    "id.account": {"api.rekenbaas.example", "lrs.rekenbaas.example"},
    "id.login": {"inloggen.entree.example"},
    "secret.credential": {"inloggen.entree.example"},
}
"""What the lean session may say, and to which hosts (None: any of the product)."""


def test_the_lean_session_says_nothing_else() -> None:
    for seen, _, part, text in _unfolded("lean"):
        for someone in everybody():
            for category, value in someone.values().items():
                values = [value] if isinstance(value, str) else value
                if any(one in text for one in values):
                    hosts = _MAY_BE_LEAN.get(category, set())
                    allowed = hosts is None or seen.host in hosts
                    assert allowed, f"{category} of {someone.id} in {part} of {seen.method} {seen.host}{seen.path}"


def test_the_lean_session_keeps_the_pseudonym_out_of_addresses_and_logs() -> None:
    for seen, _, part, text in _unfolded("lean"):
        if part.startswith("url.") or part == "header.referer" or seen.path in ("/v2/log", "/statistiek"):
            assert "ketenid.nl" not in text


def test_the_lean_session_contacts_declared_recipients_only() -> None:
    policy = yaml.safe_load((FIXTURES / "policy.yaml").read_text("utf-8"))
    domains = [domain for recipient in policy["recipients"] for domain in recipient["domains"]]
    hosts = {seen.host for seen in _seen("lean")}
    assert {host for host in hosts if not any(host.endswith(domain.removeprefix("*")) for domain in domains)} == set()
    assert "stats.meetbaken.example" in {seen.host for seen in _seen("leaking")} - hosts


def test_recipients_get_no_more_than_their_purposes_hold() -> None:
    policy = yaml.safe_load((FIXTURES / "policy.yaml").read_text("utf-8"))
    purposes = {purpose["id"]: {entry["code"] for entry in purpose["categories"]} for purpose in policy["purposes"]}
    for recipient in policy["recipients"]:
        declared = set().union(*(purposes[name] for name in recipient["purposes"]))
        assert set(recipient["categories"]) <= declared


def test_the_subjects_file_is_that_of_the_people() -> None:
    document = yaml.safe_load(SUBJECTS.read_text("utf-8"))
    assert document["subjects"] == [{"id": p.id, "role": p.role, "values": p.values()} for p in everybody()]
    assert all(identifiers.passes_elfproef(p.bsn) and p.bsn.startswith("9999") for p in everybody() if p.bsn)


def test_the_numbers_that_only_look_like_a_bsn_are_nobodys() -> None:
    from fixtures.platform import content

    numbers = [str(exercise["volgorde"]) for exercise in content.EXERCISES] + [content.SHOP["bestelnummer"]]
    assert all(identifiers.passes_elfproef(one) for one in numbers)
    assert not set(numbers) & {p.bsn for p in everybody()}


def test_no_key_is_committed_and_the_recordings_are_small() -> None:
    files = [path for path in FIXTURES.rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix in (".pem", ".key", ".log")]
    assert sum(path.stat().st_size for path in files if path.stem == "session" and path.suffix != ".py") < 3_000_000


def test_the_har_carries_the_chat() -> None:
    har = json.loads((FIXTURES / "lean" / "session.har").read_text("utf-8"))
    chats = [entry for entry in har["log"]["entries"] if entry.get("_webSocketMessages")]
    assert [len(entry["_webSocketMessages"]) for entry in chats] == [4]
