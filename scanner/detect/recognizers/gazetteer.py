"""The name and place lists, read from the package when first asked for."""

from __future__ import annotations

import gzip
from functools import cache
from importlib import resources


def _lines(name: str) -> list[str]:
    packed = resources.files("scanner.detect").joinpath("data", name).read_bytes()
    return gzip.decompress(packed).decode("utf-8").splitlines()


@cache
def given_names() -> dict[str, bool]:
    """Casefolded given name → whether it is also an ordinary word."""
    return {line.rstrip("*"): line.endswith("*") for line in _lines("given_names.txt.gz")}


@cache
def surnames() -> frozenset[str]:
    """Casefolded surnames without tussenvoegsels."""
    return frozenset(_lines("surnames.txt.gz"))


@cache
def places() -> frozenset[str]:
    """Casefolded Dutch places of residence."""
    return frozenset(_lines("places.txt.gz"))


@cache
def brands() -> frozenset[str]:
    """Casefolded names of companies, products and services of one word; none is listed as a given name."""
    packed = resources.files("scanner.detect").joinpath("data", "brands.txt").read_text("utf-8")
    return frozenset(packed.split())


@cache
def public_figures() -> frozenset[str]:
    """Casefolded names of historic and public persons and characters that lessons are about."""
    packed = resources.files("scanner.detect").joinpath("data", "public_figures.txt").read_text("utf-8")
    return frozenset(line.casefold() for line in packed.splitlines() if line)
