"""Leaves of binary documents: bytes by what they are, keys of any type, equal keys kept."""

from __future__ import annotations

import hashlib

import pytest

from scanner.decode import content, nested
from scanner.decode.budget import Budget, Limits
from scanner.decode.leaves import Pairs, emit, is_document, name_of, written
from scanner.decode.message import Account, Message
from scanner.decode.tree import Trees
from scanner.model import Origin

DIGEST = hashlib.sha256(b"999990019").digest()
LIMITS = Limits()


def leaves(value, limits=LIMITS) -> tuple[list[tuple[str, str]], Message]:
    message = Message(Trees(limits), Budget(limits), nested.expand, nested.look, content.decode)
    message.account = Account(10_000)
    emit(message, value, message.trees.root("body"), (), Origin("request", "body"))
    return [(field.pointer, field.value) for field in message.fields], message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Sanne", [("", "Sanne")]),
        ("", []),
        (None, []),
        (True, [("", "true")]),
        (12, [("", "12")]),
        (5.5, [("", "5.5")]),
        (b"Sanne de Vries", [("", "Sanne de Vries")]),
        (b"", []),
        (b"\x00\xff", [("", "00ff")]),
        (DIGEST, [("", DIGEST.hex())]),
        (Pairs([("naam", "Sanne"), ("naam", "Daan")]), [("/naam", "Sanne"), ("/naam", "Daan")]),
        (Pairs([(1, "a1"), (b"b", "b2"), (b"\xff", "c3"), (None, "d4")]),
         [("/1", "a1"), ("/b", "b2"), ("/ff", "c3"), ("/None", "d4")]),
        ([1, [2]], [("/0", "1"), ("/1/0", "2")]),
        (Pairs([("x", '{"bsn":"999990019"}')]), [("/x", '{"bsn":"999990019"}'), ("/x/bsn", "999990019")]),
    ],
)
def test_values(value, expected):
    assert leaves(value)[0] == expected


def test_long_bytes_are_decoded_by_what_they_are():
    found, message = leaves(Pairs([("a", b"\x01\x02" + bytes(100)), ("b", b'{"n":"Sanne","x":"' + b"y" * 90 + b'"}')]))
    assert ("/b/n", "Sanne") in found
    assert [gap.value for gap, _, _ in message.gaps] == ["content.opaque"]


def test_a_document_in_a_document():
    inner = b"\x82\xa4naam\xa5Sanne\xa4blob\xc4\x40" + bytes(range(64))
    found, _ = leaves([inner])
    assert ("/0/naam", "Sanne") in found


def test_levels_and_room_are_bounded():
    deep: object = "Sanne"
    for _ in range(90):
        deep = [deep]
    found, _ = leaves(deep, Limits(levels=20))
    assert [value for _, value in found] == ["Sanne"]
    found, message = leaves(["x"] * 100, Limits(fields=10))
    assert len(found) == 10
    assert "budget.parts" in [gap.value for gap, _, _ in message.gaps]


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.099999904632568, "5.1"), (52.0907, "52.0907"), (0.1, "0.1"), (1e300, "1e+300"), (float("nan"), "nan"),
     (52.09073719999999, "52.09073719999999")],
)
def test_floats_are_written_short(value, text):
    assert written(value) == text


def test_names():
    assert name_of("x" * 500) == "x" * 100
    assert name_of([1]) == "key"


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([Pairs([("naam", 1)])], True),
        ([[Pairs([("naam", 1)])]], True),
        ([Pairs([(1, 1)])], False),
        ([1, 2, 3], False),
        (["naam"], False),
        ([["naam"]], False),
        ([Pairs([("naam", 1)]), 5], False),
        ([Pairs([("a\x00b", 1)])], False),
        ([Pairs()], False),
    ],
)
def test_what_a_document_looks_like(values, verdict):
    assert is_document(values) is verdict
