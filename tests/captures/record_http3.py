"""Records ``pcap/chromium-http3.pcap`` anew: Chromium as client, aioquic as server, over loopback.

Needs root, Chromium, dumpcap and editcap. The server writes what it received and sent: that is the truth beside the
capture, as are the secrets. Run with ``python tests/captures/record_http3.py``.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from aioquic.asyncio import QuicConnectionProtocol, serve  # noqa: E402
from aioquic.h3.connection import H3Connection  # noqa: E402
from aioquic.h3.events import DataReceived, HeadersReceived  # noqa: E402
from aioquic.quic.configuration import QuicConfiguration  # noqa: E402
from aioquic.quic.events import ProtocolNegotiated, QuicEvent  # noqa: E402

from benchmarks.quic_talk import credentials  # noqa: E402

TARGET = Path(__file__).parent / "pcap" / "chromium-http3.pcap"
PORT = 4433
PAGE = b"""<!doctype html><title>les</title><script>
async function ask() {
  for (let round = 0; round < 3; round++) {
    const calls = [];
    for (let i = 0; i < 5; i++) {
      const options = i % 2 ? {headers: {'x-klas': 'groep ' + i}}
        : {method: 'POST', body: 'antwoord '.repeat(1 + i * round * 40), headers: {'x-oefening': 'nr ' + i}};
      calls.push(fetch('/oefening/' + round + '/' + i + '?grootte=' + i * 900, options).then(r => r.arrayBuffer()));
    }
    await Promise.all(calls);
  }
}
window.onload = ask;
</script>"""


class Server(QuicConnectionProtocol):
    """Answers each request and writes down what it was."""

    rows: ClassVar[list[dict[str, Any]]] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._http: H3Connection | None = None
        self._asked: dict[int, tuple[dict[bytes, bytes], bytearray]] = {}

    def quic_event_received(self, event: QuicEvent) -> None:
        """Feed HTTP/3."""
        if isinstance(event, ProtocolNegotiated):
            self._http = H3Connection(self._quic)
        if self._http is None:
            return
        for item in self._http.handle_event(event):
            if isinstance(item, HeadersReceived):
                self._asked[item.stream_id] = dict(item.headers), bytearray()
            if not isinstance(item, (HeadersReceived, DataReceived)) or item.stream_id not in self._asked:
                continue
            if isinstance(item, DataReceived):
                self._asked[item.stream_id][1].extend(item.data)
            if item.stream_ended:
                self._answer(item.stream_id)

    def _answer(self, stream: int) -> None:
        assert self._http is not None
        headers, body = self._asked.pop(stream)
        path = headers[b":path"].decode()
        size = int(parse_qs(path.partition("?")[2]).get("grootte", ["0"])[0])
        answer = PAGE if path == "/" else (b'{"oefening": "%s"} ' % path.encode() * size)[:size]
        self._http.send_headers(stream, [(b":status", b"200"), (b"cache-control", b"no-store"),
                                         (b"content-type", b"text/html" if path == "/" else b"application/json"),
                                         (b"set-cookie", b"sessie=%d; Secure" % stream)])
        self._http.send_data(stream, answer, True)
        self.transmit()
        self.rows.append({
            "kind": "http/3", "method": headers[b":method"].decode(), "host": headers[b":authority"].decode(),
            "path": path, "status": 200, "req_len": len(body), "req_sha256": hashlib.sha256(body).hexdigest(),
            "resp_len": len(answer), "resp_sha256": hashlib.sha256(answer).hexdigest()})


async def record(folder: Path) -> None:
    """Capture one visit of the browser."""
    certificate, key = credentials()
    configuration = QuicConfiguration(is_client=False, alpn_protocols=["h3"], certificate=certificate, private_key=key)
    await serve("127.0.0.1", PORT, configuration=configuration, create_protocol=Server)
    capture, keys = folder / "raw.pcapng", TARGET.with_name(TARGET.name + ".keys")
    keys.unlink(missing_ok=True)
    dumpcap = await asyncio.create_subprocess_exec("dumpcap", "-q", "-i", "lo", "-f", f"udp port {PORT}", "-w", capture)
    await asyncio.sleep(2)
    browser = await asyncio.create_subprocess_exec(
        "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        f"--ssl-key-log-file={keys}", f"--origin-to-force-quic-on=localhost:{PORT}",
        f"--ignore-certificate-errors-spki-list={pin(certificate)}", "--host-resolver-rules=MAP localhost 127.0.0.1",
        "--virtual-time-budget=10000", "--dump-dom", f"https://localhost:{PORT}/",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    await browser.wait()
    await asyncio.sleep(1)
    dumpcap.terminate()
    await dumpcap.wait()
    subprocess.run(["editcap", "-F", "pcap", capture, TARGET], check=True)  # says nothing about the machine


def pin(certificate: Any) -> str:
    """The hash of the public key by which the browser trusts the certificate."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


def main() -> None:
    """Record, and write the truth."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(record(Path(folder)))
    data = TARGET.read_bytes()
    meta = {"kind": "meta", "capture": TARGET.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data),
            "truth": "server log", "keys": f"{TARGET.name}.keys", "http_rows": len(Server.rows), "ws_rows": 0}
    rows = [json.dumps(row) for row in [meta, *Server.rows]]
    TARGET.with_name(TARGET.name + ".truth.jsonl").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
