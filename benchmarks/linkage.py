"""Linkage over a million distinct identifiers: time and memory of the judge, in a process of its own.

There is no peer that does this. What is measured is the whole judge with all rules; each identifier is one pupil's
account at one recipient, a tenth of them also at a second one, as it is or as a digest. The process fails when the
links that were found are not those that were made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.timing import heading, process
from scanner.model import Category, Detection, ExchangeFacts, Observation

IDENTIFIERS = 1_000_000
PER_EXCHANGE = 25
EVERY = 10
"""One in so many identifiers is held by a second recipient too."""


def million() -> None:
    """Print what it takes, for a tenth of the identifiers and for all: the ratio says whether it is linear."""
    heading("Linkage: the judge over distinct identifiers, all rules, one process")
    for amount in (IDENTIFIERS // 10, IDENTIFIERS):
        spent = process([sys.executable, "-m", "benchmarks.linkage", str(amount)])
        print(f"  {amount:>9,} identifiers: {spent.seconds:5.1f} s, {spent.megabytes:.0f} MB", flush=True)


def run(amount: int) -> None:
    """Judge so many identifiers and check the links."""
    from scanner.collector import sparing_collector
    from scanner.judge import CoverageSummary, Judge, load_policy, load_rules

    judge = Judge(load_rules(), load_policy(None), test_mode=False)
    with sparing_collector():
        for observation in observations(amount):
            judge.observe(observation)
        judgement = judge.conclude(CoverageSummary(), lambda order, index: "")
    (join,) = judgement.linkage.joins
    links = {each.form: each.values for each in join.by}
    wanted = {"equal": amount // EVERY // 2, "digest": amount // EVERY // 2}
    if links != wanted or join.subjects != amount // EVERY:
        raise SystemExit(f"linked {links} of {join.subjects} persons, not {wanted}")


def observations(amount: int) -> Iterator[Observation]:
    """Exchanges with that many account ids at one recipient, and some of them at another."""
    order = 0
    for start in range(0, amount, PER_EXCHANGE):
        numbers = range(start, min(start + PER_EXCHANGE, amount))
        order += 1
        yield _observation(order, "api.leren.example", [(n, "") for n in numbers])
        linked = [(n, "sha256" if n // EVERY % 2 else "") for n in numbers if n % EVERY == 0]
        if linked:
            order += 1
            yield _observation(order, "meten.example", linked)


def _observation(order: int, host: str, accounts: list[tuple[int, str]]) -> Observation:
    facts = ExchangeFacts(
        id=f"entry-{order}", capture="made", order=order, time=float(order), protocol="HTTP/2", method="POST",
        scheme="https", host=host, port=443, path="/v1/groep", endpoint="POST /v1/groep", status=200,
    )
    return Observation(facts, tuple(
        Detection(
            category=Category.ACCOUNT, confidence=0.95, recognizer="key_id_account", direction="request", part="body",
            pointer=f"/leden/{index}/id", template="/leden/*/id", masked="", via=via, bits=128, key="user_id",
            fingerprint=f"{number * 0x9E3779B97F4A7C15 % (1 << 64):016x}", subject=f"~{number:016x}",
        )
        for index, (number, via) in enumerate(accounts)
    ))


if __name__ == "__main__":
    run(int(sys.argv[1]))
