"""Evidence that stands: a result with all that it rests on in one archive, signed, and checked by scanning again."""

from .archive import Tampered
from .check import Check, Checked, Known, check
from .contents import SCHEMA, Sources, make
from .rescan import Again, Compared, Difference, rescan
from .signers import load_allowed_signers
from .signing import Signer, load_public, load_signer

__all__ = [
    "SCHEMA", "Again", "Check", "Checked", "Compared", "Difference", "Known", "Signer", "Sources", "Tampered", "check",
    "load_allowed_signers", "load_public", "load_signer", "make", "rescan",
]
