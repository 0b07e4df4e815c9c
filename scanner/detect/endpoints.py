"""Whether an exchange asks for content that is the same for everybody: a book, an exercise, a menu, terms of use.

Theory. The words of a path tell content from the work of pupils more often than the text does: a sum about Ahmed comes
from ``/items/tafel7.json``, feedback on his work from ``/submissions/71/feedback``. One word of the second kind
outweighs all of the first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scanner.model import Exchange

from .names import words
from .roles import PERSONS, role_of
from .segments import is_private_calendar

_RUN = re.compile(r"[a-z]{2,40}")
_CONTENT = frozenset(
    words("""
article artikel artikelen assets bank bibliotheek bieb boek boeken book books catalog catalogue catalogus chapter
chapters content contents doelen exercise exercises faq help hoofdstuk hoofdstukken i18n instructie instructies items
kennisbank lemma les lesmateriaal lessen lesson lessons lexicon library locales magazine media menu modules news
nieuws oefening oefeningen opac opdrachten opgave opgaven opgaves pages paragraaf paragrafen privacy public quizzes
redactiesom redactiesommen reader som sommen static stories story subtitles templates terms theorie toetsitems
transcript translations uitleg vertalingen verhaal verhalen voorwaarden vtt wiki bron bronnen examens lesmateriaal
leermiddelen woordenlijst woordenlijsten lemmata definitie personages tijdvak tijdvakken encyclopedie kennis
toetsenbank itembank titel titels titles timedtext captions ondertiteling ondertitels
""")
)
_DESCRIPTION = re.compile(r"/(?:schemas?|xsd|wsdl|openapi|swagger|locales?|i18n|translations?|vertalingen)(?=[/.]|\Z)|"
                          r"\.(?:xsd|wsdl|dtd|map)\Z|/openapi|/(?:nl|en|de|fr)(?:[-_](?:[a-z]{2}))?\.json\Z")
"""What describes data, whatever the data are of, and texts of programs: ``/bundles/nl.json``."""
_TEXTS = re.compile(r"/(?:locales?|i18n|l10n|translations?|vertalingen|lang|langs)[/.](?:[^/]+/){0,3}[^/]*\.json\Z|"
                    r"/(?:nl|en|de|fr)(?:[-_](?:[a-z]{2}))?\.json\Z")
"""Files of texts of a program: labels and examples, also where they read like data of somebody."""
_OF_SOMEBODY = frozenset(
    words("""
absentie absenties account accounts afname afnames afwezig afwezigheid antwoord antwoorden attempt attempts
beoordeling bericht berichten chat child children cijfer cijferlijst cijfers comment comments dashboard dossier
dossiers essay feedback forum gebruiker gebruikers grade gradebook grades groep group inbox ingeleverd inleveren
inschrijving kind kinderen klas klassen leerling leerlingen lid me member members message messages my notes notitie
notities ouder ouders person personal personen persons presentie presenties profiel profile profiles progress pupil
pupils rapport rapporten report reports response responses result resultaat resultaten results review reviews roster
scores self statements student students submission submissions team uitslag uitslagen user users verzuim voortgang
work
""")
)


_REFERENCE = frozenset(
    words("""
codelijst codelijsten codes codetabel config configuratie configuration constants definitions definities enum
enumeraties enums feestdagen keuzelijst keuzelijsten lookup lookups master masterdata meta metadata norm normen
normering norms opties options redenen reasons referentie referentiedata reference references rubric rubrics schaal
schalen scale scales sjablonen soorten stamdata stamgegevens stamtabel stamtabellen tabellen types typen vakanties
waardelijst waardelijsten
""")
)
"""Words of addresses of lists to choose from and of what marks are measured by."""
_ENDS_OF_REFERENCE = ("redenen", "soorten", "codes", "types", "typen", "normen", "schalen", "statussen", "categorieen",
                      "lijsten", "opties", "sjablonen", "niveaus", "definition", "definitions", "definitie",
                      "definities", "metadata", "catalog", "catalogus")
_OWN = frozenset(words("me self mij mijn my profile profiel whoami userinfo currentuser account"))
"""Words of addresses that answer about who asks."""


_ASKED_FOR_ME = re.compile(
    r"(?:user|id|userid|owner|student|leerling|van)=(?:~|%7[eE])?(?:me|self|current|mij)(?:&|\Z)")
_CONTENT_HOST = re.compile(
    r"lesmateriaal|leermiddel|lesstof|examenbank|toetsenbank|itembank|encyclop|woordenboek|kennisbank|kennisnet|wiki|"
    r"catalog|opac|(?:^|[.-])(?:docs?|help|cdn|static|assets|content|nieuws|news|blog|media)[.-]"
)
"""Hosts of what is the same for everybody."""


class Address(NamedTuple):
    """What the address of an exchange says of its answer."""

    content: bool
    """It is the same for everybody: content, or reference data."""
    of_somebody: bool
    """It is about somebody's work or data."""
    own: bool
    """It is about who asks."""
    people: bool
    """It is about persons, so that who is looked for there is one."""
    words: frozenset[str] = frozenset()
    """The words of its path."""
    texts: bool = False
    """It has the texts of a program in some language."""
    things: bool = False
    """It is about things and nobody: products, questions, levels of a game."""


def address_of(exchange: Exchange) -> Address:
    """What the address of an exchange says, cached by its path."""
    path, _, query = exchange.target[:600].partition("?")
    found = _read(exchange.host.lower()[:100], path[:300].lower(), exchange.method == "GET")
    if not query:
        return found
    if _ASKED_FOR_ME.search(query):
        found = found._replace(own=True)
    asked = _asked_for(query)
    return found._replace(of_somebody=True, words=found.words | asked, things=False) if asked and not (
        found.content) else found


_ASKED_FOR = re.compile(
    r"(?:\A|&)(?:(?:k|kl|g|grp|gr|klas|groep|group|class|stamklas)="
    r"(?P<class>[1-8][A-Za-z]{1,4}[0-9]?|[A-Za-z]{1,2}[1-6][A-Za-z]{1,3}[0-9]?)"
    r"|(?:lln|leerling|pupil|student|deelnemer|leerlingid|studentid|pupilid)=[\w-]{0,20}[0-9]{3,9})(?=&|\Z)",
    re.IGNORECASE)


@lru_cache(maxsize=4096)
def _asked_for(query: str) -> frozenset[str]:
    """The word for whom a query asks for by a class or a number: ``?k=8A``, ``?leerling=118377``; empty for nobody."""
    found = _ASKED_FOR.search(query)
    if found is None:
        return frozenset()
    return frozenset({"klas" if found["class"] else "leerling"})


_SIGNED_IN = re.compile(r"cookie|authorization|(?:x-)?(?:[a-z]+-)*(?:token|auth|api-?key|session|user|jwt)",
                        re.IGNORECASE)
_TICKET = re.compile(r"(?:token|sig|signature|key|code|auth|ticket|secret|hash|session|sid|access|t|k|u|uid|id)="
                     r"[^&]{8,}",
                     re.IGNORECASE)


def is_public(exchange: Exchange) -> bool:
    """Whether an answer was asked for with GET by nobody in particular: no session, no token, no ticket in the URL."""
    path, _, query = exchange.target[:2000].partition("?")
    return exchange.method == "GET" and _TICKET.search(query) is None and not is_private_calendar(path) and not any(
        _SIGNED_IN.fullmatch(name) for name, _ in exchange.request_headers)


@lru_cache(maxsize=4096)
def _read(host: str, path: str, asked: bool) -> Address:
    found = set(_RUN.findall(path))
    own = not found.isdisjoint(_OWN)
    reference = not own and (not found.isdisjoint(_REFERENCE) or any(
        word.endswith(_ENDS_OF_REFERENCE) for word in found))
    somebody = not found.isdisjoint(_OF_SOMEBODY) and not reference
    content = reference or _says_content(path) or (not somebody and not own and _CONTENT_HOST.search(host) is not None)
    roles = {role_of(word) for word in found}
    people = not roles.isdisjoint(PERSONS)
    texts = asked and _TEXTS.search(path) is not None
    return Address(asked and content, somebody, own, people, frozenset(found), texts,
                   "thing" in roles and not (people or somebody or own or "group" in roles))


NOWHERE = Address(content=False, of_somebody=False, own=False, people=False)


def is_content(exchange: Exchange) -> bool:
    """Whether the answer is content for everybody, as its path says; only what is asked for with GET can be."""
    return exchange.method == "GET" and _says_content(exchange.target.partition("?")[0][:300].lower())


@lru_cache(maxsize=4096)
def _says_content(path: str) -> bool:
    if _DESCRIPTION.search(path):
        return True
    found = set(_RUN.findall(path))
    return not found.isdisjoint(_CONTENT) and found.isdisjoint(_OF_SOMEBODY)
