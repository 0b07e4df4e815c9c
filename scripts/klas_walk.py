"""Walks through docs/klas.md with the fixture platform as the product, and makes its pictures on the way.

``python -m scripts.klas_walk FOLDER`` runs the commands of the page in FOLDER, drives a real Chromium behind the proxy
and on the dashboard, and stops there; ``--pictures`` writes the pictures of docs/klas/ too, with the people of the
fixtures. Needs root, ip, unshare and chromium. Everybody in it is invented.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scanner.errors import UsageError

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "klas.md"
PICTURES = ROOT / "docs" / "klas"
LAPTOP = "192.168.1.20"
"""The address of the laptop on its own network."""
LARGEST = 150_000
"""Bytes of a picture."""
_BLOCK = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(heading: str) -> list[tuple[str, str, str]]:
    """The fenced blocks under a heading of the page: language, file, text."""
    part = PAGE.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [(each[1], each[2] or "", each[3]) for each in _BLOCK.finditer(part)]


def policies() -> dict[str, dict[str, Any]]:
    """The policies for browsers that the page gives, by the start of their text."""
    found = [json.loads(text) for language, _, text in blocks("Per apparaat") if language == "json"]
    return {"firefox" if "policies" in each else "chromium": each for each in found}


class Walk:
    """One walk: the folder of the user, and the proxy when it runs."""

    def __init__(self, folder: Path, certificate: Path, pictures: bool) -> None:
        self._folder, self._certificate, self._pictures = folder, certificate, pictures
        self._told = folder / "terminal.txt"

    def go(self) -> Path:
        """From the accounts to the report; the folder of the results."""
        for _, file, text in blocks("Vooraf"):
            if file:
                (self._folder / file).write_text(text, "utf-8")
        if self._pictures:
            people = (ROOT / "fixtures" / "subjects.yaml").read_text("utf-8")
            (self._folder / "accounts.yaml").write_text(people, "utf-8")
        command, = (text for language, _, text in blocks("Beginnen") if language == "sh")
        if self._pictures:
            command = f"{command.rstrip()} --policy {ROOT / 'fixtures' / 'policy.yaml'}"
        confdir = self._folder / "mitmproxy"
        more = f" -- --set confdir={confdir} --set ssl_verify_upstream_trusted_ca={self._certificate}"
        with self._told.open("wb") as log:
            proxy = subprocess.Popen(["sh", "-c", f"exec {command.strip()}{more}"], cwd=self._folder, stdout=log,
                                     stderr=log, stdin=subprocess.DEVNULL)
        try:
            address = _until(self._address, "the address of the dashboard")
            self._lesson(address, confdir / "mitmproxy-ca-cert.pem")
        finally:
            proxy.terminate()
            proxy.wait(120)
        return next(path for path in self._folder.iterdir() if path.name.startswith("leerlek-2"))

    def _address(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", self._told.read_text("utf-8"))
        return found[0] if found else ""

    def _lesson(self, dashboard: str, authority: Path) -> None:
        from fixtures.recorder import session
        from fixtures.recorder.browser import Browser
        from fixtures.recorder.network import PROXY_PORT, PUPIL_BROWSER

        with tempfile.TemporaryDirectory() as profiles, Browser("direct://", Path(profiles) / "watching") as watching:
            with Browser(f"http://{PUPIL_BROWSER}:{PROXY_PORT}", Path(profiles) / "device") as device:
                _until(authority.exists, "the certificate")
                _until(lambda: _listens(PUPIL_BROWSER, PROXY_PORT), "the proxy")
                device.open("http://mitm.it/")
                device.wait_until("document.body !== null && document.body.innerText.includes('mitmproxy')")
                self._picture(device, "mitm-it", 900, 620)
            shown = browser_with_policy(authority, "https://www.rekenbaas.example/")
            if "Rekenbaas" not in shown:
                raise UsageError("a Chromium with the page's policy and the certificate does not show the platform")
            watching.open(dashboard)
            home = dashboard.partition("?")[0]
            watching.wait_until("document.querySelectorAll('#steps button').length > 0")
            _press(watching, "#steps button")
            session.pupil_in_browser(True, Path(profiles) / "pupil")
            _press(watching, "#steps button:nth-of-type(2)")
            session.pupil_with_tablet(True, authority)
            session.teacher(True, authority)
            _refuse()
            watching.wait_until("document.querySelectorAll('#rows tr').length > 20")
            watching.wait_until("!document.getElementById('refused').hidden")
            time.sleep(3)  # the last findings come in
            for name, height in (("findings", 760), ("matrix", 620), ("coverage", 620)):
                watching.run(f"document.getElementById('{name}').scrollIntoView(); true")
                self._picture(watching, f"dashboard-{name}", 1200, height)
            watching.run("scrollTo(0, 0); true")
            self._picture(watching, "dashboard", 1200, 860)
            watching.open(f"{home}sheet/ipados?lang=nl")
            watching.wait_until("document.querySelectorAll('li').length > 5")
            self._picture(watching, "sheet-ipad", 760, 1075)
            watching.open(home)
            watching.wait_until("document.getElementById('stop') && !document.getElementById('stop').hidden")
            watching.run("window.confirm = () => true; document.getElementById('stop').click(); true")
            watching.wait_until("!document.getElementById('report').hidden", 120)
            watching.open(f"{home}report")
            watching.wait_until("document.readyState === 'complete' && document.body.innerText.includes('Leerlek')")
            time.sleep(1)
            self._picture(watching, "report", 1200, 900)

    def _picture(self, page: Any, name: str, width: int, height: int) -> None:
        if not self._pictures:
            return
        from PIL import Image

        PICTURES.mkdir(exist_ok=True)
        with Image.open(io.BytesIO(page.picture(width, height))) as taken:
            for colours in (128, 64, 32, 16):
                small = taken.convert("RGB").quantize(colours)
                path = PICTURES / f"{name}.png"
                small.save(path, optimize=True)
                if path.stat().st_size <= LARGEST:
                    return
        raise UsageError(f"{path} is larger than {LARGEST} bytes")


def _refuse() -> None:
    """A device without the certificate: curl that trusts nothing."""
    from fixtures.recorder.network import PROXY_PORT, SCHOOL_PC

    subprocess.run(["curl", "-s", "-o", "/dev/null", "--proxy", f"http://{SCHOOL_PC}:{PROXY_PORT}",
                    "https://cdn.example/"], check=False)


def _listens(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def _press(page: Any, selector: str) -> None:
    page.run(f"document.querySelector({json.dumps(selector)}).click(); true")
    time.sleep(1)


def _until(ready: Callable[[], Any], what: str) -> Any:
    for _ in range(600):
        found = ready()
        if found:
            return found
        time.sleep(0.1)
    raise UsageError(f"{what} did not come")


def browser_with_policy(authority: Path, url: str) -> str:
    """What a Chromium shows that has nothing but the page's policy, with the address filled in, and the certificate."""
    from fixtures.recorder.network import PROXY_PORT, PUPIL_BROWSER

    policy = policies()["chromium"]
    policy["ProxyServer"] = policy["ProxyServer"].replace("ADRES", PUPIL_BROWSER).replace("POORT", str(PROXY_PORT))
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "policies" / "managed").mkdir(parents=True)
        (home / "policies" / "managed" / "leerlek.json").write_text(json.dumps(policy))
        subprocess.run(["mount", "--bind", str(home), "/etc/chromium"], check=True)  # in this namespace alone
        store = home / ".pki" / "nssdb"
        store.mkdir(parents=True)
        for words in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "mitmproxy", "-i", str(authority)]):
            subprocess.run(["certutil", *words, "-d", f"sql:{store}"], check=True)
        shown = subprocess.run(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={home / 'profile'}",
             "--virtual-time-budget=5000", "--dump-dom", url], capture_output=True, text=True, timeout=120, check=False,
            env=os.environ | {"HOME": str(home)}).stdout
        subprocess.run(["umount", "/etc/chromium"], check=False)
        return shown


def main() -> int:
    """Walk, in a network of its own."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path)
    arguments.add_argument("--pictures", action="store_true")
    given = arguments.parse_args()
    from fixtures.recorder import certificates, network
    from fixtures.recorder.servers import Servers

    try:
        network.enter("scripts.klas_walk")
        for words in (f"address add {LAPTOP}/32 dev lo", f"route add default dev lo src {LAPTOP}"):
            subprocess.run(["ip", *words.split()], check=True)
        with tempfile.TemporaryDirectory(prefix="leerlek-walk-") as name:
            folder = given.folder.absolute() if given.folder else Path(name)
            folder.mkdir(exist_ok=True)
            work = Path(name) / "certificates"
            work.mkdir()
            authority, certificate, key = certificates.make(work, list(network.HOSTS))
            with Servers(True, certificate, key):
                results = Walk(folder, authority, given.pictures).go()
            sys.stdout.write(f"{results}\n")
    except UsageError as error:
        sys.stderr.write(f"klas_walk: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
