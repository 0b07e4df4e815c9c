"""E-mail addresses in text and as whole values: of a person by the local part, of a role, private or not by domain.

Pragmatic subset of RFC 5321 §4.1.2 (dot-atom, no quoting), bounded as §4.5.3.1 says: 64 characters before the @.
Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category, Evidence

from .base import Cost, Match, Verdict
from .gazetteer import given_names
from .outcome import impossible, plausible, reasons, valid

ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._+-])(?:(?<=%)[0-9A-Fa-f]{2})?"
    r"([A-Za-z0-9_](?:[A-Za-z0-9._+'-]{0,62}[A-Za-z0-9_+-])?)(?:@|%40)"
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9]|-[A-Za-z0-9]|"
    r"\.[A-Za-z0-9])"
)
_URL_LOGIN = re.compile(r"://[^\s/?#]{0,80}\Z")

ROLES = frozenset((
    "abuse", "account", "accounts", "admin", "administratie", "administrator", "aanmelden", "algemeen", "api",
    "applicatiebeheer", "avg", "beheer", "dev", "developer", "developers",
    "billing", "bot", "contact", "daemon", "directie", "docs", "facturen", "feedback", "fg", "git", "hallo", "hello",
    "help", "helpdesk", "hostmaster", "ict", "info", "inkoop", "jobs", "klantenservice", "leerlingzaken", "mail",
    "mailer-daemon", "marketing", "media", "news", "newsletter", "nieuwsbrief", "no-reply", "noreply", "do-not-reply",
    "donotreply", "notifications", "office", "ouders", "ouderraad", "pers", "personeelszaken", "planning",
    "postmaster", "press", "privacy", "receptie", "redactie", "roosters", "root", "sales", "school", "security",
    "secretariaat", "service", "servicedesk", "support", "team", "verzuim", "webmaster", "welkom", "absentie", "dpo",
    "hr", "postbus", "studentzaken", "facilitair", "studentenzaken", "decanaat", "decaan", "examenbureau", "examens",
    "bibliotheek", "mediatheek", "inschrijving", "inschrijvingen", "aanmelding", "boekhouding", "crediteuren",
    "debiteuren", "finance", "legal", "orders", "bestellingen", "verkoop", "onderwijs", "zorg", "zorgteam", "concierge",
    "conciergerie", "systeembeheer", "servicebalie", "studentsupport", "applicaties", "techniek", "technical",
    "hosting", "opleidingen", "cursussen", "events", "evenementen", "community", "partners", "reacties", "vragen",
    "klachten", "bestuur",
    "stage", "stagebureau", "bpv", "roosterbureau", "roostermaker", "kantine", "gebouw", "sysadmin",
))
PRIVATE = frozenset((
    "aol.com", "casema.nl", "chello.nl", "duck.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
    "hetnet.nl", "home.nl", "hotmail.be", "hotmail.com", "hotmail.nl", "icloud.com", "kpnmail.nl", "kpnplanet.nl",
    "live.be", "live.com", "live.nl", "mac.com", "mail.com", "me.com", "msn.com", "online.nl", "onsbrabantnet.nl",
    "outlook.be", "outlook.com", "outlook.nl", "planet.nl", "proton.me", "protonmail.com", "quicknet.nl", "skynet.be",
    "solcon.nl", "telenet.be", "telfort.nl", "tele2.nl", "tiscali.nl", "upcmail.nl", "versatel.nl", "web.de",
    "xs4all.nl", "yahoo.com", "yahoo.nl", "yandex.com", "zeelandnet.nl", "ziggo.nl",
))
_FILES = frozenset((
    "avif", "bmp", "css", "csv", "doc", "docx", "eot", "gif", "gz", "htm", "html", "ico", "jpeg", "jpg", "js", "json",
    "map", "md", "min", "mjs", "mp3", "mp4", "pdf", "php", "png", "scss", "svg", "tgz", "ts", "ttf", "txt", "vue",
    "wasm", "webp", "woff", "xml", "zip", "local", "invalid",
))
"""What follows the dot of a file name (``icon@2x.png``), and endings that cannot receive mail."""
EXAMPLES = frozenset((
    "naam", "jouw.naam", "jouwnaam", "uw.naam", "uwnaam", "je.naam", "jenaam", "jij", "jou", "iemand", "voornaam",
    "achternaam", "voornaam.achternaam", "v.achternaam", "gebruiker", "gebruikersnaam", "voorbeeld", "example", "name",
    "yourname", "your.name", "your-name", "you", "firstname.lastname", "first.last", "firstname", "lastname", "user",
    "username", "email", "e-mail", "e.mail", "someone", "somebody", "foo", "foobar", "xxx", "abc", "adres", "mijnadres",
))
"""What stands before the @ in the hints of forms: nobody's address."""
_NO_MAIL = frozenset(("conference", "conferences", "groupchat", "muc", "odata"))
"""What a domain begins with of rooms of XMPP (XEP-0045), and of annotations (OData JSON Format 4.01 §18)."""
ROLE_ADDRESS = Evidence("shape:role-address", -0.4)
_EXAMPLE_DOMAINS = frozenset(("voorbeeld", "domein", "domain", "mijndomein", "jouwdomein", "jouwschool", "yourdomain"))
"""Domains of hints; those of ``.example`` are the names that tests give real ones."""
_UUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?\Z|[0-9a-f]{32,128}\Z")
"""Ids that are written like an address (RFC 5545 §3.8.4.7 asks for it): of events, messages, boundaries."""
_MACHINE = re.compile(r"(?=[^0-9]*[0-9])[0-9a-f-]{16,}\Z|(?=(?:[^0-9]*[0-9]){6})[A-Za-z0-9._+-]{24,}\Z")
_PERSON = re.compile(r"[a-z]{1,20}(?:[._-][a-z]{1,20}){1,4}[0-9]{0,4}\Z")


def weigh(local: str, domain: str) -> tuple[float, list[tuple[str, float]]]:
    """The score of an address, and what it is made of."""
    pairs = [("shape:email", 0.6)]
    name = local.lower()
    bare = name.split("+", 1)[0]
    parts = re.split(r"[._-]", bare)
    if bare in EXAMPLES or _UUID.match(name) or domain.lower().split(".")[-2] in _EXAMPLE_DOMAINS:
        pairs.append(("shape:nobody's-address", -0.4))
    elif bare in ROLES or (parts[0] in ROLES and len(parts) < 3) or "noreply" in bare or "no-reply" in bare:
        pairs.append((ROLE_ADDRESS.code, ROLE_ADDRESS.weight))
    elif _MACHINE.match(name):
        pairs.append(("shape:machine-local-part", -0.3))
    elif name.isdigit():
        pairs.append(("shape:numeric-local-part", 0.0))
    elif _PERSON.match(bare):
        pairs.append(("shape:voornaam.achternaam", 0.1))
        if parts[0] in given_names():
            pairs.append(("gazetteer:given-name", 0.1))
    elif bare.rstrip("0123456789") in given_names():
        pairs.append(("gazetteer:given-name", 0.1))
    if domain.lower() in PRIVATE:
        pairs.append(("shape:private-domain", 0.1))
    return round(min(0.9, max(0.1, sum(weight for _, weight in pairs))), 2), pairs


class EmailRecognizer:
    """Finds e-mail addresses; role addresses (info@, privacy@) score low: they are nobody's."""

    name = "email"
    entity = "EMAIL_ADDRESS"
    categories: tuple[Category, ...] = (Category.EMAIL,)
    cost: Cost = "regex"
    trigger = re.compile(r"[A-Za-z0-9_+-](?:@|%40|[ ]?[\[(][ ]?@[ ]?[\])][ ]?)[A-Za-z0-9]")
    context: tuple[str, ...] = ("e-mail", "email", "mail", "mailadres")

    def find(self, text: str) -> list[Match]:
        found = []
        for match in ADDRESS.finditer(text):
            local, domain = match.groups()
            if domain.rpartition(".")[2].lower() in _FILES or ".." in local or (
                    domain.partition(".")[0].lower() in _NO_MAIL):
                continue
            start = match.start(1)
            if _URL_LOGIN.search(text[max(0, start - 84):start]):
                continue
            score, pairs = weigh(local, domain)
            canonical = f"{local}@{domain}".lower()
            found.append(Match(start, match.end(), Category.EMAIL, score, canonical, reasons(*pairs)))
        for match in _BRACKETED.finditer(text):
            if match["domain"].rpartition(".")[2].lower() in ENDINGS:
                score, pairs = weigh(match["local"], match["domain"])
                canonical = f"{match['local']}@{match['domain']}".lower()
                found.append(Match(match.start(), match.end(), Category.EMAIL, score, canonical, reasons(*pairs)))
        return sorted(found, key=lambda each: each.start)


_BRACKETED = re.compile(
    r"(?<![A-Za-z0-9._+@-])(?P<local>[A-Za-z0-9_][A-Za-z0-9._+-]{0,62})[ ]?[\[(][ ]?@[ ]?[\])][ ]?"
    r"(?P<domain>(?:[A-Za-z0-9][A-Za-z0-9-]{0,61}\.){1,4}[A-Za-z]{2,10})(?![A-Za-z0-9@-])")
"""An address with brackets around its sign."""
ENDINGS = frozenset((
    "nl", "be", "com", "org", "net", "eu", "de", "fr", "info", "school", "online", "frl", "amsterdam", "example", "uk",
    "edu", "sr", "cw", "aw", "sx", "me", "app", "tv", "nu",
))
"""Endings of addresses that are written in other ways than with a plain sign."""


_WRAP = re.compile(r"(?:mailto:)?(?:[^<>@]{0,80}<)?([^<>]{3,254})>?\Z", re.IGNORECASE)


def check_email(value: str) -> Verdict:
    """A whole value under an e-mail key; ``mailto:`` and ``Name <address>`` are taken off."""
    wrapped = _WRAP.match(value.strip())
    match = ADDRESS.fullmatch(wrapped.group(1)) if wrapped else None
    if match is None:
        return impossible(Category.EMAIL, value, ("shape:email", -0.9))
    local, domain = match.groups()
    _score, pairs = weigh(local, domain)
    canonical = f"{local}@{domain}".lower()
    if any(code == "shape:nobody's-address" for code, _ in pairs):
        return impossible(Category.EMAIL, canonical, *pairs)
    if any(code == "shape:role-address" for code, _ in pairs):
        return plausible(Category.EMAIL, canonical, *pairs)
    return valid(Category.EMAIL, canonical, *pairs)
