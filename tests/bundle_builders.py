"""What tests of bundles share: paths of the fixtures, a way to ask nobody, ZIPs made by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
HAR, LEAKING = FIXTURES / "lean" / "session.har", FIXTURES / "leaking" / "session.har"
"""One with little in it, for tests of the form, and one with many findings."""
POLICY, SUBJECTS = FIXTURES / "policy.yaml", FIXTURES / "subjects.yaml"

# A key of minisign 0.11 without a password.
OPEN_PUBLIC = "RWRJ8nGRtlCTPl/ijcohtqZZVgRX3X9XxmC2DLNozg3rTIhBRCuTa+39"
OPEN = (
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASfJxkbZQkz6MAoV7wnTVOVFL2jda4dPSBlGsnHcOqCxs"
    "s8/KvB9m6F/ijcohtqZZVgRX3X9XxmC2DLNozg3rTIhBRCuTa+39AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
)


def never(question: str) -> str:
    """For keys without a password."""
    raise AssertionError(f"nobody should be asked: {question}")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as another program packs them."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()
