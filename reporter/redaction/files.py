"""How each kind of file may leave: text is redacted, images are stripped, what nothing can check is left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reporter.redaction.archives import DEEPEST, judge_zip, pack_gzip, repack_zip, unpack_gzip
from reporter.redaction.encodings import detect_named
from reporter.redaction.har import redact_har
from reporter.redaction.images import NOTE, blank_image, blanks_for, image_kind, strip_image

if TYPE_CHECKING:
    from reporter.redaction.redactor import RedactedFile, Redactor

CHUNK = 1 << 20
HEAD = 1 << 16
MOST_IMAGE = 256 << 20
UNCHECKED = "cannot be checked for secrets"


def read_chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, a megabyte at a time."""
    with path.open("rb") as file:
        yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def redact_file(redactor: Redactor, path: Path, *, name: str, consent: bool) -> RedactedFile:
    """Return how the file may leave (see `Redactor.file`)."""
    from reporter.redaction.redactor import RedactedFile

    with path.open("rb") as file:
        head = file.read(HEAD)
    raw = RedactedFile(
        "binary",
        "not checked for secrets, included with consent" if consent else None,
        lambda: read_chunks(path),
        None if consent else UNCHECKED,
    )
    if image_kind(head):
        return _image(redactor, path, raw)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(redactor, path, raw)
    if head.startswith(b"\x1f\x8b"):
        return _gzip(redactor, path, name, raw)
    if _is_binary(head, name):
        return raw
    kind = _text_kind(head, name)
    if kind == "har":
        note = "image, font and script bodies dropped"
        return RedactedFile("har", note, lambda: redactor.stream(redact_har(redactor, read_chunks(path)), name=name))
    return RedactedFile(kind, None, lambda: redactor.text_file(path, name=name))


def _is_binary(head: bytes, name: str) -> bool:
    return detect_named(head, name) is None or head.startswith((b"%PDF-", b"\xd0\xcf\x11\xe0", b"ElfFile\0", b"{\\rtf"))


def _text_kind(head: bytes, name: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400]
    if name.lower().endswith(".har") or (start.startswith(b"{") and b'"log"' in start and b'"creator"' in start):
        return "har"
    if start.startswith((b"{", b"[")):
        return "json"
    return "xml" if start.startswith(b"<") else "text"


def _image(redactor: Redactor, path: Path, raw: RedactedFile) -> RedactedFile:
    from reporter.redaction.redactor import RedactedFile

    if path.stat().st_size > MOST_IMAGE:
        return raw
    try:
        data = path.read_bytes()
        blanks = blanks_for(redactor.blanks, path)
        clean = blank_image(data, blanks) if blanks else strip_image(data)
    except (ValueError, OSError) as error:
        why = f"{UNCHECKED} ({error})" if isinstance(error, ValueError) else UNCHECKED
        return raw if raw.left_out is None else RedactedFile(raw.kind, raw.note, raw.stream, why)
    note = NOTE + (f"; {len(blanks)} area(s) painted over" if blanks else "")
    return RedactedFile("image", note, lambda: iter((clean,)))


def _zip(redactor: Redactor, path: Path, raw: RedactedFile) -> RedactedFile:
    from reporter.redaction.redactor import RedactedFile

    with path.open("rb") as file:
        why = judge_zip(file)
    if why is not None:
        return raw if raw.left_out is None else RedactedFile(raw.kind, raw.note, raw.stream, why)

    def stream() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from repack_zip(file, redactor, lambda *member: _member(redactor, *member), depth=1)

    note = "unpacked, redacted and packed again; members that cannot be checked are left out"
    return RedactedFile("zip", note, stream)


def _member(redactor: Redactor, file: IO[bytes], name: str, depth: int) -> Iterator[bytes] | None:
    """Return the redacted bytes of a member of an archive, or None if it must stay out."""
    head = file.read(HEAD)
    if image_kind(head):
        try:
            return iter((strip_image(head + file.read(MOST_IMAGE)),))
        except ValueError:
            return None
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if depth >= DEEPEST:
            return None
        inner = io.BytesIO(head + file.read())
        if judge_zip(io.BytesIO(inner.getvalue())) is not None:
            return None
        return repack_zip(inner, redactor, lambda *member: _member(redactor, *member), depth=depth + 1)
    if head.startswith(b"\x1f\x8b") or _is_binary(head, name):
        return None
    return redactor.stream(_chain(head, file), name=name)


def _gzip(redactor: Redactor, path: Path, name: str, raw: RedactedFile) -> RedactedFile:
    from reporter.redaction.redactor import RedactedFile

    try:
        with path.open("rb") as file:
            head = next(iter(unpack_gzip(file)), b"")
        checked = not _is_binary(head, name.removesuffix(".gz"))
    except ValueError:
        checked = False
    if not checked:
        return raw

    def stream() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from pack_gzip(redactor.stream(unpack_gzip(file), name=name))

    return RedactedFile("gz", "unpacked, redacted and packed again", stream)


def _chain(head: bytes, file: IO[bytes]) -> Iterator[bytes]:
    yield head
    yield from _read(file)
