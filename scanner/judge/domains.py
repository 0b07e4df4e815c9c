"""The registrable domain of a host, by a bundled snapshot of the Public Suffix List (``data/SOURCES.md``).

Theory. Two hosts of one organisation get one name, and two customers of one hosting platform do not: a public suffix
is a name under which others register, and the registrable domain has one label more. A rule of the list is a suffix,
``*.ck`` stands for any label there, ``!www.ck`` is an exception to that; the longest rule counts, an exception before
all (https://publicsuffix.org/list/, "Algorithm"). Names under no rule are registered directly under their last label.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

_PLATFORMS = frozenset({
    "b-cdn.net", "blob.core.windows.net", "cloudapp.azure.com", "core.windows.net", "fastly.net", "firebaseio.com",
    "googleusercontent.com", "r2.cloudflarestorage.com", "railway.app", "run.app", "sharepoint.com",
    "web.core.windows.net", "wordpress.com", "zendesk.com",
})
"""Platforms where every name is another customer and that asked for no place in the list; known by their manuals."""

_LONGEST = 253


@cache
def _rules() -> frozenset[str]:
    """The rules as they stand in the list, some ten thousand; read once, in a few milliseconds."""
    text = resources.files(__package__).joinpath("data", "public_suffix_list.dat").read_text("utf-8")
    return frozenset(line for line in text.split("\n") if line and line[0] != "/") | _PLATFORMS


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """``api.school.nl`` → ``school.nl``; an IP address, a single label and a public suffix are themselves."""
    name = host.strip().rstrip(".").lower()[:_LONGEST]
    if ":" in name or name.startswith("[") or name.replace(".", "").isdigit():
        return name
    labels = name.split(".")
    return ".".join(labels[-(_suffix_length([_unicode(label) for label in labels]) + 1):])


def list_date() -> str:
    """The version that the snapshot gives itself, ``2025-04-07_15-51-09_UTC``; empty when it gives none."""
    with resources.files(__package__).joinpath("data", "public_suffix_list.dat").open(encoding="utf-8") as file:
        for _, line in zip(range(30), file, strict=False):
            if line.startswith("// VERSION: "):
                return line.removeprefix("// VERSION: ").strip()
    return ""


def _suffix_length(labels: list[str]) -> int:
    """How many labels the public suffix of a name has."""
    rules = _rules()
    for start in range(len(labels)):
        tail = ".".join(labels[start:])
        if "!" + tail in rules:
            return len(labels) - start - 1
        if tail in rules or (start + 1 < len(labels) and "*." + ".".join(labels[start + 1:]) in rules):
            return len(labels) - start
    return 1


def _unicode(label: str) -> str:
    """The label as the list writes it; what is no valid IDNA stays as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
