"""GraphQL: variables are JSON, literals in the document are fields too."""

from __future__ import annotations

import json

import pytest


def test_document_and_variables(decode):
    body = {
        "operationName": "Leerling",
        "variables": {"eckId": "e1"},
        "query": 'query Leerling($eckId: ID!) {\n  leerling(id: $eckId, bsn: "999990019", jaar: 2012) { naam }\n}',
    }
    outcome = decode(request=json.dumps(body).encode(), kind="application/json")
    assert outcome.body["/variables/eckId"] == "e1"
    assert outcome.body["/query/bsn"] == "999990019"
    assert outcome.body["/query/jaar"] == "2012"
    assert outcome.body["/query"] == body["query"]
    span = outcome.field("999990019").origin.steps[-1]
    assert (span.name, body["query"][span.start : span.end]) == ("graphql", "999990019")


def test_shorthand_block_strings_and_query_parameters(decode):
    outcome = decode(target="/graphql?query=%7Bzoek(naam%3A%22Sanne%22)%7Bid%7D%7D")
    assert ("/query/naam", "Sanne") in outcome.part("url.query")
    body = b'mutation { zet(tekst: """Beste\nSanne""", o: {plaats: "Ede"}) { ok } }'
    found = decode(request=body, kind="application/graphql").body
    assert (found["/tekst"], found["/plaats"]) == ("Beste\nSanne", "Ede")


@pytest.mark.parametrize(
    "text",
    [
        "query",
        "query van de dag: goed",
        "mutation (",
        "{ geen",
        "subscription",
        "query " + "(" * 5000,
        "query{" + '"' * 9999,
    ],
)
def test_other_text_stays_text(decode, text):
    outcome = decode(request=json.dumps({"query": text}).encode(), kind="application/json")
    assert outcome.values == [text]
