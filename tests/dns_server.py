"""A name server for tests: every name is the test's server, and its HTTPS record offers HTTP/3 and ECH."""

from __future__ import annotations

import socket
import struct
import sys

ECH = bytes.fromhex("0041fe0d003d07002000206b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b0004"
                    "00010001400e62756974656e2e6578616d706c650000")


def main(four: str, six: str) -> None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((four, 53))
    alpn = b"\x02h3\x02h2"
    data = {1: socket.inet_aton(four), 28: socket.inet_pton(socket.AF_INET6, six),
            65: b"\x00\x01\x00" + struct.pack("!HH", 1, len(alpn)) + alpn + struct.pack("!HH", 5, len(ECH)) + ECH}
    print("up", flush=True)  # noqa: T201
    while True:
        question, who = listener.recvfrom(4096)
        at = 12
        while question[at]:
            at += 1 + question[at]
        kind = struct.unpack_from("!H", question, at + 1)[0]
        answer = data.get(kind)
        head = question[:2] + struct.pack("!HHHHH", 0x8180, 1, int(answer is not None), 0, 0) + question[12:at + 5]
        if answer is not None:
            head += b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 300, len(answer)) + answer
        listener.sendto(head, who)


if __name__ == "__main__":
    main(*sys.argv[1:])
