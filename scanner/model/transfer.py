"""How frozen dataclasses of which very many are made are made quickly, and go from one process to another.

Left alone, a frozen dataclass with slots is unpickled field by field through ``setattr`` after its fields were looked
up by name, for every single object; between the processes of a scan that cost as much as half the detection. And it is
made field by field through ``object.__setattr__``, because its own refuses: that took longer than to parse the message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def sent_by_fields(kind: type[T]) -> type[T]:
    """Class decorator for a dataclass of two fields or more."""
    values: Callable[[Any], tuple[Any, ...]] = attrgetter(*(each.name for each in fields(kind)))  # type: ignore[arg-type]
    kind.__reduce__ = lambda self: (kind, values(self))  # type: ignore[method-assign]
    return kind


def quickly_made(kind: type[T]) -> type[T]:
    """Class decorator for a frozen dataclass with slots, without anything after its construction.

    While its fields are set an object is of a twin that has the same slots and is not frozen.
    """
    twin = type(f"_{kind.__name__}", (), {"__slots__": kind.__slots__})  # type: ignore[attr-defined]
    known: dict[str, Any] = {"become": object.__dict__["__class__"].__set__, "twin": twin, "kind": kind}
    parameters: list[str] = []
    for each in fields(kind):  # type: ignore[arg-type]
        if each.default is MISSING:
            parameters.append(each.name)
        else:
            known[f"default_{each.name}"] = each.default
            parameters.append(f"{each.name}=default_{each.name}")
    lines = [f"def __init__(self, {', '.join(parameters)}):", "become(self, twin)",
             *(f"self.{each.name} = {each.name}" for each in fields(kind)),  # type: ignore[arg-type]
             "become(self, kind)"]
    exec("\n    ".join(lines), known)  # as dataclasses do, of names that stand in this repository
    known["__init__"].__annotations__ = kind.__init__.__annotations__
    kind.__init__ = known["__init__"]  # type: ignore[method-assign]
    return kind
