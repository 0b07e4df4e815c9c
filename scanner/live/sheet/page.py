"""Writes a sheet as one HTML page that needs nothing else and fits on A4."""

from __future__ import annotations

import base64
import hashlib
import io
from html import escape

from scanner.model import Text

from .devices import DEVICES, MITM

_STYLE = """
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 182mm; padding: 4mm; color: #1a232d; background: #fff;
  font: 12.5pt/1.4 system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
header { display: flex; gap: 8mm; align-items: flex-start; justify-content: space-between;
  border-bottom: 1.2mm solid #0a5a75; padding-bottom: 4mm; }
h1 { font-size: 22pt; line-height: 1.15; margin: 0 0 3mm; } h2 { font-size: 14pt; margin: 5mm 0 1.5mm; color: #0a5a75; }
p { margin: 0 0 2mm; } ol { margin: 0; padding-left: 7mm; } li { margin: 0 0 1.8mm; }
dl { display: flex; flex-wrap: wrap; gap: 2mm 8mm; margin: 0; }
dt { font-size: 10.5pt; color: #4a5662; }
dd { margin: 0; font: 700 17pt/1.2 ui-monospace, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
figure { margin: 0; text-align: center; font-size: 10.5pt; } svg { width: 36mm; height: 36mm; display: block; }
.big svg { width: 58mm; height: 58mm; }
.mind { border: .4mm solid #717d89; border-left: 1.6mm solid #b5390b; padding: 2.5mm 4mm; margin-top: 5mm; }
@media print { body { padding: 0; max-width: none; } li, .mind { break-inside: avoid; } }
@media (max-width: 40rem) { header { flex-direction: column; } }
"""
POLICY = ("default-src 'none'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
          f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'")
"""Content-Security-Policy under which the page works: its own style and nothing else."""

_WORDS = {
    "title": Text("verbinden met Leerlek", "connect to Leerlek"),
    "server": Text("Server (proxy)", "Server (proxy)"), "port": Text("Poort", "Port"),
    "proxy": Text("1. De proxy", "1. The proxy"), "tunnel": Text("1. De tunnel", "1. The tunnel"),
    "certificate": Text("2. Het certificaat", "2. The certificate"), "check": Text("3. Klopt het?", "3. Does it work?"),
    "undo": Text("Na de les: alles terug", "After the lesson: all back"),
    "scan": Text("naar mitm.it", "to mitm.it"), "wireguard": Text("code voor WireGuard", "code for WireGuard"),
    "mind": Text("Log alleen in met bedachte testaccounts. Alles wat op dit apparaat gebeurt, wordt gelezen tot de "
                 "proxy en het certificaat weg zijn.",
                 "Log in with fictitious test accounts only. All that happens on this device is read until the proxy "
                 "and the certificate are gone."),
}
_TUNNEL = (Text("Installeer de app WireGuard uit de winkel van het apparaat.",
                "Install the WireGuard app from the device's store."),
           Text("Kies in WireGuard + › Scan van QR-code, scan de code hierboven en geef de tunnel een naam.",
                "In WireGuard choose + › Scan from QR code, scan the code above and name the tunnel."),
           Text("Zet de tunnel aan.", "Switch the tunnel on."))
_TUNNEL_UNDO = Text("Verwijder de tunnel in WireGuard.", "Remove the tunnel in WireGuard.")
_CHECK = (Text(f"Open {MITM}: staat er dat het verkeer niet langs mitmproxy gaat, doe dan stap 1 opnieuw.",
               f"Open {MITM}: if it says that traffic does not pass mitmproxy, do step 1 again."),
          Text("Open een site met https: komt er een waarschuwing over het certificaat, doe dan stap 2 opnieuw.",
               "Open a site with https: if a warning on the certificate comes, do step 2 again."),
          Text("Het apparaat staat in het dashboard bij Apparaten.", "The device is in the dashboard under Devices."))


def sheet(kind: str, address: str, port: int, lang: str, *, tunnel: bool = False, code: str = "") -> str:
    """The page for one of ``DEVICES``. ``tunnel``: it comes in by WireGuard, with the settings as the SVG ``code``."""
    device = DEVICES[kind]
    tunnel = tunnel and device.tunnel

    def word(name: str) -> str:
        return escape(_WORDS[name].get(lang))

    def steps(title: str, lines: tuple[Text, ...]) -> str:
        return f"<h2>{word(title)}</h2><ol>{''.join(f'<li>{escape(line.get(lang))}</li>' for line in lines)}</ol>"

    name = device.name.get(lang)
    picture, told = (code, word("wireguard")) if tunnel and code else (_code(MITM), word("scan"))
    where = "" if tunnel else (f"<dl><div><dt>{word('server')}</dt><dd>{escape(address)}</dd></div>"
                               f"<div><dt>{word('port')}</dt><dd>{port}</dd></div></dl>")
    first = steps("tunnel", _TUNNEL) if tunnel else steps("proxy", device.proxy)
    undo = (_TUNNEL_UNDO, *device.undo[1:]) if tunnel else device.undo
    return f"""<!doctype html>
<html lang="{escape(lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(name)}: {word('title')}</title><link rel="icon" href="data:,"><style>{_STYLE}</style></head>
<body><header><div><h1>{escape(name)}: {word('title')}</h1>{where}</div>
<figure{' class="big"' if tunnel and code else ''}>{_named(picture, told)}
<figcaption>{told}</figcaption></figure></header>
<main>{first}{steps('certificate', device.certificate)}{steps('check', _CHECK)}{steps('undo', undo)}
<p class="mind">{word('mind')}</p></main></body></html>
"""


def _named(picture: str, name: str) -> str:
    """An SVG with the name that a screen reader says."""
    start = picture.find("<svg")
    return picture[start:].replace("<svg", f'<svg role="img" aria-label="QR: {name}"', 1)


def _code(text: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()
