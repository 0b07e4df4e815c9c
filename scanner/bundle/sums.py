"""The manifest of a bundle: a line with SHA-256 and name for each file, as ``sha256sum -c`` reads it.

The manifest is the file that is signed, so that the programs of any system can check a bundle without this one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from .archive import Tampered, is_name

MANIFEST = "SHA256SUMS"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>\S+)\Z")


def write(files: Mapping[str, bytes]) -> bytes:
    """The manifest of some files, in the order of their names."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode("ascii")


def read(manifest: bytes) -> dict[str, str]:
    """Name → SHA-256. Raises ``Tampered`` for everything that ``write`` does not write."""
    text = manifest.decode("ascii", "replace")
    digests: dict[str, str] = {}
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None or not is_name(found["name"]) or found["name"] in digests:
            raise Tampered("het manifest heeft een regel die er geen is", "the manifest has a line that is none")
        digests[found["name"]] = found["digest"]
    if list(digests) != sorted(digests) or text != "".join(f"{digest}  {name}\n" for name, digest in digests.items()):
        raise Tampered("het manifest is niet geschreven zoals een manifest",
                       "the manifest is not written as a manifest is")
    return digests
