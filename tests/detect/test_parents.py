"""What the keys above make of ``naam`` and ``id``, and how they correct clear names."""

from __future__ import annotations

import pytest

from scanner.detect.lexicon import lookup
from scanner.detect.names import squash
from scanner.detect.parents import by_parents, corrected
from scanner.model import Category as C


def around(above: str) -> tuple[tuple[str, ...], str]:
    levels = tuple(above.split("/")) if above else ()
    return levels, squash(levels[-1]) if levels else ""


@pytest.mark.parametrize(("above", "name", "category", "strength"), [
    ("leerling", "naam", C.NAME_FULL, "direct"), ("leerling/data", "naam", C.NAME_FULL, "quasi"),
    ("", "naam", C.NAME_FULL, "loose"), ("product", "name", None, "negative"),
    ("results", "name", C.NAME_FULL, "loose"),
    ("school", "name", C.SCHOOL, "context"), ("groep", "name", C.GROUP, "context"),
    ("actor/account", "name", C.ACCOUNT, "quasi"), ("leerling/naam", "first", C.NAME_GIVEN, "direct"),
    ("", "first", C.NAME_GIVEN, "loose"), ("submission", "grade", C.RESULT, "quasi"),
    ("student", "grade", C.GROUP, "quasi"), ("communicatie", "nummer", C.PHONE, "quasi"),
    ("adres", "nummer", C.STREET, "quasi"), ("user", "id", C.ACCOUNT, "direct"), ("user", "key", C.ACCOUNT, "quasi"),
    ("leerling", "nummer", C.LEERLINGNUMMER, "direct"), ("session", "id", C.COOKIE, "quasi"),
    ("verb", "id", C.EVENT, "quasi"), ("parent", "id", C.ACCOUNT, "loose"), ("device", "id", C.DEVICE, "quasi"),
    ("sepaCreditor", "id", None, "negative"), ("course", "id", None, "negative"), ("", "id", C.ACCOUNT, "loose"),
    ("leerling/studie", "id", None, "negative"), ("opleiding", "naam", C.GROUP, "context"),
    ("klant", "naam", C.NAME_FULL, "loose"),
    ("user/ext/eids/uids", "id", C.ADVERTISING, "direct"), ("uids", "id", C.ACCOUNT, "loose"),
    ("result", "id", C.ACCOUNT, "loose"), ("leerling/x", "guid", C.ACCOUNT, "loose"), ("", "xyzzy", None, "context"),
])
def test_a_name_that_many_things_bear(above: str, name: str, category: C | None, strength: str) -> None:
    assert by_parents(name, lookup(name), *around(above)) == (category, strength)


@pytest.mark.parametrize(("above", "name", "category", "strength"), [
    ("", "email", C.EMAIL, "direct"), ("leerling", "email", C.EMAIL, "direct"), ("school", "email", C.EMAIL, "quasi"),
    ("supplier", "email", None, "negative"), ("EntityDescriptor/person", "email", None, "negative"),
    ("characters", "voornaam", None, "negative"), ("properties", "token", None, "negative"),
    ("events", "sender", C.NAME_FULL, "quasi"), ("course", "submitter", C.NAME_FULL, "quasi"),
    ("course", "display_name", None, "negative"), ("course", "foto", None, "negative"),
    ("device", "localId", C.DEVICE, "quasi"), ("", "localId", C.LEERLINGNUMMER, "direct"),
    ("product", "score", None, "negative"), ("result", "score", C.RESULT, "quasi"),
    ("imp/ext/prebid/bidder/rubicon", "account_id", None, "negative"), ("user", "account_id", C.ACCOUNT, "direct"),
    ("leerling", "barcode", C.ACCOUNT, "quasi"), ("product", "barcode", None, "negative"),
])
def test_a_clear_name_where_it_stands(above: str, name: str, category: C | None, strength: str) -> None:
    entry = lookup(name)
    assert entry is not None
    assert corrected(entry, *around(above)) == (category, strength)
