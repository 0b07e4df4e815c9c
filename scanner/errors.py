"""The exceptions that reach a user.

UsageError          the user can mend it: one line, what to do, exit code 2
└── InputError      one capture cannot be read at all; a scan of several goes on and coverage names it

Messages never contain values from a capture. Bugs are not caught and not wrapped.
"""

from __future__ import annotations

import errno

WANT_OF_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Numbers of an ``OSError`` that says that the disk is full."""


class UsageError(Exception):
    """Something in the command, a setting or a file of the user is wrong; the message says what to do."""


class InputError(UsageError):
    """A capture cannot be read as any known format; ``detail`` says so in coverage, in fixed words."""

    def __init__(self, message: str, detail: str = "not readable") -> None:
        super().__init__(message)
        self.detail = detail
