"""A request or message with pseudonyms for the identifiers in it, and with nothing else changed.

Theory. Here a server waits at the other end, so what cannot be replaced with certainty stays: signed content, binary
content, pictures, archives, tokens, credentials, names of fields. Only the parts in which something was detected are
written anew, in the layout and escaping that they had, and only if they still read the same: the decoded fields must be
the ones of the original, in number, place and encodings, each value as it was or as it was to become. A part that does
not hold goes on as it was.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from scanner.decode import Budget, Decoded, Limits
from scanner.decode.content_encoding import decode as unpacked_body
from scanner.detect import Sighting, Sightings
from scanner.model import CODINGS, Body, Exchange

from .exchange import header
from .pseudonyms import IDENTIFIERS, Pseudonyms
from .rewrite.contents import Contents, pack
from .rewrite.edits import RANK, Edit, key_of
from .rewrite.values import Values

SURE = 0.6
_DISTINCT = 5
"""Characters from which a value is replaced under any key of the request."""
MESSAGE = "ws"
"""Part of a field that stands in a message of a channel."""
_SPACE = re.compile(r"\s+")
_QUIET = frozenset("""
host :authority authorization proxy-authorization content-type content-length content-encoding transfer-encoding
connection accept accept-language accept-encoding user-agent origin te upgrade expect range if-none-match if-match date
""".split())  # noqa: SIM905
_SIGNATURES = frozenset({"signature", "signature-input", "x-amz-content-sha256", "x-hub-signature",
                         "x-hub-signature-256", "x-signature", "x-goog-hash", "dpop"})
_SIGNED_URL = re.compile(r"[?&](?:X-Amz-Signature|X-Goog-Signature|sig|signature|hmac)=", re.IGNORECASE)
_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "content-md5": lambda data: base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest())}
_ALGORITHMS = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
_DIGEST_HEADERS = frozenset({"digest", "content-digest", "repr-digest"})
_COMPUTED = frozenset({f"header.{name}" for name in ("content-length", *_DIGESTS, *_DIGEST_HEADERS)})
"""Parts that follow from the body."""
Read = Callable[[Exchange], Decoded]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The request as it may go on. ``signed``: nothing of it could be changed because somebody vouches for it."""

    exchange: Exchange
    signed: bool = False


def with_pseudonyms(exchange: Exchange, decoded: Decoded, found: Sightings, pseudonyms: Pseudonyms,
                    read: Read) -> Rewritten:
    """The request with pseudonyms where they could be put. ``read`` decodes an exchange; ``found`` is of a detector.

    Of one with a message of a WebSocket that alone is written anew: the request has gone on before.
    """
    edits = _Edits(found, pseudonyms, of_messages=bool(exchange.websocket))
    if not edits.parts:
        return Rewritten(exchange)
    if is_signed(exchange) and not exchange.websocket:
        return Rewritten(exchange, signed=True)
    rewriter = _Rewriter(edits)
    changes = [change for change in (rewriter.target(exchange), *rewriter.headers(exchange), rewriter.body(exchange),
                                     rewriter.messages(exchange))
               if change is not None]
    whole = _apply(exchange, changes)
    if whole is not None and _reads_alike(decoded, read(whole), edits):
        return Rewritten(whole)
    holding = []
    for change in changes:
        one = _apply(exchange, [change])
        if one is not None and _reads_alike(decoded, read(one), edits):
            holding.append(change)
    return Rewritten(_apply(exchange, holding) or exchange)


def is_signed(exchange: Exchange) -> bool:
    """Whether somebody vouches for the request, so that a server refuses it when anything in it was changed."""
    names = {name.lower() for name, _ in exchange.request_headers}
    return bool(names & _SIGNATURES) or _SIGNED_URL.search(exchange.target) is not None or header(
        exchange.request_headers, "authorization").startswith(("AWS4-", "OAuth ", "Digest ", "Hawk "))


Change = Callable[[Exchange], Exchange | None]
"""Writes one part anew; None where that is not possible."""


def _apply(exchange: Exchange, changes: list[Change]) -> Exchange | None:
    made: Exchange | None = exchange
    for change in changes:
        made = change(made) if made is not None else None
    return made


class _Edits:
    """What values become, by the key above them; what ``Values`` asks of ``rewrite.edits.Edits``."""

    def __init__(self, found: Sightings, pseudonyms: Pseudonyms, *, of_messages: bool) -> None:
        self.keys: dict[str, str] = {}
        self.coded: dict[str, str] = {}
        self.parts: set[str] = set()
        """Parts of the request in which something is to be replaced."""
        self.made: dict[str, str] = {}
        """Each value of a field that is to be replaced, and what it becomes."""
        self._by_place: dict[tuple[str, str], Edit] = {}
        self._by_value: dict[str, Edit] = {}
        grouped: dict[tuple[str, str], list[Sighting]] = {}
        for each in found.values:
            leaf = each.leaf
            if (leaf is None or each.token or each.category not in IDENTIFIERS or each.confidence < SURE
                    or leaf.origin.direction != "request" or leaf.origin.static or each.via in CODINGS
                    or (leaf.origin.part == MESSAGE) != of_messages):
                continue
            self.parts.add(leaf.origin.part)
            grouped.setdefault((key_of(leaf), leaf.value), []).append(each)
        best: dict[str, Sighting] = {}
        for each in sorted((one for found_there in grouped.values() for one in found_there), key=_rank):
            best.setdefault(_plain(each.value).casefold(), each)
        for (key, value), sightings in grouped.items():
            sightings = [replace(each, category=best[_plain(each.value).casefold()].category,
                                 canonical=best[_plain(each.value).casefold()].canonical) for each in sightings]
            text = _replaced(value, sightings, pseudonyms)
            if text == value:
                continue
            form = _plain(value)
            edit = Edit(text, False, True)
            self.made[value] = text
            self._by_place[key, form] = edit
            if len(form) >= _DISTINCT:
                self._by_value.setdefault(form, edit)

    def of(self, key: str, value: str) -> Edit | None:
        """What a value under a key becomes."""
        form = _plain(value)
        return self._by_place.get((key, form)) or self._by_value.get(form)


def _replaced(value: str, sightings: list[Sighting], pseudonyms: Pseudonyms) -> str:
    """A value with its identifiers replaced; of two that overlap the longer one counts, of equal ones the surest."""
    made, at = "", 0
    for each in sorted(sightings, key=lambda s: (s.start, s.start - s.end, -s.confidence)):
        start, end = (each.start, each.end) if value[each.start:each.end] == each.value else (0, len(value))
        if start >= at and each.value.strip() in value[start:end]:
            made += value[at:start] + pseudonyms.of(each.category, value[start:end], each.canonical, each.via)
            at = end
    return made + value[at:]


def _rank(each: Sighting) -> tuple[int, float]:
    """Which of several readings of one value decides about the form of its pseudonym."""
    return RANK.get(each.category, 99), -each.confidence


def _plain(value: str) -> str:
    return _SPACE.sub(" ", value).strip()


class _Still:
    """Stands where ``Values`` asks a cast: nothing is replaced but by an edit."""

    @staticmethod
    def text(text: str, *, sure: bool = False) -> str:
        """As it is."""
        return text

    token = email = text


class _Values(Values):
    """Leaves what is signed or vouched for as it is: a token with other claims is no token."""

    def _jwt(self, value: str, key: str, depth: int) -> str | None:
        return None

    def _express(self, value: str, key: str, depth: int) -> str:
        return value


class _Contents(Contents):
    """Leaves contents as they are whose grammar is not rewritten in place."""

    def __init__(self, edits: _Edits) -> None:
        self._cast = self._still = _Still()  # type: ignore[assignment]
        self._edits = edits  # type: ignore[assignment]
        self._counts = Counter()
        self.values = _Values(self._cast, edits, self.rewrite, lambda host: host)  # type: ignore[arg-type]

    def _archive(self, data: bytes, depth: int) -> bytes:
        return data

    def _media(self, data: bytes, name: str, depth: int) -> bytes:
        return data

    def _document(self, data: bytes) -> bytes:
        return data

    def _binary(self, data: bytes, kind: str) -> bytes:
        return data

    def _filled(self, data: bytes, why: str, pairs: list[tuple[str, str]] | None = None) -> bytes:
        return data


class _Rewriter:
    """Makes the changes of one request; a part without an edit has none."""

    def __init__(self, edits: _Edits) -> None:
        self._parts = edits.parts
        self._contents = _Contents(edits)

    def target(self, exchange: Exchange) -> Change | None:
        """Path, query and fragment."""
        if not any(part.startswith("url.") for part in self._parts) or exchange.method == "CONNECT":
            return None
        made = self._contents.values.target(exchange.target)
        return (lambda before: replace(before, target=made)) if made != exchange.target else None

    def headers(self, exchange: Exchange) -> list[Change]:
        """Each header by itself."""
        found: list[Change] = []
        for position, (name, value) in enumerate(exchange.request_headers):
            low = name.lower()
            if low in _QUIET or low in _DIGEST_HEADERS or low in _DIGESTS:
                continue
            if low == "cookie":
                if not any(part.startswith("cookie.") for part in self._parts):
                    continue
                made = ";".join(map(self._cookie, value.split(";")))
            elif f"header.{low}" in self._parts:
                made = self._contents.values.leaf(value, low)
            else:
                continue
            if made != value and "\r" not in made and "\n" not in made:
                found.append(_header_change(position, name, made))
        return found

    def _cookie(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        bare = value.strip().strip('"')
        made = self._contents.values.leaf(bare, name.strip()) if bare else bare
        return pair if made == bare else f"{name}{equals}{value.replace(bare, made)}"

    def body(self, exchange: Exchange) -> Change | None:
        """The body in its content coding, with its length and digests."""
        body = exchange.request_body
        if "body" not in self._parts or not body.data or body.state != "complete":
            return None
        coding = header(exchange.request_headers, "content-encoding")
        plain = unpacked_body(body.data, coding, Budget(Limits()))
        if plain.gap is not None:
            return None
        made = self._contents.rewrite(plain.data, header(exchange.request_headers, "content-type"), "")
        if made == plain.data:
            return None
        for step in reversed(plain.steps):
            made = pack(made, step.name)

        def change(before: Exchange) -> Exchange | None:
            headers = _vouched(before.request_headers, made)
            return None if headers is None else replace(
                before, request_headers=headers, request_body=Body(made, len(made)))

        return change


    def messages(self, exchange: Exchange) -> Change | None:
        """What a device says on a channel; text that is no UTF-8, or tells its own length, stays as it is."""
        if MESSAGE not in self._parts or not all(_is_utf8(each.data) for each in exchange.websocket):
            return None
        made = tuple(self._contents.message(each) if each.from_client else each for each in exchange.websocket)
        if any(len(old.data) != len(new.data) and b"content-length:" in old.data.lower()
               for old, new in zip(exchange.websocket, made, strict=True)):
            return None
        return (lambda before: replace(before, websocket=made)) if made != exchange.websocket else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _header_change(position: int, name: str, value: str) -> Change:
    def change(before: Exchange) -> Exchange:
        headers = list(before.request_headers)
        headers[position] = name, value
        return replace(before, request_headers=tuple(headers))

    return change


def _vouched(headers: tuple[tuple[str, str], ...], data: bytes) -> tuple[tuple[str, str], ...] | None:
    """The headers with length and digests of a body; None where a digest is not understood (RFC 9530)."""
    made = []
    for name, value in headers:
        low = name.lower()
        if low == "content-length":
            value = str(len(data))
        elif low in _DIGESTS:
            value = _DIGESTS[low](data).decode("ascii")
        elif low in _DIGEST_HEADERS:
            written = [_digest(part.strip(), data) for part in value.split(",")]
            if None in written:
                return None
            value = ", ".join(map(str, written))
        made.append((name, value))
    return tuple(made)


def _digest(part: str, data: bytes) -> str | None:
    algorithm, _, before = part.partition("=")
    known = _ALGORITHMS.get(algorithm.lower())
    if known is None:
        return None
    text = base64.b64encode(known(data).digest()).decode("ascii")
    return f"{algorithm}=:{text}:" if before.startswith(":") else f"{algorithm}={text}"


def _reads_alike(before: Decoded, after: Decoded, edits: _Edits) -> bool:
    """Whether the same fields stand at the same places, through the same encodings; none is lost, none came."""
    olds, news = ([leaf for leaf in each.fields if leaf.origin.part not in _COMPUTED] for each in (before, after))
    if len(olds) != len(news):
        return False
    for old, new in zip(olds, news, strict=True):
        if (old.origin.part, old.origin.direction, old.indices, [step.name for step in old.origin.steps]) != (
                new.origin.part, new.origin.direction, new.indices, [step.name for step in new.origin.steps]):
            return False
        if old.path.names != new.path.names:
            return False
        if old.value != new.value and old.value not in edits.made and not _holds(old.value, edits):
            return False
    return True


def _holds(value: str, edits: _Edits) -> bool:
    """Whether a text holds a value that was to be replaced, in whatever escaping: then it had to change."""
    return len(value) > _DISTINCT and any(len(value) >= len(each) for each in edits.made)
