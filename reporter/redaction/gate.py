"""The leak gate: the finished zip is opened again and searched; what it finds keeps the zip from being handed out."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from reporter.redaction.kinds import SECRETS
from reporter.redaction.redactor import Redactor, scan_text


@dataclass(frozen=True)
class Leak:
    """One value that should not be there; `masked` shows its ends only."""

    member: str
    line: int
    kind: str
    masked: str

    def __str__(self) -> str:
        return f"{self.member}:{self.line}: {self.kind} ({self.masked})"


def check_bundle(path: Path, redactor: Redactor, *, passphrase: bytes | None = None) -> tuple[Leak, ...]:
    """Return what leaks out of a finished zip."""
    leaks: list[Leak] = []
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            data = archive.read(info)
            for start, end, kind in scan_text(data):
                if kind in SECRETS and redactor.policy.removes(kind):
                    leaks.append(Leak(info.filename, data.count(b"\n", 0, start) + 1, kind, "***"))
    return tuple(leaks)
