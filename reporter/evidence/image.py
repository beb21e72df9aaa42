"""Screenshots: size, time taken, and, where the optional OCR is installed, text that the user has to confirm."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.evidence.facts import ErrorFact, FileFact, Finding, Found
from reporter.evidence.piece import Piece

if TYPE_CHECKING:
    from PIL.Image import Image

MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
PIXELS = 50_000_000
OCR_SECONDS = 30
TAKEN = (36867, 306)
"""EXIF tags DateTimeOriginal and DateTime."""
OFFSET = (36881, 36880)
WANTED = "Paste the text of the error as well: a picture cannot be searched."


def is_image(piece: Piece) -> bool:
    """Whether this begins as a picture."""
    return piece.head.startswith(MAGIC) or (piece.head[:4] == b"RIFF" and piece.head[8:12] == b"WEBP")


def read_image(piece: Piece) -> Iterator[Finding]:
    """Yield a line about the picture and what OCR reads in it; such findings are marked `ocr`."""
    import PIL.Image
    from PIL import UnidentifiedImageError

    try:
        with warnings.catch_warnings(), piece.source.open() as file:
            warnings.simplefilter("error")  # a decompression bomb is only a warning of Pillow
            with PIL.Image.open(file) as image:
                told = [f"{image.width} x {image.height} pixels."]
                taken = _taken(image)
                if taken:
                    told.append(f"Taken {taken}.")
                text = read_words(image) if image.width * image.height <= PIXELS else None
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Warning,
        MemoryError,
        PIL.Image.DecompressionBombError,
    ) as error:
        yield FileFact(piece.name, "image", f"This picture is damaged or far too big ({type(error).__name__}).")
        return
    if text:
        yield from mark_ocr(text, piece.name)
        told.append("Its text was read by OCR: confirm what was found.")
    yield FileFact(piece.name, "image", " ".join([*told, WANTED]))


def mark_ocr(text: str, file: str) -> Iterator[Finding]:
    """Yield the findings of a text that OCR read, each marked as such; a picture has no lines."""
    from reporter.evidence.sections import Section
    from reporter.evidence.text import read_text

    for finding in read_text(text, file):
        if isinstance(finding, (Found, ErrorFact)):
            yield replace(finding, source="ocr", where=replace(finding.where, line=None))
        elif not isinstance(finding, (Section, FileFact)):
            continue


def read_words(image: Image) -> str | None:
    """Return the words in a picture, or None where the extra `reporter[ocr]` or tesseract itself is not installed."""
    try:
        import pytesseract
    except ImportError:
        return None
    try:
        text = str(pytesseract.image_to_string(image.convert("RGB"), timeout=OCR_SECONDS))
    except Exception:  # tesseract is missing, too slow or crashed: the picture alone is evidence, too
        return None
    return re.sub(r"\n\s*\n", "\n", text)  # OCR sees paragraphs where a line is only further away


def _taken(image: Image) -> str | None:
    exif = image.getexif()
    details = exif.get_ifd(0x8769)
    for tag in TAKEN:
        value = details.get(tag) or exif.get(tag)
        if isinstance(value, str) and len(value) >= 19:
            zone = next((details.get(one) for one in OFFSET if isinstance(details.get(one), str)), None)
            return f"{value[:10].replace(':', '-')} {value[11:19]} {zone or '(time zone unknown)'}"
    value = image.info.get("Creation Time") or image.info.get("date:create")
    return str(value)[:40] if value else None
