"""A labelled traffic corpus: exchanges of learning platforms, made by real software, with what is personal in them.

Theory. A corpus can prove no more than it holds, and this one is written by those who wrote the detector. So it is
split: ``dev`` may be looked at while detection is improved, ``test`` may not; persons, sentences and messages of the
two have nothing in common. Half of the exchanges hold nobody. httpx sends every request over a socket to Python's HTTP
server, which answers with what json, ElementTree, csv, gzip, openpyxl, python-docx, msgpack and cbor2 write.
"""

from __future__ import annotations

from .labels import Case, Label, Sheet
from .record import Recorded, record

__all__ = ["Case", "Label", "Recorded", "Sheet", "record"]
