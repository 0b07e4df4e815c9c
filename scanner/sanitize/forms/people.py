"""Fake names: each word of a name has one fake, the same wherever the word occurs.

Theory. A name is met whole, in parts, as initials, in log-ins and file names. So fakes are given to words, not to
persons: ``Sanne`` → ``Lieke`` and ``Vries`` → ``Smits`` make every combination consistent. A fake is as long as the
word, stands in the same lists of names and words (a list is evidence), begins with the letter that all names with
that initial get, and is no word that the capture itself holds as a name. Of names that are words too, some are hardly
ever taken for a word (*Iris*) and some nearly always (*Kent*), so that such a name gets one that is taken for a name in
the same sentences, where there is any. Tussenvoegsels stay: they are nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from scanner.detect.names import words
from scanner.detect.phrases import TOKEN, fold
from scanner.detect.prose.features import lists
from scanner.detect.recognizers.gazetteer import given_names, surnames
from scanner.detect.recognizers.names import TUSSENVOEGSELS

from ..draws import Draws
from .shapes import as_written, word

_COMMON, _RARE = "abcdefghijklmnoprstvw", "quxyz"
PARTICLES = frozenset(word.strip("'’.") for word in TUSSENVOEGSELS) | {"t", "s"}
_JOINED = PARTICLES - {"t", "s", "d", "l", "y"}
_TITLES = frozenset(
    words(
        """
mr mrs ms miss dr drs ir ing mw mevr dhr prof heer mevrouw meneer meester juf juffrouw opa oma jr sr
"""
    )
)

_INSTITUTIONS = frozenset(words("""
basisschool school scholen scholengroep scholengemeenschap college lyceum gymnasium atheneum academie stichting
universiteit hogeschool instituut kindcentrum montessori dalton
"""))

_SENTENCES = ("{} heeft het gedaan.", "Werkboek {}", "Ik ging met {} mee.", "{} was er niet.")
"""Where a name that is a word may stand, from clear to hardly so."""


class Words:
    """Fakes for the words of names; first come, first served, in the order of the inventory."""

    def __init__(self, draws: Draws, real: Iterable[str], free: Callable[[str, str], bool] | None = None,
                 tell: Callable[[str], object] | None = None) -> None:
        """``real`` are the words that stand in names of the capture: none of them becomes anybody's fake.

        No two words share a fake, so that which one a word gets depends on what came before it. ``free`` says of a
        word and a fake whether it may have it, where somebody else remembers what came before. ``tell`` says what is
        detected in a text.
        """
        self._tell = tell
        self._draws = draws
        self._free = free or self._untaken
        self._shared = free is not None
        self._taken = {fold(each) for each in real}
        self._given: dict[str, str] = {}
        self._initials = _permuted(draws, _COMMON) | _permuted(draws, _RARE)

    def fake(self, written: str) -> str:
        """The fake of one word in the case it is written in."""
        folded = fold(written)
        if len(folded) != len(written):
            folded = fold(written := "".join(char for char in written if char.isalpha()))
        if len(folded) == 1:
            return as_written(self._initials.get(folded, folded), written)
        made = self._given.get(folded)
        if made is None:
            # Where others remember, it must not matter with which accents a word came first.
            made = self._given[folded] = self._draw(folded, folded if self._shared else written.casefold())
            self._taken.add(made)
        return as_written(made, written)

    def known(self, written: str) -> bool:
        """Whether a word has a fake already."""
        return fold(written) in self._given

    def compact(self, written: str) -> str:
        """A run of letters that is names put together (``vandenberg``, ``sannedevries``), empty when it is none."""
        made, at = "", 0
        while at < len(written):
            part = next((written[at:end] for end in range(len(written), at + 1, -1)
                         if fold(written[at:end]) in _JOINED or (end - at > 2 and self.known(written[at:end]))), "")
            if not part:
                return ""
            made += part if fold(part) in _JOINED else self.fake(part)
            at += len(part)
        return made if made != written else ""

    def name(self, raw: str) -> str:
        """A whole name, its tussenvoegsels, titles and punctuation kept."""
        made, at = "", 0
        folded = fold(raw)
        if len(folded) != len(raw):
            return raw
        for found in TOKEN.finditer(folded):
            start, end = found.span()
            made += raw[at:start]
            part, at = raw[start:end], end
            if (
                part.isdigit()
                or found.group() in _INSTITUTIONS
                or found.group() in _TITLES
                or (found.group() in PARTICLES and part.casefold() == found.group()  # Önder is a name, onder is not
                    and (raw[:start].strip() or end < len(raw) or len(part) > 1))
            ):
                made += part
            else:
                made += self.fake(part)
        return made + raw[at:]

    def _draw(self, folded: str, written: str) -> str:
        initial = self._initials.get(folded[0], folded[0])
        held = lists(written)
        sizes = dict.fromkeys((len(folded), len(folded) + 1, len(folded) - 1)) if held else {}
        pools = _pool("g" in held.lower())
        if self._tell is not None and _is_word(held):
            read = self._read(folded)
            # A surname mostly stands beside a given name, which tells enough: its length is worth more.
            for size in sizes if "g" in held.lower() else [len(folded)]:
                names: Sequence[str] = pools.get((size, initial), ())
                at = self._draws.number("name", folded, len(names))
                for made in (*names[at:], *names[:at]):
                    if lists(made) == held and self._free(folded, made) and self._read(made) == read:
                        return made
        for size, first in [(size, initial) for size in sizes] + [(size, each) for each in _COMMON for size in sizes]:
            pool = pools.get((size, first), ())
            at = self._draws.number("name", folded, len(pool))
            for alike in (_all, _telling):
                for step in range(len(pool)):
                    made = pool[(at + step) % len(pool)]
                    if alike(lists(made)) == alike(held) and self._free(folded, made):
                        return made
        for turn in range(200):
            made = word(self._draws, folded, initial, turn)
            if (
                made not in PARTICLES
                and lists(made) == (held if turn < 60 else lists(made))
                and self._free(folded, made)
            ):
                return made
        # All words of this length are somebody's: longer ones are not.
        longer = (word(self._draws, folded + "lanterfanten"[: turn // 20], initial, turn) for turn in range(20, 240))
        return next((made for made in longer if self._free(folded, made)), word(self._draws, folded, initial))

    def _read(self, word: str) -> list[object]:
        """What is detected in sentences with a word where a name may stand."""
        assert self._tell is not None
        return [self._tell(sentence.format(word.capitalize())) for sentence in _SENTENCES]

    def _untaken(self, _folded: str, made: str) -> bool:
        return made not in self._taken


def _is_word(held: str) -> bool:
    """Whether the lists that hold a name hold ordinary words too."""
    return "w" in held or "e" in held


def _all(held: str) -> str:
    return held


def _telling(held: str) -> str:
    """Which of the lists decide whether a word is taken for a name: given names, surnames, ordinary words."""
    return "".join(letter for letter in "gGs" if letter in held) + ("w" if _is_word(held) else "")


@cache
def _pool(given: bool) -> dict[tuple[int, str], list[str]]:
    """Listed names by length and initial."""
    pool: dict[tuple[int, str], list[str]] = {}
    for each in sorted(given_names() if given else surnames()):
        if each.isascii() and each.isalpha() and len(each) > 1:
            pool.setdefault((len(each), each[0]), []).append(each)
    return pool


def _permuted(draws: Draws, letters: str) -> dict[str, str]:
    """Each letter another one: a single cycle in an order that the key decides."""
    order = sorted(letters, key=lambda letter: draws.number("initial", letter, 1 << 60))
    return {letter: order[(place + 1) % len(order)] for place, letter in enumerate(order)}
