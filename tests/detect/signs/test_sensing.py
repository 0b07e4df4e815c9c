"""Inferences about feeling and attention, and what a pupil says or a page counts."""

import json
from typing import Any

import pytest

JSON = ("Content-Type", "application/json")


def found(signs_of: Any, body: object, *, answer: bool = False) -> list[tuple[str, str]]:
    data = json.dumps(body).encode()
    signs = signs_of([JSON], body=data) if answer else signs_of((), [JSON], sent=data, method="POST")
    return [(s.pointer, s.detail) for s in signs if s.code == "sensing.inference"]


@pytest.mark.parametrize(("body", "place", "detail"), [
    ({"leerling": "x", "attention": 0.42}, "/attention", "behaviour"),
    ({"attention_score": "87.5 %"}, "/attention_score", "behaviour"),
    ({"frames": [{"face": {"attention": 0.31}}]}, "/frames/*/face/attention", "camera"),
    ({"emotions": {"happy": 0.83, "sad": 0.02, "neutral": 0}}, "/emotions/happy", "behaviour"),
    ({"facialExpressions": {"angry": 0.1, "fearful": 0.05}}, "/facialExpressions/angry", "camera"),
    ({"suspicionScore": 74}, "/suspicionScore", "behaviour"),
    ({"cheatProbability": 0.12}, "/cheatProbability", "behaviour"),
    ({"stress": 0.4, "engagement": 0.7}, "/stress", "behaviour"),
    ({"faceCount": 2, "lookingAway": True}, "/faceCount", "camera"),
    ({"webcam": {"emotion": 0.4, "arousal": 0.2}}, "/webcam/emotion", "camera"),
    ({"aandacht": 0.9}, "/aandacht", "behaviour"),
])
def test_inferences(signs_of, body: object, place: str, detail: str) -> None:  # type: ignore[no-untyped-def]
    assert found(signs_of, body) == [(place, detail)]
    assert found(signs_of, body, answer=True) == [(place, detail)]


@pytest.mark.parametrize("body", [
    {"mood": "blij"}, {"mood": 4}, {"mood": "😀", "opmerking": "fijne les"},  # a smiley that the pupil chooses
    {"gevoel": 0.5}, {"emotion": "happy"}, {"emotie": "boos"},
    {"engagement": 12}, {"engagement": 0.35},  # clicks; a rate of a page
    {"engagement": 12, "stress": 1}, {"engagementScore": 12},
    {"stress": 0.5, "klemtoon": 1},  # of a syllable
    {"attention": "Let op: de toets begint om 9 uur"}, {"attention": True}, {"attention": 1}, {"attention": None},
    {"emotions": ["blij", "boos"]}, {"emotions": {"happy": 3, "sad": 1}},  # votes of a class
    {"emotions": {"happy": 0.5}}, {"happy": 0.5, "sad": 0.2},
    {"faceCount": 1}, {"tabSwitches": 0},
    {"suspicion": "geen"}, {"focus": 0.25, "zoom": 2},
    {"les": "Emoties: happy, sad, angry", "attention": ""},
    {"model": {"attention": {"heads": 8, "dropout": 0.1}}},
])
def test_what_is_none(signs_of, body: object) -> None:  # type: ignore[no-untyped-def]
    assert found(signs_of, body) == []
    assert found(signs_of, body, answer=True) == []


def test_words_of_a_page_are_none(signs_of) -> None:  # type: ignore[no-untyped-def]
    page = b"<html><body><h1>Attention</h1><p>0.42</p><meta name=attention content=0.42></body></html>"
    signs = signs_of([("Content-Type", "text/html")], body=page)
    assert not [s for s in signs if s.code == "sensing.inference"]
