"""The answer to a blocked request: right for each kind of client, inert, and silent about values."""

import json
import re
from html.parser import HTMLParser

import pytest
from mitmproxy.http import Headers

from scanner.live.protect.page import answer
from scanner.model import Category, Cause, Severity, Text

BSN = Cause(Category.BSN, "body", "/user/bsn", "*********", "IDN-001", Text("BSN hier", "BSN here"), Severity.KRITIEK)
MAIL = Cause(Category.EMAIL, "url.query", "/u", "s***@***.example (20)", "IDN-001", Text("BSN hier", "BSN here"))
SIGN = Cause(None, "", "", "", "TPT-003", Text("Een tracker", "A tracker"), Severity.HOOG)


def asked(method: str = "GET", organisation: str = "Meten BV", causes: tuple[Cause, ...] = (BSN, MAIL, SIGN),
          lang: str = "nl", **headers: str) -> tuple[int, str, dict[str, str]]:
    given = Headers([(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()])
    status, body, fields = answer(given, method, organisation, causes, lang)
    assert len({name.lower() for name, _ in fields}) == len(fields)
    assert all("\n" not in value and "\r" not in value for _, value in fields)
    return status, body.decode(), dict(fields)


@pytest.mark.parametrize(("headers", "kind"), [
    ({"sec_fetch_dest": "document", "accept": "*/*"}, "text/html"),
    ({"sec_fetch_dest": "iframe"}, "text/html"),
    ({"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, "text/html"),
    ({"sec_fetch_dest": "empty", "accept": "*/*"}, "application/problem+json"),  # fetch and XMLHttpRequest
    ({"accept": "application/json, text/plain, */*"}, "application/problem+json"),
    ({"content_type": "application/json"}, "application/problem+json"),
    ({"x_requested_with": "XMLHttpRequest"}, "application/problem+json"),
    ({"sec_fetch_dest": "empty", "accept": "text/html, */*"}, "application/problem+json"),
    ({"sec_fetch_dest": "image", "accept": "image/*"}, "text/plain"),
    ({"sec_fetch_dest": "script"}, "text/plain"),
    ({"content_type": "application/grpc"}, "text/plain"),
    ({}, "text/plain"),
])
def test_each_client_gets_what_it_can_read(headers: dict[str, str], kind: str) -> None:
    status, body, fields = asked(**headers)
    assert status == 403 and fields["Content-Type"] == f"{kind}; charset=utf-8" and "IDN-001" in body
    assert fields["Cache-Control"] == "no-store" and fields["X-Content-Type-Options"] == "nosniff"
    assert fields["Proxy-Status"] == "leerlek; error=http_request_denied"
    assert "*********" not in body and "s***" not in body and "/user/bsn" not in body


def test_the_page_says_why() -> None:
    _, page, fields = asked(accept="text/html")
    assert "Meten BV" in page and "BSN hier (IDN-001): burgerservicenummer (BSN), e-mailadres" in page
    assert "in de inhoud / in het adres" in page and "Een tracker (TPT-003)" in page
    assert fields["Content-Language"] == "nl" and '<html lang="nl">' in page
    _, page, _ = asked(accept="text/html", lang="en")
    assert "BSN here" in page and "This request was blocked" in page


@pytest.mark.parametrize(("preference", "session", "lang"), [
    ("en-GB,en;q=0.9,nl;q=0.8", "nl", "en"), ("nl", "en", "nl"), ("de,nl;q=0.5", "en", "nl"), ("de", "en", "en"),
    ("", "nl", "nl"), ("," * 5000, "nl", "nl"),
])
def test_in_the_language_of_the_device(preference: str, session: str, lang: str) -> None:
    assert asked(lang=session, accept_language=preference)[2]["Content-Language"] == lang


def test_json_is_a_problem_document() -> None:
    _, body, _ = asked(accept="application/json")
    problem = json.loads(body)
    assert (problem["status"], problem["type"]) == (403, "urn:leerlek:blocked")
    assert problem["reasons"][0] == {"rule": "IDN-001", "title": "BSN hier", "category": "id.bsn", "part": "body"}
    assert "Meten BV" in problem["detail"]


@pytest.mark.parametrize("hostile", ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "</strong>{0}{}",
                                     "\u202egnp", "a&b", "{x!r}"])
def test_a_hostile_name_is_only_text(hostile: str) -> None:
    cause = Cause(None, "", "", "", hostile, Text(hostile, hostile))
    tags: list[tuple[str, dict[str, str | None]]] = []
    text: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

        def handle_data(self, data: str) -> None:
            text.append(data)

    _, page, fields = asked(accept="text/html", organisation=hostile, causes=(cause,))
    Reader().feed(page)
    assert {tag for tag, _ in tags} <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ul",
                                        "li", "strong"}
    assert hostile in "".join(text)
    assert all(name in {"lang", "charset", "name", "content"} for _, attributes in tags for name in attributes)
    assert fields["Content-Security-Policy"].startswith("default-src 'none'")
    assert hostile in json.loads(asked(accept="application/json", organisation=hostile, causes=(cause,))[1])["detail"]


def test_nothing_is_loaded_from_elsewhere() -> None:
    _, page, _ = asked(accept="text/html")
    assert not re.search(r"src=|href=|url\(|@import|http", page.replace('http-equiv', ''))


def test_a_script_of_another_page_can_read_it() -> None:
    fields = asked(accept="application/json", origin="https://les.example")[2]
    assert fields["Access-Control-Allow-Origin"] == "https://les.example"
    assert fields["Access-Control-Allow-Credentials"] == "true" and "Origin" in fields["Vary"]
    assert "Access-Control-Allow-Origin" not in asked(accept="application/json")[2]
    for wrong in ("x\u00e9", "a" * 400):
        assert "Access-Control-Allow-Origin" not in asked(origin=wrong)[2]


def test_the_question_before_it_is_allowed_so_that_the_answer_can_be_read() -> None:
    status, body, fields = asked("OPTIONS", origin="https://les.example", access_control_request_method="POST",
                                 access_control_request_headers="content-type,x-a")
    assert (status, body) == (204, "") and fields["Access-Control-Allow-Methods"] == "POST"
    assert fields["Access-Control-Allow-Headers"] == "content-type,x-a"
    assert asked("OPTIONS")[0] == 403


def test_many_reasons_are_counted() -> None:
    causes = tuple(Cause(None, "", "", "", f"X-{n}", Text(f"r{n}", f"r{n}")) for n in range(30))
    _, page, _ = asked(accept="text/html", causes=causes)
    assert page.count("<li>") == 13 and "en nog 18" in page
