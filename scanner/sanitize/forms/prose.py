"""Free text that says nothing any more: each word that could tell something becomes a neutral one of its length.

Theory. What is left of a note when its names are gone still tells a story. So words are kept only when everybody uses
them (articles, pronouns, prepositions, auxiliaries); all others become words of the schoolroom, drawn anew at every
place so that no table of frequencies turns them back. Spans that are given, the fakes of what was detected, are put
in as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scanner.detect.names import words

from ..draws import Draws

_KEPT = frozenset(
    words(
        """
de het een en of maar want dus als dan dat die dit deze er hier daar wie wat waar hoe waarom wanneer ik jij je u hij
zij ze wij we jullie hun hen mij me jou hem haar ons zich mijn jouw uw zijn onze in op aan bij met van voor naar uit
over onder tot door tegen om te is was ben bent waren wordt worden werd heeft heb hebben had kan kun kunnen kon mag
mogen moet moeten zal zullen zou wil willen gaat gaan ging doet doen deed niet geen wel ook nog al nu weer toch heel
erg meer veel minder the a an and or but not is are was were to of for with on at by from this that it i you he she we
they my your his her our
"""
    )
)
_WORDS = """
o ja zo dag les pen som vak boek bord klas taak tijd week werk zaal breuk groep lezen regel tafel vraag bladen
kleurt papier rekent ruimte teller grafiek lesboek liniaal lokalen oefenen opgaven potlood rekenen schrift antwoord
formules lesweken oefening opdracht rekenles tabellen werkboek rekenblad schoolbel taakbrief weektaken antwoorden
bladzijden leesboeken oefeningen opdrachten schoolboek werkboeken leerstofjes leesboekjes leesopgaven oefenbladen
rekenblokje rekenlessen taalopgaven werkblaadje breukenlesje oefenboekjes oefenopgaven rekenmachine rekenopgaven
rekenschrift schoolboeken taalopdracht weekopdracht werkschriften
""".split()  # noqa: SIM905
_NEUTRAL: dict[int, list[str]] = {}
for _each in _WORDS:
    _NEUTRAL.setdefault(len(_each), []).append(_each)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


def neutral(draws: Draws, text: str, spans: Sequence[tuple[int, int, str]], around: int = 0) -> str:
    """Make the words of a text neutral and put in ``spans`` (start, end, fake), ``around`` words beside which stay."""
    places = [found.span() for found in _WORD.finditer(text)]
    near = _near(places, spans, around)
    made, at, last = "", 0, 0
    pending = sorted(spans)
    for number, (start, end) in enumerate(places):
        while pending and pending[0][0] <= start:
            begin, stop, fake = pending.pop(0)
            if begin >= at:
                made += text[at:begin] + fake
                at = stop
        if start < at:
            continue
        made += text[at:start]
        part = text[start:end]
        if number in near or _stays(part):
            made += part
        else:
            opens = not made.rstrip() or made.rstrip()[-1] in '.!?:\n"(' or "\n" in made[len(made.rstrip()) :]
            made += _neutral(draws, part, f"{text[:200]}\0{number}", opens=opens)
        at = last = end
    for begin, stop, fake in pending:
        if begin >= at:
            made += text[at:begin] + fake
            at = stop
    return made + text[max(at, last) :] if at >= last else made


def _near(words: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]], around: int) -> set[int]:
    if not around:
        return set()
    near: set[int] = set()
    for start, end, _ in spans:
        inside = [number for number, (first, last) in enumerate(words) if first < end and start < last]
        if inside:
            near.update(range(inside[0] - around, inside[-1] + around + 1))
    return near


def _stays(part: str) -> bool:
    return part.casefold() in _KEPT or (part.isdigit() and len(part) < 3)


def _neutral(draws: Draws, part: str, place: str, *, opens: bool) -> str:
    """A neutral word; only one that opens a sentence begins with a capital, since others would be taken for names."""
    if part.isdigit():
        return "".join(str(1 + draws.number("prose", f"{place}{n}", 9)) for n in range(len(part)))
    size = len(part)
    options = _NEUTRAL.get(size)
    if options:
        new = draws.one("prose", place, options)
    else:
        piece = "lesstofrekenenwerkboekoefening"
        new = (piece * (size // len(piece) + 1))[:size]
    return new.capitalize() if opens and part[:1].isupper() else new
