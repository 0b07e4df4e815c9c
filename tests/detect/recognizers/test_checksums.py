"""Check digits by published vectors, and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.recognizers.checksums import elfproef, iban_valid, luhn, onderwijsnummer

ELFPROEF = [
    ("111222333", True), ("123456782", True), ("999990019", True), ("063138219", True), ("010000008", True),
    ("111111110", True),
    ("111222334", False), ("123456789", False), ("000000000", False), ("101234564", False), ("12345678", False),
    ("1234567821", False), ("", False), ("12345678a", False), ("１２３４５６７８２", False), ("12345678²", False),
    ("-23456782", False),
]


@pytest.mark.parametrize(("digits", "passes"), ELFPROEF)
def test_elfproef(digits: str, passes: bool) -> None:
    assert elfproef(digits) is passes


@given(st.integers(0, 99_999_999), st.integers(1, 9))
def test_a_wrong_last_digit_never_passes(head: int, off: int) -> None:
    passing = [digit for digit in range(10) if elfproef(f"{head:08d}{digit}")]
    assert len(passing) <= 1
    for digit in passing:
        assert not elfproef(f"{head:08d}{(digit + off) % 10}")


@pytest.mark.parametrize(("digits", "passes"), [
    ("101234564", True), ("101234565", False), ("111222333", False), ("999990019", False), ("10123456", False), ("",
    False),
    ("10123456x", False),
])
def test_onderwijsnummer(digits: str, passes: bool) -> None:
    assert onderwijsnummer(digits) is passes


@pytest.mark.parametrize(("text", "passes"), [
    ("NL91ABNA0417164300", True), ("GB82WEST12345698765432", True), ("DE89370400440532013000", True),
    ("BE68539007547034", True),
    ("BE28DCA7BDBA7E56", False), ("BE68539007547034", True),  # the first passes mod 97; Belgian accounts are digits
    ("NL91ABNA0417164301", False), ("NL91ABNA041716430", False), ("nl91abna0417164300", False),
    ("XX91ABNA0417164300", False),
    ("", False), ("NLXXABNA0417164300", False), ("NL91 ABNA 0417 1643 00", False), ("NL91ABNA041716430０", False),
])
def test_iban(text: str, passes: bool) -> None:
    assert iban_valid(text) is passes


@pytest.mark.parametrize(("digits", "passes"), [
    ("490154203237518", True), ("79927398713", True), ("490154203237519", False), ("000000000000000", False), ("",
    False), ("4901x", False),
])
def test_luhn(digits: str, passes: bool) -> None:
    assert luhn(digits) is passes
