"""Bytes become text: byte-order marks, UTF-16 without one, UTF-8, else Windows-1252, as logs come from Windows."""

from __future__ import annotations

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def find_encoding(head: bytes) -> str:
    """Return the encoding of a text by its first bytes; `cp1252` where they are no valid UTF."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    sample = head[:4096]
    if len(sample) >= 4:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > len(sample) // 5 and even < odd // 8:
            return "utf-16-le"
        if even > len(sample) // 5 and odd < even // 8:
            return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a cut character at the end is no fault
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decode_text(data: bytes, encoding: str | None = None) -> str:
    """Return the text of the bytes, without a byte-order mark; what cannot be decoded becomes U+FFFD."""
    text = data.decode(encoding or find_encoding(data), "replace")
    return text[1:] if text.startswith("\ufeff") else text


def is_binary(head: bytes) -> bool:
    """Whether the bytes are no text in any encoding that `find_encoding` knows: many control characters.

    NUL characters do not count: logs of crashed programs and sparse files are full of them.
    """
    text = decode_text(head[:8192]).replace("\0", "")
    controls = sum(1 for char in text if (char < " " and char not in "\t\n\r\f\x1b") or char == "\ufffd")
    return controls * 20 > len(text)
