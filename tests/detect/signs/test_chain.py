"""Exchanges between systems: the set and the scope they ask for, and dossiers against their own prescription."""

from __future__ import annotations

import pytest

XML = [("Content-Type", "text/xml")]
OSO = ("<dossier xmlns='http://www.edustandaard.nl/oso_gegevensset/2019/dossier'><metadata><categorie_uitlevering>{cat}"
       "</categorie_uitlevering></metadata>{rest}<huidigeschool><leerling>{blocks}</leerling></huidigeschool></dossier>")
VERBODEN = "<cat_vve>VERBODEN</cat_vve>"


def codes(signs):
    return {(sign.code, sign.direction, sign.detail) for sign in signs if sign.code.startswith("exchange.")}


@pytest.mark.parametrize(("profile", "wide"), [
    ("uwlr_lvs_set", True), ("uwlr_volledig", True), ("LVS-set", True),
    ("uwlr_smalle_set", False), ("Smalle-set", False), ("", False),
])
def test_the_set_of_uwlr(signs_of, profile: str, wide: bool) -> None:
    school = f"<school><gegevenssetid>{profile}</gegevenssetid></school>"
    sent = f"<leerlinggegevens_verzoek>{school}</leerlinggegevens_verzoek>".encode()
    found = signs_of(request=XML, sent=sent, method="POST")
    assert codes(found) == ({("exchange.wide-set", "request", "")} if wide else set())


@pytest.mark.parametrize(("cat", "blocks", "filled"), [
    (VERBODEN, "<vve>peuterspeelzaal</vve>", True), (VERBODEN, "<vve><naam>De Kikker</naam></vve>", True),
    (VERBODEN, "<o:vve xmlns:o='x' a='b'>ja</o:vve>", True), ("<cat_vve>OPT-UIT</cat_vve>", "<vve>ja</vve>", True),
    (VERBODEN, "<vve/>", False), (VERBODEN, "<vve></vve>", False), (VERBODEN, "<vve><naam/> </vve>", False),
    (VERBODEN, "<vveadvies>ja</vveadvies>", False), (VERBODEN, "<tlv>ja</tlv>", False), (VERBODEN, "", False),
    ("<cat_vve>OPTIONEEL</cat_vve>", "<vve>ja</vve>", False), ("<cat_vve>VERPLICHT</cat_vve>", "<vve>ja</vve>", False),
])
def test_blocks_that_a_dossier_excludes(signs_of, cat: str, blocks: str, filled: bool) -> None:
    sent = OSO.format(cat=cat, rest="<inzage>true</inzage>", blocks=blocks)
    found = signs_of(request=XML, sent=sent.encode(), method="POST")
    assert codes(found) == ({("exchange.forbidden-block", "request", "vve")} if filled else set())


@pytest.mark.parametrize(("inzage", "missing"), [("false", True), ("nee", True), ("true", False), ("1", False),
                                                 ("ja", False)])
def test_a_dossier_without_a_look(signs_of, inzage: str, missing: bool) -> None:
    sent = OSO.format(cat="", rest=f"<inzage>{inzage}</inzage>", blocks="")
    assert bool(codes(signs_of(request=XML, sent=sent.encode(), method="POST"))) is missing


@pytest.mark.parametrize(("scope", "detail"), [
    ("https://purl.imsglobal.org/spec/or/v1p2/scope/roster-demographics.readonly", "demographics"),
    ("eduv.student.basic eduv.student.deliveryaddress", "delivery"), ("eduv.student.demographics", "demographics"),
    ("eduv.student.accessibility", "accessibility"),
    ("https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly", ""), ("eduv.student.basic", ""),
    ("openid profile email", ""), ("demographics", ""), ("", ""),
])
def test_scopes(signs_of, scope: str, detail: str) -> None:
    form = [("Content-Type", "application/x-www-form-urlencoded")]
    found = signs_of(request=form, sent=f"grant_type=client_credentials&scope={scope}".encode(), method="POST")
    assert codes(found) == ({("exchange.wide-scope", "request", detail)} if detail else set())


def test_scopes_as_a_list_in_an_answer(signs_of) -> None:
    body = b'{"access_token": "x", "scopes": ["eduv.student.basic", "eduv.student.communication"]}'
    found = signs_of(response=[("Content-Type", "application/json")], body=body)
    assert codes(found) == {("exchange.wide-scope", "response", "communication")}


@pytest.mark.parametrize("body", [b'{"inzage": false}', b'{"dossier": {"titel": "Frankrijk"}}', b'{"scope": 3}',
                                  b'{"cat_vve": "VERBODEN", "vve": "ja"}'])
def test_the_same_words_elsewhere(signs_of, body: bytes) -> None:
    assert not codes(signs_of(response=[("Content-Type", "application/json")], body=body))


def test_hostile_input(signs_of) -> None:
    for filling in ("<vve>" * 20_000, "<vve " + "a" * 100_000, "<vve><" + "x" * 200_000 + "</vve>"):
        sent = OSO.format(cat=VERBODEN, rest="", blocks="") + filling
        signs_of(request=XML, sent=sent.encode(), method="POST")
