"""Tables in other dress: lists of labels and values, rows under a list of headings, numbered fields that name the next.

Theory. ``[{"name": "roepnaam", "value": "Kim"}, …]`` and ``{"columns": ["roepnaam", …], "rows": [["Kim", …], …]}`` say
the same as ``{"roepnaam": "Kim"}``, but no key stands above the value. So each value gets the meaning of its label,
and all of one list, or of one row, become one object. A list is read so only when at least two of its labels are known
names of data, and one of them says something by itself: a chart has headings too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy

from scanner.model import Category, Field, KeyPath

from .lexicon import lookup
from .meaning import Meaning
from .names import local_name
from .plan import NUMBERED, Plan, depth_of, is_heading, row_of
from .recognizers.identifiers import PUPIL_KEYS

_LONGEST_LABEL = 60
_MOST_CELLS = 20_000
_FEWEST = 2
"""Labels of a list that are known names of data."""
_SAY = frozenset({"direct", "quasi"})
_COUNT = frozenset({"direct", "quasi", "loose", "context"})
_CONTEXT = frozenset({Category.GROUP, Category.SCHOOL})

Pairs = list[tuple[Field, Plan]]
MeaningOf = Callable[[tuple[str, ...]], Meaning]
_Key = tuple[int, int, tuple[int, ...]]


def cells(pairs: Pairs, meaning_of: MeaningOf) -> Iterator[tuple[Field, Plan, Meaning]]:
    """Values with the meaning of their label, and a plan that puts them in the object of their list or row.

    ``pairs`` holds labels, labelled leaves, cells of lists in lists, headings and numbered fields.
    """
    listed: dict[_Key, dict[tuple[int, ...], list[tuple[Field, Plan]]]] = {}
    grids: dict[_Key, list[tuple[Field, Plan]]] = {}
    headings: dict[_Key, dict[int, str]] = {}
    names: dict[_Key, dict[str, str]] = {}
    columns: dict[_Key, list[tuple[Field, Plan]]] = {}
    numbered: dict[_Key, list[tuple[Field, Plan]]] = {}
    for leaf, plan in pairs[:_MOST_CELLS]:
        node, origin = leaf.path, leaf.origin
        above = node.parent
        if above is None:
            continue
        row = row_of(node)
        if row is not None and row.parent is not None:
            grids.setdefault((id(origin), id(row.parent), leaf.indices[:-2]), []).append((leaf, plan))
        if node.is_index and row is not None:
            continue
        if node.is_index and is_heading(above):
            headings.setdefault((id(origin), id(above.parent), leaf.indices[:-1]), {})[leaf.indices[-1]] = leaf.value
        elif node.key in NUMBERED and origin.steps and origin.steps[-1].name == "protobuf":
            numbered.setdefault((id(origin), id(above), leaf.indices), []).append((leaf, plan))
        elif is_heading(above) and not node.is_index:
            if above.parent is not None:
                names.setdefault((id(origin), id(above.parent), leaf.indices), {})[node.key] = leaf.value
        elif above.is_index and plan.tabular and not plan.meaning.labelled:
            container = above.parent
            if container is not None and container.parent is not None:
                columns.setdefault((id(origin), id(container.parent), leaf.indices[:-1]), []).append((leaf, plan))
        elif above.is_index and (plan.meaning.label or plan.tabular):
            if above.parent is not None and is_heading(above.parent) and plan.meaning.label:
                key = (id(origin), id(above.parent.parent), leaf.indices[:-1])
                headings.setdefault(key, {}).setdefault(leaf.indices[-1], leaf.value)
            listed.setdefault((id(origin), id(above.parent), leaf.indices[:-1]), {}).setdefault(
                leaf.indices, []).append((leaf, plan))
    placed: set[tuple[int, tuple[int, ...]]] = set()
    for entries in listed.values():
        if len(entries) >= _FEWEST:
            for cell in _of_list([entry for entry in entries.values() if len(entry) >= 2], meaning_of):
                placed.add((id(cell[0].path), cell[0].indices))
                yield cell
    for (origin_id, _, indices), found in grids.items():
        if placed and (id(found[0][0].path), found[0][0].indices) in placed:
            continue
        yield from _of_grid(found, headings, origin_id, indices, meaning_of)
    for key, fields in columns.items():
        yield from _of_columns(fields, names.get(key, {}), meaning_of)
    for fields in numbered.values():
        yield from _of_numbered(fields, meaning_of)


def _of_list(entries: list[Pairs], meaning_of: MeaningOf) -> Iterator[tuple[Field, Plan, Meaning]]:
    """The values of a list of labels and values."""
    told: list[tuple[Field, Plan, Meaning]] = []
    for entry in entries:
        label = next((leaf for leaf, plan in entry if plan.meaning.label and _is_label(leaf.value)), None)
        meaning = _meaning(label.value, (), meaning_of) if label is not None else None
        if meaning is not None:
            told += [(leaf, plan, meaning) for leaf, plan in entry
                     if leaf is not label and plan.tabular and lookup(local_name(leaf.value[:200])) is None]
    if not _is_of_data([meaning for _, _, meaning in told]):
        return
    around: dict[int, Plan] = {}
    for leaf, plan, meaning in told:
        item = leaf.path.parent
        container = item.parent if item is not None else None
        if container is None:
            continue
        place = container if container.is_index or container.parent is None else container.parent
        yield leaf, _moved(plan, place, around), meaning


def _of_grid(
    found: Pairs, headings: dict[_Key, dict[int, str]], origin_id: int, indices: tuple[int, ...],
    meaning_of: MeaningOf,
) -> Iterator[tuple[Field, Plan, Meaning]]:
    """The cells of a list of lists, by the headings beside it or in its first row; of two columns, by the first."""
    row_node = row_of(found[0][0].path)
    container = row_node.parent if row_node is not None else None
    if row_node is None or container is None:
        return
    above = container.names
    place: KeyPath | None = container.parent
    heads: dict[int, str] | None = None
    outside = indices
    for _ in range(2):
        if place is None or heads is not None:
            break
        heads = headings.get((origin_id, id(place), outside))
        outside, place = (outside[:-1] if place.is_index else outside), place.parent
    rows: dict[int, list[tuple[Field, Plan]]] = {}
    for leaf, plan in found:
        rows.setdefault(leaf.indices[-2], []).append((leaf, plan))
    first = -1
    if heads is None:
        first = min(rows)
        if all(_is_label(leaf.value) for leaf, _ in rows[first]) and len(rows) > 1:
            heads = {leaf.indices[-1]: leaf.value for leaf, _ in rows[first]}
        else:
            heads = {}
    meanings = {column: meaning for column, text in heads.items()
                if (meaning := _meaning(text, above, meaning_of)) is not None}
    around: dict[int, Plan] = {}
    if _is_of_data(list(meanings.values())):
        for number, row in rows.items():
            if number != first:
                for leaf, plan in row:
                    meaning = meanings.get(leaf.indices[-1])
                    if meaning is not None:
                        yield leaf, _moved(plan, row_node, around), meaning
        return
    if any(len(row) != 2 for row in rows.values()):
        return
    told = [(row[1][0], row[1][1], meaning) for row in rows.values()
            if (meaning := _meaning(row[0][0].value, above, meaning_of)) is not None]
    if _is_of_data([meaning for _, _, meaning in told]):
        for leaf, plan, meaning in told:
            yield leaf, _moved(plan, container, around), meaning


def _of_columns(
    fields: Pairs, names: dict[str, str], meaning_of: MeaningOf
) -> Iterator[tuple[Field, Plan, Meaning]]:
    """Members of rows whose keys are numbered, by the object beside them that names them: ``{"c1": "Roepnaam"}``."""
    meanings = {key: meaning for key, text in names.items() if (meaning := _meaning(text, (), meaning_of)) is not None}
    if _is_of_data(list(meanings.values())):
        for leaf, plan in fields:
            meaning = meanings.get(leaf.path.key)
            if meaning is not None:
                yield leaf, plan, meaning


def _of_numbered(fields: Pairs, meaning_of: MeaningOf) -> Iterator[tuple[Field, Plan, Meaning]]:
    """A field of a message without a schema that the field before it names."""
    by_number = {int(leaf.path.key): (leaf, plan) for leaf, plan in fields}
    for number, (leaf, _) in by_number.items():
        named = by_number.get(number + 1)
        entry = lookup(leaf.value) if named is not None and _is_label(leaf.value) else None
        if named is not None and entry is not None and (entry.strength in _SAY or entry.category in _CONTEXT) and (
                lookup(named[0].value[:200]) is None):
            meaning = _meaning(leaf.value, (), meaning_of)
            if meaning is not None:
                yield named[0], named[1], meaning


def _is_label(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_LABEL and not text[0].isdigit() and not text.isspace()


def _meaning(label: str, above: tuple[str, ...], meaning_of: MeaningOf) -> Meaning | None:
    """What a label says; None where it says nothing that could be judged."""
    if not _is_label(label):
        return None
    meaning = meaning_of((*above, label))
    if meaning.category is None or meaning.strength not in _COUNT:
        return None
    if meaning.strength == "loose" and meaning.category is Category.NAME_FULL and meaning.key in PUPIL_KEYS:
        return meaning._replace(strength="quasi")  # the heading of a column, which is no object of a pupil
    return meaning if meaning.strength != "context" or meaning.category in _CONTEXT else None


def _is_of_data(meanings: list[Meaning]) -> bool:
    """Whether labels are those of a person's data: two at least, of which one says something by itself."""
    return len({meaning.key for meaning in meanings}) >= _FEWEST and any(
        meaning.strength in _SAY for meaning in meanings)


def _moved(plan: Plan, place: KeyPath, around: dict[int, Plan]) -> Plan:
    """The plan of a leaf that belongs to the object of another node."""
    moved = around.get(id(plan))
    if moved is None:
        moved = around[id(plan)] = copy(plan)
        moved.object_node, moved.object_depth = place, depth_of(place)
    return moved
