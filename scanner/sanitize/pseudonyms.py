"""Stable pseudonyms: what stands for an identifier depends on the identifier and the key, today and tomorrow.

Theory. ``Cast`` knows a whole capture, so it can keep fakes apart from each other and from every real value. Who
replaces in traffic that goes on knows neither what came before another start nor what will come, and must give the same
pseudonym tomorrow. Two values that draw the same one are told apart within a session (``apart``): the second draws
again, and only for such a value does the pseudonym hang on what came before. The key is used in a domain of its own: a
pseudonym tells nothing of a sanitized capture. Mail addresses end in ``.example`` (RFC 2606), where nobody gets mail.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from scanner.detect.recognizers.checksums import elfproef
from scanner.model import Category

from .apart import Apart
from .draws import Draws
from .forms import numbers, shapes
from .forms.days import Days, as_written, birthday
from .forms.people import Words
from .inventory import NAMES

IDENTIFIERS = frozenset({
    Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN, Category.EMAIL, Category.PHONE, Category.STREET,
    Category.POSTCODE, Category.DOB, Category.BSN, Category.PGN, Category.HPGN, Category.STAMPSEUDONIEM, Category.ECKID,
    Category.LEERLINGNUMMER, Category.ACCOUNT, Category.LOGIN, Category.DEVICE, Category.ADVERTISING, Category.IBAN,
})
"""What tells who or where somebody is. Tokens, passwords and cookies of a session are how a recipient knows its own
visitor: another one would end the session."""
_NINE = re.compile(r"[0-9]{9}")
_ECKID = re.compile(r"(.*?)([0-9A-Fa-f]{32,200})([^0-9A-Fa-f]*)\Z", re.DOTALL)
_LONGEST = 400
"""Characters beyond which no form but that of its letters and digits is kept."""
_LABEL = re.compile(r"[^\W_]+")


_TURNS, _LONGER = 400, 4000
"""Draws before a pseudonym gets longer than the value, and the last that is put behind it."""


class Pseudonyms:
    """Pseudonyms under the user's key."""

    def __init__(self, key: bytes, apart: Apart | None = None) -> None:
        """``apart`` knows who has which, by default from now on."""
        self._key = hmac.new(key, b"leerlek pseudonyms", hashlib.sha256).digest()
        self._draws = [Draws(self._key)]
        self._apart = apart or Apart(key)
        self._words = Words(self._draws[0], (), self._is_free_word)
        self._names = 0
        self.of = lru_cache(maxsize=20_000)(self._of)

    def _of(self, category: Category, raw: str, canonical: str, via: str) -> str:
        """What stands for a value in the form that it is written in; the value itself where there is nothing.

        ``via`` names the digest or coding that it came through.
        """
        text = raw.strip()
        if not text or (via and not shapes.is_hex(text) and len(text) < 16):
            return raw
        made = self._alike(text) if via or len(text) > _LONGEST else self._made(category, text, canonical)
        return raw.replace(text, made) if made else raw

    def _made(self, category: Category, text: str, canonical: str) -> str:
        if category in NAMES or text.isalpha():
            return self._name(text)
        # What a value is called differs by place; what it looks like does not, so this goes first.
        if category is Category.EMAIL or "@" in text or "%40" in text:
            return self._mail(text)
        if category in (Category.BSN, Category.PGN) or (_NINE.fullmatch(text) and elfproef(text)):
            return self._bsn(text)
        if category is Category.DOB:
            return self._day(text, canonical) or self._alike(text)
        if category is Category.PHONE:
            return self._drawn(_phone(text), lambda draws: numbers.phone(draws, text), _line)
        if category is Category.IBAN:
            return self._drawn(f"iban {shapes.bare(text)}", lambda draws: numbers.iban(draws, text))
        if category is Category.POSTCODE:
            return self._drawn(f"postcode {shapes.bare(text)}", lambda draws: numbers.postcode(draws, text))
        found = _ECKID.match(text)
        if found is not None:
            return found[1] + self._alike(found[2]) + found[3]
        return self._alike(text)

    def _drawn(self, value: str, make: Callable[[Draws], str], bare: Callable[[str], str] = shapes.bare) -> str:
        """The first that ``make`` draws and nobody else has.

        ``value`` is what decides on the draw, ``bare`` what two pseudonyms must not share.
        """
        return self._first(value, (make(draws) for draws in self._turns()), bare)

    def _first(self, value: str, offered: Iterable[str], bare: Callable[[str], str]) -> str:
        first = ""
        for made in offered:
            if self._apart.gets(value, bare(made)):
                return made
            first = first or made
        # As many values of this form are about as it has.
        longer = (f"{first}{number}" for number in range(2, _LONGER))
        return next((made for made in longer if self._apart.gets(value, bare(made))), first)

    def _turns(self) -> Iterator[Draws]:
        for turn in range(_TURNS):
            if turn == len(self._draws):
                self._draws.append(Draws(self._key, turn))
            yield self._draws[turn]

    def _alike(self, text: str) -> str:
        return self._drawn(f"token {shapes.drawn_from(text)}", lambda draws: shapes.alike(draws, text))

    def _name(self, text: str) -> str:
        self._names += 1
        if self._names % 20_000 == 0:  # what it remembers is only for speed
            self._words = Words(self._draws[0], (), self._is_free_word)
        return self._words.name(text)

    def _is_free_word(self, word: str, fake: str) -> bool:
        return word != fake and self._apart.gets(f"word {word}", f"word {fake}")

    def _mail(self, text: str) -> str:
        at = "@" if "@" in text else "%40"
        local, _, domain = text.rpartition(at)
        scheme = "mailto:" if local.lower().startswith("mailto:") else ""
        local = local[len(scheme):].lower()
        letters = ("".join(_LABEL.findall(domain.lower())) + "school")[:8]

        def bare(address: str) -> str:
            return address[len(scheme):].lower().replace("%40", "@")

        label = shapes.word(self._draws[0], letters)
        return self._drawn(f"mail {bare(text)}", lambda draws: (
            f"{text[:len(scheme)]}{shapes.alike(draws, local)}{at}{label}.example"), bare)

    def _bsn(self, text: str) -> str:
        core = "".join(filter(str.isdigit, text))
        if not 8 <= len(core) <= 9 or re.search(r"[^\W\d_]", text):
            return self._alike(text)
        fake = self._drawn(f"bsn {core.zfill(9)}", lambda draws: numbers.Bsns(draws, set()).of(core.zfill(9)))
        rest = iter(fake)
        return fake if len(core) == 8 else "".join(next(rest) if char.isdigit() else char for char in text)

    def _day(self, text: str, canonical: str) -> str | None:
        """A birth date as it is written; None when it is no date that is understood."""
        real = birthday(text, canonical)
        if real is None:
            return None
        year = date(real.year, 1, 1)
        offered = chain((Days(draws, set()).day(real) for draws in self._turns()),
                        (year + timedelta(draws.number("birthday", str(real), 365)) for draws in self._turns()))
        made = self._first(f"day {real}", map(str, offered), str)
        return as_written(text, real, date.fromisoformat(made[:10]))


def _phone(text: str) -> str:
    """What decides on the fake of a phone number in any way of writing it."""
    return f"phone {min(sum(map(str.isdigit, text)), 9)} {_line(text)}"


def _line(phone: str) -> str:
    """The digits of a phone number that all ways of writing it share."""
    return "".join(filter(str.isdigit, phone))[-8:]
