"""DPV: RDF that a linked-data reader loads offline, with terms of the vocabulary and no verdict."""

import copy
import json
from typing import Any

import builders
import goldens
import pytest
import rdflib
from rdflib.namespace import RDF, SKOS

from scanner.model import INFO
from scanner.report import render
from scanner.report.dpv import CONTEXT, legal_basis

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in the reader's own code
DPV = rdflib.Namespace("https://w3id.org/dpv#")
CLASSES = {"Process", "Recipient", "DataController", "DataProcessor", "DataSubProcessor", "Authority", "Purpose",
           "LegalBasis", "PersonalData", "SpecialCategoryPersonalData", "PseudonymisedData"}
PROPERTIES = {"hasProcess", "hasRecipient", "hasProcessing", "hasPersonalData", "hasDataSubject", "hasPurpose",
              "hasLegalBasis", "hasComplianceStatus", "hasName", "hasCountry"}
"""The terms of the vocabulary that are used, as DPV 2 defines them."""


def graph(document: dict[str, Any], lang: str = "nl") -> rdflib.Graph:
    return rdflib.Graph().parse(data=render(document, "dpv", lang).decode("utf-8"), format="json-ld")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_a_reader_loads_it_without_the_net(name: str, lang: str) -> None:
    found = graph(getattr(builders, f"{name}_document")(), lang)
    assert len(found) > 5
    for subject, predicate, value in found:
        if str(predicate).startswith(DPV):
            assert str(predicate).removeprefix(DPV) in PROPERTIES
        if predicate == RDF.type and str(value).startswith(DPV):
            assert str(value).removeprefix(DPV) in CLASSES
        assert " " not in str(subject)


def test_the_context_is_part_of_the_file() -> None:
    data = json.loads(render(builders.sample_document(), "dpv", "nl"))
    assert data["@context"] == CONTEXT
    assert all(isinstance(value, (str, dict)) for value in CONTEXT.values())


def test_who_gets_what_about_whom() -> None:
    document = builders.sample_document()
    found = graph(document)
    rows = found.query("""
        PREFIX dpv: <https://w3id.org/dpv#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?name ?code WHERE { ?p dpv:hasPersonalData ?c ; dpv:hasProcessing dpv:Transmit ; dpv:hasRecipient ?r .
          ?r dpv:hasName ?name . ?c skos:notation ?code }""")
    names = {r["id"]: r["organisation"] or r["domain"] for r in document["recipients"]}
    assert {(str(row[0]), str(row[1])) for row in rows} == {  # type: ignore[index]
        (names[f["recipient"]], f["category"]) for f in document["flows"]}


def test_every_category_that_is_referred_to_is_defined() -> None:
    found = graph(builders.sample_document())
    for concept in set(found.objects(predicate=DPV.hasPersonalData)):
        assert (concept, RDF.type, SKOS.Concept) in found
        assert found.value(concept, SKOS.broader) is not None


def test_no_process_is_called_compliant_or_not() -> None:
    found = graph(builders.sample_document())
    assert set(found.objects(predicate=DPV.hasComplianceStatus)) == {DPV.ComplianceIndeterminate}


def test_a_legal_basis_is_given_only_where_the_policy_states_one() -> None:
    document = copy.deepcopy(builders.sample_document())
    assert not list(graph(document).objects(predicate=DPV.hasLegalBasis))
    document["flows"][0]["purposes"] = ["oefenen"]
    document["scan"]["settings"]["policy"]["legal_bases"] = {"oefenen": "AVG 6(1)(e)"}
    assert list(graph(document).objects(predicate=DPV.hasLegalBasis)) == [
        rdflib.URIRef("https://w3id.org/dpv/legal/eu/gdpr#A6-1-e")]


@pytest.mark.parametrize(("text", "term"), [
    ("AVG 6(1)(e)", "eu-gdpr:A6-1-e"), ("AVG art. 6 lid 1 sub e", "eu-gdpr:A6-1-e"),
    ("art. 6 lid 1 onder c AVG", "eu-gdpr:A6-1-c"), ("GDPR 9(2)(g)", "eu-gdpr:A9-2-g"),
    ("AVG 6(1)(j)", None), ("art. 16 lid 1 sub a", None), ("taak van algemeen belang", None), ("", None),
])
def test_articles_as_a_policy_writes_them(text: str, term: str | None) -> None:
    assert legal_basis(text) == term


def test_terms_of_categories_are_of_the_vocabulary() -> None:
    assert {info.dpv.split(":")[0] for info in INFO.values()} <= {"pd", "dpv"} <= set(CONTEXT)


def test_golden(request: pytest.FixtureRequest) -> None:
    goldens.check(request, "result.jsonld", render(builders.sample_document(), "dpv", "en"))
