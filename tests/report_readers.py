"""All the text that a report holds, read by a reader of its format, so that a search in it means something."""

from __future__ import annotations

import io
import re
import zipfile

_OFFSETS = re.compile(r"^\d{10} \d{5} [nf]\s*$|^startxref\s+\d+", re.MULTILINE)
"""The table of offsets of a PDF: numbers of seven digits that can be any pupil's by chance."""


def text_of(fmt: str, content: bytes) -> str:
    """The raw bytes as text, and what a reader makes of them where they are packed."""
    raw = content.decode("utf-8", "replace")
    if fmt in {"xlsx", "docx"}:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return raw + "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if fmt == "parquet":
        import pandas

        return raw + pandas.read_parquet(io.BytesIO(content)).to_csv()
    if fmt == "pdf":
        return _OFFSETS.sub("", raw) + "\n".join(pages_of(content))
    return raw


def pages_of(content: bytes) -> list[str]:
    """What stands on each page of a PDF, read by the reader of Chromium, which takes a hundredth of others' time."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]
