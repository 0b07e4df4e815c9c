"""Runs one tool of others over texts: JSON strings in, one a line; lists of [category, start, end] out.

Executed by the Python of the environment that holds the tools, so it imports nothing of this repository.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

Spans = list[tuple[str, int, int]]


def deduce() -> Callable[[str], Spans]:
    """deduce: de-identification of Dutch medical texts."""
    from deduce import Deduce

    engine = Deduce()
    categories = {
        "persoon": "name.full",
        "patient": "name.full",
        "emailadres": "contact.email",
        "telefoonnummer": "contact.phone",
        "bsn": "id.bsn",
        "datum": "demo.dob",
        "id": "id.leerlingnummer",
    }

    def find(text: str) -> Spans:
        found: Spans = []
        for each in engine.deidentify(text).annotations:
            category = categories.get(each.tag, "")
            if each.tag == "locatie":
                category = (
                    "addr.postcode"
                    if text[each.start_char : each.start_char + 4].isdigit()
                    else ("addr.street" if any(map(str.isdigit, each.text)) else "")
                )
            if category:
                found.append((category, int(each.start_char), int(each.end_char)))
        return found

    return find


def scrubadub() -> Callable[[str], Spans]:
    """scrubadub, with its detectors for the Netherlands."""
    import scrubadub as package

    scrubber = package.Scrubber(locale="nl_NL")
    categories = {
        "email": "contact.email",
        "phone": "contact.phone",
        "name": "name.full",
        "credential": "secret.credential",
    }
    return lambda text: [
        (categories[each.type], each.beg, each.end) for each in scrubber.iter_filth(text) if each.type in categories
    ]


def datafog() -> Callable[[str], Spans]:
    """DataFog, its regular expressions."""
    from datafog.processing.text_processing.regex_annotator import RegexAnnotator

    annotator = RegexAnnotator()
    categories = {
        "EMAIL": "contact.email",
        "PHONE": "contact.phone",
        "DOB": "demo.dob",
        "IBAN": "fin.iban",
        "PERSON": "name.full",
    }

    def find(text: str) -> Spans:
        _, result = annotator.annotate_with_spans(text)
        return [(categories[each.label], each.start, each.end) for each in result.spans if each.label in categories]

    return find


def main() -> None:
    """Read texts, print what is found."""
    logging.disable(logging.CRITICAL)
    tools: dict[str, Callable[[], Callable[[str], Any]]] = {
        "deduce": deduce,
        "scrubadub": scrubadub,
        "datafog": datafog,
    }
    find = tools[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(find(json.loads(line))))


if __name__ == "__main__":
    main()
