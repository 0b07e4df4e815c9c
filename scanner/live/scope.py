"""Which hosts the proxy reads and which it lets pass unread: the scan is a processing of personal data itself.

Theory. What is not needed for the question is not to be seen (AVG art. 5 lid 1 onder c, for the school that scans as
for the vendor that is scanned). Banks, health, government and private conversations have no place in a lesson, so their
traffic passes undecrypted whatever the user asks for, unless ``only`` names them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_PRIVATE = """
abnamro.nl abnamro.com asnbank.nl bunq.com ing.nl ing.com ingbank.nl knab.nl n26.com paypal.com rabobank.nl rabobank.com
regiobank.nl revolut.com snsbank.nl devolksbank.nl triodos.nl vanlanschot.nl tikkie.me ideal.nl wero-wallet.eu
currence.nl
mijngezondheid.net medmij.nl uwzorgonline.nl zorgdomein.nl zorgdomein.com chipsoft.com thuisarts.nl promedico-asp.nl
cz.nl menzis.nl vgz.nl zilverenkruis.nl achmea.nl onvz.nl dsw.nl asr.nl ggdghor.nl 113.nl kindertelefoon.nl
digid.nl mijnoverheid.nl overheid.nl belastingdienst.nl toeslagen.nl rijksoverheid.nl politie.nl uwv.nl svb.nl rdw.nl
ind.nl rechtspraak.nl eherkenning.nl idin.nl
whatsapp.com whatsapp.net signal.org telegram.org t.me threema.ch messenger.com
"""
PRIVATE = frozenset(_PRIVATE.split())
"""Banks and payment, health and health insurance, government and its log-in, private messages: registrable domains, by
the organisations' own public pages, November 2026."""


@dataclass(frozen=True)
class Scope:
    """The hosts that are read: those under ``only`` when it names any, never those under ``ignore`` or ``PRIVATE``."""

    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def reads(self, host: str) -> bool:
        """Whether the traffic of a host is examined."""
        return _reads(host.lower().rstrip("."), self.only, self.ignore)


def domains(text: Sequence[str]) -> tuple[str, ...]:
    """Domains as users write them (``*.school.nl``, ``.school.nl``, ``https://school.nl/``) in one form."""
    found = []
    for each in text:
        bare = each.strip().lower().partition("://")[2] or each.strip().lower()
        name = bare.partition("/")[0].removeprefix("*").strip(".")
        found.append(name if name.isascii() else _on_the_line(name))
    return tuple(name for name in found if name)


def _on_the_line(name: str) -> str:
    """A name in other letters than ASCII as it stands in requests (RFC 3490); as it is where it cannot be one."""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def under(host: str, names: frozenset[str] | tuple[str, ...]) -> bool:
    """Whether a host, as it stands in a request, is one of the names or lies below one."""
    return _under(host.lower().rstrip("."), names)


@lru_cache(maxsize=10_000)
def _reads(host: str, only: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    if _under(host, ignore):
        return False
    if only:
        return _under(host, only)
    return not _under(host, PRIVATE)


def _under(host: str, names: frozenset[str] | tuple[str, ...]) -> bool:
    """Whether a host is one of the names or lies below one."""
    while host:
        if host in names:
            return True
        _, _, host = host.partition(".")
    return False
