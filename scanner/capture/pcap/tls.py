"""Decrypts TLS 1.0 to 1.3 connections with logged secrets.

Theory. Each direction is read by a ``_Side`` until it needs what only the other side tells (the other hello,
and for a TLS 1.2 renegotiation the next one); the session lets the sides run in turn until both are done.
Records lost in a gap are counted by the sequence number at which the next record opens, so the plain text keeps
its gaps at the right place and, for AEAD ciphers, of the right size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.model import Gap, Tls

from . import tls_hello as hello_reader
from .keylog import KeyLog, Secrets
from .stream import Hole, Stream
from .tls_ciphers import Opener, Refused, opener13, openers12
from .tls_hello import Hello, HelloError
from .tls_keys import next_secret
from .tls_records import ALERT, APPLICATION, CHANGE_CIPHER_SPEC, HANDSHAKE, Lost, Record, RecordReader
from .tls_suites import SUITES, Suite

_VERSIONS = {0x0300: "SSLv3", 0x0301: "TLSv1.0", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}
_MAX_HANDSHAKE = 1 << 20
_GIVE_UP = 32
"""Records in a row that do not open before the rest of a direction is given up."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Bytes of a TLS connection that were not read, and why."""

    gap: Gap
    bytes: int
    detail: str = ""


@dataclass(slots=True)
class Opened:
    """What a TLS connection said: plain text of both directions when it could be opened, facts, problems."""

    facts: Tls
    upstream: Stream | None = None
    downstream: Stream | None = None
    problems: list[Problem] = field(default_factory=list)


def looks_like_tls(data: bytes) -> bool:
    """Whether the bytes begin with a TLS record (of any content type)."""
    return len(data) >= 3 and data[0] in (20, 21, 22, 23) and data[1] == 3 and data[2] <= 4


def open_tls(upstream: Stream, downstream: Stream, keylog: KeyLog) -> Opened:
    """Decrypt both directions of a connection, as far as the key log allows."""
    return _Session(upstream, downstream, keylog).run()


class _Unreadable(Exception):
    """The session cannot be opened."""

    def __init__(self, gap: Gap, detail: str = "") -> None:
        super().__init__(detail)
        self.gap = gap
        self.detail = detail


class _Session:
    def __init__(self, upstream: Stream, downstream: Stream, keylog: KeyLog) -> None:
        self.keylog = keylog
        self.client_hellos: list[Hello] = []
        self.server_hellos: list[Hello] = []
        self.retried = False
        self.alpn = ""
        self.early_accepted = False
        self.epochs: list[tuple[Opener, Opener]] = []
        self.client = _Side(self, upstream, is_client=True)
        self.server = _Side(self, downstream, is_client=False)

    def run(self) -> Opened:
        sides = (self.client, self.server)
        unreadable: _Unreadable | None = None
        try:
            moved = True
            while moved and not all(side.done for side in sides):
                moved = [side.advance() for side in sides].count(True) > 0
        except _Unreadable as error:
            unreadable = error
        facts = self._facts()
        total = sum(len(side.reader.stream.data) for side in sides)
        if not any(side.size for side in sides):
            if unreadable is not None:
                return Opened(facts, problems=[Problem(unreadable.gap, total, unreadable.detail)])
            if not self.client_hellos and not self.server_hellos:
                return Opened(facts, problems=[Problem(Gap.TCP_MIDSTREAM, total, "TLS without its handshake")])
            if not all(side.done for side in sides):
                return Opened(facts, problems=[self._stuck(total)])
        problems = [problem for side in sides for problem in side.problems()]
        rest = sum(side.rest for side in sides)
        if rest:
            gap = unreadable.gap if unreadable is not None else Gap.TLS_DAMAGED
            problems.append(Problem(gap, rest, "after a new handshake"))
        return Opened(facts, self.client.plain(), self.server.plain(), problems)

    def _stuck(self, total: int) -> Problem:
        """One of the hellos is missing, so the keys cannot be made."""
        if self.client_hellos and self.keylog.find(self.client_hellos[0].random) is None:
            return Problem(Gap.TLS_NO_KEY, total)
        return Problem(Gap.TCP_MIDSTREAM, total, "TLS without the hello of one side")

    def _facts(self) -> Tls:
        client = self.client_hellos[0] if self.client_hellos else Hello()
        if not self.server_hellos:
            return Tls(sni=client.sni)
        server = self.server_hellos[0]
        suite = SUITES.get(server.suites[0])
        name = suite.name if suite else f"0x{server.suites[0]:04X}"
        return Tls(_VERSIONS.get(server.version, ""), name, client.sni, server.alpn or self.alpn)

    def ready(self, epoch: int) -> bool:
        """Whether both hellos that make this set of keys were read."""
        return len(self.client_hellos) > epoch and len(self.server_hellos) > epoch

    @property
    def version(self) -> int:
        return self.server_hellos[0].version

    def secrets(self, epoch: int) -> Secrets:
        secrets = self.keylog.find(self.client_hellos[epoch].random)
        if secrets is None:
            raise _Unreadable(Gap.TLS_NO_KEY)
        return secrets

    def suite(self, epoch: int) -> Suite:
        number = self.server_hellos[epoch].suites[0]
        suite = SUITES.get(number)
        if suite is None:
            raise _Unreadable(Gap.TLS_UNSUPPORTED, f"cipher suite 0x{number:04X}")
        return suite

    def keys12(self, epoch: int) -> tuple[Opener, Opener]:
        """The openers of client and server for the n-th handshake of a TLS 1.2 connection."""
        while len(self.epochs) <= epoch:
            number = len(self.epochs)
            client, server = self.client_hellos[number], self.server_hellos[number]
            master = self.secrets(number).get("CLIENT_RANDOM")
            if master is None:
                raise _Unreadable(Gap.TLS_NO_KEY)
            if server.compression:
                raise _Unreadable(Gap.TLS_UNSUPPORTED, "compressed records")
            if not 0x0301 <= server.version <= 0x0303:
                raise _Unreadable(Gap.TLS_UNSUPPORTED, _VERSIONS.get(server.version, "unknown version"))
            self.epochs.append(openers12(self.suite(number), server.version, master, client.random, server.random,
                                         server.encrypt_then_mac))
        return self.epochs[epoch]

    def heard(self, kind: int, body: bytes, is_client: bool, is_clear: bool) -> None:
        """Take note of a handshake message that decides about keys."""
        try:
            if kind == hello_reader.CLIENT_HELLO and is_client:
                hello = hello_reader.client_hello(body)
                if self.client_hellos and is_clear:
                    self.client_hellos[-1] = hello  # after a HelloRetryRequest, with the same random
                else:
                    self.client_hellos.append(hello)
            elif kind == hello_reader.SERVER_HELLO and not is_client:
                hello = hello_reader.server_hello(body)
                if hello.random == hello_reader.RETRY_RANDOM:
                    self.retried = True
                else:
                    self.server_hellos.append(hello)
            elif kind == hello_reader.ENCRYPTED_EXTENSIONS and not is_client:
                extensions = hello_reader.encrypted_extensions(body)
                self.alpn = extensions.alpn
                self.early_accepted = extensions.early_data
        except HelloError:
            raise _Unreadable(Gap.TLS_DAMAGED, "handshake message") from None


class _Side:
    """One direction: its records, the key in use, the plain text so far."""

    def __init__(self, session: _Session, stream: Stream, is_client: bool) -> None:
        self.session = session
        self.is_client = is_client
        self.reader = RecordReader(stream)
        self.done = False
        self.closed = False
        self.pending: Record | None = None
        self.opener: Opener | None = None
        self.secret = b""
        self.phase = "clear"
        self.epoch = -1
        self.sequence = 0
        self.handshake = b""
        self.chunks: list[bytes] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.size = 0
        self.holes: list[Hole] = []
        self.lost = 0
        self.searching = False
        self.refused = 0
        self.damaged = 0
        self.unkeyed = 0
        self.rejected = 0

    # Walking over the records ------------------------------------------------------------------------------------

    def advance(self) -> bool:
        """Read on until the end or until the other side must be read first; whether there was any progress."""
        if self.done:
            return False
        moved = False
        while True:
            if self.phase == "application" and not (self.lost or self.searching):
                self._run_of_data()
            item = self.pending or self.reader.read()
            self.pending = None
            if item is None:
                self.done = True
                return True
            if isinstance(item, Lost):
                self._missed(item)
            elif not self._record(item):
                self.pending = item
                return moved
            moved = True

    def _run_of_data(self) -> None:
        """The common case: whole records of application data one after the other; anything else is left."""
        cursor = self.reader.cursor
        data, pos, limit, opener = cursor.data, cursor.pos, cursor.limit, self.opener
        assert opener is not None
        hidden_kind = self.session.version >= 0x0304
        while pos + 5 <= limit and data[pos] == APPLICATION and data[pos + 1] == 3:
            end = pos + 5 + (data[pos + 3] << 8 | data[pos + 4])
            if end > limit:
                break
            try:
                plain = opener(self.sequence, data[pos:pos + 5], data[pos + 5:end])
            except Refused:
                break
            if hidden_kind:
                if not plain or plain[-1] != APPLICATION:
                    break  # opened again by the slower way, which knows what else there is
                plain = plain[:-1]
            self.sequence += 1
            self._emit(plain, pos)
            pos = end
            self.refused = 0
        cursor.pos = pos

    def _record(self, record: Record) -> bool:
        """Handle one record; False when the other side must be read first."""
        kind = record.header[0]
        if kind == CHANGE_CIPHER_SPEC:
            return self._change_cipher(record)
        if self.opener is None and kind == HANDSHAKE:
            self._messages(record.body, clear=True)
            return True
        if self.opener is None and kind == ALERT and len(record.body) == 2:
            return True
        if self.phase == "clear":
            if not self.session.ready(0):
                return False
            if self.session.version < 0x0304:
                # Protected records without a change of cipher: its packet was lost.
                self._use12(0)
            else:
                self._use13()
        elif kind == HANDSHAKE and self.phase in ("early", "handshake") and self.session.retried:
            self._messages(record.body, clear=True)
            return True
        if self.phase == "given up":
            self.damaged += len(record.body)
        else:
            self._protected(record)
        return True

    def _change_cipher(self, record: Record) -> bool:
        if not self.session.ready(self.epoch + 1):
            # A 1.3 server sends one after its hello, a 1.3 client one before the server's hello is known.
            return bool((self.session.server_hellos and self.session.version >= 0x0304) or self.session.retried)
        if self.session.version < 0x0304:
            if self.epoch >= 0 and self.opener is not None:
                self._try_open(record)
            self._use12(self.epoch + 1)
        return True

    def _use12(self, epoch: int) -> None:
        self.opener = self.session.keys12(epoch)[0 if self.is_client else 1]
        self.epoch, self.sequence, self.phase = epoch, 0, "application"
        self.handshake = b""

    def _use13(self) -> None:
        """The first protected record of TLS 1.3: early data, the handshake, or data when only its key is known."""
        secrets = self.session.secrets(0)
        suite = self.session.suite(0)
        self.handshake = b""
        prefix = "CLIENT" if self.is_client else "SERVER"
        application = secrets.get(f"{prefix}_TRAFFIC_SECRET_0")
        handshake = secrets.get(f"{prefix}_HANDSHAKE_TRAFFIC_SECRET")
        early = secrets.get("CLIENT_EARLY_TRAFFIC_SECRET")
        if application is None:
            raise _Unreadable(Gap.TLS_NO_KEY, "the key log lacks the traffic secrets")
        self.secret = application
        self.phase = "handshake"
        self.opener = opener13(suite, handshake if handshake is not None else application)
        if handshake is None:
            self.phase = "seeking"
        if self.is_client and self.session.client_hellos[0].early_data and early is not None:
            self.phase = "early"
            self.opener = opener13(suite, early)
        elif self.is_client and self.session.client_hellos[0].early_data and handshake is not None:
            self.phase = "handshake without early key"

    def _next_phase(self) -> None:
        """From early data to the handshake, from the handshake to application data."""
        suite = self.session.suite(0)
        secret = self.secret
        if self.phase == "early":
            handshake = self.session.secrets(0).get("CLIENT_HANDSHAKE_TRAFFIC_SECRET")
            self.phase = "handshake" if handshake is not None else "seeking"
            secret = handshake or secret
        else:
            self.phase = "application"
        self.opener = opener13(suite, secret)
        self.sequence = 0
        self.handshake = b""

    # Opening records ---------------------------------------------------------------------------------------------

    def _protected(self, record: Record) -> None:
        plain = self._try_open(record)
        while plain is None and self.phase in ("early", "handshake") and self.session.version >= 0x0304:
            # The messages that end a phase were lost or never sent: does the key of the next one fit?
            if self.phase == "handshake" and not (self.searching or self.lost):
                break
            before = (self.opener, self.sequence, self.phase)
            self._next_phase()
            plain = self._try_open(record)
            if plain is None and self.phase == "application":
                self.opener, self.sequence, self.phase = before
                break
        if plain is None:
            self._refused(record)
            return
        self.refused = 0
        if self.searching or self.lost:
            self._note_hole(0)
        kind = record.header[0]
        if self.session.version >= 0x0304:
            if plain and plain[-1] == 0:
                plain = plain.rstrip(b"\0")
            kind, plain = (plain[-1], plain[:-1]) if plain else (0, plain)
            if self.phase == "seeking":
                self.phase = "application"
            elif self.phase == "handshake without early key":
                self.phase = "handshake"
        if kind == APPLICATION:
            if self.phase == "early" and not self.session.early_accepted:
                self.rejected += len(plain)
            else:
                self._emit(plain, record.at)
        elif kind == HANDSHAKE:
            self._messages(plain, clear=False)
        elif kind == ALERT and plain[1:] == b"\0":
            self.closed = True

    def _try_open(self, record: Record) -> bytes | None:
        assert self.opener is not None
        sequences: Iterator[int] | range = range(self.sequence, self.sequence + 1)
        if self.searching:
            window = min(self.lost // 22 + 2, 1024)
            sequences = range(self.sequence, self.sequence + window)
        for sequence in sequences:
            if sequence != self.sequence:
                if self.session.keylog.attempts <= 0:
                    return None
                self.session.keylog.attempts -= 1
            try:
                plain = self.opener(sequence, record.header, record.body)
            except Refused:
                continue
            if self.searching:
                self._note_hole(sequence - self.sequence)
            self.sequence = sequence + 1
            return plain
        return None

    def _refused(self, record: Record) -> None:
        """A record that does not open: damaged in the capture, or not meant to be read with the keys at hand."""
        if self.phase in ("seeking", "handshake without early key"):
            if self.phase != "seeking":
                self.unkeyed += len(record.body)
            return
        if self.phase == "handshake" and self.is_client and self.session.client_hellos[0].early_data \
                and not self.session.early_accepted:
            self.rejected += len(record.body)
            return
        self.damaged += len(record.body)
        self.refused += 1
        if not self.searching:
            self.sequence += 1
            self.lost += len(record.body)
        if self.refused >= _GIVE_UP:
            self.phase = "given up"

    # What gaps do ------------------------------------------------------------------------------------------------

    def _missed(self, lost: Lost) -> None:
        """Records were lost in a gap: count on when it was one, else look for the next that opens."""
        self.damaged += lost.known
        if self.opener is None or self.phase == "given up":
            if lost.records:
                return
        elif lost.records:
            if self.searching:
                self.lost += lost.size
            else:
                self._hole(lost.size - 5 - self._overhead())
                self.sequence += 1
            return
        self.lost += lost.size
        self.searching = True
        self.handshake = b""
        self._resynchronise()

    def _resynchronise(self) -> None:
        """Go to the first place behind a gap where a record begins."""
        cursor = self.reader.cursor
        if self.opener is None:
            found = self.reader.candidates((HANDSHAKE, APPLICATION), 1)
        else:
            found = [record for record in self.reader.candidates((HANDSHAKE, APPLICATION, ALERT), 64)
                     if self._opens(record)][:1]
        target = found[0].at if found else cursor.limit
        skipped = target - cursor.pos
        self.damaged += skipped
        self.lost += skipped
        cursor.pos = target

    def _opens(self, record: Record) -> bool:
        """Whether a candidate opens at any sequence number that the loss allows."""
        assert self.opener is not None
        for sequence in range(self.sequence, self.sequence + min(self.lost // 22 + 2, 1024)):
            if self.session.keylog.attempts <= 0:
                return False
            self.session.keylog.attempts -= 1
            try:
                self.opener(sequence, record.header, record.body)
            except Refused:
                continue
            return True
        return False

    def _overhead(self) -> int:
        """Bytes that protection adds to a record, padding of CBC left out."""
        suite = self.session.suite(0)
        if self.session.version >= 0x0304:
            return 17 if suite.mode != "ccm8" else 9
        return {"gcm": 24, "ccm": 24, "ccm8": 16, "chacha": 16, "cbc": 32}[suite.mode]

    def _note_hole(self, records: int) -> None:
        """The stream is in step again after a loss of this many records."""
        self._hole(self.lost - records * (5 + self._overhead()) if self.searching else self.lost - self._overhead())
        self.lost = 0
        self.searching = False

    def _hole(self, missing: int) -> None:
        if missing > 0:
            self.holes.append(Hole(self.size, missing))

    # What records hold -------------------------------------------------------------------------------------------

    def _emit(self, plain: bytes, index: int) -> None:
        if plain:
            self.chunks.append(plain)
            self.starts.append(self.size)
            self.origins.append(index)
            self.size += len(plain)

    def _messages(self, data: bytes, clear: bool) -> None:
        """Handshake messages, which may be split over records and share one."""
        buffer = self.handshake + data
        while len(buffer) >= 4:
            size = 4 + int.from_bytes(buffer[1:4], "big")
            if size > _MAX_HANDSHAKE:
                buffer = b""
                break
            if len(buffer) < size:
                break
            kind, body = buffer[0], buffer[4:size]
            buffer = buffer[size:]
            self.session.heard(kind, body, self.is_client, clear)
            if not clear and self.session.version >= 0x0304:
                ends_phase = ((kind == hello_reader.FINISHED and self.phase == "handshake")
                              or (kind == hello_reader.END_OF_EARLY_DATA and self.phase == "early"))
                if ends_phase:
                    self._next_phase()
                    buffer = b""
                elif kind == hello_reader.KEY_UPDATE and self.phase == "application":
                    suite = self.session.suite(0)
                    self.secret = next_secret(self.secret, suite.hash)
                    self.opener = opener13(suite, self.secret)
                    self.sequence = 0
                    buffer = b""
        self.handshake = buffer

    @property
    def rest(self) -> int:
        """Bytes that were not reached because the session could not be read on."""
        if self.done:
            return 0
        pending = 5 + len(self.pending.body) if self.pending is not None else 0
        return len(self.reader.stream.data) - self.reader.cursor.pos + pending

    def plain(self) -> Stream:
        """The application data of this direction."""
        cipher = self.reader.stream
        if cipher.times:
            starts, times = cipher.starts, cipher.times
            stamps = [times[max(bisect_right(starts, index) - 1, 0)] for index in self.origins]
        else:
            stamps = [0.0] * len(self.origins)
        if self.lost and self.searching:
            self._hole(self.lost)
        return Stream(b"".join(self.chunks), self.starts, stamps, self.holes, self.closed or cipher.closed)

    def problems(self) -> list[Problem]:
        found = []
        if self.damaged:
            found.append(Problem(Gap.TLS_DAMAGED, self.damaged, "records that do not open"))
        if self.reader.partial:
            found.append(Problem(Gap.TLS_DAMAGED, self.reader.partial, "a record that was not captured whole"))
        if self.reader.broken:
            found.append(Problem(Gap.TLS_DAMAGED, self.reader.broken, "bytes that are no TLS records"))
        if self.unkeyed:
            found.append(Problem(Gap.TLS_NO_KEY, self.unkeyed, "early data"))
        if self.rejected:
            found.append(Problem(Gap.TLS_UNSUPPORTED, self.rejected, "early data that the server refused"))
        return found
