"""The redactor of one report: texts, names, data and files go in, the same without what must not leave come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.redaction.encodings import detect_encoding, from_utf8, to_utf8
from reporter.redaction.images import Blank
from reporter.redaction.kinds import GUID_KINDS, KINDS
from reporter.redaction.known import Known
from reporter.redaction.policy import Policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.rules import RULES
from reporter.redaction.scanner import Progress, Scanner, Span
from reporter.redaction.shapes import is_pseudonym
from reporter.redaction.spellings import KEPT
from reporter.redaction.stream import Replace, longest_first, replace_stream

if TYPE_CHECKING:
    from reporter.redaction.crew import Crew

CHUNK = 1 << 20
_HEAD = 8192


@lru_cache(maxsize=8)
def scanner_for(kinds: frozenset[str]) -> Scanner:
    """Return the scanner for some kinds; it holds no state and is made once per process."""
    return Scanner([rule for rule in RULES if not rule.kind or rule.kind in kinds])


@dataclass(frozen=True)
class RedactedFile:
    """A file as it may leave: `stream()` gives its bytes (again from the start at each call)."""

    kind: str
    """text, har, json, xml, zip, gz, image or binary."""
    note: str | None
    """What the reader of the bundle should know about it, such as "metadata removed, not scanned"."""
    stream: Callable[[], Iterator[bytes]]
    left_out: str | None = None
    """Why the file must stay out; None if it may go."""


class Redactor:
    """Replaces values by the policy of one target, with the pseudonyms of one draft."""

    def __init__(
        self,
        policy: Policy,
        pseudonyms: Pseudonyms,
        *,
        own_terms: Sequence[str] = (),
    ) -> None:
        self.policy = policy
        self.pseudonyms = pseudonyms
        self.counts: Counter[tuple[str, str]] = Counter()
        """(where, kind) to the number of values replaced."""
        self._kept: set[bytes] = set()
        self._removed = policy.removed()
        self.scanner = scanner_for(self._removed)
        self._sets: list[Known] = []
        self._built = 0
        self._known_too = True
        self.crew: Crew | None = None
        """Processes that share the work on large texts, while there are any."""
        self.blanks: list[Blank] = []
        """Rectangles of pictures to paint over."""
        for term in own_terms:
            pseudonyms.learn("own-term", term.strip().encode())
        for kind, value in pseudonyms.decisions.get("add", ()):
            pseudonyms.learn(kind, value.encode())
        for value in pseudonyms.decisions.get("keep", ()):
            self.keep_value(value)

    def keep_value(self, value: str) -> None:
        """Leave this value alone wherever it stands (a decision of the user)."""
        self._kept.add(value.encode("utf-8", "surrogatepass").lower())
        self._sets, self._built = [], 0

    def kept(self) -> tuple[str, ...]:
        """Return the values that stay, for another process."""
        return tuple(sorted(value.decode("utf-8", "surrogatepass") for value in self._kept))

    def keeps(self, raw: bytes) -> bool:
        """Whether the user decided to keep this very value."""
        return raw.lower() in self._kept

    def text(self, text: str, where: str = "") -> str:
        """Return the text redacted; values that it holds are known from then on."""
        if not text:
            return text
        raw = text.encode("utf-8", "surrogatepass")
        stream = replace_stream((raw,), self.scanner, self._replace(where), known=self.known, learn=self.remember)
        redacted = b"".join(stream)
        return redacted.decode("utf-8", "surrogatepass")

    def name(self, filename: str, where: str = "file names") -> str:
        """Return a file name or relative path redacted; separators and suffix stay."""
        return self.text(filename, where)

    def data(self, data: Any, where: str = "report") -> Any:
        """Return JSON-like data redacted, by path where the path says what a value is (see `data.py`)."""
        from reporter.redaction.data import redact_data

        return redact_data(self, data, where)

    def learn_value(self, kind: str, value: str) -> None:
        """Remember one value whose kind is known, as the tenant id of the environment."""
        self.remember(kind, value.strip().encode("utf-8", "surrogatepass"))

    def value(self, kind: str, value: str, where: str) -> str:
        """Return one value whose kind is known redacted as a whole, or as it is where the policy keeps its kind."""
        raw = value.strip().encode("utf-8", "surrogatepass")
        if kind == "user-name" and b"@" in raw:
            kind = "email"
        if is_pseudonym(raw):
            return value
        if not self.policy.removes(kind) or raw.lower() in self._kept:
            return value if raw.lower() in self._kept else self.text(value, where)
        replaced = self._replace(where)(kind, raw)
        return value if replaced is None else replaced.decode("utf-8", "surrogatepass")

    def learn(self, source: bytes | str | Path) -> None:
        """Find values without writing anything, so that they are known before the first byte is written."""
        if isinstance(source, Path):
            with source.open("rb") as file:
                self._learn(iter(lambda: file.read(CHUNK), b""))
            return
        self._learn((source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source,))

    def find(self, text: bytes) -> list[Span]:
        """Return where values stand that would be replaced, rules' and known ones, without overlaps."""
        spans = self.scanner.scan(text, 0, len(text), Progress())
        for search in self.known():
            spans += search.scan(text, 0, len(text), Progress())
        found: list[Span] = []
        last = 0
        for start, end, kind in sorted(spans, key=longest_first):
            if start < last:
                continue
            keeps = kind == KEPT or self.keeps(text[start:end])
            if keeps or kind in self._removed:
                last = end
            if not keeps and kind in self._removed:
                found.append((start, end, kind))
        return found

    def learn_stream(self, chunks: Iterable[bytes]) -> None:
        """Find the values of a stream without writing anything."""
        self._learn(chunks)

    def _learn(self, chunks: Iterable[bytes]) -> None:
        chunks = iter(chunks)
        head = _read_head(chunks)
        source = to_utf8(_chain(head, chunks), detect_encoding(head) or "utf-8")
        for _ in replace_stream(source, self.scanner, self.remember):
            pass

    def remember(self, kind: str, raw: bytes) -> None:
        """Name a value that a rule found, if the policy removes its kind."""
        if kind in self._removed and raw.lower() not in self._kept:
            self.pseudonyms.name(kind, raw)

    def stream(self, chunks: Iterable[bytes], *, name: str) -> Iterator[bytes]:
        """Yield the bytes of a text file redacted, in its own encoding, with flat memory."""
        chunks = iter(chunks)
        head = _read_head(chunks)
        encoding = detect_encoding(head) or "utf-8"
        source = to_utf8(_chain(head, chunks), encoding)
        if self._known_too:
            redacted = replace_stream(source, self.scanner, self._replace(name), known=self.known, learn=self.remember)
        else:
            redacted = replace_stream(source, self.scanner, self._replace(name))
        return from_utf8(redacted, encoding)

    def text_file(self, path: Path, *, name: str) -> Iterator[bytes]:
        """Yield the bytes of a text file redacted; a large one is shared out to the crew, with the same result."""
        from concurrent.futures.process import BrokenProcessPool

        from reporter.redaction.crew import worth_it

        size = path.stat().st_size
        yielded, counts = 0, self.counts.copy()
        if self.crew is not None and worth_it(size) and is_utf8(path):
            try:
                for segment in self.crew.redact(path, size, known=self._known_too):
                    self.pseudonyms.merge(segment.entries)
                    self.counts.update({(name, kind): number for kind, number in segment.counts.items()})
                    yielded += len(segment.data)
                    yield segment.data
                return
            except BrokenProcessPool:
                self.counts.clear()
                self.counts.update(counts)
        with path.open("rb") as file:
            for chunk in self.stream(iter(lambda: file.read(CHUNK), b""), name=name):
                rest = chunk[min(yielded, len(chunk)) :]
                yielded -= len(chunk) - len(rest)
                if rest:
                    yield rest

    def learn_files(self, paths: Iterable[Path]) -> None:
        """Learn the values of large texts before anything is written, so that once written is enough."""
        from concurrent.futures.process import BrokenProcessPool

        from reporter.redaction.crew import Crew, worth_it

        large = [path for path in paths if worth_it(path.stat().st_size) and is_utf8(path)]
        if not large:
            return
        try:
            with Crew(self) as crew:
                for path in large:
                    for entries in crew.learn(path, path.stat().st_size):
                        self.pseudonyms.merge(entries)
        except (BrokenProcessPool, OSError):
            for path in large:
                self.learn(path)

    @contextmanager
    def with_crew(self, paths: Iterable[Path]) -> Iterator[None]:
        """Within it large texts are redacted and checked by two processes, if any of the files is large."""
        from reporter.redaction.crew import Crew, worth_it

        if not any(path.is_file() and worth_it(path.stat().st_size) for path in paths):
            yield
            return
        with Crew(self) as crew:
            self.crew = crew
            try:
                yield
            finally:
                self.crew = None

    def file(self, path: Path, *, name: str, consent: bool = False) -> RedactedFile:
        """Return how a file may leave: redacted, stripped, or (without `consent`) left out, as nothing can check it."""
        from reporter.redaction.files import redact_file

        return redact_file(self, path, name=name, consent=consent)

    def known(self) -> list[Known]:
        """Return the sets of known values, brought up to date; small sets are joined to large ones now and then."""
        learned = self.pseudonyms.learned()
        if len(learned) > self._built:
            fresh = list(learned.items())
            start = self._built if self._sets and len(fresh) - self._built < max(64, self._built) else 0
            wanted = self._wanted(fresh[start:])
            self._sets = [*(self._sets if start else ()), Known(wanted)]
            if len(self._sets) > 3:
                self._sets = [Known(self._wanted(fresh))]
            self._built = len(learned)
        return self._sets

    def _wanted(self, learned: Iterable[tuple[bytes, str]]) -> list[tuple[bytes, str]]:
        """Return the values to search for: those that are removed, and those whose parts must stay with them."""
        return [(value, kind) for value, kind in learned if kind in self._removed] + [
            (value, KEPT) for value in self._kept
        ]

    def searched(self) -> Known:
        """Return everything that must not stand in a finished bundle, for the gate."""
        return self.known_as_one()

    @contextmanager
    def rules_only(self) -> Iterator[None]:
        """Within it streams are searched by rules alone: for a first pass that a second one follows."""
        self._known_too = False
        try:
            yield
        finally:
            self._known_too = True

    def known_as_one(self) -> Known:
        """Return all known values as one set."""
        learned = self.pseudonyms.learned()
        if len(self._sets) != 1 or self._built != len(learned):
            self._sets = [Known(self._wanted(learned.items()))]
            self._built = len(learned)
        return self._sets[0]

    @staticmethod
    def named_length(kind: str) -> int | None:
        """Return the length of all pseudonyms of a kind as long as their values (GUIDs), or None."""
        return 36 if kind in GUID_KINDS else None

    def replacing(self, where: str) -> Replace:
        """Return the function that names a value, counts it for a file, and keeps what the policy keeps."""
        return self._replace(where)

    def _replace(self, where: str) -> Replace:
        counts, removed, kept, names = self.counts, self._removed, self._kept, self.pseudonyms

        def replace(kind: str, raw: bytes) -> bytes | None:
            if kind == KEPT or (kept and raw.lower() in kept):
                return raw  # whole: a shorter value inside it is not replaced either
            if kind not in removed:
                return None
            counts[where, kind] += 1
            name = names.name(kind, raw)
            if b"\n" in raw:  # the lines behind keep their numbers
                name += (b"\r\n" if b"\r\n" in raw else b"\n") * raw.count(b"\n")
            return name

        return replace


def is_utf8(path: Path) -> bool:
    """Whether a file is text whose bytes can be searched as they are."""
    with path.open("rb") as file:
        return detect_encoding(file.read(_HEAD)) == "utf-8"


def _read_head(chunks: Iterator[bytes]) -> bytes:
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _HEAD:
            break
    return head


def _chain(head: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def scan_text(data: bytes) -> list[tuple[int, int, str]]:
    """Return the spans that the rules find in a whole text (for the gate and for tests)."""
    return sorted(scanner_for(frozenset(KINDS)).scan(data, 0, len(data), Progress()))
