"""Builds the exports of testers' tools; every person and domain is synthetic."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from typing import Any

from scanner.capture import read_capture
from scanner.model import Exchange, Note

BODY = b'{"leerling": "Noor Jansen"}'
REQUEST = (b"POST /api/leerling?groep=6 HTTP/1.1\r\nHost: les.example\r\nContent-Type: application/json\r\n"
           b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY))
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nklaar"
DTD = """<!DOCTYPE items [
<!ELEMENT items (item*)>
<!ATTLIST items burpVersion CDATA "">
<!ELEMENT item (time, url, host, port, protocol, method, path, extension, request, status, response, comment)>
<!ATTLIST request base64 (true|false) "false">
]>
"""


def burp_item(request: bytes = REQUEST, response: bytes = RESPONSE, *, encoded: bool = True) -> bytes:
    """An item of Burp Suite."""
    def message(name: bytes, data: bytes) -> bytes:
        text = base64.b64encode(data) if encoded else data.replace(b"]]>", b"]]]]><![CDATA[>")
        return b'<%s base64="%s"><![CDATA[%s]]></%s>' % (name, b"true" if encoded else b"false", text, name)

    return (b"  <item>\n    <time>Mon Oct 05 09:14:22 CEST 2026</time>\n"
            b"    <url><![CDATA[https://les.example/api/leerling?groep=6]]></url>\n"
            b'    <host ip="192.0.2.7">les.example</host>\n    <port>443</port>\n    <protocol>https</protocol>\n    '
            + message(b"request", request) + b"\n    <status>200</status>\n    " + message(b"response", response)
            + b"\n    <comment></comment>\n  </item>\n")


def burp(*items: bytes, declaration: bytes = b'<?xml version="1.0"?>\n', dtd: str = DTD) -> bytes:
    """A file of items."""
    return (declaration + dtd.encode() + b'<items burpVersion="2026.9" exportTime="Mon Oct 05 09:20:00 CEST 2026">\n'
            + b"".join(items) + b"</items>\n")


def zap_text(*pairs: tuple[bytes, bytes]) -> bytes:
    """ZAP's text file of messages."""
    parts = []
    for number, pair in enumerate(pairs, 3):
        parts.append(b"===%d ==========\n" % number)
        parts += [side if side.endswith(b"\n") else side + b"\n" for side in pair if side]
    return b"".join(parts)


def zap_xml(*pairs: tuple[str, str, str, str]) -> bytes:
    """The messages that ZAP's API gives."""
    def element(name: str, text: str) -> str:
        return f"<{name}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{name}>"

    names = ("requestHeader", "requestBody", "responseHeader", "responseBody")
    return ('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<messages type="list">' + "".join(
        '<message type="set">' + "".join(map(element, names, pair)) + element("timestamp", "1791184462125")
        + "</message>" for pair in pairs) + "</messages>").encode()


def warc_record(kind: str, block: bytes, record: str, **fields: str) -> bytes:
    """One record; underscores in names of fields stand for hyphens."""
    content = f"application/http; msgtype={kind}" if kind in ("request", "response", "revisit") else "text/plain"
    lines = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{record}>", "WARC-Date": "2026-10-05T07:14:22Z",
             "Content-Type": content, "Content-Length": str(len(block))}
    lines.update({name.replace("_", "-"): value for name, value in fields.items()})
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def warc_pair(number: int = 1, request: bytes = REQUEST, response: bytes = RESPONSE) -> list[bytes]:
    """A response and the request that names it."""
    url = "https://les.example/api/leerling?groep=6"
    return [warc_record("response", response, f"r{number}", WARC_Target_URI=url, WARC_IP_Address="192.0.2.7"),
            warc_record("request", request, f"q{number}", WARC_Target_URI=url,
                        WARC_Concurrent_To=f"<urn:uuid:r{number}>")]


def a_zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def saz(*pairs: tuple[bytes, bytes]) -> bytes:
    """A session archive of Fiddler."""
    members: dict[str, bytes] = {"_index.htm": b"<html></html>", "[Content_Types].xml": b"<Types/>"}
    for number, (request, response) in enumerate(pairs, 1):
        members[f"raw/{number:03}_c.txt"] = request
        members[f"raw/{number:03}_s.txt"] = response
        members[f"raw/{number:03}_m.xml"] = (
            b'<?xml version="1.0"?><Session SID="1"><SessionTimers ClientConnected="2026-10-05T09:14:22.0+02:00" '
            b'ClientBeginRequest="2026-10-05T09:14:22.1250000+02:00" /><SessionFlags>'
            b'<SessionFlag N="x-hostIP" V="192.0.2.7" /></SessionFlags></Session>')
    return a_zip(members)


def charles(*items: dict[str, Any]) -> bytes:
    """A session of Charles in JSON."""
    return json.dumps(list(items)).encode()


def charles_item(**changes: Any) -> dict[str, Any]:
    """One request of a session."""
    return {
        "status": "COMPLETE", "method": "POST", "protocolVersion": "HTTP/2.0", "scheme": "https", "host": "les.example",
        "actualPort": 443, "path": "/api/leerling", "query": "groep=6", "tunnel": False,
        "remoteAddress": "les.example/192.0.2.7", "times": {"start": "2026-10-05T09:14:22.125+02:00"},
        "request": {"mimeType": "application/json", "header": {"headers": [{"name": "content-type",
                                                                           "value": "application/json"}]},
                    "body": {"text": BODY.decode(), "charset": "UTF-8"}},
        "response": {"status": 200, "mimeType": "image/png", "header": {"headers": []},
                     "body": {"encoded": base64.b64encode(b"\x89PNG\xff").decode()}},
        **changes,
    }


def charles_xml(body: bytes = BODY, encoding: str = "") -> bytes:
    """A session of Charles in XML."""
    attribute = f' encoding="{encoding}"' if encoding else ""
    return (b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<?charles serialisation-version=\'2.0\' ?>\n'
            b'<charles-session>\n<transaction status="COMPLETE" method="POST" protocolVersion="HTTP/2.0" '
            b'protocol="https" host="les.example" actualPort="443" path="/api/leerling" query="groep=6" '
            b'remoteAddress="les.example/192.0.2.7" startTimeMillis="1791184462125">'
            b'<request headers="true" body="true"><headers><first-line>POST /api/leerling?groep=6 HTTP/1.1</first-line>'
            b"<header><name>Host</name><value>les.example</value></header>"
            b"<header><name>Content-Type</name><value>application/json</value></header></headers>"
            b"<body" + attribute.encode() + b"><![CDATA[" + body + b"]]></body></request>"
            b'<response status="200" headers="true" body="true"><headers><first-line>HTTP/1.1 200 OK</first-line>'
            b"<header><name>Content-Type</name><value>text/plain</value></header></headers><body>klaar</body></response>"
            b"</transaction>\n</charles-session>\n")


def har_with_attachment(name: str) -> bytes:
    """A HAR of Playwright whose bodies are in a file of their own."""
    return json.dumps({"log": {"creator": {"name": "Playwright"}, "entries": [{
        "request": {"method": "POST", "url": "https://les.example/", "postData": {"_file": name}},
        "response": {"status": 200, "content": {"size": len(BODY), "mimeType": "application/json", "_file": name}},
    }]}}).encode()


def read(folder: Any, content: bytes, max_body: int = 1 << 20) -> tuple[list[Exchange], list[Note]]:
    """The exchanges and notes of a file, read as its content says."""
    path = folder / "opname"
    path.write_bytes(content)
    notes: list[Note] = []
    return list(read_capture(path, "opname", notes.append, max_body=max_body)), notes
