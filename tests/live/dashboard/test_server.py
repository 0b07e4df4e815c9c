"""The dashboard's server, over real sockets: who gets in, what may change something, what leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from dashboards import TOKEN, Site, dashboard

from scanner.live.control import Command, Control
from scanner.live.reports import REPORTS
from scanner.live.store import DeviceRow, FindingRow, Store
from scanner.live.worker import UNFINISHED

FINDING = FindingRow(0, "IDN-001", "BSN", "BSN", 4, "open", "leer.example", "Leer", "undeclared", "leer.example",
                     "GET /klas", "body", "/bsn", "response", "id.bsn", "", 3, 2, 1.0, 2.0)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("results")
    (folder / UNFINISHED).mkdir()
    Store(folder).update([FINDING, DeviceRow("c1", 1, "192.0.2.7", 3, 1.0, 2.0)], [("c1", 0)], {"exchanges": 3})
    with dashboard(folder) as running:
        yield running


PLACES = ["/", "/app.js", "/style.css", "/texts.json", "/api/state", "/api/findings", "/api/matrix", "/api/coverage",
          "/report", "/tunnel.svg"]


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("cookie", ["", "leerlek-PORT=", "leerlek-PORT=anders", "leerlek=" + TOKEN, "x=" + TOKEN])
def test_without_the_token_there_is_nothing(path: str, cookie: str, site: Site) -> None:
    status, content, _ = site.ask(path, Cookie=cookie.replace("PORT", str(site.port)))
    assert status == 403
    assert content == b"403 Open het adres dat in de terminal staat\n"


def test_who_comes_without_it_reads_why_in_the_language_of_the_session(site: Site) -> None:
    assert site.ask("/")[1] == b"403 Open het adres dat in de terminal staat\n"


@pytest.mark.parametrize("path", PLACES[:-2])
def test_with_it_there_is(path: str, site: Site) -> None:
    assert site.inside(path)[0] == 200


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_has(site: Site) -> None:
    status, _, headers = site.ask(f"/?token={TOKEN}")
    assert (status, headers["location"]) == (302, "/")
    cookie = headers["set-cookie"].lower()
    assert f"leerlek-{site.port}=".lower() in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "domain" not in cookie
    for wrong in ("", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "%00", "%ff"):
        assert site.ask(f"/?token={wrong}")[0] in {400, 403}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:PORT", "127.0.0.1.evil.example:PORT", "127.0.0.2:PORT",
                                  "localhost.evil.example", "192.0.2.1:PORT", "xn--lcalhost-7ya:PORT", "[::1]:PORT"])
@pytest.mark.parametrize("path", ["/", f"/?token={TOKEN}", "/api/state"])
def test_a_name_that_was_made_to_point_here_gets_nothing(host: str, path: str, site: Site) -> None:
    status, content = site.inside(path, Host=host.replace("PORT", str(site.port)))
    assert (status, content) == (403, b"403 Geen naam van deze computer\n")


def test_localhost_is_this_computer(site: Site) -> None:
    assert site.inside("/api/state", Host=f"localhost:{site.port}")[0] == 200


@pytest.mark.parametrize(("headers", "status"), [
    ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403), ({"Origin": ""}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403), ({"Origin": "https://127.0.0.1:PORT"}, 403),
    ({"Content_Type": "text/plain"}, 415), ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ({"Cookie": "a=b"}, 403),
])
def test_another_site_changes_nothing(headers: dict[str, str], status: int, site: Site) -> None:
    given = {name: value.replace("PORT", str(site.port)) for name, value in headers.items()}
    assert site.inside("/api/command", "POST", {"do": "stop"}, **given)[0] == status
    assert Control(site.folder / UNFINISHED).take() == []


@pytest.mark.parametrize(("path", "body", "status"), [
    ("/api/command", {"do": "kill"}, 400), ("/api/command", b"{", 400), ("/api/command", [], 400),
    ("/api/command", b"\xff", 400), ("/api/command", {"do": "mark", "title": "x" * 5_000}, 400),
    ("/api/device", {"address": "192.0.2.7"}, 400), ("/api/device", {"address": "", "name": "x"}, 400),
    ("/api/device", {"address": "192.0.2.7", "name": "x" * 61}, 400), ("/api/device", {"address": 1, "name": "x"}, 400),
    ("/api/state", {}, 405), ("/", {}, 405), ("/api/else", {}, 404),
])
def test_what_is_wrong_is_said_in_a_line(path: str, body: object, status: int, site: Site) -> None:
    answer, content = site.inside(path, "POST", body)
    assert answer == status
    assert b"Traceback" not in content
    assert len(content) < 200


def test_requests_reach_the_proxy(site: Site) -> None:
    assert site.inside("/api/command", "POST", {"do": "mark", "title": "Toets", "actor": "pupil"})[0] == 204
    assert Control(site.folder / UNFINISHED).take() == [Command("mark", "Toets", "pupil")]


def test_devices_get_names(site: Site) -> None:
    assert site.inside("/api/device", "POST", {"address": "192.0.2.7", "name": " kar  2 "})[0] == 204
    assert json.loads(site.inside("/api/state")[1])["devices"][0]["name"] == "kar 2"


@pytest.mark.parametrize("query", ["", "?page=-1", "?page=x", "?page=99999999999999999999", "?least=%00", "?device=1e9",
                                   "?words=%ff%fe", "?words=" + "a" * 3000, "?order=1;drop", "?page=1&page=2"])
def test_odd_questions_get_an_answer(query: str, site: Site) -> None:
    status, content = site.inside(f"/api/findings{query}")
    assert status in {200, 400}
    assert b"Traceback" not in content


@pytest.mark.parametrize("path", ["/../leerlek.db", "/leerlek.db", "/app.js/..", "/%2e%2e/leerlek.json", "/api",
                                  "/report/x", "/server.py"])
def test_no_other_file(path: str, site: Site) -> None:
    assert site.inside(path)[0] == 404


def test_every_answer_forbids_what_it_does_not_need(site: Site) -> None:
    for path in PLACES:
        _, _, headers = site.ask(path, Cookie=f"leerlek-{site.port}={TOKEN}")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers


def test_the_report_is_a_sandbox_once_it_is_there(site: Site) -> None:
    assert site.inside("/report")[0] == 404
    (site.folder / REPORTS["html"]).write_text("<!doctype html><p>Rapport", encoding="utf-8")
    try:
        status, content, headers = site.ask("/report", Cookie=f"leerlek-{site.port}={TOKEN}")
    finally:
        (site.folder / REPORTS["html"]).unlink()
    assert (status, content) == (200, b"<!doctype html><p>Rapport")
    assert headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in headers["content-security-policy"]


def test_words_are_there_in_both_languages(site: Site) -> None:
    texts = json.loads(site.inside("/texts.json")[1])
    assert set(texts) == {"nl", "en"}
    assert texts["nl"].keys() == texts["en"].keys()
    page = site.inside("/")[1].decode()
    script = site.inside("/app.js")[1].decode()
    asked = set(re.findall(r'data-(?:word|label)="([^"]+)"', page))
    asked |= set(re.findall(r"words\.(\w+)", script)) | set(re.findall(r'words\["([^"]+)"\]', script))
    for lang in ("nl", "en"):
        assert asked == set(texts[lang]["words"]), "each word is used, and each that is used is there"
        assert all(texts[lang]["words"].values())


def test_each_table_has_a_name_by_which_a_screen_reader_lists_it(site: Site) -> None:
    page = site.inside("/")[1].decode()
    names = re.findall(r"<table(?: aria-labelledby=\"([\w-]+)\")?>", page)
    assert len(names) == len(set(names)) == page.count("<table") > 5
    assert all(f'id="{name}"' in page for name in names)
