"""Makes up people: names as they are in Dutch classrooms, written in every way that names are written."""

from __future__ import annotations

import random

from . import data

_TURKISH = str.maketrans("ıİşŞğĞçÇöÖüÜéńśźżłąŁŚĆć", "iIsSgGcCoOuUenszzlaLSCc")
_BACKGROUNDS = ("moroccan", "turkish", "surinamese_antillean", "arabic_afghan_iranian_kurdish",
                "polish_ukrainian_balkan", "eritrean_somali_ghanaian", "chinese_vietnamese")
_BACKGROUND_WEIGHTS = (26, 22, 18, 16, 10, 6, 4)
_FAMILIAR = {"turkish": "tr_TR", "moroccan": "fr_DZ", "polish_ukrainian_balkan": "pl_PL"}
_TUSSENVOEGSELS = ("van", "de", "van de", "van der", "van den", "ten", "ter", "van het", "op de", "in 't")
_SOFT, _HARD = ("a", "e", "i", "o", "u", "ie", "oe", "ay", "aa", "ee", "y", "ai", "ou"), (
    "b", "d", "f", "j", "k", "l", "m", "n", "r", "s", "t", "v", "w", "z", "sh", "kh", "dj", "ch", "br", "tj", "g", "h",
    "x", "ll", "nn", "th", "st")
_ENDS = ("a", "a", "e", "n", "ne", "lyn", "ia", "o", "i", "ke", "yn", "el", "ey", "on", "is", "y", "tje", "ah", "iel",
         "ian", "our", "im", "ed", "ina", "issa", "iano", "ayro", "vano", "elle", "aine", "ique", "ick", "er", "us")
_SPELT = (("k", "c"), ("c", "k"), ("s", "z"), ("i", "y"), ("y", "i"), ("j", "y"), ("ie", "y"), ("f", "ph"), ("t", "th"),
          ("ai", "ay"), ("ei", "ij"), ("n", "nn"), ("l", "ll"), ("s", "ss"), ("ke", "que"), ("ou", "u"), ("ch", "sh"),
          ("g", "gh"), ("d", "dj"), ("v", "f"), ("e", "ee"), ("h", ""), ("k", "ck"), ("qu", "kw"))
"""How parents spell a name otherwise."""
_PET = ("tje", "je", "ie", "y", "o", "a", "s", "ske", "tjuh", "i", "ke", "ii", "ee")
_LOCALES = ("de_DE", "en_GB", "en_IN", "id_ID", "fr_FR", "it_IT", "es_ES", "pt_PT", "hr_HR", "ro_RO", "vi_VN", "en_NG",
            "az_AZ", "nl_BE", "yo_NG")


class People:
    """A source of invented names; the same generator gives the same names."""

    def __init__(self, generator: random.Random) -> None:
        self._r = generator
        self._given, self._given_weights = data.given_names()
        self._family, self._family_weights = data.surnames()
        self._locales = data.foreign("names_by_locale.tsv.gz")
        self._backgrounds = data.foreign("names_by_background.tsv.gz")
        self._homographs = [name for name in data.words("homographs") if data.allowed(name)]
        self._modern = [name for name in (*data.words("modern"), *data.words("frisian")) if data.allowed(name)]

    def given(self) -> str:
        """One given name; sometimes a double one."""
        roll = self._r.random()
        if roll > 0.88:
            return self.rare()
        name = self._first()
        if roll < 0.025:
            return f"{name}-{self._first()}"
        return name

    def rare(self) -> str:
        """A given name that no list need hold: spelt as nobody spells it, a pet name, or made up."""
        roll = self._r.random()
        name = self._spelt(self._first()) if roll < 0.4 else self._pet(self._first()) if roll < 0.7 else (
            self._invented())
        return name if data.allowed(name) else self.rare()

    def raw_family(self) -> str:
        """A surname as it stands in a list, its tussenvoegsels in lower case."""
        return self._last()

    def _spelt(self, name: str) -> str:
        """The name with a letter or two as nobody expects them."""
        small = name.casefold()
        for _ in range(self._r.choice((1, 1, 2))):
            old, new = self._r.choice(_SPELT)
            place = small.find(old, 1)
            small = small[:place] + new + small[place + len(old):] if place > 0 else small
        return "-".join(part[:1].upper() + part[1:] for part in small.split("-"))

    def _pet(self, name: str) -> str:
        """``Semmie``, ``Lotje``, ``Mo``, ``Abdel``: the beginning of a name, with an ending or without."""
        first = name.split("-")[0].split(" ")[0]
        size = self._r.choice((2, 3, 3, 4, 4, 5))
        short = first[:size]
        if len(short) < len(first) and short[-1] in "aeiouy" and len(short) > 2:
            short = short[:-1]
        if self._r.random() < 0.3 and len(short) > 1:
            return short
        end = self._r.choice(_PET)
        doubled = short[-1] if end in ("ie", "y", "o", "a", "i", "ii") and self._r.random() < 0.5 else ""
        return short + doubled + end

    def _invented(self) -> str:
        """Letters that could be a name: ``Djaylano``, ``Shivon``."""
        r = self._r
        middle = "".join(r.choice(_HARD) + r.choice(_SOFT) for _ in range(r.choice((1, 1, 2))))
        return (middle + r.choice(_HARD[:17]) * (r.random() < 0.6) + r.choice(_ENDS)).capitalize()

    def homograph(self) -> str:
        """A given name that is a word too, or one that no list need hold."""
        return self._r.choice(self._homographs) if self._r.random() < 0.75 else self.given()

    def lettered(self) -> str:
        """A given name with the first letter of a surname, as two of the same name are told apart: ``Sem K.``"""
        letters = self._last().split()[-1][0].upper()
        return f"{self._first()} {letters}{self._r.choice(('.', '', ''))}" if self._r.random() < 0.6 else self._first()

    def family(self) -> str:
        """A surname as it is written after a title: with a capital, its tussenvoegsels first."""
        name = self._last()
        return name[0].upper() + name[1:]

    def full(self) -> str:
        """Given name and surname in one of the usual ways."""
        r, roll = self._r, self._r.random()
        given, family = self.given(), self._last()
        if roll < 0.66:
            return f"{given} {family}"
        if roll < 0.715:
            return f"{given} {self._first()} {family}"
        if roll < 0.75:
            return f"{given} {self._first()[0].upper()}. {family}"
        if roll < 0.82:
            return f"{given} {family}{r.choice(('-', ' - ', '-', '-', ' '))}{self._last()}"
        if roll < 0.86:
            return f"{given} {family[0].upper()}."
        if roll < 0.92:
            return self.initials()
        return f"{given} {self.family() if r.random() < 0.3 else family}"

    def initials(self) -> str:
        """Initials with a surname: ``J. de Boer``, ``A.M.C. Yıldız``, ``Th. Bos``."""
        r = self._r
        letters = [self._first()[0].upper() for _ in range(r.choices((1, 2, 3), (60, 28, 12))[0])]
        joined = r.choices((".".join(letters) + ".", ". ".join(letters) + ".", "".join(letters)), (80, 14, 6))[0]
        return f"{joined} {self._last()}"

    def reversed(self) -> str:
        """Surname first: ``Vries, Sanne de``, ``de Vries, Sanne``, ``Vries, S. de``."""
        r = self._r
        words = self._last().split()
        lead = [word for word in words[:-1] if word[0].islower() or word[0] == "'"]
        given = self.given() if r.random() < 0.85 else f"{self._first()[0]}."
        if lead and r.random() < 0.6:
            return f"{' '.join(words[len(lead):])}, {given} {' '.join(lead)}"
        return f"{' '.join(words)}, {given}"

    def _first(self) -> str:
        r, roll = self._r, self._r.random()
        if roll < 0.46:
            return r.choices(self._given, cum_weights=self._given_weights)[0]
        if roll < 0.56:
            return r.choice(self._given)
        if roll < 0.62:
            return r.choice(self._modern)
        if roll < 0.70:
            return r.choice(self._homographs)
        return self._plain(self._from_abroad("first"))

    def _last(self) -> str:
        r, roll = self._r, self._r.random()
        if roll < 0.45:
            return r.choices(self._family, cum_weights=self._family_weights)[0]
        if roll < 0.62:
            return r.choice(self._family)
        if roll < 0.70:
            return f"{r.choice(_TUSSENVOEGSELS)} {r.choice(self._family).split()[-1]}"
        return self._plain(self._from_abroad("last"))

    def _from_abroad(self, kind: str) -> str:
        r = self._r
        if r.random() < 0.75:
            group = r.choices(_BACKGROUNDS, _BACKGROUND_WEIGHTS)[0]
            names = self._backgrounds[group][kind]
            familiar = _FAMILIAR.get(group)
            if familiar is not None and r.random() < 0.5:
                names = self._locales[familiar][kind] or names
        else:
            names = self._locales[r.choice(_LOCALES)][kind]
        return r.choice(names) if names else r.choice(self._given if kind == "first" else self._family)

    def _plain(self, name: str) -> str:
        """As often as not without the letters that Dutch keyboards lack."""
        return name.translate(_TURKISH) if self._r.random() < 0.5 else name
