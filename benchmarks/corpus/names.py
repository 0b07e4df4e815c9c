"""Given names and surnames of the corpus; the two splits have none in common."""

from __future__ import annotations

from fixtures import names

_MORE_GIVEN = (
    "Aurélie Berber Chiel Djenna Eefje Fardau Gijsbert Hatice Iyad Jibbe Kjeld Lamyae Merijn Nynke Oumaima Pien Roos"
    " Siem Tygo Umut Vlinder Wybren Xander Ylva Zoë Achraf Bente Ciara Djamal Esra Feline Gökhan Hiba Ismail Jorrit"
    " Kubilay Linde Maryam Noortje Oskar Puck Rowan Shanaya Teun Ummu Veerle Wiktor Yfke Zakaria Mark Floor Joy"
)
_MORE_FAMILY = (
    "Abdi Bouali Çelebi Dijkgraaf El-Idrissi Fokkema Gomes Hu Işık Janga Kowalczyk Lodewijk Mahabier Ngo Öztürk Pinto"
    " Quist Ramlal Sjoerdsma Tesfaye Ünal Vreeswijk Wolthuis Yıldız Zuidema Achahbar Bijlsma Croes Doornbos Ezzaki"
    " Feenstra Güler Hoeksema Idrissi Jongbloed Kabbaj Lewandowska Martha Noordzij Oudshoorn Pietersz"
)
_PARTICLES = ("", "", "", "", "de ", "van ", "van der ", "van den ", "el ", "ter ")


def _halves(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    ordered = sorted(set(words))
    return {"dev": tuple(ordered[::2]), "test": tuple(ordered[1::2])}


GIVEN = _halves((*names.GIVEN, *_MORE_GIVEN.split()))
_SURNAMES = _halves((*names.FAMILY, *_MORE_FAMILY.split()))
FAMILY = {
    split: tuple(f"{_PARTICLES[number % len(_PARTICLES)]}{name}" for number, name in enumerate(some))
    for split, some in _SURNAMES.items()
}
"""Every second surname with a tussenvoegsel or so."""
