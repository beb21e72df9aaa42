"""Attachments on their way into the bundle: found, compared with what the draft remembers, named, redacted."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reporter.bundle.names import distinct_names, safe_name
from reporter.bundle.windows import keep_windows
from reporter.errors import InputError
from reporter.paths import typed_path
from reporter.redaction.redactor import Redactor
from reporter.report import Attachment, Report
from reporter.targets.document import AttachmentRow

LARGEST_PREVIEW = 20_000_000
"""Bytes of an image that is read whole for its thumbnail."""
CAN_BE_CUT = ("text",)
"""Kinds of which a part can be read alone; JSON and XML would be broken."""
PREVIEW_SIDE = 480
"""Pixels of the longer side of a thumbnail."""


@dataclass
class Prepared:
    """One attachment, ready to be streamed; sizes, notes and preview are known once its stream has been read."""

    name: str
    caption: str | None
    kind: str
    stream: Callable[[], Iterator[bytes]] | None
    note: str | None
    unchecked: bool = False
    size: int | None = None
    preview: bytes | None = None
    _head: bytearray = field(default_factory=bytearray)

    def read(self) -> Iterable[bytes]:
        """Yield the redacted bytes, remembering size and, for an image, a thumbnail."""
        assert self.stream is not None
        self.size = 0
        keep = self.kind == "image"
        self._head.clear()
        try:
            for chunk in self.stream():
                self.size += len(chunk)
                keep = keep and self.size <= LARGEST_PREVIEW
                if keep:
                    self._head += chunk
                yield chunk
        except OSError as error:
            raise cannot_read(self.name, error) from error
        self.preview = make_preview(bytes(self._head)) if keep else None
        self._head.clear()

    @property
    def row(self) -> AttachmentRow:
        """What the texts say about it."""
        return AttachmentRow(self.name, self.caption, self.size, self.kind, self.note, self.preview)


def find_attachments(report: Report, base: Path) -> list[tuple[Attachment, Path]]:
    """Return each attachment with its file; a relative path counts from `base`.

    Raises:
        InputError: files are missing or cannot be read: all of them, each with what to do.
    """
    found, problems = look_for_attachments(report, base)
    if problems:
        raise InputError(
            "\n".join([*problems, "Put the files back or take them out of `attachments`, then try again."])
        )
    return found


def look_for_attachments(report: Report, base: Path) -> tuple[list[tuple[Attachment, Path]], list[str]]:
    """Return the attachments that can be read with their files, and a sentence for each of the others."""
    found, problems = [], []
    for attachment in report.attachments:
        path = base / typed_path(attachment.path)
        try:
            if path.is_dir():
                problems.append(f"{attachment.path}: is a folder. Name the files in it.")
                continue
            if not path.is_file():
                reason = "is no ordinary file" if path.exists() else "is not there"
                problems.append(f"{attachment.path}: {reason}.")
                continue
            with path.open("rb"):
                found.append((attachment, path))
        except OSError as error:
            problems.append(f"{attachment.path}: cannot be read ({error.strerror}).")
    return found, problems


def cannot_read(name: str, error: OSError) -> InputError:
    """Return the error for a file that was there at first and cannot be read to its end."""
    return InputError(
        f"{name}: cannot be read any more ({error.strerror or error}). Nothing was written. Put the file back or take "
        "it out of `attachments`, then try again."
    )


def describe_changes(attachment: Attachment, path: Path) -> str | None:
    """Return what changed since the draft remembered the file, or None: size first, then SHA-256."""
    if attachment.size is not None and path.stat().st_size != attachment.size:
        return f"changed since it was added: {attachment.size} bytes then, {path.stat().st_size} now"
    if attachment.sha256 is not None and hash_file(path) != attachment.sha256:
        return "changed since it was added: same size, other content"
    return None


def hash_file(path: Path) -> str:
    """Return the SHA-256 (hex) of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else _digest(file)


def _digest(file: io.BufferedReader) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def prepare_attachments(
    report: Report,
    *,
    base: Path,
    redactor: Redactor,
    left_out: Collection[Path] = (),
    windowed: Collection[Path] = (),
) -> list[Prepared]:
    """Return the attachments in their order, with names that are safe on every system and hold nothing private.

    Files in `left_out` stay out for their size; of texts in `windowed` only the lines around errors go in.

    Raises:
        InputError: a file is missing or cannot be read.
    """
    files = find_attachments(report, base)
    names = distinct_names(
        f"attachments/{number:02d}-{safe_name(redactor.name(_own_name(attachment, path)))}"
        for number, (attachment, path) in enumerate(files, 1)
    )
    prepared = []
    for (attachment, path), name in zip(files, names, strict=True):
        try:
            redacted = redactor.file(path, name=name, consent=bool(attachment.consent))
            changes = describe_changes(attachment, path)
        except OSError as error:
            raise cannot_read(attachment.path, error) from error
        too_large = "too large for this place" if path in left_out else None
        stays_out = redacted.left_out or too_large
        cut = path in windowed and redacted.kind in CAN_BE_CUT
        notes = [
            stays_out and f"left out: {stays_out}",
            redacted.note,
            changes,
            "only its beginning, its end and the lines around errors, for its size" if cut and not stays_out else None,
        ]
        prepared.append(
            Prepared(
                name=name,
                caption=redactor.text(attachment.caption, where="caption") if attachment.caption else None,
                kind=redacted.kind,
                stream=None if stays_out else _cut(redacted.stream) if cut else redacted.stream,
                note="; ".join(note for note in notes if note) or None,
                unchecked=redacted.kind in ("image", "binary"),
            )
        )
    return prepared


def _own_name(attachment: Attachment, path: Path) -> str:
    """The file's name, without the number that an earlier bundle gave it."""
    earlier = attachment.path.startswith("attachments/") and re.match(r"\d\d+-(?=.)", path.name)
    return path.name[earlier.end() :] if earlier else path.name


def _cut(stream: Callable[[], Iterator[bytes]]) -> Callable[[], Iterator[bytes]]:
    return lambda: keep_windows(stream())


def make_preview(data: bytes) -> bytes | None:
    """Return a small PNG of an image for the report page, or None where it cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
            out = io.BytesIO()
            image.convert("RGB").save(out, "PNG", optimize=False)
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
