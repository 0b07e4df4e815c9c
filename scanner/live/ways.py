"""The ways in which devices reach the proxy (mitmproxy's modes): what each needs here, and how a device takes it."""

from __future__ import annotations

import contextlib
import errno
import platform
import shutil
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from scanner.errors import UsageError
from scanner.model import Text

_LOCAL_KERNEL = (6, 8)
_CGROUPS = Path("/sys/fs/cgroup/cgroup.controllers")
"""There where the second version of control groups is the one in use (kernel documentation, cgroup-v2)."""
_CERTIFICATE = Text(
    "Open op het apparaat http://mitm.it en installeer het certificaat; vertrouw het bij iOS ook onder Instellingen > "
    "Algemeen > Info > Vertrouwensinstellingen.",
    "Open http://mitm.it on the device and install the certificate; on iOS also trust it under Settings > General > "
    "About > Certificate Trust Settings.")
_LESSON = Text("Doe de les. Bevindingen verschijnen hier. Stop met Ctrl-C; dan komt het rapport.",
               "Do the lesson. Findings appear here. Stop with Ctrl-C; then comes the report.")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: mitmproxy's name for it, what stands after the colon, and where it listens."""

    name: str
    data: str
    port: int
    transport: str


def ways(modes: Sequence[str], port: int, lang: str = "nl") -> list[Way]:
    """The ways that a user asked for. Raises ``UsageError`` for one that mitmproxy does not know."""
    from mitmproxy.proxy.mode_specs import ProxyMode

    found = []
    for mode in modes:
        try:
            spec = ProxyMode.parse(mode)
        except ValueError as error:
            known = "regular, transparent, reverse:URL, upstream:URL, socks5, wireguard, local"
            raise _wrong(lang, f"--proxy-mode {mode}: onbekend ({error}); kies uit {known}",
                         f"--proxy-mode {mode}: {error}; one of {known}") from None
        found.append(Way(spec.type_name, spec.data, spec.listen_port(port) or 0, spec.transport_protocol))
    return found


def check(chosen: Sequence[Way], listen_host: str, lang: str = "nl") -> None:
    """Raises ``UsageError`` in one line, in the user's language, when this computer cannot do what was asked."""
    taken: dict[tuple[int, bool], str] = {}
    for way in chosen:
        if way.name == "local":
            _check_local(lang)
            continue
        if way.name == "transparent":
            _check_transparent(lang)
        udp = way.name == "wireguard"
        if (way.port, udp) in taken:
            first, other = taken[way.port, udp], f"{way.name}@{way.port + 1}"
            raise _wrong(
                lang, f"--proxy-mode {first} en {way.name} luisteren allebei op poort {way.port}; geef een van beide "
                f"een andere: {other}", f"--proxy-mode {first} and {way.name} both listen on port {way.port}; give one "
                f"of them another: {other}")
        taken[way.port, udp] = way.name
        _check_port(way.port, listen_host, udp, lang)


def _check_port(port: int, listen_host: str, udp: bool, lang: str) -> None:
    elsewhere = _wrong(lang, f"--listen-host {listen_host}: is geen adres van deze computer",
                       f"--listen-host {listen_host}: is no address of this computer")
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            listen_host or None, port, type=socket.SOCK_DGRAM if udp else socket.SOCK_STREAM,
            flags=socket.AI_PASSIVE)[0]
    except OSError:
        raise elsewhere from None
    with contextlib.closing(socket.socket(family, kind)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0 if udp else 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise _wrong(lang, f"poort {port} vraagt rechten van een beheerder; kies er met --port een boven 1023",
                         f"port {port} needs the rights of an administrator; choose one above 1023 with --port")\
                from None
        except OverflowError:
            raise _wrong(lang, f"poort {port} bestaat niet", f"port {port} does not exist") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise _wrong(lang, f"poort {port} is bezet door een ander programma; kies met --port een andere",
                             f"port {port} is in use by another program; choose another with --port") from None
            raise elsewhere from None


def _check_transparent(lang: str) -> None:
    from mitmproxy import platform as here

    if here.original_addr is None:
        raise _wrong(lang, "--proxy-mode transparent werkt alleen op Linux, macOS en OpenBSD; gebruik regular of "
                     "wireguard", "--proxy-mode transparent works on Linux, macOS and OpenBSD only; use regular or "
                     "wireguard")


def _check_local(lang: str) -> None:
    if platform.system() != "Linux":
        return
    release = platform.release()
    with contextlib.suppress(ValueError):
        if tuple(map(int, release.split(".")[:2])) < _LOCAL_KERNEL:
            raise _not_local(lang, f"vraagt Linux 6.8 of later, dit is {release}",
                             f"needs Linux 6.8 or later, this is {release}")
    if find_spec("mitmproxy_linux") is None:
        raise _not_local(lang, "vraagt mitmproxy 12 (Python 3.12 of later) op Linux",
                         "needs mitmproxy 12 (Python 3.12 or later) on Linux")
    if not _CGROUPS.exists():
        raise _not_local(lang, "vraagt control groups versie 2, en die heeft deze Linux niet",
                         "needs control groups of version 2, which this Linux has not")
    if shutil.which("sudo") is None:
        raise _not_local(lang, "start een hulpprogramma met sudo, en dat is er niet: installeer het",
                         "starts a helper with sudo, which is not here: install it")


def _not_local(lang: str, nl: str, en: str) -> UsageError:
    return _wrong(
        lang, f"--proxy-mode local {nl}; of gebruik een andere --proxy-mode (regular, wireguard), of een computer met "
        "Windows of macOS", f"--proxy-mode local {en}; or use another --proxy-mode (regular, wireguard), or a computer "
        "with Windows or macOS")


def _wrong(lang: str, nl: str, en: str) -> UsageError:
    return UsageError(Text(nl, en).get(lang))


def steps(way: Way, address: str) -> list[Text]:
    """What somebody with a device does, in order; the last step, after the lesson, is not among them."""
    where = f"{address}:{way.port}" if ":" not in address else f"[{address}]:{way.port}"
    match way.name:
        case "wireguard":
            first = Text("Installeer op het apparaat de app WireGuard en scan daarmee de QR-code die hieronder en in "
                         "het dashboard verschijnt.",
                         "Install the WireGuard app on the device and scan with it the QR code that appears below and "
                         "in the dashboard.")
        case "transparent":
            first = Text(f"Maak deze computer de router van de apparaten en stuur hun verkeer door: iptables -t nat -A "
                         f"PREROUTING -i WIFI -p tcp -m multiport --dports 80,443 -j REDIRECT --to-ports {way.port} "
                         "(en hetzelfde met ip6tables). Weer HTTP/3, dat er anders langs gaat: iptables -I FORWARD -i "
                         "WIFI -p udp --dport 443 -j REJECT.",
                         f"Make this computer the router of the devices and redirect their traffic: iptables -t nat -A "
                         f"PREROUTING -i WIFI -p tcp -m multiport --dports 80,443 -j REDIRECT --to-ports {way.port} "
                         "(and the same with ip6tables). Keep off HTTP/3, which would go past: iptables -I FORWARD -i "
                         "WIFI -p udp --dport 443 -j REJECT.")
        case "socks5":
            first = Text(f"Zet in het programma de SOCKS5-proxy op {where}, met namen opzoeken via de proxy.",
                         f"In the program, set the SOCKS5 proxy to {where}, with names looked up by the proxy.")
        case "reverse":
            here = f"http://{where}" if way.data.startswith(("http://", "https://")) else where
            first = Text(f"Gebruik in plaats van {way.data} het adres van deze computer: {here}.",
                         f"Instead of {way.data}, use the address of this computer: {here}.")
        case "local":
            what = way.data or "alles"
            first = Text(f"Het verkeer van programma's op deze computer wordt gelezen ({what}); er is niets in te "
                         "stellen.",
                         f"The traffic of programs on this computer is read ({way.data or 'all'}); there is nothing to "
                         "set.")
        case "dns":
            return [Text(f"Zet op het apparaat de DNS-server op {address}, poort {way.port}.",
                         f"On the device, set the DNS server to {address}, port {way.port}.")]
        case _:
            first = Text(f"Zet op het apparaat bij wifi de proxy op handmatig: server {address}, poort {way.port}.",
                         f"On the device, set the proxy of the Wi-Fi to manual: server {address}, port {way.port}.")
    if way.name == "reverse":
        return [first, _LESSON]
    return [first, _CERTIFICATE, _LESSON]


def last_step(chosen: Sequence[Way]) -> Text:
    """What must be undone."""
    if any(way.name == "wireguard" for way in chosen):
        return Text("Verwijder na afloop de WireGuard-tunnel en het certificaat van het apparaat.",
                    "Afterwards remove the WireGuard tunnel and the certificate from the device.")
    return Text("Verwijder na afloop proxy en certificaat van het apparaat.",
                "Afterwards remove the proxy and the certificate from the device.")
