"""False detections on published files that are about nobody: translations, reference lists, pages and code.

The files are those of npm packages, pinned by version, fetched by npm when it is there. Left out are what names the
people behind a package (manifests, licences, read-me and change files) and packages of examples that are written with
invented people. E-mail addresses in code are counted apart: they are authors' real ones, in comments.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from benchmarks.recall import BAND
from scanner.decode import Decoder
from scanner.detect import Detector
from scanner.model import Body, Category, Exchange

GROUPS: dict[str, tuple[str, ...]] = {
    "translations": (
        "cldr-localenames-full@48.2.0", "cldr-dates-full@48.2.0", "i18n-iso-countries@7.14.0", "survey-core@1.12.67",
    ),
    "reference lists": (
        "world-countries@5.1.0", "country-json@2.3.0", "emojibase-data@17.0.0", "world-atlas@2.0.2",
        "mime-db@1.54.0", "simple-icons@16.37.0",
    ),
    "code and pages": (
        "ckeditor4@4.25.2", "tinymce@8.9.2", "quill@2.0.3", "moment@2.31.0", "luxon@3.7.2", "mathjax@4.1.3",
        "mathlive@0.111.1", "katex@0.19.1", "reveal.js@6.0.2", "h5p-standalone@3.8.2", "video.js@8.24.1",
        "pdfjs-dist@5.6.205", "bootstrap@5.3.9", "chart.js@4.6.1", "d3@7.9.2",
    ),
    "analytics and crash reporting": (
        "posthog-js@1.449.2", "mixpanel-browser@2.83.0", "amplitude-js@8.21.10", "@sentry/browser@11.12.0",
    ),
}
TYPES = {
    ".json": "application/json", ".html": "text/html", ".htm": "text/html", ".xml": "application/xml",
    ".js": "application/javascript", ".mjs": "application/javascript", ".css": "text/css",
}
_PEOPLE = ("license", "licence", "readme", "changelog", "authors", "contribut", "package.json", "bower.json",
           "composer.json", "mentions")
_TARGET = "/v1/x9"
"""A path that says nothing: that it is content for everybody is what detection has to see in the files."""
MOST_PER_PACKAGE = 4_000_000
MOST_PER_FILE = 1_500_000


@dataclass(slots=True)
class Tally:
    """Bytes read and detections of one group; ``addresses`` are e-mail addresses in code."""

    bytes: int = 0
    wrong: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    addresses: int = 0


def main() -> int:
    """Fetch, scan and print, group by group."""
    print(f"\nPublished files about nobody: detections of at least {BAND}, scripts and styles searched too")
    if shutil.which("npm") is None:
        print("  not measured: npm is not installed (apt-get install npm)")
        return 0
    with tempfile.TemporaryDirectory(prefix="leerlek-published-") as name:
        for group, packages in GROUPS.items():
            tally = Tally()
            for package in packages:
                archive = fetch(package, Path(name))
                if archive is None:
                    print(f"  {package}: could not be fetched", file=sys.stderr)
                else:
                    scan(archive, tally)
            show(group, tally)
    return 0


def fetch(package: str, folder: Path) -> Path | None:
    """The archive of a package as npm gives it; None when it gives none."""
    run = subprocess.run(["npm", "pack", package, "--silent", "--ignore-scripts"], cwd=folder, check=False,
                         capture_output=True, text=True)
    lines = run.stdout.split()
    return folder / lines[-1] if run.returncode == 0 and lines else None


def scan(archive: Path, tally: Tally) -> None:
    """Add the detections in the files of a package."""
    decoder, detector = Decoder(), Detector(key=b"p" * 32, scan_static=True)
    package = archive.name.removesuffix(".tgz")
    for order, (name, kind, data) in enumerate(files(archive)):
        tally.bytes += len(data)
        exchange = Exchange(
            id=str(order), capture=package, protocol="HTTP/2", method="GET", scheme="https", host="content.example",
            port=443, target=_TARGET, status=200, time=0.0, response_headers=(("Content-Type", kind),),
            response_body=Body(data, len(data)),
        )
        decoded = decoder.decode(exchange, lambda _note: None)
        for found in detector.detect(exchange, decoded, order).observation.detections:
            if found.confidence < BAND:
                continue
            if found.category is Category.EMAIL and not found.pointer:
                tally.addresses += 1
            else:
                tally.wrong[found.category.value, found.recognizer, f"{package}/{name} {found.template}"] += 1


def files(archive: Path) -> Iterator[tuple[str, str, bytes]]:
    """Name, content type and content of the files to be scanned, up to a bound a package."""
    left = MOST_PER_PACKAGE
    with tarfile.open(archive) as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            kind = TYPES.get(path.suffix)
            if kind is None or not 500 < member.size < min(left, MOST_PER_FILE):
                continue
            if path.name.lower().startswith(_PEOPLE) or ".cdx." in path.name:
                continue
            content = tar.extractfile(member)
            if content is not None:
                left -= member.size
                yield path.name, kind, content.read()


def show(group: str, tally: Tally) -> None:
    """One line a group, and its false detections by place."""
    megabytes = tally.bytes / 1e6
    rate = tally.wrong.total() / megabytes if megabytes else 0.0
    print(f"  {group:32} {megabytes:6.1f} MB  {tally.wrong.total():4} false, {rate:.2f} per MB"
          f"  ({tally.addresses} e-mail addresses in code)", flush=True)
    for (category, recognizer, place), count in tally.wrong.most_common(12):
        print(f"      {count:4} × {category:16} {place} ({recognizer})")


if __name__ == "__main__":
    sys.exit(main())
