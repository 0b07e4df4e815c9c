"""Passwords and private keys in text and as whole values; masked values are none.

Cost class: context.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator

from scanner.model import Category

from ..lexicon import lookup
from .base import Cost, Match, Verdict
from .context import Taken
from .outcome import impossible, plausible, reasons, valid
from .token import masked

_PASSWORD = re.compile(
    r"(?<![A-Za-z])(wachtwoord|ww|password|passwd|passwort|paswoord|passcode|pwd|pincode|pukcode|inlogcode|"
    r"toegangscode|kluiscode|alarmcode)"
    r"(?:[ ](?:van|voor|v\.?|of|for)[ ](?:de[ ]|het[ ]|mijn[ ]|account[ ]|chromebook[ ]|ipad[ ])?[^\W\d_][\w'’.-]{1,24}"
    r"(?:[ ][^\W\d_][\w'’.-]{1,24})?(?=[ ]?[:=]|[ ]is[ ]))?"
    r"(?P<sign>[\"']?[ ]{0,2}(?:=|:|%3[Dd])[ ]{0,2}|[ ]is[ ]|"
    r">(?=[^<>\s]{3,128}</))[\"']?(?P<value>[^\s\"'&<>,;]{3,128})",
    re.IGNORECASE,
)
_EXPRESSION = re.compile(r"![01](?![0-9A-Za-z])|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?:[(\[?{}]|\.prototype|\Z)|"
                         r"[0-9]{1,2}\}?\Z")
"""What follows the word in programs and style sheets: a flag, a call, an expression, a selector, a number."""
_LETTERS_AND_DIGITS = re.compile(r"(?=\D*[0-9])(?=[^A-Za-z]*[A-Za-z])")
_OTHER = re.compile(r"\$[({\w]|process\.env|os\.environ|import\.meta|req\.|this\.|self\.|config\.|settings\.")
"""Variables of programs and shells."""
_STATEMENT = re.compile(r"(?:return|case|break|throw)\b|={1,2}[=(]|0x[0-9A-Fa-f]{4,}\Z|[0-9]e[0-9]{1,2}\Z")
"""What is no password wherever it stands: the next statement, a comparison, a flag of bits, a number."""
_PROGRAM = re.compile(r"\)\s?\{|=>|function\b|![01][,}]|\bvar\b|\breturn\b|\{[\w-]{1,30}:|[:.#][\w-]{3,40}[,{]")
_MEMBER_AFTER = re.compile(r",\s{1,40}[A-Za-z]{1,3}:\s")
"""The next member of an object of short keys: ``ww: translate$2,\n M: 'miesiąc'`` speaks of weeks."""
_SPOKEN = re.compile(
    r"(?<![A-Za-z_.-])(?:wachtwoord|ww|password|paswoord|passwd|pincode|inlogcode|toegangscode)"
    r"(?:[ ](?:van[ ]|voor[ ]|v\.?[ ])?(?:leerling|de leerling|(?-i:[^\W\d_a-z])[^\W\d_]{1,20}))?[ ]{1,2}"
    r"(?P<value>(?=[^\s\"'<>]{0,40}[0-9])(?=[^\s\"'<>]{0,40}[A-Za-z])[A-Za-z0-9][^\s\"'<>&,;:=(){}\[\]|/\\]{4,39}"
    r"[A-Za-z0-9!?@#$%*+])"
    r"(?=[.,;)\"']{0,2}(?:\s|\Z))", re.IGNORECASE)
"""A password after the word alone: letters and digits, of six characters and more."""
_TOLD = re.compile(
    r"(?<![A-Za-z_.-])(?:wachtwoord|ww|password|paswoord|pincode|inlogcode)(?![A-Za-z:=])[^\n:=.]{1,70}?(?::|"
    r"(?<= )(?:was|naar|"
    r"is(?: nu)?))[ ]"
    r"(?P<value>(?=[^\s\"'<>]{0,40}[0-9])(?=[^\s\"'<>]{0,40}[A-Za-z])[A-Za-z0-9][^\s\"'<>&,;:=(){}\[\]|/\\]{4,39}"
    r"[A-Za-z0-9!?@#$%*+])(?=[.,;)\"']{0,2}(?:\s|\Z))", re.IGNORECASE)
"""A password that the sentence comes to later: *ww van Jason gereset naar Tijger19*."""
_NO_SECRET = re.compile(
    r"(?:sha|md|aes|rsa|utf|base|ipv|oauth|office|windows|h|v|versie|version|ios|mp|ws|fido|level|stap|[a-z]+-)-?[0-9]+"
    r"(?:[._-][0-9]+)*\Z|[0-9]+(?:x|e|de|ste|fa|d|th|st|uur|tekens?|jaar|keer)\Z|[0-9]+-[a-z]+\Z|.*@.*\..*",
    re.IGNORECASE)
"""Names of methods and products, counts, and addresses."""
_LICENCE = re.compile(
    r"(?<![A-Za-z])(?i:licentie|activatie|activerings|autorisatie|koppel|toegangs|registratie|herstel|verificatie|"
    r"ontgrendel|"
    r"licence|license|activation|recovery|access|backup)[ -]?(?i:code|sleutel|key)"
    r"(?:[ ](?:voor|van|for|of|is|:)){0,2}(?:[ ][\w'’.-]{1,25}){0,3}?(?:[ ]is)?[ ]{0,2}[:=]?[ ]{0,2}[\"']?"
    r"(?P<value>(?=[A-Za-z-]{0,40}[0-9])[A-Za-z0-9]{3,8}(?:-[A-Za-z0-9]{3,8}){1,7}|"
    r"(?=[A-Z]{0,40}[0-9])(?=[0-9]{0,40}[A-Z])[A-Z0-9]{8,32})(?![\w-])")
"""The code of a licence, which whoever holds it can use."""
_BASIC = re.compile(r"(?<![A-Za-z])[Bb]asic[ ]+(?P<value>[A-Za-z0-9+/]{8,512}={0,2})(?![A-Za-z0-9+/=])")
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY-----[A-Za-z0-9+/=\s\\:,.-]{0,8192}")
_STOP = frozenset((
    "verplicht", "vergeten", "vergeten?", "onjuist", "fout", "gewijzigd", "opgeslagen", "verlopen", "ongeldig", "leeg",
    "nodig", "niet", "te", "een", "het", "de", "minimaal", "minstens", "maximaal", "wijzigen", "string", "required",
    "text", "password", "wachtwoord", "true", "false", "null", "undefined", "none", "hidden", "invalid", "incorrect",
    "forgot", "function", "new", "current", "your", "jouw", "je", "uw", "geheim", "veilig", "verborgen", "redacted",
    "filtered", "not", "zwak", "sterk", "afgekeurd", "goed", "correct", "gelijk", "ingesteld", "hersteld", "bekend",
    "persoonlijk", "binnenkort", "min", "max", "nullable", "optional", "sometimes", "confirmed", "changeme", "secret",
))


class CredentialRecognizer:
    """Finds passwords after a word and a sign (``wachtwoord: …``, ``password=…``), and PEM private keys."""

    name = "credential"
    entity = "CREDENTIAL"
    categories: tuple[Category, ...] = (Category.CREDENTIAL,)
    cost: Cost = "context"
    trigger = re.compile(
        r"wachtwoord|(?<![A-Za-z])ww[\"' =:%]|passw|paswoord|passcode|pwd|pincode|pukcode|(?:inlog|toegangs|kluis|"
        r"alarm)code|"
        r"PRIVATE KEY|"
        r"(?<![A-Za-z])basic[ ]|"
        r"(?:licentie|activatie|activerings|autorisatie|koppel|toegangs|registratie|herstel|verificatie|ontgrendel|"
        r"licen[cs]e|"
        r"activation|recovery|access|backup)[ -]?(?:code|sleutel|key)", re.IGNORECASE)
    context: tuple[str, ...] = ("wachtwoord", "password", "pincode")

    def find(self, text: str) -> list[Match]:
        taken = Taken()
        found = [
            Match(each.start(), each.end(), Category.CREDENTIAL, 0.9, each.group(), reasons(("shape:pem-private-key",
            0.9)))
            for each in _PRIVATE_KEY.finditer(text) if taken.take(*each.span())
        ]
        for each in _PASSWORD.finditer(text):
            start, end = each.span("value")
            value = each.group("value").rstrip(".?)")
            mixed = any(char.isdigit() for char in value) or any(not char.isalnum() for char in value)
            bare = value.casefold().rstrip(".!?:").partition("|")[0]
            spoken = each.group("sign").strip() == "is"
            if masked(value) or bare in _STOP or len(value) < 3 or (spoken and not mixed):
                continue
            if _OTHER.match(value) or lookup(value) is not None:
                continue
            if _STATEMENT.match(value) or (_short(each) and text[start - 1] in "\"'"):
                continue
            if _EXPRESSION.match(value) and _PROGRAM.search(text, max(0, each.start() - 80), end + 80):
                continue
            end = start + len(value)
            if _short(each) and _EXPRESSION.match(value) and _MEMBER_AFTER.match(text, end):
                continue
            if not taken.take(start, end):
                continue
            pairs = [("context:password", 0.6)]
            if _short(each) and not _LETTERS_AND_DIGITS.match(value):
                pairs.append(("context:abbreviation", -0.2))  # weeks are written so too
            elif mixed:
                pairs.append(("shape:mixed-characters", 0.2))
            score = round(sum(weight for _, weight in pairs), 2)
            found.append(Match(start, end, Category.CREDENTIAL, score, value, reasons(*pairs)))
        found += [match for match in _unsigned(text) if taken.take(match.start, match.end)]
        return sorted(found, key=lambda match: match.start)


def _unsigned(text: str) -> Iterator[Match]:
    """What needs no sign to be known: passwords of letters and digits, codes of licences, Basic authentication."""
    for each in (*_SPOKEN.finditer(text), *_TOLD.finditer(text)):
        value = each["value"]
        near = max(0, each.start() - 80), each.end() + 80
        if not (_NO_SECRET.match(value) or masked(value) or _PROGRAM.search(text, *near)):
            yield _found(each, ("context:password", 0.5), ("shape:mixed-characters", 0.2))
    for each in _LICENCE.finditer(text):
        if not masked(each["value"]) and len(set(each["value"])) > 3:
            yield _found(each, ("context:licence-code", 0.7))
    for each in _BASIC.finditer(text):
        try:
            user, colon, _ = b64decode(each["value"] + "=" * (-len(each["value"]) % 4), validate=True).partition(b":")
        except ValueError:
            continue
        if colon and user.isascii() and user.decode("ascii").isprintable():
            yield _found(each, ("shape:basic-authentication", 0.9))


def _found(each: re.Match[str], *pairs: tuple[str, float]) -> Match:
    score = round(sum(weight for _, weight in pairs), 2)
    return Match(*each.span("value"), Category.CREDENTIAL, score, each["value"], reasons(*pairs))


def _short(each: re.Match[str]) -> bool:
    """Whether the word is the abbreviation, which programs use for other things."""
    return each.group(1).casefold() == "ww"


_SENTENCE = re.compile(
    r"(?:\A|[ ])(?:[Ww]achtwoord(?:en)?|[Pp]asswords?|[Pp]incode|[Ii]nlogcode)(?:[ ?:!,]|\.\Z)|"
    r"[ ](?:[Ww]achtwoord(?:en)?|[Pp]asswords?)\Z|"
    r"\A(?:Wachtwoord|Password|Pincode|Verplicht|Required)\Z"
)
"""What interfaces say about passwords: the label of a field, a question, a hint."""


def check_credential(value: str) -> Verdict:
    """A whole value under a password key: anything that is no mask."""
    text = value.strip()
    if masked(text):
        return impossible(Category.CREDENTIAL, text, ("shape:masked", -0.9))
    if _SENTENCE.search(text):
        return impossible(Category.CREDENTIAL, text, ("shape:text-about-passwords", -0.9))
    if text.casefold() in _STOP or len(text) > 16384 or text.count(" ") > 5:
        return plausible(Category.CREDENTIAL, text, ("shape:word", -0.3))
    return valid(Category.CREDENTIAL, text, ("shape:not-empty", 0.0))
