"""The addon's part for the ways of real devices: pinning, QUIC, encrypted names, network checks, what passes unread."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitmproxy import ctx
from mitmproxy.log import ALERT
from mitmproxy.proxy.layers import UDPLayer
from mitmproxy.proxy.layers.quic import quic_parse_client_hello_from_datagrams
from mitmproxy.proxy.mode_specs import ReverseMode, WireGuardMode

from scanner.judge import is_marker_host
from scanner.model import Gap, Note

from . import names
from .alternatives import alternatives_without_quic
from .convert import CAPTURE
from .handshakes import Handshake, Handshakes, Outcome, Place
from .hello import ECH, program_of, why_failed
from .portal import HOSTS, check_note, is_check
from .scope import Scope
from .verdicts import sentence

if TYPE_CHECKING:
    from mitmproxy import dns, http, tcp
    from mitmproxy.addonmanager import Loader
    from mitmproxy.connection import Client
    from mitmproxy.proxy.layer import NextLayer
    from mitmproxy.tls import ClientHelloData, TlsData

    from .spool import Record

AT_ONCE = 5.0
"""Seconds after the handshake within which a program that checks a pin hangs up; a spare connection of a browser stays
longer."""
_TOLD = 500
_CONNECTIONS, _ALERT = "mitmproxy.proxy.server", "TLS Error:"

log = logging.getLogger("leerlek")


@dataclass(slots=True)
class _Open:
    """A connection that has said hello and has not been used yet."""

    place: Place
    quic: bool
    ech: bool
    """It sent the extension of ECH, real or as GREASE: nobody but the server that it is for can tell these apart."""
    hidden: bool
    """Its name is the outer one of an offer that is known, or another than it asked the proxy for."""
    established: float = 0.0


class Devices:
    """Notes what devices do with the proxy's certificate, and keeps them where they can be read."""

    def __init__(self, put: Callable[[Record], None]) -> None:
        self._put = put
        self._scope = Scope()
        self._lang = "nl"
        self._handshakes = Handshakes()
        self._open: dict[object, _Open] = {}
        """By the address and port that a device comes from."""
        self._accepted: set[Place] = set()
        self._told: set[tuple[Gap, str]] = set()
        self._outer: set[str] = set()
        """Outer names of the ECH configurations that were taken out of DNS answers."""
        self.quic = "remove"

    def load(self, loader: Loader) -> None:
        """Declare the option."""
        loader.add_option("leerlek_quic", str, "remove", "HTTP/3: take its offers away, let it pass unread, or read it "
                          "where devices allow.", choices=["remove", "pass", "capture"])

    def begin(self, scope: Scope, lang: str) -> None:
        """Take what the user chose. mitmproxy's own way with ECH comes first and would keep it from being counted."""
        self._scope, self._lang = scope, lang
        self.quic = ctx.options.leerlek_quic
        ctx.options.update(strip_ech=False)  # type: ignore[no-untyped-call]
        logging.getLogger(_CONNECTIONS).addFilter(self._hear)

    def done(self) -> None:
        """Hear nothing more."""
        logging.getLogger(_CONNECTIONS).removeFilter(self._hear)

    def tls_clienthello(self, data: ClientHelloData) -> None:
        """Decide whether a connection is decrypted."""
        client, hello = data.context.client, data.client_hello
        sni, asked = hello.sni or "", (data.context.server.address or ("",))[0]
        host, device = sni or asked, _address(client)
        if is_marker_host(host) or not (host or device):
            return
        quic = client.transport_protocol == "udp"
        if self._passes(host, device):
            # Over QUIC only when it took two datagrams: then it fails, and the device takes TCP.
            data.ignore_connection = True
            return
        if not host:
            return
        extensions = [number for number, _ in hello.extensions]
        place = Place(device, program_of(hello.cipher_suites, extensions), host)
        if not quic and self._handshakes.refuses(place):
            data.ignore_connection = True
            self._saw(place, Outcome.PASSED, quic)
            return
        hidden = ECH in extensions and bool(sni) and (sni in self._outer or _is_other_name(asked, sni))
        self._open[client.peername] = _Open(place, quic, ECH in extensions, hidden)

    def next_layer(self, nextlayer: NextLayer) -> None:
        """The same for QUIC, before mitmproxy begins with it: later it can no longer let go of it."""
        context = nextlayer.context
        if context.client.transport_protocol != "udp" or isinstance(context.client.proxy_mode, ReverseMode):
            return
        try:
            hello = quic_parse_client_hello_from_datagrams([nextlayer.data_client()])  # type: ignore[no-untyped-call]
        except ValueError:
            return
        name = hello.sni if hello is not None else ""  # one that takes two datagrams is not there yet
        if self._passes(name or (context.server.address or ("",))[0], _address(context.client), quic=True):
            nextlayer.layer = UDPLayer(context, ignore=True)

    def tls_failed_client(self, data: TlsData) -> None:
        """A device that does not go on with the proxy's certificate."""
        seen = self._open.pop(data.context.client.peername, None)
        if seen is None:
            return  # it hung up before it said for whom it came: nothing was to be read
        outcome = why_failed(data.conn.error or "")
        if seen.hidden and outcome in (Outcome.REFUSED, Outcome.CLOSED):
            outcome = Outcome.HIDDEN
        self._saw(seen.place, outcome, seen.quic)

    def tls_established_client(self, data: TlsData) -> None:
        """A handshake that ended well is no request yet."""
        seen = self._open.get(data.context.client.peername)
        if seen is not None:
            seen.established = time.monotonic()

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """The first request on a connection: the certificate is trusted."""
        self._used(flow.client_conn)

    def tcp_start(self, flow: tcp.TCPFlow) -> None:
        """The same for what is not HTTP."""
        self._used(flow.client_conn)

    def client_disconnected(self, client: Client) -> None:
        """A connection that was never used: dropped at once is what a check of a pin looks like."""
        seen = self._open.pop(client.peername, None)
        if seen is not None and seen.established and time.monotonic() - seen.established < AT_ONCE:
            self._saw(seen.place, Outcome.SILENT, seen.quic)

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Take offers of HTTP/3 out of an answer."""
        if self.quic != "remove" or flow.response is None or "alt-svc" not in flow.response.headers:
            return
        if self._passing(flow):
            return
        kept, gone = alternatives_without_quic(flow.response.headers["alt-svc"])
        if gone:
            flow.response.headers["alt-svc"] = kept
            self._removed(Gap.QUIC_REMOVED, flow.request.pretty_host, gone, "Alt-Svc")

    def response(self, flow: http.HTTPFlow) -> None:
        """The same for DNS answers that come over HTTPS."""
        body = names.over_https(flow)
        if body is None or self._passing(flow):
            return
        changed = names.changed(body, quic=self.quic == "remove")
        if changed is not None:
            flow.response.content = changed.data  # type: ignore[union-attr]
            self._names(changed, _address(flow.client_conn))

    def dns_response(self, flow: dns.DNSFlow) -> None:
        """Take offers of HTTP/3 and ECH out of an answer, and keep Firefox and iPads from going round this one."""
        if flow.response is None:
            return
        refused = names.stays_here(flow.request)
        if refused is not None:
            flow.response = refused
            return
        # In the tunnel all goes by IPv4, so that it does not hang on whether the laptop's own network has IPv6.
        inside = isinstance(flow.client_conn.proxy_mode, WireGuardMode)
        self._names(names.change(flow.response, quic=self.quic == "remove", ipv6=not inside),
                    _address(flow.client_conn))

    def is_check(self, flow: http.HTTPFlow) -> bool:
        """Whether a request is a network check of the system, which is counted here and nowhere else."""
        if not is_check(flow.request.method, flow.request.pretty_host, flow.request.path):
            return False
        self._put(check_note(flow.request.pretty_host, time.time()))
        return True

    def _hear(self, record: logging.LogRecord) -> bool:
        """Of an alert after the handshake mitmproxy tells its log alone, and then keeps the connection.

        Such alerts come from Firefox on Android for a certificate, and from Chromium for ECH.
        """
        text = str(record.msg)
        if text.startswith(_ALERT):
            seen = self._open.pop(getattr(record, "client", None), None)
            if seen is not None:
                outcome = why_failed(text)
                if outcome is Outcome.CLOSED:  # an alert that OpenSSL has no name for: that of ECH is one (121)
                    outcome = Outcome.HIDDEN if seen.ech else Outcome.SILENT
                self._saw(seen.place, outcome, seen.quic)
        return True

    def _passes(self, host: str, device: str, *, quic: bool = False) -> bool:
        """Whether a connection passes unopened for what its host or its device is; it is counted."""
        passing = self._scope.passing(host, device)
        if passing is not None:
            self._note(Gap.PASSED_THROUGH, passing.host, passing.detail)
        elif host in HOSTS:
            self._put(check_note(host, time.time()))
        elif quic and self.quic == "pass":
            self._note(Gap.QUIC_UNREAD, host, "passed by choice")
        else:
            return False
        return True

    def _passing(self, flow: http.HTTPFlow) -> bool:
        """Whether an exchange is none of the scan's: neither changed nor named."""
        return self._scope.passing(flow.request.pretty_host, _address(flow.client_conn)) is not None

    def _names(self, changed: names.Changed, device: str) -> None:
        self._outer.update(changed.outer if len(self._outer) < _TOLD else ())
        for host, removed in changed.removed.items():
            if self._scope.passing(host, device) is None:
                self._removed(Gap.QUIC_REMOVED, host, removed.quic, "DNS")
                self._removed(Gap.ECH_REMOVED, host, removed.ech, "DNS")

    def _used(self, client: Client) -> None:
        seen = self._open.pop(client.peername, None)
        if seen is not None and seen.place not in self._accepted:
            if len(self._accepted) < 100 * _TOLD:
                self._accepted.add(seen.place)
            self._saw(seen.place, Outcome.ACCEPTED, seen.quic)

    def _saw(self, place: Place, outcome: Outcome, quic: bool) -> None:
        each = Handshake(*place, outcome, time.time(), quic)
        self._handshakes.saw(each)
        self._put(each)
        if outcome is Outcome.ACCEPTED or quic:
            return
        gap = self._handshakes.verdict(place)
        if gap is None or gap is Gap.TLS_GAVE_UP:
            return
        what = (gap, place.device if gap is Gap.TLS_NO_CERTIFICATE else place.host)
        if what not in self._told and len(self._told) < _TOLD:
            self._told.add(what)
            log.log(ALERT, "leerlek: %s", sentence(gap, place.host, place.device).get(self._lang))

    def _removed(self, gap: Gap, host: str, count: int, where: str) -> None:
        if count:
            self._note(gap, host, where, count)

    def _note(self, gap: Gap, host: str, detail: str = "", count: int = 1) -> None:
        self._put(Note(gap, CAPTURE, host, count=count, detail=detail, time=time.time()))


def _address(client: Client) -> str:
    return str((client.peername or ("",))[0])


def _is_other_name(asked: str, sni: str) -> bool:
    """Whether a device asked the proxy for one name and then says another: the outer one of a real ECH."""
    is_address = ":" in asked or asked.rpartition(".")[2].isdigit()
    return bool(asked) and not is_address and asked.lower() != sni.lower()
