"""Builds model objects and results for tests; every person, number and domain is synthetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from scanner.model import (
    Category,
    Detection,
    Evidence,
    ExceptionMark,
    ExchangeFacts,
    Finding,
    Gap,
    HostCoverage,
    Note,
    Severity,
    Status,
    Text,
)
from scanner.report import build_document

START = 1_791_184_462.125
"""2026-10-05 07:14:22.125 UTC, a school morning."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A detection as a scan lists it."""

    id: str
    facts: ExchangeFacts
    detection: Detection


def facts(**changes: Any) -> ExchangeFacts:
    """An exchange of a learning platform."""
    base = ExchangeFacts(
        id="entry-12",
        capture="opnames/les1.har",
        order=12,
        time=START,
        protocol="HTTP/2.0",
        method="POST",
        scheme="https",
        host="api.rekenen.example",
        port=443,
        path="/v2/oefen/resultaat",
        endpoint="POST /v2/oefen/resultaat",
        status=200,
        session="s-5f1d",
        actor="pupil",
        line=4211,
        header_names=("Content-Type", "Cookie", "User-Agent"),
    )
    return replace(base, **changes)


def detection(category: Category = Category.NAME_FAMILY, **changes: Any) -> Detection:
    """A detection in a JSON body."""
    base = Detection(
        category=category,
        confidence=1.0,
        recognizer="SubjectRecognizer",
        direction="request",
        part="body",
        pointer="/leerling/achternaam",
        template="/leerling/achternaam",
        masked="de V…",
        fingerprint="9f2c41aa07be",
        steps=("json",),
        subject="leerling-01",
        record="r1",
        about="pupil",
        key="achternaam",
        evidence=(Evidence("subject:name.family", 0.9), Evidence("key:achternaam", 0.3)),
        span=(0, 8),
    )
    return replace(base, **changes)


def finding(**changes: Any) -> Finding:
    """A surname beside the pseudonym."""
    base = Finding(
        id="F-1a2b3c",
        fingerprint="5e884898da28047151d0e56f8dc62927",
        rule="MIN-001",
        rule_version=1,
        severity=Severity.HOOG,
        severity_reasons=(
            Text(
                "standaard hoog: het pseudoniem verliest zijn werking", "high by default: the pseudonym loses its point"
            ),
        ),
        status=Status.OPEN,
        confidence=1.0,
        recipient="rekenen",
        role="vendor",
        endpoint="POST /v2/oefen/resultaat",
        host="api.rekenen.example",
        part="body",
        pointer="/leerling/achternaam",
        direction="request",
        categories=("id.eckid", "name.family"),
        about="pupil",
        subjects=2,
        count=7,
        occurrences=("d000001", "d000002"),
        first_seen=START,
        last_seen=START + 340,
        title=Text("Pseudoniem naast direct identificerend gegeven", "Pseudonym beside direct identifier"),
        message=Text(
            "Het bericht aan api.rekenen.example bevat het ECK iD en de achternaam van dezelfde leerling.",
            "The message to api.rekenen.example holds the ECK iD and the surname of the same pupil.",
        ),
        why=Text(
            "Wie pseudoniem en naam samen krijgt, kan het pseudoniem overal tot de leerling herleiden.",
            "Whoever gets pseudonym and name together can trace the pseudonym to the pupil everywhere.",
        ),
        remediation=Text(
            "Stuur het pseudoniem met alleen de roepnaam; voeg namen toe in het domein van de school.",
            "Send the pseudonym with the first name only; join names in the domain of the school.",
        ),
        basis=(
            Text("AVG art. 5 lid 1 sub c (minimale gegevensverwerking)", "GDPR art. 5(1)(c) (data minimisation)"),
            Text("AVG art. 4 punt 5 (pseudonimisering)", "GDPR art. 4(5) (pseudonymisation)"),
        ),
        also=("MIN-003", "POL-001"),
    )
    return replace(base, **changes)


def rule(name: str, severity: str, nl: str, en: str) -> dict[str, Any]:
    """A rule as a result lists it."""
    return {
        "id": name,
        "version": 1,
        "severity": severity,
        "title": Text(nl, en),
        "why": Text(f"Waarom {name} ertoe doet.", f"Why {name} matters."),
        "remediation": Text("Laat het gegeven weg.", "Leave the datum out."),
        "false_positives": Text("Lesstof met verzonnen personen.", "Teaching content with invented persons."),
        "basis": (Text("AVG art. 5 lid 1 sub c", "GDPR art. 5(1)(c)"),),
    }


RULES = [
    rule("IDN-001", "kritiek", "BSN buiten wettelijke ontvanger", "BSN outside statutory recipient"),
    rule("IDN-005", "hoog", "Ongezouten hash van e-mail", "Unsalted hash of e-mail"),
    rule("MIN-001", "hoog", "Pseudoniem naast direct identificerend gegeven", "Pseudonym beside direct identifier"),
    rule("MIN-003", "midden", "Achternaam waar voornaam volstaat", "Surname where first name suffices"),
    rule("TPT-004", "hoog", "Gegevens naar een tracker", "Data to a tracker"),
    rule("SEC-001", "hoog", "Onversleuteld transport", "Plaintext transport"),
    rule("COV-001", "info", "Niet ontsleuteld", "Not decrypted"),
]

RECIPIENTS: list[dict[str, Any]] = [
    {
        "id": "rekenen",
        "organisation": "Voorbeeld Rekenen B.V.",
        "role": "vendor",
        "class": "",
        "tracker": False,
        "country": "NL",
        "declared": True,
        "hosts": ["api.rekenen.example", "www.rekenen.example"],
        "domain": "rekenen.example",
        "source": "policy",
    },
    {
        "id": "crash",
        "organisation": "Crash Inc.",
        "role": "subprocessor",
        "class": "crash reporting",
        "tracker": False,
        "country": "US",
        "declared": True,
        "hosts": ["crash.example"],
        "domain": "crash.example",
        "source": "policy",
    },
    {
        "id": "meten.example",
        "organisation": "",
        "role": "undeclared",
        "class": "analytics",
        "tracker": True,
        "country": "",
        "declared": False,
        "hosts": ["collect.meten.example"],
        "domain": "meten.example",
        "source": "directory",
    },
]

ECKID = {
    "category": Category.ECKID,
    "pointer": "/leerling/eckId",
    "template": "/leerling/eckId",
    "masked": "ht… (154)",
    "fingerprint": "c0ffee12",
    "key": "eckid",
    "evidence": (Evidence("shape:eckid", 0.7), Evidence("key:eckid", 0.3)),
}


def sample_detections() -> list[Seen]:
    """What the sample scan saw."""
    crash = {
        "host": "crash.example",
        "path": "/report",
        "endpoint": "POST /report",
        "id": "entry-31",
        "order": 31,
        "line": 9120,
        "time": START + 120,
    }
    track = {
        "host": "collect.meten.example",
        "path": "/collect",
        "endpoint": "GET /collect",
        "method": "GET",
        "id": "flow-7",
        "capture": "opnames/les2.flows",
        "order": 52,
        "line": 1,
        "time": START + 900,
    }
    return [
        Seen("d000001", facts(), detection()),
        Seen(
            "d000002",
            facts(id="entry-18", order=18, line=6003, time=START + 60),
            detection(masked="Ka…", subject="leerling-02", fingerprint="77aa01"),
        ),
        Seen("d000003", facts(), detection(**ECKID)),
        Seen(
            "d000004",
            facts(**crash),
            detection(
                **{
                    **ECKID,
                    "pointer": "/extra/user",
                    "template": "/extra/user",
                    "steps": ("gzip", "json", "base64"),
                    "spans": ((0, 900), (0, 811), (12, 216)),
                    "evidence": (Evidence("shape:eckid", 0.7), Evidence("encoding:base64", -0.05)),
                }
            ),
        ),
        Seen(
            "d000005",
            facts(**crash),
            detection(
                Category.BSN,
                confidence=0.95,
                pointer="/extra/nr",
                template="/extra/nr",
                masked="99…… (9)",
                steps=("gzip", "json"),
                fingerprint="b5b5",
                key="pgn",
                evidence=(
                    Evidence("key:pgn", 0.4),
                    Evidence("checksum:elfproef", 0.3),
                    Evidence("sibling:name.given", 0.25),
                ),
            ),
        ),
        Seen(
            "d000006",
            facts(**track),
            detection(
                Category.EMAIL,
                part="url.query",
                pointer="/uid",
                template="/uid",
                masked="sa…@…",
                fingerprint="e1e1",
                via="sha256",
                steps=(),
                evidence=(Evidence("digest:sha256", 1.0),),
            ),
        ),
        Seen(
            "d000007", facts(**track), detection(**{**ECKID, "part": "header.referer", "pointer": "", "template": ""})
        ),
        Seen(
            "d000008",
            facts(
                id="entry-40",
                order=40,
                line=11_200,
                method="GET",
                path="/v2/klas/{edu.group}/leerlingen",
                endpoint="GET /v2/klas/{id}/leerlingen",
            ),
            detection(
                Category.NAME_GIVEN,
                confidence=0.62,
                direction="response",
                pointer="/0/roepnaam",
                template="/*/roepnaam",
                masked="Sa…",
                fingerprint="1001",
                subject="~a01f",
                evidence=(Evidence("key:roepnaam", 0.42), Evidence("gazetteer:given-name", 0.2)),
            ),
        ),
        Seen(
            "d000009",
            facts(id="entry-40", order=40, line=11_200),
            detection(
                Category.GROUP,
                confidence=0.9,
                direction="response",
                part="url.path",
                pointer="",
                template="",
                masked="4H…",
                fingerprint="44",
                subject="",
                about="unknown",
                evidence=(Evidence("key:klas", 0.9),),
            ),
        ),
    ]


def sample_findings() -> list[Finding]:
    """What the sample scan found."""
    return [
        finding(),
        finding(
            id="F-77aa00",
            fingerprint="aa77",
            rule="IDN-001",
            severity=Severity.KRITIEK,
            recipient="crash",
            role="subprocessor",
            host="crash.example",
            endpoint="POST /report",
            pointer="/extra/nr",
            categories=("id.bsn",),
            subjects=1,
            count=2,
            occurrences=("d000005",),
            confidence=0.95,
            title=Text("BSN buiten wettelijke ontvanger", "BSN outside statutory recipient"),
            message=Text(
                "Een burgerservicenummer is waargenomen in een foutmelding aan crash.example.",
                "A citizen service number was observed in an error report to crash.example.",
            ),
            why=Text(
                "Het BSN mag alleen worden gebruikt waar de wet dat bepaalt.",
                "The BSN may be used only where the law says so.",
            ),
            remediation=Text(
                "Verwijder het nummer uit de foutcontext, laat bestaande meldingen wissen en beoordeel of er "
                "sprake is van een mogelijk datalek.",
                "Remove the number from the error context, have existing reports deleted and assess whether "
                "this is a possible data breach.",
            ),
            basis=(Text("AVG art. 87, UAVG art. 46", "GDPR art. 87, UAVG art. 46"),),
            also=(),
            severity_reasons=(Text("standaard kritiek; nooit verlaagd", "critical by default; never lowered"),),
        ),
        finding(
            id="F-0badc0",
            fingerprint="bb01",
            rule="TPT-004",
            severity=Severity.HOOG,
            recipient="meten.example",
            role="undeclared",
            host="collect.meten.example",
            endpoint="GET /collect",
            part="url.query",
            pointer="/uid",
            categories=("contact.email", "id.eckid"),
            subjects=1,
            count=48,
            occurrences=("d000006", "d000007"),
            title=Text("Gegevens naar een tracker", "Data to a tracker"),
            message=Text(
                "Een SHA-256 van een e-mailadres gaat naar een meetdienst die niet is aangewezen.",
                "A SHA-256 of an e-mail address goes to an analytics service that is not declared.",
            ),
        ),
        finding(
            id="F-5eed01",
            fingerprint="cc02",
            rule="MIN-003",
            severity=Severity.LAAG,
            status=Status.COVERED,
            pointer="/*/achternaam",
            endpoint="GET /v2/klas/{id}/leerlingen",
            direction="response",
            occurrences=("d000008",),
            categories=("name.family",),
            confidence=0.9,
            count=27,
            subjects=27,
            exception="EX-1",
            approval=ExceptionMark("covers", "nog geen ECK iD voor deze groep", "FG bestuur X", "2026-08-15",
                                   "2026-12-31"),
            title=Text("Achternaam waar voornaam volstaat", "Surname where first name suffices"),
            message=Text("De klassenlijst bevat achternamen.", "The class list holds surnames."),
            also=(),
        ),
        finding(
            id="F-900d00",
            fingerprint="dd03",
            rule="MIN-003",
            severity=Severity.MIDDEN,
            status=Status.TO_ASSESS,
            pointer="/naam",
            endpoint="POST /v2/chat",
            part="ws",
            occurrences=(),
            confidence=0.4,
            count=1,
            subjects=0,
            categories=("name.full",),
            about="unknown",
            title=Text("Achternaam waar voornaam volstaat", "Surname where first name suffices"),
            message=Text("Vrije tekst bevat mogelijk een naam.", "Free text possibly holds a name."),
            also=(),
        ),
    ]


def sample_coverage() -> dict[str, Any]:
    """A scan that saw most, but not all."""
    hosts = [
        HostCoverage(
            "api.rekenen.example", 40, 61_200, 812_000, 810_500, {Gap.BODY_MISSING: 0, Gap.CONTENT_OPAQUE: 1500}
        ),
        HostCoverage(
            "www.rekenen.example",
            22,
            20_100,
            4_100_000,
            90_000,
            {Gap.CONTENT_STATIC: 3_900_000, Gap.CONTENT_MEDIA: 110_000},
        ),
        HostCoverage("crash.example", 2, 1800, 9000, 9000),
        HostCoverage("collect.meten.example", 48, 30_000, 0, 0),
        HostCoverage("push.apparaat.example", 0, 0, 0, 0, {}, 230_400, 6),
    ]
    notes = [
        Note(Gap.TLS_NO_KEY, "opnames/les2.flows", "push.apparaat.example", 230_400, 6, "TLS 1.3"),
        Note(Gap.CONTENT_STATIC, "opnames/les1.har", "www.rekenen.example", 3_900_000, 14, "javascript", True),
        Note(Gap.CONTENT_MEDIA, "opnames/les1.har", "www.rekenen.example", 100_000, 4, "png"),
        Note(Gap.CONTENT_MEDIA, "opnames/les1.har", "www.rekenen.example", 10_000, 1, "png"),
        Note(Gap.CONTENT_OPAQUE, "opnames/les1.har", "api.rekenen.example", 1500, 1, "protobuf", True),
        Note(Gap.BODY_MISSING, "opnames/les1.har", "api.rekenen.example", 0, 3),
    ]
    return {
        "hosts": hosts,
        "notes": notes,
        "suppressed_occurrences": 31,
        "gate": {
            "verdict": "limited",
            "reasons": [
                Text(
                    "6 verbindingen met push.apparaat.example zijn niet ontsleuteld.",
                    "6 connections with push.apparaat.example were not decrypted.",
                )
            ],
        },
    }


def sample_scan(lang: str = "nl") -> dict[str, Any]:
    """Settings and captures of the sample scan."""
    return {
        "product": {"name": "Rekenbaas", "version": "5.3", "vendor": "Voorbeeld Rekenen B.V."},
        "settings": {
            "mode": "test",
            "lang": lang,
            "actor": "",
            "subjects": 2,
            "policy": {"name": "Rekenbaas", "version": "2.1", "sha256": "ab" * 32, "builtin": False, "declared": [
                {"recipient": "rekenen", "organisation": "Voorbeeld Rekenen B.V.", "purpose": "oefenen",
                 "category": category, "about": about, "server": server}
                for category, about, server in (("id.eckid", "", False), ("edu.progress", "", False),
                                                ("name.full", "guardian", True))]},
            "rules": {"version": "2026.11", "sha256": "cd" * 32, "evaluated": RULES},
            "limits": {"depth": 3, "max_body": 67_108_864},
        },
        "inputs": [
            {
                "label": "opnames/les1.har",
                "kind": "har",
                "bytes": 5_120_331,
                "sha256": "12" * 32,
                "exchanges": 64,
                "first": START,
                "last": START + 600,
                "note": "",
            },
            {
                "label": "opnames/les2.flows",
                "kind": "flows",
                "bytes": 812_114,
                "sha256": "34" * 32,
                "exchanges": 48,
                "first": START + 700,
                "last": START + 1200,
                "note": "",
            },
        ],
    }


def flow(
    recipient: str,
    category: str,
    count: int,
    *,
    declared: bool = False,
    about: str = "pupil",
    direction: str = "request",
    subjects: int = 1,
) -> dict[str, Any]:
    """A cell of the matrix recipient × category."""
    return {
        "recipient": recipient,
        "category": category,
        "about": about,
        "directions": [direction],
        "count": count,
        "subjects": subjects,
        "declared": declared,
        "confidence_max": 1.0,
        "first_seen": START,
        "last_seen": START + 900,
    }


def sample_flows() -> list[dict[str, Any]]:
    """The data flows of the sample scan."""
    return [
        flow("rekenen", "id.eckid", 40, declared=True, subjects=2),
        flow("rekenen", "name.family", 7, subjects=2),
        flow("rekenen", "name.given", 27, declared=True, direction="response", subjects=27),
        flow("rekenen", "edu.group", 27, declared=True, direction="response", about="unknown", subjects=0),
        flow("crash", "id.eckid", 2),
        flow("crash", "id.bsn", 2),
        flow("meten.example", "contact.email", 48),
        flow("meten.example", "id.eckid", 48),
    ]


def cookie(name: str, **changes: Any) -> dict[str, Any]:
    """A row of the register of cookies."""
    return {"recipient": "rekenen", "host": "www.rekenen.example", "name": name, "kind": "", "days": 0, "missing": (),
            "third": False, "choice": "none", "count": 1, "first": START} | changes


def sample_cookies() -> list[dict[str, Any]]:
    """The cookies of the sample scan."""
    return [
        cookie("_ga", recipient="meten.example", host="meten.example", kind="tracking", days=730, third=True,
               missing=("httponly", "secure"), choice="before", count=2),
        cookie("sessie", kind="session", choice="after"),
    ]


def sample_document(lang: str = "nl", **changes: Any) -> dict[str, Any]:
    """A whole result: three recipients, five findings, a blind spot."""
    parts: dict[str, Any] = {
        "tool": {"name": "Leerlek", "version": "0.1.0"},
        "scan": sample_scan(lang),
        "coverage": sample_coverage(),
        "recipients": RECIPIENTS,
        "detections": sample_detections(),
        "findings": sample_findings(),
        "flows": sample_flows(),
        "cookies": sample_cookies(),
    }
    return build_document(**{**parts, **changes})


def quiet_document(lang: str = "nl") -> dict[str, Any]:
    """A result without findings: only the pseudonym and a first name were seen."""
    return sample_document(lang, findings=[], detections=sample_detections()[2:3], flows=sample_flows()[:1])


def empty_document(lang: str = "nl") -> dict[str, Any]:
    """The result of a capture that held nothing."""
    return sample_document(
        lang,
        findings=[],
        detections=[],
        flows=[],
        recipients=[],
        cookies=[],
        coverage={
            "hosts": [],
            "notes": [],
            "suppressed_occurrences": 0,
            "gate": {
                "verdict": "limited",
                "reasons": [Text("Er is geen verkeer gelezen.", "No traffic was read.")],
            },
        },
    )


HOSTILE: tuple[str, ...] = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31mred",
    "=cmd|' /C calc'!A0",
    "@SUM(1+9)",
    "\u202egnp.exe",
    "../../../etc/passwd",
    "line\r\nbreak\u2028",
    "[link](https://evil.example)",
    "[red]markup[/red]",
    "lone\ud800surrogate",
    "{0}",
    "x" * 5000,
    "</style></script><!--",
    "javascript:alert(1)",
    "</noscript><img src=x onerror=alert(1)>",
    "</title></svg><svg onload=alert(1)>",
    "a\u200b\u2060\ufeffb\u2066c\u00ad",
    "red; background: url(https://evil.example/x)",
)
"""Names that a hostile capture may give to hosts, paths, fields and files."""


def hostile_document(texts: Iterable[str] = HOSTILE) -> dict[str, Any]:
    """A result in which every text that can come from a capture is hostile."""
    seen: list[Seen] = []
    found: list[Finding] = []
    notes: list[Note] = []
    hosts: list[HostCoverage] = []
    recipients: list[dict[str, Any]] = []
    scan = sample_scan()
    scan["inputs"] = []
    for number, text in enumerate(texts):
        seen.append(
            Seen(
                f"d{number:06d}",
                facts(
                    id=text,
                    capture=text,
                    host=text,
                    path=text,
                    endpoint=f"GET {text}",
                    method=text,
                    session=text,
                    order=number,
                    header_names=(text,),
                    time=1e300,
                ),
                detection(
                    part=f"cookie.{text}",
                    pointer=f"/{text}",
                    template=f"/{text}",
                    masked=text,
                    key=text,
                    steps=(text,),
                    subject=text,
                    recognizer=text,
                    evidence=(Evidence(f"key:{text}", 1.0),),
                ),
            )
        )
        found.append(
            finding(
                id=f"F-{number}",
                fingerprint=f"{number:032x}",
                recipient=text,
                host=text,
                endpoint=f"GET {text}",
                part=f"cookie.{text}",
                pointer=f"/{text}",
                occurrences=(f"d{number:06d}",),
                message=Text(text, text),
                exception=text,
                approval=ExceptionMark("covers", text, text, text, text),
            )
        )
        notes.append(Note(Gap.CONTENT_OPAQUE, text, text, 10, 1, text))
        hosts.append(HostCoverage(text, 1, 1, 20, 10, {Gap.CONTENT_OPAQUE: 10}))
        recipients.append(
            {**RECIPIENTS[2], "id": text, "organisation": text, "hosts": [text], "domain": text, "country": text}
        )
        scan["inputs"].append(
            {
                "label": text,
                "kind": "har",
                "bytes": 1,
                "sha256": "",
                "exchanges": 1,
                "first": 0.0,
                "last": 0.0,
                "note": text,
            }
        )
    coverage = {**sample_coverage(), "hosts": hosts, "notes": notes}
    return sample_document(
        scan=scan,
        coverage=coverage,
        recipients=recipients,
        detections=seen,
        findings=found,
        flows=[flow(text, "name.family", 1) for text in texts],
        cookies=[cookie(text, recipient=text, host=text) for text in texts],
    )
