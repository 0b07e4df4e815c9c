"""Signs of inferences about how someone feels or pays attention, and of supervision by camera.

Theory. What a system infers is a fraction with decimals: ``"attention": 0.42``. What a pupil says is a word or a whole
number (a smiley, one to five), and a number of clicks is whole too. One clear name suffices; names that also mean other
things (``stress`` of a syllable, ``engagement`` of a page) count only together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

from ..names import local_name, squash

if TYPE_CHECKING:
    from ..plan import Plan

_CLEAR = frozenset({
    "attention", "attentionlevel", "attentionscore", "attentiveness", "aandacht", "aandachtscore", "alertness",
    "cheatingprobability", "cheatingscore", "cheatprobability", "concentrationlevel", "concentrationscore",
    "drowsiness", "emotionconfidence", "emotionscore", "gazescore", "integrityscore", "moodscore", "proctoringscore",
    "stressscore", "suspicionlevel", "suspicionscore", "suspicion", "stresslevel", "fraudescore", "engagementscore",
})
_VAGUE = frozenset({"arousal", "boredom", "confusion", "engagement", "frustration", "mood", "stress", "valence",
                    "focus", "emotion"})
_FEELINGS = frozenset({
    "anger", "angry", "contempt", "disgust", "disgusted", "fear", "fearful", "happiness", "happy", "joy", "neutral",
    "sad", "sadness", "surprise", "surprised", "boos", "blij", "bang", "verdrietig", "neutraal",
})
_OF_FEELINGS = frozenset({"affect", "emotion", "emoties", "emotions", "emotie", "expression", "expressions",
                          "facialexpressions", "moods", "faceexpressions"})
_WATCHING = frozenset({"facecount", "facesdetected", "numfaces", "multiplefaces", "nofacedetected", "facenotfound",
                       "lookingaway", "headyaw", "headpitch", "gazex", "gazey", "blinkrate", "tabswitches",
                       "eyesclosed"})
"""What a supervising camera reports; two of them in one message."""
_NOWHERE: frozenset[str] = frozenset()
KEYS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_CLEAR | _VAGUE | _WATCHING, _NOWHERE), **dict.fromkeys(_FEELINGS, _OF_FEELINGS),
}
_FRACTION = re.compile(r"0?\.[0-9]{1,17}|[0-9]{1,2}\.[0-9]{1,15} ?%?")
_SCORE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,15})? ?%?")
_BODY = re.compile(r"face|facial|gaze|camera|webcam|voice|stem|head|eye|oog|gezicht|audio|microphone|landmark")


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The sign of an inference in a message; ``detail`` is ``camera`` (face, eyes, voice) or ``behaviour``."""
    messages: dict[tuple[str, str, int], list[tuple[str, Field, Plan]]] = {}
    for leaf, plan in marked:
        if not leaf.origin.static and leaf.origin.part in {"body", "ws", "url.query"} and leaf.origin.format != "html":
            message = leaf.origin.direction, leaf.origin.part, leaf.origin.message
            messages.setdefault(message, []).append((squash(local_name(leaf.path.key)), leaf, plan))
    for fields in messages.values():
        found = _inference(fields)
        if found is not None:
            leaf, plan, camera = found
            detail = "camera" if camera else "behaviour"
            yield Sign("sensing.inference", leaf.origin.direction, leaf.origin.part, plan.template, detail)


def _inference(fields: list[tuple[str, Field, Plan]]) -> tuple[Field, Plan, bool] | None:
    """The field that shows an inference best, and whether it is from a body."""
    clear = [(leaf, plan) for name, leaf, plan in fields if name in _CLEAR and _is_score(name, leaf.value)]
    vague = {name: (leaf, plan) for name, leaf, plan in fields if name in _VAGUE and _FRACTION.fullmatch(leaf.value)}
    feelings = {name: (leaf, plan) for name, leaf, plan in fields if name in _FEELINGS and _is_share(leaf.value)}
    watched = {name: (leaf, plan) for name, leaf, plan in fields if name in _WATCHING}
    of_feelings = len(feelings) >= 2 and any("." in leaf.value for leaf, _ in feelings.values())
    places = [*clear, *(feelings.values() if of_feelings else ()), *(vague.values() if len(vague) >= 2 else ()),
              *(watched.values() if len(watched) >= 2 else ())]
    if not places:
        return None
    leaf, plan = places[0]
    camera = len(watched) >= 2 or any(_BODY.search(place[1].template.lower()) for place in places)
    return leaf, plan, camera


def _is_score(name: str, value: str) -> bool:
    """Whether a value is a computed one; of suspicion and fraud a whole number is one too."""
    whole = name.startswith(("suspicion", "cheat", "integrity", "proctoring", "fraude"))
    return (_SCORE if whole else _FRACTION).fullmatch(value) is not None


def _is_share(value: str) -> bool:
    return value in {"0", "1"} or _FRACTION.fullmatch(value) is not None
