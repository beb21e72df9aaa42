"""The scanner: one pass of an engine over folded bytes, then one anchored pattern for each literal found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reporter.redaction.bare import find_bare
from reporter.redaction.engines import EngineName, make_finder
from reporter.redaction.fold import FOLD, fold
from reporter.redaction.rule import LIMIT, REACH, Accept, Rule
from reporter.redaction.shapes import PSEUDONYM

Span = tuple[int, int, str]
"""(start, end, kind) of a value in a block."""
GOES_ON = ""
"""The kind of a span that is the rest of the value before it."""
_RUNS = LIMIT // 8
"""A value at least this long may have been cut by its pattern's own limit."""


Entry = tuple[
    Callable[[bytes, int], "re.Match[bytes] | None"],
    int,
    bytes,
    "Accept | None",
    str,
    "re.Pattern[bytes] | None",
    bool,
    "re.Pattern[bytes] | None",
]
"""(match, place of its start relative to the literal, bytes that belong to it before, accept, kind, run, has a group
`value`, parts)"""


def _entries_of(literal: bytes, own: Sequence[Rule], table: dict[bytes, list[Rule]]) -> tuple[Entry, ...]:
    """Return what to try at a literal: its own rules, then those of the shorter literals that it hides."""
    entries = [_entry(rule, 0, len(literal)) for rule in own]
    if own:
        for other, rules in table.items():
            at = literal.find(other) if other != literal else -1
            if at >= 0:
                entries += [_entry(rule, at, len(other)) for rule in rules if rule not in own]
    return tuple(entries)


def _entry(rule: Rule, at: int, length: int) -> Entry:
    return (
        rule.compiled.match,
        at + length if rule.at == "end" else at - rule.back,
        rule.before,
        rule.accept,
        rule.kind,
        re.compile(b"[" + re.escape(rule.run) + b"]*") if rule.run else None,
        "value" in rule.compiled.groupindex,
        re.compile(rule.parts.encode("latin-1")) if rule.parts else None,
    )


@dataclass
class Progress:
    """How far a scan has come; positions count from the start of the text."""

    next: int = 0
    """Where the engine goes on: all literals that begin before were handled."""
    done: int = 0
    """The end of the last value found; what lies before is not looked at again."""
    bare: int = 0
    """The same as `next` for values found by their shape."""
    running: re.Pattern[bytes] | None = None
    """Set while a value goes on over the end of the block."""


class Scanner:
    """Finds values by rules. The result does not depend on how a text is cut into blocks."""

    def __init__(self, rules: Sequence[Rule], *, bare: bool = True, engine: EngineName | None = None) -> None:
        table: dict[bytes, list[Rule]] = {}
        for rule in rules:
            for literal in rule.literals:
                entries = table.setdefault(fold(literal.encode("latin-1")), [])
                if rule.kind and rule not in entries:
                    entries.append(rule)
        self._bare = bare
        self._find = make_finder(list(table), engine)
        self._longest = max((len(literal) for literal in table), default=0)
        self._entries = [_entries_of(literal, rules, table) for literal, rules in table.items()]

    def scan(  # noqa: C901  # one loop on purpose: each call in it would cost a tenth of the speed
        self, block: bytes, offset: int, stop: int, progress: Progress
    ) -> list[Span]:
        """Return the spans (counted from the start of the text) whose literals begin before `stop`.

        `block` begins at `offset` of the text, at least `REACH` bytes before `progress.next` unless the text begins
        there, and holds at least `LIMIT` bytes behind `stop` unless the text ends there.
        """
        spans: list[Span] = []
        entries_of = self._entries
        pseudonym = PSEUDONYM.match
        done = progress.done - offset
        if progress.running is not None:
            done = self._go_on(block, done, progress)
            spans.append((progress.done, done + offset, GOES_ON))
        start_at = max(progress.next - offset, 0)
        limit = stop - offset
        last = start_at
        for literal, start, end in self._find(block[start_at : limit + self._longest].translate(FOLD)):
            entries = entries_of[literal]
            start += start_at
            if start >= limit:
                break
            last = end + start_at
            if not entries or start < done:
                continue
            for match_at, shift, before, accept, kind, run, has_value, parts in entries:
                at = start + shift
                if before:
                    window = block[max(at - REACH, 0) : at]
                    at += len(window.rstrip(before)) - len(window)
                elif at < 0:
                    continue
                match = match_at(block, at)
                if match is None or (accept is not None and not accept(match)):
                    continue
                first, behind = match.span("value") if has_value else match.span()
                if first < 0:
                    first, behind = match.span("bare")
                if first < done:
                    break
                if parts is not None:
                    for part in parts.finditer(block, first, behind):
                        inner, behind = part.span("value")
                        if pseudonym(block, inner) is None:
                            spans.append((inner + offset, behind + offset, kind))
                        done = behind
                    break
                if pseudonym(block, first) is not None or block.find(b"REDACTED-", first, min(behind, first + 80)) >= 0:
                    done = behind
                    break
                if run is not None and behind - first >= _RUNS:
                    going = run.match(block, behind)
                    behind = going.end() if going else behind
                    if behind == len(block):
                        progress.running = run
                spans.append((first + offset, behind + offset, kind))
                done = behind
                break
        if self._bare:
            begin = max(progress.bare - offset, 0)
            spans += [(first + offset, end + offset, kind) for first, end, kind in find_bare(block, begin, limit)]
            progress.bare = stop
        progress.next = max(stop, last + offset)
        progress.done = max(done + offset, 0)
        return spans

    def _go_on(self, block: bytes, done: int, progress: Progress) -> int:
        going = progress.running.match(block, done) if progress.running else None
        end = going.end() if going else done
        if end < len(block):
            progress.running = None
        return end
