"""JavaScript literals, none of them JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.jsliteral import parse, unescape


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{naam:'Sanne'}", {"naam": "Sanne"}),
        ('{"naam" : "Sanne", bsn: 999990019,}', {"naam": "Sanne", "bsn": 999990019}),
        ("{a:1.5,b:-2,c:.5,d:0x10,e:1_000,f:5n,g:1e3}", {"a": 1.5, "b": -2, "c": 0.5, "d": 16, "e": 1000, "f": 5,
                                                      "g": 1000.0}),
        ("{a:!0,b:!1,c:null,d:undefined,e:void 0,f:true}", {"a": True, "b": False, "c": None, "d": None, "e": None,
                                                           "f": True}),
        ("[1,,'x',]", [1, None, "x"]),
        ("[]", []), ("{}", {}), ("[[],{}]", [[], {}]),
        ("{a:`zo\nis het`}", {"a": "zo\nis het"}),
        ("{d:new Date('2012-03-04'),e:new Date(1)}", {"d": "2012-03-04", "e": 1}),
        ("{/* naam */naam: // hier\n'Sanne'}", {"naam": "Sanne"}),
        ("{12:'a',$b_1:'c',\u00e9:'d'}", {"12": "a", "$b_1": "c", "\u00e9": "d"}),
        ("{f:function(a){return {x:1,y:[2]}},naam:'Sanne'}", {"f": None, "naam": "Sanne"}),
        ("{f(){return 1},naam:'Sanne'}", {"naam": "Sanne"}),
        ("{...rest,naam:'Sanne'}", {"naam": "Sanne"}),
        ("{a:b+1,c:d?'e':'f',naam:'Sanne'}", {"a": None, "c": None, "naam": "Sanne"}),
        ("{a:'x'.length,naam:'Sanne'}", {"a": None, "naam": "Sanne"}),
        ("{a:`x${b}`,naam:'Sanne'}", {"a": None, "naam": "Sanne"}),
        ("{a:b,naam:'Sanne'}", {"a": None, "naam": "Sanne"}),
        ("{a:[1].map(x=>({y:2})),naam:'Sanne'}", {"a": [1], "naam": "Sanne"}),
        ("(function(a,b){return {naam:a,bsn:b,weer:a}}('Sanne',999990019))",
         {"naam": "Sanne", "bsn": 999990019, "weer": "Sanne"}),
        ("(function(a,b){a.x=b;return {naam:a}}({y:'Sanne'},1));", {"naam": {"y": "Sanne"}}),
        ("((a)=>({naam:a}))('Sanne')", {"naam": "Sanne"}),
    ],
)
def test_values(text, value):
    found = parse(text + " ;x", 0)
    assert found is not None
    assert found[0] == value


def test_code_that_is_no_literal_is_given_back():
    found = parse("{f:function(){return 'Sanne'},...rest,a:b+'Daan',c:1}", 0)
    assert found is not None
    assert found[2] == ["function(){return 'Sanne'}", "...rest", "b+'Daan'"]


def test_where_it_ends():
    text = "x = {a:'}'} + 1"
    assert parse(text, 4) == ({"a": "}"}, 11, [])


@pytest.mark.parametrize("text", ["{", "[1,2", "{a:", "(function(a){return {b:a}", "[" * 300 + "]" * 300,
                                  "{a:" * 300 + "}" * 300])
def test_what_does_not_end(text):
    assert parse(text, 0) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [(r"O\'Brien", "O'Brien"), (r"\x53anne", "Sanne"), (r"Zo\u00eb", "Zoë"), (r"\u{1F600}", "😀"),
     (r"\ud83d\ude00", "😀"), ("a\\\nb", "ab"), (r"\n\t\0", "\n\t\0"), (r"\q", "q"), (r"\u{110000}", "\ufffd"),
     (r"\ud83d", "\ufffd"), ("gewoon", "gewoon")],
)
def test_escapes(text, value):
    assert unescape(text) == value


def test_a_large_argument_is_not_repeated():
    text = "(function(a){return {x:[" + "a," * 1000 + "]}}({y:'" + "z" * 1000 + "'}))"
    found = parse(text, 0)
    assert found is not None
    assert len(json.dumps(found[0])) < 20_000


@given(st.recursive(st.one_of(st.none(), st.booleans(), st.integers(-2**53, 2**53), st.text(max_size=8)),
                    lambda inner: st.one_of(st.lists(inner, max_size=4),
                                            st.dictionaries(st.text(max_size=5), inner, max_size=4))))
def test_json_is_javascript(value):
    text = json.dumps([value])
    found = parse(text, 0)
    assert found is not None
    assert found[:2] == ([value], len(text))


@given(st.text(alphabet="{}[](),:'\"`\\$/*ab1=>. \nfunctiorew", max_size=80))
def test_any_text(text):
    parse("{" + text, 0)
    parse("(function(a){return {" + text, 0)


@pytest.mark.parametrize("text", ["{" + "a:(" * 20_000, "[" + "'" * 40_000, "{" + "/*" * 20_000, "[" + "1," * 40_000,
                                  "{a:" + "-" * 40_000, "{" + "`${" * 20_000, "[" + "new Date(" * 90 + "]"])
def test_hostile_text_is_looked_at_once(text):
    parse(text, 0)
