"""mitmdump as ``leerlek proxy`` runs it: ``python -m scanner.live.mitmdump``, with mitmdump's own arguments.

It is mitmdump in all that it does; only the way in which its addons are called is another (``dispatch``).
"""

from __future__ import annotations

import os
import sys
from typing import Any

from mitmproxy import addonmanager
from mitmproxy.tools import main as tools

from scanner.live.dispatch import Dispatch


def run(arguments: list[str] | None = None) -> int:
    """Run until it is told to stop; the exit status."""
    addonmanager.AddonManager = Dispatch  # type: ignore[misc]  # where its master looks for it
    try:
        tools.mitmdump(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def main() -> None:
    """Leave without taking the interpreter down: threads of mitmproxy's UDP part (WireGuard) crash when that goes."""
    status: Any = run()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
