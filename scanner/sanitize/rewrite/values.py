"""A single text value: what was detected in it, what it holds when it is a container or an encoding, what it mentions.

Theory. A value is asked three questions. Was it detected as a whole? Then its fake is known. Does it hold others
(JSON, a URL, a token, base64 of any of these)? Then it is undone, its insides are rewritten, and it is put back in
the notation it had. Is it text? Then values known from anywhere in the captures are found in it. What still looks
like an identifier gets another of its shape, whether anybody knows what it is or not.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable

from scanner.decode.content_type import Kind, magic
from scanner.decode.form import looks_like_form
from scanner.decode.nested import unbase64, unbase64_file
from scanner.decode.text import is_text, is_wordy
from scanner.decode.url import unescape
from scanner.detect.recognizers.token import entropy

from ..cast import Cast
from ..forms import shapes
from . import forms, framed, jsonlike, markup
from .edits import Edit, Edits

DEEPEST = 12
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}\Z")
_HEX = re.compile(r"(?:[0-9a-f]{2}){6,}\Z|(?:[0-9A-F]{2}){6,}\Z")
_TOKEN = re.compile(r"((?:Bearer |JWT )?)((?:[A-Za-z0-9_-]+=*\.){1,4}[A-Za-z0-9_-]*=*)\Z")
_SIGNED = re.compile(r"([A-Za-z0-9+/_-]{8,}={0,2})--([0-9a-f]{32,128})\Z")
_DATA_URI = re.compile(r"data:([\w/+.-]{0,80})((?:;[\w=.-]{1,40}){0,4}),")
_CHUNK = re.compile(
    r"https?://[^\s\"'<>\\]{3,4000}|eyJ[A-Za-z0-9_-]{8,16384}(?:\.[A-Za-z0-9_-]{1,16384}){1,4}|"
    r"[\w.+-]{1,64}@[\w.-]{3,200}|"
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|(?:[^\s%\"'<>]{0,80}%[0-9A-Fa-f]{2})+[^\s%\"'<>&]{0,80}|"
    r"[A-Za-z0-9+/_=-]{16,16384}"
)
_JSON_START = re.compile(
    r"\s{0,20}(?:[\[{\"]|\)\]\}'|while\s?\(|for\s?\(;|[0-9]{1,4}(?:/[\w-]+,)?[\[{]|[acm]?[\[{]|"
    r"[\w$.]{1,100}\s?\(\s?[\[{\"])"
)
_UUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?\Z")
_LONG_HEX = re.compile(r"(?=[^0-9]*[0-9])(?=[0-9]*[A-Fa-f])(?:[0-9a-f]{16,}|[0-9A-F]{16,})\Z")
_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9+/_.~=-]{20,}\Z")
_PACKED = (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\xda", b"\x78\x01")
Contents = Callable[[bytes, str, str, int], bytes]
"""Bytes, their type, the key above, how deep → what stands there now."""


class Values:
    """Rewrites the values of one exchange."""

    def __init__(self, cast: Cast, edits: Edits, contents: Contents, host: Callable[[str], str]) -> None:
        self._cast = cast
        self._edits = edits
        self._contents = contents
        self._host = host

    def leaf(self, value: str, key: str, depth: int = 0) -> str:
        """What stands in place of a value under a key."""
        if not value:
            return value
        edit = self._edits.of(key, value)
        if edit is not None and edit.last:
            return self._padded(value, edit.text) if edit.spans is None else self._prose(value, edit, key, depth)
        if depth < DEEPEST and len(value) > 5:
            inner = self._nested(value, key, depth)
            if inner is not None and (inner != value or edit is None):
                return inner
        if value in self._edits.coded:
            return self._coded(value, key)
        if edit is not None:
            return self._padded(value, edit.text)
        return self.plain(value, key, depth)

    @staticmethod
    def _padded(value: str, text: str) -> str:
        start = len(value) - len(value.lstrip())
        end = len(value.rstrip())
        return value[:start] + text.strip() + value[end:] if start or end < len(value) else text

    def name(self, name: str) -> str:
        """The name of a member, header, cookie or parameter: only what tells somebody for certain."""
        if not name or len(name) > 4096:
            return name
        for real, fake in self._edits.keys.items():
            if real and real in name:
                return name.replace(real, fake)
        return self._cast.text(name, sure=True)

    def plain(self, text: str, key: str, depth: int) -> str:
        """A text: values known from elsewhere, and what is encoded among its words."""
        if is_opaque(text):
            return self._cast.token(text)
        made, at = "", 0
        for found in _CHUNK.finditer(text):
            chunk = found.group()
            if depth >= DEEPEST or chunk == text:
                break
            new = self._chunk(chunk, key, depth)
            if new is not None:
                made += self._cast.text(text[at : found.start()]) + new
                at = found.end()
        return made + self._cast.text(text[at:])

    def _chunk(self, chunk: str, key: str, depth: int) -> str | None:
        if (
            self._edits.of(key, chunk) is not None
            or is_opaque(chunk)
            or chunk.startswith(("http", "eyJ"))
            or "%" in chunk
        ):
            return self.leaf(chunk, key, depth + 1)
        if "@" in chunk or len(chunk) < 16:
            return None
        return self._nested(chunk, key, depth + 1) if _BASE64.match(chunk) and not chunk.isalpha() else None

    def _prose(self, value: str, edit: Edit, key: str, depth: int) -> str:
        """A text in which somebody was found, without what it tells; words beside a find stay when they prove it."""
        spans = edit.spans or ()
        for found in _CHUNK.finditer(value):
            start, end = found.span()
            if all(end <= first or last <= start for first, last, _ in spans):
                new = self._chunk(found.group(), key, depth) or (
                    self._cast.email(found.group()) if "@" in found.group() else None
                )
                if new is not None:
                    spans = (*spans, (start, end, new))
        return self._cast.prose(value, spans, of_somebody=edit.of_somebody)

    # ── containers

    def _nested(self, value: str, key: str, depth: int) -> str | None:
        """The value with its insides rewritten; None when it holds nothing."""
        first = value.lstrip()[:1]
        if value[:8].lower().startswith(("http://", "https://")) or (
            first == "/" and ("?" in value or value.startswith("//"))
        ):
            return self._url(value, depth)
        if value.startswith("data:"):
            return self._data_uri(value, key, depth)
        if first == "<" and (">" in value):
            return self.markup(value, key, depth)
        if _JSON_START.match(value) and any(mark in value for mark in '{["'):
            return self.jsonlike(value, key, depth)
        if value[:2] in ("a:", "O:") and (made := framed.php(
                value, lambda inner, name: self.leaf(inner, name, depth + 1))) is not None:
            return made
        if value[:2] in ("s:", "j:"):
            return self._express(value, key, depth)
        token = self._jwt(value, key, depth) if "." in value or "--" in value else None
        if token is not None:
            return token
        if first == "?" and looks_like_form(value[1:]):
            return "?" + self.form(value[1:], depth)
        if "=" in value and "&" in value and looks_like_form(value):
            return self.form(value, depth)
        return self._encoded(value, key, depth)

    def jsonlike(self, value: str, key: str, depth: int) -> str:
        """JSON, JSON-like text or a script."""
        return jsonlike.rewrite(
            value,
            lambda inner, name: self.leaf(inner, name, depth + 1),
            self.name,
            lambda gap: self.plain(gap, key, depth + 1),
            key,
        )

    def markup(self, value: str, key: str, depth: int) -> str:
        """HTML or XML."""
        return markup.rewrite(
            value,
            lambda inner, name: self.leaf(inner, name, depth + 1),
            lambda body: self.jsonlike(body, key, depth + 1),
        )

    def form(self, value: str, depth: int) -> str:
        """A form or query."""
        return forms.form(value, lambda inner, name: self.leaf(inner, name, depth + 1), self.name)

    def target(self, value: str) -> str:
        """A request target."""
        return forms.target(value, lambda inner, name: self.leaf(inner, name, 1), self.name)

    def _url(self, value: str, depth: int) -> str:
        def leaf(inner: str, name: str) -> str:
            return self.leaf(inner, name, depth + 1)

        if value.lstrip().startswith("/") and not value.startswith("//"):
            return forms.target(value, leaf, self.name)
        made = forms.url(value, leaf, self.name, self._host)
        if made is not None:
            return made
        head, _, rest = value.partition("://")
        server, slash, tail = rest.partition("/")
        return (
            f"{head}://{self._host(server)}{slash}" + self._cast.text(tail)
            if " " not in server
            else self._cast.text(value)
        )

    def _data_uri(self, value: str, key: str, depth: int) -> str | None:
        head = _DATA_URI.match(value)
        if head is None:
            return None
        rest = value[head.end() :]
        if ";base64" not in head[2]:
            plain = unescape(rest)
            new = self._contents(plain.encode("utf-8", "replace"), head[1] or "text/plain", key, depth + 1)
            text = new.decode("utf-8", "replace")
            return value if text == plain else head.group() + forms.escaped(text, rest, plus=False)
        data, _ = unbase64("".join(unescape(rest).split()))
        if data is None:
            return None
        return head.group() + _base64_like(self._contents(data, head[1], key, depth + 1), rest)

    def _express(self, value: str, key: str, depth: int) -> str:
        body, dot, signature = value[2:].rpartition(".") if value[0] == "s" else (value[2:], "", "")
        inner = self.leaf(body or signature, key, depth + 1)
        return value[:2] + inner + (dot + shapes.alike(self._cast.draws, signature) if dot and body else "")

    def _jwt(self, value: str, key: str, depth: int) -> str | None:
        """Claims rewritten, the header kept, a signature of the same length that signs nothing."""
        signed = _SIGNED.match(value)
        if signed is not None and (inner := self._segment(signed[1], key, depth)) is not None:
            return f"{inner}--{shapes.alike(self._cast.draws, signed[2])}"
        found = _TOKEN.match(value)
        if found is None:
            return None
        segments = found[2].split(".")
        made = [self._segment(segment, key, depth) for segment in segments]
        if made[0] is None:
            return None
        for number, segment in enumerate(segments):
            if made[number] is None:
                made[number] = shapes.alike(self._cast.draws, segment) if segment else segment
        return found[1] + ".".join(map(str, made))

    def _segment(self, segment: str, key: str, depth: int) -> str | None:
        data, _ = unbase64(segment) if len(segment) > 3 else (None, "")
        if data is None or data[:1] != b"{":
            return None
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return _base64_like(self.jsonlike(text, key, depth).encode(), segment)

    # ── encodings

    def _encoded(self, value: str, key: str, depth: int) -> str | None:
        if "%" in value and (plain := unescape(value)) != value and is_text(plain):
            new = self.leaf(plain, key, depth + 1)
            return value if new == plain else forms.escaped(new, value, plus=False)
        if _HEX.match(value) and not value.isdigit():
            text = readable(bytes.fromhex(value))
            if text is not None:
                new = self.leaf(text, key, depth + 1)
                made = new.encode().hex()
                return made.upper() if value.isupper() else made
        packed = "".join(value.split())
        if not _BASE64.match(packed) or len(packed) < 8:
            return None
        data, _ = unbase64_file(packed)
        if data is None or (packed.isalpha() and packed.islower()):
            return None
        text = readable(data)
        if text is not None:
            new = self.leaf(text, key, depth + 1)
            return value if new == text else _base64_like(new.encode(), value)
        if data[:3] in _PACKED or data[:2] in _PACKED or (len(data) >= 48 and _looks_packed(data)):
            return _base64_like(self._contents(data, "", key, depth + 1), value)
        return None

    def _coded(self, value: str, key: str) -> str:
        """A known value under XOR with one byte: its fake under the same byte."""
        raw = bytes.fromhex(value) if _HEX.match(value) else unbase64(value)[0] or b""
        for mask in range(1, 256):
            text = bytes(byte ^ mask for byte in raw).decode("utf-8", "replace")
            new = self._cast.text(text)
            if new != text and text.isprintable():
                made = bytes(byte ^ mask for byte in new.encode())
                return made.hex() if _HEX.match(value) else _base64_like(made, value)
        return self._cast.token(value)


def _looks_packed(data: bytes) -> bool:
    """Whether bytes are a file of a kind that contents are rewritten of, or raw deflate as SAML sends it."""
    if magic(data)[0] is not Kind.UNKNOWN:
        return True
    return inflated(data) is not None


def inflated(data: bytes) -> bytes | None:
    """The text behind a whole raw deflate stream, as the Redirect binding of SAML sends it."""
    worker = zlib.decompressobj(-15)
    try:
        plain = worker.decompress(data, 1 << 22)
    except zlib.error:
        return None
    return plain if worker.eof and not worker.unused_data and plain[:1] in (b"<", b"{", b"[") else None


def readable(data: bytes) -> str | None:
    """The text that bytes are beyond reasonable doubt."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if is_text(text) and (len(text) > 24 or is_wordy(text)) else None


def _base64_like(data: bytes, like: str) -> str:
    """Base64 in the alphabet, padding and lines of another one."""
    made = base64.b64encode(data).decode("ascii")
    if "%" in like:
        return forms.escaped(made, like, plus=False)
    size = len("".join(like.split()))
    bare = not like.rstrip().endswith("=")
    for_urls = "-" in like or "_" in like or (bare and size % 4 > 0 and "+" not in like and "/" not in like)
    if for_urls:
        made = made.replace("+", "-").replace("/", "_")
    if bare and (for_urls or size % 4):
        made = made.rstrip("=")
    if "\n" in like:
        width = max(map(len, like.split()))
        end = "\r\n" if "\r\n" in like else "\n"
        made = end.join(made[at : at + width] for at in range(0, len(made), width)) + (
            end if like.endswith("\n") else ""
        )
    return made


def is_opaque(text: str) -> bool:
    """Whether a value looks like an identifier that was drawn or computed, whatever it is of."""
    text = text.strip()
    if len(text) > 4096:
        return False
    if _UUID.match(text) or _LONG_HEX.match(text):
        return True
    return (
        _RANDOM.match(text) is not None
        and entropy(text[:256]) >= 3.4
        and "/" not in text[:1]
        and (text.count("/") < 3 and sum(map(str.isdigit, text)) >= 3)
    )
