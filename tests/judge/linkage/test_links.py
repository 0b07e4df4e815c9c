"""What makes two recipients one organisation."""

import pytest

from scanner.judge.linkage.links import apart
from scanner.judge.policyfile import load_policy
from scanner.judge.recipients import Parties, load_directory

PARTIES = Parties(load_policy(None), load_directory())


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("accounts.google.com", "classroom.google.com", False),  # two services of Google
    ("www.google-analytics.com", "fonts.gstatic.com", False),
    ("api.somtoday.nl", "start.parnassys.net", False),  # two products of Topicus
    ("login.microsoftonline.com", "graph.microsoft.com", False),
    ("accounts.google.com", "graph.microsoft.com", True),
    ("a.een.example", "b.een.example", False),
    ("een.example", "twee.example", True),
])
def test_apart(one: str, other: str, expected: bool) -> None:
    assert apart(PARTIES.of(one), PARTIES.of(other)) is expected
