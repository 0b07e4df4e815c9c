"""Headers and cookies: each value that could hold data is a field, credentials and URLs taken apart."""

from __future__ import annotations

import binascii
import re
from functools import lru_cache

from scanner.model import Direction, Headers, KeyPath, Origin

from .form import unescape
from .message import Message, derive
from .repeated import Repeated
from .text import scrub, to_text

_SILENT_NAMES = """
accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-credentials
access-control-allow-headers access-control-allow-methods access-control-allow-origin access-control-expose-headers
access-control-max-age access-control-request-headers access-control-request-method age allow alt-svc cache-control
connection content-encoding content-language content-length content-range content-security-policy
content-security-policy-report-only content-type cross-origin-embedder-policy cross-origin-opener-policy
cross-origin-resource-policy date dnt expect expires host if-modified-since if-unmodified-since keep-alive
last-modified max-forwards nel origin origin-agent-cluster permissions-policy pragma priority proxy-connection
purpose range referrer-policy retry-after sec-ch-prefers-color-scheme sec-ch-ua sec-ch-ua-arch sec-ch-ua-bitness
sec-ch-ua-mobile
sec-ch-ua-platform sec-ch-ua-platform-version sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-storage-access
sec-fetch-user sec-gpc sec-websocket-accept sec-websocket-extensions sec-websocket-key sec-websocket-protocol
sec-websocket-version server strict-transport-security te timing-allow-origin trailer transfer-encoding upgrade
upgrade-insecure-requests vary x-content-type-options x-dns-prefetch-control x-download-options x-frame-options
x-permitted-cross-domain-policies x-powered-by x-requested-with x-robots-tag x-ua-compatible x-xss-protection
"""
SILENT = frozenset(_SILENT_NAMES.split())
"""Headers whose values come from a protocol's own vocabulary; their bytes count, they make no fields."""

_CREDENTIALS = frozenset({"authorization", "proxy-authorization"})
PARAMETER = re.compile(r"""([\w*-]{1,64})=(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*))""")


def decode(message: Message, headers: Headers, direction: Direction, repeated: Repeated) -> None:
    """Add the fields of all headers and cookies of one direction; what stood there before is known."""
    fields = message.fields
    for raw_name, raw_value in headers:
        if not raw_value:
            continue
        name = _name(raw_name)
        if name is None:
            continue
        key = (direction, name, raw_value)
        known = repeated.get(key)
        if known is not None and message.has_room(len(known)):
            fields += known
            continue
        before, gaps = len(fields), len(message.gaps)
        _decode_one(message, name, scrub(raw_value.strip()), direction)
        if len(message.gaps) == gaps and not message.budget.exceeded:
            repeated.keep(key, tuple(fields[before:]))


@lru_cache(maxsize=2048)
def _name(raw: str) -> str | None:
    """The name under which a header makes fields, None where it makes none."""
    name = raw.strip().lower()
    return None if name in SILENT or name.startswith(":") else name


def _decode_one(message: Message, name: str, value: str, direction: Direction) -> None:
    """Add the fields of one header."""
    if not value:
        return
    if name == "cookie":
        for pair in value.split(";"):
            _cookie(message, pair, direction)
        return
    if name == "set-cookie":
        _cookie(message, value.partition(";")[0], direction)
        return
    name = scrub(name)
    origin = Origin(direction, "header." + name)
    node = message.child(message.trees.root("header"), name)
    if name in _CREDENTIALS:
        _credentials(message, value, node, origin)
    elif name in ("content-disposition", "link"):
        _parameters(message, value, node, origin)
    else:
        message.expand(value, node, (), origin)


def head_size(headers: Headers) -> int:
    """Bytes of a header block as HTTP/1.1 would write it."""
    return sum([len(name) + len(value) + 4 for name, value in headers])


def _cookie(message: Message, pair: str, direction: Direction) -> None:
    name, equals, value = pair.partition("=")
    name, value = scrub(name.strip()), value.strip().strip('"')
    if not equals:
        name, value = "", name
    if value:
        message.expand(value, message.child(message.trees.root("cookie"), name), (),
                       Origin(direction, "cookie." + name))


def _credentials(message: Message, value: str, node: KeyPath, origin: Origin) -> None:
    """Authorization (RFC 9110 §11.6.2): Basic is ``user:password`` in base64, others are tokens or parameters."""
    scheme, _, rest = value.partition(" ")
    rest = rest.strip()
    if scheme.lower() == "basic" and rest:
        try:
            text = to_text(binascii.a2b_base64(rest + "=" * (-len(rest) % 4)))
        except ValueError:  # binascii.Error, or characters beyond ASCII
            text = ""
        user, colon, password = text.partition(":")
        if colon:
            here = derive(origin, "basic", len(scheme) + 1, len(value), format="")
            message.add(value, node, (), origin)
            message.expand(user, message.child(node, "username"), (), here)
            message.expand(password, message.child(node, "password"), (), here)
            return
    if "=" in rest and scheme.lower() in ("digest", "oauth", "negotiate", "mac", "hawk", "signature"):
        _parameters(message, value, node, origin)
    else:
        message.expand(value, node, (), origin)


def _parameters(message: Message, value: str, node: KeyPath, origin: Origin) -> None:
    """The value whole, and its parameters by name."""
    message.expand(value, node, (), origin)
    for found in PARAMETER.finditer(value):
        inner = found[2] if found[2] is not None else found[3]
        if not inner:
            continue
        if found[1].endswith("*"):
            inner = inner.rpartition("'")[2]
        message.expand(unescape(inner) if "%" in inner else inner, message.child(node, found[1].rstrip("*")), (),
                       origin)
