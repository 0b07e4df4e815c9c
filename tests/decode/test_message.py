"""The message: its account never names more bytes than there are, its origins list the steps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Budget, Limits
from scanner.decode.message import Account, Message, derive, new_field
from scanner.decode.tree import Trees
from scanner.model import Field, Gap, KeyPath, Origin, Step

SIZES = st.integers(min_value=0, max_value=1000)


def a_message(**limits: int) -> Message:
    def nothing(*_: object) -> None:
        raise AssertionError("not asked for here")

    return Message(Trees(Limits(**limits)), Budget(Limits(**limits)), nothing, nothing, nothing)


@given(SIZES, st.integers(min_value=1, max_value=5000), st.lists(SIZES))
def test_shares_never_exceed_the_captured_bytes(captured, plain, shares):
    account = Account(captured)
    account.plain = plain
    named = [account.charge(share) for share in shares]
    assert min(named, default=0) >= 0
    assert sum(named) + account.left == captured


def test_the_whole_of_a_packed_body_is_its_captured_bytes():
    account = Account(10)
    account.plain = 1000
    assert account.charge(1000) == 10


def test_equal_gaps_are_summed():
    message = a_message()
    message.account = Account(100)
    message.gap(Gap.CONTENT_MEDIA, 30, "image")
    message.gap(Gap.CONTENT_MEDIA, 20, "image")
    assert message.gaps == {(Gap.CONTENT_MEDIA, "image", False): [50, 2]}


def test_fields_stop_at_the_bound_and_say_so_once():
    message = a_message(fields=2)
    message.account = Account(10)
    for _ in range(4):
        message.add("x", KeyPath(), (), Origin("request", "body"))
    assert len(message.fields) == 2
    assert message.gaps == {(Gap.BUDGET_PARTS, "fields", False): [10, 1]}


def test_the_fast_way_to_make_a_field_makes_a_field():
    origin = Origin("request", "body")
    made = new_field(Field, ("x", KeyPath(), (1,), origin))
    assert type(made) is Field
    assert (made.value, made.indices, made.origin) == ("x", (1,), origin)


def test_derive_adds_a_step_and_keeps_the_rest():
    origin = Origin("response", "ws", (Step("json"),), static=True, message=3, format="json")
    inner = derive(origin, "base64", 2, 9, format="json")
    assert inner == Origin("response", "ws", (Step("json"), Step("base64", 2, 9)), True, 3, "json")
    assert derive(origin, "xml").format == "xml"


def test_the_origin_of_urls_is_kept_per_length():
    message = a_message()
    origin = Origin("request", "body")
    assert message.in_url(origin, 5) is message.in_url(origin, 5)
    assert message.in_url(origin, 6).steps == (Step("url", 0, 6),)
    assert message.in_url(Origin("request", "ws"), 5).part == "ws"
