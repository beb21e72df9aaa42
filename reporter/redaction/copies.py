"""Redacted copies of files and folders: a first pass by rules, a second one for what was learnt too late to be seen."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reporter.errors import InputError, ReporterError
from reporter.redaction.encodings import detect_named
from reporter.redaction.known import Known
from reporter.redaction.redactor import Redactor
from reporter.redaction.scanner import Progress, Span
from reporter.redaction.stream import BLOCK, Replace, longest_first
from reporter.redaction.workers import Work, run_all, share_out, worth_two

PART = ".part"
_PLAIN = ("text", "har", "json", "xml")


@dataclass
class Copy:
    """One file and its copy; `left_out` says why there is none."""

    source: Path
    name: str
    """The relative path of the copy, redacted."""
    kind: str
    target: Path | None = None
    note: str | None = None
    left_out: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


def find_files(paths: Sequence[str]) -> list[tuple[Path, str]]:
    """Return every file with its relative name; folders are walked in order, links to folders are not followed.

    Raises:
        InputError: a path is not there.
    """
    found: list[tuple[Path, str]] = []
    for text in paths:
        path = Path(text).expanduser()
        if path.is_dir():
            for folder, folders, files in os.walk(path):
                folders.sort()
                found += [
                    (Path(folder, name), Path(folder, name).relative_to(path).as_posix()) for name in sorted(files)
                ]
        elif path.exists():
            found.append((path, path.name))
        else:
            raise InputError(f"{path} is not there. Check the path and try again.")
    return found


def copy_redacted(redactor: Redactor, files: Iterable[tuple[Path, str]], folder: Path, *, force: bool) -> list[Copy]:
    """Write a redacted copy of each file into the folder; nothing half written stays.

    Raises:
        InputError: a copy is there already and `force` is not given.
        ReporterError: a file cannot be read or written.
    """
    copies = [Copy(path, redactor.name(name), "text") for path, name in files]
    taken: set[str] = set()
    for copy in copies:
        copy.name = _distinct(copy.name, taken)
        if not force and (folder / copy.name).exists():
            raise InputError(f"{folder / copy.name} is there already. Name another folder, or add --force.")
    try:
        sizes = [copy.source.stat().st_size for copy in copies]
        if worth_two(sizes) and not redactor.blanks:
            _first_pass_in_two(redactor, copies, folder, sizes)
        else:
            with redactor.with_crew([copy.source for copy in copies]):
                for copy in copies:
                    _first_pass(redactor, copy, folder)
        _second_pass(redactor, copies)
        for copy in copies:
            if copy.target is not None:
                _part(copy.target).replace(copy.target)
    except OSError as error:
        raise ReporterError(
            f"{error.filename or folder}: {error.strerror}. Nothing was written; mend this and run the command again."
        ) from error
    finally:
        for copy in copies:
            _part(folder / copy.name).unlink(missing_ok=True)
    return copies


def _first_pass(redactor: Redactor, copy: Copy, folder: Path) -> None:
    with redactor.rules_only():
        redacted = redactor.file(copy.source, name=copy.name)
    copy.kind, copy.note, copy.left_out = redacted.kind, redacted.note, redacted.left_out
    if redacted.left_out is not None:
        return
    target = folder / copy.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with redactor.rules_only(), _part(target).open("wb") as file:
        for chunk in redacted.stream():
            file.write(chunk)
    copy.target = target


def _first_pass_in_two(redactor: Redactor, copies: Sequence[Copy], folder: Path, sizes: Sequence[int]) -> None:
    shares = share_out(sizes)
    works = []
    for share in shares:
        files = tuple((copies[index].source, copies[index].name, _part(folder / copies[index].name)) for index in share)
        for _, _, part in files:
            part.parent.mkdir(parents=True, exist_ok=True)
        names = redactor.pseudonyms
        works.append(Work(redactor.policy, names.key, names.decisions, tuple(names.entries()), files))
    for share, done in zip(shares, run_all(works), strict=True):
        redactor.pseudonyms.merge(done.entries)
        redactor.counts.update(done.counts)
        for index, (kind, note, left_out) in zip(share, done.files, strict=True):
            copy = copies[index]
            copy.kind, copy.note, copy.left_out = kind, note, left_out
            copy.target = folder / copy.name if left_out is None else None


def _second_pass(redactor: Redactor, copies: Sequence[Copy]) -> None:
    """Look for all learnt values in what the first pass wrote: without rules, and rewriting only where one stands."""
    known = redactor.known_as_one()
    if known.empty:
        return
    for copy in copies:
        if copy.target is None or copy.kind == "image":
            continue
        part = _part(copy.target)
        if copy.kind not in _PLAIN or copy.note or not _searchable(part, copy.name):
            redacted = redactor.file(part, name=copy.name)
            if redacted.left_out is None:
                _rewrite(part, redacted.stream())
            continue
        spans = find_known(part, known)
        if spans:
            _put_right(redactor, part, copy.name, spans)


def _searchable(part: Path, name: str) -> bool:
    """Whether the values can be searched for as they are: the text is of one byte per ASCII letter."""
    with part.open("rb") as file:
        return detect_named(file.read(8192), name) == "utf-8"


def find_known(path: Path, known: Known) -> list[Span]:
    """Return where known values stand in a file, reading it in blocks."""
    spans: list[Span] = []
    progress = Progress()
    buffer, offset = b"", 0
    with path.open("rb") as file:
        while True:
            block = file.read(BLOCK)
            buffer += block
            end = offset + len(buffer)
            stop = end if not block else max(end - 4096, progress.next)
            spans += known.scan(buffer, offset, stop, progress)
            if not block:
                return spans
            keep = min(len(buffer), 8192)
            offset, buffer = end - keep, buffer[-keep:]


def _put_right(redactor: Redactor, part: Path, name: str, spans: Sequence[Span]) -> None:
    replace = redactor.replacing(name)
    if all(redactor.named_length(kind) == end - start for start, end, kind in spans):
        with part.open("r+b") as file:
            for start, end, kind in spans:
                file.seek(start)
                pseudonym = replace(kind, file.read(end - start))
                if pseudonym is not None:
                    file.seek(start)
                    file.write(pseudonym)
        return
    _rewrite(part, _replaced(part, spans, replace))


def _replaced(path: Path, spans: Sequence[Span], replace: Replace) -> Iterator[bytes]:
    with path.open("rb") as file:
        at = 0
        for start, end, kind in sorted(spans, key=longest_first):
            if start < at:
                continue
            while at < start:
                chunk = file.read(min(start - at, BLOCK))
                at += len(chunk)
                yield chunk
            raw = file.read(end - start)
            at = end
            pseudonym = replace(kind, raw)
            yield raw if pseudonym is None else pseudonym
        while chunk := file.read(BLOCK):
            yield chunk


def _rewrite(part: Path, chunks: Iterable[bytes]) -> None:
    second = part.with_name(part.name + "2")
    try:
        with second.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        second.replace(part)
    finally:
        second.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}{PART}")


def _distinct(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    fresh, number = name, 2
    while fresh.casefold() in taken:
        fresh = f"{stem}-{number}{dot}{suffix}" if dot else f"{name}-{number}"
        number += 1
    taken.add(fresh.casefold())
    return fresh
