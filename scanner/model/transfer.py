"""How dataclasses go from one process to another: as a call with their fields in order.

Left alone, a frozen dataclass with slots is unpickled field by field through ``setattr`` after its fields were looked
up by name, for every single object; between the processes of a scan that cost as much as half the detection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def sent_by_fields(kind: type[T], make: Callable[..., T] | None = None) -> type[T]:
    """Class decorator for a dataclass of two fields or more; ``make`` stands in for its constructor."""
    values: Callable[[Any], tuple[Any, ...]] = attrgetter(*(each.name for each in fields(kind)))  # type: ignore[arg-type]
    call = make or kind
    kind.__reduce__ = lambda self: (call, values(self))  # type: ignore[method-assign]
    return kind
