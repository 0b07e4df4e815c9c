"""Answers of forms: entries of a list that hold what was asked in one object and what was answered in another.

Theory. ``{"field": {"ref": "bsn"}, "type": "text", "text": "…"}`` and ``{"question": {"title": "Roepnaam"}, "answer":
{"value": "…"}}`` say what a field of a form says, and no key above the answer tells it. So each answer gets the meaning
of what its entry asks, and the answers of one list are about one person. As with tables in other dress, a list is
read so only when two of its questions at least are known names of data, and one of them says something by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from typing import NamedTuple

from scanner.model import Field, KeyPath

from .lexicon import lookup
from .meaning import Meaning
from .names import local_name, squash, words
from .plan import Plan, depth_of, is_entry, is_within_entry

MeaningOf = Callable[[tuple[str, ...]], Meaning]

_ANSWERS = frozenset(words("""
value waarde answer antwoord response reactie text tekst date datum number getal boolean input ingevuld content inhoud
val data display reply userinput valuestring valuedate valuedatetime valueinteger valuedecimal valueboolean valuecode
stringvalue textvalue numbervalue datevalue answertext answervalue antwoordtekst
"""))
"""What forms call what was answered."""
_IN_ANSWERS = frozenset(words(
    "answer answers antwoord antwoorden choice choices response value valuecoding reply keuze"))
"""Objects that hold what was answered."""
_OF_CHOICES = frozenset(words("label name naam title titel"))
"""What the choice that somebody made calls what it says."""
_QUESTION = re.compile(r"[^\W\d_](?=[^0-9]{0,99}[0-9]{0,2}[^0-9]{0,99}\Z)[^\n/]{1,99}\Z")
"""Words with a number at most: no id, no address."""
_MOST_SPACES = 16
"""Spaces between the words of the longest question that names a datum."""
_MOST_QUESTIONS = 500
_FEWEST = 2
_SAY = frozenset({"direct", "quasi"})
_COUNT = frozenset({"direct", "quasi", "loose"})
_BESIDE = frozenset({"edu.group", "edu.school"})


class _Entry(NamedTuple):
    """The node of an entry of a list and how many indices lead to it."""

    node: KeyPath
    depth: int


class _Asked(NamedTuple):
    """What an entry asks, and the leaf that says so."""

    meaning: Meaning
    leaf: Field


_Place = tuple[int, int, tuple[int, ...]]


def answers(
    asked: Sequence[tuple[Field, Plan]], leaves: Sequence[Field], meaning_of: MeaningOf
) -> Iterator[tuple[Field, Plan, Meaning]]:
    """The leaves that answer a question of their entry, with its meaning and a plan in the object of the whole form.

    ``asked`` are the leaves that may ask something.
    """
    entries: dict[int, _Entry | None] = {}
    replies = _replies(leaves, entries)
    if not replies:
        return
    questions: dict[_Place, _Asked] = {}
    for leaf, _ in asked[:_MOST_QUESTIONS]:
        if not _is_answered(leaf.path, entries[id(leaf.path)], replies):
            continue
        meaning = _asks(leaf.value, meaning_of)
        place = _place(leaf, entries) if meaning is not None else None
        if meaning is not None and place is not None and (place not in questions or (
                questions[place].meaning.strength not in _SAY)):
            questions[place] = _Asked(meaning, leaf)
    if len({each.meaning.key for each in questions.values()}) < _FEWEST or not any(
            each.meaning.strength in _SAY for each in questions.values()):
        return
    around: dict[int, Plan] = {}
    for leaf in leaves:
        place = _place(leaf, entries)
        question = questions.get(place) if place is not None else None
        entry = entries[id(leaf.path)]
        if question is None or entry is None or leaf is question.leaf or not _answers(leaf.path, entry.node) or (
                _asks(leaf.value, meaning_of) is not None):
            continue
        plan = leaf.path.plan
        assert isinstance(plan, Plan)
        yield leaf, of_form(plan, entry.node, around), question.meaning


def _replies(leaves: Sequence[Field], entries: dict[int, _Entry | None]) -> dict[int, set[KeyPath]]:
    """The paths that hold answers by their keys, by the node of the entry that they are in; fills ``entries``."""
    found: dict[int, set[KeyPath]] = {}
    for path in {id(leaf.path): leaf.path for leaf in leaves}.values():
        entry = entries[id(path)] = _entry_of(path)
        if entry is not None and _answers(path, entry.node):
            found.setdefault(id(entry.node), set()).add(path)
    return found


def _is_answered(path: KeyPath, entry: _Entry | None, replies: Mapping[int, set[KeyPath]]) -> bool:
    """Whether another leaf than that at ``path`` may answer what is asked there."""
    if entry is None:
        return False
    return any(each is not path or depth_of(each) > entry.depth for each in replies.get(id(entry.node), ()))


def _asks(text: str, meaning_of: MeaningOf) -> Meaning | None:
    """What a text asks for; None where it is no known name of a datum."""
    if text.count(" ") > _MOST_SPACES or _QUESTION.match(text) is None or (
            lookup(local_name(text)) is None and not any(sign in text for sign in " _-.")):
        return None
    meaning = meaning_of((text,))
    if meaning.category is None or (meaning.strength not in _COUNT and meaning.category.value not in _BESIDE):
        return None
    return meaning


def _place(leaf: Field, entries: dict[int, _Entry | None]) -> _Place | None:
    """The entry that a leaf is in."""
    entry = entries[id(leaf.path)]
    return None if entry is None else (id(leaf.origin), id(entry.node), leaf.indices[:entry.depth])


def _entry_of(node: KeyPath) -> _Entry | None:
    """The closest entry of a list around a leaf; a list of what was answered is of the entry around it."""
    walk: KeyPath | None = node
    while walk is not None and walk.parent is not None:
        if is_entry(walk) and not (walk.is_index and squash(walk.parent.key) in _IN_ANSWERS and (
                walk.parent.parent is not None and is_within_entry(walk.parent))):
            return _Entry(walk, depth_of(walk))
        walk = walk.parent
    return None


def _answers(node: KeyPath, entry: KeyPath) -> bool:
    """Whether a leaf of an entry is an answer by its key, or by the object that it lies in."""
    key, within = "", False
    walk: KeyPath | None = node
    while walk is not None and walk is not entry:
        if not walk.is_index:
            plain = squash(walk.key)
            within = within or (bool(key) and plain in _IN_ANSWERS)
            key = key or plain
        walk = walk.parent
    return key in _ANSWERS or (within and key in _OF_CHOICES) or (key in _IN_ANSWERS)


def of_form(plan: Plan, entry: KeyPath, around: dict[int, Plan]) -> Plan:
    """The plan of an answer in the object of the form that the entry is of."""
    moved = around.get(id(plan))
    if moved is None:
        moved = around[id(plan)] = copy(plan)
        assert entry.parent is not None
        moved.object_node, moved.object_depth = entry.parent, depth_of(entry.parent)
    return moved
