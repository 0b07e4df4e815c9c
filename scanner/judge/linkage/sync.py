"""Who gets what is the cookie of another site: cookie sync (LNK-003).

Theory. A cookie goes to its own site alone; that is all the separation between sites there is. A request or redirect
that hands its value to another organisation undoes it: from then on both know the browser by one name. Credentials and
the page that a request came from are other matters (SES, LNK-007), and a federation passes sessions on by its task.
"""

from __future__ import annotations

from collections.abc import Iterator

from .links import Linked, apart, by_task
from .sightings import Sighting, Value


def links(value: Value) -> Iterator[Linked]:
    """Recipients that a value was sent to, each once, with the organisations that have it as a cookie."""
    cookies = [sighting for sighting in value.sightings if sighting.place.kind == "cookie" and not sighting.place.via]
    if not cookies:
        return
    seen: set[int] = set()
    for sighting in sorted(value.sightings, key=_sent_first):
        place = sighting.place
        if place.kind not in {"sent", "link"} or place.via or id(place.party) in seen or by_task(place.party):
            continue
        owners: dict[int, Sighting] = {}
        for cookie in cookies:
            if apart(cookie.place.party, place.party):
                owners.setdefault(id(cookie.place.party), cookie)
        if owners:
            seen.add(id(place.party))
            yield Linked(sighting, list(owners.values()))


def _sent_first(sighting: Sighting) -> bool:
    return sighting.place.kind != "sent"
