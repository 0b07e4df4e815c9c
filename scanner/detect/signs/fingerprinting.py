"""Signs of device fingerprinting: many traits of one device in one message, or the services that collect them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

if TYPE_CHECKING:
    from ..plan import Plan

_TRAITS = {
    "canvas": "canvas canvasfingerprint canvashash canvasfp canvas2d toDataURL",
    "webgl": "webgl webglvendor webglrenderer webglhash webglfingerprint gpu gpurenderer unmaskedrenderer glrenderer "
             "webglvendorandrenderer webglbasics webglextensions",
    "audio": "audio audiofingerprint audiohash audiocontext audiofp audiobaselatency",
    "fonts": "fonts installedfonts fontlist fontpreferences fonthash",
    "plugins": "plugins pluginlist navigatorplugins mimetypes",
    "battery": "battery batterylevel batterystatus ischarging",
    "screen": "screen screenresolution screenwidth screenheight availablescreenresolution availwidth availheight "
              "colordepth pixeldepth devicepixelratio screenframe colorgamut",
    "processor": "hardwareconcurrency cpucores cpuclass logicalprocessors",
    "memory": "devicememory jsheapsizelimit",
    "touch": "touchsupport maxtouchpoints touchpoints ontouchstart",
    "timezone": "timezone timezoneoffset tzoffset",
    "languages": "languages navigatorlanguages language",
    "platform": "platform oscpu navigatorplatform",
    "storage": "sessionstorage localstorage indexeddb opendatabase cookiesenabled",
    "blocker": "adblock domblockers donottrack",
    "maths": "math mathfingerprint architecture",
    "media": "mediadevices speechvoices enumeratedevices",
}
"""Traits that fingerprinting libraries collect, by the key names that they use."""
_FACETS = {name.lower(): facet for facet, names in _TRAITS.items() for name in names.split()}
_STRONG = frozenset({"canvas", "webgl", "audio", "fonts", "plugins", "battery", "media", "maths"})
"""What an ordinary page has no reason to know."""
LEAST = 6
LEAST_STRONG = 2
"""One of them (a list of plugins, the graphics card) stands in older measuring and in error reports too."""

_PARTS = frozenset({"value", "duration", "hash", "data", "result"})
KEYS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_FACETS, frozenset()),
    **dict.fromkeys(_PARTS, frozenset(_FACETS)),
}
_HOSTS = re.compile(
    r"(?:.+\.)?(?:fpjs\.io|fpcdn\.io|fptls\.com|sjpf\.io|online-metrix\.net|iesnare\.com|iovation\.com|deviceinf\.com|"
    r"seondf\.com|px-cloud\.net|perimeterx\.net|siftscience\.com|datadome\.co|arkoselabs\.com|nd\.nudatasecurity\.com)",
    re.I)
"""Services whose product is recognising devices, by the hosts that they document."""


def of_host(host: str) -> tuple[Sign, ...]:
    """The sign of a host of a known service."""
    return (Sign("fingerprint.device", "request", "", "", "service"),) if _HOSTS.fullmatch(host[:253]) else ()


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The sign of a request with at least six traits, two of them with no other use."""
    facets: dict[tuple[str, int], set[str]] = {}
    places: dict[tuple[str, int], str] = {}
    for leaf, plan in marked:
        if leaf.origin.direction != "request":
            continue
        facet = _facet(leaf)
        if facet:
            message = leaf.origin.part, leaf.origin.message
            facets.setdefault(message, set()).add(facet)
            here = plan.template.rpartition("/")[0]
            places[message] = _common(places.get(message, here), here)
    for message, found in facets.items():
        if len(found) >= LEAST and len(found & _STRONG) >= LEAST_STRONG:
            part = message[0] if message[0] in {"body", "ws", "url.query"} else message[0].partition(".")[0]
            yield Sign("fingerprint.device", "request", part, places[message], "traits", 0)


def _facet(leaf: Field) -> str:
    node = leaf.path
    for _ in range(5):
        name = node.key.replace("_", "").replace("-", "").lower()
        if name in _FACETS:
            return _FACETS[name]
        if node.parent is None:
            break
        node = node.parent
    return ""


def _common(one: str, other: str) -> str:
    """The longest pointer that both lie under."""
    shared = []
    for a, b in zip(one.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        shared.append(a)
    return "/".join(shared)
