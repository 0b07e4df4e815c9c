"""Exchanges of the dev split that hold people."""

from __future__ import annotations

import base64
import csv
import io
import json

from benchmarks.corpus.labels import Case, Sheet
from fixtures.people import plain


def magister(s: Sheet) -> None:
    """A pupil as Magister's API gives one."""
    p = s.people[0]
    s.host, s.path = "sintlucas.magister.example", f"/api/leerlingen/{s.either(str(s.number(10_000, 99_999)))}"
    straat, _, nummer = p.street.rpartition(" ")
    s.json(
        {
            "Id": s.number(10_000, 99_999),
            "Roepnaam": s.say("name.given", p.given),
            "Tussenvoegsel": p.tussenvoegsel or None,
            "Achternaam": s.say("name.family", p.achternaam),
            "Geboortedatum": f"{s.say('demo.dob', p.dob)}T00:00:00.0000000Z",
            "Stamnummer": int(s.say("id.leerlingnummer", p.leerlingnummer)),
            "Geslacht": p.gender,
            "EmailAdres": s.say("contact.email", p.private_email),
            "Mobiel": s.say("contact.phone", p.phone),
            "Adres": {
                "Straatnaam": s.say("addr.street", straat),
                "Huisnummer": int(nummer),
                "Toevoeging": None,
                "Postcode": s.say("addr.postcode", p.postcode.replace(" ", "")),
                "Plaats": "Zandvoort",
            },
            "Klas": "2hv1",
            "Profielen": [],
            "Links": {"self": "/api/leerlingen"},
        }
    )


def oneroster(s: Sheet) -> None:
    """A page of users in OneRoster 1.1."""
    s.path, s.request = "/ims/oneroster/v1p1/users", {"params": {"limit": 100, "offset": 0, "filter": "role='student'"}}
    s.json(
        {
            "users": [
                {
                    "sourcedId": p.account,
                    "status": "active",
                    "dateLastModified": "2026-09-01T08:11:22.000Z",
                    "enabledUser": "true",
                    "username": s.say("id.login", p.login),
                    "userIds": [{"type": "eckid", "identifier": s.say("id.eckid", p.eckid)}],
                    "givenName": s.say("name.given", p.given),
                    "familyName": s.say("name.family", p.family),
                    "middleName": "",
                    "role": "student",
                    "identifier": s.say("id.leerlingnummer", p.leerlingnummer, "id.account"),
                    "email": s.say("contact.email", p.school_email),
                    "sms": "",
                    "phone": s.say("contact.phone", p.phone),
                    "agents": [],
                    "orgs": [{"href": "https://sis.example/orgs/1", "sourcedId": "org-1", "type": "org"}],
                    "grades": ["06"],
                }
                for p in s.people[:4]
            ]
        }
    )


def canvas(s: Sheet) -> None:
    """Users of a course in Canvas."""
    s.path = f"/api/v1/courses/{s.number(100, 999)}/users"
    s.json(
        [
            {
                "id": s.number(1000, 9999),
                "name": s.say("name.full", p.full),
                "created_at": "2026-08-20T10:00:00+02:00",
                "sortable_name": s.say("name.full", f"{p.family}, {p.given}"),
                "short_name": s.say("name.full", p.full),
                "sis_user_id": s.say("id.leerlingnummer", p.leerlingnummer, "id.account"),
                "login_id": s.say("id.login", p.login),
                "email": s.say("contact.email", p.school_email),
                "avatar_url": "https://canvas.example/images/messages/avatar-50.png",
                "locale": None,
            }
            for p in s.people[:3]
        ]
    )


def uwlr(s: Sheet) -> None:
    """The pupils of a school in UWLR."""
    from xml.etree import ElementTree as ET

    s.method, s.host, s.path = "POST", "uwlr.methode.example", "/leerresultaten/v2"
    space = "http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"
    root = ET.Element(f"{{{space}}}leerlinggegevens")
    ET.SubElement(ET.SubElement(root, f"{{{space}}}school"), f"{{{space}}}brincode").text = "99ZZ"
    many = ET.SubElement(root, f"{{{space}}}leerlingen")
    for p in s.people[:3]:
        one = ET.SubElement(many, f"{{{space}}}leerling", key=p.account, eckid=s.ask("id.eckid", p.eckid))
        for tag, value in (
            ("achternaam", s.ask("name.family", p.achternaam)),
            ("voorvoegsel", p.tussenvoegsel),
            ("roepnaam", s.ask("name.given", p.given)),
            ("geboortedatum", s.ask("demo.dob", p.dob)),
            ("geslacht", "1"),
            ("jaargroep", "6"),
            ("bsn", s.ask("id.bsn", p.bsn)),
            ("postcodenl", s.ask("addr.postcode", p.postcode.replace(" ", ""))),
            ("land_vader", s.ask("special.origin", "6030")),
        ):
            if value:
                ET.SubElement(one, f"{{{space}}}{tag}").text = value
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    s.request = {"content": body, "headers": {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '"leerlingen"'}}
    s.answer, s.answer_type = b"<ok/>", "text/xml"


def log_in(s: Sheet) -> None:
    """A form with user name and password."""
    p = s.people[0]
    s.method, s.path, s.status = "POST", "/account/aanmelden", 302
    s.request = {
        "data": {
            "gebruikersnaam": s.ask("id.login", p.login),
            "wachtwoord": s.ask("secret.credential", p.password),
            "csrf": "b9Qx2mPz7LkVw0Rt",
            "onthoud": "1",
        }
    }
    s.answer_headers = {"Location": "/start"}
    s.answer_type = "text/html"


_FEEDBACK = (
    "{g}, je hebt de breuken nu echt onder de knie. Volgende week oefenen we verder met procenten.",
    "Goed gewerkt vandaag! {g} mag bij de volgende toets zonder tafelkaart werken.",
    "Ik zag dat {f} de opdracht samen met {g2} heeft gemaakt, dat is prima.",
    "Let op de komma's {g}. Verder een prachtig verhaal over de zee.",
    "Beste {g}, je verslag is nog niet compleet, de conclusie mist.",
)


def feedback(s: Sheet) -> None:
    """What a teacher writes beside a piece of work."""
    s.method, s.path = "POST", f"/v3/inleveringen/{s.number(1000, 9999)}/feedback"
    s.request = {
        "json": {"feedback": s.prose(s.pick(*_FEEDBACK), asked=True), "cijfer": s.number(4, 10), "zichtbaar": True}
    }
    s.json({"ok": True})


def export(s: Sheet) -> None:
    """A class as CSV."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=s.pick(";", ","))
    rows.writerow(["Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "E-mail"])
    for p in s.people:
        year, month, day = p.dob.split("-")
        rows.writerow(
            [
                s.say("id.leerlingnummer", p.leerlingnummer),
                s.say("name.given", p.given),
                p.tussenvoegsel,
                s.say("name.family", p.achternaam),
                s.say("demo.dob", f"{day}-{month}-{year}"),
                s.say("contact.email", p.school_email),
            ]
        )
    s.path, s.answer, s.answer_type = "/export/klas.csv", text.getvalue().encode(), "text/csv"


def beacon(s: Sheet) -> None:
    """An event of an analytics script, with the title of the page and the mail address."""
    p = s.people[0]
    s.method, s.host, s.path, s.status = "POST", "meten.example", "/api/track", 204
    s.request = {
        "json": {
            "event": "Pagina bekeken",
            "userId": p.account,
            "anonymousId": p.device,
            "properties": {"url": "https://app.leren.example/leerling", "title": "Dashboard"},
            "context": {
                "traits": {
                    "email": s.ask("contact.email", p.school_email),
                    "firstName": s.ask("name.given", p.given),
                    "lastName": s.ask("name.family", p.family),
                    "phone": s.ask("contact.phone", p.phone),
                },
                "device": {"advertisingId": s.ask("id.advertising", p.advertising)},
                "screen": {"width": 1366, "height": 768},
            },
        }
    }


def token(s: Sheet) -> None:
    """An id_token in a JSON answer."""
    p = s.people[0]
    claims = {
        "iss": "https://login.leren.example",
        "sub": p.account,
        "aud": "app",
        "iat": 1791184462,
        "exp": 1791188062,
        "name": s.say("name.full", p.full),
        "given_name": s.say("name.given", p.given),
        "family_name": s.say("name.family", p.family),
        "email": s.say("contact.email", p.school_email),
        "birthdate": s.say("demo.dob", p.dob),
    }
    part = [
        base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=").decode()
        for each in ({"alg": "RS256", "kid": "a1"}, claims)
    ]
    s.method, s.host, s.path = "POST", "login.leren.example", "/connect/token"
    s.request = {"data": {"grant_type": "authorization_code", "code": "SplxlOBeZQQYbYS6WxSbIA", "client_id": "app"}}
    s.json(
        {"token_type": "Bearer", "expires_in": 3600, "id_token": ".".join([*part, "c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"])}
    )


def guardian(s: Sheet) -> None:
    """A guardian with a bank account, in parts of a form with a file name."""
    p, q = s.people[0], s.people[1]
    from fixtures import identifiers

    iban = identifiers.iban(p.full)
    s.method, s.path = "POST", "/inschrijven/ouders"
    s.request = {
        "data": {
            "ouder1_naam": s.ask("name.full", q.full),
            "ouder1_email": s.ask("contact.email", q.private_email),
            "ouder1_telefoon": s.ask("contact.phone", q.phone),
            "rekeningnummer": s.ask("fin.iban", iban),
            "leerling_bsn": s.ask("id.bsn", p.bsn),
        },
        "files": {
            "bijlage": (
                s.ask("name.full", f"{plain(p.given)}_{plain(p.achternaam)}") + ".pdf",
                b"%PDF-1.4 leeg",
                "application/pdf",
            )
        },
    }
    s.json({"ok": True})


def in_path(s: Sheet) -> None:
    """A search by name, and a mail address in the path."""
    p = s.people[0]
    s.path = f"/api/v2/leerlingen/{s.ask('contact.email', p.school_email)}/portfolio"
    s.request = {"params": {"zoek": s.ask("name.full", p.full), "klas": "6b"}}
    s.json({"aantal": 0, "items": []})


def page(s: Sheet) -> None:
    """A page with a profile."""
    p = s.people[0]
    name = s.say("name.full", p.full)
    s.path, s.answer_type = "/profiel", "text/html; charset=utf-8"
    s.answer = (
        f"<!doctype html><title>Profiel</title><h1>Mijn gegevens</h1><table><tr><th>Naam</th><td>{name}</td></tr>"
        f"<tr><th>Geboortedatum</th><td>{s.say('demo.dob', p.dob)}</td></tr><tr><th>E-mail</th>"
        f"<td>{s.say('contact.email', p.private_email)}</td></tr></table><p>Vragen? Ga naar je mentor.</p>"
    ).encode()


_CHAT = (
    "hoi {g} heb jij opdracht 3 al af",
    "{g2} kom je vanmiddag ook bij de training?",
    "ik zit naast {g} bij biologie",
    "mail maar naar {m} dan stuur ik het",
    "bel me op {t} als je er bent",
    "wie heeft de samenvatting van aardrijkskunde",
)


def chat(s: Sheet) -> None:
    """Messages of pupils."""
    s.path = f"/chat/{s.number(10, 99)}/berichten"
    s.json(
        {
            "messages": [
                {"id": n, "sent": f"2026-10-05T0{n}:14:22Z", "message": s.prose(text)}
                for n, text in enumerate(s.random.sample(_CHAT, 3), 1)
            ]
        }
    )


CASES: tuple[Case, ...] = (
    magister,
    oneroster,
    canvas,
    uwlr,
    log_in,
    feedback,
    export,
    beacon,
    token,
    guardian,
    in_path,
    page,
    chat,
)
