"""Formats that tell lengths and types: rewritten so that they still can be read."""

from __future__ import annotations

import pytest

from scanner.decode import delta
from scanner.sanitize.rewrite import framed


def other(inner: str, name: str) -> str:
    """Somebody else, of another length; to be told from a name by the name above it."""
    return {"Zoë Kwiklepel": "Bo Ü", "Zoë": "Anemoon", "x": "x" if name == "naam" else "y"}.get(inner, inner)


@pytest.mark.parametrize(("text", "made"), [
    ('a:1:{s:4:"naam";s:14:"Zoë Kwiklepel";}', 'a:1:{s:4:"naam";s:5:"Bo Ü";}'),
    ('O:3:"Kid":2:{s:4:"naam";s:4:"Zoë";s:1:"n";i:7;}', 'O:3:"Kid":2:{s:4:"naam";s:7:"Anemoon";s:1:"n";i:7;}'),
    ('a:2:{i:0;s:1:"x";s:4:"naam";s:1:"x";}', 'a:2:{i:0;s:1:"y";s:4:"naam";s:1:"x";}'),
])
def test_serialized_values_tell_their_new_lengths(text: str, made: str) -> None:
    assert framed.php(text, other) == made


@pytest.mark.parametrize("text", ['a:1:{i:0;i:7;}', 'a:1:{s:99:"kort";}', 's:4:"Zoë', "O:x", ""])
def test_what_is_not_serialized_is_left_to_others(text: str) -> None:
    assert framed.php(text, other) is None


def test_a_partial_page_can_be_read_afterwards() -> None:
    text = "1|#||4|13|updatePanel|ctl00_up|Zoë Kwiklepel|3|hiddenField|naam|Zoë|0|asyncPostBackTimeout||90|"
    made = framed.partial_page(text, other)
    assert made is not None
    before, after = delta.pieces(text), delta.pieces(made)
    assert [(each.kind, each.name) for each in after[0]] == [(each.kind, each.name) for each in before[0]]
    assert [each.content for each in after[0] if each.name in {"ctl00_up", "naam"}] == ["Bo Ü", "Anemoon"]
    assert framed.partial_page("7 appels|peren", other) is None


def test_a_call_keeps_its_types_and_its_signs() -> None:
    text = "callCount=1\r\nc0-param0=string:Zo%C3%AB%20Kwiklepel\r\nc0-e1=number:7\r\nbatchId=1\r\n"
    assert framed.dwr_call(text, other) == text.replace("Zo%C3%AB%20Kwiklepel", "Bo%20%C3%9C")
