"""Partial answers of ASP.NET pages."""

from __future__ import annotations

import pytest

SPAN = '<span id="lblNaam">Zoë de Vries</span>'


def piece(kind: str, name: str, content: str) -> str:
    return f"{len(content)}|{kind}|{name}|{content}|"


@pytest.mark.parametrize("kind", ["text/plain; charset=utf-8", ""])
@pytest.mark.parametrize("head", ["1|#||4|", ""])
def test_pieces(decode, kind, head):
    body = head + piece("updatePanel", "up1", SPAN) + piece("hiddenField", "leerling", '{"naam":"Daan Bakker"}')
    outcome = decode(response=body.encode(), kind=kind)
    assert "Zoë de Vries" in outcome.values
    assert outcome.body["/leerling/naam"] == "Daan Bakker"
    assert outcome.steps("Daan Bakker")[0] == "delta"


def test_a_length_that_is_wrong_is_followed_to_the_next_bar(decode):
    body = f"1|#||4|99|updatePanel|up1|{SPAN}|0|hiddenField|__EVENTTARGET||"
    assert "Zoë de Vries" in decode(response=body.encode(), kind="text/plain").values


@pytest.mark.parametrize("body", [
    "1|2|3|4", "181|groep|x|tekst|", "4|Sanne|Vos|7", "1|#||4|", "2026|updatePanel", "12 | updatePanel | a | b",
])
def test_other_texts_are_none(decode, body):
    outcome = decode(response=body.encode(), kind="text/plain")
    assert all(step.name != "delta" for field in outcome.fields for step in field.origin.steps)
