"""Folding: bytes that a trigger need not tell apart become one, so that shapes are plain literals too."""

from __future__ import annotations

QUOTES = b"\"'`()[]{}<>;,?&\\|!*"
LOWER = b"abcdefghijklmnopqrstuvwxyz"


def _table() -> bytes:
    table = bytearray(range(256))
    for byte in LOWER:
        table[byte - 32] = byte
    for digit in b"012356789":  # 4 stays itself, or %40 would be found in every %20
        table[digit] = ord("0")
    for byte in QUOTES:
        table[byte] = ord('"')
    table[ord("\t")] = table[ord("\r")] = table[ord("\n")] = ord(" ")
    return bytes(table)


FOLD = _table()


def fold(data: bytes) -> bytes:
    """Return the data folded; length and positions stay."""
    return data.translate(FOLD)
