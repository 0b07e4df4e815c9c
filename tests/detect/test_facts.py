"""The facts of an exchange: session, actor, endpoint, headers; nothing raw in any of them."""

from __future__ import annotations

import base64
import json

import pytest
from detect_builders import BSN, SANNE, an_exchange, examine, subjects

from scanner.detect.facts import is_tracker, site_of
from scanner.detect.subjects import Subjects
from scanner.model import Exchange, ExchangeFacts


def facts(exchange: Exchange, known: Subjects | None = None) -> ExchangeFacts:
    return examine(exchange, known).observation.facts


@pytest.mark.parametrize(("target", "endpoint"), [
    ("/api/leerlingen/12345/resultaten?x=1#y", "GET /api/leerlingen/{id.leerlingnummer}/resultaten"),
    ("/courses/3f2a9c1d-aaaa-4bbb-8ccc-123456789012", "GET /courses/{id}"),
    ("/user/sanne%40school.example/x", "GET /user/{contact.email}/x"), ("*", "GET *"), ("api.example:443", "GET /"),
    (f"/q/{BSN}", "GET /q/{id.bsn}"), ("/", "GET /"), ("//x", "GET //x"),
])
def test_endpoints(target: str, endpoint: str) -> None:
    assert facts(an_exchange(target=target)).endpoint == endpoint


def test_known_values_in_the_path() -> None:
    assert facts(an_exchange(target="/werk/Sanne%20de%20Vries/x.pdf"), subjects()).path == "/werk/{name.full}/x.pdf"
    assert facts(an_exchange(target="/tablet-van-sanne/x"), subjects()).path == "/{name.given}/x"


def test_known_values_in_the_host() -> None:
    assert facts(an_exchange(host="sannedevries.blog.example"), subjects()).host == "{name.full}.blog.example"
    assert facts(an_exchange(host="API.School.example"), subjects()).host == "api.school.example"
    assert facts(an_exchange(host="<script>")).host == "{host}"


def session(**headers: str) -> str:
    return facts(an_exchange(headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()))).session


def test_sessions() -> None:
    one = session(Cookie="theme=dark; MoodleSession=abcdef123; _ga=GA1.2.3")
    assert one
    assert one == session(Cookie="_ga=other; MoodleSession=abcdef123")
    assert one != session(Cookie="MoodleSession=abcdef124")
    assert session(Cookie="theme=dark; csrftoken=abcdefgh") == ""
    assert session(Authorization="Bearer abc") not in ("", one)


def test_the_session_of_a_login_is_the_one_it_sets() -> None:
    login = facts(an_exchange(response_headers=(("Set-Cookie", "PHPSESSID=abcdef123; Path=/; HttpOnly"),)))
    later = facts(an_exchange(headers=(("Cookie", "PHPSESSID=abcdef123"),)))
    assert login.session == later.session != ""


def test_sites() -> None:
    assert site_of("api.school.example") == site_of("www.school.example") == "school.example"
    assert site_of("a.b.co.uk") == "b.co.uk"
    assert site_of("10.0.0.1") == "10.0.0.1"
    assert site_of("localhost") == "localhost"


def jwt(claims: dict[str, object]) -> str:
    def part(data: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJl"


@pytest.mark.parametrize(("exchange", "actor"), [
    (an_exchange(target="/api/me", body={"naam": "x", "rol": "Leerling"}), "pupil"),
    (an_exchange(target="/api/me", body={"roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]}),
    "teacher"),
    (an_exchange(target="/api/leerlingen", body=[{"rol": "leerling"}]), ""),
    (an_exchange(headers=(("Authorization", "Bearer " + jwt({"sub": "a1", "role": "parent"})),)), "guardian"),
    (an_exchange(target="/api/me", body={"rol": "kampioen"}), ""),
])
def test_actors(exchange: Exchange, actor: str) -> None:
    assert facts(exchange).actor == actor


def test_the_owner_is_who_logs_in() -> None:
    login = an_exchange(target="/login", method="POST", request={"gebruikersnaam": "sanne@school.example",
                                                                 "wachtwoord": "Welkom-01!"})
    found = facts(login, subjects(SANNE))
    assert (found.actor, found.actor_subject) == ("pupil", "leerling-01")


def test_response_headers_that_rules_read() -> None:
    found = facts(an_exchange(response_headers=(
        ("Cache-Control", "no-store"), ("Set-Cookie",
        "sid=geheim123; Max-Age=60; Path=/leerling/12345; SameSite=Lax; x=y"),
        ("Content-Disposition", 'attachment; filename="Sanne de Vries.pdf"'), ("X-Other", "1"),
        ("Content-Security-Policy", "default-src Sanne de Vries"),
    )), subjects())
    assert found.response_header_facts == (
        ("cache-control", "no-store"), ("set-cookie", "sid; max-age=60; path={path}; samesite=lax"),
        ("content-disposition", "attachment"), ("content-security-policy", "{known}"),
    )


def test_header_names_types_and_peers() -> None:
    found = facts(an_exchange(headers=(("User-Agent", "x"), ("X-999990019", "y"),
        ("Referer", "https://a.example/l/1?x=2"),
                                       ("Origin", "https://b.example"))))
    assert found.header_names == ("content-type", "origin", "referer", "user-agent", "{id.bsn}")
    assert (found.referer_host, found.initiator_host) == ("a.example", "b.example")
    assert (found.request_type, found.client) == ("application/json", "")


@pytest.mark.parametrize(("host", "target", "tracker"), [
    ("www.google-analytics.com", "/g/collect?v=2", True), ("www.facebook.com", "/tr?id=1", True),
    ("stats.school.example", "/g/collect?v=2", True), ("api.school.example", "/collections/1", False),
    ("notfacebook.com", "/x", False), ("api.school.example", "/trees", False),
])
def test_trackers(host: str, target: str, tracker: bool) -> None:
    assert is_tracker(an_exchange(host=host, target=target)) is tracker


@pytest.mark.parametrize("url", ["http://[", "nonsense", "", "http://" + "a" * 5000, "https://\x00/"])
def test_hostile_referers(url: str) -> None:
    facts(an_exchange(headers=(("Referer", url), ("Origin", url))))


@pytest.mark.parametrize(("method", "shown"), [
    ("GET", "GET"), ("propfind", "PROPFIND"), ("M-SEARCH", "M-SEARCH"), ("WIETSKE", "OTHER"), ("999990019", "OTHER"),
    ("", "OTHER"),
])
def test_a_method_is_shown_when_it_is_one(method: str, shown: str) -> None:
    facts = examine(an_exchange(method=method)).observation.facts
    assert facts.method == shown
    assert facts.endpoint.startswith(f"{shown} /")
