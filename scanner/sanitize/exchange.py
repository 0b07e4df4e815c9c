"""One exchange with all its values replaced: address, headers, bodies, messages, and the addresses of its ends."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, unquote

from scanner.decode import Budget, Decoded, Limits
from scanner.decode.content_encoding import decode as unpacked_body
from scanner.decode.headers import PARAMETER, SILENT
from scanner.decode.url import unescape
from scanner.detect import Sightings
from scanner.detect.phrases import fold
from scanner.detect.sites import site_of
from scanner.model import METHODS, Body, Exchange, Headers, Peer, shown_method

from .cast import Cast
from .forms import shapes
from .forms.network import address
from .rewrite.contents import CUT, Contents, pack
from .rewrite.edits import Edits
from .rewrite.forms import escaped
from .rewrite.values import Values

_OF_CONTENT = frozenset({"etag", "if-none-match", "if-match", "content-md5", "digest", "repr-digest", "content-digest",
                         "x-amz-content-sha256", "x-goog-hash"})
"""Headers that are computed from a content, and would prove what it was."""
_CLIENTS = frozenset({"x-forwarded-for", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "forwarded",
                      "x-cluster-client-ip", "fastly-client-ip"})
_URLS = frozenset({"referer", "location", "content-location", "origin", "x-original-url", "x-referer"})


class ExchangeRewriter:
    """Rewrites exchanges; what had to be treated wholesale is added up in ``counts``."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.counts: Counter[str] = Counter()
        self.host = lru_cache(maxsize=4096)(self._host)

    def rewritten(self, exchange: Exchange, decoded: Decoded, found: Sightings) -> tuple[Exchange, Values]:
        """The exchange to be written, and what rewrites other values of it (of a HAR entry)."""
        contents = Contents(self._cast, Edits(self._cast, found), self.host, self.counts)
        values = contents.values
        static = {direction: _is_static(decoded, direction) for direction in ("request", "response")}
        request = self._body(contents, exchange.request_body, exchange.request_headers, static["request"])
        response = self._body(contents, exchange.response_body, exchange.response_headers, static["response"])
        return replace(
            exchange,
            method=exchange.method if exchange.method.upper() in METHODS else shown_method(exchange.method),
            host=self.host(exchange.host),
            target=values.target(exchange.target) if exchange.method != "CONNECT" else self.host(exchange.target),
            request_headers=self._headers(values, exchange.request_headers, exchange.request_body, request),
            request_body=request,
            response_headers=self._headers(values, exchange.response_headers, exchange.response_body, response),
            response_body=response,
            websocket=tuple(contents.message(message) for message in exchange.websocket),
            client=self.peer(exchange.client),
            server=self.peer(exchange.server),
            tls=replace(exchange.tls, sni=self.host(exchange.tls.sni)) if exchange.tls else None,
        ), values

    def peer(self, peer: Peer | None) -> Peer | None:
        """Another end point in the same network."""
        return Peer(address(self._cast.draws, peer.host), peer.port) if peer is not None else None

    def _host(self, host: str) -> str:
        """A host name: the registered domain stays, labels before it only when they name nobody."""
        bare, colon, port = host.partition(":")
        site = site_of(bare.lower())
        if not bare or bare.lower() == site or bare.replace(".", "").isdigit() or "[" in host:
            return host
        head = bare[:-len(site)] if bare.lower().endswith(site) else bare
        return ".".join(self._label(label) for label in head.split(".")) + bare[len(head):] + colon + port

    def _label(self, label: str) -> str:
        if shapes.is_hex(label) and len(label) >= 16:
            return shapes.alike(self._cast.draws, label)
        return self._cast.label(label)

    # ── bodies

    def _body(self, contents: Contents, body: Body, headers: Headers, static: bool) -> Body:
        if not body.data:
            return body
        coding = "" if body.plain else header(headers, "content-encoding")
        kind = header(headers, "content-type")
        if body.charset and "multipart" not in kind:
            kind = f"{kind.partition(';')[0]}; charset={body.charset}"
        budget = Budget(Limits())
        plain = unpacked_body(body.data, coding, budget)
        if plain.gap is not None and not (plain.steps and plain.data):
            data = contents.opaque(body.data, "compressed content that cannot be undone")
        else:
            made = contents.static(plain.data) if static else contents.rewrite(plain.data, kind, "")
            if plain.gap is not None:
                self.counts[CUT] += 1
            data = body.data if made == plain.data and plain.gap is None else made
            if data is made:
                for step in reversed(plain.steps):
                    data = pack(data, step.name)
        return replace(body, data=data, size=len(data) if body.size == len(body.data) else max(body.size, len(data)))

    # ── headers

    def _headers(self, values: Values, headers: Headers, old: Body, new: Body) -> Headers:
        return tuple(self._header(values, name, value, old, new) for name, value in headers)

    def _header(self, values: Values, name: str, value: str, old: Body, new: Body) -> tuple[str, str]:
        low = name.strip().lower()
        if low == "content-length":
            return name, str(len(new.data)) if value.strip() == str(len(old.data)) else value
        if low == "cookie":
            return name, ";".join(self._cookie(values, pair) for pair in value.split(";"))
        if low == "set-cookie":
            pair, semicolon, rest = value.partition(";")
            return name, self._cookie(values, pair) + semicolon + self._attributes(values, rest)
        if low in ("authorization", "proxy-authorization"):
            return name, self._credentials(values, value)
        if low in _OF_CONTENT:
            return name, shapes.alike(self._cast.draws, value)
        if low in _CLIENTS:
            return name, ", ".join(address(self._cast.draws, part.strip()) for part in value.split(","))
        if low in ("host", ":authority"):
            return name, self._authority(values, value)
        if low in SILENT and low != "origin":
            return name, value
        shown = name if low in _URLS or low in _KNOWN else values.name(name)
        if low in ("content-disposition", "link"):
            return shown, self._parameters(values, value)
        return shown, values.leaf(value, low)

    def _cookie(self, values: Values, pair: str) -> str:
        name, equals, value = pair.partition("=")
        if not equals:
            return values.leaf(pair, "") if pair.strip() else pair
        bare = value.strip().strip('"')
        if not bare:
            return pair
        new = values.leaf(bare, name.strip())
        if new == bare and _may_tell(bare):
            new = self._cast.identifier(bare)
        return f"{values.name(name)}={value.replace(bare, new)}"

    def _attributes(self, values: Values, rest: str) -> str:
        made = []
        for part in rest.split(";"):
            name, equals, value = part.partition("=")
            if name.strip().lower() == "path":
                value = values.target(value)
            elif name.strip().lower() == "domain":
                value = self.host(value)
            made.append(name + equals + value)
        return ";".join(made)

    def _credentials(self, values: Values, value: str) -> str:
        scheme, space, rest = value.partition(" ")
        if scheme.lower() == "basic" and rest:
            try:
                text = base64.b64decode(rest + "=" * (-len(rest) % 4)).decode("utf-8")
            except (binascii.Error, ValueError):
                text = ""
            user, colon, password = text.partition(":")
            if colon:
                new = self._account(values, user, password)
                return scheme + space + base64.b64encode(new.encode()).decode()
        new = values.leaf(value, "authorization")
        if new == value and rest:
            new = scheme + space + self._or_id(values, rest, "authorization")
        return new

    def _authority(self, values: Values, value: str) -> str:
        """A host, perhaps with who asks before it (RFC 3986 §3.2.1)."""
        account, at, server = value.rpartition("@")
        if not at:
            return self.host(value)
        user, colon, password = account.partition(":")
        made = self._account(values, unquote(user), unquote(password)).partition(":")
        return ":".join(quote(part, safe="") for part in made[::2][: 1 + bool(colon)]) + at + self.host(server)

    def _account(self, values: Values, user: str, password: str) -> str:
        return f"{self._or_id(values, user, 'username')}:{self._or_id(values, password, 'password')}"

    def _or_id(self, values: Values, text: str, key: str) -> str:
        """What nobody may read in the place of a log-in, password or token, an ordinary word or not."""
        new = values.leaf(text, key)
        if new == text and len(text) > 2:
            new = self._cast.identifier(text)
            new = new if new != text else self._cast.token(text)
        return new

    def _parameters(self, values: Values, value: str) -> str:
        def one(found: re.Match[str]) -> str:
            inner = found[2] if found[2] is not None else found[3]
            inner = inner.rpartition("'")[2] if found[1].endswith("*") else inner
            plain = unescape(inner)
            made = values.leaf(plain, found[1].rstrip("*")) if plain else plain
            if made == plain:
                return found.group()
            return found.group().replace(inner, escaped(made, inner, plus=False) if "%" in inner else made)

        return PARAMETER.sub(one, values.leaf(value, ""))


_KNOWN = frozenset("""
user-agent referer location refresh x-requested-with x-csrf-token x-xsrf-token x-api-key x-request-id traceparent
""".split())  # noqa: SIM905


def header(headers: Headers, name: str) -> str:
    """The values of a header, joined."""
    return ", ".join(value for key, value in headers if key.lower() == name)


def _is_static(decoded: Decoded, direction: str) -> bool:
    """Whether a body was taken for a content that every visitor gets alike."""
    found = False
    for leaf in decoded.fields:
        if leaf.origin.part == "body" and leaf.origin.direction == direction:
            if not leaf.origin.static:
                return False
            found = True
    return found


def _may_tell(value: str) -> bool:
    """Whether a cookie's value is more than a flag, a language or a choice."""
    if len(value) < 8 or value.isalpha():
        return False
    return any(char.isdigit() for char in value) and fold(value) not in ("true", "false")

