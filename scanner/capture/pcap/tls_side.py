"""One direction of a TLS connection: opens its records one after the other and keeps their plain text in order."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from scanner.model import Gap

from . import tls_hello as hello_reader
from .stream import Stream
from .tls_ciphers import ChainedCbc, Opener, Refused, opener13
from .tls_handshake import Handshake, Unreadable
from .tls_keys import next_secret
from .tls_plain import PlainText
from .tls_records import ALERT, APPLICATION, CHANGE_CIPHER_SPEC, HANDSHAKE, Lost, Record, RecordReader

_MAX_HANDSHAKE = 1 << 20
_GIVE_UP = 32
"""Records in a row that do not open before the rest of a direction is given up."""
_SMALL = 1 << 10
"""A record with less is copied sooner than viewed."""
_HEADER = struct.Struct(">BBBH").unpack_from
_WINDOW = 1024
"""How many lost records are thought of when the next one is searched."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Bytes of a TLS connection that were not read, and why."""

    gap: Gap
    bytes: int
    detail: str = ""


class Side:
    """One direction: its records, the key in use, the plain text so far."""

    def __init__(self, shared: Handshake, stream: Stream, is_client: bool) -> None:
        self.shared = shared
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
        self.text = PlainText()
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
        if isinstance(opener, ChainedCbc):
            return
        hidden_kind = self.shared.version >= 0x0304
        sequence, add = self.sequence, self.text.add
        view = memoryview(data)
        while pos + 5 <= limit:
            kind, major, _, length = _HEADER(data, pos)
            end = pos + 5 + length
            if kind != APPLICATION or major != 3 or end > limit:
                break
            try:
                plain = opener(sequence, data[pos:pos + 5], view[pos + 5:end])
            except Refused:
                break
            if hidden_kind:
                if not plain or plain[-1] != APPLICATION:
                    break  # opened again by the slower way, which knows what else there is
                add(plain[:-1] if length < _SMALL else memoryview(plain)[:-1], pos)
            else:
                add(plain, pos)
            sequence += 1
            pos = end
        if sequence != self.sequence:
            self.refused = 0
        self.sequence = sequence
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
            if not self.shared.ready(0):
                return False
            if self.shared.version < 0x0304:
                # Protected records without a change of cipher: its packet was lost.
                self._use12(0)
            else:
                self._use13()
        elif kind == HANDSHAKE and self.phase in ("early", "handshake") and self.shared.retried:
            self._messages(record.body, clear=True)
            return True
        if self.phase == "given up":
            self.damaged += len(record.body)
        else:
            self._protected(record)
        return True

    def _change_cipher(self, record: Record) -> bool:
        if not self.shared.ready(self.epoch + 1):
            # A 1.3 server sends one after its hello, a 1.3 client one before the server's hello is known.
            return bool((self.shared.server_hellos and self.shared.version >= 0x0304) or self.shared.retried)
        if self.shared.version < 0x0304:
            if self.epoch >= 0 and self.opener is not None:
                self._try_open(record)
            self._use12(self.epoch + 1)
        return True

    def _use12(self, epoch: int) -> None:
        self.opener = self.shared.keys12(epoch)[0 if self.is_client else 1]
        self.epoch, self.sequence, self.phase = epoch, 0, "application"
        self.handshake = b""

    def _use13(self) -> None:
        """The first protected record of TLS 1.3: early data, the handshake, or data when only its key is known."""
        secrets = self.shared.secrets(0)
        suite = self.shared.suite(0)
        self.handshake = b""
        prefix = "CLIENT" if self.is_client else "SERVER"
        application = secrets.get(f"{prefix}_TRAFFIC_SECRET_0")
        handshake = secrets.get(f"{prefix}_HANDSHAKE_TRAFFIC_SECRET")
        early = secrets.get("CLIENT_EARLY_TRAFFIC_SECRET")
        if application is None:
            raise Unreadable(Gap.TLS_NO_KEY, "the key log lacks the traffic secrets")
        self.secret = application
        self.phase = "handshake"
        self.opener = opener13(suite, handshake if handshake is not None else application)
        if handshake is None:
            self.phase = "seeking"
        if self.is_client and self.shared.client_hellos[0].early_data and early is not None:
            self.phase = "early"
            self.opener = opener13(suite, early)
        elif self.is_client and self.shared.client_hellos[0].early_data and handshake is not None:
            self.phase = "handshake without early key"

    def _next_phase(self) -> None:
        """From early data to the handshake, from the handshake to application data."""
        suite = self.shared.suite(0)
        secret = self.secret
        if self.phase == "early":
            handshake = self.shared.secrets(0).get("CLIENT_HANDSHAKE_TRAFFIC_SECRET")
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
        while plain is None and self.phase in ("early", "handshake") and self.shared.version >= 0x0304:
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
        if self.shared.version >= 0x0304:
            if plain and plain[-1] == 0:
                plain = plain.rstrip(b"\0")
            kind, plain = (plain[-1], plain[:-1]) if plain else (0, plain)
            if self.phase == "seeking":
                self.phase = "application"
            elif self.phase == "handshake without early key":
                self.phase = "handshake"
        if kind == APPLICATION:
            if self.phase == "early" and not self.shared.early_accepted:
                self.rejected += len(plain)
            else:
                self.text.add(plain, record.at)
        elif kind == HANDSHAKE:
            self._messages(plain, clear=False)
        elif kind == ALERT and plain[1:] == b"\0":
            self.closed = True

    def _try_open(self, record: Record) -> bytes | None:
        opener = self._opener_of(record)
        sequences = range(self.sequence, self.sequence + 1)
        if self.searching:
            window = min(self.lost // 22 + 2, _WINDOW)
            sequences = range(self.sequence, self.sequence + window)
        for sequence in sequences:
            if sequence != self.sequence:
                if self.shared.keylog.attempts <= 0:
                    return None
                self.shared.keylog.attempts -= 1
            try:
                plain = opener(sequence, record.header, record.body)
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
        if self.phase == "handshake" and self.is_client and self.shared.client_hellos[0].early_data \
                and not self.shared.early_accepted:
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
                self.text.miss(lost.size - 5 - self._overhead())
                self.sequence += 1
            return
        self.lost += lost.size
        self.searching = True
        self.handshake = b""
        self._resynchronise()

    def _resynchronise(self) -> None:
        """Go to the first place behind a gap where a record begins."""
        cursor = self.reader.cursor
        version = self.shared.version if self.shared.server_hellos else 0x0303
        found: Record | None
        if self.opener is None:
            found = next(iter(self.reader.candidates((HANDSHAKE, APPLICATION), version, 1)), None)
        else:
            candidates = self.reader.candidates((HANDSHAKE, APPLICATION, ALERT), version, 64)
            found = next((record for record in candidates if self._opens(record)), None)
        target = found.at if found is not None else cursor.limit
        skipped = target - cursor.pos
        self.damaged += skipped
        self.lost += skipped
        cursor.pos = target

    def _opens(self, record: Record) -> bool:
        """Whether a candidate opens at any sequence number that the loss allows."""
        opener = self._opener_of(record)
        for sequence in range(self.sequence, self.sequence + min(self.lost // 22 + 2, _WINDOW)):
            if self.shared.keylog.attempts <= 0:
                return False
            self.shared.keylog.attempts -= 1
            try:
                opener(sequence, record.header, record.body)
            except Refused:
                continue
            return True
        return False

    def _opener_of(self, record: Record) -> Opener:
        """The opener in use, told what came before the record where it needs that."""
        opener = self.opener
        assert opener is not None
        if isinstance(opener, ChainedCbc):
            opener.follow(self.reader.before(record.at, opener.reach))
        return opener

    def _overhead(self) -> int:
        """Bytes that protection adds to a record."""
        return self.shared.suite(0).overhead(self.shared.version)

    def _note_hole(self, records: int) -> None:
        """The stream is in step again after a loss of this many records."""
        self.text.miss(self.lost - records * (5 + self._overhead()) if self.searching else self.lost - self._overhead())
        self.lost = 0
        self.searching = False

    # What records hold -------------------------------------------------------------------------------------------

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
            self.shared.heard(kind, body, self.is_client, clear)
            if not clear and self.shared.version >= 0x0304:
                ends_phase = ((kind == hello_reader.FINISHED and self.phase == "handshake")
                              or (kind == hello_reader.END_OF_EARLY_DATA and self.phase == "early"))
                if ends_phase:
                    self._next_phase()
                    buffer = b""
                elif kind == hello_reader.KEY_UPDATE and self.phase == "application":
                    suite = self.shared.suite(0)
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
        if self.lost and self.searching:
            self.text.miss(self.lost)
        return self.text.stream(self.reader.stream, self.closed)

    def problems(self) -> list[Problem]:
        """What of this direction was not read, and why."""
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
            found.append(Problem(Gap.TLS_REFUSED, self.rejected, "early data that the server refused"))
        return found
