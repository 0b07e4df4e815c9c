"""Exchanges of the test split that hold people."""

from __future__ import annotations

import datetime
import io
import json

from benchmarks.corpus.labels import Case, Sheet
from fixtures import identifiers
from fixtures.people import Person, plain


def somtoday(s: Sheet) -> None:
    """A pupil as Somtoday's API gives one."""
    p = s.people[0]
    s.host, s.path = "api.somtoday.example", "/rest/v1/leerlingen"
    s.request = {"headers": {"Accept": "application/json"}, "params": {"additional": "pasfoto"}}
    s.json(
        {
            "items": [
                {
                    "links": [{"id": s.number(10**9, 10**10), "rel": "self", "type": "leerling.RLeerlingPrimer"}],
                    "UUID": p.account,
                    "leerlingnummer": int(s.say("id.leerlingnummer", p.leerlingnummer)),
                    "roepnaam": s.say("name.given", p.given),
                    "voorvoegsel": p.tussenvoegsel,
                    "achternaam": s.say("name.family", p.achternaam),
                    "email": s.say("contact.email", p.school_email),
                    "mobielNummer": s.say("contact.phone", p.phone),
                    "geboortedatum": s.say("demo.dob", p.dob),
                    "geslacht": "Man" if p.gender == "m" else "Vrouw",
                }
            ]
        }
    )


def graph(s: Sheet) -> None:
    """Users of Microsoft Graph for education."""
    s.host, s.path, s.request = (
        "graph.example",
        "/v1.0/education/users",
        {"params": {"$top": "20", "$select": "id,displayName"}},
    )
    s.json(
        {
            "@odata.context": "https://graph.example/v1.0/$metadata#educationUsers",
            "value": [
                {
                    "id": p.account,
                    "displayName": s.say("name.full", p.full),
                    "givenName": s.say("name.given", p.given),
                    "surname": s.say("name.family", p.family),
                    "mail": s.say("contact.email", p.school_email),
                    "userPrincipalName": s.say("contact.email", p.school_email, "id.login"),
                    "mobilePhone": s.say("contact.phone", p.phone),
                    "primaryRole": "student",
                    "student": {
                        "birthDate": s.say("demo.dob", p.dob),
                        "grade": "7",
                        "gender": "female",
                        "externalId": s.say("id.leerlingnummer", p.leerlingnummer, "id.account"),
                    },
                    "residenceAddress": {
                        "street": s.say("addr.street", p.street),
                        "postalCode": s.say("addr.postcode", p.postcode),
                        "city": "Heiloo",
                        "countryOrRegion": "NL",
                    },
                }
                for p in s.people[:3]
            ],
        }
    )


def classroom(s: Sheet) -> None:
    """Pupils of a course in Google Classroom."""
    s.host, s.path = "classroom.example", f"/v1/courses/{s.number(10**11, 10**12)}/students"
    s.json(
        {
            "students": [
                {
                    "courseId": "1",
                    "userId": str(s.number(10**20, 10**21)),
                    "profile": {
                        "id": str(s.number(10**20, 10**21)),
                        "name": {
                            "givenName": s.say("name.given", p.given),
                            "familyName": s.say("name.family", p.family),
                            "fullName": s.say("name.full", p.full),
                        },
                        "emailAddress": s.say("contact.email", p.school_email),
                        "photoUrl": "//lh3.example/a/default-user",
                    },
                }
                for p in s.people[:4]
            ],
            "nextPageToken": "Q0FFU0JRaUE",
        }
    )


def scim(s: Sheet) -> None:
    """A user is made with SCIM."""
    p = s.people[0]
    s.method, s.path = "POST", "/scim/v2/Users"
    s.request = {
        "json": {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": s.ask("id.login", p.login),
            "externalId": s.ask("id.leerlingnummer", p.leerlingnummer, "id.account"),
            "name": {
                "formatted": s.ask("name.full", p.full),
                "familyName": s.ask("name.family", p.family),
                "givenName": s.ask("name.given", p.given),
            },
            "emails": [{"value": s.ask("contact.email", p.private_email), "type": "home", "primary": True}],
            "phoneNumbers": [{"value": s.ask("contact.phone", p.phone), "type": "mobile"}],
            "addresses": [
                {
                    "streetAddress": s.ask("addr.street", p.street),
                    "postalCode": s.ask("addr.postcode", p.postcode),
                    "locality": "Heiloo",
                    "type": "home",
                }
            ],
            "active": True,
        }
    }
    s.status = 201
    s.json({"id": p.account, "meta": {"resourceType": "User", "created": "2026-10-05T07:14:22Z"}})


def moodle(s: Sheet) -> None:
    """Users of Moodle's web service, asked for with a form."""
    s.method, s.path = "POST", "/webservice/rest/server.php?wstoken=" + f"{s.random.getrandbits(128):032x}"
    p = s.people[0]
    s.request = {
        "data": {
            "wsfunction": "core_user_get_users",
            "moodlewsrestformat": "json",
            "criteria[0][key]": "email",
            "criteria[0][value]": s.ask("contact.email", p.school_email),
        }
    }
    s.json(
        {
            "users": [
                {
                    "id": s.number(3, 9999),
                    "username": s.say("id.login", p.login),
                    "firstname": s.say("name.given", p.given),
                    "lastname": s.say("name.family", p.family),
                    "fullname": s.say("name.full", p.full),
                    "email": s.say("contact.email", p.school_email),
                    "idnumber": s.say("id.leerlingnummer", p.leerlingnummer, "id.account"),
                    "phone1": s.say("contact.phone", p.phone),
                    "address": s.say("addr.street", p.street),
                    "city": "Heiloo",
                    "country": "NL",
                    "lang": "nl",
                    "timezone": "99",
                    "firstaccess": 1788000000,
                    "lastaccess": 1791184462,
                    "suspended": False,
                    "description": "",
                }
            ],
            "warnings": [],
        }
    )


def edexml(s: Sheet) -> None:
    """An upload of EDEXML."""
    from xml.etree import ElementTree as ET

    root = ET.Element("EDEX")
    many = ET.SubElement(root, "leerlingen")
    for p in s.people[:3]:
        one = ET.SubElement(many, "leerling", key=p.account)
        for tag, value in (
            ("achternaam", s.ask("name.family", p.achternaam)),
            ("voorvoegsel", p.tussenvoegsel),
            ("voorletters-1", p.given[0]),
            ("roepnaam", s.ask("name.given", p.given)),
            ("geboortedatum", s.ask("demo.dob", p.dob)),
            ("geslacht", "2"),
            ("sofinummer", s.ask("id.bsn", p.bsn)),
            ("emailadres", s.ask("contact.email", p.school_email)),
        ):
            if value:
                ET.SubElement(one, tag).text = value
    s.method, s.path = "POST", "/import"
    s.request = {
        "files": {
            "bestand": ("edex.xml", ET.tostring(root, encoding="iso-8859-1", xml_declaration=True), "application/xml")
        }
    }
    s.json({"rijen": 3})


def statement(s: Sheet) -> None:
    """Learning events in xAPI, one with an answer."""
    p = s.people[0]
    answer = s.pick(
        "Ik ben {f} en ik denk dat het 108 gram is.",
        "Volgens mij is het een bever, groetjes {g}",
        "Mijn opa heet ook {g}.",
    )
    for slot, category, value in (("{f}", "name.full", p.full), ("{g}", "name.given", p.given)):
        if slot in answer:
            answer = answer.replace(slot, s.ask(category, value, prose=True))
    s.method, s.host, s.path, s.status = "POST", "lrs.example", "/xapi/statements", 200
    s.request = {
        "json": [
            {
                "actor": {
                    "objectType": "Agent",
                    "name": s.ask("name.full", p.full),
                    "mbox": "mailto:" + s.ask("contact.email", p.school_email),
                },
                "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"nl-NL": "beantwoordde"}},
                "object": {
                    "id": "https://leren.example/oefening/12",
                    "definition": {"name": {"nl-NL": "Meten met Roos"}},
                },
                "result": {"response": answer, "success": False, "score": {"scaled": 0.5}},
                "timestamp": "2026-10-05T07:14:22Z",
            }
        ]
    }
    s.json(["6690e6c9-3ef0-4ed3-8b37-7f3964730bee"])


_CARE = (
    "Gesprek met moeder van {g}. Thuis is het onrustig sinds de verhuizing; we spreken af dat zij op maandag belt.",
    "{f} is vandaag getoetst op technisch lezen. De uitslag bespreken we met de intern begeleider.",
    "Vader ({t}) heeft gemeld dat {g} tot en met vrijdag ziek is.",
    "BSN {b} van {f} doorgegeven aan het samenwerkingsverband, adres {a}.",
    "{g} en {g2} hebben ruzie gehad op het plein. Morgen praat ik met allebei.",
)


def care(s: Sheet) -> None:
    """A note in a care system."""
    s.method, s.path = "PUT", f"/zorg/dossiers/{s.number(100, 999)}/notities"
    s.request = {"json": {"notitie": s.prose(s.pick(*_CARE), asked=True), "soort": "gesprek", "datum": "2026-10-05"}}
    s.json({"versie": 2})


_FORUM = (
    "Weet iemand waar {g} zit? Hij zou de presentatie meenemen.",
    "dankjewel {g}, dit was precies wat ik zocht!",
    "Ons groepje bestaat uit {g}, {g2} en ik.",
    "Stuur je verslag voor vrijdag naar {m}.",
    "Kan iemand opgave 4 uitleggen?",
    "{g2} heeft gelijk, het moet gram zijn en geen kilo.",
)


def forum(s: Sheet) -> None:
    """A thread of a forum as HTML inside JSON."""
    s.path = f"/forum/onderwerp/{s.number(100, 999)}"
    posts = [
        {
            "id": n,
            "author": s.say("name.full", p.full),
            "html": f"<p>{s.prose(text)}</p>",
            "likes": s.number(0, 5),
        }
        for n, (p, text) in enumerate(zip(s.people, s.random.sample(_FORUM, 3), strict=False))
    ]
    s.json({"posts": posts, "page": 1})


def sheet(s: Sheet) -> None:
    """A class list as a spreadsheet."""
    import openpyxl

    book = openpyxl.Workbook()
    table = book.active
    assert table is not None
    table.append(["Naam", "Geboren", "Telefoon ouder", "BSN"])
    for p in s.people:
        day = datetime.date.fromisoformat(p.dob)
        s.say("demo.dob", p.dob)
        table.append([s.say("name.full", p.full), day, s.say("contact.phone", p.phone), s.say("id.bsn", p.bsn)])
    target = io.BytesIO()
    book.save(target)
    s.path, s.answer = "/download/klassenlijst.xlsx", target.getvalue()
    s.answer_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def binary(s: Sheet) -> None:
    """A profile in MessagePack or CBOR."""
    p = s.people[0]
    document = {
        "displayName": s.say("name.full", p.full),
        "birthday": s.say("demo.dob", p.dob),
        "email": s.say("contact.email", p.private_email),
        "eckId": s.say("id.eckid", p.eckid),
        "level": 4,
        "coins": 1200,
    }
    s.path = "/sync/profile"
    if s.random.random() < 0.5:
        import msgpack

        s.answer, s.answer_type = msgpack.packb(document), "application/msgpack"
    else:
        import cbor2

        s.answer, s.answer_type = cbor2.dumps(document), "application/cbor"


def mutation(s: Sheet) -> None:
    """A GraphQL mutation with what a parent fills in."""
    p, q = s.people[0], s.people[1]
    s.method, s.path = "POST", "/graphql"
    s.request = {
        "json": {
            "operationName": "Inschrijving",
            "query": "mutation Inschrijving($kind: KindInput!) { inschrijven(kind: $kind) { id } }",
            "variables": {
                "kind": {
                    "voornaam": s.ask("name.given", p.given),
                    "achternaam": s.ask("name.family", p.family),
                    "bsn": s.ask("id.bsn", p.bsn),
                    "geboortedatum": s.ask("demo.dob", p.dob),
                    "straat": s.ask("addr.street", p.street),
                    "postcode": s.ask("addr.postcode", p.postcode),
                },
                "verzorger": {
                    "naam": s.ask("name.full", q.full),
                    "telefoon": s.ask("contact.phone", q.phone),
                    "iban": s.ask("fin.iban", identifiers.iban(q.full)),
                },
            },
        }
    }
    s.json({"data": {"inschrijven": {"id": p.account}}})


def state(s: Sheet) -> None:
    """A page with the state of a program in a script."""
    p = s.people[0]
    data = {
        "props": {
            "pageProps": {
                "session": {
                    "user": {
                        "name": s.say("name.full", p.full),
                        "email": s.say("contact.email", p.school_email),
                        "id": p.account,
                        "studentNumber": s.say("id.leerlingnummer", p.leerlingnummer),
                    }
                }
            }
        },
        "page": "/dashboard",
        "buildId": f"{s.random.getrandbits(60):x}",
    }
    s.path, s.answer_type, s.packed = "/dashboard", "text/html; charset=utf-8", True
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    s.answer = f'<!doctype html><div id="__next"></div>{script}'.encode()


def query(s: Sheet) -> None:
    """A pixel with what a form held."""
    p = s.people[0]
    s.host, s.path = "pixel.example", "/tr/"
    s.request = {
        "params": {
            "id": "1234567890",
            "ev": "Lead",
            "dl": "https://app.leren.example/aanmelden",
            "cd[email]": s.ask("contact.email", p.private_email),
            "cd[first_name]": s.ask("name.given", p.given),
            "cd[last_name]": s.ask("name.family", p.family),
            "cd[phone]": s.ask("contact.phone", p.phone),
            "ts": "1791184462123",
        }
    }
    s.answer, s.answer_type = b"GIF89a", "image/gif"


def crashed(s: Sheet) -> None:
    """A crash report with the user."""
    p = s.people[0]
    s.method, s.host, s.path = "POST", "crash.example", "/api/9/envelope/"
    event = {
        "event_id": f"{s.random.getrandbits(128):032x}",
        "level": "error",
        "user": {
            "id": p.account,
            "email": s.ask("contact.email", p.school_email),
            "username": s.ask("id.login", p.login),
            "ip_address": "{{auto}}",
        },
        "tags": {"eckid": s.ask("id.eckid", p.eckid)},
        "message": "Opslaan is mislukt",
    }
    lines = [{"event_id": event["event_id"], "sent_at": "2026-10-05T07:14:22Z"}, {"type": "event"}, event]
    s.request = {
        "content": "\n".join(json.dumps(line) for line in lines).encode(),
        "headers": {"Content-Type": "application/x-sentry-envelope"},
    }
    s.json({})


def letter(s: Sheet) -> None:
    """A letter as a Word document."""
    import docx

    p: Person = s.people[0]
    document = docx.Document()
    document.add_paragraph(f"Aan de ouders van {s.ask('name.full', p.full, prose=True)}")
    document.add_paragraph(
        f"Wij bellen u op {s.ask('contact.phone', p.phone, prose=True)} over de overgang naar groep 8."
    )
    target = io.BytesIO()
    document.save(target)
    s.method, s.path = "POST", "/documenten"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    s.request = {
        "files": {
            "file": (
                f"brief_{s.ask('name.full', plain(p.given) + '_' + plain(p.achternaam))}.docx",
                target.getvalue(),
                kind,
            )
        }
    }
    s.json({"ok": True})


CASES: tuple[Case, ...] = (
    somtoday,
    graph,
    classroom,
    scim,
    moodle,
    edexml,
    statement,
    care,
    forum,
    sheet,
    binary,
    mutation,
    state,
    query,
    crashed,
    letter,
)
