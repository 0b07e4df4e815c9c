"""Cookies and identifiers of one site that turn up in what is sent to another, found when all of the scan was read.

Theory. Cookies are known by their place, whatever they are called, and identifiers by the name that one site gives
them; where else the same value stands is a question of equal fingerprints. Either may come first. Both are remembered
as numbers; of loose values (``loose.py``) those of the last while are kept, for a value is known before it is passed on
or soon after. An identifier must be too long for chance (64 bits).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.model import About, Category, Detection, Evidence, ExchangeFacts, Observation

from .loose import MIN_BITS
from .sites import site_of

if TYPE_CHECKING:
    from .engine import Detected

MAX_COOKIES = 250_000
MAX_WAITING = 40_000
MAX_FOUND = 20_000
_PER_PLACE = 5
_SEVERAL = ""
_COOKIES = frozenset({Category.COOKIE, Category.TOKEN, Category.ACCOUNT, Category.DEVICE, Category.LOGIN})
_SURE_BITS = 64
_IDENTITIES = frozenset({Category.ACCOUNT, Category.LOGIN, Category.DEVICE, Category.ADVERTISING,
                         Category.LEERLINGNUMMER})  # fmt: skip
_WATCHED = _COOKIES | _IDENTITIES

Seen = tuple[ExchangeFacts, Detection]
Place = tuple[int, str, str, str]
"""Fingerprint, site, part and pointer of a loose value."""


class EchoIndex:
    """Collects cookies and loose values over a scan, in bounded memory."""

    def __init__(self, *, limit: int = MAX_WAITING) -> None:
        self._limit = limit
        self._sites: dict[int, str] = {}
        """Fingerprint of a cookie → the site it is of, ``_SEVERAL`` for more than one."""
        self._named: dict[int, str] = {}
        """The same for identifiers that were sent under a telling name."""
        self._identities: dict[int, tuple[str, Category, About]] = {}
        """Fingerprint of an identifier → the site that it is of, what it is and about whom."""
        self._jar: OrderedDict[int, Seen] = OrderedDict()
        """Cookies whose names say nothing: drafts, for when one turns up elsewhere."""
        self._waiting: OrderedDict[Place, list[Seen]] = OrderedDict()
        self._found: dict[Place, list[Seen]] = {}
        self.dropped = 0

    def add(self, detected: Detected) -> None:
        """Take in what one exchange showed."""
        facts = detected.observation.facts
        site = site_of(facts.host)
        for d in detected.observation.detections:
            if d.category in _WATCHED and d.bits >= MIN_BITS and d.confidence >= 0.6:
                value = int(d.fingerprint, 16)
                if d.part.startswith("cookie."):
                    self._cookie(value, site)
                elif d.direction == "request":
                    self._note(self._named, value, site)
                if d.category in _IDENTITIES and d.bits >= _SURE_BITS and not d.via:
                    self._identity(value, site, d)
        for draft in detected.loose:
            value = int(draft.fingerprint, 16)
            if draft.part.startswith("cookie."):
                self._cookie(value, site)
                self._keep(value, facts, draft)
                continue
            redirected = draft.direction == "response" and facts.redirect_host
            self._loose((value, site_of(facts.redirect_host) if redirected else site, draft.part, draft.template),
                        facts, draft)

    def _keep(self, value: int, facts: ExchangeFacts, draft: Detection) -> None:
        if value not in self._jar:
            if len(self._jar) >= self._limit:
                self._jar.popitem(last=False)
                self.dropped += 1
            self._jar[value] = (facts, draft)

    def _loose(self, place: Place, facts: ExchangeFacts, draft: Detection) -> None:
        held = self._found.get(place)
        if held is None:
            held = self._waiting.get(place, [])
            if self._is_of_another(place) and len(self._found) < MAX_FOUND:
                self._waiting.pop(place, None)
                self._found[place] = held
            else:
                if place not in self._waiting and len(self._waiting) >= self._limit:
                    self._give_up()
                self._waiting[place] = held
                self._waiting.move_to_end(place)
        if len(held) < _PER_PLACE:
            held.append((facts, draft))

    def _give_up(self) -> None:
        """Forget the loose value that was seen longest ago; a cookie may have come since."""
        place, held = self._waiting.popitem(last=False)
        if self._is_of_another(place) and len(self._found) < MAX_FOUND:
            self._found[place] = held
        else:
            self.dropped += 1

    def _cookie(self, value: int, site: str) -> None:
        self._note(self._sites, value, site)

    def _note(self, table: dict[int, str], value: int, site: str) -> None:
        known = table.get(value)
        if known is None:
            if len(table) < MAX_COOKIES:
                table[value] = site
            else:
                self.dropped += 1
        elif known != site:
            table[value] = _SEVERAL

    def _identity(self, value: int, site: str, d: Detection) -> None:
        known = self._identities.get(value)
        if known is None:
            if len(self._identities) < MAX_COOKIES:
                self._identities[value] = (site, d.category, d.about)
            else:
                self.dropped += 1
        elif known[0] != site:
            self._identities[value] = (_SEVERAL, *known[1:])

    def _is_of_another(self, place: Place) -> bool:
        return self._is_cookie(place) or self._identities.get(place[0], (place[1],))[0] != place[1]

    def _is_cookie(self, place: Place) -> bool:
        owner = self._sites.get(place[0])
        return owner is not None and owner != place[1]

    def resolve(self) -> list[Observation]:
        """The loose values that are cookies or identifiers of another site, and these cookies, as observations, in
        order."""
        for place, held in self._waiting.items():
            if self._is_of_another(place) and len(self._found) < MAX_FOUND:
                self._found[place] = held
        sent = {place[0] for place in self._found if self._is_cookie(place)}
        cookies = [cookie for value, cookie in self._jar.items()
                   if value in sent or self._named.get(value, site_of(cookie[0].host)) != site_of(cookie[0].host)]
        by_exchange: dict[tuple[str, str, int], tuple[ExchangeFacts, list[Detection]]] = {}
        told = [(facts, _cookie_of(draft)) for facts, draft in cookies]
        for place, held in self._found.items():
            told += [(facts, _cookie_of(draft) if self._is_cookie(place) else self._identity_of(place, draft))
                     for facts, draft in held]
        for facts, detection in told:
            by_exchange.setdefault((facts.capture, facts.id, facts.order), (facts, []))[1].append(detection)
        found = sorted(by_exchange.values(), key=lambda item: item[0].order)
        return [Observation(facts, tuple(sorted(detections, key=lambda d: (d.direction, d.part, d.pointer))))
                for facts, detections in found]


    def _identity_of(self, place: Place, draft: Detection) -> Detection:
        _, category, about = self._identities[place[0]]
        return replace(draft, category=category, about=about, confidence=0.8, recognizer="identifier_elsewhere",
                       evidence=(Evidence("context:identifier-of-other-site", 0.8),))


def _cookie_of(draft: Detection) -> Detection:
    confidence = 0.8 if draft.bits >= _SURE_BITS else 0.65
    return replace(draft, category=Category.COOKIE, confidence=confidence, recognizer="cookie_elsewhere",
                   evidence=(Evidence("context:cookie-of-other-site", confidence),))
