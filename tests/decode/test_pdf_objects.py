"""Objects of a PDF: values, streams, object streams, and what lies."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import content, nested
from scanner.decode.budget import Budget, Limits
from scanner.decode.message import Account, Message
from scanner.decode.pdf_objects import Document, Lexer, Name, Reference, Stream
from scanner.decode.tree import Trees
from tests.decode.pdf_builder import pdf, stream


def opened(data: bytes, limits: Limits | None = None) -> Document:
    limits = limits or Limits()
    message = Message(Trees(limits), Budget(limits), nested.expand, nested.look, content.decode)
    message.account = Account(len(data))
    return Document(data, message)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"12", 12), (b"-1.5", -1.5), (b"+3", 3), (b".5", 0.5), (b"/Naam", Name("Naam")), (b"/A#20B", Name("A B")),
        (b"(Sanne)", b"Sanne"), (b"(a (b) c)", b"a (b) c"), (rb"(a\)b\\)", b"a)b\\"), (rb"(\101\n\
x)", b"A\nx"), (b"<53616e6e65>", b"Sanne"), (b"<5 3 6>", b"S`"), (b"true", True), (b"null", None),
        (b"3 0 R", Reference(3)), (b"[1 (a) 2 0 R [3]]", [1, b"a", Reference(2), [3]]),
        (b"<< /A 1 /B << /C (x) >> /D [/E] >>", {"A": 1, "B": {"C": b"x"}, "D": [Name("E")]}),
        (b"% een opmerking\n 7", 7), (b"", ()), (b"Tj", (b"Tj",)), (b"(open", b"open"), (b"<< /A", {}),
        (b"[1 2", [1, 2]), (b"]", ()), (b"   ", ()),
    ],
)
def test_values(text, value):
    assert Lexer(text).value() == value


def test_deep_arrays_end():
    Lexer(b"[" * 100_000).value()
    Lexer(b"<<" * 100_000).value()


def test_objects_and_streams():
    document = opened(pdf("<< /A 2 0 R >>", stream(b"hallo"), "(tekst)", "<< /Length 6 0 R >>\nstream\nabc\nendstream",
                          "[1 2]", "3"))
    assert document.get(Reference(1)) == {"A": Reference(2)}
    found = document.get(document.get(Reference(1))["A"])
    assert document.content(found) == b"hallo"
    assert document.get(Reference(3)) == b"tekst"
    assert document.content(document.get(Reference(4))) == b"abc"
    assert document.get(Reference(5)) == [1, 2]
    assert document.get(Reference(99)) is None
    assert document.dictionary(Reference(2))["Filter"] == "FlateDecode"
    assert not document.encrypted


def test_the_last_definition_counts():
    assert opened(b"1 0 obj (oud) endobj 1 0 obj (nieuw) endobj").get(Reference(1)) == b"nieuw"


def test_object_streams():
    document = opened(pdf(stream(b"", "/Type /ObjStm /N 0 /First 0"),
                          stream(b"7 0 8 6 " + b"(een) << /T (x) >>", "/Type /ObjStm /N 2 /First 8")))
    assert document.get(Reference(7)) == b"een"
    assert document.get(Reference(8)) == {"T": b"x"}


@pytest.mark.parametrize(
    ("filters", "data", "content_"),
    [
        ("/ASCIIHexDecode", b"68 61 6c 6c 6f>", b"hallo"),
        ("[/ASCII85Decode]", base64.a85encode(b"hallo") + b"~>", b"hallo"),
        ("[/ASCIIHexDecode /ASCIIHexDecode]", b"36383631>", b"ha"),
        ("/DCTDecode", b"\xff\xd8", b""),
        ("/LZWDecode", b"abc", b""),
        ("/ASCII85Decode", b"\xff\xff~>", b""),
    ],
)
def test_filters(filters, data, content_):
    document = opened(pdf(stream(data, f"/Filter {filters}", pack=False)))
    assert document.content(document.get(Reference(1))) == content_


@pytest.mark.parametrize(
    "data",
    [
        b"1 0 obj << /Length 1 0 R >> stream\nabc endstream",
        b"".join(b"%d 0 obj << /Length %d 0 R >> stream\nx" % (n, n + 1) for n in range(1, 3000)),
        b"1 0 obj (" * 3000, b"1 0 obj [" * 3000, b"".join(b"%d 0 obj <<" % n for n in range(3000)),
        b"1 0 obj 1 0 R endobj", b"1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj",
        pdf(stream(b"9 0 9 0 9 0 (x)", "/Type /ObjStm /N 999999999 /First 3")),
        pdf(stream(b"x", "/Type /ObjStm /N /x /First (y)")),
    ],
)
def test_hostile_files(data):
    for inner in opened(data).objects():
        assert not isinstance(inner, Reference)


def test_streams_that_share_their_bytes():
    data = b"".join(b"%d 0 obj << >> stream\n" % n for n in range(1, 500)) + b"x" * 10_000 + b" endstream"
    total = sum(len(inner.raw) for inner in opened(data).objects() if isinstance(inner, Stream))
    assert total <= 2 * len(data)


def test_an_encrypted_file():
    assert opened(pdf("(x)", trailer="/Encrypt 5 0 R")).encrypted
    assert opened(pdf(stream(b"x", "/Type /XRef /Encrypt 5 0 R"))).encrypted
    assert not opened(pdf("(/Encrypt)")).encrypted


@given(st.binary(max_size=300))
def test_arbitrary_bytes(data):
    opened(b"1 0 obj " + data).objects()
    lexer = Lexer(data)
    while lexer.position < lexer.end:
        lexer.value()
