"""PDF documents made anew: read back, everything stands where it stood."""

from __future__ import annotations

import pytest

from scanner.decode import Decoder
from scanner.model import Body, Exchange
from scanner.sanitize.rewrite.pdf import Place, document


def read(data: bytes) -> list[tuple[str, str]]:
    """Pointer and value of what the decoder reads in a document."""
    exchange = Exchange("e", "c", "http/1.1", "GET", "https", "a.example", 443, "/", 200, 1.0,
                        response_headers=(("content-type", "application/pdf"),),
                        response_body=Body(data, len(data)))
    fields = Decoder().decode(exchange, lambda _: None).fields
    return [(leaf.pointer, leaf.value) for leaf in fields if leaf.origin.part == "body"]


@pytest.mark.parametrize(("said", "leaves"), [
    ([(0, "Rapport van Zoë\nBSN 999990019")], [("/page/0", "Rapport van Zoë\nBSN 999990019")]),
    ([(0, "een"), (2, "drie (3) \\")], [("/page/0", "een"), ("/page/2", "drie (3) \\")]),
    ([("@author", "Anja Jansen"), ("@title", "Dossier")], [("/@author", "Anja Jansen"), ("/@title", "Dossier")]),
    ([("@title", "Dossier")], [("/@title", "Dossier")]),
    ([("@author", "Şule Öz"), ("@author", "Wiśka")], [("/@author", "Şule Öz"), ("/@author", "Wiśka")]),
    ([("@producer", "Drukker"), ("@creator", "Schrijver")], [("/@producer", "Drukker"), ("/@creator", "Schrijver")]),
    ([("@bsn", "999990019"), ("@kleur", "blauw")], [("/@bsn", "999990019"), ("/@kleur", "blauw")]),
    ([("@note", "Let op Sanne"), ("@link", "mailto:sanne@school.example")],
     [("/@note", "Let op Sanne"), ("/@link", "mailto:sanne@school.example")]),
    ([(0, "een"), (None, "uit een bijlage")], [("/page/0", "een\nuit een bijlage")]),
    ([(0, "\n".join(f"regel {n}" for n in range(120)))], [("/page/0", "\n".join(f"regel {n}" for n in range(120)))]),
])  # fmt: skip
def test_what_a_document_says_stays_where_it_was(said: list[tuple[Place, str]], leaves: list[tuple[str, str]]) -> None:
    assert sorted(read(document(said, 0))) == sorted(leaves)


def test_a_document_keeps_its_length_when_it_can() -> None:
    assert abs(len(document([(0, "een")], 5000)) - 5000) < 25
    assert len(document([(0, "een" * 3000)], 100)) > 9000
