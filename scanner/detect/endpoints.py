"""Whether an exchange asks for content that is the same for everybody: a book, an exercise, a menu, terms of use.

Theory. The words of a path tell content from the work of pupils more often than the text does: a sum about Ahmed comes
from ``/items/tafel7.json``, feedback on his work from ``/submissions/71/feedback``. One word of the second kind
outweighs all of the first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scanner.model import Exchange

from .names import words

_RUN = re.compile(r"[a-z]{2,40}")
_CONTENT = frozenset(
    words("""
article artikel artikelen assets bank bibliotheek bieb boek boeken book books catalog catalogue catalogus chapter
chapters content contents doelen exercise exercises faq help hoofdstuk hoofdstukken i18n instructie instructies items
kennisbank lemma les lesmateriaal lessen lesson lessons lexicon library locales magazine media menu modules news nieuws
oefening oefeningen opac opdrachten opgave opgaven opgaves pages paragraaf paragrafen privacy public quizzes redactiesom
redactiesommen reader som sommen static stories story subtitles templates terms theorie toetsitems transcript
translations uitleg vertalingen verhaal verhalen voorwaarden vtt wiki
""")
)
_DESCRIPTION = re.compile(r"/(?:schemas?|xsd|wsdl|openapi|swagger|locales?|i18n|translations?|vertalingen)(?=[/.]|\Z)|"
                          r"\.(?:xsd|wsdl|dtd|map)\Z|/openapi")
"""What describes data, whatever the data are of."""
_OF_SOMEBODY = frozenset(
    words("""
account accounts afwezigheid antwoord antwoorden attempt attempts bericht berichten beoordeling chat child children
cijfer cijfers comment comments dashboard dossier dossiers essay feedback forum gebruiker gebruikers grade grades
gradebook groep group inbox inleveren ingeleverd inschrijving kind kinderen klas klassen leerling leerlingen lid me
member members message messages my notes notitie notities ouder ouders person personal personen persons profiel
profile profiles progress pupil pupils report reports response responses result results resultaat resultaten review
reviews roster self statements student students submission submissions team user users voortgang work
""")
)


def is_content(exchange: Exchange) -> bool:
    """Whether the answer is content for everybody, as its path says; only what is asked for with GET can be."""
    return exchange.method == "GET" and _says_content(exchange.target.partition("?")[0][:300].lower())


@lru_cache(maxsize=4096)
def _says_content(path: str) -> bool:
    if _DESCRIPTION.search(path):
        return True
    found = set(_RUN.findall(path))
    return not found.isdisjoint(_CONTENT) and found.isdisjoint(_OF_SOMEBODY)
