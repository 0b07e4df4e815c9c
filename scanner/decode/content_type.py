"""What a body is: by its content type, by its first bytes, and by how it may be cached.

Theory. Content types lie (JSON as ``text/html``, forms as ``text/plain``), so what looks like data is tried as data
first, whatever it is called. Static is what every visitor gets alike: code, styles, fonts, and text that a shared
cache may keep for long; JSON is never static, as API answers carry cache headers too.
"""

from __future__ import annotations

import re
from enum import StrEnum

from scanner.model import Headers

_PARAMETER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:s-maxage|max-age)\s*=\s*\"?(\d{1,10})")
LONG_LIVED = 604_800
"""Seconds in a shared cache from which text counts as the same for everybody."""


class Kind(StrEnum):
    """The decoder that a declared type asks for; empty when the type says nothing."""

    UNKNOWN = ""
    JSON = "json"
    NDJSON = "ndjson"
    SSE = "sse"
    FORM = "form"
    MULTIPART = "multipart"
    XML = "xml"
    HTML = "html"
    CSV = "csv"
    GRAPHQL = "graphql"
    FLIGHT = "flight"
    YAML = "yaml"
    TEXT = "text"
    SCRIPT = "script"
    STATIC = "static"
    MEDIA = "media"
    OPAQUE = "opaque"


_TYPES: dict[str, tuple[Kind, str]] = {
    "application/json": (Kind.JSON, ""), "text/json": (Kind.JSON, ""), "application/x-json": (Kind.JSON, ""),
    "application/csp-report": (Kind.JSON, ""), "application/reports+json": (Kind.JSON, ""),
    "application/x-ndjson": (Kind.NDJSON, ""), "application/ndjson": (Kind.NDJSON, ""),
    "application/jsonl": (Kind.NDJSON, ""), "application/x-jsonlines": (Kind.NDJSON, ""),
    "application/json-seq": (Kind.NDJSON, ""), "application/stream+json": (Kind.NDJSON, ""),
    "application/x-sentry-envelope": (Kind.NDJSON, ""), "text/event-stream": (Kind.SSE, ""),
    "application/x-www-form-urlencoded": (Kind.FORM, ""), "application/graphql": (Kind.GRAPHQL, ""),
    "text/x-component": (Kind.FLIGHT, ""),
    "text/xml": (Kind.XML, ""), "application/xml": (Kind.XML, ""), "text/html": (Kind.HTML, ""),
    "text/csv": (Kind.CSV, ""), "text/tab-separated-values": (Kind.CSV, ""), "application/csv": (Kind.CSV, ""),
    "application/yaml": (Kind.YAML, ""), "application/x-yaml": (Kind.YAML, ""), "text/yaml": (Kind.YAML, ""),
    "text/x-yaml": (Kind.YAML, ""), "text/vnd.yaml": (Kind.YAML, ""), "application/openapi": (Kind.YAML, ""),
    "text/css": (Kind.STATIC, "css"), "application/wasm": (Kind.STATIC, "wasm"),
    "text/cache-manifest": (Kind.STATIC, "manifest"), "image/svg+xml": (Kind.STATIC, "svg"),
    "text/javascript": (Kind.SCRIPT, "javascript"), "application/javascript": (Kind.SCRIPT, "javascript"),
    "application/x-javascript": (Kind.SCRIPT, "javascript"), "application/ecmascript": (Kind.SCRIPT, "javascript"),
    "text/ecmascript": (Kind.SCRIPT, "javascript"), "module": (Kind.SCRIPT, "javascript"),
    **dict.fromkeys(("application/x-protobuf", "application/protobuf", "application/vnd.google.protobuf"),
                    (Kind.OPAQUE, "protobuf")),
    **dict.fromkeys(("application/grpc", "application/grpc+proto", "application/grpc+json", "application/grpc-web",
                     "application/grpc-web+proto", "application/grpc-web+json", "application/grpc-web-text",
                     "application/grpc-web-text+proto", "application/connect+proto", "application/connect+json"),
                    (Kind.OPAQUE, "grpc")),
    "application/msgpack": (Kind.OPAQUE, "msgpack"), "application/x-msgpack": (Kind.OPAQUE, "msgpack"),
    "application/cbor": (Kind.OPAQUE, "cbor"), "application/cbor-seq": (Kind.OPAQUE, "cbor"),
    "application/x-thrift": (Kind.OPAQUE, "thrift"), "application/vnd.apache.thrift.binary": (Kind.OPAQUE, "thrift"),
    "application/vnd.apache.thrift.compact": (Kind.OPAQUE, "thrift"), "avro/binary": (Kind.OPAQUE, "avro"),
    "application/avro": (Kind.OPAQUE, "avro"), "application/vnd.apache.avro": (Kind.OPAQUE, "avro"),
    "application/pdf": (Kind.OPAQUE, "pdf"), "application/zip": (Kind.OPAQUE, "zip"),
    "application/x-zip-compressed": (Kind.OPAQUE, "zip"), "application/x-7z-compressed": (Kind.OPAQUE, "7z"),
    "application/x-tar": (Kind.OPAQUE, "tar"), "application/gzip": (Kind.OPAQUE, "gzip"),
    "application/msword": (Kind.OPAQUE, "word"), "application/vnd.ms-excel": (Kind.OPAQUE, "excel"),
    "application/x-websocket-binary": (Kind.UNKNOWN, "websocket-binary"),
    "application/ocsp-request": (Kind.OPAQUE, "ocsp"), "application/ocsp-response": (Kind.OPAQUE, "ocsp"),
    "application/pkix-crl": (Kind.OPAQUE, "crl"), "application/x-amf": (Kind.OPAQUE, "amf"),
    "application/vnd.ms-fontobject": (Kind.MEDIA, "font"), "application/font-woff": (Kind.MEDIA, "font"),
    "application/font-woff2": (Kind.MEDIA, "font"), "application/x-font-ttf": (Kind.MEDIA, "font"),
    "application/x-font-woff": (Kind.MEDIA, "font"), "application/vnd.apple.mpegurl": (Kind.TEXT, ""),
    "application/dash+xml": (Kind.XML, ""), "application/jose": (Kind.TEXT, ""), "application/jwt": (Kind.TEXT, ""),
}
_MAGIC: tuple[tuple[bytes, Kind, str], ...] = (
    (b"\x89PNG\r\n", Kind.MEDIA, "image"), (b"\xff\xd8\xff", Kind.MEDIA, "image"), (b"GIF8", Kind.MEDIA, "image"),
    (b"\x00\x00\x01\x00", Kind.MEDIA, "image"),
    (b"II*\x00", Kind.MEDIA, "image"), (b"MM\x00*", Kind.MEDIA, "image"),
    (b"wOFF", Kind.MEDIA, "font"), (b"wOF2", Kind.MEDIA, "font"),
    (b"OTTO\x00", Kind.MEDIA, "font"), (b"OggS", Kind.MEDIA, "audio"), (b"ID3", Kind.MEDIA, "audio"),
    (b"fLaC", Kind.MEDIA, "audio"), (b"#!AMR", Kind.MEDIA, "audio"), (b"caff\x00\x01", Kind.MEDIA, "audio"),
    (b"\xff\xfb", Kind.MEDIA, "audio"), (b"\x1aE\xdf\xa3", Kind.MEDIA, "video"), (b"\x00asm", Kind.STATIC, "wasm"),
    (b"%PDF-", Kind.OPAQUE, "pdf"), (b"PK\x03\x04", Kind.OPAQUE, "zip"), (b"7z\xbc\xaf", Kind.OPAQUE, "7z"),
    (b"\xd0\xcf\x11\xe0", Kind.OPAQUE, "ole"), (b"SQLite format 3\x00", Kind.OPAQUE, "sqlite"),
    (b"bplist00", Kind.OPAQUE, "bplist"), (b"Obj\x01", Kind.OPAQUE, "avro"), (b"\xac\xed\x00\x05", Kind.OPAQUE, "java"),
)


def declared(content_type: str) -> tuple[Kind, str]:
    """Decoder and fixed name of a declared content type."""
    mime = content_type.partition(";")[0].strip().lower()
    found = _TYPES.get(mime)
    if found is not None:
        return found
    family, _, name = mime.partition("/")
    if family in ("image", "audio", "video", "font"):
        return Kind.MEDIA, family
    if family == "multipart":
        return Kind.MULTIPART, ""
    if name.endswith("+json"):
        return Kind.JSON, ""
    if name.endswith("+yaml"):
        return Kind.YAML, ""
    if name.endswith("+xml"):
        return (Kind.HTML if name.startswith("xhtml") else Kind.XML), ""
    if "msgpack" in name or "messagepack" in name:
        return Kind.OPAQUE, "msgpack"
    if name.endswith("+cbor"):
        return Kind.OPAQUE, "cbor"
    if "protobuf" in name:
        return Kind.OPAQUE, "protobuf"
    if name.startswith("vnd.openxmlformats"):
        return Kind.OPAQUE, "office"
    return (Kind.TEXT, "") if family == "text" else (Kind.UNKNOWN, "")


_STILLS = frozenset({b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif", b"avis"})
"""Brands of ISO base media files that are pictures."""
_EXTENSIONS = {
    "json": "application/json", "xml": "application/xml", "csv": "text/csv", "tsv": "text/tab-separated-values",
    "html": "text/html", "htm": "text/html", "js": "text/javascript", "mjs": "text/javascript", "css": "text/css",
    "ndjson": "application/x-ndjson", "jsonl": "application/x-ndjson", "ics": "text/calendar", "vcf": "text/vcard",
}


def by_extension(name: str) -> str:
    """The content type that the name of a file promises, empty when it is to be seen from the content."""
    return _EXTENSIONS.get(name.rpartition(".")[2].lower(), "")


def magic(data: bytes) -> tuple[Kind, str]:
    """Decoder and fixed name of well-known first bytes; unknown when there are none."""
    for start, kind, name in _MAGIC:
        if data.startswith(start):
            return kind, name
    if data[4:8] == b"ftyp":
        return Kind.MEDIA, "image" if data[8:12] in _STILLS else "video"
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return Kind.MEDIA, "image" if data[8:12] == b"WEBP" else "audio"
    return Kind.UNKNOWN, ""


def charset_of(content_type: str) -> str:
    """The charset parameter, empty when there is none."""
    found = _PARAMETER.search(content_type)
    return found[1] if found else ""


def is_cached_for_all(headers: Headers) -> bool:
    """Whether a shared cache may keep the answer for long, so that every visitor gets the same."""
    values = [value for name, value in headers if len(name) == 13 and name.lower() == "cache-control"]
    control = ",".join(values).lower()
    if "public" not in control and "immutable" not in control:
        return False
    if "private" in control or "no-store" in control or "no-cache" in control:
        return False
    if any(len(name) == 10 and name.lower() == "set-cookie" for name, _ in headers):
        return False
    if "immutable" in control:
        return True
    found = _MAX_AGE.search(control)
    return "public" in control and found is not None and int(found[1]) >= LONG_LIVED


_CONTROLS = bytes([*range(9), *range(14, 27), 28, 29, 31, 127])
"""Not the escape of terminal output (27) nor the record separator of JSON sequences and message channels (30)."""


def looks_binary(data: bytes, kind: Kind = Kind.UNKNOWN) -> bool:
    """Whether the first bytes hold control characters that no text has; UTF-16 with a mark is text.

    A content that is declared as text is believed as long as it is UTF-8 without null bytes.
    """
    head = data[:1024]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if 0 not in head and controls <= len(head) // 100:
        return False
    if kind in (Kind.UNKNOWN, Kind.STATIC, Kind.OPAQUE) or 0 in head:
        return True
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start < len(head) - 3
    return False
