"""A recording of this process, for the tests of what watches clients, and how a pytest loads the plugin."""

from __future__ import annotations

from importlib.metadata import entry_points

from scanner.model import Exchange, Note
from scanner.pytest_plugin.patches import Patches
from scanner.pytest_plugin.recording import Recording

LOAD = () if any(each.name == "leerlek" for each in entry_points(group="pytest11")) else ("-p", "scanner.pytest_plugin")
"""Arguments for pytest: none where Leerlek is installed with its entry point, else the plugin by name."""


class Watched:
    """A recording, and the exchanges in it."""

    def __init__(self) -> None:
        self.recording, self.patches = Recording(), Patches()
        self.notes: list[Note] = []

    @property
    def exchanges(self) -> list[Exchange]:
        self.notes.clear()
        return list(self.recording.exchanges("test", self.notes.append))

    @property
    def only(self) -> Exchange:
        exchange, = self.exchanges
        return exchange
