"""The leak gate: the finished zip is opened again and searched; what it finds keeps the zip from being handed out."""

from __future__ import annotations

import gzip
import io
import itertools
import zipfile
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reporter.redaction.encodings import detect_named, to_utf8
from reporter.redaction.kinds import SECRETS
from reporter.redaction.redactor import Redactor, scanner_for
from reporter.redaction.rule import LIMIT, REACH
from reporter.redaction.scanner import GOES_ON, Progress, Scanner, Span
from reporter.redaction.spellings import KEPT
from reporter.redaction.stream import longest_first
from reporter.redaction.wraps import find_wrapped

if TYPE_CHECKING:
    from reporter.redaction.crew import Crew

BLOCK = 1 << 20
LARGE = 8 << 20
"""Bytes of a text from which on the crew is asked, if there is one."""
DEEPEST = 3
LARGEST_INNER = 256 << 20
"""Bytes of an archive inside the bundle that is opened for checking; a larger one counts as not checked."""
MOST = 100
"""Leaks reported per member; more help nobody."""
NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Leak:
    """One value that should not be there; `masked` shows its ends only. `line` is 0 for names and comments."""

    member: str
    line: int
    kind: str
    masked: str

    def __str__(self) -> str:
        return f"{self.member}:{self.line}: {self.kind} ({self.masked})"


def mask(value: bytes) -> str:
    """Return the first two characters and the length of a value, so that its owner knows it and nobody else does."""
    text = value.decode("utf-8", "replace")
    start = text[:2] if len(text) >= 8 else ""
    return f"{start}***, {len(text)} characters" if text.isprintable() else f"***, {len(text)} characters"


def check_bundle(
    path: Path, redactor: Redactor, *, passphrase: bytes | None = None, accepted: Collection[str] = ()
) -> tuple[Leak, ...]:
    """Return what leaks out of a finished zip: known values in all spellings, and whatever a secret rule finds.

    Names, comments, every member and archives inside are searched. `accepted` names members whose content the user
    took on their own word. What cannot be checked is a leak too: the gate fails closed.
    """
    check = Checking(redactor)
    leaks: list[Leak] = []
    try:
        crew = redactor.crew
        if crew is not None and crew.known == len(redactor.pseudonyms.learned()):
            check.crew = crew
        try:
            with path.open("rb") as file:
                leaks += check.zip(file, "", depth=1, passphrase=passphrase, accepted=frozenset(accepted))
        except (Suspected, BrokenProcessPool):  # once more, slowly, to say what and where
            check.crew, leaks = None, []
            with path.open("rb") as file:
                leaks += check.zip(file, "", depth=1, passphrase=passphrase, accepted=frozenset(accepted))
    except Exception as error:  # whatever goes wrong here, the bundle has not been checked
        leaks.append(Leak(path.name, 0, NOT_CHECKED, type(error).__name__))
    return tuple(dict.fromkeys(leaks))


def check_text(text: str | bytes, redactor: Redactor, *, name: str) -> tuple[Leak, ...]:
    """Return what leaks out of one text, by the same rules."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return tuple(Checking(redactor).stream((raw,), name))


class Suspected(Exception):  # noqa: N818  # no error: the crew saw something that one process has to look at
    """A large text holds something that may be a leak."""


class Checking:
    """One run of the gate: its rules and known values are made once."""

    def __init__(self, redactor: Redactor) -> None:
        removed = redactor.policy.removed()
        self.scanner: Scanner = scanner_for(removed & SECRETS)
        self.removed = removed
        self.kept = redactor.keeps
        self.crew: Crew | None = None
        self.known = redactor.searched()

    def zip(
        self, file: IO[bytes], where: str, *, depth: int, passphrase: bytes | None, accepted: frozenset[str]
    ) -> Iterator[Leak]:
        """Yield what leaks out of a zip: its comment, names and members."""
        comment, names, members = _listing(file)
        yield from self.short(comment, f"{where}comment")
        for name, extra in names:
            yield from self.short(name.encode("utf-8", "surrogatepass"), where + name)
            yield from self.short(extra, f"{where}{name} (comment)")
        if members is None:
            assert passphrase is not None or depth > 1
            with _encrypted(file, passphrase) as bundle:
                for name, chunks in bundle.members():
                    if name not in names:
                        yield from self.short(name.encode("utf-8", "surrogatepass"), where + name)
                    if name not in accepted:
                        yield from self.member(chunks, where + name, depth)
            return
        with zipfile.ZipFile(file) as archive:
            for info in members:
                if info.is_dir() or info.filename in accepted:
                    continue
                with archive.open(info) as source:
                    yield from self.member(_read(source), where + info.filename, depth)

    def member(self, chunks: Iterable[bytes], name: str, depth: int) -> Iterator[Leak]:
        """Yield what leaks out of one member, whatever its encoding."""
        chunks = iter(chunks)
        head = b""
        for chunk in chunks:
            head += chunk
            if len(head) >= 8192:
                break
        whole = _chain(head, chunks)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")):
            yield from self.inner(whole, name, depth)
            return
        encoding = detect_named(head, name)
        yield from self.stream(to_utf8(whole, encoding) if encoding else whole, name)

    def inner(self, chunks: Iterable[bytes], name: str, depth: int) -> Iterator[Leak]:
        """Yield what leaks out of an archive inside."""
        data = b"".join(_bounded(chunks))
        if depth >= DEEPEST or len(data) > LARGEST_INNER:
            yield Leak(name, 0, NOT_CHECKED, "too deep or too large")
            return
        if data.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(data)) as source:
                yield from self.member(_bounded(_read(source)), f"{name}!", depth + 1)
            return
        yield from self.zip(io.BytesIO(data), f"{name}!", depth=depth + 1, passphrase=None, accepted=frozenset())

    def short(self, raw: bytes, name: str) -> Iterator[Leak]:
        """Yield what leaks out of a name or a comment."""
        for leak in self.stream((raw,), name) if raw else ():
            yield Leak(leak.member, 0, leak.kind, leak.masked)

    def stream(self, chunks: Iterable[bytes], name: str) -> Iterator[Leak]:
        """Yield what leaks out of a text; the crew says of a large one whether there is anything."""
        if self.crew is not None:
            chunks = iter(chunks)
            first: list[bytes] = []
            while sum(map(len, first)) < LARGE and (chunk := next(chunks, None)) is not None:
                first.append(bytes(chunk))
            if sum(map(len, first)) >= LARGE:
                if self.crew.check(itertools.chain(first, chunks)):
                    raise Suspected
                return
            chunks = first
        yield from self.alone(chunks, name)

    def alone(self, chunks: Iterable[bytes], name: str) -> Iterator[Leak]:
        """Yield what leaks out of a text, with its line."""
        places = _Places()
        buffer, offset, line, found, kept_until = b"", 0, 1, 0, 0
        for block, final in _blocks(chunks):
            buffer += block
            end = offset + len(buffer)
            stop = end if final else end - 4 * LIMIT
            if stop <= places.rules.next and not final:
                continue
            for start, behind, kind in self.spans(buffer, offset, stop, places):
                raw = buffer[start - offset : behind - offset]
                if kind == KEPT or self.kept(raw):
                    kept_until = max(kept_until, behind)
                elif kind != GOES_ON and kind in self.removed and found < MOST and start >= kept_until:
                    found += 1
                    yield Leak(name, line + buffer.count(b"\n", 0, start - offset), kind, mask(raw))
            cut = stop - 4 * REACH - offset
            if cut > 0 and not final:
                line += buffer.count(b"\n", 0, cut)
                buffer, offset = buffer[cut:], offset + cut

    def spans(self, buffer: bytes, offset: int, stop: int, places: _Places) -> list[Span]:
        """Return where something stands, by the rules for secrets or because it is known, also over wrapped lines."""
        spans = self.scanner.scan(buffer, offset, stop, places.rules)
        if not self.known.empty:
            spans += self.known.scan(buffer, offset, stop, places.values)
            begin = max(places.across - offset, 0)
            wrapped = find_wrapped(buffer[begin:], self.known)
            spans += [(start + begin + offset, behind + begin + offset, kind) for start, behind, kind in wrapped]
            places.across = offset + len(buffer) - LIMIT
        return sorted(set(spans), key=longest_first)

    def suspects(self, buffer: bytes, start: int, stop: int) -> bool:
        """Whether anything in a segment may be a leak: what stands before and behind it is there to be looked at."""
        begin = max(start - LIMIT, 0)
        places = _Places(Progress(next=start, bare=start), Progress(next=start, bare=start), begin)
        return any(
            kind != GOES_ON and kind != KEPT and kind in self.removed and not self.kept(buffer[first:behind])
            for first, behind, kind in self.spans(buffer[: stop + 4 * LIMIT], 0, stop, places)
        )


@dataclass
class _Places:
    """How far the searches of a text have come."""

    rules: Progress = field(default_factory=Progress)
    values: Progress = field(default_factory=Progress)
    across: int = 0


def _listing(file: IO[bytes]) -> tuple[bytes, list[tuple[str, bytes]], list[zipfile.ZipInfo] | None]:
    """Return the comment, the names with their comments, and the members, None where they are encrypted."""
    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
        names = [(info.filename, info.comment) for info in infos]
        sealed = any(info.flag_bits & 1 for info in infos)
        return archive.comment, names, None if sealed else infos


def _encrypted(file: IO[bytes], passphrase: bytes | None) -> AbstractContextManager[Any]:
    # The one reader of encrypted zips lies to the right of this package; the gate alone looks at finished bundles.
    from reporter.bundle.reader import read_bundle

    @contextmanager
    def opened() -> Iterator[Any]:
        file.seek(0)
        yield read_bundle(file, passphrase)

    return opened()


def _blocks(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        waiting.append(bytes(chunk))
        size += len(chunk)
        if size >= BLOCK:
            yield b"".join(waiting), False
            waiting, size = [], 0
    yield b"".join(waiting), True


def _bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        done += len(chunk)
        yield bytes(chunk)
        if done > LARGEST_INNER:
            return


def _chain(head: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _read(source: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := source.read(BLOCK):
        yield chunk
