"""What decoders hold back for the detector changes nothing of what it finds."""

from __future__ import annotations

from collections import Counter

import pytest
from detect_builders import BSN, KEY, SANNE, an_exchange, subjects

from scanner.decode import Decoder
from scanner.detect import Detector
from scanner.model import Exchange, Field, SievedField

PUPILS = [{"roepnaam": name, "achternaam": "de Vries", "stand": 3, "kleur": "rood", "actief": True, "link": "/a/b/c",
           "maat": 1.5, "wissel": 1760000000000} for name in ("Sanne", "Jurre", "Noor")]
BODIES: dict[str, object] = {
    "things": {"items": [{"kleur": "rood", "maat": number, "aan": True, "deel": 0.5, "code": f"A-{number % 3}"}
                         for number in range(9)]},
    "pupils": {"leerlingen": PUPILS},
    "a form": {"lus": "zin", "velden": [
        {"titel": "Voornaam", "antwoord": "Sanne"}, {"titel": "Geboortedatum", "antwoord": "2012-03-04"},
        {"titel": "BSN", "antwoord": BSN}, {"titel": "Kleur", "antwoord": "rood"}]},
    "a table": {"lus": "zin", "leerlingen": [["118377", "Sanne", 7.4], ["118378", "Noor", 6], ["118379", "Jurre", 8]]},
    "marks by number": {"lus": "zin", "leerlingen": {"118377": {"h1": 7.4, "kleur": "rood"},
                                                   "118378": {"h1": 6, "kleur": "rood"}}},
    "names in a list": {"lus": "zin", "x": ["Sanne", "Jurre", "Noor", "rood", "blauw"]},
    "dated results": {"lus": "zin", "resultaten": [{"cijfer": 7, "op": "2025-10-02", "kleur": "rood"}]},
    "people of long ago": {"lijst": [{"naam": "Jan Steen", "geboren": "1626", "kleur": "rood"}]},
    "text in text": {"lus": "zin", "a": '{"kleur": "rood", "bsn": "' + BSN + '"}', "b": "kleur=rood&maat=3"},
    "what is the same": {"lus": "zin", "kleuren": ["rood"] * 5, "maten": [3] * 5, "aan": [True, False] * 3},
}


def exchanges(body: object) -> list[Exchange]:
    return [an_exchange(method="POST", request=body, body=body, id=f"entry-{number}") for number in range(4)]


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("name", BODIES)
def test_what_is_held_back_changes_nothing(name: str, known: bool) -> None:
    people = subjects(SANNE) if known else None
    decoder, detector = Decoder(), Detector(key=KEY, subjects=people)
    classes: Counter[type[Field]] = Counter()
    for number, exchange in enumerate(exchanges(BODIES[name])):
        decoded = decoder.decode(exchange, lambda note: None)
        classes.update(type(each) for each in decoded.fields)
        found = detector.detect(exchange, decoded, number)
        anew = Decoder().decode(exchange, lambda note: None)
        fresh = Detector(key=KEY, subjects=people).detect(exchange, anew, number)
        assert found == fresh
        assert [str(each) for each in found.digests] == [str(each) for each in fresh.digests]
    assert classes[SievedField] > 0


def test_a_value_that_says_something_elsewhere_is_not_held_back() -> None:
    decoder, detector = Decoder(), Detector(key=KEY)
    for number, body in enumerate([{"kleur": "Sanne", "roepnaam": "x"}] * 3 + [{"kleur": "x", "roepnaam": "Sanne"}]):
        exchange = an_exchange(body=body)
        found = detector.detect(exchange, decoder.decode(exchange, lambda note: None), number)
    assert {each.category.value for each in found.observation.detections} == {"name.given"}

