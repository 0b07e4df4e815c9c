"""The door of the package: nothing heavy is loaded before a capture is read."""

from __future__ import annotations

import subprocess
import sys


def test_importing_loads_neither_numpy_nor_cryptography() -> None:
    code = ("import sys, scanner.capture.pcap; "
            "sys.exit(bool({'numpy', 'cryptography', 'scapy', 'zstandard', 'hpack'} & set(sys.modules)))")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
