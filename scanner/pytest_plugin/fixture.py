"""The object that a test gets as ``leerlek``: recording, settings, and the assertions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import pytest

from scanner.errors import UsageError
from scanner.model import Severity

from . import http_client, httpx_, requests_
from .patches import Patches
from .playwright_ import Contexts
from .recording import Recording
from .settings import Settings

if TYPE_CHECKING:
    from scanner.run import Document

T = TypeVar("T")

SURE = 0.6
"""Confidence from which a detection counts; below it is "te beoordelen"."""
CONNECTION = frozenset({"id.ip", "id.cookie", "secret.token"})
"""What comes with every connection and session: counts in ``assert_only`` only when strict."""


class Leerlek:
    """Records the traffic of one test and asserts what is in it. Failures show masked values only."""

    def __init__(self, item: pytest.Item) -> None:
        self._settings = Settings.of(item)
        self._recording = Recording()
        self._contexts = Contexts()
        self._patches = Patches()
        self._subjects: list[dict[str, Any]] = []
        self._judged: tuple[object, Document] | None = None
        http_client.watch(self._recording, self._patches)
        requests_.watch(self._recording, self._patches)
        self._unwatched = httpx_.watch(self._recording, self._patches)
        self._contexts.watch(self._patches)

    def stop(self) -> None:
        """End recording and forget everything."""
        self._patches.undo()
        self._recording.clear()
        self._contexts.remove()
        self._judged = None

    def clear(self) -> None:
        """Forget what was recorded so far, such as the login; pages of Playwright are closed for it."""
        __tracebackhide__ = True
        self._complete()
        self._recording.clear()
        self._contexts.clear()
        self._judged = None

    def knows(self, values: Mapping[str, str | Iterable[str]], *, id: str = "account", role: str = "pupil") -> None:
        """Add a test account that the test made: category code → value or values, as in a subjects file.

        Every value is then found in any spelling, encoding or digest.
        """
        __tracebackhide__ = True
        row = {"id": id, "role": role,
               "values": {code: value if isinstance(value, str) else list(value) for code, value in values.items()}}
        from scanner.detect.subjects import parse_subjects

        _unless_refused("leerlek.knows", parse_subjects, {"subjects": [*self._subjects, row]})
        self._subjects.append(row)
        self._judged = None

    def result(self) -> Document:
        """The native result of what was recorded so far, as ``leerlek scan --output json=…`` writes it; masked."""
        __tracebackhide__ = True
        return self._document()

    def categories(self, to: str | None = None) -> frozenset[str]:
        """The codes that were seen, in all traffic or with one recipient (a host, a domain, or an id of the policy)."""
        __tracebackhide__ = True
        from .checks import detections

        return frozenset(d["category"] for d in detections(self._document(), to, SURE))

    def assert_only(self, *expected: str, to: str | None = None, strict: bool = False, confidence: float = SURE,
                    missing_ok: bool = False) -> None:
        """Fail when the traffic holds categories of personal data other than the expected ones.

        A code may end in ``.*`` (``edu.*``); ``name.full`` includes given and family name. ``to`` limits it to one
        recipient: a host, a domain with all its hosts, or an id of the policy; no traffic with it fails too, unless
        ``missing_ok``. ``strict`` counts what comes with every connection as well: IP addresses, cookies and session
        tokens. Both directions count: who answers with data has them.
        """
        __tracebackhide__ = True
        from .checks import only

        document = self._document()
        self._seen(document, to, missing_ok)
        told = only(document, expected, to, frozenset() if strict else CONNECTION, confidence, self._settings.lang)
        if told:
            _fail(told)

    def assert_no_findings(self, fail_on: str | None = None, *, to: str | None = None, ignore: Iterable[str] = (),
                           missing_ok: bool = False) -> None:
        """Fail when a rule is broken from a severity on: ``info``, ``laag``, ``midden`` (the default), ``hoog``,
        ``kritiek``, or in English. ``ignore`` names rules; ``to`` is as for ``assert_only``."""
        __tracebackhide__ = True
        from .checks import findings

        threshold = _unless_refused("leerlek.assert_no_findings", Severity.parse, fail_on or self._settings.fail_on)
        document = self._document()
        self._seen(document, to, missing_ok)
        told = findings(document, threshold.code, to, frozenset(ignore), self._settings.lang)
        if told:
            _fail(told)

    def assert_no_contact(self, *hosts: str) -> None:
        """Fail when there was traffic with one of the hosts or domains, whatever it held."""
        __tracebackhide__ = True
        from .checks import contact

        told = contact(self._document(), hosts, self._settings.lang)
        if told:
            _fail(told)

    def _seen(self, document: Document, to: str | None, missing_ok: bool) -> None:
        """Fail when there is nothing to look at: such an assertion could never fail."""
        __tracebackhide__ = True
        from .checks import nothing_seen

        told = nothing_seen(document, to, self._settings.lang)
        if told and not missing_ok:
            _fail(f"{told}{f' ({self._unwatched} cannot be recorded)' if self._unwatched else ''}")

    def _complete(self) -> None:
        __tracebackhide__ = True
        _unless_refused("leerlek", self._contexts.complete)

    def _document(self) -> Document:
        __tracebackhide__ = True
        self._complete()
        weight = (self._recording.weight, len(self._contexts))
        if self._judged is None or self._judged[0] != weight:
            from .scan import judged

            document = _unless_refused("leerlek", judged, self._settings, self._recording, self._contexts,
                                       self._subjects)
            self._judged = weight, document
        return self._judged[1]


def _unless_refused(what: str, function: Callable[..., T], *arguments: Any) -> T:
    """What a function gives; when it refuses a file or word of the user, the test fails with the reason alone."""
    __tracebackhide__ = True
    try:
        return function(*arguments)
    except (UsageError, ValueError) as error:
        refused = str(error)
    return _fail(f"{what}: {refused}")


def _fail(message: str) -> NoReturn:
    """Fail with the place of the assertion in the test and no traceback: its lines could show what the test sent."""
    __tracebackhide__ = True
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("scanner.pytest_plugin"):
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    here = Path.cwd()
    place = path.relative_to(here) if path.is_relative_to(here) else path.name
    pytest.fail(f"{place}:{frame.f_lineno}: {message}", pytrace=False)
