"""DWR: assignments of an answer, typed lines of a call."""

from __future__ import annotations

import pytest

ANSWER = """throw 'allowScriptTagRemoting is false.';
//#DWR-INSERT
//#DWR-REPLY
var s0={};var s1={};var s2=[];s0.achternaam="Jansen";s0.stamnr=50112;s0.ouder=s1;s0['groep']='4TL2';s0.weg=null;
s1.naam="Zo\\u00eb \\"Bakker\\"";s1.kind=s0;s2[0]="a;b";s0.geboren=new Date(1330819200000);
dwr.engine._remoteHandleCallback('3','0',s0);
"""
CALL = """callCount=1
page=/leerling/zoek
c0-scriptName=LeerlingService
c0-methodName=bewaar
c0-id=0
c0-e1=string:Jansen%20Bakker
c0-e2=number:9
c0-e3=Array:[reference:c0-e1,reference:c0-e2]
c0-param0=Object_Object:{achternaam:reference:c0-e1, namen:reference:c0-e3}
c0-param1=boolean:true
batchId=3
"""


@pytest.mark.parametrize("kind", ["text/javascript", "application/javascript; charset=utf-8"])
def test_an_answer(decode, kind):
    outcome = decode(response=ANSWER.encode(), kind=kind)
    assert outcome.body == {"/s0/achternaam": "Jansen", "/s0/stamnr": "50112", "/s0/ouder/naam": 'Zoë "Bakker"',
                            "/s0/groep": "4TL2", "/s0/geboren": "1330819200000", "/s2/0": "a;b"}
    assert outcome.steps("Jansen") == ["dwr"]


def test_a_call(decode):
    found = decode(request=CALL.encode(), kind="text/plain").body
    assert found["/c0-param0/achternaam"] == "Jansen Bakker"
    assert found["/c0-param0/namen/1"] == "9"
    assert found["/c0-param1"] == "true"
    assert found["/c0-methodName"] == "bewaar"


@pytest.mark.parametrize("script", [
    'var s0={};s0.achternaam="Jansen";',  # any script
    "//#DWR-REPLY\nalert(1)",
    "dwr.engine = {};",
])
def test_other_scripts_are_no_answers(decode, script):
    outcome = decode(response=script.encode(), kind="text/javascript")
    assert all("dwr" not in [step.name for step in field.origin.steps] for field in outcome.fields)
