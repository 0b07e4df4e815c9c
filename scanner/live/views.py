"""The view of content "Leerlek" of mitmproxy and mitmweb: the findings of the flow, in place of its content.

mitmproxy 12 has another interface for views than 11; which one is there decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mitmproxy import contentviews, flow

from .shown import lines, of

NAME = "Leerlek"


def text_of(shown: flow.Flow | None, lang: str) -> str:
    """What the view shows."""
    return "\n".join(lines(of(shown) if shown is not None else [], lang)) + "\n"


def _old(lang: str) -> Any:
    """A view as mitmproxy 11 wants it; 12 warns of whoever imports its base."""
    from mitmproxy.contentviews.base import View

    class Old(View):
        name = NAME

        def __call__(self, data: bytes, *, flow: flow.Flow | None = None, **_: Any) -> tuple[
                str, Iterator[list[tuple[str, str | bytes]]]]:
            return NAME, iter([[("text", line)] for line in text_of(flow, lang).splitlines()])

        def render_priority(self, data: bytes, **_: Any) -> float:
            return -1

    return Old()


class _New:
    """As mitmproxy 12 wants it."""

    name = NAME
    syntax_highlight = "none"

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def prettify(self, data: bytes, metadata: Any) -> str:
        """The findings of the flow that the content is of."""
        return text_of(metadata.flow, self._lang)

    def render_priority(self, data: bytes, metadata: Any) -> float:
        """Only where it is chosen."""
        return -1

    def __lt__(self, other: Any) -> bool:
        return bool(self.name < other.name)


def add(lang: str) -> None:
    """Make the view known, in place of an earlier one."""
    if hasattr(contentviews, "Contentview"):
        view: Any = _New(lang)
        contentviews.add(view)
        return
    before = contentviews.get(NAME)
    if before is not None:
        contentviews.remove(before)
    contentviews.add(_old(lang))
