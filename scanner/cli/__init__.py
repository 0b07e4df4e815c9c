"""The command line: thin click commands, each loaded when it is called so that help answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from scanner.errors import UsageError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``leerlek``. Exit codes: 0 clean or below ``--fail-on``, 1 findings at or above it, 2 use or tool failure."""
    # Our matrices are small, and threads for them twice as slow as none; read when numpy is imported for whatever.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from .root import cli

    try:
        cli.main(args=list(arguments) if arguments is not None else None, prog_name="leerlek")
    except UsageError as error:
        print(f"leerlek: {error}", file=sys.stderr)  # noqa: T201  the one place that reports errors of use
        raise SystemExit(2) from None
