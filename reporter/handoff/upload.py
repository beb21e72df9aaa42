"""What a GitHub issue takes as a file through its web page: sizes and types as data, checked before anybody drags."""

from __future__ import annotations

from pathlib import Path

FILE_BYTES = 25 * 1024 * 1024
PICTURE_BYTES = 10 * 1024 * 1024
PICTURE_TYPES = (".png", ".gif", ".jpg", ".jpeg", ".svg", ".mp4", ".mov", ".webm")
FILE_TYPES = (
    *(".pdf", ".docx", ".pptx", ".xlsx", ".xls", ".xlsm", ".odt", ".fodt", ".ods", ".fods", ".odp", ".fodp", ".odg"),
    *(".fodg", ".odf", ".rtf", ".doc", ".txt", ".md", ".copilotmd", ".csv", ".tsv", ".log", ".json", ".jsonc", ".c"),
    *(".cs", ".cpp", ".css", ".drawio", ".dmp", ".html", ".htm", ".java", ".js", ".ipynb", ".patch", ".php", ".pdb"),
    *(".cpuprofile", ".py", ".sh", ".sql", ".ts", ".tsx", ".xml", ".yaml", ".yml", ".zip", ".gz", ".tgz", ".debug"),
    *(".msg", ".eml", ".bmp", ".tif", ".tiff", ".mp3", ".wav"),
)
"""github/docs, "Attaching files", September 2026."""


def check_upload(path: Path) -> str | None:
    """Return why GitHub would refuse the file, in a sentence, or None if it takes it."""
    kind = path.suffix.lower()
    if kind not in PICTURE_TYPES + FILE_TYPES:
        return f"GitHub takes no {kind or 'file without ending'}: put {path.name} into a .zip."
    limit = PICTURE_BYTES if kind in PICTURE_TYPES else FILE_BYTES
    size = path.stat().st_size
    if size > limit:
        return (
            f"{path.name} has {size / 1024 / 1024:.1f} MB, and GitHub takes {limit // 1024 // 1024} MB: leave large "
            "attachments out and build again, or offer the zip by another way and say so in the issue."
        )
    return None
