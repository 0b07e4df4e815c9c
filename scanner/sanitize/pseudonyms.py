"""Stable pseudonyms: what stands for an identifier depends on the identifier and the key, and on nothing else.

Theory. ``Cast`` knows a whole capture, so it can keep fakes apart from each other and from every real value. Who
replaces in traffic that goes on knows neither what came before another start nor what will come, and must give the same
pseudonym tomorrow. So two values may, seldom, get the same one. The key is used in a domain of its own: a pseudonym
tells nothing of a sanitized capture. Mail addresses end in ``.example`` (RFC 2606), where nobody gets mail.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import lru_cache

from scanner.detect.recognizers.checksums import elfproef
from scanner.model import Category

from .draws import Draws
from .forms import numbers, shapes
from .forms.days import Days
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


class Pseudonyms:
    """Pseudonyms under the user's key."""

    def __init__(self, key: bytes) -> None:
        self._draws = Draws(hmac.new(key, b"leerlek pseudonyms", hashlib.sha256).digest())
        self._words = Words(self._draws, (), exclusive=False)
        self._days = Days(self._draws, set())
        self._names = 0
        self.of = lru_cache(maxsize=20_000)(self._of)

    def _of(self, category: Category, raw: str, canonical: str, via: str) -> str:
        """What stands for a value in the form that it is written in; the value itself where there is nothing.

        ``via`` names the digest or coding that it came through.
        """
        text = raw.strip()
        if not text or (via and not shapes.is_hex(text) and len(text) < 16):
            return raw
        made = shapes.alike(self._draws, text) if via or len(text) > _LONGEST else self._made(category, text, canonical)
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
            return self._days.written(text, canonical) or shapes.alike(self._draws, text)
        if category is Category.PHONE:
            return numbers.phone(self._draws, text)
        if category is Category.IBAN:
            return numbers.iban(self._draws, text)
        if category is Category.POSTCODE:
            return numbers.postcode(self._draws, text)
        found = _ECKID.match(text)
        if found is not None:
            return found[1] + shapes.alike(self._draws, found[2]) + found[3]
        return shapes.alike(self._draws, text)

    def _name(self, text: str) -> str:
        self._names += 1
        if self._names % 20_000 == 0:  # what it remembers is only for speed
            self._words = Words(self._draws, (), exclusive=False)
        return self._words.name(text)

    def _mail(self, text: str) -> str:
        at = "@" if "@" in text else "%40"
        local, _, domain = text.rpartition(at)
        scheme = "mailto:" if local.lower().startswith("mailto:") else ""
        label = shapes.word(self._draws, ("".join(_LABEL.findall(domain.lower())) + "school")[:8])
        return f"{text[:len(scheme)]}{shapes.alike(self._draws, local[len(scheme):].lower())}{at}{label}.example"

    def _bsn(self, text: str) -> str:
        core = "".join(filter(str.isdigit, text))
        if not 8 <= len(core) <= 9 or re.search(r"[^\W\d_]", text):
            return shapes.alike(self._draws, text)
        fake = numbers.Bsns(self._draws, set()).of(core.zfill(9))
        rest = iter(fake)
        return fake if len(core) == 8 else "".join(next(rest) if char.isdigit() else char for char in text)
