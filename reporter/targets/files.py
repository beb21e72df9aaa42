"""The attachments as the texts list them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from reporter.targets.budget import Budget
from reporter.targets.clean import clean_text
from reporter.targets.document import AttachmentRow
from reporter.targets.glance import NOT_GIVEN

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")


@dataclass(frozen=True)
class FileView:
    """One attachment."""

    name: str
    caption: str
    kind: str
    size: str
    note: str
    picture: bool
    href: str


def view_file(row: AttachmentRow, budget: Budget) -> FileView:
    """Return one attachment as it is listed; a file that was left out has no link."""
    note = clean_text(row.note or "")
    name = clean_text(row.name)
    return FileView(
        name=name,
        caption=budget.line(clean_text(row.caption or ""), f"Caption of {name}"),
        kind=row.kind,
        size=show_size(row.size),
        note=budget.line(note, f"Note on {name}"),
        picture=row.preview is not None or row.kind == "image" or name.lower().endswith(_PICTURES),
        href="" if is_left_out(row) else quote(name),
    )


def is_left_out(row: AttachmentRow) -> bool:
    """Whether the file is only named, and not in the bundle."""
    return (row.note or "").startswith("left out")


def count_pictures(files: tuple[FileView, ...]) -> str:
    """Return how many screenshots are in the bundle, and how many are only named."""
    there = sum(file.picture and bool(file.href) for file in files)
    gone = sum(file.picture and not file.href for file in files)
    words = [f"{there} screenshot{'s' if there > 1 else ''}"] if there else []
    if gone:
        words.append(f"{gone} left out")
    return ", ".join(words) or NOT_GIVEN


def show_size(size: int | None) -> str:
    """Return a size in bytes as people read it: `12 KB`, `3.4 MB` (1 KB is 1,000 bytes, as the upload limits count)."""
    if size is None:
        return ""
    value = float(size)
    for unit in ("bytes", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" or value >= 10 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"
