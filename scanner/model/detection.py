"""Detections: a personal-data category in a span of a field, without the raw value."""

from __future__ import annotations

from dataclasses import dataclass, field

from .categories import About, Category
from .field import Direction
from .sign import Sign
from .transfer import quickly_made, sent_by_fields

CODINGS = frozenset({"reversed", "rot13", "xor"})
"""What ``via`` names besides digests: codings that anyone can undo."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a detection.

    ``code`` is ``kind:detail`` with a closed set of kinds (``key``, ``shape``, ``checksum``, ``context``,
    ``sibling``, ``gazetteer``, ``subject``, ``digest``, ``encoding``, ``host``, ``header``, ``pair``); ``detail``
    names a lexicon entry, an algorithm, a format: never a value from the capture. ``weight`` is what it added to the
    confidence (negative: against).
    """

    code: str
    weight: float


@sent_by_fields
@quickly_made
@dataclass(frozen=True, slots=True)
class Detection:
    """One category seen at one place. ``masked`` and ``fingerprint`` stand for the value, which is gone.

    ``fingerprint`` is an HMAC of the normalised value under the user's key (equal values, also in another
    spelling or encoding, give equal fingerprints within a category); a digest that was reversed carries the
    fingerprint of the value behind it, and ``via`` names the algorithm (``sha256``). ``subject`` is the id of
    the subjects file (``leerling-01``) when known, else a key that ties the values of one data subject
    together (``~`` and hex), or empty. ``record`` ties the detections of one JSON object, XML element or form
    in one message. ``path`` and ``pointer`` hold no raw values either: what was detected in them is replaced
    by ``{category}``; ``endpoint`` and ``template`` are the same with ids and array indices generalised.
    """

    category: Category
    confidence: float
    recognizer: str
    direction: Direction
    part: str
    pointer: str
    template: str
    masked: str
    fingerprint: str
    steps: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    subject: str = ""
    record: str = ""
    about: About = "unknown"
    via: str = ""
    bits: int = 0
    """Upper bound on the entropy of an identifier value in bits, 0 where it has no meaning."""
    key: str = ""
    """The lexicon name of the key that named the value, empty when no key did."""
    evidence: tuple[Evidence, ...] = ()
    span: tuple[int, int] = (0, 0)
    message: int = -1
    words: tuple[str, ...] = ()
    """Fingerprints of the words of a name, tussenvoegsels and initials left out: it may come in parts elsewhere."""


@sent_by_fields
@quickly_made
@dataclass(frozen=True, slots=True)
class ExchangeFacts:
    """What the judge needs to know of an exchange besides its detections; holds no raw personal data.

    ``session`` is a fingerprint that is equal for exchanges of one login session at one site (session cookie,
    bearer token or basic credentials), empty when there is none. ``actor`` is the role read from the session's
    own answers or subjects file (pupil, teacher, guardian, admin, anonymous, or empty). ``actor_subject`` is
    the subject key of the session's owner where known.
    """

    id: str
    capture: str
    order: int
    """Position in the scan, over all captures."""
    time: float
    protocol: str
    method: str
    scheme: str
    host: str
    port: int
    path: str
    """Path without query, what was detected in it masked."""
    endpoint: str
    """``METHOD /path/{id}``: the path with ids generalised, for grouping."""
    status: int
    session: str = ""
    actor: str = ""
    actor_subject: str = ""
    referer_host: str = ""
    initiator_host: str = ""
    request_type: str = ""
    response_type: str = ""
    request_bytes: int = 0
    response_bytes: int = 0
    tls_version: str = ""
    client: str = ""
    """Fingerprint of the client address (one device), empty when unknown."""
    server_is_loopback: bool = False
    line: int = 1
    header_names: tuple[str, ...] = ()
    response_header_facts: tuple[tuple[str, str], ...] = ()
    """Response headers that rules read (``cache-control``, ``access-control-allow-origin``), values as sent."""
    signs: tuple[Sign, ...] = ()
    """Technical facts of this exchange."""
    step: str = ""
    """Id of the step of the scenario that the exchange belongs to."""
    redirect_host: str = ""
    """Host that a ``Location`` or ``Refresh`` header sends the client to, empty when there is none or it is no URL."""
    navigation: bool = False
    """Whether the browser goes to a page, and does not load a part of one (``Sec-Fetch-Mode: navigate``)."""
    connection: str = ""
    """Fingerprint of the connection from the client, empty when unknown: one browser, as the server can tell."""


@sent_by_fields
@quickly_made
@dataclass(frozen=True, slots=True)
class Observation:
    """One exchange as the judge sees it: its facts and what was detected in it."""

    facts: ExchangeFacts
    detections: tuple[Detection, ...] = field(default=())
