"""Text encodings: told by the byte order mark or the pattern of zero bytes; rules see UTF-8, the file keeps its own."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import Literal

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
_MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_MOSTLY = 0.6


def detect_encoding(head: bytes) -> Encoding | None:
    """Return the encoding of a text by its first bytes; None if it is no text.

    Every 8-bit code page counts as UTF-8 here: rules look at ASCII only, and other bytes pass unchanged.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    sample = head[:_SAMPLE]
    if b"\0" not in sample:
        return "utf-8" if _looks_like_text(sample) else None
    pairs = max(len(sample) // 2, 1)
    if sample[1::2].count(0) >= _MOSTLY * pairs and sample[0::2].count(0) <= pairs * 0.05:
        return "utf-16-le"
    if sample[0::2].count(0) >= _MOSTLY * pairs and sample[1::2].count(0) <= pairs * 0.05:
        return "utf-16-be"
    return None


def _looks_like_text(sample: bytes) -> bool:
    controls = sum(sample.count(byte) for byte in (*range(1, 9), *range(14, 27), 28, 29, 30, 31))
    return controls <= len(sample) * 0.1


_TEXT_SUFFIXES = frozenset(
    (
        "txt", "log", "csv", "tsv", "md", "json", "jsonl", "xml", "yaml", "yml", "ini", "cfg", "conf", "config",
        "har", "html", "htm", "cs", "js", "ts", "ps1", "sh", "py", "sql", "out", "err", "trace", "rst",
        "toml", "env",
    )
)  # fmt: skip


def detect_named(head: bytes, name: str) -> Encoding | None:
    """Return the encoding of a file by its first bytes and its name.

    A log that a crash cut short may hold runs of zero bytes and is still text, if its name says so.
    """
    encoding = detect_encoding(head)
    if encoding is None and name.lower().rpartition(".")[2] in _TEXT_SUFFIXES:
        rest = head.replace(b"\0", b"")
        return "utf-8" if rest and _looks_like_text(rest[:_SAMPLE]) else None
    return encoding


def to_utf8(chunks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """Yield the chunks in UTF-8; halves of a character that nothing follows become U+FFFD."""
    if encoding == "utf-8":
        yield from chunks
        return
    errors = "surrogatepass" if encoding.startswith("utf-16") else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    try:
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        yield "\ufffd".encode()


def from_utf8(chunks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """Yield UTF-8 chunks in another encoding."""
    if encoding == "utf-8":
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
    for chunk in chunks:
        yield decoder.decode(chunk).encode(encoding, "surrogatepass")
    yield decoder.decode(b"", final=True).encode(encoding, "surrogatepass")
