"""The scenes themselves, pack by pack, with what must be said of each, and look-alikes of which nothing may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.scenes import API, CLASS, ECK, ME, MOHAMMED, SANNE, TEACHER, WWW, Call, Scene, get, page, post
from benchmarks.scenes_people import EVENTS, FACE, KEYS, RANKED, TRAITS

NAMED = {"achternaam": SANNE.family, "roepnaam": SANNE.given}
DOB, EMAIL = SANNE.dob, SANNE.school_email
STORED = (("Cache-Control", "public, max-age=600"), ("Strict-Transport-Security", "max-age=31536000"))


def scenes() -> Iterator[Scene]:
    """All of them."""
    yield from _minimal()
    yield from _identifiers()
    yield from _special()
    yield from _linked()
    yield from _third_parties()
    yield from _secure()
    yield from _children()
    yield from _kept()
    yield from _chosen()


def _minimal() -> Iterator[Scene]:
    yield Scene("surname beside the pseudonym", (post("/v2/start", {**ECK, **NAMED}),), {"MIN-001": "hoog"})
    yield Scene(
        "a name of the mother beside the pseudonym",
        (post("/v2/start", {**ECK, "naamMoeder": "Fatima de Vries", "telefoonMoeder": "06-12345678"}),),
        {"MIN-008": "hoog"},
    )
    yield Scene(
        "a set in place of the pseudonym",
        (post("/v2/koppel", {**NAMED, "geboortedatum": DOB, "geslacht": "v"}),),
        {"MIN-002": "hoog"},
        {"POL-001": "hoog", "MIN-003": "midden"},
    )
    yield Scene(
        "a secret address",
        (
            get(
                "/v2/profiel",
                {"leerling": {**ECK, "adresGeheim": True, "straat": SANNE.street, "postcode": SANNE.postcode}},
            ),
        ),
        {"MIN-005": "kritiek"},
    )
    yield Scene(
        "the address is not secret",
        (
            get(
                "/v2/profiel",
                {"leerling": {**ECK, "adresGeheim": False, "straat": SANNE.street, "postcode": SANNE.postcode}},
            ),
        ),
        {"MIN-001": "hoog"},
    )
    yield Scene(
        "mail as the key",
        (post("/v2/zoek", {"gebruiker": EMAIL}),),
        {"MIN-006": "hoog"},
        {"POL-001": "hoog", "IDN-010": "midden"},
    )
    yield Scene(
        "a class to a pupil",
        (
            get("/v2/me", ME),
            get("/v2/klas", {"leerlingen": [{"roepnaam": one.given, "score": n} for n, one in enumerate(CLASS)]}),
        ),
        {"MIN-009": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "results where only the class is handed over",
        (get("https://uwlr.rekenbaas.example/klas", {**ECK, "roepnaam": SANNE.given, "score": 7, "vak": "rekenen"}),),
        {"MIN-010": "midden"},
    )
    yield Scene(
        "feedback with a name",
        (post("/v2/feedback", {"tekst": f"Goed zo {SANNE.full}, ga zo door met lezen."}),),
        {"MIN-011": "hoog"},
    )
    yield Scene(
        "another pupil in an answer",
        (
            get("/v2/me", ME),
            post("/v2/antwoord", {**ECK, "antwoord": f"Ik heb dit samen met {MOHAMMED.full} in de pauze bedacht."}),
        ),
        {"MIN-011": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "LTI launch with name and mail",
        (
            post(
                f"{WWW}/lti/launch",
                form={
                    "lti_message_type": "basic-lti-launch-request",
                    "user_id": "f1963d9f",
                    "roles": "Learner",
                    "lis_person_name_full": SANNE.full,
                    "lis_person_contact_email_primary": EMAIL,
                },
            ),
        ),
        {"MIN-013": "hoog"},
        {"MIN-003": "midden", "MIN-006": "hoog", "POL-001": "hoog"},
    )
    yield Scene(
        "OneRoster demographics",
        (
            get(
                f"{API}/ims/oneroster/v1p1/demographics",
                {"demographics": [{"sourcedId": SANNE.account, "birthDate": DOB, "sex": "female"}]},
            ),
        ),
        {"MIN-014": "midden"},
        {"MIN-004": "midden", "POL-001": "hoog"},
    )
    # Look-alikes
    yield Scene("pseudonym and first name", (post("/v2/start", {**ECK, "roepnaam": SANNE.given}),))
    yield Scene(
        "the teacher in the body",
        (get("/v2/start", {**ECK, "leraar": {"naam": TEACHER.full}}),),
        may={"POL-001": "hoog"},
    )
    yield Scene(
        "a story with names",
        (get("/v2/les", {"tekst": "Meneer de Vries woont in de Dorpsstraat en leest."}),),
        actor="pupil",
    )
    yield Scene(
        "dates of content",
        (get("/v2/licentie", {"product": "Rekenbaas", "vanaf": "2014-02-03", "isbn": "9789001234567"}),),
    )
    yield Scene(
        "LTI launch in anonymous mode",
        (
            post(
                f"{WWW}/lti/launch",
                form={
                    "lti_message_type": "basic-lti-launch-request",
                    "user_id": "b7d1c2e4f5a60718",
                    "roles": "Learner",
                },
            ),
        ),
    )
    yield Scene(
        "the pupil's own results", (get("/v2/me", ME), get("/v2/resultaten", {**ECK, "score": 8})), actor="pupil"
    )


def _identifiers() -> Iterator[Scene]:
    yield Scene("education number", (post("/v2/koppel", {**ECK, "onderwijsnummer": "101234564"}),), {"IDN-002": "hoog"})
    yield Scene(
        "PGN in the address",
        (get(f"{API}/v2/zoek?pgn=101234564", {"ok": True}),),
        {"IDN-002": "kritiek"},
        {"SES-001": "hoog"},
    )
    yield Scene("BSN in the answer", (get("/v2/ik", {"leerling": {**ECK, "bsn": SANNE.bsn}}),), {"IDN-001": "kritiek"})
    yield Scene("root pseudonym", (post("/v2/koppel", {"id": SANNE.stampseudoniem}),), {"IDN-003": "kritiek"})
    yield Scene(
        "pseudonym of production on a test host",
        (post("https://acc.rekenbaas.example/v2/start", {"eckId": "https://ketenid.nl/201703/" + "3f9c" * 32}),),
        {"IDN-009": "midden"},
    )
    yield Scene(
        "ECK iD to a stranger",
        (post("https://meet.derde.example/v1", {**ECK, "duur": 3}, headers=page()),),
        {"IDN-007": "hoog"},
    )
    yield Scene(
        "ECK iD in the log of the product", (post("/log", {"msg": f"login {SANNE.eckid}"}),), {"IDN-008": "laag"}
    )
    yield Scene(
        "pupil number in the path",
        (get(f"/v2/leerlingen/{SANNE.leerlingnummer}/taken", {"taken": []}),),
        {"IDN-010": "hoog"},
    )
    yield Scene("mail backwards", (post("/v2/oefenen", {"id": EMAIL[::-1], "opgave": 3}),), {"IDN-006": "hoog"})
    # Look-alikes
    yield Scene(
        "nine digits that pass the check",
        (post("/v2/order", {"ordernummer": "123456782", "aantal": 2, "isbn": "9789001234567"}),),
    )
    yield Scene("an opaque key", (post("/v2/oefenen", {**ECK, "id": "b7d1c2e4f5a60718", "ronde": 4}),))
    yield Scene("a checksum of a file", (post("/v2/upload", {**ECK, "sha512": "9c" * 64, "naam": "les.zip"}),))
    yield Scene("pilot on a test host", (post("https://acc.rekenbaas.example/v2/start", ECK),))


def _special() -> Iterator[Scene]:
    yield Scene("medication", (post("/v2/profiel", {**ECK, "medicatie": "ja"}),), {"SPC-001": "hoog"})
    yield Scene(
        "ADHD in a note",
        (post("/v2/notitie", {**ECK, "notitie": f"{SANNE.given} heeft ADHD en heeft na de pauze rust nodig."}),),
        {"SPC-002": "hoog"},
        {"MIN-011": "hoog"},
    )
    yield Scene(
        "result of an intelligence test",
        (post("/v2/profiel", {**ECK, "toets": "WISC-V", "TIQ": 87}),),
        {"SPC-003": "kritiek"},
    )
    yield Scene("support plan", (post("/v2/profiel", {**ECK, "tlvcategorie": "hoog"}),), {"SPC-004": "hoog"})
    yield Scene("report of abuse", (post("/v2/leerling", {**ECK, "veiligThuisMelding": "ja"}),), {"SPC-005": "kritiek"})
    yield Scene("religion", (post("/v2/profiel", {**ECK, "godsdienst": "islam"}),), {"SPC-006": "hoog"})
    yield Scene("place of birth", (post("/v2/profiel", {**ECK, "geboorteland": "Marokko"}),), {"SPC-006": "midden"})
    yield Scene("a face as numbers", (post("/v2/toezicht", {**ECK, "faceDescriptor": FACE}),), {"SPC-007": "kritiek"})
    yield Scene(
        "extra time to a third party",
        (post("https://meet.derde.example/v1", {**ECK, "extraTijd": True}, headers=page()),),
        {"SPC-008": "hoog"},
        {"IDN-007": "hoog"},
    )
    yield Scene(
        "a diagnosis to a teacher",
        (get("/v2/dossier", {"leerling": {"naam": SANNE.full, "diagnose": "dyslexie vastgesteld"}}),),
        {"SPC-009": "kritiek"},
        {"MIN-003": "midden", "POL-001": "hoog", "SPC-001": "hoog", "RET-005": "hoog"},
        actor="teacher",
    )
    # Look-alikes
    yield Scene(
        "a lesson on the police",
        (get("/v2/les", {"tekst": "Hoofdstuk 4: wat doet Veilig Thuis, en wanneer komt iemand bij Bureau Halt?"}),),
        actor="pupil",
    )
    yield Scene("a puzzle with an IQ", (get("/v2/spel", {"titel": "IQ-puzzel", "iq": 120}),), actor="pupil")
    yield Scene("recommendations as numbers", (get("/v2/aanbevolen", {**ECK, "itemEmbedding": FACE}),), actor="pupil")
    yield Scene("a list of religions", (get("/v2/lijst", {"godsdiensten": ["islam", "hindoe", "katholiek"]}),))
    yield Scene("a font for dyslexia", (get("https://cdn.example/fonts.json", {"fonts": ["OpenDyslexic", "Arial"]}),))


def _linked() -> Iterator[Scene]:
    uid = "3f2a9c1d4b7e4f60a1b2c3d4e5f60718"
    yield Scene(
        "one identifier at two organisations",
        (
            post("/v2/start", {**ECK, "userId": uid}),
            post("https://meet.derde.example/v1", {"userId": uid}, headers=page()),
        ),
        {"LNK-001": "hoog"},
        {"TPT-001": "hoog"},
    )
    yield Scene(
        "an account in a link to another site",
        (
            Call(
                f"GET https://video.ander.example/les?uid={SANNE.account}",
                headers={**page(), "Sec-Fetch-Mode": "navigate"},
                cookie="",
                kind="text/html",
                answer="<p>film</p>",
            ),
        ),
        {"LNK-004": "hoog"},
        {"TPT-001": "kritiek", "LNK-001": "hoog"},
    )
    yield Scene(
        "pseudonym first, mail later",
        (post("/v2/start", ECK), post("/v2/hulp", {"email": EMAIL})),
        {"LNK-005": "hoog"},
        {"MIN-006": "hoog", "POL-001": "hoog"},
    )
    yield Scene(
        "device and pseudonym",
        (post("/v2/app", {**ECK, "androidId": SANNE.device}),),
        {"LNK-006": "hoog"},
        {"POL-001": "midden"},
    )
    yield Scene(
        "the page tells who it is about",
        (
            Call(
                "GET https://meet.derde.example/pixel.gif",
                headers={"Referer": f"{WWW}/leerling/{SANNE.leerlingnummer}/rapport"},
                cookie="",
                kind="image/gif",
                answer="GIF89a",
            ),
        ),
        {"LNK-007": ""},
        {"TPT-001": "kritiek", "IDN-010": "kritiek", "SES-001": "kritiek"},
    )
    # Look-alikes
    yield Scene(
        "a build number at two organisations",
        (get("/v2/info", {"build": uid}), get("https://cdn.example/info.json", {"build": uid})),
    )
    yield Scene(
        "a one-time code to the federation",
        (
            Call(
                "GET https://inloggen.entree.example/callback?code=b7d1c2e4f5a60718b7d1c2e4&state=9c8e4f60",
                headers=page(),
                cookie="",
                kind="text/html",
                answer="ok",
            ),
        ),
    )
    yield Scene(
        "a page without a pupil in its name",
        (
            Call(
                "GET https://cdn.example/app.css",
                headers={"Referer": f"{WWW}/oefenen"},
                cookie="",
                kind="text/css",
                answer="p{}",
            ),
        ),
    )


def _third_parties() -> Iterator[Scene]:
    yield Scene(
        "name to a stranger",
        (post("https://x.ander.example/v1", {"naam": SANNE.full}, headers=page()),),
        {"TPT-001": "hoog"},
    )
    yield Scene(
        "fonts of another",
        (
            Call(
                "GET https://fonts.googleapis.com/css2?family=Roboto",
                headers=page(),
                cookie="",
                kind="text/css",
                answer="p{}",
            ),
        ),
        {"TPT-002": "laag"},
    )
    yield Scene(
        "a tracker in a pupil's session",
        (
            get("/v2/me", ME),
            Call(
                "GET https://www.google-analytics.com/g/collect?v=2&tid=G-TEST&en=page_view",
                headers=page(),
                cookie="",
                status=204,
            ),
        ),
        {"TPT-003": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "a score in a beacon",
        (
            Call(
                f"GET https://www.google-analytics.com/g/collect?v=2&tid=G-TEST&uid={SANNE.leerlingnummer}&ep.score=4",
                headers=page(),
                cookie="",
                status=204,
            ),
        ),
        {"TPT-004": "kritiek"},
        {"IDN-010": "kritiek"},
    )
    yield Scene(
        "social login",
        (
            get("/v2/me", ME),
            Call(
                "GET https://www.facebook.com/v19.0/dialog/oauth?client_id=1&scope=email",
                headers=page("/inloggen"),
                cookie="",
                kind="text/html",
                answer="<p>login</p>",
            ),
        ),
        {"TPT-008": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "a shadow app",
        (
            post("https://app.quizsite.example/login", {"user": "kim64", "password": "Vink!1383"}),
            post("https://app.quizsite.example/score", {"leerling": SANNE.full, "score": 7}),
        ),
        {"TPT-009": "hoog"},
        {"TPT-001": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "a question to an AI service",
        (
            Call(
                "POST https://api.openai.com/v1/chat/completions",
                headers=page(),
                cookie="",
                sends={
                    "model": "x",
                    "messages": [{"role": "user", "content": f"Ik ben {SANNE.full}. Hoeveel is zeven keer acht?"}],
                },
                answer={"choices": []},
            ),
        ),
        {"TPT-010": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "customer management",
        (
            Call(
                "POST https://api.hubapi.com/crm/v3/objects/contacts",
                headers=page(),
                cookie="",
                sends={
                    "properties": {"email": SANNE.private_email, "firstname": SANNE.given, "lastname": SANNE.family}
                },
                answer={"id": "1"},
            ),
        ),
        {"TPT-011": "hoog"},
        {"MIN-006": "hoog"},
    )
    yield Scene(
        "diagnostic data of a platform",
        (
            Call(
                "POST https://browser.events.data.msn.com/OneCollector/1.0",
                headers=page(),
                cookie="",
                sends={"name": "DocOpen", "data": {"title": f"Verslag {SANNE.full}", "userId": SANNE.account}},
                answer={"acc": 1},
            ),
        ),
        {"TPT-012": "hoog"},
        {"TPT-001": "hoog"},
    )
    # Look-alikes
    yield Scene(
        "the school's own site",
        (Call("GET https://cdn.example/logo.png", headers=page(), cookie="", kind="image/png", answer="x"),),
    )
    yield Scene(
        "an update of the browser",
        (
            Call(
                "POST https://update.googleapis.com/service/update2/json",
                cookie="",
                sends={"request": {"sessionid": "{7f3d}"}},
                answer={},
            ),
        ),
    )
    yield Scene(
        "a crash report without a pupil",
        (
            Call(
                "POST https://crash.example/api/1/envelope",
                headers=page(),
                cookie="",
                sends={"level": "error", "release": "5.3"},
                answer={},
            ),
        ),
    )


def _secure() -> Iterator[Scene]:
    yield Scene(
        "login without encryption",
        (post("http://api.rekenbaas.example/login", form={"gebruiker": SANNE.login, "wachtwoord": SANNE.password}),),
        {"SEC-001": "kritiek"},
        {"POL-001": "hoog"},
    )
    yield Scene(
        "an export for everybody",
        (get("/v2/export.csv", f"naam,geboortedatum\n{SANNE.full},{DOB}\n", cookie="", kind="text/csv"),),
        {"SEC-004": "kritiek"},
        {"MIN-003": "midden", "MIN-004": "midden", "POL-001": "hoog"},
    )
    yield Scene(
        "any site may read", (get("/v2/ik", ME, gives=(("Access-Control-Allow-Origin", "*"),)),), {"SEC-005": "laag"}
    )
    yield Scene(
        "another site reads with the login",
        (
            get(
                "/v2/ik",
                ME,
                headers={"Origin": "null"},
                gives=(("Access-Control-Allow-Origin", "null"), ("Access-Control-Allow-Credentials", "true")),
            ),
        ),
        {"SEC-005": "hoog"},
    )
    yield Scene(
        "a pupil in the name of a host",
        (get(f"https://{SANNE.leerlingnummer}.rekenbaas.example/", {"ok": 1}),),
        {"SEC-006": "midden"},
    )
    yield Scene(
        "no HSTS in a session",
        (get("/v2/taken", {"taken": []}, safe=False, gives=(("Cache-Control", "no-store"),)),),
        {"SEC-002": "laag"},
    )
    yield Scene(
        "a name in the address",
        (get(f"/v2/zoek?naam={SANNE.given}+{SANNE.family.replace(' ', '+')}", {"gevonden": 1}),),
        {"SES-001": ""},
        {"MIN-003": "hoog", "POL-001": "kritiek"},
    )
    yield Scene(
        "a password in the address",
        (get(f"/login?u={SANNE.login}&pw={SANNE.password}", {"ok": True}),),
        {"SES-002": "kritiek"},
        {"SES-001": "midden", "IDN-010": "hoog"},
    )
    yield Scene(
        "a token in the address",
        (get("/v2/rapport?access_token=7f3d2a1b9c8e4f60a1b2c3d4e5f60718aa", {"ok": True}),),
        {"SES-003": "hoog"},
    )
    yield Scene(
        "a signed address for a week",
        (get("/opslag/les.pdf?X-Amz-Signature=4f3c2a1b9d8e7f6a&X-Amz-Expires=604800", "x", kind="application/pdf"),),
        {"SES-003": "hoog"},
    )
    yield Scene(
        "a session cookie without flags",
        (
            post(
                "/v2/sessie",
                {"x": 1},
                {"ok": True},
                gives=(("Set-Cookie", "sessie=9c8e4f60a1b2c3d4e5f607187f3d2a1b; Path=/"),),
            ),
        ),
        {"SES-004": "midden"},
    )
    yield Scene(
        "the birth date as the password",
        (post("/login", {"gebruiker": SANNE.login, "wachtwoord": "".join(reversed(DOB.split("-")))}),),
        {"SES-006": "hoog"},
        {"IDN-010": "midden", "POL-001": "midden"},
    )
    yield Scene(
        "a secret of the service", (get("/v2/config", {"client_secret": "b7f3c19de02a4485a1d2"}),), {"SES-007": "hoog"}
    )
    # Look-alikes
    yield Scene(
        "a signed address for ten minutes",
        (
            get(
                "/opslag/les.pdf?X-Amz-Signature=4f3c2a1b9d8e7f6a&X-Amz-Expires=600&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE",
                "x",
                kind="application/pdf",
            ),
        ),
    )
    yield Scene(
        "the form that is sent comes back",
        (get(f"/welkom?x={SANNE.given}", f"<p>Welkom {SANNE.given}</p>", cookie="", kind="text/html"),),
        may={"SES-001": "midden"},
    )
    yield Scene("a search for a subject", (get("/v2/zoek?q=breuken+en+procenten", {"gevonden": 12}),))
    yield Scene(
        "a cookie for the language", (get("/v2/taal", {"ok": 1}, gives=(("Set-Cookie", "taal=nl; Path=/; Secure"),)),)
    )
    yield Scene(
        "a public page on the staff",
        (get(f"{WWW}/team", {"team": [{"naam": TEACHER.full, "functie": "docent"}]}, cookie=""),),
    )


def _children() -> Iterator[Scene]:
    yield Scene(
        "advertising id",
        (post("/v2/app", {**ECK, "gaid": SANNE.advertising}),),
        {"KID-001": "hoog"},
        {"LNK-006": "hoog", "POL-001": "midden"},
    )
    yield Scene(
        "where the child is",
        (get("/v2/me", ME), post("/v2/plaats", {**ECK, "lat": 52.09113, "lon": 5.12345})),
        {"KID-002": "hoog"},
        {"POL-001": "midden"},
        actor="pupil",
    )
    yield Scene(
        "traits of the device",
        (post("https://meet.derde.example/v1", TRAITS, headers=page()),),
        {"KID-003": "hoog"},
        {"TPT-001": "hoog", "TPT-002": "midden"},
    )
    yield Scene("recording of the screen", (post("/rec", EVENTS),), {"KID-004": "kritiek"}, actor="pupil")
    yield Scene("each key", (post("/v2/typen", {**ECK, "keystrokes": KEYS}),), {"KID-005": "midden"}, actor="pupil")
    yield Scene(
        "attention by camera",
        (post("/v2/aandacht", {**ECK, "camera": {"attention": 0.42, "gaze": 0.7}}),),
        {"KID-006": "kritiek"},
        actor="pupil",
    )
    yield Scene(
        "risk of dropping out",
        (get("/v2/prognose", {"leerling": {**ECK, "dropoutRisk": 0.73}}),),
        {"KID-007": "hoog"},
        {"POL-001": "midden"},
    )
    yield Scene(
        "a ranking with names",
        (get("/v2/me", ME), get("/v2/ranglijst", {"ranglijst": RANKED})),
        {"KID-008": "hoog"},
        {"MIN-009": "hoog", "MIN-003": "midden", "POL-001": "hoog", "MIN-001": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "learning events with mail",
        (
            post(
                "https://lrs.rekenbaas.example/xapi/statements",
                {
                    "actor": {"mbox": f"mailto:{EMAIL}"},
                    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
                    "object": {"id": "https://rekenbaas.example/som/12"},
                },
            ),
        ),
        {"KID-009": "hoog"},
    )
    # Look-alikes
    yield Scene("zeroed advertising id", (post("/v2/app", {**ECK, "gaid": "00000000-0000-0000-0000-000000000000"}),))
    yield Scene(
        "tiles of a map", (get("https://cdn.example/tegel?lat=52.1&lon=5.1", "x", kind="image/png", cookie=""),)
    )
    yield Scene("count of clicks", (post("/v2/gevoel", {**ECK, "smiley": "blij", "engagement": 12}),), actor="pupil")
    yield Scene(
        "difficulty of exercises",
        (get("/v2/items", {"items": [{"id": 1, "theta": 0.4}, {"id": 2, "theta": 0.9}]}),),
        actor="pupil",
    )
    yield Scene(
        "learning events with an account",
        (
            post(
                "https://lrs.rekenbaas.example/xapi/statements",
                {
                    "actor": {"account": {"homePage": "https://rekenbaas.example", "name": SANNE.account}},
                    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
                    "object": {"id": "https://rekenbaas.example/som/12"},
                },
            ),
        ),
    )


def _kept() -> Iterator[Scene]:
    yield Scene("an answer that may be kept", (get("/v2/ik", ME, safe=False, gives=STORED),), {"RET-001": "midden"})
    yield Scene(
        "an answer out of a cache", (get("/v2/ik", ME, gives=(("X-Cache", "HIT from edge"),)),), {"RET-002": "hoog"}
    )
    other = "sessie=0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    yield Scene(
        "a cache gives one pupil the answer to another",
        (
            get("/v2/me", ME),
            get("/v2/overzicht", ME),
            post("/login", {"gebruiker": MOHAMMED.login, "wachtwoord": MOHAMMED.password}, cookie=other),
            get("/v2/overzicht", ME, cookie=other, gives=(("Age", "12"),)),
        ),
        {"RET-002": "kritiek"},
        {"POL-001": "midden"},
    )
    yield Scene(
        "a cookie of two years",
        (
            get(
                "/v2/taal",
                {"ok": 1},
                gives=(("Set-Cookie", "bezoeker=7f3d2a1b9c8e4f60a1b2c3d4; Max-Age=63072000; Secure; HttpOnly"),),
            ),
        ),
        {"RET-003": "laag"},
    )
    yield Scene(
        "a pupil of ten years ago",
        (
            get(
                "/v2/archief",
                {
                    "leerlingen": [
                        {"roepnaam": SANNE.given, "eckId": SANNE.eckid, "schooljaar": "2014-2015", "score": 7}
                    ]
                },
            ),
        ),
        {"RET-004": "midden"},
    )
    yield Scene(
        "a surname that nobody sent",
        (post("/v2/start", ECK), get("/v2/ik", {"leerling": {"achternaam": SANNE.family}})),
        {"RET-005": ""},
        {"MIN-003": "midden", "POL-001": "hoog"},
    )
    # Look-alikes
    yield Scene(
        "a lesson out of a cache",
        (
            get(
                "https://cdn.example/les.json",
                {"titel": "Breuken"},
                safe=False,
                gives=(("X-Cache", "HIT"), ("Cache-Control", "public, max-age=600")),
                cookie="",
            ),
        ),
    )
    yield Scene("this school year", (get("/v2/resultaten", {**ECK, "schooljaar": "2026-2027", "score": 7}),))
    yield Scene(
        "a cookie of a day",
        (
            get(
                "/v2/taal",
                {"ok": 1},
                gives=(("Set-Cookie", "bezoeker=7f3d2a1b9c8e4f60a1b2c3d4; Max-Age=3600; Secure; HttpOnly"),),
            ),
        ),
    )


def _chosen() -> Iterator[Scene]:
    ga: dict[str, Any] = {"gives": (("Set-Cookie", "_ga=GA1.2.1234567890.1790000000; Secure; Max-Age=3600"),)}
    yield Scene(
        "a tracking cookie before a choice",
        (get(f"{WWW}/oefenen", "<p>les</p>", kind="text/html", **ga),),
        {"TRA-001": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "a tracking cookie after a refusal",
        (get(f"{WWW}/oefenen", "<p>les</p>", kind="text/html", headers={"Sec-GPC": "1"}, **ga),),
        {"TRA-002": "hoog"},
        {"TRA-001": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "a child is asked",
        (post("/consent", {"consent": True, "purposes": {"marketing": True}}),),
        {"TRA-003": "midden"},
        {"TPT-001": "hoog"},
        actor="pupil",
    )
    yield Scene(
        "no privacybijsluiter",
        (get("https://app.leermiddel.example/ik", {"leerling": {"eckId": SANNE.eckid}}),),
        {"TRA-005": "midden"},
        policy=False,
    )
    yield Scene(
        "a datum for another purpose",
        (get("https://uwlr.rekenbaas.example/status", {**ECK, "voortgang": 80}),),
        {"MIN-010": "midden"},
        {"POL-002": "midden"},
    )
    yield Scene(
        "a datum that is not declared",
        (post("https://crash.example/api/1/envelope", {"user": {"roepnaam": SANNE.given}}, headers=page(), cookie=""),),
        {"POL-001": "hoog"},
        {"MIN-003": "midden"},
    )
    # Look-alikes
    yield Scene(
        "a cookie of the session before a choice",
        (
            get(
                f"{WWW}/",
                "<p>les</p>",
                kind="text/html",
                gives=(("Set-Cookie", "sessie=9c8e4f60a1b2c3d4e5f607187f3d2a1b; Secure; HttpOnly; SameSite=Lax"),),
            ),
        ),
        actor="pupil",
    )
    yield Scene(
        "a setting that is called consent",
        (get("/v2/les", {"onderwerp": "consent", "tekst": "Wat is dat?"}),),
        actor="pupil",
    )
