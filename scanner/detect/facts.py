"""The facts of an exchange that rules read besides detections: session, actor, endpoint, headers; nothing raw."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from scanner.model import Category, Exchange, ExchangeFacts, Field, Headers, shown_method

from .fingerprint import Fingerprinter
from .headers import is_session_cookie
from .known import KnownValues
from .names import squash, words
from .plan import Plan, Planner
from .record import Settled
from .segments import masked_segments
from .signs import SIGN_HEADERS, SignReader, of_host_name
from .sites import site_of

if TYPE_CHECKING:
    from .known import KnownHit

_TRACKER_HOST = re.compile(
    r"(?:^|\.)(?:google-analytics\.com|analytics\.google\.com|doubleclick\.net|facebook\.(?:com|net)|segment\.(?:io|com)|"
    r"amplitude\.com|mixpanel\.com|posthog\.com|hotjar\.(?:com|io)|clarity\.ms|fullstory\.com|tiktok\.com|snapchat\.com|"
    r"appsflyer\.com|adjust\.(?:com|io)|branch\.io|singular\.net|onesignal\.com|app-measurement\.com|matomo\.cloud|"
    r"googletagmanager\.com|bugsnag\.com|newrelic\.com|nr-data\.net|pinterest\.com|criteo\.(?:com|net)|adnxs\.com|"
    r"sentry\.io|braze\.(?:com|eu)|pendo\.io|intercom\.io|heap\.io|mouseflow\.com)$"
)
_TRACKER_PATH = re.compile(
    r"/(?:g/|mp/|j/|r/)?collect(?:$|[/?])|/tr/?(?:$|\?)|/matomo\.php|/piwik\.php|/b/ss/|/pixel(?:$|[/?])"
)

RESPONSE_HEADERS = frozenset(
    words("""
cache-control pragma expires access-control-allow-origin access-control-allow-credentials strict-transport-security
referrer-policy content-security-policy permissions-policy x-frame-options x-content-type-options
clear-site-data server content-disposition vary age content-language
""")
)
"""Response headers that rules read; set by the server's configuration, checked against known values all the same."""

_ACTORS = {
    "pupil": "leerling leerlingen student students learner pupil deelnemer child",
    "teacher": "docent leerkracht leraar teacher instructor faculty mentor staff medewerker employee teachingassistant",
    "guardian": "ouder verzorger ouderverzorger guardian parent",
    "admin": "admin administrator beheerder schoolbeheerder sysadmin applicatiebeheerder",
}
_ACTOR_OF = {word: actor for actor, names in _ACTORS.items() for word in names.split()}
_OWN_ENDPOINT = re.compile(
    r"(?:^|/)(?:me|self|userinfo|whoami|current[_-]?user|session|login|token|account|profiel?e?|mijn)(?:$|[/.])", re.I
)
_SOME = frozenset({"referer", "origin", "content-type", "sec-fetch-mode", "location", "refresh"})
_LENGTHS = frozenset(map(len, _SOME))
_OWN_STEPS = frozenset({"jwt", "saml"})
_MIME = re.compile(r"[a-z0-9.+*-]{1,60}/[a-z0-9.+*-]{1,80}")
_HOST = re.compile(r"[A-Za-z0-9._\-\[\]:]{0,253}")


def is_tracker(exchange: Exchange) -> bool:
    """Whether the short parameter names of trackers mean something at this host or path."""
    return bool(_TRACKER_HOST.search(exchange.host.lower()) or _TRACKER_PATH.search(exchange.target[:300]))


class FactsMaker:
    """Makes ``ExchangeFacts``; one engine has one."""

    def __init__(self, fingerprinter: Fingerprinter, known: KnownValues | None, planner: Planner) -> None:
        self._fingerprinter = fingerprinter
        self._known = known
        self._labels = _host_labels(known)
        self._token: Callable[[str], str] = planner.token
        self._host = lru_cache(maxsize=4096)(self._shown_host)
        self._host_in = lru_cache(maxsize=4096)(self._shown_host_in)
        self._known_in = lru_cache(maxsize=4096)(self._find_known)
        self._names = lru_cache(maxsize=1024)(self._shown_names)
        self._client = lru_cache(maxsize=4096)(partial(fingerprinter.of, "client"))
        self._connection_of = lru_cache(maxsize=4096)(partial(fingerprinter.of, "connection"))
        self._facts_of = lru_cache(maxsize=256)(self._header_facts)
        self._session_of = lru_cache(maxsize=4096)(self._fingerprint_session)
        self._signs = SignReader(planner.token, known.subjects if known is not None else None)

    def make(
        self, exchange: Exchange, order: int, segments: dict[int, str], settled: list[Settled],
        roles: list[tuple[Field, Plan]], marked: list[tuple[Field, Plan]],
    ) -> ExchangeFacts:
        """The facts of one exchange.

        ``segments`` says what was detected in which path segment; ``marked`` are the fields that may hold signs.
        """
        method = shown_method(exchange.method)
        path = self._path(exchange, segments)
        request, response = _some(exchange.request_headers), _some(exchange.response_headers)
        actor, subject = self._owner(exchange, settled, roles)
        names = tuple([name for name, _ in exchange.request_headers[:200]])
        host = self._host(exchange.host)
        head = tuple([header for header in exchange.response_headers[:200] if _matters(header[0])])
        return ExchangeFacts(
            id=exchange.id, capture=exchange.capture, order=order, time=exchange.time, protocol=exchange.protocol,
            method=method, scheme=exchange.scheme, host=host, port=exchange.port, path=path,
            endpoint=f"{method} {path}", status=exchange.status, session=self._session(exchange), actor=actor,
            actor_subject=subject, referer_host=self._host_in(request.get("referer", "")),
            initiator_host=self._host_in(request.get("origin", "")),
            request_type=_mime(request.get("content-type", "")), response_type=_mime(response.get("content-type", "")),
            request_bytes=exchange.request_body.size or len(exchange.request_body.data),
            response_bytes=exchange.response_body.size or len(exchange.response_body.data),
            tls_version=exchange.tls.version if exchange.tls else "",
            client=self._client(exchange.client.host) if exchange.client else "",
            server_is_loopback=exchange.server is not None and (
                exchange.server.host.startswith("127.") or exchange.server.host in {"::1", "localhost"}
            ),
            line=exchange.line,
            header_names=self._names(names),
            response_header_facts=self._facts_of(head),
            signs=self._signs.of(exchange, head, names, request.get("origin", ""), marked, settled, host),
            redirect_host=self._redirect(response),
            navigation=request.get("sec-fetch-mode", "").lower() == "navigate",
            connection=self._connection_of(f"{exchange.client.host}|{exchange.client.port}|{site_of(exchange.host)}")
            if exchange.client and exchange.client.port else "",
        )  # fmt: skip

    def _redirect(self, response: dict[str, str]) -> str:
        """The host that an answer sends the client to, as it may be shown."""
        target = response.get("location", "") or response.get("refresh", "").partition("=")[2].strip(" '\"")
        if target.startswith("//"):
            target = f"https:{target}"
        return self._host_in(target) if target[:8].lower().startswith(("http://", "https://")) else ""

    def of_host(self, host: str, capture: str, order: int, time: float) -> ExchangeFacts | None:
        """The facts of a host that was looked up or spoken to unread, where its name holds a known value."""
        shown = self._host(host)
        signs = of_host_name(shown)
        if not signs:
            return None
        return ExchangeFacts(id="", capture=capture, order=order, time=time, protocol="", method="OTHER",
                             scheme="https", host=shown, port=0, path="/", endpoint="", status=0, signs=signs)

    def _path(self, exchange: Exchange, segments: dict[int, str]) -> str:
        target = exchange.target.partition("#")[0].partition("?")[0]
        if not target.startswith("/"):
            return target if target == "*" else "/"
        parts = target[1:].split("/")[:100]
        detected = dict(segments)
        if self._known is not None:
            for position, segment in enumerate(parts):
                category = self._known_in(unquote(segment)) if position not in detected else ""
                if category:
                    detected[position] = category
        return "/" + "/".join(masked_segments(parts, detected))

    def _find_known(self, text: str) -> str:
        """The category of a known value in a text, empty when there is none."""
        if self._known is None or not text:
            return ""
        hits: list[KnownHit] = self._known.find(text, static=False)
        return hits[0].values[0].category.value if hits else ""

    def _shown_host(self, host: str) -> str:
        """The host; a label that holds a known value is replaced by its category."""
        host = host.lower()
        if not _HOST.fullmatch(host):
            return "{host}"
        if self._known is None:
            return host
        if self._labels:
            labels = host.split(".")
            below = len(labels) - len(site_of(host).split("."))
            named = [self._labels.get(squash(label), "") if place < below else "" for place, label in enumerate(labels)]
            if any(named):
                return ".".join(f"{{{name}}}" if name else label for name, label in zip(named, labels, strict=True))
        for hit in self._known.find(host, static=True):
            known = hit.values[0]
            if known.category not in {Category.SCHOOL, Category.GROUP, Category.IP}:
                labels = [f"{{{known.category.value}}}" if self._known.find(label, static=True) else label
                          for label in host.split(".")]
                return ".".join(labels)
        return host

    def _shown_host_in(self, url: str) -> str:
        try:
            host = urlsplit(url[:2000]).hostname
        except ValueError:
            return ""
        return self._host(host) if host else ""

    def _session(self, exchange: Exchange) -> str:
        """A fingerprint of the log-in session: session cookie, else credentials, else the cookie being set."""
        cookies: list[str] = []
        authorization = ""
        for name, value in exchange.request_headers:
            if len(name) == 6 and name.lower() == "cookie":
                cookies.append(value)
            elif len(name) == 13 and name.lower() == "authorization":
                authorization = value
        set_now: tuple[str, ...] = ()
        if not authorization:
            set_now = tuple([value.partition(";")[0] for name, value in exchange.response_headers
                             if len(name) == 10 and name.lower() == "set-cookie"])
        return self._session_of(site_of(exchange.host), "; ".join(cookies), authorization, set_now)

    def _fingerprint_session(self, site: str, cookies: str, authorization: str, set_now: tuple[str, ...]) -> str:
        chosen = _session_cookie(_cookies(cookies))
        if chosen is None and not authorization:
            chosen = _session_cookie([pair for each in set_now for pair in _cookies(each)])
        if chosen is not None:
            return self._fingerprinter.of("session", f"{site}\0{chosen[0]}\0{chosen[1]}")
        return self._fingerprinter.of("session", f"{site}\0{authorization}") if authorization else ""

    def _shown_names(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({self._token(name.lower()) for name in names}))

    def _owner(
        self, exchange: Exchange, settled: list[Settled], roles: list[tuple[Field, Plan]]
    ) -> tuple[str, str]:
        """Role and subject of the session's owner, as far as this exchange itself says so."""
        if not settled and not roles:
            return "", ""
        own = bool(_OWN_ENDPOINT.search(exchange.target.partition("?")[0]))
        subject = role = ""
        credentials = {record for hit, _, _, record, _ in settled if record
                       and hit.outcome.category is Category.CREDENTIAL and hit.origin.direction == "request"}
        for item in settled:
            if not item.subject:
                continue
            origin = item.hit.origin
            if not own and not credentials and len(origin.steps) < 2:
                continue
            is_own = item.record in credentials or (
                own and origin.direction == "response" and not item.hit.indices
            ) or (len(origin.steps) > 1 and any(step.name in _OWN_STEPS for step in origin.steps))
            if not is_own:
                continue
            known = item.hit.outcome.known
            if known and (not subject or subject.startswith("~")):
                subject = item.subject
                role = next((value.role for value in known if value.subject == subject), role)
            elif not subject:
                subject = item.subject
        if not role:
            role = _role_in(roles, own=own)
        return role, subject

    def _header_facts(self, headers: Headers) -> tuple[tuple[str, str], ...]:
        facts: list[tuple[str, str]] = []
        for name, value in headers:
            lower = name.lower()
            if lower == "set-cookie":
                facts.append((lower, self._set_cookie(value)))
            elif lower in RESPONSE_HEADERS:
                shown = _without_file_name(value) if lower == "content-disposition" else value[:300]
                facts.append((lower, shown if not self._known_in(shown) else "{known}"))
        return tuple(facts)

    def _set_cookie(self, value: str) -> str:
        """Name and attributes of a cookie, never its value."""
        pair, *attributes = value.split(";")
        name = self._token(pair.partition("=")[0].strip())
        kept = [attribute.strip().lower()[:80] for attribute in attributes[:10]]
        kept = [attribute for attribute in kept
                if attribute.partition("=")[0] in {"max-age", "expires", "domain", "path", "secure", "httponly",
                                                   "samesite", "partitioned"} and not self._known_in(attribute)]
        kept = [attribute if not attribute.startswith("path=") or attribute == "path=/" else "path={path}"
                for attribute in kept]
        return "; ".join([name, *kept])


def _host_labels(known: KnownValues | None) -> dict[str, str]:
    """Values of the known subjects that give them away as a whole label of a host name, with their categories."""
    return {} if known is None else {
        text: category.value for subject in known.subjects.all for category, value in subject.values
        if category in _IN_HOSTS and len(text := squash(value[:200])) >= 5}


_IN_HOSTS = frozenset({Category.NAME_GIVEN, Category.NAME_FAMILY, Category.NAME_FULL, Category.LEERLINGNUMMER,
                       Category.LOGIN, Category.ACCOUNT, Category.BSN})


@lru_cache(maxsize=2048)
def _matters(name: str) -> bool:
    """Whether rules, or the signs that they read, look at a response header."""
    lower = name.lower()
    return lower == "set-cookie" or lower in RESPONSE_HEADERS or lower in SIGN_HEADERS


def _some(headers: Headers) -> dict[str, str]:
    """The few headers that become facts, by lower-case name; of repeated ones the first."""
    table: dict[str, str] = {}
    for name, value in headers:
        if len(name) in _LENGTHS and (lower := name.lower()) in _SOME:
            table.setdefault(lower, value)
    return table


def _cookies(header: str) -> list[tuple[str, str]]:
    pairs = (pair.partition("=") for pair in header.split(";")[:300])
    return [(name.strip(), value.strip()) for name, equals, value in pairs if equals]


def _session_cookie(cookies: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The cookie that most likely carries the log-in, whatever the order they are sent in."""
    fitting = [(name, value) for name, value in cookies if is_session_cookie(name) and len(value) >= 6]
    return min(fitting, key=lambda pair: ("sess" not in pair[0].lower(), pair[0])) if fitting else None


@lru_cache(maxsize=1024)
def _mime(value: str) -> str:
    kind = value.partition(";")[0].strip().lower()
    return kind if _MIME.fullmatch(kind) else ""


def _without_file_name(value: str) -> str:
    return value.partition(";")[0].strip()[:40]


def _role_in(roles: list[tuple[Field, Plan]], *, own: bool) -> str:
    """The role that an exchange gives the owner of its session: in its token, or in an answer about oneself."""
    for leaf, _ in roles:
        in_token = any(step.name in _OWN_STEPS for step in leaf.origin.steps)
        if not in_token and not (own and leaf.origin.direction == "response" and len(leaf.indices) <= 1):
            continue
        value = leaf.value[:200].rstrip("/")
        # "Learner", "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner", "student@school", "…/role/Student"
        for word in (value.rpartition("#")[2], value.partition("@")[0], value.rpartition("/")[2]):
            actor = _ACTOR_OF.get(squash(word))
            if actor:
                return actor
    return ""
