"""Files: encodings kept, archives repacked, pictures stripped, binaries left out."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from reporter.errors import InputError
from reporter.redaction.images import Blank, blank_image, parse_blank, strip_image
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import RedactedFile, Redactor

SECRET = "adele.vance@contoso.com"


def make() -> Redactor:
    return Redactor(load_policy("github"), Pseudonyms.create(bytes(32)))


def redact(tmp_path: Path, name: str, data: bytes) -> tuple[RedactedFile, bytes]:
    path = tmp_path / name
    path.write_bytes(data)
    redacted = make().file(path, name=name)
    return redacted, b"" if redacted.left_out else b"".join(redacted.stream())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_keeps_its_encoding(tmp_path: Path, encoding: str) -> None:
    text = f"Grüße von {SECRET}\r\nzweite Zeile\r\n" * 3
    redacted, out = redact(tmp_path, "log.txt", text.encode(encoding))
    assert redacted.kind == "text"
    decoded = out.decode(encoding)
    assert SECRET not in decoded
    assert decoded.startswith("Grüße von user-")
    assert decoded.count("\r\n") == 6


def test_zip_is_repacked_and_unchecked_members_stay_out(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("solution.xml", f"<EMailAddress>{SECRET}</EMailAddress>")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr(f"{SECRET}.json", json.dumps({"upn": SECRET}))
        archive.writestr("app.msapp", inner.getvalue())
        archive.writestr("plugin.dll", b"MZ\0\0\1\2" + SECRET.encode())
    redacted, out = redact(tmp_path, "solution.zip", outer.getvalue())
    assert redacted.kind == "zip"
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        names = archive.namelist()
        assert names[0].startswith("user-")
        assert names[1:] == ["app.msapp", "LEFT-OUT.txt"]
        with zipfile.ZipFile(io.BytesIO(archive.read("app.msapp"))) as nested:
            assert SECRET.encode() not in nested.read("solution.xml")
        assert b"plugin.dll" in archive.read("LEFT-OUT.txt")


def test_gzip_is_repacked(tmp_path: Path) -> None:
    redacted, out = redact(tmp_path, "log.txt.gz", gzip.compress(f"from {SECRET}".encode()))
    assert redacted.kind == "gz"
    assert gzip.decompress(out).startswith(b"from user-")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 text"),
        ("a.evtx", b"ElfFile\0\0"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.bin", bytes(range(256)) * 8),
        ("broken.zip", b"PK\x03\x04nonsense"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\0\0"),
    ],
)
def test_what_cannot_be_checked_stays_out_without_consent(tmp_path: Path, name: str, data: bytes) -> None:
    redacted, _ = redact(tmp_path, name, data)
    assert redacted.left_out is not None
    with_consent = make().file(tmp_path / name, name=name, consent=True)
    assert with_consent.left_out is None
    assert b"".join(with_consent.stream()) == data


def test_office_documents_stay_out(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", SECRET)
    assert redact(tmp_path, "a.docx", data.getvalue())[0].left_out == "an Office document cannot be checked for secrets"


def test_har_bodies_are_opened(tmp_path: Path) -> None:
    body = base64.b64encode(json.dumps({"upn": SECRET}).encode()).decode()
    picture = base64.b64encode(bytes(range(256))).decode()
    har = {
        "log": {
            "creator": {"name": "x"},
            "entries": [
                {
                    "serverIPAddress": "81.22.4.190",
                    "request": {"headers": [{"name": "Cookie", "value": "a=0123456789; b=abcdefghij"}]},
                    "response": {"content": {"text": body, "encoding": "base64"}},
                },
                {"response": {"content": {"text": picture, "encoding": "base64"}}},
            ],
        }
    }
    redacted, out = redact(tmp_path, "trace.har", json.dumps(har).encode())
    assert redacted.kind == "har"
    entries = json.loads(out)["log"]["entries"]
    assert SECRET not in base64.b64decode(entries[0]["response"]["content"]["text"]).decode()
    assert entries[1]["response"]["content"]["text"] == ""
    assert "0123456789" not in entries[0]["request"]["headers"][0]["value"]
    assert "abcdefghij" not in entries[0]["request"]["headers"][0]["value"]
    assert entries[0]["serverIPAddress"] != "81.22.4.190"


def picture(kind: str) -> bytes:
    image = Image.new("RGB", (40, 30), "white")
    data = io.BytesIO()
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET)
        image.save(data, "PNG", pnginfo=info)
    else:
        exif = Image.Exif()
        exif[0x013B] = SECRET
        image.save(data, kind, exif=exif, **({"comment": SECRET.encode()} if kind == "JPEG" else {}))
    return data.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_lose_metadata_and_what_lies_behind_their_end(kind: str) -> None:
    data = picture(kind)
    stripped = strip_image(data + SECRET.encode())
    assert SECRET.encode() not in stripped
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(stripped)) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_a_rectangle_is_painted_over() -> None:
    out = blank_image(picture("PNG"), [Blank("a.png", 5, 5, 10, 10)])
    with Image.open(io.BytesIO(out)) as image:
        assert image.getpixel((7, 7)) == (0, 0, 0)
        assert image.getpixel((20, 20)) == (255, 255, 255)
    with pytest.raises(ValueError, match="outside"):
        blank_image(picture("PNG"), [Blank("a.png", 100, 5, 10, 10)])
    assert parse_blank("C:\\a.png:1,2,3,4") == Blank("C:\\a.png", 1, 2, 3, 4)
    with pytest.raises(InputError, match="x,y,w,h"):
        parse_blank("a.png")
