"""requests: what a stand-in answers is recorded here, what goes over a connection there, nothing twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from lesson_server import PUPIL
from requests.adapters import BaseAdapter
from watched import Watched

from scanner.pytest_plugin import http_client, requests_


class StandIn(BaseAdapter):
    """Answers without a connection; ``/oud`` leads on."""

    def send(self, request: Any, *_: Any, **__: Any) -> requests.Response:
        answer = requests.Response()
        answer.request, answer.url = request, request.url
        answer.status_code = 302 if "/oud" in request.url else 200
        answer.headers["Content-Type"] = "application/json"
        answer.headers["Content-Encoding"] = "gzip"
        if answer.status_code == 302:
            answer.headers["Location"] = "/v2/leerling"
        answer._content = json.dumps(PUPIL).encode()
        answer._content_consumed = True
        return answer

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def watch(watched: Watched) -> None:
    http_client.watch(watched.recording, watched.patches)
    requests_.watch(watched.recording, watched.patches)


@pytest.fixture
def session() -> requests.Session:
    made = requests.Session()
    made.mount("https://rekenen.example", StandIn())
    return made


def test_what_a_stand_in_answers_is_recorded(watched: Watched, session: requests.Session) -> None:
    session.post("https://rekenen.example/v2/leerling?les=7", data={"bsn": "999990019"})
    exchange = watched.only
    assert (exchange.scheme, exchange.host, exchange.target) == ("https", "rekenen.example", "/v2/leerling?les=7")
    assert exchange.request_body.data == b"bsn=999990019"
    assert json.loads(exchange.response_body.data) == PUPIL
    assert "content-encoding" not in {name.lower() for name, _ in exchange.response_headers}, "it is undone"


def test_redirects_are_recorded_once(watched: Watched, session: requests.Session) -> None:
    session.get("https://rekenen.example/oud")
    assert [(each.target, each.status) for each in watched.exchanges] == [("/oud", 302), ("/v2/leerling", 200)]


def test_real_traffic_is_recorded_once(watched: Watched, session: requests.Session, platform: str) -> None:
    session.get(f"{platform}/oud")
    assert [each.target for each in watched.exchanges] == ["/oud", "/v2/leerling"]
