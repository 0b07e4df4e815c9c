"""What both directions share: when keys can be made and why not."""

from __future__ import annotations

import pytest

from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.tls_handshake import Handshake, Unreadable
from scanner.capture.pcap.tls_hello import Hello
from scanner.model import Gap, Tls

RANDOM = bytes(range(32))
MASTER = b"CLIENT_RANDOM " + RANDOM.hex().encode() + b" " + b"11" * 48


def shared(suite: int = 0xC02F, version: int = 0x0303, compression: int = 0, keylog: bytes = MASTER) -> Handshake:
    handshake = Handshake(KeyLog([keylog]))
    handshake.client_hellos.append(Hello(0x0303, RANDOM, sni="les.example"))
    handshake.server_hellos.append(Hello(version, bytes(32), [suite], compression, alpn="h2"))
    return handshake


def test_keys_need_both_hellos() -> None:
    handshake = shared()
    assert handshake.ready(0) and not handshake.ready(1)
    client, server = handshake.keys12(0)
    assert client is not server and handshake.keys12(0)[0] is client


@pytest.mark.parametrize(("handshake", "gap", "detail"), [
    (shared(keylog=b""), Gap.TLS_NO_KEY, ""),
    (shared(keylog=MASTER.replace(b"CLIENT_RANDOM", b"SERVER_TRAFFIC_SECRET_0")), Gap.TLS_NO_KEY, ""),
    (shared(compression=1), Gap.TLS_UNSUPPORTED, "compressed records"),
    (shared(version=0x0300), Gap.TLS_UNSUPPORTED, "SSLv3"),
    (shared(suite=0xC03C), Gap.TLS_UNSUPPORTED, "cipher suite 0xC03C"),
])
def test_why_keys_cannot_be_made(handshake: Handshake, gap: Gap, detail: str) -> None:
    with pytest.raises(Unreadable) as caught:
        handshake.keys12(0)
    assert (caught.value.gap, caught.value.detail) == (gap, detail)


def test_facts() -> None:
    assert shared().facts() == Tls("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "les.example", "h2")
    assert shared(suite=0xC03C).facts().cipher == "0xC03C"
    assert Handshake(KeyLog([])).facts() == Tls()
