"""Metadata of pictures, with Pillow as the writer; the picture stays unread."""

from __future__ import annotations

import base64
import io
import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.decode.test_exif import written

XMP = (b'<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="urn:rdf"><rdf:Description '
       b'xmlns:dc="urn:dc"><dc:creator>Bas Smit</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>')


def picture(form: str, **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream", ""])
def test_exif_and_xmp(decode, form, kind):
    body = picture(form, exif=b"Exif\x00\x00" + written())
    outcome = decode(request=body, kind=kind)
    assert outcome.body["/gps/latitude"] == "52.090633"
    assert outcome.body["/serialNumber"] == "SN123456789"
    assert outcome.body["/artist"] == "Sanne de Vries"
    assert outcome.gaps == [("content.media", len(body), "image", False)]
    assert outcome.steps("SN123456789") == ["exif"]


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_xmp(decode, form):
    assert "Bas Smit" in decode(request=picture(form, xmp=XMP)).values


def test_texts_of_png(decode):
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Sanne de Vries")
    info.add_text("Comment", "gemaakt door Daan", zip=True)
    info.add_itxt("Titel", "Zoë", zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    found = decode(request=picture("PNG", pnginfo=info))
    assert found.body["/Author"] == "Sanne de Vries"
    assert found.body["/Comment"] == "gemaakt door Daan"
    assert found.body["/Titel"] == "Zoë"
    assert "Bas Smit" in found.values


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return b"\x1c" + bytes([record, number]) + len(value).to_bytes(2, "big") + value


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def test_iptc_and_comments_of_jpeg(decode):
    iptc = (dataset(0, b"\x00\x02") + dataset(80, "Zoë".encode()) + dataset(120, b"Klas 3B met Sanne")
            + dataset(5, b"verborgen", record=3))
    block = b"8BIM" + b"\x03\xed\x00\x00" + (2).to_bytes(4, "big") + b"xx" + b"8BIM\x04\x04\x00\x00" + len(
        iptc).to_bytes(4, "big") + iptc
    body = (b"\xff\xd8" + segment(0xED, b"Photoshop 3.0\x00" + block) + segment(0xFE, b"foto van Daan")
            + picture("JPEG")[2:])
    found = decode(request=body).body
    assert (found["/author"], found["/caption"], found["/comment"]) == ("Zoë", "Klas 3B met Sanne", "foto van Daan")
    assert "verborgen" not in found.values()


def test_heic_by_its_marks(decode):
    body = b"\x00\x00\x00\x18ftypheic" + bytes(40) + b"\x00\x00\x00\x06Exif\x00\x00" + written() + XMP
    outcome = decode(request=body)
    assert outcome.body["/gps/longitude"] == "5.121400"
    assert "Bas Smit" in outcome.values
    assert outcome.gaps[0][2] == "image"


def test_a_picture_in_json_and_in_a_data_url(decode):
    text = base64.b64encode(picture("JPEG", exif=b"Exif\x00\x00" + written())).decode()
    outcome = decode(request=json.dumps({"foto": text, "avatar": "data:image/jpeg;base64," + text}).encode(),
                     kind="application/json")
    assert outcome.body["/foto/gps/latitude"] == "52.090633"
    assert outcome.body["/avatar/gps/latitude"] == "52.090633"
    assert {gap[0] for gap in outcome.gaps} == {"content.media"}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_picture_without_metadata_says_nothing(decode, form):
    outcome = decode(request=picture(form))
    assert [field.origin.format for field in outcome.fields] in ([], ["exif"])
    assert outcome.gaps[0][:1] == ("content.media",)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + bytes(4)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff\xe1\x00\x00" * 1000, b"\xff\xd8\xff\xe1\xff\xffExif\x00\x00", b"\xff\xd8" + b"\xff" * 500,
        b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(50_000_000))),
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXtabc", b"\x89PNG\r\n\x1a\n" + chunk(b"iTXt", b"a"),
        b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", b"a\x00\x00geen zlib"),
        b"RIFF\x00\x00\x00\x00WEBP" + b"EXIF\xff\xff\xff\xff", b"RIFF\x00\x00\x00\x00WEBPEXIF",
        b"\xff\xd8" + segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04"), b"GIF89aExif\x00\x00", b"GIF89a<x:xmpmeta",
        b"\xff\xd8" + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    ],
)
def test_what_lies(decode, data):
    outcome = decode(request=data)
    assert sum(map(len, outcome.values)) <= 2_000_000


@given(st.binary(max_size=200), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBP", b"GIF8",
                                                 b"....ftypheic", b"II*\x00"]))
def test_arbitrary_bytes(decode_once, data, start):
    decode_once(request=start + data)
