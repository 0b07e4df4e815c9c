"""Addresses of content for everybody, and of the work of pupils."""

from __future__ import annotations

from typing import Any

import pytest
from detect_builders import an_exchange

from scanner.detect.endpoints import address_of, is_content, is_public

CONTENT = ["/items/tafel7.json?v=5", "/api/v4/content/9789402088717/h5/redactiesom", "/opac/api/zoek?q=x",
           "/public/instructie/breuken.vtt", "/api/v1/courses/3120/modules?include[]=items", "/v1/meta/voorwaarden",
           "/boeken/12/hoofdstukken/3", "/v3/bundles/nl.json?framework=i18next", "/i/en-US.json",
           "/api/timedtext?v=Qx0tz91aLkE"]
OF_SOMEBODY = ["/", "/api/leerlingen", "/items/71/submissions", "/content/12/feedback", "/lessons/3/results",
               "/api/me/boeken", "/opgaven/12/antwoorden", "/leerling/20417/lessen", "/chat/messages", "/graphql",
               "/bookings/4", "/itemsets", "/data/klas.json", "/nl/json"]


@pytest.mark.parametrize("target", CONTENT)
def test_content(target: str) -> None:
    assert is_content(an_exchange(target=target))


@pytest.mark.parametrize("target", OF_SOMEBODY)
def test_of_somebody(target: str) -> None:
    assert not is_content(an_exchange(target=target))


@pytest.mark.parametrize("target", ["/assets/i18n/nl.json?v=3", "/i18n/nl-NL/pupil-form.a91be2.json", "/x/nl.json",
                                    "/static/locales/nl/common.json"])
def test_texts_of_a_program(target: str) -> None:
    assert address_of(an_exchange(target=target)).texts
    assert not address_of(an_exchange(target=target, method="POST")).texts


@pytest.mark.parametrize("target", ["/i18n", "/api/locales/12/leerlingen", "/translations/nl.mo", "/lang.php?x=nl.json",
                                    "/language/results.json"])
def test_no_texts_of_a_program(target: str) -> None:
    assert not address_of(an_exchange(target=target)).texts


def test_what_is_sent_is_nobodys_content() -> None:
    assert not is_content(an_exchange(target=CONTENT[0], method="POST"))


@pytest.mark.parametrize("target", ["/normen/RW-M6.csv", "/api/stamgegevens/verzuimredenen", "/v1/meta/stickers",
                                    "/api/absentiesoorten", "/api/TestDefinition/NSCCT-6", "/config.json", "/enums"])
def test_reference_data(target: str) -> None:
    assert address_of(an_exchange(target=target)).content
    assert not address_of(an_exchange(target=target)).of_somebody
    assert not address_of(an_exchange(target=target, method="POST")).content


@pytest.mark.parametrize("target", ["/api/me/opties", "/leerlingen/118402/niveau", "/api/data", "/normaal",
                                    "/codering/3"])
def test_no_reference_data(target: str) -> None:
    assert not address_of(an_exchange(target=target)).content


@pytest.mark.parametrize(("host", "content"), [
    ("lesmateriaal-gs.example", True), ("api.examenbank.example", True), ("docs.school.example", True),
    ("wiki.school.example", True), ("api.school.example", False), ("documenten.school.example", False),
])
def test_hosts_of_content(host: str, content: bool) -> None:
    assert address_of(an_exchange(host=host, target="/data/12")).content is content
    assert not address_of(an_exchange(host=host, target="/leerlingen/12/feedback")).content


def test_where_persons_are_looked_for() -> None:
    assert address_of(an_exchange(target="/api/leerlingen/zoeken?q=x")).people
    assert not address_of(an_exchange(target="/opac/zoeken?q=leerling")).people


@pytest.mark.parametrize(("exchange", "public"), [
    ({}, True), ({"target": "/nieuws?pagina=2"}, True), ({"headers": (("Cookie", "a=b"),)}, False),
    ({"headers": (("Authorization", "Bearer x"),)}, False), ({"headers": (("X-Auth-Token", "x"),)}, False),
    ({"method": "POST"}, False), ({"target": "/export?authtoken=5b2f0d7c1a934e08"}, False),
    ({"headers": (("Accept-Language", "nl"),)}, True), ({"target": "/mijnfotos?code=FZ7K-22PQ-0443"}, False),
])
def test_public(exchange: dict[str, Any], public: bool) -> None:
    assert is_public(an_exchange(**exchange)) is public


@pytest.mark.parametrize("target", [
    "/graph.json?k=8A", "/x?v=2&klas=4hv1", "/x?leerling=118377", "/x?lln=LL-30021&d=1",
])
def test_whom_a_query_asks_for(target: str) -> None:
    found = address_of(an_exchange(target=target))
    assert found.of_somebody
    assert found.words & {"klas", "leerling"}


@pytest.mark.parametrize("target", [
    "/graph.json?k=12", "/x?groep=7", "/x?k=menu", "/x?leerling=nieuw", "/x?v=8A", "/boeken?groep=5B", "/x?kk=8A",
    "/x?lln=",
])
def test_what_a_query_does_not_say(target: str) -> None:
    assert not address_of(an_exchange(target=target)).of_somebody


def test_the_secret_link_to_a_calendar_is_not_public() -> None:
    assert not is_public(an_exchange(target="/feed/k2Zp99-xxQ0-iLm/rooster.ics"))
    assert is_public(an_exchange(target="/ical/schoolvakanties.ics"))
