"""Content that is about nobody: reference lists, translations, maps, exercises and code are no personal data.

Each row is the shape of something real (lists of countries, locale files, GeoJSON, icon sets, minified code), each
with a counterpart that is about somebody and must still be found.
"""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, detections

from scanner.model import Category as C

CONTENT: list[tuple[str, object]] = [
    ("religions of countries", [{"country": "Egypte", "religion": "Islam"}, {"country": "Italië", "religion": "k"}]),
    ("gender of emoji", [{"emoji": "🤵", "gender": 1, "order": 12}, {"emoji": "👰", "gender": 0, "order": 13}]),
    ("gender of nouns", {"woorden": [{"woord": "tafel", "gender": "v"}, {"woord": "stoel", "gender": "m"}]}),
    ("outline of a country", {"type": "Polygon", "coordinates": [[[5.12142, 52.09113], [5.13142, 52.09513]]]}),
    ("language codes", {"languages": {"lat": "Latijn", "fra": "Frans", "nld": "Nederlands"}}),
    ("numbers of countries", {"NL": 21, "IQ": 45, "IR": 120}),
    ("a puzzle with an IQ", {"titel": "IQ-puzzel", "maxPunten": 120, "iq": 120, "tijd": 60}),
    ("a lesson on intelligence", {"tekst": "Een IQ van 100 is het gemiddelde van de bevolking.", "hoofdstuk": 4}),
    ("another NIO", {"omroep": "NIO", "jaargang": 87, "nio": 105}),
    ("a vector of recommendations", {"itemEmbedding": [0.0123, -0.1234] * 32, "vector": [0.25] * 64}),
    ("a vector of a language model", {"embedding": [round(n / 7 - 3, 4) for n in range(40)], "model": "nl-small"}),
    ("a list of typefaces", {"fonts": ["OpenDyslexic", "Arial"], "openDyslexic": "/fonts/od.woff2"}),
    ("features of a product", {"features": {"highContrast": True, "textToSpeech": True, "dyslexiaFont": True}}),
    ("translations of settings", {"extraTijd": "Extra tijd", "voorlezen": "Voorlezen", "schorsing": ""}),
    ("a lesson on the police", {"titel": "Op het politiebureau", "tekst": "Thema 4: wat doet de politie?"}),
    ("a lesson on the law", {"opdracht": "Leg uit wat Bureau Halt is en wanneer een jongere naar Halt gaat."}),
    ("policy of a school", {"pagina": "Informatie over de meldcode en het protocol bij schorsing en verwijdering."}),
    ("a flower and a film", {"iris": "paars", "halt": "bus 12", "tehuis": None}),
    ("territories of a locale", {"territories": {"IQ": "Irak", "IR": "Iran", "IS": "IJsland"}}),
    ("names of fields in another language", {"hour": {"displayName": "dia"}, "day": {"displayName": "mara"}}),
    ("schema references", {"member": {"$ref": "#/components/schemas/UserInfo"}}),
    ("a version of four numbers", {"codeVersion": "6.1.480.9494", "clusterVersie": "10.0.17.2"}),
    ("a file name with a word of care", {"files": ["src/diagnose-sdk.js", "dist/diagnose_helpers.mjs"]}),
    ("functions of a program", "export function diagnoseSdkConnectivity() { return diagnoseServiceError(); }"),
    ("numbers of a program", "const mode = { none: 0, ODD: 1, EVEN: 2 };"),
    ("constants of a program", "switch (op) { case OP.ADD: total = acc.ADD + IDS.ODD; break; }"),
    ("selectors of a style sheet", "input.cke_dialog_ui_input_password:hover,input.cke_dialog_tel:focus{color:red}"),
    ("flags of a program", "var types={email:!0,password:!0,hidden:!1},ww=Function.prototype,x={password:i?nt(i):0}"),
]  # fmt: skip


@pytest.mark.parametrize("body", [body for _, body in CONTENT], ids=[name for name, _ in CONTENT])
def test_content_gives_nothing_sure(body: object) -> None:
    found = detections(an_exchange(body={"content": body} if isinstance(body, str) else body))
    assert [(each.category, each.confidence) for each in found if each.confidence >= 0.6] == []


def test_paragraphs_of_a_page_are_no_free_text() -> None:
    page = ("<html><body><p>Deze methode is gemaakt door een groep leraren uit het hele land.</p>"
            "<p>Vragen? Mail naar helpdesk.piet@methode.example, wij antwoorden snel.</p></body></html>")
    found = detections(an_exchange(body=page.encode(), response_type="text/html"))
    assert C.FREE_TEXT not in {each.category for each in found if each.confidence >= 0.6}


PEOPLE: list[tuple[str, object, C]] = [
    ("religion of pupils", [{"leerlingId": "3f2a9c1d-aaaa-4bbb-8ccc-123456789012", "religie": "islam"}], C.RELIGION),
    ("religion in a file of one", {"religie": "islam", "groep": "5b"}, C.RELIGION),
    ("gender beside a name", [{"naam": "Sanne de Vries", "geslacht": 2}], C.GENDER),
    ("place of a device", {"type": "Point", "coordinates": [5.12142, 52.09113]}, C.GEO),
    ("coordinates by name", {"lat": 52.09113, "lng": 5.12142}, C.GEO),
    ("an IQ", {"leerling": {"iq": 104}}, C.DIAGNOSIS),
    ("a total IQ beside a pseudonym", {"eckId": "https://ketenid.nl/pilot/" + "ab" * 64, "TIQ": 87}, C.DIAGNOSIS),
    ("an IQ beside a pseudonym", {"eckId": "https://ketenid.nl/pilot/" + "ab" * 64, "iq": 87}, C.DIAGNOSIS),
    ("a NIO score beside a name", {"naam": "Sanne de Vries", "nio": 105}, C.DIAGNOSIS),
    ("a face as a list", {"faceDescriptor": [round(n / 700 - 0.3, 4) for n in range(128)]}, C.BIOMETRIC),
    ("a face as a typed array", {"faceDescriptor": {str(n): n / 700 - 0.31 for n in range(128)}}, C.BIOMETRIC),
    ("a voice as text", {"voiceEmbedding": ",".join(f"{n / 700 - 0.3:.5f}" for n in range(192))}, C.BIOMETRIC),
    ("more time for one", {"leerlingnummer": "1042337", "extraTijd": True}, C.SUPPORT),
    ("more time by a factor", {"naam": "Sanne de Vries", "extraTime": 1.25}, C.SUPPORT),
    ("a report to Veilig Thuis", {"leerling": {"veiligThuisMelding": "ja"}}, C.YOUTHCARE),
    ("a suspension", {"leerling": {"geschorst": "van 3 tot 5 maart"}}, C.YOUTHCARE),
    ("scores of a test", {"leerling": {"iq": "TIQ 104, VIQ 98"}}, C.DIAGNOSIS),
    ("a displayed name", {"displayName": "Sanne de Vries"}, C.NAME_FULL),
    ("an account reference", {"user": {"ref": "u-8812347"}}, C.ACCOUNT),
    ("an address in a log", {"regel": "verbonden met 145.220.21.40 om 10:14"}, C.IP),
    ("a diagnosis in a list of notes", {"notities": [{"tekst": "Heeft dyslexie, extra tijd geven bij toetsen."}]},
     C.DIAGNOSIS),
    ("a diagnosis alone", {"kenmerk": "dyslexie"}, C.DIAGNOSIS),
    ("an acronym before a mark", {"notitie": "Sanne: ODD: ja, ADD: 2, kijk in het dossier."}, C.DIAGNOSIS),
    ("an acronym in a sentence", {"notitie": "Sanne heeft ADD en gaat naar de RT."}, C.DIAGNOSIS),
    ("a password in a message", {"bericht": "je nieuwe wachtwoord: Zomer-2031 en dan inloggen"}, C.CREDENTIAL),
    ("a password with brackets", {"bericht": "wachtwoord: Zomer(2031) en pincode: 4711"}, C.CREDENTIAL),
    ("a password in a log", {"regel": "login user=kim password=Zomer2031 ok"}, C.CREDENTIAL),
]


@pytest.mark.parametrize(("body", "category"), [row[1:] for row in PEOPLE], ids=[name for name, *_ in PEOPLE])
def test_the_same_about_somebody_is_found(body: object, category: C) -> None:
    found = detections(an_exchange(body=body))
    assert max((each.confidence for each in found if each.category is category), default=0.0) >= 0.5
