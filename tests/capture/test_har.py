"""Reading HAR files: real ones, broken ones, large ones."""

from __future__ import annotations

import codecs
import gzip
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scanner.capture.har import read_har
from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note

HARS = Path(__file__).parent.parent / "captures" / "har"


def an_entry(number: int, text: str = "x", **content: Any) -> dict[str, Any]:
    return {"request": {"method": "GET", "url": f"https://les.example/{number}"},
            "response": {"status": 200, "content": {"text": text, **content}}}


def a_har(*entries: object, **log: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", **log, "entries": entries}}).encode()


def read(path: Path, max_body: int = 64 << 20) -> tuple[list[Exchange], list[Note]]:
    notes: list[Note] = []
    return list(read_har(path, "les.har", notes.append, max_body)), notes


def read_bytes(folder: Path, content: bytes, max_body: int = 64 << 20) -> tuple[list[Exchange], list[Note]]:
    path = folder / "x"
    path.write_bytes(content)
    return read(path, max_body)


@pytest.mark.parametrize(("name", "facts", "gaps"), [
    ("humanssuck.net.har", [
        ("GET", "humanssuck.net", "/", 200, 308), ("GET", "humanssuck.net", "/test.css", 200, 8),
        ("GET", "humanssuck.net", "/screen_login.gif", 200, 0),
        ("GET", "humanssuck.net", "/jquery-1.7.1.min.js", 200, 1072),
    ], [Gap.BODY_MISSING, Gap.BODY_TRUNCATED]),
    ("valid.json", [("GET", "mockbin.com", "/", 200, 30)], []),
    ("insomnia.har", [("GET", "mitm.it", "/", 200, 250)], []),
    ("corrupted_gzip_body.har", [("GET", "127.0.0.1", "/", 200, 24)], []),
    ("missing_page.har", [], [Gap.FILE_ENTRY_BROKEN]),
])
def test_published_hars(name: str, facts: list[tuple[str, str, str, int, int]], gaps: list[Gap]) -> None:
    exchanges, notes = read(HARS / name)
    whole = json.loads((HARS / name).read_text())
    assert len(exchanges) + sum(note.gap == Gap.FILE_ENTRY_BROKEN for note in notes) == len(whole["log"]["entries"])
    assert [(e.method, e.host, e.target, e.status, len(e.response_body.data)) for e in exchanges] == facts
    assert [note.gap for note in notes] == gaps


def test_a_body_that_is_still_encoded_is_not_called_plain() -> None:
    exchanges, _ = read(HARS / "corrupted_gzip_body.har")
    assert exchanges[0].response_body.data.startswith(b"\x1f\x8b")
    assert not exchanges[0].response_body.plain


def test_entries_know_their_line() -> None:
    path = HARS / "insomnia.har"
    exchanges, _ = read(path)
    assert path.read_text().splitlines()[exchanges[0].line - 1].strip() == "{"


@pytest.mark.parametrize("wrap", [
    lambda text: text, lambda text: codecs.BOM_UTF8 + text, lambda text: text.decode().encode("utf-16"),
    lambda text: codecs.BOM_UTF16_BE + text.decode().encode("utf-16-be"),
    lambda text: text.decode().encode("utf-16-le"),
    gzip.compress, lambda text: b"\n \t" + text + b"\n",
], ids=["utf-8", "utf-8-bom", "utf-16", "utf-16-be-bom", "utf-16-le", "gzip", "space"])
def test_every_encoding_gives_the_same(tmp_path: Path, wrap: Any) -> None:
    text = json.dumps({"log": {"entries": [an_entry(1, "é😀"), an_entry(2)]}}, ensure_ascii=False).encode()
    exchanges, notes = read_bytes(tmp_path, wrap(text))
    assert [e.response_body.data for e in exchanges] == ["é😀".encode(), b"x"]
    assert notes == []


def test_a_cut_har_gives_the_whole_entries_and_says_so(tmp_path: Path) -> None:
    text = a_har(an_entry(1), an_entry(2))
    for content in (text[:-60], gzip.compress(text)[:-9]):
        exchanges, notes = read_bytes(tmp_path, content)
        assert [e.id for e in exchanges] in (["entry-1"], ["entry-1", "entry-2"])
        assert notes[-1].gap == Gap.FILE_TRUNCATED


def test_broken_entries_are_counted_and_the_others_read(tmp_path: Path) -> None:
    text = a_har(an_entry(1), "BROKEN", None, an_entry(4), [], {}).replace(b'"BROKEN"', b'{"request": nee}')
    exchanges, notes = read_bytes(tmp_path, text)
    assert [e.id for e in exchanges] == ["entry-1", "entry-4"]
    assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN] * 4
    assert notes[0].bytes == len(b'{"request": nee}')


def test_odd_json_inside_an_entry_is_survived(tmp_path: Path) -> None:
    entry = json.dumps(an_entry(1, "TEKST")).encode()
    for odd, data in ((rb"a\ud800", "a\ufffd"), (rb"\udcc3\udca9", "Ã©"), (b"caf\xe9", "café"), (b"a\nb", "a\nb")):
        exchanges, _ = read_bytes(tmp_path, b'{"log":{"entries":[' + entry.replace(b"TEKST", odd) + b"]}}")
        assert exchanges[0].response_body.data == data.encode()
    huge = entry.replace(b'"status": 200', b'"status": 200, "time": 1' + b"0" * 9000 + b', "status": 201')
    exchanges, _ = read_bytes(tmp_path, b'{"log":{"entries":[' + huge + b"]}}")
    assert exchanges[0].status == 201  # of a name that comes twice the last counts, as for every parser
    deep = entry.replace(b'"status"', b'"_stack":' + b"[" * 100_000 + b"]" * 100_000 + b',"status"')
    exchanges, notes = read_bytes(tmp_path, b'{"log":{"entries":[' + deep + b"," + entry + b"]}}")
    assert [e.id for e in exchanges] == ["entry-2"]
    assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN]


@pytest.mark.parametrize("content", [
    b"", b"tekst", b"[]", b"{}", b'{"log":{}}', b'{"log":{"version":"1.2","pages":[]}}', b'{"entries":[]}',
    b'[{"request":{}}]', b"<html></html>", b'{"log":{"entries":{}}}', b"\xff\xfe", b"\0" * 100,
])
def test_what_is_no_har_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError) as raised:
        read_bytes(tmp_path, content)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["single_entry.har", "har_extractor.har"])
def test_published_files_that_are_no_har(name: str) -> None:
    with pytest.raises(InputError, match=r"log\.entries"):
        read(HARS / name)


def test_an_empty_har_has_no_exchanges_and_no_gaps(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, a_har()) == ([], [])


def test_a_body_beyond_the_bound_is_cut_wherever_blocks_end(tmp_path: Path) -> None:
    # Longer than several blocks, so that the string is shortened before the entry is parsed.
    text = '"naam": "\\é", ' * 400_000
    content = a_har(an_entry(1, text, size=len(text.encode())), an_entry(2))
    exchanges, notes = read_bytes(tmp_path, content, max_body=1 << 19)
    body = exchanges[0].response_body
    assert text.encode().startswith(body.data)
    assert (len(body.data), body.size, body.state) == (1 << 19, len(text.encode()), "truncated")
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.BODY_TRUNCATED, body.size - len(body.data))]
    assert exchanges[1].id == "entry-2"


def test_an_entry_too_large_to_hold_is_counted(tmp_path: Path) -> None:
    large = {**an_entry(1), "_stack": ["x" * 1000] * 24_000}
    exchanges, notes = read_bytes(tmp_path, a_har(large, an_entry(2)), max_body=1 << 20)
    assert [e.id for e in exchanges] == ["entry-2"]
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.FILE_ENTRY_BROKEN, len(json.dumps(large)))]


def _large_har(path: Path, size: int) -> None:
    body = json.dumps({"leerlingen": [{"id": n, "naam": "Sanne de Vries"} for n in range(2000)]})
    entry = json.dumps(an_entry(1, body)).encode()
    with path.open("wb") as file:
        file.write(b'{"log":{"entries":[' + entry)
        for _ in range(size // len(entry)):
            file.write(b",\n" + entry)
        file.write(b"]}}")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "groot.har"
    _large_har(path, 60 << 20)

    def exchanges() -> Iterator[Exchange]:
        return read_har(path, "groot.har", lambda note: None)

    tracemalloc.start()
    try:
        count = sum(1 for _ in exchanges())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count > 500
    assert peak < 20 << 20
