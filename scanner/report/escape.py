"""Text as Markdown that stays text on a code platform: no markup, no link, no mention, no HTML.

Theory. A comment is read by a renderer that also turns bare addresses into links, ``@name`` into a notification and
``#1`` into a reference. None of these happen inside a code span, so what comes from a capture stands in one; a fence
of backticks longer than any inside cannot be closed by the text. Sentences of rules are escaped, and words in them that
the platform would act on get a code span too.
"""

from __future__ import annotations

import re

from .inert import inert

LONGEST = 400
"""Characters of one text in a comment."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~!])")
_ACTS = re.compile(r"@\w|#\d|!\d|\b[A-Za-z]{2,}-\d+\b|://|www\.|\bmailto:|\w@\w|^\W*[#>+-]+\s|^\d+[.)]\s|:\w+:|&\w*;|&#|\$")


def plain(text: str) -> str:
    """A sentence as Markdown."""
    return " ".join(code(word) if _ACTS.search(word) else _SPECIAL.sub(r"\\\1", word.replace("&", "&amp;"))
                    for word in inert(text, LONGEST).split(" "))


def code(text: str) -> str:
    """A technical text as a code span; empty stays empty. In a table, ``|`` is still to be escaped."""
    text = " ".join(inert(text, LONGEST).split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.startswith("`") or text.endswith("`") or longest else ""
    return f"{fence}{padding}{text}{padding}{fence}"
