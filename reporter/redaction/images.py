"""Pictures: metadata and everything behind the picture's end are cut off without loss; rectangles can be painted over.

A cropped screenshot may still hold the cut-away part behind its end (CVE-2023-28303).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reporter.errors import InputError

ImageKind = Literal["png", "jpeg", "webp"]
PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"sBIT")
)
_JPEG_END, _JPEG_SCAN = 0xD9, 0xDA
_JPEG_KEPT_APPS = {0xE0: (b"JFIF",), 0xE2: (b"ICC_PROFILE",), 0xEE: (b"Adobe",)}
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
NOTE = "metadata removed; what the picture shows was not scanned"


@dataclass(frozen=True)
class Blank:
    """A rectangle of one picture, in pixels from its upper left corner, that is painted over."""

    file: str
    x: int
    y: int
    width: int
    height: int


def parse_blank(text: str) -> Blank:
    """Read `FILE:x,y,w,h`.

    Raises:
        InputError: it is not of that form.
    """
    file, _, numbers = text.rpartition(":")
    try:
        x, y, width, height = (int(number) for number in numbers.split(","))
    except ValueError:
        raise InputError(f"{text}: a rectangle is FILE:x,y,w,h in pixels, such as error.png:0,0,800,60.") from None
    if not file or min(x, y) < 0 or min(width, height) <= 0:
        raise InputError(f"{text}: a rectangle is FILE:x,y,w,h with positive sizes.")
    return Blank(file, x, y, width, height)


def image_kind(head: bytes) -> ImageKind | None:
    """Return which picture format the bytes begin, of those that can be stripped."""
    if head.startswith(PNG):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return None


def strip_image(data: bytes) -> bytes:
    """Return the picture without metadata, text, colour profiles of PNG, and without anything behind its end.

    Raises:
        ValueError: the picture is damaged, so nobody can tell what it holds.
    """
    kind = image_kind(data)
    try:
        if kind == "png":
            return _strip_png(data)
        if kind == "jpeg":
            return _strip_jpeg(data)
        if kind == "webp":
            return _strip_webp(data)
    except (struct.error, IndexError) as error:
        raise ValueError("the picture is cut short") from error
    raise ValueError("no picture format that can be stripped")


def _strip_png(data: bytes) -> bytes:
    parts = [PNG]
    at = len(PNG)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise ValueError("the picture is cut short")
        if kind in _PNG_KEPT:
            parts.append(data[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end


def _strip_jpeg(data: bytes) -> bytes:
    parts = [data[:2]]
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("the picture is damaged")
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == _JPEG_END:
            return b"".join([*parts, b"\xff\xd9"])
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if end > len(data) or length < 2:
            raise ValueError("the picture is cut short")
        told = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not told or data[at + 4 :].startswith(_JPEG_KEPT_APPS.get(marker, ())):
            parts.append(data[at:end])
        at = end
        if marker == _JPEG_SCAN:
            end = _end_of_scan(data, at)
            parts.append(data[at:end])
            at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """The next marker that is neither a stuffed 0xFF nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("the picture is cut short")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _strip_webp(data: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", data, 4)
    end = 8 + size
    if end > len(data):
        raise ValueError("the picture is cut short")
    parts: list[bytes] = []
    at = 12
    while at + 8 <= end:
        kind = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        behind = at + 8 + length + length % 2
        if kind in _WEBP_KEPT:
            chunk = data[at:behind]
            if kind == b"VP8X":  # the flags of EXIF (8) and XMP (4)
                chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
            parts.append(chunk)
        at = behind
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def blank_image(data: bytes, blanks: Sequence[Blank]) -> bytes:
    """Return the picture with solid rectangles; it is painted anew, so nothing of what lay below is left.

    Raises:
        ValueError: the picture cannot be read, or a rectangle lies outside of it.
    """
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(data)) as image:
        kind = image.format or "PNG"
        canvas = image.convert("RGB") if kind == "JPEG" or image.mode in ("P", "CMYK") else image.copy()
    for blank in blanks:
        if blank.x >= canvas.width or blank.y >= canvas.height:
            raise ValueError(
                f"the rectangle {blank.x},{blank.y} lies outside of the picture ({canvas.width}x{canvas.height})"
            )
        box = (blank.x, blank.y, blank.x + blank.width - 1, blank.y + blank.height - 1)
        ImageDraw.Draw(canvas).rectangle(box, fill=0 if canvas.mode in ("1", "L", "I", "I;16") else "black")
    written = io.BytesIO()
    canvas.save(written, format=kind, **({"quality": 92} if kind == "JPEG" else {}))
    return strip_image(written.getvalue())


def blanks_for(blanks: Sequence[Blank], path: Path) -> list[Blank]:
    """Return the rectangles that are meant for a file: by its path, or by its name alone."""
    return [blank for blank in blanks if blank.file == path.name or Path(blank.file).expanduser() == path]
