"""Writes abbreviated names of fields in full: ``roepnm``, ``gebdt``, ``gebl_vdr``, ``pcd``.

Theory. Systems that began on narrow screens cut the words of their columns, each in its own way but all from the same
few dozen words. A name is cut into pieces that are such words or their abbreviations; when no letter is left over it
is written in full, and looked up as if it had been.
"""

from __future__ import annotations

from functools import lru_cache

from .names import snake, words

_SHORT: dict[str, str] = {
    short: full
    for full, shorts in {
        "naam": "nm", "roep": "rpn rp", "voor": "vr", "achter": "acht", "volledige": "vol",
        "tussenvoegsel": "tussenv tussenvgsl tussenvoeg tsv", "voorletters": "vltr vltrs voorl voorlet",
        "geboorte": "geb gebrte gb", "datum": "dt dtm dat dd", "plaats": "plts pl", "land": "lnd l",
        "geslacht": "gesl gsl geslt", "leeftijd": "lft lftd leeft",
        "nationaliteit": "natl nationalt", "groep": "grp", "klas": "kls", "leerjaar": "lj lrj",
        "postcode": "pcd postcd", "straat": "str strt", "woonplaats": "wpl wnpl woonpl woonplts", "adres": "adr",
        "huis": "hs", "telefoon": "tlf telf", "mobiel": "mob mobl", "email": "eml", "nummer": "nr no num nmr",
        "code": "cd", "wachtwoord": "ww wwrd", "gebruikers": "gebr gebrs", "token": "tok tkn",
        "vader": "vdr vad", "moeder": "mdr moed", "ouder": "oud", "verzorger": "verz verzrg", "leerling": "ll",
        "leerkracht": "lkr lkrt", "cijfer": "cijf cyf", "gemiddeld": "gem gemid", "uitslag": "uitsl",
        "rekening": "rek rekn", "godsdienst": "godsd", "medisch": "med", "diagnose": "diagn", "opleiding": "opl",
    }.items()
    for short in words(shorts)
}  # fmt: skip
_WORDS = frozenset(
    words("""
naam roep voor achter tussenvoegsel voorletters geboorte datum plaats land geslacht leeftijd nationaliteit groep klas
leerjaar post postcode straat woonplaats adres huis telefoon mobiel email nummer code wachtwoord gebruikers token vader
moeder ouder verzorger leerling cijfer gemiddeld rekening volledige voogd school stam inlog student
""")
)
"""Words that stand in full beside an abbreviation: ``straatnm``."""
_FEWEST, _MOST = 2, 24
"""Letters of a name that is looked at: one letter is no abbreviation, and nobody cuts words to make a long name."""
_WEAK = 3
"""A name of so few letters means other things too."""
_ALONE = frozenset(words("nm pcd tok tkn grp lft wpl ww mob eml adr tlf"))
"""Such names that are looked at all the same: no number, code or part of a word."""


@lru_cache(maxsize=4096)
def in_full(name: str) -> tuple[str, bool] | None:
    """The name without abbreviations, in snake case, and whether it is too short to be sure; None for any other name.

    ``roepnm`` gives ``("roep_naam", False)``, ``pcd`` gives ``("postcode", True)``, ``product`` gives None.
    """
    levels = [level for level in snake(name).split("_") if not level.isdigit()]
    letters = sum(map(len, levels))
    if not levels or not _FEWEST <= letters <= _MOST or len(levels) > 4:
        return None
    found: list[str] = []
    for level in levels:
        pieces = _pieces(level)
        if pieces is None:
            return None
        found += pieces
    full = [_SHORT.get(piece, piece) for piece in found]
    weak = letters <= _WEAK
    if full == found or (weak and "".join(levels) not in _ALONE):
        return None
    return "_".join(full), weak


def _pieces(level: str) -> list[str] | None:
    """A word as the fewest known pieces; None where letters are left over."""
    best: dict[int, list[str]] = {0: []}
    for end in range(1, len(level) + 1):
        for start in range(end):
            piece = level[start:end]
            if start in best and (piece in _SHORT or piece in _WORDS):
                longer = [*best[start], piece]
                if end not in best or len(longer) < len(best[end]):
                    best[end] = longer
    return best.get(len(level))
