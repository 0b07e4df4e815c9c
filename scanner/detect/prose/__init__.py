"""Names of people in prose: ``ProseFinder`` asks the trained models, and weighs what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from ..recognizers.base import Match
from .addressed import with_addressed
from .chances import heard, possible
from .company import with_company
from .engines import OFF, OWN, Engine, Found, engine
from .evidence import ALONE, LABEL, SURE, Beside, in_program, is_list_of_people, known_words, trimmed, weigh
from .gate import may_hold_name
from .lessons import EXERCISE, LESSON, of_a_lesson

_MOST_KEPT = 4_000_000
"""Characters of texts whose names are remembered."""
_LONGEST_EXPECTED, _MOST_EXPECTED = 4_000, 2_000


class ProseFinder:
    """Finds names in texts with one engine; remembers the texts that come again."""

    def __init__(self, setting: str = OWN, second: Engine | None = None) -> None:
        """``setting`` is ``leerlek``, ``off`` or an installed spaCy pipeline; ``second`` sees names as well.

        Raises ``UsageError``.
        """
        self._engine: Engine | None = engine(setting)
        self._second = second
        self._kept: dict[str, list[Match]] = {}
        self._held = 0
        self._expected: Iterable[str] = ()

    def expect(self, texts: Iterable[str]) -> None:
        """Texts that will be asked for soon, one by one: read together with the first that the model is needed for.

        Reading many at once takes a third of the time; where no text needs the model, nothing is done.
        """
        self._expected = texts

    def find(self, texts: Sequence[str]) -> list[list[Match]]:
        """The names in each text, in order of their place; nothing is loaded for texts that hold none."""
        if self._engine is None:
            return [[] for _ in texts]
        read: dict[str, list[Match]] = {}
        new: dict[str, None] = {}
        for text in texts:
            known = self._known(text)
            if known is None:
                new[text] = None
            else:
                read[text] = known
        if new:
            new |= self._others(new)
            for text, found, second in self._asked(list(new)):
                read[text] = self._keep(text, _weighed(text, found, second))
        return [read[text] for text in texts]

    def reads(self, text: str) -> bool:
        """Whether a model reads a text: what it says nothing of is nobody to it."""
        return self._engine is not None and may_hold_name(text)

    def _asked(self, texts: Sequence[str]) -> Iterator[tuple[str, list[Found], list[Found] | None]]:
        """What the models say of texts; the second reads only those in which the first sees something."""
        assert self._engine is not None
        firsts = self._engine.people(texts)
        if self._second is None:
            yield from ((text, first, None) for text, first in zip(texts, firsts, strict=True))
            return
        some = {text: first for text, first in zip(texts, firsts, strict=True) if first}
        seconds = dict(zip(some, self._second.people(list(some)), strict=True))
        yield from ((text, first, seconds.get(text, [])) for text, first in zip(texts, firsts, strict=True))

    def _known(self, text: str) -> list[Match] | None:
        """The names in a text that was read before or cannot hold one, ``None`` when the model has to read it."""
        kept = self._kept.get(text)
        return kept if kept is not None or may_hold_name(text) else self._keep(text, [])

    def _others(self, asked: Mapping[str, None]) -> dict[str, None]:
        """What of the expected texts is prose that nobody read yet."""
        expected, self._expected = self._expected, ()
        short = (text for text in expected if len(text) <= _LONGEST_EXPECTED)
        new = (text for text in short if text not in asked and self._known(text) is None)
        return dict.fromkeys(islice(new, _MOST_EXPECTED))

    def _keep(self, text: str, matches: list[Match]) -> list[Match]:
        if self._held + len(text) > _MOST_KEPT:
            self._kept.clear()
            self._held = 0
        self._held += len(text)
        self._kept[text] = matches
        return matches


def _weighed(text: str, found: list[Found], second: list[Found] | None) -> list[Match]:
    listed = is_list_of_people(text, found)
    places = possible(text, found, second, trimmed)
    names = [place for place in places if heard(place.first, place.second) >= SURE]
    beside = Beside(frozenset(name.start for name in names), frozenset(name.end for name in names))
    weighed = [(heard(place.first, place.second), match) for place in places
               if (match := weigh(text, place, listed=listed, beside=beside)) is not None]
    seen: list[Match] = []
    taken = bytearray(len(text))
    for _, match in sorted(weighed, key=lambda each: (-each[0], each[1].start - each[1].end)):
        if not any(taken[match.start : match.end]):
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            seen.append(match)
    return with_company(text, sorted(with_addressed(text, seen), key=lambda match: match.start))


__all__ = [
    "ALONE", "EXERCISE", "LABEL", "LESSON", "OFF", "OWN", "ProseFinder", "in_program", "known_words", "may_hold_name",
    "of_a_lesson",
]
