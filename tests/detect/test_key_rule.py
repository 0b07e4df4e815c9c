"""A rule follows from the meaning of the key alone."""

from __future__ import annotations

import pytest

from scanner.detect.key_meaning import meaning_of
from scanner.detect.key_rule import KeyRule


def rule(path: str) -> KeyRule:
    return KeyRule(meaning_of(tuple(path.split("/"))))


@pytest.mark.parametrize(("path", "keyed", "quiet"), [
    ("bsn", True, False), ("roepnaam", True, False), ("naam", True, False), ("brincode", True, False),
    ("opmerking", False, False), ("zomaar", False, True), ("course/title", False, True), ("em", False, True),
    ("user_agent", True, False), ("locale", False, True),
])
def test_what_is_judged_by_its_key(path: str, keyed: bool, quiet: bool) -> None:
    made = rule(path)
    assert (made.keyed, made.quiet) == (keyed, quiet)


def test_confidence_by_strength() -> None:
    assert rule("bsn").by_outcome == {"valid": (0.95, 0.95), "plausible": (0.7, 0.7)}
    assert rule("roepnaam").by_outcome["valid"] == (0.9, 0.7)
    assert rule("naam").by_outcome["plausible"][1] == 0.0
    assert rule("device_model").by_outcome["plausible"] == (0.3, 0.3)


def test_digests_are_looked_for_under_keys_of_personal_data() -> None:
    assert rule("email").hashed
    assert rule("bsn_hash").hashed
    assert not rule("user/id").hashed


def test_secrets_may_be_long() -> None:
    assert rule("access_token").longest > rule("bsn").longest
