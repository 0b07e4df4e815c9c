"""A content of any type: unpacked, rewritten by what it is, packed again."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from scanner.decode import Budget, Limits, nested
from scanner.decode import content as decoding
from scanner.decode.content_encoding import unpack
from scanner.decode.content_type import Kind, by_extension, charset_of, declared, looks_binary, magic
from scanner.decode.lines import csv_head, looks_like_csv
from scanner.decode.message import Account, Message
from scanner.decode.tree import Trees
from scanner.model import Field, Gap, Origin, WebSocketMessage

from ..cast import Cast
from . import binary, framed, media, multipart, pdf
from .edits import Edits, key_of
from .values import DEEPEST, Values, inflated

_XMP = re.compile(rb"<x:xmpmeta.{0,1048576}?</x:xmpmeta>", re.DOTALL)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
CUT = "damaged compression written anew as far as it could be read"
"""How the summary counts what could be unpacked in part."""
_MOST_MEMBERS = 5_000
_MOST_UNPACKED = 64 << 20
_ENVELOPE_LENGTH = re.compile(rb'("length"\s*:\s*)([0-9]{1,9})')
_UNREAD = frozenset(
    {
        Gap.CONTENT_OPAQUE,
        Gap.CONTENT_ENCRYPTED,
        Gap.ENCODING_UNKNOWN,
        Gap.ENCODING_BROKEN,
        Gap.BUDGET_PARTS,
        Gap.BUDGET_BYTES,
        Gap.BUDGET_RATIO,
        Gap.BUDGET_DEPTH,
    }
)

_YAML_LINE = re.compile(r"(\s*(?:- )*['\"]?)([^\s:'\"][^:'\"\n]{0,200})(['\"]?:[ \t]+['\"]?)([^\n]*?)(['\"]?\s*)\Z")


class Contents:
    """Rewrites the contents of one exchange; ``counts`` adds up what had to be treated wholesale."""

    def __init__(self, cast: Cast, edits: Edits, host: Callable[[str], str], counts: Counter[str]) -> None:
        self._cast = cast
        self._edits = edits
        self._counts = counts
        self.values = Values(cast, edits, self.rewrite, host)

    def rewrite(self, data: bytes, kind: str, key: str, depth: int = 0) -> bytes:
        """What stands in place of a content of a declared type under a key."""
        if not data:
            return data
        if depth > DEEPEST:
            return self._filled(data, "nested too deep")
        packed = self._packed(data, kind, key, depth)
        if packed is not None:
            return packed
        what, name = declared(kind)
        seen, seen_name = magic(data)
        if what is Kind.MULTIPART and seen is Kind.UNKNOWN:
            made = multipart.rewrite(
                data,
                kind,
                lambda part, inner, under, value: self._part(part, inner, under, value, depth),
                self.values.leaf,
                self.values.name,
            )
            if made is not None:
                return made
        if seen is not Kind.UNKNOWN:
            what, name = seen, seen_name
        if what is Kind.MEDIA and (seen is Kind.MEDIA or looks_binary(data)):
            return self._media(data, name, depth)
        if name == "pdf":
            return self._document(data)
        if name == "zip" or data.startswith(b"PK\x03\x04"):
            return self._archive(data, depth)
        if (what is Kind.OPAQUE and not _is_text(data)) or looks_binary(data, what):
            return self._binary(data, kind)
        return self._text(data, what, kind, key, depth)

    def message(self, message: WebSocketMessage) -> WebSocketMessage:
        """A message of a channel; of the reason why one was closed nothing is left."""
        if message.opcode == 8:
            return replace(message, data=message.data[:2])
        if message.opcode == 1 and not looks_binary(message.data):
            text = message.data.decode("utf-8", "replace")
            return replace(message, data=self.text(text, Kind.UNKNOWN, "", 0).encode("utf-8", "replace"))
        return replace(message, data=self.rewrite(message.data, "", ""))

    def static(self, data: bytes) -> bytes:
        """A content that every visitor gets alike: only values that cannot be anything else are replaced."""
        if looks_binary(data):
            return data
        text = data.decode("utf-8", "surrogateescape")
        return self._cast.text(text, sure=True).encode("utf-8", "surrogateescape")

    def opaque(self, data: bytes, why: str) -> bytes:
        """A content that nobody can read: filler, with the fakes of what was detected in its readable parts."""
        return self._filled(data, why, list(self._edits.pairs))

    # ── packed

    def _packed(self, data: bytes, kind: str, key: str, depth: int) -> bytes | None:
        codec = (
            "gzip"
            if data[:3] == b"\x1f\x8b\x08"
            else "zstd"
            if data[:4] == b"\x28\xb5\x2f\xfd"
            else ("deflate" if data[:2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01") else "")
        )
        if codec:
            unpacked = unpack(data, codec, Budget(Limits()))
            if unpacked.data and (unpacked.gap is None or codec != "deflate"):
                if unpacked.gap is not None:
                    self._counts[CUT] += 1
                return pack(self.rewrite(unpacked.data, kind, key, depth + 1), codec)
            return self._filled(data, "broken compression") if codec != "deflate" else None
        plain = inflated(data) if looks_binary(data) else None
        return pack(self.rewrite(plain, kind, key, depth + 1), "raw") if plain is not None else None

    def _archive(self, data: bytes, depth: int) -> bytes:
        made = io.BytesIO()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
                members = source.infolist()
                if len(members) > _MOST_MEMBERS or sum(each.file_size for each in members) > _MOST_UNPACKED:
                    return self._filled(data, "archive too large")
                for each in members:
                    content = source.read(each)
                    kind = by_extension(each.filename)
                    fresh = zipfile.ZipInfo(self.values.leaf(each.filename, "@filename"), each.date_time)
                    fresh.compress_type = each.compress_type if each.compress_type in (0, 8) else 8
                    target.writestr(fresh, self.rewrite(content, kind, "", depth + 1))
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error, EOFError):
            return self._filled(data, "unreadable archive")
        return made.getvalue()

    # ── media and documents

    def _fields(self, data: bytes, kind: str) -> tuple[list[Field], bool]:
        """What the decoders read in a content, and whether it has a part that they do not."""
        message = Message(Trees(Limits()), Budget(Limits()), nested.expand, nested.look, decoding.decode)
        message.account = Account(len(data))
        decoding.decode(message, data, kind, message.trees.root("body"), (), Origin("response", "body"))
        return message.fields, any(gap in _UNREAD for gap, _, _ in message.gaps)

    def _media(self, data: bytes, name: str, depth: int) -> bytes:
        if name == "font":
            return data
        self._counts[f"{name} replaced by a blank one"] += 1
        fields, _ = self._fields(data, f"{name}/unknown")
        said = [
            (step, _path_of(leaf), self.values.leaf(leaf.value, key_of(leaf)))
            for leaf in fields
            if leaf.origin.steps and (step := leaf.origin.steps[-1].name) in ("exif", "iptc", "picture", "id3", "mp4")
        ]
        if name != "image":
            return media.recording(data, said)
        xmp = _XMP.search(data)
        return media.picture(
            data,
            said,
            self.values.markup(xmp.group().decode("utf-8", "replace"), "", depth + 1).encode() if xmp else b"",
        )

    def _document(self, data: bytes) -> bytes:
        fields, _ = self._fields(data, "application/pdf")
        if not any(leaf.origin.steps and leaf.origin.steps[-1].name != "strings" for leaf in fields):
            return self._filled(data, "unreadable PDF")
        self._counts["PDF made anew from its text"] += 1
        said = [(_place_in_pdf(leaf), self.values.leaf(leaf.value, key_of(leaf))) for leaf in fields]
        return pdf.document(said, len(data))

    # ── binary

    def _binary(self, data: bytes, kind: str) -> bytes:
        fields, unread = self._fields(data, kind)
        pairs = [
            (leaf.value, new)
            for leaf in fields
            if (new := self.values.leaf(leaf.value, key_of(leaf))) != leaf.value and len(leaf.value) > 1
        ]
        if unread or not fields:
            return self._filled(data, "unreadable binary content", pairs)
        self._counts["binary content changed in place"] += bool(pairs)
        return binary.in_place(data, pairs, self._cast.text)

    def _filled(self, data: bytes, why: str, pairs: list[tuple[str, str]] | None = None) -> bytes:
        self._counts[f"{why} replaced by filler"] += 1
        known = pairs if pairs is not None else []
        return binary.filler(self._cast.draws, data, known)

    # ── text

    def _part(self, part: bytes, kind: str, key: str, value: bool, depth: int) -> bytes:
        if value and not looks_binary(part):
            return _recoded(part, "", lambda text: self.values.leaf(text, key, depth + 1))
        return self.rewrite(part, kind, key, depth + 1)

    def _text(self, data: bytes, what: Kind, kind: str, key: str, depth: int) -> bytes:
        if data[:1] == b"{" and (made := self._envelope(data, depth)) is not None:
            return made
        return _recoded(data, charset_of(kind), lambda text: self.text(text, what, key, depth))

    def text(self, text: str, what: Kind, key: str, depth: int) -> str:
        """What stands in place of a text of a kind."""
        edit = self._edits.of(key, text)
        if edit is not None and edit.last:
            return self.values.leaf(text, key, depth)
        start = text[:512].lstrip("\ufeff \t\r\n")
        if start.startswith("<") and what is not Kind.SSE:
            return self.values.markup(text, key, depth)
        if start.startswith("callCount="):
            return framed.dwr_call(text, lambda inner, name: self.values.leaf(inner, name, depth + 1))
        if start[:1].isdigit() and (page := framed.partial_page(
                text, lambda inner, name: self.values.leaf(inner, name, depth + 1))) is not None:
            return page
        if start[:2] in ("a:", "O:"):
            return self.values.leaf(text, key, depth)
        if what is Kind.FORM and "=" in text and "\n" not in text.strip():
            return self.values.form(text, depth)
        if what is Kind.CSV or (what in (Kind.TEXT, Kind.UNKNOWN) and looks_like_csv(text)):
            return self._table(text, depth)
        if what is Kind.YAML:
            return "".join(self._yaml_line(line, key, depth) for line in text.splitlines(keepends=True))
        if any(mark in text for mark in '{["'):
            return self.values.jsonlike(text, key, depth)
        if "\n" in text.strip():
            return "".join(self.values.leaf(line, key, depth + 1) for line in text.splitlines(keepends=True))
        return self.values.leaf(text, key, depth)

    def _yaml_line(self, line: str, key: str, depth: int) -> str:
        """A line of YAML: what stands behind its key is known under that key, quotes left out."""
        found = _YAML_LINE.match(line)
        if found is None:
            return self.values.leaf(line, key, depth + 1)
        head, name, middle, value, end = found.groups()
        return head + self.values.leaf(name, key, depth + 1) + middle + self.values.leaf(value, name, depth + 1) + end

    def _table(self, text: str, depth: int) -> str:
        """Cells of lines; quotes as they were where a cell does not need others."""
        try:
            head = csv_head(text)
        except csv.Error:
            return self.values.plain(text, "", depth + 1)
        mark = head.delimiter or ","
        lines: list[str] = []
        names: list[str] = []
        for number, line in enumerate(text.splitlines(keepends=True)):
            end = line[len(line.rstrip("\r\n")) :]
            if number < head.titles:
                lines.append(self.values.plain(line[: len(line) - len(end)], "", depth + 1) + end)
                continue
            cells = next(csv.reader([line.rstrip("\r\n")], delimiter=mark), [])
            if number == head.titles:
                names = [cell.strip("\ufeff ") if head.named else str(at) for at, cell in enumerate(cells)]
                if head.named:
                    lines.append(line)
                    continue
            made = line.rstrip("\r\n")
            raw = _cells(made, mark)
            if len(raw) == len(cells):
                new = [
                    self.values.leaf(cell, names[at] if at < len(names) else "", depth + 1)
                    for at, cell in enumerate(cells)
                ]
                made = mark.join(
                    old if cell == fresh else _quoted(fresh, old, mark)
                    for old, cell, fresh in zip(raw, cells, new, strict=True)
                )
            else:
                made = self.values.plain(made, "", depth + 1)
            lines.append(made + end)
        return "".join(lines)

    def _envelope(self, data: bytes, depth: int) -> bytes | None:
        """A Sentry envelope, whose items tell the lengths of their payloads."""
        from scanner.decode.envelope import looks_like

        if not looks_like(data):
            return None
        head, _, rest = data.partition(b"\n")
        made = [self.rewrite(head, "application/json", "", depth + 1) if head != data else head]
        while rest:
            line, _, rest = rest.partition(b"\n")
            found = _ENVELOPE_LENGTH.search(line)
            size = int(found[2]) if found and int(found[2]) <= len(rest) else rest.find(b"\n")
            payload, rest = (rest[:size], rest[size:]) if size >= 0 else (rest, b"")
            ends = rest.startswith(b"\n")
            rest = rest[1:] if ends else rest
            new = self.rewrite(payload, "", "", depth + 1)
            header = _recoded(line, "", lambda text: self.values.jsonlike(text, "", depth + 1))
            made += [_ENVELOPE_LENGTH.sub(rb"\g<1>%d" % len(new), header), new]
            if not rest and ends:
                made.append(b"")
        return b"\n".join(made)


def _path_of(leaf: Field) -> str:
    return "/".join(leaf.path.names[1:] if leaf.path.names[:1] == ("body",) else leaf.path.names)


def _place_in_pdf(leaf: Field) -> pdf.Place:
    """The page that a text stands on; else the name of the property, note or form field that holds it."""
    names = leaf.path.names[1:] if leaf.path.names[:1] == ("body",) else leaf.path.names
    if not (leaf.origin.steps and leaf.origin.steps[-1].name == "pdf"):
        return None
    if names[:1] == ("page",):
        return leaf.indices[0] if leaf.indices else 0
    return names[-1] if names else None


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not looks_binary(data)


def _recoded(data: bytes, charset: str, rewritten: Callable[[str], str]) -> bytes:
    """Bytes through a function of text, in the encoding they are in."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return mark + rewritten(data[len(mark) :].decode(codec, "replace")).encode(codec, "replace")
    for name in (charset, "utf-8"):
        try:
            text = data.decode(name) if name else None
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        if text is not None:
            return rewritten(text).encode(name, "replace")
    return rewritten(data.decode("latin-1")).encode("latin-1", "replace")


def _cells(line: str, mark: str) -> list[str]:
    cells, at, quoted = [], 0, False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == mark and not quoted:
            cells.append(line[at:place])
            at = place + 1
    return [*cells, line[at:]]


def _quoted(cell: str, like: str, mark: str) -> str:
    if like[:1] == '"' or any(char in cell for char in (mark, '"', "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def pack(data: bytes, codec: str) -> bytes:
    """Compressed as ``unpack`` of the decode stage undoes it, always to the same bytes."""
    if codec == "gzip":
        worker = zlib.compressobj(6, zlib.DEFLATED, 31)
        return worker.compress(data) + worker.flush()
    if codec in ("deflate", "raw"):
        worker = zlib.compressobj(6, zlib.DEFLATED, 15 if codec == "deflate" else -15)
        return worker.compress(data) + worker.flush()
    if codec == "br":
        import brotli

        packed: bytes = brotli.compress(data, quality=5)
        return packed
    import zstandard

    return zstandard.ZstdCompressor(level=3).compress(data)
