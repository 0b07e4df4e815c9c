"""Countries by what a transfer of data there needs: inside the EEA nothing, elsewhere a decision or a tool.

Theory. GDPR art. 44 to 49: the European Economic Area is one space; for a country with an adequacy decision (art. 45)
no tool is needed; for any other a tool of art. 46, and for the United States the self-certification of each recipient
(Data Privacy Framework), which a capture cannot show: it counts as a country that needs a tool to be named. The list is
dated, and the Commission can change it.
"""

from __future__ import annotations

from typing import Literal

Region = Literal["eea", "adequate", "third", "unknown"]

AS_OF = "2026-11-22"
"""When this list was made; the Commission publishes its decisions under art. 45(8)."""

EEA = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})
ADEQUATE = frozenset({"AD", "AR", "CA", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"})
"""Adequacy decisions; that of Canada is for commercial organisations."""


def region(country: str) -> Region:
    """The region of a two-letter code (ISO 3166-1; ``EU`` and ``EEA``, ``EER`` are taken too); unknown when empty."""
    code = country.strip().upper()
    if code in EEA or code in {"EU", "EEA", "EER"}:
        return "eea"
    if code in ADEQUATE or code == "UK":
        return "adequate"
    return "third" if len(code) == 2 and code.isalpha() else "unknown"
