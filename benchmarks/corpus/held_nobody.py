"""Exchanges of the test split that hold nobody, and look as if."""

from __future__ import annotations

import json
import uuid

from benchmarks.corpus.labels import Case, Sheet


def _uuid(s: Sheet) -> str:
    return str(uuid.UUID(int=s.random.getrandbits(128), version=4))


def library(s: Sheet) -> None:
    """Titles of a library."""
    s.path, s.request = "/bibliotheek/zoeken", {"params": {"q": s.pick("dieren", "ruimte", "vikingen")}}
    s.json(
        {
            "results": [
                {
                    "title": title,
                    "creator": s.either(who),
                    "isbn": f"978904{s.number(1_000_000, 9_999_999)}",
                    "year": s.number(1980, 2025),
                    "copies": s.number(0, 4),
                    "subject": ["Jeugd", "Leesboek"],
                }
                for title, who in (
                    ("De brief voor de koning", "Tonke Dragt"),
                    ("Floor gaat los", "Marjon Hoffman"),
                    ("Bloem en Storm", "Collectief"),
                )
            ],
            "took": s.number(1, 99),
            "cursor": f"{s.random.getrandbits(80):020x}",
        }
    )


def history(s: Sheet) -> None:
    """A lesson about people of the past."""
    s.path, s.answer_type, s.packed = "/lessen/geschiedenis/7", "text/html", True
    s.answer = (
        b"<article><h1>De Gouden Eeuw</h1><p>Michiel de Ruyter werd in 1607 geboren in Vlissingen. "
        b"Rembrandt van Rijn schilderde "
        b"de Nachtwacht in 1642. Johan van Oldenbarnevelt was raadpensionaris.</p><p>Opdracht: maak "
        b"een tijdbalk van 1588 tot 1702 en "
        b"leg uit waarom Amsterdam rijk werd. Lever in voor 12-11-2026.</p></article>"
    )


def word_sums(s: Sheet) -> None:
    """Sums in words."""
    a, b = s.number(3, 30), s.number(2, 9)
    s.path = "/sommen"
    s.json(
        [
            {"id": _uuid(s), "text": text, "level": s.number(1, 5)}
            for text in (
                f"Bram en Lotte plukken samen {a} appels. Bram plukt er {b} meer dan Lotte. Hoeveel plukt Lotte?",
                f"Juf Ans koopt {a} schriften van {b} euro.",
                "Een winkel op Dorpsstraat 12 verkoopt 480 broden per week.",
                "Tom belt 06-12345678. Hoeveel verschillende cijfers staan er in het nummer?",
            )
        ]
    )


def labels(s: Sheet) -> None:
    """Texts of a form in JavaScript."""
    s.path, s.answer_type = "/api/form-definition", "application/json"
    s.json(
        {
            "fields": [
                {"name": name, "label": text, "type": kind, "required": True, "placeholder": hint}
                for name, text, kind, hint in (
                    ("firstName", "Voornaam", "text", "Bijv. Jan"),
                    ("lastName", "Achternaam", "text", "Bijv. Jansen"),
                    ("email", "E-mail", "email", "jij@voorbeeld.nl"),
                    ("phone", "Telefoon", "tel", "06 12345678"),
                    ("birthDate", "Geboortedatum", "date", "dd-mm-jjjj"),
                )
            ],
            "submit": "Versturen",
        }
    )


def telemetry(s: Sheet) -> None:
    """Timings of a page."""
    s.method, s.host, s.path, s.status = "POST", "rum.example", "/v2/ingest", 202
    rows = [
        {
            "name": name,
            "value": s.number(1, 99999),
            "id": f"v4-{s.number(10**12, 10**13)}-{s.number(10**12, 10**13)}",
            "navigationType": "navigate",
        }
        for name in ("TTFB", "FCP", "LCP", "CLS")
    ]
    s.request = {
        "content": "\n".join(map(json.dumps, rows)).encode(),
        "headers": {"Content-Type": "text/plain;charset=UTF-8"},
    }


def invoices(s: Sheet) -> None:
    """Orders of a school without persons."""
    s.path = "/facturen"
    s.json(
        {
            "facturen": [
                {
                    "nummer": f"2026{s.number(10**5, 10**6)}",
                    "bedrag": s.number(100, 9999) / 100,
                    "btw": "21%",
                    "btwNummer": "NL001234567B01",
                    "kvk": str(s.number(10**7, 10**8)),
                    "betaaldOp": "2026-09-12",
                    "debiteur": str(s.number(10**8, 10**9)),
                    "regels": [{"sku": f"ART-{s.number(1000, 9999)}-{s.number(10, 99)}", "aantal": s.number(1, 60)}],
                }
                for _ in range(3)
            ]
        }
    )


def timetable(s: Sheet) -> None:
    """A timetable with codes for teachers and rooms."""
    s.path, s.request = "/rooster/week", {"params": {"week": s.number(1, 52)}}
    s.json(
        {
            "lessen": [
                {
                    "uur": n,
                    "vak": vak,
                    "lokaal": f"0.{s.number(10, 40)}",
                    "docent": code,
                    "groep": "2hv1",
                    "begin": f"2026-10-05T{8 + n:02}:30:00+02:00",
                }
                for n, (vak, code) in enumerate((("ne", "jns"), ("wi", "vrs"), ("fa", "mrk")))
            ]
        }
    )


def weather(s: Sheet) -> None:
    """Measurements."""
    s.host, s.path = "weer.example", "/v1/forecast"
    s.request = {"params": {"station": "260"}}
    s.json(
        {
            "station": "De Bilt",
            "hourly": {
                "time": [f"2026-10-05T{h:02}:00" for h in range(6)],
                "temperature": [s.number(0, 200) / 10 for _ in range(6)],
                "code": [s.number(0, 99) for _ in range(6)],
            },
            "generationtime_ms": 0.2 + s.random.random(),
        }
    )


def manifest(s: Sheet) -> None:
    """Files of a bundle."""
    s.path = "/build/manifest.json"
    s.json(
        {
            f"{name}.js": {
                "file": f"assets/{name}-{s.random.getrandbits(40):010x}.js",
                "integrity": f"sha384-{s.random.getrandbits(200):050x}",
                "size": s.number(10**3, 10**6),
            }
            for name in ("login", "student-profile", "name-badge", "email-form", "mark", "roos")
        }
    )


def help_page(s: Sheet) -> None:
    """Help about personal data in general."""
    s.path, s.answer_type = "/help/privacy", "text/html"
    s.answer = (
        b"<h1>Privacy</h1><p>Wij verwerken de naam, de geboortedatum en het e-mailadres van "
        b"leerlingen. Een BSN vragen wij niet. "
        b"Heeft een leerling dyslexie of ADHD, dan kan de docent extra tijd instellen. Ouders vragen "
        b"inzage via het formulier.</p>"
        b"<p>Voorbeeld van een gebruikersnaam: j.jansen of 123456.</p>"
    )


def vocabulary(s: Sheet) -> None:
    """Words to learn, some of them names."""
    s.path = "/woordjes/frans/3"
    s.json(
        {
            "lijst": [
                {"nl": nl, "fr": fr}
                for nl, fr in (
                    ("de roos", "la rose"),
                    ("het merk", "la marque"),
                    ("de bloem", "la fleur"),
                    ("mei", "mai"),
                    ("de storm", "la tempête"),
                )
            ],
            "titel": "Chapitre 3: Chez Pierre et Marie",
            "taal": "fr-FR",
        }
    )


def permissions(s: Sheet) -> None:
    """Roles and rights."""
    s.path = "/auth/rollen"
    s.json(
        {
            "roles": [
                {"id": n, "name": name, "scopes": ["student.read", "profile.email", "results:write"]}
                for n, name in enumerate(("Leerling", "Docent", "Ouder/verzorger", "Beheerder", "Intern begeleider"))
            ],
            "etag": f'W/"{s.random.getrandbits(64):x}"',
        }
    )


def search(s: Sheet) -> None:
    """Suggestions of places and schools."""
    s.path, s.request = "/zoek/scholen", {"params": {"term": s.pick("Wil", "Joh", "Pr")}}
    s.json(
        {
            "scholen": [
                {"naam": name, "brin": brin, "plaats": "Heerhugowaard"}
                for name, brin in (
                    ("Willem de Zwijger College", "99AA"),
                    ("Johan de Witt Scholengroep", "99AB"),
                    ("Prinses Amaliaschool", "99AC"),
                    ("Titus Brandsmaschool", "99AD"),
                )
            ]
        }
    )


def socket_ticket(s: Sheet) -> None:
    """A ticket for a channel, nothing else."""
    s.method, s.path = "POST", "/realtime/negotiate?negotiateVersion=1"
    s.request = {"content": b""}
    s.json(
        {
            "negotiateVersion": 1,
            "connectionId": f"{s.random.getrandbits(128):032x}",
            "availableTransports": [{"transport": "WebSockets", "transferFormats": ["Text", "Binary"]}],
        }
    )


def quiz(s: Sheet) -> None:
    """Questions with answers that are names."""
    s.path = "/quiz/42"
    s.json(
        {
            "questions": [
                {
                    "q": "Wie is de koning van Nederland?",
                    "options": ["Willem-Alexander", "Beatrix", "Mark Rutte"],
                    "correct": 0,
                },
                {"q": "Welke Nederlander won de Tour?", "options": ["Joop Zoetemelk", "Max Verstappen"], "correct": 0},
                {
                    "q": "Hoe heet de hoofdpersoon van Kruistocht in spijkerbroek?",
                    "options": ["Dolf", "Rudolf Wega"],
                    "correct": 1,
                },
            ]
        }
    )


def content_numbers(s: Sheet) -> None:
    """Long numbers in running text."""
    s.path, s.answer_type = "/nieuws/12", "text/plain; charset=utf-8"
    s.answer = (
        f"Versie {s.number(1, 9)}.{s.number(0, 20)}.{s.number(0, 99)} is uit. Melding "
        f"{s.number(10**8, 10**9 - 1)} is opgelost. "
        "De server op poort 8443 geeft code 429 na 15 minuten. Zie ook artikel 12-34-56 en paragraaf 3.2.1."
    ).encode()


CASES: tuple[Case, ...] = (
    library,
    history,
    word_sums,
    labels,
    telemetry,
    invoices,
    timetable,
    weather,
    manifest,
    help_page,
    vocabulary,
    permissions,
    search,
    socket_ticket,
    quiz,
    content_numbers,
)
