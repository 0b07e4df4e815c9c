"""HTML and XML in place: texts, attributes, CDATA, comments and scripts; the tags stay."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from .jsonlike import Leaf

_PIECE = re.compile(
    r"<!--(?P<comment>.*?)-->|<!\[CDATA\[(?P<cdata>.*?)\]\]>|"
    r"(?P<raw><(?P<tag>script|style)\b[^>]{0,4000}>)(?P<body>.*?)(?P<close></(?:script|style)\s*>)|"
    r"(?P<element></?[A-Za-z_][^<>]*>)|(?P<other><[!?][^<>]*>)|(?P<text>[^<]+)|<",
    re.DOTALL | re.IGNORECASE,
)
_PAIRS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<script", "</script"), ("<style", "</style"))
_MOST_OPEN = 20
_ATTRIBUTE = re.compile(r"""([\w:.@-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>=`]+)""")
_NAME = re.compile(r"</?([A-Za-z_][\w:.-]*)")
_NAMED = re.compile(r"""\b(?:name|property|id|key)\s*=\s*["']([^"']{1,80})["']""", re.IGNORECASE)
_QUIET = frozenset(
    {
        "class",
        "style",
        "rel",
        "type",
        "charset",
        "lang",
        "xmlns",
        "role",
        "for",
        "method",
        "integrity",
        "width",
        "height",
        "viewbox",
        "d",
        "fill",
        "stroke",
        "media",
        "http-equiv",
    }
)


def rewrite(text: str, leaf: Leaf, script: Callable[[str], str]) -> str:
    """The text with its values replaced; ``script`` gets what stands in script elements and comments."""
    if any(text.count(opened) > text.count(closed) + _MOST_OPEN for opened, closed in _PAIRS):
        return script(text)  # each of them would be looked for to the end
    made: list[str] = []
    key, named = "", ""
    for piece in _PIECE.finditer(text):
        whole = piece.group()
        if piece["text"] is not None:
            made.append(_text(piece["text"], leaf, named or key))
        elif piece["element"] is not None:
            name = _NAME.match(whole)
            key = name[1].rpartition(":")[2] if name else ""
            closing = whole.startswith("</")
            if not closing:
                found = _NAMED.search(whole)
                if key not in ("AttributeValue", "value"):
                    named = (
                        found[1]
                        if found is not None
                        and key in ("Attribute", "attribute", "property", "textarea", "option", "data")
                        else ""
                    )
                made.append(_attributes(whole, leaf, found[1] if found else ""))
            else:
                made.append(whole)
        elif piece["raw"] is not None:
            body = piece["body"]
            made.append(
                _attributes(piece["raw"], leaf, "")
                + (script(body) if piece["tag"].lower() == "script" and body.strip() else body)
                + piece["close"]
            )
        elif piece["cdata"] is not None:
            made.append(f"<![CDATA[{leaf(piece['cdata'], named or key)}]]>")
        elif piece["comment"] is not None:
            made.append(f"<!--{script(piece['comment'])}-->")
        else:
            made.append(whole)
    return "".join(made)


def _text(text: str, leaf: Leaf, key: str) -> str:
    bare = text.strip()
    if not bare:
        return text
    value = html.unescape(bare)
    new = leaf(value, key)
    return text if new == value else text.replace(bare, _escaped(new, bare))


def _attributes(tag: str, leaf: Leaf, named: str) -> str:
    def one(found: re.Match[str]) -> str:
        name, equals, quoted = found.groups()
        if name.lower() in _QUIET or name.lower().startswith("xmlns"):
            return found.group()
        quote = quoted[0] if quoted[0] in "\"'" else ""
        bare = quoted[1:-1] if quote else quoted
        if not bare:
            return found.group()
        value = html.unescape(bare)
        key = named if name.lower() in ("value", "content") and named else name.rpartition(":")[2]
        new = leaf(value, key)
        if new == value and key != name:
            new = leaf(value, name.rpartition(":")[2])
        return found.group() if new == value else f"{name}{equals}{quote}{_escaped(new, bare, quote)}{quote}"

    return _ATTRIBUTE.sub(one, tag)


def _escaped(value: str, like: str, quote: str = "") -> str:
    """Escaped for markup, characters beyond ASCII as references where the original had them so."""
    made = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote == '"' or "&quot;" in like or "&#34;" in like:
        made = made.replace('"', "&#34;" if "&#34;" in like else "&quot;")
    if quote == "'" or "&#39;" in like or "&#x27;" in like or "&apos;" in like:
        made = made.replace("'", "&#39;" if "&apos;" not in like else "&apos;")
    if like.isascii() and not made.isascii():
        made = made.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return made
