"""Two computers for tests: network namespaces with a wire between them, and a WireGuard client in one of them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LAPTOP, TABLET, SERVER = "10.9.0.1", "10.9.0.2", "203.0.113.10"
LAPTOP6, TABLET6, SERVER6 = "fd00:9::1", "fd00:9::2", "2001:db8::10"
_CLONE_NEWNET = 0x40000000


def possible() -> bool:
    """Whether this system lets us make networks."""
    if os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("iptables"):
        return False
    name = f"ll-try-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode == 0
    subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
    return made


@dataclass(frozen=True)
class Network:
    """The names of the two namespaces; the servers have their addresses on the laptop's side."""

    laptop: str
    tablet: str

    @property
    def on_laptop(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.laptop)

    @property
    def on_tablet(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.tablet)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


@contextmanager
def network() -> Iterator[Network]:
    """Make it, and take it away."""
    both = Network(f"ll-laptop-{os.getpid()}", f"ll-tablet-{os.getpid()}")
    try:
        for name in (both.laptop, both.tablet):
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
        _ip("-n", both.laptop, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", both.tablet)
        for name, four, six in ((both.laptop, LAPTOP, LAPTOP6), (both.tablet, TABLET, TABLET6)):
            _ip("-n", name, "address", "add", f"{four}/24", "dev", "wire")
            _ip("-n", name, "address", "add", f"{six}/64", "dev", "wire", "nodad")
            _ip("-n", name, "link", "set", "wire", "up")
        _ip("-n", both.laptop, "address", "add", f"{SERVER}/32", "dev", "lo")
        _ip("-n", both.laptop, "address", "add", f"{SERVER6}/128", "dev", "lo", "nodad")
        _ip("-n", both.tablet, "route", "add", "default", "via", LAPTOP)
        _ip("-n", both.tablet, "-6", "route", "add", "default", "via", LAPTOP6)
        yield both
    finally:
        for name in (both.laptop, both.tablet):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


@contextmanager
def inside(namespace: str) -> Iterator[None]:
    """Sockets that this thread makes now are in another namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/thread-self/ns/net").open() as home, Path(f"/run/netns/{namespace}").open() as there:
        if libc.setns(there.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        try:
            yield
        finally:
            libc.setns(home.fileno(), _CLONE_NEWNET)


@contextmanager
def tunnel(where: Network, settings: str) -> Iterator[None]:
    """Bring the tablet into a WireGuard tunnel, by the settings that its QR code holds."""
    client = subprocess.Popen([*where.on_tablet, sys.executable, str(Path(__file__).parent / "wireguard_client.py")],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert client.stdin and client.stdout
    try:
        client.stdin.write(settings.encode())
        client.stdin.close()
        assert client.stdout.readline() == b"up\n"
        yield
    finally:
        client.terminate()
        client.stdout.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            client.wait(10)
