"""What a report for people has beside the result of the scan: the dossier of the team, and an earlier scan."""

from __future__ import annotations

from dataclasses import dataclass, field

from .document import Document
from .dossier import Dossier


@dataclass(frozen=True, slots=True)
class Additions:
    """``previous`` is the result of an earlier scan, None without one."""

    dossier: Dossier = field(default_factory=Dossier)
    previous: Document | None = None


NOTHING = Additions()
