"""Records ``flows/third-parties.mitm`` and ``flows/children.mitm`` anew: Chromium as client, mitmproxy as all others.

A learning tool that does not exist calls services that do, by their own names; mitmproxy answers in their place, so
nothing leaves the machine. What is sent is made by the real programs: Chromium, rrweb (MIT) and FingerprintJS 3 (MIT).
Run ``npm install rrweb@2.0.0-alpha.4 @fingerprintjs/fingerprintjs@3.4.2`` in a folder and then
``python tests/captures/record_third_parties.py FOLDER``. Everybody in it is invented.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = Path(__file__).parent / "flows"
PORT = 8899

PUPIL = {"rol": "leerling", "voornaam": "Kim", "achternaam": "Kanarie",
         "eckId": "https://ketenid.nl/pilot/" + "7a" * 64}
RANKING = {"ranglijst": [{"voornaam": name, "achternaam": "Kanarie", "score": 90 - 7 * n, "rank": n + 1}
                         for n, name in enumerate(["Noor", "Sem", "Yusuf", "Lotte"])]}

THIRD_PARTIES = ("""<!doctype html><title>Oefenen</title>
<link rel=stylesheet href="https://fonts.googleapis.com/css2?family=Roboto">
<script src="https://www.rekenen.example/stats/gtm.js?id=GTM-TEST"></script>
<iframe src="https://www.youtube.com/embed/uitleg"></iframe>
<img src="https://static.whatsapp.net/rsrc/logo.png">
<script src="/app.js"></script>""", """
const post = (url, body) => fetch(url, {method: 'POST', body: JSON.stringify(body),
  headers: {'content-type': 'application/json'}});
(async () => {
  const me = await (await fetch('/api/me')).json();
  await post('https://stats.rekenen.example/g/collect?v=2&tid=G-TEST&en=page_view', {});
  await post('https://api.openai.com/v1/chat/completions', {model: 'x', messages: [
    {role: 'user', content: 'Ik heet ' + me.voornaam + ' ' + me.achternaam + '. Wat is zeven keer acht?'}]});
  await post('https://api.hubapi.com/crm/v3/objects/contacts', {properties: {
    email: 'kim.kanarie@thuis.example', firstname: me.voornaam, lastname: me.achternaam}});
  await post('https://browser.events.data.msn.com/OneCollector/1.0/', {name: 'DocOpen',
    ext: {device: {localId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301'}}, data: {leerling: {achternaam: me.achternaam}}});
  await post('https://o1.ingest.sentry.io/api/1/envelope/', {contexts: {screen: {width: 800}, browser: 'Chrome'}});
  await fetch('https://update.googleapis.com/service/update2/json', {method: 'POST', mode: 'no-cors', body: '{}'});
  document.title = 'klaar';
})();
""")

CHILDREN = ("""<!doctype html><title>Spel</title>
<h1>Dag Kim Kanarie</h1><label>Je verhaal <input id=verhaal></label><p id=uit></p>
<script src="/rrweb.js"></script><script src="/fp.js"></script><script src="/app.js"></script>""", """
const post = (url, body) => fetch(url, {method: 'POST', body: JSON.stringify(body),
  headers: {'content-type': 'application/json'}});
const wait = ms => new Promise(done => setTimeout(done, ms));
(async () => {
  await fetch('/api/me');
  const recorded = [], keys = [], field = document.getElementById('verhaal');
  rrweb.record({emit: event => recorded.push(event)});
  field.addEventListener('keydown', event => keys.push({key: event.key, timestamp: Date.now()}));
  for (const letter of 'ik vind rekenen moeilijk') {
    field.dispatchEvent(new KeyboardEvent('keydown', {key: letter}));
    field.value += letter;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    document.getElementById('uit').textContent = field.value;
    await wait(60);
  }
  await post('https://opname.meten.example/rec', {events: recorded});
  await post('/api/typen', {opgave: 4, events: keys});
  const traits = await (await FingerprintJS.load({monitoring: false})).get();
  await post('https://opname.meten.example/apparaat', {visitorId: traits.visitorId, components: traits.components});
  await post('/api/aandacht', {opgave: 4, attention: 0.42, camera: {emotions: {happy: 0.12, sad: 0.61}}});
  await post('/api/plaats', {lat: 52.09113, lon: 5.12174});
  await (await fetch('/api/ranglijst')).json();
  await fetch('/api/voortgang');
  // what looks like it: a whiteboard, a game, a smiley, an error report
  await post('/api/bord', {strokes: [{points: Array.from({length: 40}, (_, n) => ({x: n, y: 2 * n, t: n * 16}))}]});
  await post('/api/spel', {events: [...'wasdwwaaddsswasd'].map((key, n) => ({key, t: n * 120}))});
  await post('/api/gevoel', {mood: 'blij', engagement: 12});
  await post('/api/fout', {melding: 'stuk', ua: navigator.userAgent, screen: {width: 800, height: 600},
    language: 'nl', timezone: 'Europe/Amsterdam', platform: 'Linux', hardwareConcurrency: 8, deviceMemory: 8});
  document.title = 'klaar';
})();
""")

ADDON = """
import json
from pathlib import Path
from mitmproxy import http
SITE, PAGES, SCRIPTS = json.loads(Path(__file__).with_name('site.json').read_text())
ALLOW = {'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*'}

class Everybody:
    def request(self, flow):
        host, path = flow.request.host, flow.request.path.partition('?')[0]
        if flow.request.method == 'OPTIONS':
            flow.response = http.Response.make(204, b'', ALLOW)
        elif host.endswith('rekenen.example') and path in SITE:
            kind, text = SITE[path]
            headers = {'content-type': kind}
            if path == '/oefenen':
                headers['set-cookie'] = 'sessie=9f8e7d6c5b4a39281706; Path=/; Secure; HttpOnly'
            flow.response = http.Response.make(200, text.encode(), {**ALLOW, **headers})
        elif path in SCRIPTS:
            script = Path(SCRIPTS[path]).read_bytes()
            flow.response = http.Response.make(200, script, {'content-type': 'text/javascript'})
        elif host.startswith('static.'):
            flow.response = http.Response.make(404, b'', {})
        elif 'embed' in path:
            flow.response = http.Response.make(200, b'<p>film</p>', {
                'content-type': 'text/html', 'set-cookie': 'YSC=AbCdEfGhIjK; Path=/; Secure; HttpOnly; SameSite=None'})
        else:
            flow.response = http.Response.make(200, b'{}', {**ALLOW, 'content-type': 'application/json'})

addons = [Everybody()]
"""


def record(name: str, page: str, script: str, modules: Path) -> None:
    """One visit of ``https://www.rekenen.example/oefenen``, as ``flows/<name>.mitm``."""
    site = {
        "/oefenen": ("text/html", page), "/app.js": ("text/javascript", script),
        "/api/me": ("application/json", json.dumps(PUPIL)),
        "/api/ranglijst": ("application/json", json.dumps(RANKING)),
        "/api/voortgang": ("application/json", json.dumps({"leerling": {"voornaam": "Kim", "dropoutRisk": 0.73}})),
    }
    scripts = {"/rrweb.js": str(modules / "rrweb/dist/rrweb-all.min.js"),
               "/fp.js": str(modules / "@fingerprintjs/fingerprintjs/dist/fp.umd.min.js")}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "everybody.py").write_text(ADDON)
        (work / "site.json").write_text(json.dumps([site, {}, scripts]))
        raw = work / "raw.mitm"
        proxy = subprocess.Popen(["mitmdump", "-q", "-p", str(PORT), "-s", str(work / "everybody.py"), "-w", str(raw),
                                  "--set", f"confdir={work}", "--set", "connection_strategy=lazy"])
        try:
            time.sleep(6)
            subprocess.run(["chromium", "--headless=new", "--no-sandbox", "--ignore-certificate-errors",
                            "--disable-gpu", "--disable-component-update", "--disable-background-networking",
                            f"--user-data-dir={work}/u", f"--proxy-server=127.0.0.1:{PORT}",
                            "--virtual-time-budget=25000", "--dump-dom", "https://www.rekenen.example/oefenen"],
                           timeout=90, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(2)
        finally:
            proxy.terminate()
            proxy.wait(20)
        _keep(raw, TARGET / f"{name}.mitm")


def _keep(raw: Path, target: Path) -> None:
    """The flows of the visit without the scripts themselves, which are large and are no part of it."""
    from mitmproxy import io

    with raw.open("rb") as source, target.open("wb") as out:
        writer = io.FlowWriter(out)
        for flow in io.FlowReader(source).stream():
            if flow.request.path in {"/rrweb.js", "/fp.js", "/app.js"}:  # type: ignore[attr-defined]
                flow.response.content = b""  # type: ignore[attr-defined]
            writer.add(flow)


if __name__ == "__main__":
    packages = Path(sys.argv[1]) / "node_modules"
    record("third-parties", *THIRD_PARTIES, packages)
    record("children", *CHILDREN, packages)
