"""Which version of Leerlek writes an unfinished session: no other goes on with what stands in its journal."""

from __future__ import annotations

from pathlib import Path

from scanner import __version__
from scanner.errors import UsageError

FORM = 2
"""Of the journal and the spool; one more with each change of what stands in them."""
_FILE = "version"
_OWN = f"{__version__}/{FORM}"


def sign(work: Path) -> None:
    """Say who writes to a new folder. Raises ``OSError``."""
    (work / _FILE).write_text(_OWN, "ascii")


def check(work: Path, lang: str) -> None:
    """Raise ``UsageError`` when another version wrote what is in a folder."""
    try:
        written = (work / _FILE).read_bytes()[:100].decode("ascii", "replace")
    except FileNotFoundError:
        # Nothing stands in a folder whose maker was killed before it could sign.
        written = "" if any(work.glob("*.llk")) else _OWN
    if written == _OWN:
        return
    version = written.partition("/")[0]
    other = version if version and version != __version__ and version.replace(".", "").isalnum() else ""
    raise UsageError(
        f"{work.parent}: here lies a session that another version of Leerlek{other and f' ({other})'} began. Finish it "
        "with that version, or name another folder with --output." if lang == "en" else
        f"{work.parent}: hier ligt een sessie die een andere versie van Leerlek{other and f' ({other})'} is begonnen. "
        "Maak haar af met die versie, of noem een andere map met --output."
    )
