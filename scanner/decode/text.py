"""Bytes to text by charset, and what counts as readable text."""

from __future__ import annotations

import codecs
import re

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff\ue000-\uf8ff]")
_WORDY = re.compile(r"[\w @.,:;/+\-'’\"{}\[\]<>()&=?!#*|%€$~\\]*\Z")
_LATIN = re.compile("[^\x00-\u017f\u2010-\u2027\u20ac]")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w-]{1,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w.-]{1,40})["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TEXT_CODECS = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "iso8859-1", "iso8859-15",
                          "iso8859-2", "iso8859-9", "cp1250", "cp1252", "cp1254", "cp850", "cp437", "mac-roman",
                          "big5", "gb2312", "gbk", "gb18030", "shift_jis", "euc_jp", "euc_kr", "koi8-r", "cp1251"})


def is_text(text: str) -> bool:
    """Whether a decoding gave text: no control characters but white space, nothing unassigned or replaced."""
    return _UNREADABLE.search(text) is None


def is_wordy(text: str) -> bool:
    """Whether a short text consists of what words, numbers and notations are written with, in Latin script."""
    return len(text) > 3 and _WORDY.match(text) is not None and _LATIN.search(text) is None


def is_utf8(data: bytes) -> bool:
    """Whether the first bytes are UTF-8; a character that is cut at the end of them counts."""
    head = data[:1024]
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 1020
    return True


def to_text(data: bytes, charset: str = "") -> str:
    """Decode by byte-order mark, the given charset, what the document says itself, UTF-8, else Windows-1252."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return scrub(data.decode(codec, "replace"))
    for name in (charset, _declared(data), "utf-8"):
        codec = _codec(name)
        if codec:
            try:
                return scrub(data.decode(codec))
            except (UnicodeDecodeError, ValueError):
                continue
    return data.decode("latin-1")


def scrub(text: str) -> str:
    """The text without lone surrogates, which no output could hold."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def _declared(data: bytes) -> str:
    head = data[:1024]
    found = _XML_ENCODING.match(head) or _META_CHARSET.search(head)
    return found[1].decode("ascii") if found else ""


def _codec(name: str) -> str:
    """The codec of a charset name, empty when Python has none for text."""
    if not name:
        return ""
    if name.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        # As browsers do: these labels mean UTF-8 when it fits, else Windows-1252, whose undefined bytes are Latin-1.
        return "utf-8"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if found in _TEXT_CODECS or found.startswith(("iso8859", "cp12")) else ""
