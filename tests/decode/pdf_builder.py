"""Builds small PDF files for tests, object by object, in the way ISO 32000-1 describes."""

from __future__ import annotations

import zlib


def stream(data: bytes, extra: str = "", *, pack: bool = True) -> bytes:
    """The body of a stream object."""
    if pack:
        data, extra = zlib.compress(data), extra + " /Filter /FlateDecode"
    return f"<< /Length {len(data)} {extra} >>\nstream\n".encode() + data + b"\nendstream"


def pdf(*objects: bytes | str, trailer: str = "/Root 1 0 R") -> bytes:
    """A file with these objects, numbered from 1."""
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    for number, body in enumerate(objects, 1):
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode("latin-1"))
        out += b"\nendobj\n"
    return out + f"trailer\n<< {trailer} /Size {len(objects) + 1} >>\nstartxref\n0\n%%EOF\n".encode()


HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def one_page(content: bytes, font: str | bytes = HELVETICA, *more: bytes | str, pack: bool = True) -> bytes:
    """A file with one page; its font is object 5 and is called F1, further objects follow from 6."""
    return pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
               "/XObject << /X1 6 0 R >> >> >>", stream(content, pack=pack), font, *more)
