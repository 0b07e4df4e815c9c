"""The command line: thin click commands, each loaded when it is called so that help answers at once."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence

from scanner.collector import THRESHOLDS
from scanner.errors import WANT_OF_ROOM, UsageError

from . import quick


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``leerlek``. Exit codes: 0 clean or below ``--fail-on``, 1 findings at or above it, 2 use or tool failure."""
    # Our matrices are small, and threads for them twice as slow as none; read when numpy is imported for whatever.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if arguments is None else arguments
    if arguments is None and given[:1] == ["inspect"]:
        gc.set_threshold(*THRESHOLDS)  # imports make many objects and no garbage
    if given[:1] == ["proxy"]:
        signal.signal(signal.SIGINT, _stopped)  # until its command takes over
    try:
        if (wanted := quick.plain(given)) is not None:
            quick.run(wanted)
            raise SystemExit(0)
        from .root import cli

        cli.main(args=list(arguments) if arguments is not None else None, prog_name="leerlek")
    except UsageError as error:
        print(f"leerlek: {error}", file=sys.stderr)  # noqa: T201  the one place that reports errors of use
        raise SystemExit(2) from None
    except OSError as error:
        if error.errno not in WANT_OF_ROOM:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left to write there would fail once more
        where = f"{error.filename}: " if error.filename else ""
        print(f"leerlek: {where}no room to write the result ({error.strerror}); make room", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None
    except SystemExit as end:
        if arguments is None and given[:1] == ["inspect"] and end.code in (None, 0):
            _leave()
        raise


def _leave() -> None:
    """End the process without taking its objects apart one by one, which takes as long as reading a small capture.

    For a command that leaves nothing to be tidied up.
    """
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(0)


def _stopped(_number: int, _frame: object) -> None:
    print("leerlek: gestopt / stopped", file=sys.stderr)  # noqa: T201
    raise SystemExit(130)
