"""Values that no literal announces, found by their shape: keys that stand alone, addresses written out in full."""

from __future__ import annotations

import re
import string
from functools import lru_cache

from reporter.redaction.engines import Find, make_finder
from reporter.redaction.shapes import PSEUDONYM

_LETTERS = (string.ascii_letters + string.digits + "+/\\").encode()
_SHAPE = bytes(ord("a") if byte in _LETTERS else byte for byte in range(256))
_RUN = re.compile(b"a+")
SHORTEST = 43
LONGEST = 90
"""Runs beyond are data (pictures, certificates), no keys."""
_NEEDLE = b"a" * SHORTEST
_MACS = (b"aa:aa:aa:aa:aa:aa", b"aa-aa-aa-aa-aa-aa", b"aaaa.aaaa.aaaa")
_MAC = re.compile(
    rb"(?<![0-9A-Za-z])(?<!\b[0-9A-Fa-f]{2}[:\-])[0-9A-Fa-f]{2}([:\-])(?:[0-9A-Fa-f]{2}\1){4,6}[0-9A-Fa-f]{2}(?![0-9A-Za-z]|[:\-][0-9A-Fa-f]{2}\b)"
    rb"|(?<![\w:])(?=[0-9:]{0,18}[A-Fa-f])(?:[0-9A-Fa-f]{4}:){2,3}[0-9A-Fa-f]{4}(?![\w:])"
    rb"|(?<![\w.])(?=[0-9.]{0,13}[A-Fa-f])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![\w.])"
)
_DIGITS = re.compile(rb"(?<![\w.])(?:[0-9]{4}\.){2}[0-9]{4}(?![\w.])")
_NOBODY = frozenset((b"ff:ff:ff:ff:ff:ff", b"00:00:00:00:00:00"))
_GROUPS = (b"aaaa:aaaa:a", b":a:a:a")
_IPV6 = re.compile(rb"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])")
_EDGE = frozenset(b"+/_-=.~%\\" + _LETTERS)
_BASE32 = re.compile(rb"[a-z2-7]{52}")
_PADDING = {43: 1, 52: 0, 86: 2}
"""The lengths of keys and how many `=` follow."""
Found = tuple[int, int, str]


def find_bare(block: bytes, begin: int, end: int) -> list[Found]:
    """Return (start, end, kind) of values that begin at `begin` or behind it and before `end`."""
    shape = block[begin : end + LONGEST + 2].translate(_SHAPE)
    found: list[Found] = []
    seen = 0
    for needle, at, _ in _finder()(shape):
        if at < seen:
            continue
        if begin + at >= end:
            break
        if needle == 0:
            match = _RUN.match(shape, at)
            assert match is not None  # the needle is such a run
            seen = match.end()
            if seen - at in _PADDING:
                kind = _judge(block, begin + at, begin + seen)
                if kind is not None:
                    found.append((begin + at, begin + seen + _PADDING[seen - at], kind))
            continue
        span = _address(block, begin + at)
        if span is not None:
            if PSEUDONYM.search(block, span[0], span[1]) is None:
                found.append(span)
            seen = span[1] - begin
    return found


@lru_cache(maxsize=1)
def _finder() -> Find:
    return make_finder([_NEEDLE, *_MACS, *_GROUPS])


def _address(block: bytes, at: int) -> Found | None:
    """Return the hardware address or the IPv6 address (written out in full) around a place."""
    before = block[max(at - 40, 0) : at]
    start = at - len(before) + len(before.rstrip(b"0123456789abcdefABCDEF:-."))
    match = _MAC.match(block, start) or _MAC.match(block, at) or _MAC.match(block, at + 3)
    if match is None and before[-12:].lower().rfind(b"mac") >= 0:
        match = _DIGITS.match(block, start)
    if match:
        return None if match[0].replace(b"-", b":").lower() in _NOBODY else (*match.span(), "mac")
    match = _IPV6.match(block, start)
    return (*match.span(), "ip") if match else None


def _judge(block: bytes, start: int, end: int) -> str | None:
    """Whether a run of letters is a key: 32 or 64 bytes in base64, or 52 letters of an Azure DevOps or Azure key."""
    if start and block[start - 1] in _EDGE and block[start - 1 : start] != b"=":
        return None
    run = block[start:end]
    digits = sum(48 <= byte <= 57 for byte in run)
    tail = block[end : end + 3]
    if digits < 2:
        return None
    if len(run) == 52:
        if tail[:1] and tail[0] in _EDGE and tail[:1] not in (b".", b"\\"):
            return None
        if _BASE32.fullmatch(run):
            return "devops-token"
        return "azure-key" if run.isalnum() and run.lower() != run != run.upper() else None
    padding = b"=" if len(run) == 43 else b"=="
    if not tail.startswith(padding) or (len(tail) > len(padding) and tail[len(padding)] in _EDGE):
        return None
    signs = sum(byte in b"+/" for byte in run)
    varied = run.lower() != run or signs
    return "azure-key" if varied and run.count(b"/") <= 8 else None
