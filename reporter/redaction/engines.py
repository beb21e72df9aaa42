"""Engines that find trigger literals in bytes, all with the same result: Aho-Corasick, RE2, or the standard library."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal

Hits = Iterable[tuple[int, int, int]]
"""(index of the literal, start, end), in order, without overlaps: the leftmost, then the longest."""
Find = Callable[[bytes], Hits]
EngineName = Literal["aho-corasick", "re2", "re"]
MANY = 60_000
"""Above so many bytes of literals the table of a DFA outgrows the processor's cache and the memory limit."""


def make_finder(literals: Sequence[bytes], engine: EngineName | None = None) -> Find:
    """Return a function that finds the literals; without `engine` the fastest one that is installed."""
    if not literals:
        return lambda _block: ()
    for name in (engine,) if engine else ("aho-corasick", "re2", "re"):
        try:
            return _MAKERS[name](tuple(literals))
        except ImportError:  # noqa: PERF203  # three engines at most
            if engine:
                raise
    raise AssertionError("the standard library is always there")


def _aho_corasick(literals: tuple[bytes, ...]) -> Find:
    from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

    few = sum(map(len, literals)) <= MANY
    automaton = BytesAhoCorasick(
        literals,
        matchkind=MatchKind.LeftmostLongest,
        implementation=Implementation.DFA if few else Implementation.ContiguousNFA,
    )
    find: Find = automaton.find_matches_as_indexes
    return find


def _re2(literals: tuple[bytes, ...]) -> Find:
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.longest_match = True
    options.max_mem = 256 << 20
    pattern = re2.compile(b"|".join(re.escape(one) for one in literals), options)
    return _indexed(pattern, literals)


def _standard(literals: tuple[bytes, ...]) -> Find:
    return _indexed(re.compile(_trie_pattern(literals), re.DOTALL), literals)


def _indexed(pattern: Any, literals: tuple[bytes, ...]) -> Find:
    index = {literal: number for number, literal in enumerate(literals)}

    def find(block: bytes) -> Hits:
        for match in pattern.finditer(block):
            start, end = match.span()
            yield index[block[start:end]], start, end

    return find


def _trie_pattern(literals: Sequence[bytes]) -> bytes:
    """Return one pattern in which common beginnings are shared and the longest literal is tried first."""
    tree: dict[int, Any] = {}
    for literal in literals:
        node = tree
        for byte in literal:
            node = node.setdefault(byte, {})
        node[-1] = True

    def write(node: dict[int, Any]) -> bytes:
        branches = [re.escape(bytes([byte])) + write(child) for byte, child in sorted(node.items()) if byte >= 0]
        if not branches:
            return b""
        body = branches[0] if len(branches) == 1 and -1 not in node else b"(?:" + b"|".join(branches) + b")"
        return body + b"?" if -1 in node else body

    return write(tree)


_MAKERS: dict[str, Callable[[tuple[bytes, ...]], Find]] = {
    "aho-corasick": _aho_corasick,
    "re2": _re2,
    "re": _standard,
}


@lru_cache(maxsize=1)
def available_engines() -> tuple[EngineName, ...]:
    """Return the engines that can be used here, fastest first."""
    found: list[EngineName] = []
    names: tuple[EngineName, ...] = ("aho-corasick", "re2", "re")
    for name in names:
        try:
            _MAKERS[name]((b"x",))
        except ImportError:
            continue
        found.append(name)
    return tuple(found)
