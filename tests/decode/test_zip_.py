"""ZIP files: members by their own type; bombs, lies and passwords are named."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Limits

CSV = "naam;bsn\nSanne;999990019\n"


def archive(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return file.getvalue()


class Pipe(io.BytesIO):
    """A file that cannot be rewound, so that sizes follow the contents."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


@pytest.mark.parametrize("kind", ["application/zip", "application/octet-stream", "", "application/json", "text/plain"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_by_their_type(decode, kind, method):
    body = archive({"klassen/lijst Sanne.csv": CSV, "a.json": '{"bsn":"999990020"}', "b.bin": b"\x00\x01Daan Bakker"},
                   method)
    outcome = decode(request=body, kind=kind)
    assert outcome.body == {"/0/@filename": "klassen/lijst Sanne.csv", "/0/0/naam": "Sanne", "/0/0/bsn": "999990019",
                            "/1/@filename": "a.json", "/1/bsn": "999990020", "/2/@filename": "b.bin",
                            "/2/0": "Daan Bakker"}
    assert [gap[0] for gap in outcome.gaps] == ["content.opaque"]
    assert outcome.gaps[0][1] in range(1, 14)


def test_an_archive_in_an_archive_in_a_multipart(decode):
    inner = archive({"oso.xml": "<dossier><leerling><bsn>999990019</bsn></leerling></dossier>"})
    body = (b'--grens\r\nContent-Disposition: form-data; name="bijlage"; filename="d.zip"\r\n\r\n'
            + archive({"diep.zip": inner}) + b"\r\n--grens--\r\n")
    outcome = decode(request=body, kind="multipart/form-data; boundary=grens")
    assert outcome.body["/bijlage/0/0/dossier/leerling/bsn"] == "999990019"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_streamed_archive_that_was_cut_off(decode, method):
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", method) as out:
        out.writestr("a.csv", CSV * 3)
        out.writestr("b.csv", CSV)
    whole = pipe.getvalue()
    outcome = decode(request=whole[:whole.find(b"PK\x01\x02") - 8])
    assert ("/0/0/bsn", "999990019") in outcome.part("body")
    assert ("/1/0/bsn", "999990019") in outcome.part("body")


def test_code_before_the_archive(decode):
    body = b"PK\x03\x04 zelfuitpakkend" + bytes(50) + archive({"a.csv": CSV})
    assert decode(request=body, kind="application/zip").body["/0/0/bsn"] == "999990019"


def test_a_name_in_an_old_code_page(decode):
    body = archive({"Zo-.txt": b"hallo Daan"}).replace(b"Zo-.txt", b"Zo\x89.txt")
    assert "Zoë.txt" in decode(request=body).values


def test_a_password(decode):
    body = bytearray(archive({"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.find(mark) + offset] |= 1
    outcome = decode(request=bytes(body))
    assert outcome.gaps[0][:1] + outcome.gaps[0][2:] == ("content.encrypted", "zip", False)


def test_an_unknown_packing(decode):
    body = archive({"a.csv": CSV}, zipfile.ZIP_BZIP2)
    outcome = decode(request=body)
    assert [gap[0] for gap in outcome.gaps] == ["encoding.unknown"]


def test_a_bomb(decode):
    body = archive({f"{n}.txt": bytes(20_000_000) for n in range(20)})
    outcome = decode(request=body, limits=Limits(output_bytes=8 << 20))
    gaps = {gap[0] for gap in outcome.gaps}
    assert gaps & {"budget.ratio", "budget.bytes"}


def test_members_that_share_their_bytes(decode):
    # One kernel of deflate that every directory entry points to.
    packed = zlib.compress(bytes(1_000_000), 9)[2:-4]
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), 1_000_000, 1, 0) + b"a" + packed
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0, 0, len(packed), 1_000_000, 1, 0, 0, 0,
                                        0, 0, 0) + b"a"
    many = entry * 3000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 3000, 3000, len(many), len(local), 0)
    outcome = decode(request=local + many + end, limits=Limits(output_bytes=4 << 20))
    assert "budget.bytes" in [gap[0] for gap in outcome.gaps]


def test_too_many_members(decode):
    body = archive({f"{n}": "x" for n in range(5001)}, zipfile.ZIP_STORED)
    outcome = decode(request=body)
    assert "budget.parts" in [gap[0] for gap in outcome.gaps]
    assert len([value for value in outcome.values if value == "x"]) == 5000


@pytest.mark.parametrize("body", [b"PK\x03\x04", b"PK\x03\x04rest", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive(decode, body):
    assert decode(request=body, kind="application/zip").gaps == [("content.opaque", len(body), "zip", True)]


@given(st.data())
def test_damaged_archives(decode_once, data):
    body = bytearray(archive({"a.csv": CSV, "b.json": '{"a":1}'}))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
    decode_once(request=bytes(body[:data.draw(st.integers(5, len(body)))]), kind="application/zip")
