"""Which hosts the proxy reads and which it lets pass unread: the scan is a processing of personal data itself.

Theory. What is not needed for the question is not to be seen (AVG art. 5 lid 1 onder c, for the school that scans as
for the vendor that is scanned). Banks, health, government and private conversations have no place in a lesson, so their
traffic passes undecrypted whatever the user asks for, unless ``only`` names them. Nor is it anybody's business which of
them a teacher uses at her desk: what passes is told by its kind, and by name only where the user gave that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from scanner.errors import UsageError

_KINDS = {
    "banking": """
abnamro.nl abnamro.com asnbank.nl bunq.com ing.nl ing.com ingbank.nl knab.nl n26.com paypal.com rabobank.nl rabobank.com
regiobank.nl revolut.com snsbank.nl devolksbank.nl asnimpact.nl triodos.nl vanlanschot.nl tikkie.me ideal.nl
wero-wallet.eu currence.nl klarna.com degiro.nl""",
    "health": """
mijngezondheid.net medmij.nl uwzorgonline.nl zorgdomein.nl zorgdomein.com chipsoft.com thuisarts.nl promedico-asp.nl
pharmeon.nl zorgkaartnederland.nl cz.nl menzis.nl vgz.nl zilverenkruis.nl achmea.nl onvz.nl dsw.nl asr.nl ggdghor.nl
113.nl kindertelefoon.nl fiom.nl seksualiteit.nl jellinek.nl korrelatie.nl veiligthuis.nl""",
    "government": """
digid.nl mijnoverheid.nl overheid.nl belastingdienst.nl toeslagen.nl rijksoverheid.nl politie.nl uwv.nl svb.nl rdw.nl
ind.nl rechtspraak.nl eherkenning.nl idin.nl juridischloket.nl""",
    "messages": """
whatsapp.com whatsapp.net signal.org telegram.org t.me threema.ch messenger.com""",
    "private life": """
tinder.com grindr.com bumble.com hinge.co lexa.nl relatieplanet.nl coc.nl fnv.nl aob.nl cnv.nl abp.nl werkenbij.nl
mijnpensioenoverzicht.nl youforce.com""",
}
PRIVATE = {host: kind for kind, hosts in _KINDS.items() for host in hosts.split()}
"""Banks and payment, health and health insurance, government and its log-in, private messages, and what tells of love
life, union or salary: registrable domains, by the organisations' own public pages, November 2026."""
NOT_ASKED = "not among --only"
OTHER_DEVICE = "device out of scope"
DEVICE = "device:"
"""How a name in ``only`` or ``ignore`` begins that is the address of a device, or of a network of devices."""


@dataclass(frozen=True, slots=True)
class Passing:
    """How traffic that passes unread may be told: by the domain that the user gave, or by its kind alone."""

    host: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Scope:
    """The hosts that are read: those under ``only`` when it names any, never those under ``ignore`` or ``PRIVATE``.

    The same for devices, where any are named.
    """

    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def reads(self, host: str) -> bool:
        """Whether the traffic of a host is examined."""
        return self.passing(host) is None

    def passing(self, host: str, device: str = "") -> Passing | None:
        """How to tell of a host that passes unread, or of a device, by its address; None for what is read."""
        if device and not _reads_device(device, self.only, self.ignore):
            return Passing(detail=OTHER_DEVICE)
        return _passing(host.lower().rstrip("."), self.only, self.ignore)


def domains(text: Sequence[str]) -> tuple[str, ...]:
    """Domains as users write them (``*.school.nl``, ``.school.nl``, ``https://school.nl/``) in one form.

    Raises ``UsageError`` for a device (``DEVICE``) that is no address.
    """
    found = []
    for each in text:
        if each.strip().lower().startswith(DEVICE):
            found.append(_device(each.strip()[len(DEVICE):]))
            continue
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


def _device(text: str) -> str:
    try:
        return f"{DEVICE}{ip_network(text.strip(), strict=False)}"
    except ValueError:
        raise UsageError(f"{DEVICE}{text}: is not an address, such as {DEVICE}192.168.1.31 or "
                         f"{DEVICE}192.168.1.0/24") from None


@lru_cache(maxsize=10_000)
def _reads_device(device: str, only: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    try:
        address = ip_address(device.partition("%")[0])
    except ValueError:
        return True
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped

    def among(names: tuple[str, ...]) -> bool:
        return any(address in ip_network(name[len(DEVICE):]) for name in names if name.startswith(DEVICE))

    return not among(ignore) and (among(only) or not any(name.startswith(DEVICE) for name in only))


def under(host: str, names: frozenset[str] | tuple[str, ...]) -> bool:
    """Whether a host, as it stands in a request, is one of the names or lies below one."""
    return bool(_above(host.lower().rstrip("."), names))


@lru_cache(maxsize=10_000)
def _passing(host: str, only: tuple[str, ...], ignore: tuple[str, ...]) -> Passing | None:
    given = _above(host, ignore)
    if given:
        return Passing(given)
    if any(not name.startswith(DEVICE) for name in only):
        return None if _above(host, only) else Passing(detail=NOT_ASKED)
    private = _above(host, PRIVATE)
    return Passing(detail=f"private: {PRIVATE[private]}") if private else None


def _above(host: str, names: dict[str, str] | frozenset[str] | tuple[str, ...]) -> str:
    """Which of the names a host is or lies below; empty for none."""
    while host:
        if host in names:
            return host
        _, _, host = host.partition(".")
    return ""
