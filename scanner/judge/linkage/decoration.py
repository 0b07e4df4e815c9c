"""Links and redirects to another site that carry a parameter of the user (LNK-004).

Theory. What follows a link as a parameter is the identifier that no cookie rule stops. Only what stays the same for one
user and differs between users is one: so it must be known to be a person's (a value of the subjects file, or one that
differs between the two test pupils of a pair), a party must call it a person's identifier, or two known pupils must
each have had a value of their own there. The click ids of advertising are known by name. A code that serves once is
neither; signing in by a federation is its task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scanner.model import Category

from .links import MIN_BITS, Linked, apart, by_task
from .sightings import MIXED, Place, Sighting, Sightings, Value

_ONE_TIME = """
code state nonce samlresponse samlrequest samlart relaystate ticket otp session_state login_challenge consent_challenge
code_challenge code_verifier request_uri authenticity_token csrf csrf_token xsrf _csrf logintoken lti_message_hint iss
response_type client_id
"""
ONE_TIME = frozenset(_ONE_TIME.split())
"""Parameters of protocols that serve once, or are the same for everybody."""
CLICK_IDS = frozenset({
    "dclid", "epik", "fbclid", "gbraid", "gclid", "igshid", "irclickid", "li_fat_id", "mc_eid", "mkt_tok", "msclkid",
    "oly_enc_id", "rdt_cid", "sccid", "ttclid", "twclid", "vero_id", "wbraid", "yclid",
})  # fmt: skip
"""Parameters by which advertising and mailings know a visitor again, after the lists that browsers strip."""
CERTAIN = 0.9
_NAMED = frozenset({Category.ACCOUNT, Category.LOGIN, Category.LEERLINGNUMMER, Category.DEVICE, Category.ADVERTISING})
_NO_IDENTIFIER = frozenset({Category.TOKEN, Category.CREDENTIAL})


def links(sightings: Sightings) -> Iterator[Linked]:
    """A recipient for each parameter that followed a user to it."""
    by_place: dict[tuple[object, ...], list[tuple[Value, Sighting]]] = defaultdict(list)
    for value, sighting in sightings.of_kind("link"):
        place = sighting.place
        if _may_count(place):
            by_place[id(place.party), id(place.sender), place.spot].append((value, sighting))
    for found in by_place.values():
        several = _own_value_each(found)
        for value, sighting in found:
            if not value.constant and (value.own or several or _is_click(sighting.place) or _is_named(value)):
                yield Linked(sighting, sender=sighting.place.sender)


def _is_click(place: Place) -> bool:
    """Whether advertising put the parameter there, to know the visitor again at the other end."""
    return place.detection.key in CLICK_IDS


def _is_named(value: Value) -> bool:
    """Whether a party has the value under a name that makes it a person's, and it is too long for chance."""
    return any(
        sighting.place.kind != "link" and d.category in _NAMED and d.bits >= MIN_BITS and d.confidence >= CERTAIN
        for sighting in value.sightings for d in (sighting.place.detection,))


def _may_count(place: Place) -> bool:
    name = place.spot.pointer.rpartition("/")[2].lower()
    return (name not in ONE_TIME and place.detection.category not in _NO_IDENTIFIER
            and place.sender is not None and apart(place.sender, place.party)
            and not by_task(place.party) and not by_task(place.sender))


def _own_value_each(found: list[tuple[Value, Sighting]]) -> bool:
    """Whether two known persons, or more, each had one value there, and not the same one."""
    values: dict[int, int] = defaultdict(int)
    for value, _ in found:
        if value.actor and value.actor != MIXED:
            values[value.actor] += 1
    return len(values) > 1 and all(count == 1 for count in values.values())
