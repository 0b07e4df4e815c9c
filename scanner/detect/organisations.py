"""Tells keys of companies and services, whose addresses and accounts are nobody's."""

from __future__ import annotations

from scanner.model import Category

from .names import snake, words

ORGANISATIONS = frozenset(
    words("""
merchant creditor incassant leverancier supplier vendor company bedrijf organisatie organization organisation publisher
uitgever uitgeverij provider seller verkoper helpdesk klantenservice servicedesk support
""")
)
CONTACT = frozenset({Category.EMAIL, Category.PHONE, Category.STREET, Category.POSTCODE})
"""Categories of data with which somebody is reached."""
OF_ORGANISATIONS = CONTACT | {Category.IBAN}
"""Categories of data that organisations have as persons do."""


def is_organisation(name: str) -> bool:
    """Whether one of the words of a key is one for organisations: ``sepaCreditor``."""
    return not ORGANISATIONS.isdisjoint(snake(name).split("_"))
