"""What goes into a bundle and what comes out of writing one: plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Member:
    """One entry of the zip. `content` is its bytes, a file, or a function that streams it; it is called or read once,
    in the order of the members, so a later member may tell what happened while earlier ones were read."""

    name: str
    content: bytes | Path | Callable[[], Iterable[bytes]]
    modified: datetime | None = None
    """The file's own time, for `manifest.json`; the zip itself holds a fixed one, so that its bytes are repeatable."""
    original: str | None = None
    """The name before it was made safe, after redaction, for `manifest.json`."""
    note: str | Callable[[], str | None] | None = None
    """What is to be known about the content; a function is called after the content was read."""


@dataclass(frozen=True)
class ManifestRow:
    """One line of the manifest: the name in the zip, size in bytes and SHA-256 (hex) of what was written."""

    name: str
    size: int
    sha256: str
    note: str | None = None
    original: str | None = None
    modified: datetime | None = None


@dataclass(frozen=True)
class Written:
    """A finished bundle."""

    path: Path
    size: int
    rows: tuple[ManifestRow, ...]
    identity: str
    """SHA-256 (hex) of the canonical manifest: the same for the same content on every machine."""
    encrypted: bool = False
    parts: tuple[Path, ...] = field(default=())
