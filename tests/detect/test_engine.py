"""The detector as a whole: every part of an exchange, pure per exchange, and no raw value in anything it gives."""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import pickle
from urllib.parse import quote

import pytest
from detect_builders import BSN, ECKID, KEY, SANNE, an_exchange, detections, examine, found, in_body, subjects

from scanner.decode import Decoder
from scanner.detect import Detector, detect_text
from scanner.model import Category, Detection, Exchange, Observation

PLANTED = {
    "name": "Sanne de Vries", "given": "Sanne", "bsn": BSN, "eckid": ECKID, "number": "2671717",
    "mail": "sanne@school.example", "other mail": "s.devries@thuis.example", "phone": "0612345678",
    "birth": "2012-03-04", "password": "Welkom-01!",
}  # fmt: skip


def rich_exchange() -> Exchange:
    """Every planted value in keys, paths, query, cookies, headers and bodies, in clear and encoded."""
    encoded = base64.b64encode(json.dumps({"bsn": BSN, "naam": "Sanne de Vries"}).encode()).decode()
    return an_exchange(
        target=f"/leerlingen/2671717/Sanne%20de%20Vries/{quote(ECKID, safe='')}/sanne@school.example"
               f"?naam=Sanne+de+Vries&{quote('Sanne de Vries')}=1"
               f"&bsn={BSN}&d={quote(encoded)}&sanne%40school.example=x#tel=0612345678",
        method="POST", host="sannedevries.school.example",
        headers=(("Cookie",
            f"sanne=2671717; MoodleSession=geheimgeheim; Sanne de Vries={BSN}; mail=sanne%40school.example"),
                 ("Referer", "https://www.school.example/leerling/2671717/sanne-de-vries"),
                 ("Authorization", "Basic " + base64.b64encode(b"sanne@school.example:Welkom-01!").decode()),
                 ("X-Sanne-de-Vries", "Sanne de Vries"), (f"X-{BSN}", BSN), ("User-Agent", "iPad van Sanne")),
        response_headers=(("Set-Cookie", "naam=Sanne de Vries; Path=/leerling/sanne@school.example"),
                          ("Content-Disposition", 'attachment; filename="Sanne de Vries.pdf"'),
                          ("Access-Control-Allow-Origin", "https://sannedevries.example")),
        request={"Sanne de Vries": {"cijfer": 8}, BSN: {"naam": "Sanne de Vries"},
            "sanne@school.example": [1, {ECKID: "x"}],
                 "leerling": {"bsn": BSN, "eckId": ECKID, "geboortedatum": "2012-03-04", "telefoon": "0612345678",
                              "wachtwoord": "Welkom-01!", "leerlingnummer": "2671717", "naam": "Sanne de Vries"},
                 "2012-03-04": "Sanne", "s.devries@thuis.example": True},
        body={"h": hashlib.sha256(BSN.encode()).hexdigest(), "x": encoded, "mail": quote("sanne@school.example"),
              "tekst": "Sanne de Vries (sanne@school.example, 0612345678) heeft ADHD en BSN 9999.90.019"},
    )


def strings(value: object) -> list[str]:
    """All texts in a tree of dataclasses, tuples and enums."""
    if isinstance(value, str):
        return [str(value)]
    if isinstance(value, tuple | list):
        return [text for each in value for text in strings(each)]
    fields = getattr(value, "__dataclass_fields__", None)
    return [text for name in fields for text in strings(getattr(value, name))] if fields else []


def disguises(value: str) -> set[str]:
    raw = value.encode()
    return {value, value.lower(), quote(value), quote(value, safe=""), value.replace(" ", "+"),
        value.replace("/", "~1"),
            value.replace(" ", ""), value.lower().replace(" ", ""), value.replace(" ", "-").lower(), raw.hex(),
            base64.b64encode(raw).decode().rstrip("="), hashlib.md5(raw).hexdigest(), hashlib.sha1(raw).hexdigest(),
            hashlib.sha256(raw).hexdigest()}  # fmt: skip


def raw_values_in(observation: Observation) -> list[tuple[str, str]]:
    texts = [text for text in strings(observation) if text not in {"les.har", "entry-1"}]
    return [(what, "in a text") for what, value in PLANTED.items() for disguise in disguises(value)
            if len(disguise) >= 5 for text in texts if disguise in text]


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_no_raw_value_in_any_attribute(known: bool) -> None:
    observation = examine(rich_exchange(), subjects() if known else None).observation
    assert len(observation.detections) > 20
    leaks = raw_values_in(observation)
    if not known:  # a bare name in a host or under a word that is no key is not recognised as one
        leaks = [leak for leak in leaks if leak[0] not in {"name", "given"}]
    assert not leaks


def test_the_search_for_raw_values_can_fail() -> None:
    observation = examine(an_exchange(body={"bsn": BSN})).observation
    (bad,) = [Observation(observation.facts, (Detection(Category.BSN, 1.0, BSN, "request", "body", "/a", "/a", "m",
    "f"),))]
    assert raw_values_in(bad)


def test_every_part_is_read() -> None:
    parts = {each.part.partition(".")[0] for each in examine(rich_exchange(), subjects()).observation.detections}
    assert parts == {"url", "header", "cookie", "body"}
    directions = {each.direction for each in examine(rich_exchange(), subjects()).observation.detections}
    assert directions == {"request", "response"}


def test_a_detector_is_pure() -> None:
    """What was seen before changes nothing: workers of any number give one result."""
    decoder, detector = Decoder(), Detector(key=KEY, subjects=subjects())
    others = [an_exchange(body={"naam": f"Jan {i}", "email": f"jan{i}@x.example",
        "x": f"tekst {i}"}) for i in range(50)]
    alone = examine(rich_exchange(), subjects()).observation
    for exchange in others:
        detector.detect(exchange, decoder.decode(exchange, lambda _note: None), 1)
    for _ in range(2):
        decoded = decoder.decode(rich_exchange(), lambda _note: None)
        assert detector.detect(rich_exchange(), decoded, 1).observation == alone


def test_results_cross_process_borders() -> None:
    detected = examine(rich_exchange(), subjects())
    again = pickle.loads(pickle.dumps(detected))
    assert again.observation == detected.observation
    assert again.identifiers == detected.identifiers


def test_a_detection_is_a_detection() -> None:
    """Detections are built by a short cut; they must be what the constructor would have made."""
    (item,) = in_body({"bsn": BSN})
    built = Detection(**{name: getattr(item, name) for name in Detection.__dataclass_fields__})
    assert type(item) is Detection
    assert (built == item, hash(built) == hash(item), repr(built) == repr(item)) == (True, True, True)
    with pytest.raises(AttributeError):
        item.masked = "x"  # type: ignore[misc]


def test_url_path() -> None:
    seen = detections(an_exchange(target="/leerlingen/12345/resultaten"))
    assert found(seen) == {("id.leerlingnummer", "/1")}
    assert seen[0].part == "url.path"
    assert detections(an_exchange(target="/cdn/5.3.0.17/app.js")) == ()


@pytest.mark.parametrize(("target", "wanted"), [
    ("/m.json?k=8c", {("edu.group", "/k")}), ("/x?grp=G7", {("edu.group", "/grp")}),
    ("/x?group=4b", {("edu.group", "/group")}),
    ("/x?lln=4471", {("id.leerlingnummer", "/lln")}), ("/x?lid=LL-30021", {("id.account", "/lid")}),
    ("/x?k=12", set()), ("/x?g=ok", set()), ("/x?k=aap", set()), ("/x?lid=2024", set()), ("/x?kind=jongen", set()),
    ("/x?v=8c", set()), ("/x?grp=alle", set()),
])
def test_what_an_address_asks_for(target: str, wanted: set[tuple[str, str]]) -> None:
    assert found([each for each in detections(an_exchange(target=target)) if each.confidence >= 0.6]) == wanted


def test_cookies_and_credentials() -> None:
    seen = detections(an_exchange(headers=(("Cookie",
        "MoodleSession=abcdef123456; _ga=GA1.2.1742003318.1794903300; lang=nl"),
                                           ("Authorization", "Bearer abcdefghijklmnop1234567890"))))
    assert {(each.part, each.category.value) for each in seen} == {
        ("cookie.MoodleSession", "secret.token"), ("cookie._ga", "id.cookie"), ("header.authorization", "secret.token"),
    }


def test_short_names_count_at_trackers_only() -> None:
    digest = hashlib.sha256(b"sanne@school.example").hexdigest()
    query = f"/tr?ev=ToetsGestart&ud%5Bem%5D={digest}&em={digest}&cid=1742003318.1794903300"
    at_tracker = {each.pointer: each.category.value for each in detections(an_exchange(host="www.facebook.com",
        target=query))}
    assert at_tracker == {"/ud/em": "contact.email", "/em": "contact.email", "/cid": "id.cookie", "/ev": "behav.event"}
    elsewhere = {each.pointer for each in detections(an_exchange(target=query.replace("/tr", "/api")))}
    assert elsewhere == {"/ud/em"}


def test_keys_that_are_data() -> None:
    seen = in_body({"cijfers": {"sanne@school.example": {"cijfer": 8}, "jan@school.example": {"cijfer": 7}}})
    keys = [each for each in seen if each.category is Category.EMAIL]
    assert [each.pointer for each in keys] == ["/cijfers/{contact.email}"] * 2
    assert len({each.record for each in keys}) == 2
    marks = {each.subject for each in seen if each.category is Category.RESULT}
    assert marks == {each.subject for each in keys}


def test_static_content_is_searched_for_known_subjects_only() -> None:
    script = b"var a='123456782',b='piet@x.example',c='" + BSN.encode() + b"',d='Sanne';"
    exchange = an_exchange(target="/app.js", body=script, response_type="application/javascript")
    assert detections(exchange) == ()
    assert {each.category.value for each in detections(exchange, subjects())} == {"id.bsn"}
    assert "contact.email" in {each.category.value for each in detections(exchange, scan_static=True)}


def test_identifiers_for_late_matching() -> None:
    detected = examine(an_exchange(body={"bsn": BSN, "email": "sanne@school.example", "klas": "5b"}))
    assert {each.category for each in detected.identifiers} == {Category.BSN, Category.EMAIL}
    assert detected.digests == []


CLEAN: list[object] = [
    {"id": "3f2a9c1d-aaaa-4bbb-8ccc-123456789012", "title": "Breuken", "createdAt": "2026-10-05T07:14:22Z", "order": 4},
    {"items": [{"name": "Rekenen groep 5", "price": 12.5, "isbn": "9789012345678", "sku": "123456782"}], "total": 1},
    {"version": "5.3.0.17", "build": 1791184462125, "commit": "b554d7c7f0e1d2c3b4a5b554d7c7f0e1d2c3b4a5",
    "env": "production"},
    {"course": {"name": "Jan Steen en zijn tijd", "image": "https://cdn.example/a.png"},
    "publisher": {"name": "De Bruin"}},
    {"question": "In 1648 werd de Vrede van Munster getekend. Wie deed dat?",
    "answers": ["Frederik Hendrik", "Maurits"]},
    {"pgn": "1. e4 e5 2. Nf3 Nc6", "size": 123456782, "offset": 999990019, "checksum": "0612345678"},
    {"colors": {"primary": "#ff0000"}, "geo": None, "lat": "", "email": "", "naam": "null", "bsn": "-",
    "telefoon": "0"},
    {"weather": {"city": "Utrecht", "temp": 12.3}, "time": "07:14", "date": "2012-03-04", "timestamp": 1330819200},
    [1, 2, 3, 10, 100, 1791184462, 1791184462125], "gewoon een tekst", [], {}, {"a": {"b": {"c": [[[]]]}}},
]


@pytest.mark.parametrize("body", CLEAN)
def test_clean_traffic_gives_nothing_to_report(body: object) -> None:
    assert [each for each in in_body(body) if each.confidence >= 0.6] == []


HOSTILE: list[object] = [
    b"\xff\xfe\x00", b"{" * 5000, b'{"a":' * 300 + b"1" + b"}" * 300, {"\x00": "\x00"}, {"%s%d%n": "%s", "{0}": "{}"},
    {"a" * 10_000: "b"}, {"bsn": "9" * 100_000}, {"naam": "e\u0301" * 10_000}, {"naam": "\ud800"},
    {f"k{i}": {"naam": f"Jan {i}"} for i in range(5000)}, {"/~": {"%": {"bsn": BSN}}}, [[[[[BSN]]]]], {"": {"": BSN}},
    {"email": "a@" * 20_000}, {"opmerking": " " * 100_000}, {"opmerking": "1 2 3 4 5 6 7 8 9 " * 5000},
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_content(body: object) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8", "surrogatepass")
    for known in (None, subjects(SANNE)):
        for each in detections(an_exchange(body=data), known):
            assert 0.3 <= each.confidence <= 1.0
            assert each.masked


def test_caches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.detect.engine._CACHE_VALUES", 6_000)
    decoder, detector = Decoder(), Detector(key=KEY)
    for number in range(7):
        body = [{"soort": "zo", "bsn": f"{number:04}{i:05}", "t": f"woord{i} {number}"} for i in range(1500)]
        exchange = an_exchange(body=body)
        detector.detect(exchange, decoder.decode(exchange, lambda _note: None), 1)
    held = sum(len(rule.cache) for rule in detector._judge._rules.values())
    assert 0 < held <= 6_000 + 3_000
    assert sum(len(rule.sieve.values) for rule in detector._judge._rules.values()) <= held


def test_a_value_is_judged_anew_under_another_key() -> None:
    """A number that a price key explains away is a candidate elsewhere, whichever comes first."""
    for body in ({"prijs": BSN, "veld": BSN}, {"veld": BSN, "prijs": BSN}):
        assert [each.pointer for each in in_body(body)] == ["/veld"]


def test_text_for_the_command_line() -> None:
    outcomes = list(detect_text("bel Sanne de Vries op 06-12345678", key=KEY, subjects=subjects()))
    assert {outcome.category.value for outcome in outcomes} == {"name.full", "contact.phone"}
    assert list(detect_text("niets te zien", key=KEY)) == []


def test_what_is_worked_with_goes_without_the_cyclic_collector() -> None:
    """The collector hardly runs in a scan, so an object that refers to itself would keep fields and hits for long."""
    exchange = rich_exchange()
    decoder, detector = Decoder(), Detector(key=KEY)
    detector.detect(exchange, decoder.decode(exchange, list[object]().append), 1)  # what is made once
    gc.collect()
    gc.disable()
    try:
        detected = detector.detect(exchange, decoder.decode(exchange, list[object]().append), 2)
        assert detected.observation.detections
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_number_in_a_pseudonym_is_no_digest_to_be_matched() -> None:
    exchange = an_exchange(body={"eckId": ECKID, "sleutel": hashlib.sha512(b"2671717").hexdigest()})
    detected = Detector(key=KEY).detect(exchange, Decoder().decode(exchange, list[object]().append), 1)
    assert [candidate.draft.pointer for candidate in detected.digests] == ["/sleutel"]


@pytest.mark.parametrize("inner", ['{"leerlingnummer": "2671717", "wachtwoord": "Zonnebloem!7"}',
                                   '[{"roepnaam":"Sanne"}]',
                                   "<leerling><roepnaam>Sanne</roepnaam></leerling>"])
def test_what_stands_in_a_text_is_told_once(inner: str) -> None:
    seen = detections(an_exchange(body={"genest": inner}))
    assert seen
    assert "/genest" not in {each.pointer for each in seen}


def test_a_text_that_only_looks_like_data_is_read() -> None:
    seen = detections(an_exchange(body={"tekst": "{ gebruikersnaam: sanne2012 }", "ok": "x"}))
    assert {each.pointer for each in seen} == {"/tekst"}


@pytest.mark.parametrize("first", [
    "https://a.example/x", "https://a.example/x?y=1", '{"a":1}', "a=1&b=2", "eyJhIjoxfQ==",
])
def test_what_follows_a_decoded_text_in_a_list_is_read(first: str) -> None:
    """What one element holds says nothing of the next, which has the same path but for its number."""
    body = {"m": [first, "bel Kim Bakker op 06-12345678", [first, "bel 06-87654321"]]}
    assert found(in_body(body)) >= {("contact.phone", "/m/1"), ("contact.phone", "/m/2/1")}
