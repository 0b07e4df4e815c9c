"""Pictures and recordings of somebody: those that are sent, and pictures that are fetched by the number of a person.

Theory. What a microphone or a camera took is sent as the body of a message, as a part of a form or in base64 in a
field, under any key or none. A recording holds a voice or a face as a rule. A picture in a format of cameras is a
photo as a rule; one in another format may be a drawing or a picture of the screen, which is to be assessed. Recorders
leave out large files but keep their names, which then tell the kind. What is received is mostly what lessons show, and
says nothing by itself: of a picture its address tells whom it shows, by a word for such pictures beside an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scanner.model import FILE_CONTENT, Category, Evidence, Field

from .lexicon import CLEAR
from .plan import Plan
from .recognizers.media import STOCK
from .roles import PERSONS, role_of

_BY_EXTENSION = dict.fromkeys(("jpg", "jpeg", "png", "heic", "webp", "gif", "bmp"), Category.IMAGE) | dict.fromkeys(
    ("mp3", "m4a", "wav", "ogg", "opus", "mp4", "mov", "webm", "avi", "3gp"), Category.AV)
_TOLD = re.compile(r"(image|audio|video) ([a-z]{3,5}) [b-t]{24}\Z")
_OF_CAMERAS = frozenset({"jpeg", "heic"})
_PICTURES = re.compile(r"(?:(?:pas|leerling|profiel|pupil|student|user|profile)[_-]?)?(?:foto|photo|portret|portrait|"
                       r"avatar|picture)s?\Z", re.IGNORECASE)
_OF_PUPILS = re.compile(r"(?:pas|leerling|profiel|pupil|student|user|profile)", re.IGNORECASE)
_CUT = re.compile(r"[._-]")
_ID = re.compile(r"(?<![0-9A-Za-z])(?!(?:19|20)[0-9]{2}(?![0-9A-Za-z]))(?=[A-Za-z]{0,3}[0-9])[0-9A-Za-z]{3,64}"
                 r"(?![0-9A-Za-z])")
_MOST_LEVELS = 20
_FETCHED = 0.65
_NAMED, _PHOTO, _PICTURE, _RECORDING = 0.6, 0.6, 0.45, 0.7
_KEYED = frozenset({Category.IMAGE, Category.AV})


class Sent(NamedTuple):
    """What a file is, how surely, and what tells it."""

    category: Category
    confidence: float
    evidence: Evidence


def by_name(name: str) -> Sent | None:
    """A photo or a recording by the extension of its name."""
    extension = name.rpartition(".")[2].lower()
    category = _BY_EXTENSION.get(extension)
    return None if category is None else Sent(category, _NAMED, Evidence(f"shape:{extension}", _NAMED))


def by_address(target: str) -> Sent | None:
    """A picture that is fetched under this address (path and query)."""
    path = target.partition("?")[0]
    if STOCK.search(path):
        return None
    levels = ["", *path.split("/")[-_MOST_LEVELS:], ""]
    for before, level, after in zip(levels, levels[1:], levels[2:], strict=False):
        word = next((piece for piece in _CUT.split(level) if _PICTURES.match(piece)), None)
        if word is not None and any(map(_ID.search, (before, level, after))):
            sure = _OF_PUPILS.match(word) or any(role_of(each) in PERSONS for each in levels)
            confidence = _FETCHED if sure else _PICTURE
            return Sent(Category.IMAGE, confidence, Evidence("shape:image-url", confidence))
    return None


def by_content(told: str, fetched: Sent | None = None) -> Sent | None:
    """What the decoder says of a content: ``image jpeg …``; None for a text of somebody else under that key.

    ``fetched`` is what its address tells of a picture that is received.
    """
    found = _TOLD.match(told)
    if found is None:
        return None
    if fetched is not None:
        return fetched
    kind, form = found.groups()
    if kind != "image":
        return Sent(Category.AV, _RECORDING, Evidence("shape:sent-recording", _RECORDING))
    if form in _OF_CAMERAS:
        return Sent(Category.IMAGE, _PHOTO, Evidence("shape:sent-photo", _PHOTO))
    return Sent(Category.IMAGE, _PICTURE, Evidence("shape:sent-picture", _PICTURE))


def sent(files: Sequence[tuple[Field, Plan]], target: str) -> Iterator[tuple[Field, Plan, Sent]]:
    """What the names and contents of files in an exchange tell, each file once; ``target`` is its address."""
    fetched = by_address(target) if files else None
    there = {_place(leaf) for leaf, _ in files if leaf.path.key == FILE_CONTENT}
    for leaf, plan in files:
        received = leaf.origin.direction == "response"
        if received and (fetched is None or leaf.path.key != FILE_CONTENT or leaf.origin.steps):
            continue
        if leaf.path.key == FILE_CONTENT:
            told = None if _is_keyed(leaf) else by_content(leaf.value, fetched if received else None)
        else:
            told = None if _place(leaf) in there else by_name(leaf.value)
        if told is not None:
            yield leaf, plan, told


def _place(leaf: Field) -> tuple[int, tuple[int, ...]]:
    return id(leaf.path.parent), leaf.indices


def _is_keyed(leaf: Field) -> bool:
    """Whether the key above says so already."""
    above = leaf.path.parent.plan if leaf.path.parent is not None else None
    return isinstance(above, Plan) and above.meaning.category in _KEYED and above.meaning.strength in CLEAR
