"""A small WireGuard client for tests: settings of wg-quick on the input, a TUN device for the kernel's traffic.

Theory. Noise_IKpsk2 with X25519, ChaCha20-Poly1305 and BLAKE2s (WireGuard white paper §5.4). One handshake, no
rekeying, no cookies: a test is over before two minutes are.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import os
import re
import select
import socket
import struct
import subprocess
import sys
import time

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

NAME = "wg-test"
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 1, 0x1000


def digest(*parts: bytes) -> bytes:
    return hashlib.blake2s(b"".join(parts)).digest()


def mac(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2s(data, key=key, digest_size=16).digest()


def derive(key: bytes, data: bytes, count: int) -> list[bytes]:
    def one(secret: bytes, text: bytes) -> bytes:
        return hmac.new(secret, text, hashlib.blake2s).digest()

    secret, made = one(key, data), [b""]
    for number in range(1, count + 1):
        made.append(one(secret, made[-1] + bytes([number])))
    return made[1:]


def seal(key: bytes, counter: int, text: bytes, also: bytes) -> bytes:
    return ChaCha20Poly1305(key).encrypt(struct.pack("<IQ", 0, counter), text, also)


def unseal(key: bytes, counter: int, text: bytes, also: bytes) -> bytes:
    return ChaCha20Poly1305(key).decrypt(struct.pack("<IQ", 0, counter), text, also)


def handshake(wire: socket.socket, private: X25519PrivateKey, peer: bytes) -> tuple[bytes, bytes, int]:
    """Keys for sending and receiving, and the index that the peer wants to see."""
    own = private.public_key().public_bytes_raw()
    other = X25519PublicKey.from_public_bytes(peer)
    chain = digest(b"Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s")
    seen = digest(digest(chain, b"WireGuard v1 zx2c4 Jason@zx2c4.com"), peer)
    fresh = X25519PrivateKey.generate()
    ours = fresh.public_key().public_bytes_raw()
    seen = digest(seen, ours)
    chain, = derive(chain, ours, 1)
    chain, key = derive(chain, fresh.exchange(other), 2)
    static = seal(key, 0, own, seen)
    seen = digest(seen, static)
    chain, key = derive(chain, private.exchange(other), 2)
    stamp = seal(key, 0, struct.pack(">QI", 0x400000000000000A + int(time.time()), 0), seen)
    seen = digest(seen, stamp)
    message = struct.pack("<II", 1, 7) + ours + static + stamp
    message += mac(digest(b"mac1----", peer), message)
    wire.send(message + bytes(16))
    answer = wire.recv(2048)
    kind, index, _ = struct.unpack_from("<III", answer)
    assert kind == 2
    theirs = answer[12:44]
    seen = digest(seen, theirs)
    chain, = derive(chain, theirs, 1)
    chain, = derive(chain, fresh.exchange(X25519PublicKey.from_public_bytes(theirs)), 1)
    chain, = derive(chain, private.exchange(X25519PublicKey.from_public_bytes(theirs)), 1)
    chain, mixed, key = derive(chain, bytes(32), 3)
    seen = digest(seen, mixed)
    assert unseal(key, 0, answer[44:60], seen) == b""
    sending, receiving = derive(chain, b"", 2)
    return sending, receiving, index


def main() -> None:
    text = sys.stdin.read()
    told = {name.strip(): value.strip() for name, _, value in
            (line.partition("=") for line in text.splitlines() if "=" in line)}
    host, _, port = told["Endpoint"].rpartition(":")
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.settimeout(10)
    wire.connect((host, int(port)))
    private = X25519PrivateKey.from_private_bytes(base64.b64decode(told["PrivateKey"]))
    sending, receiving, index = handshake(wire, private, base64.b64decode(told["PublicKey"]))
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", NAME.encode(), _IFF_TUN | _IFF_NO_PI))
    subprocess.run(["ip", "link", "set", NAME, "mtu", "1420", "up"], check=True)
    for address in told["Address"].split(","):
        subprocess.run(["ip", "address", "add", address.strip(), "dev", NAME], check=True)
    for network in told["AllowedIPs"].split(","):
        family, first = ("-6", ["metric", "1"]) if ":" in network else ("-4", [])
        subprocess.run(["ip", family, "route", "replace", "default", "dev", NAME, *first], check=True)
    counter = 0
    wire.send(struct.pack("<IIQ", 4, index, counter) + seal(sending, counter, b"", b""))  # says that we have the keys
    print("up", flush=True)  # noqa: T201
    while True:
        for ready in select.select([device, wire], [], [])[0]:
            if ready == device:
                packet = os.read(device, 2048)
                counter += 1
                packet += bytes(-len(packet) % 16)
                wire.send(struct.pack("<IIQ", 4, index, counter) + seal(sending, counter, packet, b""))
                continue
            message = wire.recv(4096)
            if message[:1] != b"\x04":
                continue
            inner = unseal(receiving, struct.unpack_from("<Q", message, 8)[0], message[16:], b"")
            if re.match(rb"[\x40-\x6f]", inner):
                os.write(device, inner)


if __name__ == "__main__":
    main()
