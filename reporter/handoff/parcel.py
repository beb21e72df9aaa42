"""What a finished bundle hands over: title, text, answers and pictures, laid out as files so that nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from reporter.bundle.reader import Bundle, open_bundle
from reporter.console import Surroundings
from reporter.errors import InputError, ReporterError
from reporter.places import Places, write_private
from reporter.report import Report

Kind = Literal["github", "ticket"]

TEXTS = ("issue.md", "ticket.md", "ticket.txt", "title.txt", "copy.html", "copy.txt", "details.md", "report.json")
MOST_TEXT = 8_000_000
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".mp4", ".mov", ".webm")
"""What `gh --attach` takes (cli/cli 2.99); everything else goes in through the browser."""


@dataclass(frozen=True)
class Parcel:
    """One bundle, read. `folder` keeps its texts for this user only, whatever happens to the hand-off."""

    bundle: Path
    kind: Kind
    title: str
    text: str
    report: Report
    folder: Path
    pictures: tuple[str, ...] = ()
    """Names of the members that are pictures."""

    @property
    def text_file(self) -> Path:
        """The text to hand over, as a file."""
        return self.folder / ("issue.md" if self.kind == "github" else "ticket.md")

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of title and text: the same for the same issue."""
        return sha256(f"{self.title}\n{self.text}".encode("utf-8", "replace")).hexdigest()

    @property
    def copy_page(self) -> Path | None:
        """The copy sheet, where the bundle has one."""
        page = self.folder / "copy.html"
        return page if page.exists() else None


def read_parcel(surroundings: Surroundings, bundle: Path) -> Parcel:
    """Read a bundle's texts and keep them under the state folder.

    Raises:
        InputError: there is no such file, or it is no bundle of this program.
        ReporterError: it is damaged, or encrypted without a passphrase.
    """
    texts: dict[str, str] = {}
    with open_bundle(bundle, _passphrase(surroundings, bundle)) as opened:
        if opened.problems:
            raise ReporterError(f"{bundle} is not handed over, because it is damaged: {opened.problems[0]}.")
        names = opened.names
        for name in TEXTS:
            if name in names:
                texts[name] = _read_text(opened, name)
    kind: Kind = "github" if "issue.md" in texts else "ticket"
    text = texts.get("issue.md") or texts.get("ticket.md") or texts.get("ticket.txt")
    if text is None or "report.json" not in texts:
        raise InputError(f"{bundle} holds no issue.md or ticket.md with a report.json: it is no bundle of reporter.")
    report = _read_report(texts["report.json"], bundle)
    title = " ".join(texts.get("title.txt", "").split()) or report.title or "Import of a solution fails"
    folder = folder_of(surroundings.places, bundle)
    kept = {**texts, "issue.md" if kind == "github" else "ticket.md": text}
    for name, content in kept.items():
        write_private(folder / name, content.encode("utf-8", "replace"))
    pictures = tuple(name for name in names if name.startswith("attachments/") and name.lower().endswith(PICTURES))
    return Parcel(bundle, kind, title[:256], text, report, folder, pictures)


def lay_out_pictures(surroundings: Surroundings, parcel: Parcel) -> tuple[Path, ...]:
    """Write the bundle's pictures beside its texts and return their paths."""
    paths = []
    with open_bundle(parcel.bundle, _passphrase(surroundings, parcel.bundle)) as opened:
        for name in parcel.pictures:
            path = parcel.folder / Path(name).name
            write_private(path, b"".join(opened.contents(name)))
            paths.append(path)
    return tuple(paths)


def folder_of(places: Places, bundle: Path) -> Path:
    """Return the private folder for the hand-off of one bundle."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", bundle.stem)[:100].strip("-.") or "bundle"
    return places.state / "handoff" / stem


def _passphrase(surroundings: Surroundings, bundle: Path) -> bytes | None:
    from reporter.bundle.passphrase import asker, open_passphrase
    from reporter.bundle.reader import PassphraseError

    try:
        with open_bundle(bundle) as opened:
            encrypted = opened.encrypted
    except PassphraseError:
        encrypted = True
    return open_passphrase(surroundings.environ, asker(surroundings)) if encrypted else None


def _read_text(opened: Bundle, name: str) -> str:
    data = bytearray()
    for piece in opened.contents(name):
        data += piece
        if len(data) > MOST_TEXT:
            raise ReporterError(f"{name} in the bundle is larger than {MOST_TEXT:,} bytes, which no such text is.")
    return data.decode("utf-8", "replace")


def _read_report(text: str, bundle: Path) -> Report:
    import json

    from reporter.answers import check_answers

    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"The report.json of {bundle} cannot be read.") from None
    if not isinstance(data, dict):
        raise InputError(f"The report.json of {bundle} holds no report.")
    return check_answers(data, name="report.json")
