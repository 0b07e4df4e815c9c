"""What was observed, in the W3C Data Privacy Vocabulary (DPV 2) as JSON-LD, for registers of processing.

Theory. One ``dpv:Process`` a recipient holds one a flow: which personal data, about whom, for which declared purpose,
on which declared legal basis. A purpose or a legal basis is never seen in traffic, so only what the policy states is
given. Data categories are Leerlek's own concepts under the nearest term of ``pd:``; a sector pseudonym has none and
stands under ``dpv:PseudonymisedData``. The tool is no judge: the status of every process is
``ComplianceIndeterminate``. The context is part of the file, so a reader fetches nothing.
"""

from __future__ import annotations

import json
import re
from typing import Any

from scanner.model import INFO, Category, Text

from .document import Document
from .json_ import report_id
from .listing import Row, organisations, product, rules_of
from .texts import category_label

CONTEXT: dict[str, Any] = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "leerlek": "urn:leerlek:term:",
    "category": "urn:leerlek:category:",
    "leerlek:firstSeen": {"@type": "xsd:dateTime"},
    "leerlek:lastSeen": {"@type": "xsd:dateTime"},
}
_ROLES = {
    "school": "dpv:DataController", "las": "dpv:DataProcessor", "vendor": "dpv:DataProcessor",
    "subprocessor": "dpv:DataSubProcessor", "federation": "dpv:DataProcessor", "authority": "dpv:Authority",
    "own_controller": "dpv:DataController",
}
"""Roles as the policy states them; who is undeclared is a recipient and no more."""
_ABOUT = {
    "pupil": ["dpv:Student", "dpv:Child"], "guardian": ["dpv:GuardianOfDataSubject"], "teacher": ["dpv:Employee"],
    "unknown": ["dpv:DataSubject"],
}
_ARTICLE = re.compile(r"\b([69])\s*(?:lid\s*(\d)(?:\s*(?:sub|onder))?|\((\d)\))\s*\(?([a-j])\b", re.IGNORECASE)
_SPECIAL = "special."

_Node = dict[str, Any]


def render_dpv(document: Document, lang: str) -> bytes:
    """The graph as JSON-LD 1.1; texts in ``lang``, labels of categories in both languages."""
    graph = _Graph(document, lang)
    nodes = [graph.result(), *graph.recipients(), *graph.processes(), *graph.categories(), *graph.findings()]
    text = json.dumps({"@context": CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8")


def legal_basis(text: str) -> str | None:
    """The DPV term of an article 6 or 9 as a policy writes it: ``AVG 6(1)(e)`` or ``art. 6 lid 1 sub e``."""
    found = _ARTICLE.search(text)
    if found is None:
        return None
    article, paragraph, letter = found[1], found[2] or found[3], found[4].lower()
    if (article, paragraph) == ("6", "1") and letter <= "f":
        return f"eu-gdpr:A6-1-{letter}"
    return f"eu-gdpr:A9-2-{letter}" if (article, paragraph) == ("9", "2") else None


class _Graph:
    def __init__(self, document: Document, lang: str) -> None:
        self._document, self._lang = document, lang
        self._id = report_id(document)
        self._names = organisations(document)
        self._number = {r["id"]: number for number, r in enumerate(document["recipients"], 1)}
        self._bases: dict[str, str] = document["scan"]["settings"]["policy"].get("legal_bases", {})

    def result(self) -> _Node:
        """The scan itself."""
        scan = self._document["scan"]
        tool = self._document["tool"]
        return {
            "@id": self._node("result"), "@type": "leerlek:Result", "dct:identifier": self._id,
            "dct:title": self._text(product(self._document) or Text("onderzocht verkeer", "examined traffic").get(
                self._lang)),
            "dct:creator": f"{tool['name']} {tool['version']}", "dct:language": self._lang,
            "dct:conformsTo": {"@id": "https://w3id.org/dpv"},
            **_times(scan["period"]["first"], scan["period"]["last"]),
            "dct:description": self._text(Text(
                "Waargenomen in opgenomen verkeer; doelen, rollen en grondslagen zoals de privacybijsluiter ze noemt. "
                "Geen oordeel over rechtmatigheid.",
                "Observed in recorded traffic; purposes, roles and legal bases as the privacybijsluiter states them. "
                "No judgement on lawfulness.").get(self._lang)),
            "leerlek:capture": [{"dct:title": item["label"], "leerlek:sha256": item["sha256"]}
                                for item in scan["inputs"]],
            "leerlek:coverage": self._document["coverage"]["gate"]["verdict"],
            "dpv:hasProcess": [{"@id": self._node("process", str(number))} for number in self._number.values()],
        }

    def recipients(self) -> list[_Node]:
        """Everyone who was contacted."""
        nodes = []
        for r in self._document["recipients"]:
            node: _Node = {
                "@id": self._node("recipient", str(self._number[r["id"]])),
                "@type": ["dpv:Recipient", *([_ROLES[r["role"]]] if r["role"] in _ROLES else [])],
                "dpv:hasName": self._names[r["id"]], "leerlek:domain": r["domain"], "leerlek:role": r["role"],
                "leerlek:declared": r["declared"], "leerlek:tracker": r["tracker"],
            }
            if re.fullmatch(r"[A-Z]{2}", r["country"]):
                node["dpv:hasCountry"] = {"@id": f"loc:{r['country']}"}
            nodes.append(node)
        return nodes

    def processes(self) -> list[_Node]:
        """What goes to whom: one process a recipient, with one a flow."""
        flows: dict[str, list[Row]] = {key: [] for key in self._number}
        for f in self._document["flows"]:
            flows.setdefault(f["recipient"], []).append(f)
        nodes = []
        for recipient, number in self._number.items():
            own = [self._flow(f, number, index) for index, f in enumerate(flows[recipient], 1)]
            nodes.append({
                "@id": self._node("process", str(number)), "@type": "dpv:Process",
                "dct:title": self._text(Text(f"Verkeer met {self._names[recipient]}",
                                             f"Traffic with {self._names[recipient]}").get(self._lang)),
                "dpv:hasRecipient": {"@id": self._node("recipient", str(number))},
                **({"dpv:hasProcess": [{"@id": node["@id"]} for node in own]} if own else {}),
            })
            nodes += own
        return nodes

    def _flow(self, f: Row, recipient: int, index: int) -> _Node:
        node: _Node = {
            "@id": self._node("process", str(recipient), str(index)), "@type": "dpv:Process",
            "dpv:hasRecipient": {"@id": self._node("recipient", str(recipient))},
            "dpv:hasProcessing": {"@id": "dpv:Transmit"},
            "dpv:hasPersonalData": {"@id": f"category:{f['category']}"},
            "dpv:hasDataSubject": [{"@id": term} for term in _ABOUT.get(f["about"], _ABOUT["unknown"])],
            "dpv:hasComplianceStatus": {"@id": "dpv:ComplianceIndeterminate"},
            "leerlek:declared": f["declared"], "leerlek:direction": f["directions"], "leerlek:count": f["count"],
            **_times(f["first_seen"], f["last_seen"]),
        }
        if f["purposes"]:
            node["dpv:hasPurpose"] = [{"@type": "dpv:Purpose", "skos:prefLabel": self._text(p)} for p in f["purposes"]]
        stated = list(dict.fromkeys(self._bases[p] for p in f["purposes"] if self._bases.get(p)))
        if stated:
            node["dpv:hasLegalBasis"] = [{"@id": term} if (term := legal_basis(text)) else
                                         {"@type": "dpv:LegalBasis", "skos:prefLabel": self._text(text)}
                                         for text in stated]
        return node

    def categories(self) -> list[_Node]:
        """The categories that were seen, under the nearest term of the vocabulary."""
        nodes = []
        for code in sorted({f["category"] for f in self._document["flows"]}
                           | {code for f in self._document["findings"] for code in f["categories"]}):
            try:
                broader = INFO[Category(code)].dpv
            except (ValueError, KeyError):
                broader = "dpv:PersonalData"
            types = ["skos:Concept", "dpv:PersonalData"]
            if code.startswith(_SPECIAL):
                types.append("dpv:SpecialCategoryPersonalData")
            if broader == "dpv:PseudonymisedData":
                types.append(broader)
            nodes.append({
                "@id": f"category:{code}", "@type": types, "skos:notation": code, "skos:broader": {"@id": broader},
                "skos:prefLabel": [{"@value": category_label(code, lang), "@language": lang} for lang in ("nl", "en")],
            })
        return nodes

    def findings(self) -> list[_Node]:
        """Findings with the rule and the provisions at which the DPIA team can test them."""
        rules = {rule["id"]: rule for rule in rules_of(self._document)}
        nodes = []
        for f in self._document["findings"]:
            basis = [self._text(text[self._lang]) for text in rules[f["rule"]]["basis"] if text[self._lang]]
            node: _Node = {
                "@id": self._node("finding", f["fingerprint"] or f["id"]), "@type": "leerlek:Finding",
                "dct:identifier": f["id"], "dct:title": self._text(f["texts"][self._lang]["title"]),
                "leerlek:rule": f["rule"], "leerlek:severity": f["severity"], "leerlek:status": f["status"],
                "leerlek:count": f["count"], "leerlek:testAgainst": basis,
                "dpv:hasPersonalData": [{"@id": f"category:{code}"} for code in f["categories"]],
                "dpv:hasComplianceStatus": {"@id": "dpv:ComplianceIndeterminate"},
            }
            if f["recipient"] in self._number:
                node["dpv:hasRecipient"] = {"@id": self._node("recipient", str(self._number[f["recipient"]]))}
            nodes.append(node)
        return nodes

    def _node(self, *steps: str) -> str:
        """A name in this result; a capture cannot choose it."""
        return ":".join(("urn:leerlek", self._id, *(re.sub(r"[^A-Za-z0-9.-]", "-", step) for step in steps)))

    def _text(self, text: str) -> _Node:
        return {"@value": text, "@language": self._lang}


def _times(first: str | None, last: str | None) -> _Node:
    return {key: value for key, value in (("leerlek:firstSeen", first), ("leerlek:lastSeen", last)) if value}
