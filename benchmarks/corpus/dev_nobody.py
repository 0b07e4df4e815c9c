"""Exchanges of the dev split that hold nobody, and look as if."""

from __future__ import annotations

import uuid

from benchmarks.corpus.labels import Case, Sheet


def _uuid(s: Sheet) -> str:
    return str(uuid.UUID(int=s.random.getrandbits(128), version=4))


def catalogue(s: Sheet) -> None:
    """Teaching material with numbers of all kinds."""
    s.path, s.request = "/shop/v1/artikelen", {"params": {"pagina": s.number(1, 9), "sortering": "titel"}}
    s.json(
        {
            "artikelen": [
                {
                    "id": s.number(100_000_000, 999_999_999),
                    "ean": f"978902{s.number(1_000_000, 9_999_999)}",
                    "titel": title,
                    "auteur": s.either(author),
                    "uitgever": "Uitgeverij De Merel",
                    "prijs": f"{s.number(9, 60)},95",
                    "voorraad": s.number(0, 400),
                    "ordernummer": str(s.number(100_000_000, 999_999_999)),
                    "druk": s.number(1, 9),
                    "verschenen": f"20{s.number(10, 25)}-03-15",
                }
                for title, author in (
                    ("Roos en Max op reis", "Annie M.G. Schmidt"),
                    ("Wiskunde met Storm", "Jan Terlouw"),
                    ("Lezen met Kim", "Thea Beckman"),
                    ("Wereld in Beeld 6", "Redactie"),
                )
            ]
        }
    )


def exercises(s: Sheet) -> None:
    """Sums about people who do not exist."""
    n = s.number(2, 40)
    s.path = f"/oefenen/blok/{s.number(1, 30)}"
    s.json(
        {
            "opgaven": [
                {
                    "nr": 1,
                    "vraag": f"Kim heeft {n} knikkers en krijgt er 5 bij. Hoeveel knikkers heeft ze nu?",
                    "antwoord": n + 5,
                },
                {
                    "nr": 2,
                    "vraag": "Wanneer werd Willem van Oranje geboren?",
                    "opties": ["24-04-1533", "10-07-1584", "1492"],
                },
                {
                    "nr": 3,
                    "vraag": f"De trein vertrekt om 10.{n + 10} uur uit Utrecht. Hoe laat is hij in Zwolle?",
                    "antwoord": "11.30",
                },
                {"nr": 4, "vraag": "Wie schreef het dagboek in het Achterhuis?", "antwoord": "Anne Frank"},
            ],
            "versie": "3.14.2",
            "code": f"{s.number(100, 999)}-{s.number(100, 999)}-{s.number(100, 999)}",
        }
    )


def translations(s: Sheet) -> None:
    """Texts of the interface."""
    s.path = "/i18n/nl.json"
    s.json(
        {
            "profiel": {
                "naam": "Naam",
                "voornaam": "Voornaam",
                "achternaam": "Achternaam",
                "bsn": "Burgerservicenummer",
                "geboortedatum": "Geboortedatum",
                "email": "E-mailadres",
                "telefoon": "Telefoonnummer",
                "wachtwoord": "Wachtwoord vergeten?",
                "placeholder.email": "naam@school.nl",
            },
            "welkom": "Welkom terug, {naam}!",
            "mei": "mei",
            "toets.iq": "Intelligentie",
            "rol.leerling": "Leerling",
            "dyslexie.uitleg": "Bij dyslexie gaat lezen minder vanzelf.",
            "maanden": ["januari", "april", "juni", "augustus"],
        }
    )


def settings(s: Sheet) -> None:
    """Flags, versions, colours, ids."""
    s.path = "/config/v2/web"
    s.json(
        {
            "release": f"2026.{s.number(1, 12)}.{s.number(1, 30)}-{s.random.getrandbits(40):010x}",
            "build": s.number(10**8, 10**9 - 1),
            "flags": {_uuid(s): s.pick(True, False) for _ in range(5)},
            "timestamp": 1791184462000 + s.number(0, 10**9),
            "theme": {"primary": "#0a7d2c", "radius": "4px 8px 4px 8px"},
            "endpoints": ["https://cdn.leren.example/a/1.2.3.4/app.js"],
            "limits": {"maxUpload": 10485760, "retry": [100, 200, 400]},
            "publicKey": "pk_live_" + f"{s.random.getrandbits(96):024x}",
            "support": {"email": s.either("support@leren.example"), "phone": s.either("0800-1234")},
        }
    )


def views(s: Sheet) -> None:
    """Page views without anybody."""
    s.method, s.host, s.path, s.status = "POST", "meten.example", "/v1/batch", 204
    s.request = {
        "json": {
            "batch": [
                {
                    "type": "page",
                    "name": name,
                    "messageId": _uuid(s),
                    "timestamp": "2026-10-05T07:14:22.000Z",
                    "properties": {"path": path, "width": 1366, "height": 768, "duration": s.number(1, 99999)},
                }
                for name, path in (("Start", "/"), ("Rekenen", "/rekenen/blok-3"), ("Mijn klas", "/klas"))
            ],
            "sentAt": "2026-10-05T07:14:25.000Z",
            "writeKey": f"{s.random.getrandbits(128):032x}",
        }
    }


def crash(s: Sheet) -> None:
    """A crash with a stack."""
    s.method, s.host, s.path = "POST", "crash.example", "/api/7/store/"
    s.request = {
        "json": {
            "event_id": f"{s.random.getrandbits(128):032x}",
            "platform": "javascript",
            "level": "error",
            "exception": {
                "values": [
                    {
                        "type": "TypeError",
                        "value": "Cannot read properties of undefined (reading 'Name')",
                        "stacktrace": {
                            "frames": [
                                {
                                    "function": "getStudentName",
                                    "filename": "app:///main.3fa8c1.js",
                                    "lineno": 1,
                                    "colno": s.number(1000, 99999),
                                },
                                {"function": "Object.mark", "filename": "app:///vendor.js", "lineno": 2},
                            ]
                        },
                    }
                ]
            },
            "release": "leren@5.3.0.17",
            "sdk": {"name": "sentry.javascript.browser", "version": "10.1.0"},
        }
    }
    s.json({"id": "ok"})


def holidays(s: Sheet) -> None:
    """Dates that are no birthdays."""
    s.path, s.answer_type = "/agenda/vakanties.ics", "text/calendar"
    s.answer = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
        + "".join(
            f""
            f"BEGIN:VEVENT\r\nUID:{_uuid(s)}@leren.example\r\nDTSTART;VALUE=DATE:2026{m:02}12\r\nSUMMARY:{name}\r\nEND:VEVENT\r\n"
            for m, name in ((2, "Voorjaarsvakantie"), (4, "Koningsdag"), (5, "Meivakantie"), (10, "Herfstvakantie"))
        )
        + "END:VCALENDAR\r\n"
    ).encode()


def school(s: Sheet) -> None:
    """How the school can be reached."""
    s.path, s.answer_type = "/contact", "text/html"
    s.answer = (
        "<h1>Contact</h1><p>Basisschool De Regenboog, "
        f"{s.either('Schoolstraat 1')}, {s.either('1234 AA')} Zandvoort. Telefoon {s.either('023-1234567')}, mail naar "
        f"{s.either('info@regenboog.example')}. KvK 12345678, RSIN 001234567, BRIN 99ZZ.</p>"
        "<ul><li>Rekenen</li><li>Frans</li><li>Levensbeschouwing</li></ul>"
    ).encode()


def schema(s: Sheet) -> None:
    """A description of an interface full of names of personal data."""
    s.path = "/openapi.json"
    s.json(
        {
            "openapi": "3.0.1",
            "info": {"title": "Leerling-API", "version": "1.8.0"},
            "components": {
                "schemas": {
                    "Leerling": {
                        "type": "object",
                        "required": ["bsn", "geboortedatum"],
                        "properties": {
                            "bsn": {
                                "type": "string",
                                "pattern": "^[0-9]{9}$",
                                "description": "Burgerservicenummer van de leerling",
                            },
                            "geboortedatum": {"type": "string", "format": "date"},
                            "email": {"type": "string", "format": "email"},
                            "naam": {"type": "string", "maxLength": 120},
                            "medicatie": {"type": "string", "nullable": True},
                        },
                    }
                }
            },
        }
    )


def averages(s: Sheet) -> None:
    """Results of a class without persons."""
    s.path, s.request = f"/rapport/groep/{s.number(3, 8)}", {"params": {"schooljaar": "2026-2027"}}
    s.json(
        {
            "groep": "7b",
            "aantal": 24,
            "gemiddelden": [
                {"vak": vak, "score": s.number(40, 99) / 10, "landelijk": 6.4}
                for vak in ("Rekenen", "Spelling", "Begrijpend lezen", "Frans")
            ],
            "verdeling": {"I": 5, "II": 6, "III": 7, "IV": 4, "V": 2},
            "percentiel": s.number(1, 99),
            "peildatum": "2026-02-01",
        }
    )


def topography(s: Sheet) -> None:
    """Places and streets that are lessons."""
    s.path = "/lessen/topografie"
    s.json(
        {
            "kaart": "Nederland",
            "plaatsen": [
                {"naam": name, "lat": lat, "lon": lon}
                for name, lat, lon in (
                    ("Den Haag", 52.07, 4.3),
                    ("Bergen op Zoom", 51.49, 4.29),
                    ("Sint Maarten", 52.77, 4.74),
                )
            ],
            "vraag": "Aan welke straat ligt het Rijksmuseum?",
            "antwoorden": ["Museumstraat", "Damrak", "Jan van Galenstraat"],
        }
    )


def robots(s: Sheet) -> None:
    """A GraphQL query that names fields and holds no values."""
    s.method, s.path = "POST", "/graphql"
    s.request = {
        "json": {
            "operationName": "Leerling",
            "variables": {"eerste": 20},
            "query": "query Leerling($eerste: Int) { leerlingen(first: $eerste) { id "
            "voornaam achternaam geboortedatum bsn email } }",
        }
    }
    s.json({"data": {"leerlingen": []}})


def checks(s: Sheet) -> None:
    """Numbers that pass checks by chance."""
    s.method, s.path = "POST", "/v2/bestellingen/zoek"
    s.request = {
        "json": {
            "ordernummer": s.pick("123456782", "111222333", "999990019"),
            "referentie": f"F{s.number(10**7, 10**8 - 1)}",
        }
    }
    s.json(
        {
            "gevonden": s.number(0, 1),
            "trackingcode": f"3S{s.number(10**12, 10**13 - 1)}",
            "checksum": f"{s.random.getrandbits(256):064x}",
        }
    )


CASES: tuple[Case, ...] = (
    catalogue,
    exercises,
    translations,
    settings,
    views,
    crash,
    holidays,
    school,
    schema,
    averages,
    topography,
    robots,
    checks,
)
