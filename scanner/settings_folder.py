"""The user's own folder for what Leerlek remembers: the key of the fingerprints, where traffic is kept."""

from __future__ import annotations

import os
from pathlib import Path


def settings_folder() -> Path:
    """``leerlek`` below ``$XDG_CONFIG_HOME`` or ``~/.config``; below the working directory where no home is known."""
    configured = os.environ.get("XDG_CONFIG_HOME")
    try:
        base = Path(configured) if configured else Path.home() / ".config"
    except RuntimeError:  # no home folder is known
        base = Path(".config")
    return base / "leerlek"


def folders_of_kept() -> Path:
    """The file that remembers the folders in which traffic is kept."""
    return settings_folder() / "kept"
