"""Pictures and recordings that are sent, told by their content, or by the name of a file that was left out.

Theory. What a microphone or a camera took is sent as the body of a message, as a part of a form or in base64 in a
field, under any key or none. A recording holds a voice or a face as a rule. A picture in a format of cameras is a
photo as a rule; one in another format may be a drawing or a picture of the screen, which is to be assessed. Recorders
leave out large files but keep their names, which then tell the kind. What is received is mostly what lessons show, and
says nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scanner.model import FILE_CONTENT, Category, Evidence, Field

from .lexicon import CLEAR
from .plan import Plan

_BY_EXTENSION = dict.fromkeys(("jpg", "jpeg", "png", "heic", "webp", "gif", "bmp"), Category.IMAGE) | dict.fromkeys(
    ("mp3", "m4a", "wav", "ogg", "opus", "mp4", "mov", "webm", "avi", "3gp"), Category.AV)
_TOLD = re.compile(r"(image|audio|video) ([a-z]{3,5}) [b-t]{24}\Z")
_OF_CAMERAS = frozenset({"jpeg", "heic"})
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


def by_content(told: str) -> Sent | None:
    """What the decoder says of a content: ``image jpeg …``; None for a text of somebody else under that key."""
    found = _TOLD.match(told)
    if found is None:
        return None
    kind, form = found.groups()
    if kind != "image":
        return Sent(Category.AV, _RECORDING, Evidence("shape:sent-recording", _RECORDING))
    if form in _OF_CAMERAS:
        return Sent(Category.IMAGE, _PHOTO, Evidence("shape:sent-photo", _PHOTO))
    return Sent(Category.IMAGE, _PICTURE, Evidence("shape:sent-picture", _PICTURE))


def sent(files: Sequence[tuple[Field, Plan]]) -> Iterator[tuple[Field, Plan, Sent]]:
    """What the names and contents of files in a message tell, each file once."""
    there = {_place(leaf) for leaf, _ in files if leaf.path.key == FILE_CONTENT}
    for leaf, plan in files:
        if leaf.path.key == FILE_CONTENT:
            told = None if _is_keyed(leaf) else by_content(leaf.value)
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
