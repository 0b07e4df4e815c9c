"""The keys of one QUIC connection at each level: Initial, 0-RTT, Handshake, 1-RTT, as they become known (RFC 9001)."""

from __future__ import annotations

from .keylog import KeyLog, Secrets
from .quic_handshake import QuicHandshake
from .quic_keys import Keys, initial_keys, suites_for
from .quic_packets import EARLY, INITIAL, Long
from .quic_short import OneRtt

CLIENT, SERVER = 0, 1
"""Who sends: an index wherever a connection has two sides."""

_APPLICATION = ("CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0")
_HANDSHAKE = ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET")
_EARLY = "CLIENT_EARLY_TRAFFIC_SECRET"


class Levels:
    """Fed with what CRYPTO frames say; opens packets with long headers and gives the keys of the short ones."""

    def __init__(self, keylog: KeyLog) -> None:
        self.handshake = QuicHandshake()
        self.begun = self.answered = False
        """A client's Initial packet was opened; a packet of the server was."""
        self.secrets: Secrets | None = None
        self.without_keys = not len(keylog)
        """The key log has nothing for this connection."""
        self.final = False
        """Nothing more comes: early data is read although nobody accepted it."""
        self._keylog = keylog
        self._first_id = b""
        self.version = self._client_version = 0
        """That of the last packet of the server; of the client."""
        self._keys: dict[tuple[int, int, int], Keys] = {}
        self._largest: dict[tuple[int, int], int] = {}

    def begin(self, version: int, first_id: bytes) -> None:
        """A client's first Initial packet opens under its own destination id: a new attempt to connect."""
        self.handshake = QuicHandshake()
        self._largest.clear()
        self._first_id, self.version, self._client_version = first_id, version, version
        self.begun = True

    def retried(self, retry_id: bytes) -> None:
        """The server sent a Retry packet: new keys for Initial packets (RFC 9001 §5.2), the hello is sent again.

        It should be the same hello (RFC 9000 §17.2.5.2), but there are clients that make a new one.
        """
        self.handshake = QuicHandshake()
        self._first_id = retry_id

    def preset(self, handshake: QuicHandshake) -> None:
        """The 1-RTT keys were found otherwise; what the handshake said in clear is kept."""
        self.handshake = handshake
        self.begun = self.answered = True

    def knows(self, side: int, packet: Long) -> bool:
        """Whether the keys of such a packet are known."""
        return packet.kind == INITIAL or self._keys_for(side, packet) is not None

    def opens_initial(self, side: int, packet: Long, data: bytes) -> bool:
        """Whether an Initial packet is one of this connection."""
        return self.begun and self._initial(side, packet, data) is not None

    def open(self, side: int, packet: Long, data: bytes) -> bytes | None:
        """The frames of a packet with a long header; None when it does not open."""
        number = self._largest.get((side, packet.kind), -1)
        if packet.kind == INITIAL:
            found = self._initial(side, packet, data)
        else:
            keys = self._keys_for(side, packet)
            found = keys.open_long(data, packet, number + 1) if keys is not None else None
        if found is None:
            return None
        if side == SERVER:
            self.answered = True
            self.version = packet.version
        elif packet.kind == INITIAL and packet.version != self._client_version:
            if not self.answered:
                self.begin(packet.version, self._first_id)  # after a version negotiation
            self._client_version = packet.version
        self._largest[side, packet.kind] = max(number, found[0])
        return found[1]

    def learn(self, short: list[OneRtt | None]) -> bool:
        """Look for the secrets once both hellos are there, and put the 1-RTT keys in place; whether it was done."""
        handshake = self.handshake
        if self.secrets is not None or handshake.client is None or handshake.server is None:
            return False
        self.secrets = self._keylog.find(handshake.client.random)
        if self.secrets is None:
            self.without_keys = True
            return False
        for side in (CLIENT, SERVER):
            secret = self.secrets.get(_APPLICATION[side])
            if secret is not None and handshake.suite in suites_for(secret):
                short[side] = OneRtt(Keys(handshake.suite, secret, self.version), self._keylog)
        return True

    def _initial(self, side: int, packet: Long, data: bytes) -> tuple[int, bytes] | None:
        """Number and frames of an Initial packet.

        While the version changes, there are clients that write the new one and still use the keys of the old.
        """
        expected = self._largest.get((side, INITIAL), -1) + 1
        for version in dict.fromkeys((packet.version, self._client_version or packet.version)):
            found = initial_keys(version, self._first_id)[side].open_long(data, packet, expected)
            if found is not None:
                return found
        return None

    def _keys_for(self, side: int, packet: Long) -> Keys | None:
        """The keys of a Handshake or 0-RTT packet, None while they are not known."""
        if self.secrets is None:
            return None
        suite = self.handshake.suite
        if packet.kind == EARLY:
            if self.handshake.extensions is None and not self.final:
                return None  # it is not decided whether the server accepts early data
            secret = self.secrets.get(_EARLY)
        else:
            secret = self.secrets.get(_HANDSHAKE[side])
        suites = suites_for(secret) if secret is not None else ()
        if secret is None or not suites:
            return None
        place = side, packet.kind, packet.version
        keys = self._keys.get(place)
        if keys is None:
            # The suite of early data is that of the session before, which the server keeps as a rule.
            keys = self._keys[place] = Keys(suite if suite in suites else suites[0], secret, packet.version)
        return keys
