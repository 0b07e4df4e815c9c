"""Signs of a session recording: snapshots and changes of a page's tree, and tracks of pointer and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

if TYPE_CHECKING:
    from ..plan import Plan

_NOWHERE: frozenset[str] = frozenset()
_KINDS = {
    # rrweb: full snapshots, mutations, mouse positions, and what is typed
    "tagname": "tree", "childnodes": "tree", "rootid": "tree", "textcontent": "text", "parentid": "change",
    "nextid": "change", "timeoffset": "track", "initialoffset": "tree", "isstyle": "tree", "ischecked": "input",
    "mousemove": "track", "nodeid": "change", "innerhtml": "tree", "outerhtml": "tree", "previoussibling": "change",
    "addedormoved": "change", "scrolltop": "track",
}
_RECORDED = frozenset({"initialoffset", "rootid", "timeoffset", "isstyle", "addedormoved", "previoussibling"})
_RECORDED_ABOVE = frozenset({"childnodes", "adds", "removes", "mutations"})
"""What only a recorder sends: an editor sends markup too, and a tree of chapters has parents and neighbours."""
KEYS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("tagname", "childnodes", "rootid", "textcontent", "timeoffset", "initialoffset", "innerhtml",
                     "outerhtml", "addedormoved", "previoussibling", "mousemove", "isstyle"), _NOWHERE),
    **dict.fromkeys(("parentid", "nextid", "nodeid", "ischecked", "scrolltop"),
                    frozenset({"adds", "removes", "texts", "attributes", "mutations", "events", "data"})),
}


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The sign of a request with the tree of a page, or changes to it together with tracks.

    ``detail`` is ``text`` where the text of the page goes along.
    """
    kinds: dict[tuple[str, int], set[str]] = {}
    places: dict[tuple[str, int], str] = {}
    names: dict[tuple[str, int], set[str]] = {}
    recorded: set[tuple[str, int]] = set()
    for leaf, plan in marked:
        if leaf.origin.direction != "request" or leaf.origin.part not in {"body", "ws"}:
            continue
        name = leaf.path.key.replace("_", "").lower()
        message = leaf.origin.part, leaf.origin.message
        kind = _KINDS.get(name, "")
        if kind == "text" and not any(letter.isalpha() for letter in leaf.value[:200]):
            kind = "tree"
        kinds.setdefault(message, set()).add(kind)
        names.setdefault(message, set()).add(name)
        if name in _RECORDED or not _RECORDED_ABOVE.isdisjoint(each.lower() for each in leaf.path.names[:-1]):
            recorded.add(message)
        places.setdefault(message, plan.template.rpartition("/")[0])
    for message, found in kinds.items():
        if message in recorded and len(names[message]) >= 2 and len(found) >= 2 and found & {"tree", "change"}:
            yield Sign("replay.dom", "request", message[0], places[message], "text" if "text" in found else "")
