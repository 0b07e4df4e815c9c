"""What PHP serialized: arrays, objects, strings by bytes; other texts stay whole."""

from __future__ import annotations

import json

import pytest

PUPIL = 'a:3:{s:4:"naam";s:13:"Sanne Zoë Vos";s:5:"groep";s:1:"8";s:6:"scores";a:2:{i:0;d:9.87;i:1;b:1;}}'.replace(
    's:13:"Sanne Zoë Vos"', 's:14:"Sanne Zoë Vos"')


def test_an_array(decode):
    outcome = decode(request=json.dumps({"d": PUPIL}).encode(), kind="application/json")
    assert {"/d/naam": "Sanne Zoë Vos", "/d/groep": "8", "/d/scores/0": "9.87", "/d/scores/1": "true"}.items() <= (
        outcome.body.items())
    assert "php" in outcome.steps("Sanne Zoë Vos")


def test_an_object_with_private_members(decode):
    value = 'O:8:"Leerling":2:{s:14:"\0Leerling\0naam";s:5:"Sanne";s:3:"nul";N;}'
    assert decode(request=json.dumps({"d": value}).encode(), kind="application/json").body["/d/naam"] == "Sanne"


@pytest.mark.parametrize("value", [
    'a:1:{s:4:"naam";s:9:"Sanne";}',  # a wrong length
    'a:2:{s:4:"naam";s:5:"Sanne";}',  # a member short
    "a:1:{kapot", 'O:8:"Leerling":1:{', "a:9999999:{", "a:1:2", "Onbekend: Sanne",
    "a:1:{i:0;" * 100 + "N;" + "}" * 100,
])
def test_other_texts_stay_whole(decode, value):
    outcome = decode(request=json.dumps({"d": value}).encode(), kind="application/json")
    assert [found for pointer, found in outcome.part("body") if pointer == "/d"] == [value]
