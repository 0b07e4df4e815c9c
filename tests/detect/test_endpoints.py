"""Addresses of content for everybody, and of the work of pupils."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange

from scanner.detect.endpoints import is_content

CONTENT = ["/items/tafel7.json?v=5", "/api/v4/content/9789402088717/h5/redactiesom", "/opac/api/zoek?q=x",
           "/public/instructie/breuken.vtt", "/api/v1/courses/3120/modules?include[]=items", "/v1/meta/voorwaarden",
           "/boeken/12/hoofdstukken/3"]
OF_SOMEBODY = ["/", "/api/leerlingen", "/items/71/submissions", "/content/12/feedback", "/lessons/3/results",
               "/api/me/boeken", "/opgaven/12/antwoorden", "/leerling/20417/lessen", "/chat/messages", "/graphql",
               "/bookings/4", "/itemsets"]


@pytest.mark.parametrize("target", CONTENT)
def test_content(target: str) -> None:
    assert is_content(an_exchange(target=target))


@pytest.mark.parametrize("target", OF_SOMEBODY)
def test_of_somebody(target: str) -> None:
    assert not is_content(an_exchange(target=target))


def test_what_is_sent_is_nobodys_content() -> None:
    assert not is_content(an_exchange(target=CONTENT[0], method="POST"))
