"""Hostile and broken captures: nothing of a person is written because something failed."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from cast_builders import a_cast
from har_builders import entry, har
from leak_search import found_in

from scanner.capture import read_capture
from scanner.decode import Decoder
from scanner.model import Body, Exchange
from scanner.sanitize import Settings, lines, run, sanitize
from scanner.sanitize.check import left_in
from scanner.sanitize.exchange import ExchangeRewriter
from scanner.sanitize.inventory import Inventory

PUPIL = {"voornaam": "Fleur", "achternaam": "Zandgrond", "bsn": "999990019", "email": "fleur.zandgrond@thuis.example"}
VALUES = ["Fleur", "Zandgrond", "999990019", "fleur.zandgrond"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    key = tmp_path / "key"
    key.write_text("44" * 32, "ascii")
    return Settings(key_file=key, check=False)


HOSTILE: list[Any] = [
    "<!--" * 60_000, "<![CDATA[" * 20_000, "<script>" * 20_000, "{" * 50_000, "[" * 50_000, '"' * 50_001, "%" * 50_000,
    "<" * 50_000, "&" * 50_000, "=&" * 30_000, "A" * 100_000, "eyJ" * 20_000, "a@" * 30_000, "\\u" * 20_000,
    "9" * 60_000,
    '{"a":' * 400 + '"Fleur Zandgrond"' + "}" * 400, "data:," * 10_000, "http://" * 10_000, "\x00" * 1000, ";" * 50_000,
]  # fmt: skip


def test_hostile_answers_are_survived_and_the_rest_is_rewritten(tmp_path: Path, settings: Settings) -> None:
    entries = [entry(f"https://api.leer.example/x/{n}", answer=body, post={"wie": PUPIL})
               for n, body in enumerate(HOSTILE)]
    summary = sanitize([har(tmp_path / "c.har", entries)], tmp_path / "o.har", settings)
    assert summary.exchanges == len(HOSTILE) and not summary.left_out
    assert found_in([(tmp_path / "o.har").read_bytes()[:200_000]], VALUES) == set()
    written = json.loads((tmp_path / "o.har").read_bytes())["log"]["entries"]
    assert [each["request"]["url"][-3:] for each in written] == [each["request"]["url"][-3:] for each in entries]


def test_an_exchange_that_cannot_be_rewritten_is_left_out_and_named(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ExchangeRewriter.rewritten

    def failing(self: ExchangeRewriter, exchange: Any, *rest: Any) -> Any:
        if exchange.target == "/b":
            raise RecursionError
        return whole(self, exchange, *rest)

    monkeypatch.setattr(ExchangeRewriter, "rewritten", failing)
    capture = har(tmp_path / "c.har", [entry(f"https://api.leer.example/{name}", answer=PUPIL) for name in "abc"])
    summary = sanitize([capture], tmp_path / "o.har", settings)
    assert summary.exchanges == 2
    assert summary.left_out == {"exchanges that could not be rewritten (RecursionError)": 1}
    assert any(line.startswith("warning") and "RecursionError" in line for line in lines(summary, tmp_path / "o.har"))
    assert found_in([(tmp_path / "o.har").read_bytes()], VALUES) == set()


def test_every_copy_of_a_value_in_an_entry_goes(tmp_path: Path, settings: Settings) -> None:
    query = "naam=Fleur%20Zandgrond&mail=fleur.zandgrond%40thuis.example"
    one = entry(f"https://fleur.leer.example/leerling/Fleur-Zandgrond?{query}",
                headers={"Cookie": "profiel=%7B%22naam%22%3A%22Fleur%20Zandgrond%22%7D", "X-Naam": "Fleur Zandgrond",
                         "Referer": "https://x.example/?q=Fleur+Zandgrond"}, answer=PUPIL)
    one["comment"] = "opname van Fleur Zandgrond"
    one["_initiator"] = {"type": "script", "url": "https://x.example/#/leerling/Fleur%20Zandgrond"}
    one["request"]["queryString"] = [{"name": "naam", "value": "Fleur Zandgrond", "comment": "Fleur"}]
    one["request"]["cookies"] = [{"name": "profiel", "value": '{"naam":"Fleur Zandgrond"}'}]
    one["response"]["redirectURL"] = "https://x.example/Fleur.Zandgrond"
    said = '42["hoi","ik ben Fleur Zandgrond"]'
    one["_webSocketMessages"] = [{"type": "send", "time": 1.0, "opcode": 1, "data": said}]
    one["serverIPAddress"] = "203.0.113.9"
    summary = sanitize([har(tmp_path / "c.har", [one])], tmp_path / "o.har", settings)
    text = (tmp_path / "o.har").read_bytes()
    assert summary.exchanges == 1
    assert found_in([text], VALUES) == set()
    made = json.loads(text)["log"]["entries"][0]
    assert made["_initiator"]["type"] == "script" and "203.0.113.9" not in text.decode()
    assert len(made["_webSocketMessages"]) == 1 and made["_webSocketMessages"][0]["data"].startswith('42["')
    assert [pair["name"] for pair in made["request"]["queryString"]] == ["naam", "mail"]


@pytest.mark.parametrize(("user", "password"), [("kim.kanarie", "Kanarie2015!"), ("username", "password"),
                                                ("leerling", "geheim"), ("p%40b", "a%3Ab%20c")])  # fmt: skip
def test_no_word_of_an_account_stays(user: str, password: str, tmp_path: Path, settings: Settings) -> None:
    one = entry(f"https://{user}:{password}@api.leer.example/x", answer=PUPIL, headers={
        "Host": f"{user}:{password}@api.leer.example",
        "Authorization": "Basic " + base64.b64encode(unquote(f"{user}:{password}").encode()).decode()})
    summary = sanitize([har(tmp_path / "c.har", [one])], tmp_path / "o.har", replace(settings, check=True))
    request = json.loads((tmp_path / "o.har").read_bytes())["log"]["entries"][0]["request"]
    headers = {each["name"]: each["value"] for each in request["headers"]}
    account = base64.b64decode(headers["Authorization"].partition(" ")[2]).decode()
    assert unquote(headers["Host"]) == f"{account}@api.leer.example"
    assert {unquote(user), unquote(password)}.isdisjoint(account.split(":"))
    assert summary.verdict is not None and not summary.verdict.left


def test_a_method_that_is_no_method_goes(tmp_path: Path, settings: Settings) -> None:
    one = entry("https://api.leer.example/x", method="Fleur Zandgrond", answer=PUPIL)
    summary = sanitize([har(tmp_path / "c.har", [one])], tmp_path / "o.har", replace(settings, check=True))
    assert summary.verdict is not None and summary.verdict.holds
    assert found_in([(tmp_path / "o.har").read_bytes()], VALUES) == set()


def test_a_cut_capture_is_written_as_far_as_it_goes(tmp_path: Path, settings: Settings) -> None:
    capture = har(tmp_path / "c.har", [entry(f"https://api.leer.example/{n}", answer=PUPIL) for n in range(3)])
    capture.write_bytes(capture.read_bytes()[:-200])
    summary = sanitize([capture], tmp_path / "o.har", settings)
    assert summary.exchanges == 2 and any("file.truncated" in what for what in summary.unread)


@pytest.mark.parametrize(("body", "answer_headers"), [
    (gzip.compress(json.dumps([PUPIL] * 40).encode(), mtime=0)[:-30], {"Content-Encoding": "gzip"}),
    (gzip.compress(json.dumps([PUPIL] * 40).encode(), mtime=0)[:-30], {}),
    (b"%PDF-1.4\n1 0 obj<</Author(Fleur Zandgrond)/Title(BSN: 999990019)>>endobj\ntrailer<</Info 1 0 R>>",
     {"Content-Type": "application/pdf"}),
], ids=["cut-gzip", "cut-gzip-undeclared", "pdf-properties"])
def test_damaged_contents_give_the_same_findings(
    body: bytes, answer_headers: dict[str, str], tmp_path: Path, settings: Settings
) -> None:
    one = entry("https://api.leer.example/x", answer="x", answer_headers=answer_headers)
    kind = answer_headers.get("Content-Type", "application/json")
    one["response"]["content"] = {"size": len(body), "mimeType": kind, "encoding": "base64",
                                  "text": base64.b64encode(body).decode()}
    capture = har(tmp_path / "c.har", [one])
    summary = sanitize([capture], tmp_path / "o.har", replace(settings, check=True))
    assert summary.verdict is not None and summary.verdict.findings and summary.verdict.holds
    made = json.loads((tmp_path / "o.har").read_bytes())["log"]["entries"][0]["response"]["content"]
    content = base64.b64decode(made["text"]) if made.get("encoding") == "base64" else made["text"].encode()
    assert found_in([gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content], VALUES) == set()


@pytest.mark.parametrize(("differences", "attempts", "kept"), [
    ([0], [0], 0),                      # the first holds: no other is made
    ([2, 0], [0, 1], 1),                # a fake was read otherwise than the name: others hold
    ([3, 1, 2], [0, 1, 2, 1], 1),       # none holds: the one that differs least is written again
    ([3, 2, 1], [0, 1, 2], 2),          # which may be the last
])
def test_fakes_that_change_findings_are_drawn_anew(
    differences: list[int], attempts: list[int], kept: int, tmp_path: Path, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    capture = har(tmp_path / "les.har", [entry("https://api.leer.example/x", answer=PUPIL)])
    made: list[int] = []
    written: dict[int, bytes] = {}
    attempt = run._attempt

    def watched(*arguments: object) -> object:
        made.append(int(str(arguments[-1])))
        done = attempt(*arguments)  # type: ignore[arg-type]
        written[made[-1]] = (tmp_path / "out.har").read_bytes()
        return done

    def verdict(*_arguments: object) -> run.Verdict:
        return run.Verdict(5, gone=(("X",),) * differences[made[-1]])

    monkeypatch.setattr(run, "_attempt", watched)
    monkeypatch.setattr(run, "check", verdict)
    summary = run.sanitize([capture], tmp_path / "out.har", replace(settings, check=True))
    assert made == attempts
    assert summary.verdict is not None
    assert summary.verdict.differences == differences[kept]
    assert (tmp_path / "out.har").read_bytes() == written[kept]
    assert len(set(written.values())) == len(written), "each attempt has other fakes"


def test_no_word_of_the_capture_becomes_a_fake() -> None:
    """Neither of a text nor of a key: it would be found where nobody is meant."""
    exchange = Exchange("e", "c", "http/1.1", "GET", "https", "a.example", 443, "/", 200, 1.0,
                        response_headers=(("content-type", "application/json"),),
                        response_body=Body(b'{"Margo": {"uitleg": "een roos is een bloem"}}', 47))
    inventory = Inventory(None)
    inventory.read(Decoder().decode(exchange, lambda _: None))
    assert {"margo", "uitleg", "roos", "bloem"} <= inventory.words


def test_exchanges_between_the_same_ends_are_read_again(tmp_path: Path, settings: Settings) -> None:
    """A connection after another one between the same ports is not its repetition, and QUIC stays unread."""
    said = [{"type": "send", "time": 1.0, "opcode": 1, "data": json.dumps(PUPIL)}]
    entries = [entry("http://api.leer.example/ws", status=101) | {"_webSocketMessages": said, "connection": "52473"}
               for _ in range(3)]
    capture = har(tmp_path / "c.har", entries)
    summary = sanitize([capture], tmp_path / "o.pcapng", replace(settings, check=True))
    assert summary.verdict is not None and summary.verdict.holds
    notes: list[Any] = []
    again = [len(each.websocket) for each in read_capture(tmp_path / "o.pcapng", "o", notes.append)]
    assert again == [1, 1, 1] and not notes


@pytest.mark.parametrize(("text", "left"), [
    ("https://my.zandgrond.example/", 0),               # the registered domain stays
    ("https://my.zandgrond.leer.example/", 1),          # labels before it do not
    ("My Zandgrond", 1),
    ("kijk op www.my.zandgrond.example", 0),
])  # fmt: skip
def test_a_name_in_a_host_is_left_only_before_its_domain(text: str, left: int, tmp_path: Path) -> None:
    capture = har(tmp_path / "c.har", [entry("https://x.example/", answer={"tekst": text})])
    assert sum(left_in(capture, a_cast({"name.full": "My Zandgrond"})).values()) == left


def sanitized(text: str, kind: str, tmp_path: Path) -> str:
    """What becomes of a text that was sent."""
    side = {"httpVersion": "HTTP/1.1", "headers": [], "cookies": [], "headersSize": -1, "bodySize": -1}
    entry = {"startedDateTime": "2026-11-20T10:00:00Z", "time": 1, "cache": {}, "timings": {}, "request": {
        **side, "method": "POST", "url": "https://les.example/x", "queryString": [],
        "postData": {"mimeType": kind, "text": text}},
        "response": {**side, "status": 200, "statusText": "", "redirectURL": "",
                     "content": {"size": 0, "mimeType": ""}}}
    source, result = tmp_path / "in.har", tmp_path / "out.har"
    log = {"version": "1.2", "creator": {"name": "", "version": ""}, "entries": [entry]}
    source.write_text(json.dumps({"log": log}))
    sanitize([source], result, Settings(key_file=tmp_path / "key"))
    return str(json.loads(result.read_text("utf-8"))["log"]["entries"][0]["request"]["postData"]["text"])


def test_a_name_that_its_key_alone_tells_is_replaced_in_yaml(tmp_path: Path) -> None:
    assert "Xanthippe" not in sanitized("naam: Xanthippe Wolkenveldt\nbsn: 999998663\n", "application/yaml", tmp_path)


@pytest.mark.parametrize("above", ["", "Leerlingen van mentor Xanthippe Wolkenveldt\n"])
@pytest.mark.parametrize("mark", "\t;")
def test_the_first_row_of_a_table_without_names_is_rewritten_too(mark: str, above: str, tmp_path: Path) -> None:
    rows = [("118377", "Xanthippe Wolkenveldt", "04-03-2014", "6b"),
            ("118391", "Iskander Toverveldt", "11-05-2013", "6b"),
            ("118392", "Brechje Oosterwoldt", "01-02-2014", "6b")]
    made = sanitized(above + "".join(mark.join(row) + "\n" for row in rows), "text/csv", tmp_path)
    assert made.count("\n") == 3 + bool(above) and made.count(mark) == 9
    assert not [cell for row in rows for cell in row[:3] if cell in made]


def test_the_names_of_columns_stay(tmp_path: Path) -> None:
    made = sanitized("nummer;naam;geboortedatum\n118377;Xanthippe Wolkenveldt;04-03-2014\n", "text/csv", tmp_path)
    assert made.startswith("nummer;naam;geboortedatum\n") and "Wolkenveldt" not in made


def test_photos_and_voices_that_are_sent_stay_findings(tmp_path: Path, settings: Settings) -> None:
    files = {"foto": b"\xff\xd8\xff\xe0" + b"gezicht " * 900,
             "fragment": bytes.fromhex("1a45dfa39f4286810142f7810142f281") + b"stemgeluid " * 900,
             "werk": b"\x89PNG\r\n\x1a\n" + b"tekening " * 900}
    entries = [entry("https://api.leer.example/op", method="POST", post={name: base64.b64encode(data).decode()[:cut]})
               for name, data in files.items() for cut in (None, 4001)]
    out = tmp_path / "o.har"
    summary = sanitize([har(tmp_path / "c.har", entries)], out, replace(settings, check=True))
    assert summary.verdict is not None and summary.verdict.holds and summary.verdict.findings
    assert found_in([out.read_bytes()], ["gezicht", "stemgeluid", "tekening"]) == set()
