"""The reader against captures with known content: server logs, and rows on which two dissectors agree."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from pcap_builders import connections_of

from scanner.capture.pcap import read_pcap
from scanner.capture.pcap.context import Context, Notes
from scanner.capture.pcap.conversation import read_conversation
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.records import read_records
from scanner.model import Exchange, Gap, Headers, Note

FOLDER = Path(__file__).parents[2] / "captures" / "pcap"
CAPTURES = sorted(path.name.removesuffix(".truth.jsonl") for path in FOLDER.glob("*.truth.jsonl"))


def read(name: str) -> tuple[list[Exchange], list[Note]]:
    path = FOLDER / name
    keys = FOLDER / f"{name}.keys"
    notes: list[Note] = []
    return list(read_pcap(path, name, notes.append, keys.read_bytes() if keys.exists() else b"")), notes


def truth(name: str) -> list[dict[str, Any]]:
    with (FOLDER / f"{name}.truth.jsonl").open() as file:
        return [json.loads(line) for line in file]


def decoded(headers: Headers, data: bytes) -> bytes:
    """Undo the content encodings; decoding is a later stage."""
    codings = ",".join(value for name, value in headers if name.lower() == "content-encoding").lower()
    for coding in reversed([word.strip() for word in codings.split(",")]):
        if coding in ("gzip", "x-gzip"):
            data = zlib.decompressobj(47).decompress(data)
        elif coding == "deflate":
            data = zlib.decompressobj(15 if data[:1] == b"\x78" else -15).decompress(data)
        elif coding == "br":
            data = brotli.decompress(data)
        elif coding == "zstd":
            data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return data


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fits(row: dict[str, Any], exchange: Exchange) -> bool:
    if (row.get("method") or "") != exchange.method or row["kind"] != f"http/{exchange.protocol[5]}":
        return False
    if row.get("method"):
        body = decoded(exchange.request_headers, exchange.request_body.data)
        if row["path"] != exchange.target or len(body) != row["req_len"] or digest(body) != row["req_sha256"]:
            return False
        host = f"[{exchange.host}]" if ":" in exchange.host else exchange.host
        if row["host"] is not None and row["host"].lower() not in (host, f"{host}:{exchange.port}"):
            return False
    if row.get("status") is None:
        return True  # the dissectors saw no whole response; the reader may have more
    body = decoded(exchange.response_headers, exchange.response_body.data)
    return row["status"] == exchange.status and len(body) == row["resp_len"] and digest(body) == row["resp_sha256"]


@pytest.mark.parametrize("name", CAPTURES)
def test_undisputed_exchanges_are_read_as_they_were(name: str) -> None:
    meta, *rows = truth(name)
    left, _ = read(name)
    sound = meta["truth"] == "server log"
    for row in rows:
        if not row["kind"].startswith("http/") or not (sound or row.get("agree")):
            continue
        found = next((exchange for exchange in left if fits(row, exchange)), None)
        assert found is not None, (row.get("method"), row.get("path"), row.get("status"))
        left.remove(found)
        if sound:
            assert found.request_body.state == found.response_body.state == "complete"
    if sound and meta["ws_rows"] == 0:
        assert not left


def test_enough_is_compared() -> None:
    counted = Counter(row["kind"] for name in CAPTURES for row in truth(name)[1:] if row.get("agree"))
    assert counted["http/1"] > 140 and counted["http/2"] > 40


@pytest.mark.parametrize("name", CAPTURES)
def test_nothing_is_dropped_without_a_word(name: str) -> None:
    """A capture gives exchanges or notes, unless it holds nothing but packets that keep networks running."""
    silent = {"pcapng-test-generator", "zeek__linux_dlt_sll2.pcap", "zeek__pcapng-multi-interface.pcapng"}
    exchanges, notes = read(name)
    assert exchanges or notes or any(name.startswith(word) for word in silent)


@pytest.mark.parametrize("name", [name for name in CAPTURES if not name.endswith(".gz")])
def test_every_connection_with_payload_gives_exchanges_or_notes(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    keys = FOLDER / f"{name}.keys"
    records = read_records(data)
    assert records is not None
    keylog = KeyLog([keys.read_bytes() if keys.exists() else b"", *records.secrets])
    for connection in connections_of(data):
        context = Context(name, "tcp-0", connection.client, connection.server, 1 << 26, keylog, Notes())
        found = list(read_conversation(context, connection.upstream, connection.downstream))
        notes: list[Note] = []
        context.notes.give(notes.append, name, "")
        size = len(connection.upstream.data) + len(connection.downstream.data)
        assert found or sum(note.bytes for note in notes) == size


def test_reading_twice_gives_the_same() -> None:
    for name in ("gen-h2-tls13-dsb.pcapng", "zeek__mixed-vlan-mpls.pcap"):
        assert read(name) == read(name)


def test_websocket_messages_over_tls() -> None:
    """Fragments and permessage-deflate with context takeover; the capture ends inside the last message.

    The log of the server holds no control frames.
    """
    rows = [row for row in truth("gen-wss-tls13.pcap") if row["kind"] == "ws"]
    exchanges, notes = read("gen-wss-tls13.pcap")
    found = Counter(("c2s" if message.from_client else "s2c", message.opcode, digest(message.data))
                    for exchange in exchanges for message in exchange.websocket if message.opcode < 8)
    wanted = Counter((row["dir"], row["opcode"], row["sha256"]) for row in rows)
    assert found == wanted - Counter([(rows[-1]["dir"], rows[-1]["opcode"], rows[-1]["sha256"])])
    assert {note.gap for note in notes} == {Gap.TLS_DAMAGED, Gap.WEBSOCKET_UNREAD}


def test_facts_of_an_exchange_over_tls() -> None:
    exchange = read("gen-h2-tls13-dsb.pcapng")[0][0]
    assert exchange.id == "tcp-0.1" and exchange.protocol == "http/2" and exchange.scheme == "https"
    assert exchange.tls is not None and exchange.tls.version == "TLSv1.3" and exchange.tls.alpn == "h2"
    assert exchange.port == 8443 == (exchange.server.port if exchange.server else 0)
    assert exchange.time > 1.7e9


def test_quic_is_named_with_its_server() -> None:
    for name, host in (("suricata-verify__quic-ietf.pcap", "msquic.net"),
                       ("zeek__quic__quicv2-echo-443.pcap", "localhost")):
        exchanges, notes = read(name)
        assert not exchanges
        quic = [note for note in notes if note.gap is Gap.QUIC_UNREAD]
        assert [note.host for note in quic] == [host]
        assert all(note.bytes > 1000 for note in quic)


def test_two_connections_without_keys() -> None:
    path = FOLDER / "gen-h1-tls13-v6.pcap"
    for keylog, detail in ((b"", "ALPN http/1.1"),
                           (b"# nothing\nfoo", "the key log holds no usable line; ALPN http/1.1"),
                           (b"CLIENT_RANDOM " + b"ab" * 32 + b" " + b"cd" * 48,
                            "the key log matches no connection of this capture; ALPN http/1.1")):
        notes: list[Note] = []
        assert not list(read_pcap(path, "c", notes.append, keylog))
        assert notes and {(note.gap, note.detail) for note in notes} == {(Gap.TLS_NO_KEY, detail)}
        assert all(note.bytes > 0 and note.count == 1 and note.time > 0 for note in notes)


@pytest.mark.tshark
@pytest.mark.parametrize("name", ["gen-h1-plain-vlan-be.pcap", "gen-h1-tls12-aes128.pcap", "gen-h2c-prior-curl.pcap",
                                  "gen-h2-tls13-chacha-curl.pcap", "zeek__http-qinq-0.pcap",
                                  "zeek__http__pipelined-requests.pcap"])
def test_tshark_sees_the_same_requests(name: str) -> None:
    tshark = shutil.which("tshark")
    if tshark is None:
        pytest.skip("tshark is not installed")
    fields = ["http.request.method", "http.host", "http.request.uri", "http.response.code", "http2.headers.method",
              "http2.headers.authority", "http2.headers.path", "http2.headers.status"]
    keys = FOLDER / f"{name}.keys"
    command = [tshark, "-n", "-2", "-r", str(FOLDER / name), "-o", "tcp.reassemble_out_of_order:TRUE",
               *(["-o", f"tls.keylog_file:{keys}"] if keys.exists() else []), "-d", "tcp.port==8080,http",
               "-Y", "http.request or http.response or http2.headers", "-T", "fields",
               "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|"]
    for field in fields:
        command += ["-e", field]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    requests: Counter[tuple[str, str, str]] = Counter()
    statuses: Counter[str] = Counter()
    for line in listed:
        cells = (line + "\t" * 8).split("\t")
        for method, host, path, status in (cells[0:4], cells[4:8]):
            for triple in zip(method.split("|"), host.split("|"), path.split("|"), strict=False):
                if triple[0]:
                    requests[triple] += 1
            statuses.update(code for code in status.split("|") if code and not code.startswith("1"))
    exchanges, _ = read(name)
    ours = Counter((exchange.method, _authority(exchange), exchange.target) for exchange in exchanges)
    assert ours == requests
    assert Counter(str(exchange.status) for exchange in exchanges) == statuses


def _authority(exchange: Exchange) -> str:
    for name, value in exchange.request_headers:
        if name.lower() == "host":
            return value
    return f"{exchange.host}:{exchange.port}"
