"""What the fonts of the typesetter have no sign for, shown as code points: nothing of a name vanishes on paper.

Theory. Typst holds its fonts (Libertinus, DejaVu Sans Mono; open licences): Latin with all its accents, Greek,
Cyrillic, signs. A font for Arabic, Devanagari, Chinese and Japanese names would be larger than the rest of this
program, and system fonts would make every machine write other bytes. An empty box tells nobody anything, so such a
sign is written as its code point, ``\\u{6f22}``; the HTML page shows it as it is.
"""

from __future__ import annotations

import re
from typing import Any

_UNKNOWN = re.compile(
    "[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2070\u2074-\u208e\u20a0-\u20bf\u2190-\u23ff\u2460-\u262f\u270c-\u2727]")
"""As far as the blocks go that European text uses."""


def displayable(text: str) -> str:
    """The text with the signs that the fonts have."""
    return _UNKNOWN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def displayable_tree(value: Any) -> Any:
    """A JSON value in which every text is displayable."""
    if isinstance(value, str):
        return displayable(value)
    if isinstance(value, dict):
        return {key: displayable_tree(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [displayable_tree(item) for item in value]
    return value
