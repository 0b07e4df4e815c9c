"""Fakes by shape: tokens, ids and words that keep length, alphabet, case and punctuation.

Theory. What one party writes as a UUID with dashes and another in capitals without any is one value, so a fake is drawn
from the letters and digits alone, folded, and put back into the dress of the original. Hexadecimals stay hexadecimal,
version and variant of a UUID stay (RFC 9562 §4), a leading zero stays one and no other becomes one.
"""

from __future__ import annotations

import re

from ..draws import Draws

_UUID = re.compile(r"[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}\Z")
_HEX = re.compile(r"(?=[^0-9]*[0-9])(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{8,}\Z")
_WORDS = re.compile(
    r"[A-Za-z]?[a-z]{3,20}[0-9]{0,6}[a-z]?\Z|[A-Z]{4,12}[0-9]{0,6}\Z|(?=[^aeiou]*[aeiou])[A-Za-z]{3,20}\Z"
)
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstvwz"
_DRESS = re.compile(
    r"(?:GA[0-9]\.[0-9]{1,2}\.|fb\.[0-9]\.|[A-Za-z][A-Za-z0-9]{0,15}[:|_=]|(?:urn:)?uuid:|"
    r"[Bb]earer +|gh[pousr]_|github_pat_|AKIA|ASIA|[sr]k_live_|xox[abprs]-|glpat-|s:|j:)",
    re.IGNORECASE,
)
"""What parties put before an identifier; it stays, and what follows has the fake that it has elsewhere."""
_RUN = re.compile(r"[^\W_]+")


def is_hex(text: str) -> bool:
    """Whether a text is a UUID or other hexadecimals of eight characters or more."""
    return _UUID.match(text) is not None or _HEX.match(text) is not None


def bare(text: str) -> str:
    """What equal tokens share, whatever their dress, case and punctuation."""
    return "".join(_RUN.findall(_undressed(text))).casefold()


def drawn_from(text: str) -> str:
    """All that the fake of a token depends on."""
    text = _undressed(text)
    core = "".join(_RUN.findall(text))
    forms = is_hex(text) or is_hex(core), _UUID.match(text) is not None, _WORDS.match(core) is not None
    return f"{core.casefold()} {forms}"


def _undressed(text: str) -> str:
    dress = _DRESS.match(text)
    while dress is not None and dress.end() < len(text) and sum(map(str.isalnum, text[dress.end() :])) >= 6:
        text = text[dress.end() :]
        dress = _DRESS.match(text)
    return text


def alike(draws: Draws, text: str) -> str:
    """A token of the same shape. Equal tokens in another dress or case get the same fake in theirs."""
    token = _undressed(text)
    if token != text:
        return text[: len(text) - len(token)] + alike(draws, token)
    core = "".join(_RUN.findall(text))
    if not core:
        return text
    uuid = _UUID.match(text) is not None
    folded = core.casefold()
    for turn in range(4):
        fake = _core(draws, folded, is_hex(text) or is_hex(core), uuid, turn, _WORDS.match(core) is not None)
        if fake != folded:
            break
    return _dressed(text, fake)


def _core(draws: Draws, folded: str, hexadecimal: bool, uuid: bool, turn: int, wordy: bool) -> str:
    source = draws.stream("shape", folded, turn)
    made: list[str] = []
    for place, char in enumerate(folded):
        byte = next(source)
        if uuid and place in (12, 16):
            made.append(char)
        elif hexadecimal:
            made.append("0123456789abcdef"[byte % 16] if place or char == "0" else "123456789abcdef"[byte % 15])
        elif char.isdigit():
            made.append(char if place == 0 and char == "0" else str(1 + byte % 9) if place == 0 else str(byte % 10))
        elif not char.isascii():
            made.append("éèëöüïáóúç"[byte % 10])
        else:
            made.append(
                "abcdefghijklmnopqrstuvwxyz"[byte % 26]
                if not wordy
                else _VOWELS[byte % 5]
                if char in "aeiouy"
                else _CONSONANTS[byte % 15]
            )
    if hexadecimal and not uuid and not any(map(str.isdigit, made)):
        made[-1] = str(next(source) % 10)
    return "".join(made)


def _dressed(text: str, core: str) -> str:
    """The letters and digits of ``core`` in the case and between the punctuation of ``text``."""
    letters = [char for char in text if char.isalnum()]
    if len(letters) != len(core):  # a character that folds to two
        return text
    if is_hex("".join(letters)) and text.upper() == text:
        core = core.upper()  # a digit may have become a letter
    rest = iter(core)
    return "".join((_cased(next(rest), char) if char.isalnum() else char) for char in text)


def _cased(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new


def digits(draws: Draws, domain: str, text: str, keep: int = 0) -> str:
    """The text with other digits, the first ``keep`` of them left; no zero at the front becomes another."""
    core = "".join(filter(str.isdigit, text))
    for turn in range(4):
        source = draws.stream(domain, core, turn)
        made = [
            char
            if place < keep or (place == 0 and char == "0")
            else str(1 + next(source) % 9)
            if place == 0
            else str(next(source) % 10)
            for place, char in enumerate(core)
        ]
        if "".join(made) != core:
            break
    rest = iter(made)
    return "".join(next(rest) if char.isdigit() else char for char in text)


def word(draws: Draws, text: str, initial: str = "", turn: int = 0) -> str:
    """A word that can be pronounced and means nothing, as long as the folded ``text``: vowels for vowels."""
    source = draws.stream("word", text, turn)
    made = [
        (_VOWELS if char in "aeiouy" else _CONSONANTS)[next(source) % (5 if char in "aeiouy" else 15)] for char in text
    ]
    if initial and made:
        made[0] = initial
    return "".join(made)


def as_written(fake: str, original: str) -> str:
    """A folded fake in the case of ``original``, which may be a letter longer or shorter."""
    if original.isupper() and len(original) > 1:
        return fake.upper()
    if len(fake) != len(original):
        return fake.capitalize() if original[:1].isupper() else fake
    return "".join(new.upper() if old.isupper() else new for new, old in zip(fake, original, strict=True))
