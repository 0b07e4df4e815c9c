"""Words of the reports in Dutch and English: labels for every code that a result holds.

Wording follows one rule: a report says what was observed and what it may be at odds with. It passes no
judgement on lawfulness and gives no overall mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from scanner.model import HEADINGS, INFO, Category, Text
from scanner.model.day import day_words

from .evidence_words import detail

Labels = dict[str, Text]

SEVERITIES: Labels = {
    "kritiek": Text("kritiek", "critical"),
    "hoog": Text("hoog", "high"),
    "midden": Text("midden", "medium"),
    "laag": Text("laag", "low"),
    "info": Text("info", "info"),
}
"""Severity codes, worst first."""

STATUSES: Labels = {
    "open": Text("open", "open"),
    "te beoordelen": Text("te beoordelen", "to be assessed"),
    "gedekt": Text("gedekt, noodzaak te toetsen", "declared, necessity to be assessed"),
}

BASELINE_STATES: Labels = {
    "new": Text("nieuw sinds de baseline", "new since the baseline"),
    "known": Text("bekend, niet geaccepteerd", "known, not accepted"),
    "accepted": Text("geaccepteerd in de baseline", "accepted in the baseline"),
    "changed": Text("geaccepteerd, maar zwaarder of met andere gegevens", "accepted, but worse or with other data"),
    "expired": Text("geaccepteerd, maar de termijn is voorbij", "accepted, but the term is over"),
}
"""How a finding stands to the baseline."""

ROLES: Labels = {
    "school": Text("school", "school"),
    "las": Text("leerlingadministratie (LAS)", "pupil administration (LAS)"),
    "vendor": Text("leverancier", "vendor"),
    "subprocessor": Text("subverwerker", "sub-processor"),
    "federation": Text("inlogfederatie", "identity federation"),
    "authority": Text("overheid", "public authority"),
    "own_controller": Text("zelfstandig verwerkingsverantwoordelijke", "controller in its own right"),
    "undeclared": Text("niet genoemd", "undeclared"),
}

CLASSES: Labels = {
    "abtest": Text("A/B-testen", "A/B tests"),
    "advertising": Text("reclame", "advertising"),
    "ai": Text("AI-dienst", "AI service"),
    "analytics": Text("bezoekmeting", "analytics"),
    "background": Text("achtergrondverkeer van systeem of browser", "background traffic of system or browser"),
    "cdn": Text("levering van bestanden (CDN)", "content delivery (CDN)"),
    "cloud": Text("cloudplatform", "cloud platform"),
    "consent": Text("toestemmingsbeheer", "consent management"),
    "consumer": Text("consumentendienst", "consumer service"),
    "crash": Text("foutmeldingen", "crash reporting"),
    "diagnostic": Text("diagnostische gegevens van een platform", "diagnostic data of a platform"),
    "education": Text("onderwijs", "education"),
    "fingerprinting": Text("apparaatherkenning", "device fingerprinting"),
    "fonts": Text("lettertypen", "fonts"),
    "hosting": Text("hosting voor anderen", "hosting for others"),
    "identity": Text("inloggen", "sign-in"),
    "mail": Text("transactiemail en sms", "transactional mail and text messages"),
    "maps": Text("kaarten", "maps"),
    "marketing": Text("CRM, nieuwsbrief, marketing", "CRM, newsletters, marketing"),
    "nummervoorziening": Text("nummervoorziening", "issuer of ECK iDs"),
    "payment": Text("betaling", "payment"),
    "proctoring": Text("toezicht bij toetsen", "supervision of tests"),
    "push": Text("pushberichten", "push messages"),
    "replay": Text("sessie-opname", "session replay"),
    "security": Text("bescherming tegen robots", "protection against robots"),
    "social": Text("sociaal netwerk", "social network"),
    "support": Text("klantenservice en chat", "support and chat"),
    "survey": Text("enquête", "survey"),
    "tags": Text("tagbeheer", "tag management"),
    "video": Text("video en geluid", "video and sound"),
}

ABOUT: Labels = {
    "pupil": Text("leerling", "pupil"),
    "guardian": Text("ouder of voogd", "parent or guardian"),
    "teacher": Text("leraar", "teacher"),
    "unknown": Text("onbekend", "unknown"),
}

ACTORS: Labels = {
    "pupil": Text("leerling", "pupil"),
    "teacher": Text("leraar", "teacher"),
    "parent": Text("ouder of voogd", "parent or guardian"),
    "admin": Text("beheerder", "administrator"),
    "anonymous": Text("niet ingelogd", "not logged in"),
    "": Text("onbekend", "unknown"),
}
"""Role of a session; the empty code where it is unknown."""

DIRECTIONS: Labels = {
    "request": Text("verzoek", "request"),
    "response": Text("antwoord", "response"),
    "both": Text("verzoek en antwoord", "request and response"),
}

KINDS: Labels = {
    "har": Text("HAR (browser)", "HAR (browser)"),
    "flows": Text("mitmproxy-opname", "mitmproxy dump"),
    "pcap": Text("pakketopname (pcap)", "packet capture (pcap)"),
    "pcapng": Text("pakketopname (pcapng)", "packet capture (pcapng)"),
    "burp": Text("Burp-export", "Burp export"),
    "zap-xml": Text("ZAP-export (XML)", "ZAP export (XML)"),
    "zap-text": Text("ZAP-export (tekst)", "ZAP export (text)"),
    "warc": Text("webarchief (WARC)", "web archive (WARC)"),
    "saz": Text("Fiddler-sessies (SAZ)", "Fiddler sessions (SAZ)"),
    "charles": Text("Charles-sessie", "Charles session"),
    "charles-xml": Text("Charles-sessie (XML)", "Charles session (XML)"),
    "zip": Text("ZIP-archief met opnames", "ZIP archive of captures"),
    "live": Text("live proxy", "live proxy"),
}

MODES: Labels = {
    "test": Text("testaccounts (fictieve personen)", "test accounts (fictitious persons)"),
    "live": Text("gebruik met echte personen", "use by real persons"),
    "auto": Text("niet opgegeven", "not stated"),
    "unknown": Text("niet opgegeven", "not stated"),
}

EVIDENCE: Labels = {
    "key": Text("veldnaam", "field name"),
    "shape": Text("vorm van de waarde", "shape of the value"),
    "checksum": Text("controlegetal", "checksum"),
    "context": Text("omliggende tekst", "surrounding text"),
    "pair": Text("twee testleerlingen vergeleken", "two test pupils compared"),
    "sibling": Text("velden ernaast", "fields beside it"),
    "gazetteer": Text("naam- of plaatsenlijst", "list of names or places"),
    "subject": Text("bekende testpersoon", "known test person"),
    "digest": Text("hash van een bekende waarde", "digest of a known value"),
    "encoding": Text("codering", "encoding"),
    "host": Text("host", "host"),
    "header": Text("header", "header"),
    "model": Text("taalmodel", "language model"),
}

VERDICTS: Labels = {
    "complete": Text("geen beperking gevonden", "no limit found"),
    "limited": Text("conclusie beperkt", "conclusion limited"),
}
"""Verdicts of the coverage gate (rules COV-001…005); another word is shown as it stands."""


LIMITS: Labels = {
    "max_body": Text("bytes die per bericht worden gelezen", "bytes that are read of a message"),
    "scan_static": Text("vaste inhoud geheel doorzocht", "static content searched in full"),
    "key": Text("vingerafdrukken vergelijkbaar met een volgend onderzoek", "fingerprints comparable with a later scan"),
    "digests_not_matched": Text("hashes die niet zijn vergeleken", "digests that were not compared"),
    "identifiers_not_matched": Text("identificatoren die niet zijn vergeleken", "identifiers that were not compared"),
    "loose_values_not_matched": Text("losse waarden die niet zijn vergeleken", "loose values that were not compared"),
    "pair_differs": Text("plaatsen die per testpersoon verschillen", "places that differ by test person"),
    "pair_equal": Text("plaatsen die bij beide testpersonen gelijk zijn", "places that are equal for both"),
    "pair_not_compared": Text("plaatsen die niet zijn vergeleken", "places that were not compared"),
}
"""Bounds and settings of a scan that limit what it can say."""


_EXCEPTION_STATES: Labels = {
    "covers": Text("onder uitzondering", "under exception"),
    "expired": Text("uitzondering verlopen", "exception expired"),
    "exceeded": Text("buiten de uitzondering", "outside the exception"),
}


def exception_state(finding: Mapping[str, Any], lang: str) -> str:
    """Whether an exception of the policy covers a finding, expired, or is about something else."""
    approval = finding.get("approval")
    return label(_EXCEPTION_STATES, approval["state"] if approval else "covers", lang)


def exception_label(finding: Mapping[str, Any], lang: str) -> str:
    """The exception of the policy about a finding, with who approved it, until when and why; empty without one."""
    if not finding["exception"]:
        return ""
    words = f"{exception_state(finding, lang)} {finding['exception']}"
    approval = finding.get("approval")
    if approval is None:
        return words
    until = Text("t/m", "through").get(lang)
    return f"{words} ({approval['owner']}, {until} {day(approval['expires'], lang)}): {approval['reason']}"


def baseline_label(finding: Mapping[str, Any], lang: str) -> str:
    """How a finding stands to the baseline, with who accepted it and why; empty where no baseline was given."""
    mark = finding.get("baseline")
    if mark is None:
        return ""
    words = label(BASELINE_STATES, mark["state"], lang)
    if mark["state"] in {"new", "known"}:
        return words
    until = Text("t/m", "through").get(lang)
    note = mark["note"][lang]
    last = day(mark["expires"], lang)
    return f"{words} ({mark['owner']}, {until} {last}): {mark['reason']}" + (f" [{note}]" if note else "")


def baseline_sentences(outcome: Mapping[str, Any], lang: str) -> list[str]:
    """What a reader should do about entries of the baseline, one sentence a kind."""
    kinds = {
        "expired": Text("Verlopen, telt weer mee", "Expired, counts again"),
        "gone": Text("Niet meer aangetroffen op een bekeken plaats, kan uit de baseline",
                     "No longer found at a place that was looked at, can leave the baseline"),
        "unseen": Text("Plaats niet bekeken in deze scan", "Place not looked at in this scan"),
    }
    found = []
    for kind, text in kinds.items():
        names = [entry["id"] for entry in outcome[kind]]
        if names:
            more = f" (+{len(names) - 5})" if len(names) > 5 else ""
            found.append(f"{text.get(lang)}: {', '.join(names[:5])}{more}.")
    return found


DEEDS: Labels = {
    "blocked": Text("tegengehouden", "blocked"),
    "pseudonymised": Text("verstuurd met pseudoniemen", "sent with pseudonyms"),
    "kept": Text("verstuurd met een identificator die niet te vervangen was",
                 "sent with an identifier that could not be replaced"),
    "passed": Text("verstuurd zonder beoordeling", "sent without being judged"),
}
"""What the proxy did to requests of recipients that the user chose."""


def label(labels: Labels, code: str, lang: str) -> str:
    """The label of a code, or the code itself when it has none."""
    text = labels.get(code)
    return text.get(lang) if text is not None else code


@cache
def category_label(code: str, lang: str) -> str:
    """The label of a category code; a code of a later version stands for itself."""
    try:
        info = INFO[Category(code)]
    except (ValueError, KeyError):
        return code
    return info.nl if lang == "nl" else info.en


def heading_label(code: str, lang: str) -> str:
    """The heading of the privacybijsluiter (Bijlage 1) under which a category falls."""
    try:
        nl, en = HEADINGS[INFO[Category(code)].heading]
    except (ValueError, KeyError):
        return ""
    return nl if lang == "nl" else en


def evidence_label(code: str, lang: str) -> str:
    """``key:bsn`` as ``veldnaam: bsn``, ``model:person`` as ``taalmodel: ziet een persoonsnaam``."""
    name, more = label(EVIDENCE, code.partition(":")[0], lang), detail(code, lang)
    return f"{name}: {more}" if more else name


def day(iso: str, lang: str) -> str:
    """A date as a sentence has it (``31 december 2026``); what is no ISO date stays as it is."""
    return day_words(iso).get(lang)


def band_label(confidence: float, lang: str) -> str:
    """The confidence band in words."""
    if confidence >= 1.0:
        text = Text("zeker (bekende testwaarde)", "certain (known test value)")
    elif confidence >= 0.9:
        text = Text("sterk (waarde en veldnaam kloppen)", "strong (value and field name agree)")
    elif confidence >= 0.6:
        text = Text("aannemelijk (waarde of veldnaam klopt)", "plausible (value or field name fits)")
    else:
        text = Text("te beoordelen", "to be assessed")
    return text.get(lang)


def number(value: float, lang: str, decimals: int = 0) -> str:
    """A number with the separators of the language."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text


def size(amount: int, lang: str) -> str:
    """Bytes in a unit that a reader can compare (powers of 1000)."""
    value = float(amount)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{number(value, lang, 0 if unit == 'B' or value >= 100 else 1)} {unit}"
        value /= 1000
    return f"{number(value, lang, 1)} GB"


def percent(part: int, whole: int, lang: str) -> str:
    """A share, rounded down when it would read as all and up when it would read as nothing."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 99.95 <= share < 100:
        share = 99.9
    if 0 < share < 0.05:
        share = 0.1
    return f"{number(share, lang, 0 if share in (0, 100) else 1)} %"
