"""A calendar day as each language writes it in a sentence; tables keep the ISO form, which sorts."""

from __future__ import annotations

from datetime import date

from .finding import Text

_NL = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
       "december")
_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
       "December")


def day_words(iso: str) -> Text:
    """``2026-12-31`` as *31 december 2026* and *31 December 2026*; what is no ISO date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return Text(iso, iso)
    return Text(f"{day.day} {_NL[day.month - 1]} {day.year}", f"{day.day} {_EN[day.month - 1]} {day.year}")
