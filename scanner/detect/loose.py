"""Values that look like an identifier under a key that says nothing: kept until something tells what they are.

Theory. ``?p=Xk39dQ…`` is noise by itself. It is the cookie of another site when that site was seen with the same value
under a cookie, and a pupil's when two test pupils each have one of their own. Both are known only later, from other
exchanges. So what a client sends in such places, and cookies of any name, go along with the exchange as a fingerprint
and a draft of the detection it would be; ``echoes`` and ``pair`` decide. Other parts of answers are left out: they are
most of the traffic, and what a party sends out itself hands nothing over, but for the address a redirect leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scanner.model import Category, Detection, Origin

from .outcome import entropy

SHORTEST = 8
LONGEST = 200
MIN_BITS = 40
MOST = 200
"""Loose values of one exchange that are kept."""

SURE = 0.6
"""Confidence from which it is known what a value is."""

_OPAQUE = re.compile(r"[A-Za-z0-9{][A-Za-z0-9._~:|=+/{}$@!-]*\Z")
_TWO_DIGITS = re.compile(r"[0-9][^0-9]*[0-9]")
_TIME = re.compile(r"1[0-9]{12}(?:[0-9]{3})?\Z|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(?:\.[0-9]+){2,}\Z")
"""Milliseconds or microseconds since the epoch, a date, a version."""
_FILE = re.compile(r"\.[a-z][a-z0-9]{1,4}\Z")
_ONE_TIME = re.compile(
    r"nonce|csrf|xsrf|state|saml|^code|_code$|challenge|verifier|^sig|signature|hmac|hash|etag|^cb$|cachebust|^_$|"
    r"rand|timestamp|^ts$|time$|version|build|locale|lang|integrity|traceparent|trace[_-]?id|span|request[_-]?id|"
    r"correlation|boundary|^awsalb|arraffinity|^bigip|^__cf|incap_ses|^nlbi_|sticky|^route$|^server_?id$",
    re.IGNORECASE)
"""Names of values that serve once or say nothing of a person, and of what distributes traffic over servers."""


def serves_once(name: str) -> bool:
    """Whether a value of this name serves once, is of what distributes traffic, or says nothing of a person."""
    return _ONE_TIME.search(name) is not None


def is_watched(origin: Origin) -> bool:
    """Whether values of this origin are handed over: what a client sends, where it is sent on to, and cookies."""
    part = origin.part
    if origin.direction == "response":
        return part == "header.location" or part.startswith("cookie.")
    return part.startswith(("url.", "body", "ws", "header.x-", "cookie."))


@lru_cache(maxsize=8192)
def is_loose(value: str, key: str, part: str) -> bool:
    """Whether a value can be an identifier by its shape: long and various enough, no word, time, version or file."""
    if not SHORTEST <= len(value) <= LONGEST or _OPAQUE.match(value) is None or "://" in value:
        return False
    if _TWO_DIGITS.search(value) is None or _TIME.match(value) is not None:
        return False
    if part == "url.path" and _FILE.search(value) is not None:
        return False
    if key and _ONE_TIME.search(key) is not None:
        return False
    return entropy(Category.COOKIE, value) >= MIN_BITS


class Told:
    """What is known of the values of one exchange, so that one value does not count twice.

    A loose value may have become sure by what stands beside it; it may be a piece of a known one (the last segment of
    an ECK iD), or hold known ones (a cookie that is a profile in base64). A token is known as a whole only: the claims
    in it may be identifiers by themselves.
    """

    def __init__(self, detections: Iterable[Detection]) -> None:
        self._known: set[tuple[str, str, int, str]] = set()
        self._holders: set[tuple[str, str, int, str]] = set()
        for d in detections:
            if d.confidence < SURE:
                continue
            place = (d.direction, d.part, d.message)
            self._holders.update((*place, pointer) for pointer in _upwards(d.pointer))
            if d.category is not Category.TOKEN:
                self._known.add((*place, d.pointer))

    def about(self, draft: Detection) -> bool:
        """Whether a value, what it is a piece of, or what it holds is known."""
        place = (draft.direction, draft.part, draft.message)
        if (*place, draft.pointer) in self._holders:
            return True
        return any((*place, pointer) in self._known for pointer in _upwards(draft.pointer))


def _upwards(pointer: str) -> Iterator[str]:
    """A pointer and those of all that holds it."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
