"""TLS sessions that anyone with their logged secrets can read: handshakes of the right form, records truly protected.

Theory. Who reads a capture with secrets needs the two hellos, the traffic secrets and the records; nobody checks keys
that were agreed or signatures over them. So the secrets are derived from a number and written beside the packets (a
Decryption Secrets Block), and key shares and Finished messages are fillers. TLS 1.3 (RFC 8446) or 1.2 (RFC 5246), as
recorded.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

from scanner.capture.pcap.tls_keys import expand_label, prf12

_SUITE13, _SUITE12 = 0x1301, 0xC02F
_MOST = 1 << 14
_HANDSHAKE, _APPLICATION, _CIPHER = 22, 23, 20
Flight = tuple[bool, bytes]
"""Whether the client sends it, and the bytes."""


class Session:
    """One TLS session; ``opening`` is sent first, then ``seal`` protects data of either side."""

    def __init__(self, seed: str, sni: str, *, old: bool) -> None:
        """``old``: TLS 1.2."""
        self._seed = seed
        self._old = old
        self._random = self._drawn("client random"), self._drawn("server random")
        self._sequence = [0, 0]
        self._sni = sni.encode("ascii", "ignore")[:255]
        self._secrets: dict[str, bytes] = {}
        if old:
            master = self._drawn("master") + self._drawn("more")[:16]
            self._secrets["CLIENT_RANDOM"] = master
            block = prf12(master, b"key expansion" + self._random[1] + self._random[0], 40, "sha256")
            self._keys = [(block[0:16], block[32:36]), (block[16:32], block[36:40])]
        else:
            for side in ("CLIENT", "SERVER"):
                for name in (f"{side}_HANDSHAKE_TRAFFIC_SECRET", f"{side}_TRAFFIC_SECRET_0"):
                    self._secrets[name] = self._drawn(name)
            self._use("HANDSHAKE_TRAFFIC_SECRET")

    @property
    def log(self) -> bytes:
        """The secrets as lines of a key log."""
        return "".join(
            f"{name} {self._random[0].hex()} {secret.hex()}\n" for name, secret in self._secrets.items()
        ).encode()

    def opening(self) -> Iterator[Flight]:
        """The handshake."""
        version = [0x03, 0x03] if self._old else [0x03, 0x04]
        offers = _extension(43, bytes((2, *version))) if not self._old else b""
        share = b"" if self._old else _extension(51, b"\x00\x24\x00\x1d\x00\x20" + self._drawn("share"))
        name = (
            _extension(0, struct.pack(">HBH", len(self._sni) + 3, 0, len(self._sni)) + self._sni) if self._sni else b""
        )
        alpn = _extension(16, b"\x00\x09\x08http/1.1")
        session = self._drawn("session")
        suite = struct.pack(">H", _SUITE12 if self._old else _SUITE13)
        extensions = name + alpn + offers + share
        yield (
            True,
            _record(
                _HANDSHAKE,
                _message(
                    1,
                    b"\x03\x03"
                    + self._random[0]
                    + b"\x20"
                    + session
                    + b"\x00\x02"
                    + suite
                    + b"\x01\x00"
                    + struct.pack(">H", len(extensions))
                    + extensions,
                ),
            ),
        )
        chosen = (
            alpn
            if self._old
            else _extension(43, bytes(version)) + _extension(51, b"\x00\x1d\x00\x20" + self._drawn("other share"))
        )
        yield (
            False,
            _record(
                _HANDSHAKE,
                _message(
                    2,
                    b"\x03\x03"
                    + self._random[1]
                    + b"\x20"
                    + session
                    + suite
                    + b"\x00"
                    + struct.pack(">H", len(chosen))
                    + chosen,
                ),
            ),
        )
        change = _record(_CIPHER, b"\x01")
        if self._old:
            yield False, _record(_HANDSHAKE, _message(14, b""))
            yield True, _record(_HANDSHAKE, _message(16, b"\x20" + self._drawn("exchange")))
            yield True, change + self._sealed(0, _HANDSHAKE, _message(20, bytes(12)))
            yield False, change + self._sealed(1, _HANDSHAKE, _message(20, bytes(12)))
            return
        yield (
            False,
            change
            + self._sealed(1, _HANDSHAKE, _message(8, struct.pack(">H", len(alpn)) + alpn) + _message(20, bytes(32))),
        )
        yield True, change + self._sealed(0, _HANDSHAKE, _message(20, bytes(32)))
        self._use("TRAFFIC_SECRET_0")

    def seal(self, from_client: bool, data: bytes) -> bytes:
        """Data as records."""
        side = 0 if from_client else 1
        return b"".join(self._sealed(side, _APPLICATION, data[at : at + _MOST]) for at in range(0, len(data), _MOST))

    def _use(self, name: str) -> None:
        secrets = [self._secrets[f"{side}_{name}"] for side in ("CLIENT", "SERVER")]
        self._keys = [
            (expand_label(secret, b"key", 16, "sha256"), expand_label(secret, b"iv", 12, "sha256"))
            for secret in secrets
        ]
        self._sequence = [0, 0]

    def _sealed(self, side: int, kind: int, data: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key, iv = self._keys[side]
        sequence = self._sequence[side]
        self._sequence[side] += 1
        if self._old:
            explicit = sequence.to_bytes(8, "big")
            covered = explicit + bytes((kind, 3, 3)) + struct.pack(">H", len(data))
            return _record(kind, explicit + AESGCM(key).encrypt(iv + explicit, data, covered))
        header = bytes((_APPLICATION, 3, 3)) + struct.pack(">H", len(data) + 17)
        nonce = (int.from_bytes(iv, "big") ^ sequence).to_bytes(12, "big")
        return header + AESGCM(key).encrypt(nonce, data + bytes((kind,)), header)

    def _drawn(self, name: str) -> bytes:
        return hashlib.sha256(f"sanitised capture\0{self._seed}\0{name}".encode()).digest()


def _record(kind: int, body: bytes) -> bytes:
    return bytes((kind, 3, 3)) + struct.pack(">H", len(body)) + body


def _message(kind: int, body: bytes) -> bytes:
    return bytes((kind,)) + len(body).to_bytes(3, "big") + body


def _extension(kind: int, body: bytes) -> bytes:
    return struct.pack(">HH", kind, len(body)) + body
