"""The sign of an address that is secret.

Administrations mark an address or phone number that must not be given out (``adresgeheim`` of OSO, ``adres_geheim`` of
Somtoday, ``geheimadres`` of ParnasSys, ``isGeheim`` of Magister). Only a flag about an address counts here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

if TYPE_CHECKING:
    from ..plan import Plan

_NOWHERE: frozenset[str] = frozenset()
_AROUND = frozenset({"adres", "adressen", "woonadres", "leerlingadres", "address", "addresses", "homeaddress",
                     "adreslijst", "bezoekadres"})
KEYS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("adresgeheim", "geheimadres", "adresisgeheim", "isadresgeheim", "isgeheim", "secretaddress",
                     "addresssecret", "addressissecret", "confidentialaddress", "addressconfidential"), _NOWHERE),
    **dict.fromkeys(("geheim", "secret", "confidential"), _AROUND),
}
_YES = frozenset({"true", "1", "ja", "j", "yes", "y", "waar"})


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs in the fields of one exchange; each sign once for its place."""
    found: dict[Sign, None] = {}
    for leaf, plan in marked:
        origin = leaf.origin
        if leaf.value.strip()[:20].lower() in _YES and origin.format != "html":
            found[Sign("address.secret", origin.direction, origin.part, plan.template)] = None
    yield from found
