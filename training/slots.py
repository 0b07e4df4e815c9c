"""Fills the slots of templates: people, places, schools, subjects, dates, historic persons, products, identifiers."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import data
from .names import People


class Slots:
    """Gives the text and the label of a slot; the label is empty for what is no name."""

    def __init__(self, generator: random.Random) -> None:
        self._r = generator
        self.people = People(generator)
        self._large, self._all_places = data.places()
        self._countries = [name for name in data.lines("countries.txt.gz") if name[0].isupper()]
        self._streets = data.lines("streets.txt.gz")
        self._words = data.lines("words_nl.txt.gz")
        self._english = data.lines("english.txt.gz")
        people = self.people
        self._makers: dict[str, tuple[Callable[[], str], str]] = {
            "G": (people.given, "PERSON"), "P": (people.full, "PERSON"), "F": (people.family, "PERSON"),
            "Z": (people.homograph, "PERSON"), "G1": (people.lettered, "PERSON"), "Q": (people.rare, "PERSON"),
            "l": (people.raw_family, "PERSON"), "F2": (people.family, ""),
            "I": (people.initials, "PERSON"), "R": (people.reversed, "PERSON"), "L": (people.family, ""),
            "G2": (people.given, "MISC"), "h1": (people.given, "MISC"), "H": (self._figure, "MISC"),
            "B": (self._one("books"), "MISC"), "A": (self._one("apps"), "MISC"), "x": (self._brand, "MISC"),
            "A2": (self._one("companies"), "ORG"), "O": (self._school, "ORG"),
            "C": (self._place, "LOC"), "S": (self._street, "LOC"), "s": (self._one("places_in_town"), "LOC"),
            "e": (self._one("large"), "LOC"),
            "V": (self._one("subjects"), ""), "K": (self._one("classes"), ""), "W": (self._one("things"), ""),
            "h": (self._one("nouns"), ""), "m": (self._one("months"), ""), "D": (self._date, ""),
            "N": (self._number, ""),
            "y": (lambda: str(self._r.randint(1200, 2026)), ""), "w": (lambda: self._r.choice(self._words), ""),
            "u": (lambda: self._r.choice(self._words).capitalize(), ""), "j": (self._identifier, ""),
            "o": (self._odd, ""), "O2": (lambda: self._odd().capitalize(), "MISC"),
            "E": (lambda: self._r.choice(self._english), ""),
        }

    def _one(self, name: str) -> Callable[[], str]:
        """Gives one of a list of ``lists.txt``."""
        held = data.words(name)
        return lambda: self._r.choice(held)

    def fill(self, slot: str) -> tuple[str, str]:
        """Text and label."""
        make, label = self._makers[slot]
        return make(), label

    def _figure(self) -> str:
        r = self._r
        if r.random() < 0.55:
            return r.choice(data.words("figures"))
        return r.choice(data.figures()) if r.random() < 0.7 else self.people.full()

    def _school(self) -> str:
        r, roll = self._r, self._r.random()
        if roll < 0.45:
            return f"{r.choice(data.words('school_kinds'))} {r.choice(data.words('school_names'))}"
        if roll < 0.6:
            return r.choice(data.words("figures")) + r.choice(("school", " College", " Lyceum", "-school"))
        if roll < 0.85:
            return f"{self.people.family()} {r.choice(data.words('school_tails'))}"
        return f"{self.people.given()} {self.people.family()}{r.choice(('school', ' School', 'college', ' Stichting'))}"

    def _place(self) -> str:
        r, roll = self._r, self._r.random()
        if roll < 0.5:
            return r.choice(self._large)
        return r.choice(self._all_places) if roll < 0.9 else r.choice(self._countries)

    def _street(self) -> str:
        street = self._r.choice(self._streets)
        return f"{street} {self._r.randint(1, 300)}" if self._r.random() < 0.6 else street

    def _date(self) -> str:
        r = self._r
        day, month, year = r.randint(1, 28), r.randint(1, 12), r.randint(2008, 2027)
        name = data.words("months")[month - 1]
        return r.choice((f"{day} {name} {year}", f"{day:02d}-{month:02d}-{year}", f"{day}/{month}", f"{day} {name}",
                         f"{year}-{month:02d}-{day:02d}"))

    def _number(self) -> str:
        r = self._r
        return str(r.choice((r.randint(1, 12), r.randint(2, 9), r.randint(10, 250), r.randint(1000, 9999))))

    def _odd(self) -> str:
        """A word in lower case that no list holds and that names nobody: a slip, a dish, jargon, a made-up word."""
        r, roll = self._r, self._r.random()
        word = r.choice(self._words)
        if roll < 0.3:
            place = r.randrange(1, len(word))
            return word[:place] + r.choice("aeioubdfgklmnprstvz") + word[place + (r.random() < 0.6):]
        if roll < 0.5:
            return r.choice(data.words("odd"))
        if roll < 0.65:
            return (word[:4] + r.choice(self._words)[-4:]).lower()
        if roll < 0.8:
            return "".join(r.choice(data.words("syllables")) for _ in range(r.choice((2, 3)))).lower()
        return self._identifier().lower().replace("_", "")

    def _brand(self) -> str:
        """A name that no list holds: of a program, a firm, a game."""
        r = self._r
        word = "".join(r.choice(data.words("syllables")) for _ in range(r.choice((2, 2, 3))))
        tail = r.choice(("", "", "", "", "", " Pro", " Online", " 365", " Kids", " Academy", " Home", " BV"))
        return (word.upper() if r.random() < 0.08 else word.capitalize()) + tail

    def _identifier(self) -> str:
        r = self._r
        words = [r.choice(data.words("code")) for _ in range(r.choice((1, 2, 2, 3)))]
        if r.random() < 0.3:
            return "_".join(words)
        return words[0] + "".join(word.capitalize() for word in words[1:]) if r.random() < 0.7 else \
            "".join(word.capitalize() for word in words)
