"""Signs of exchanges between systems: a wide set or scope is asked for, or a dossier holds what it says it may not.

UWLR names the profile of the data set in ``gegevenssetid``; the narrow one is the Smalle set. An OSO dossier says for
each block whether it may be filled (``cat_*``: VERPLICHT, OPTIONEEL, OPT-UIT, VERBODEN) and whether the parents could
look into it (``inzage``). OneRoster and Edu-V have scopes of their own for demographic, contact and delivery data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

if TYPE_CHECKING:
    from ..plan import Plan

_NOWHERE: frozenset[str] = frozenset()
_DOSSIER = frozenset({"dossier"})
BLOCKS = ("arrangement", "cijferlijst", "diagnose", "document", "eindtoets", "gba", "handelingsplanlijst", "huisarts",
          "leerlinggewicht", "lgf", "lwoo", "medicijngebruik", "nnca", "onderwijsbelemmering", "opp", "overstapadvies",
          "pgbomvang", "rvc", "tehuis", "tlv", "toetslijst", "verzorger", "verzuim", "vir", "vve")
"""Blocks of the OSO dossier (gegevensset 2019.1) that ``cat_`` elements speak of."""
KEYS: dict[str, frozenset[str]] = {
    "gegevenssetid": _NOWHERE, "inzage": _DOSSIER, "scope": _NOWHERE, "scopes": _NOWHERE,
    **dict.fromkeys((f"cat{block}" for block in BLOCKS), _DOSSIER),
}

_NARROW = re.compile(r"smal", re.IGNORECASE)
_CLOSED = frozenset({"verboden", "opt-uit"})
_YES = frozenset({"true", "1", "ja", "j"})
_WIDE_SCOPE = re.compile(
    r"(?:/scope/roster-|eduv\.student\.)(demographics|communication|accessibility|delivery(?=address))")
"""Scopes of OneRoster 1.2 and Edu-V that carry more than who is in which group."""
_LONGEST, _LONGEST_BLOCK = 4 << 20, 100_000


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs in the fields of one exchange; each sign once for its place."""
    found: dict[Sign, None] = {}
    for leaf, plan in marked:
        value, origin = leaf.value.strip()[:2000], leaf.origin
        name = re.sub(r"[^a-z]", "", leaf.path.key[:40].lower()) or "scope"  # one of a list of scopes
        code = detail = ""
        if name == "gegevenssetid":
            code = "exchange.wide-set" if value and not _NARROW.search(value) else ""
        elif name == "inzage":
            code = "exchange.no-inzage" if value.lower() not in _YES else ""
        elif name.startswith("cat"):
            detail = name[3:]
            code = "exchange.forbidden-block" if value.lower() in _CLOSED and _filled(exchange, leaf, detail) else ""
        elif (scope := _WIDE_SCOPE.search(value)) is not None:
            code, detail = "exchange.wide-scope", scope[1]
        if code:
            found[Sign(code, origin.direction, origin.part, plan.template, detail)] = None
    yield from found


def _filled(exchange: Exchange, leaf: Field, block: str) -> bool:
    """Whether the body of the field has an element of this name with text in it."""
    body = exchange.request_body if leaf.origin.direction == "request" else exchange.response_body
    name = rb"(?:[A-Za-z][\w.-]{0,40}:)?" + block.encode()
    for start in re.compile(rb"<" + name + rb"(?:\s[^<>]{0,400})?(?<!/)>").finditer(body.data, 0, _LONGEST):
        end = re.compile(rb"</" + name + rb"\s{0,40}>").search(body.data, start.end(), start.end() + _LONGEST_BLOCK)
        inner = body.data[start.end():end.start() if end is not None else start.end() + _LONGEST_BLOCK]
        if re.sub(rb"<[^<>]{0,400}>", b"", inner).strip():
            return True
    return False
