"""All evidence becomes one set of facts: each source goes to its reader, then equal findings are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reporter.evidence.facts import Facts, FileFact, Finding, Kind
from reporter.evidence.merge import merge_findings
from reporter.evidence.piece import open_piece
from reporter.evidence.readers import READERS
from reporter.evidence.sections import Section
from reporter.evidence.source import Source

NESTING = 2
"""How deep evidence inside of evidence is read (a log in a zip in a zip)."""
EMPTY = "It is empty."
NOT_KNOWN = "It is no kind of evidence that can be read here."


def gather(sources: Sequence[Source], *, progress: Callable[[str], None] | None = None) -> Facts:
    """Return the facts of all sources; `progress` is told the name of each before it is read.

    A source that cannot be read is a line among the files, never an error.
    """
    findings: list[Finding | Section] = []
    for source in sources:
        if progress:
            progress(source.name)
        findings += read_source(source)
    return merge_findings(findings)


def read_source(source: Source, depth: int = 0) -> list[Finding | Section]:
    """Return the findings of one source, with one line about the file itself."""
    try:
        piece = open_piece(source)
    except OSError as error:
        return [_file(source, f"It cannot be read ({error.strerror or error}).")]
    if not piece.head:
        return [_file(source, source.note or EMPTY)]
    try:
        for reader in READERS:
            if reader.recognises(piece):
                return _collect(source, reader.kind, reader.read(piece), depth)
    except OSError as error:
        return [_file(source, f"It cannot be read ({error.strerror or error}).")]
    except Exception as error:  # foreign files are wrong in ways nobody foresaw; one must not stop the others
        return [_file(source, f"It could not be read to its end ({type(error).__name__}).")]
    return [_file(source, NOT_KNOWN)]


def _collect(
    source: Source, kind: Kind, found: Iterable[Finding | Section | Source], depth: int
) -> list[Finding | Section]:
    findings: list[Finding | Section] = []
    about: FileFact | None = None
    for one in found:
        if isinstance(one, Source):
            findings += read_source(one, depth + 1) if depth < NESTING else []
        elif isinstance(one, FileFact) and one.file == source.name:
            about = one
        else:
            findings.append(one)
    note = " ".join(filter(None, (about.note if about else None, source.note))) or None
    shown = about.kind if about else kind
    path = str(source.path) if source.path else None
    return [FileFact(source.name, shown, note, path), *findings]


def _file(source: Source, note: str) -> FileFact:
    return FileFact(source.name, "unknown", note, str(source.path) if source.path else None)
