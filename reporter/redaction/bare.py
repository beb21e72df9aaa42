"""Values that no literal announces: keys of known length that stand alone, and hardware addresses, found by their shape."""

from __future__ import annotations

import re
import string

_LETTERS = (string.ascii_letters + string.digits + "+/").encode()
_SHAPE = bytes(ord("a") if byte in _LETTERS else byte for byte in range(256))
_RUN = re.compile(b"a+")
SHORTEST = 43
LONGEST = 90
"""Runs beyond are data (pictures, certificates), no keys."""
_NEEDLE = b"a" * SHORTEST
_MACS = (b"aa:aa:aa:aa:aa:aa", b"aa-aa-aa-aa-aa-aa")
_MAC = re.compile(rb"(?<![0-9A-Za-z:\-])[0-9A-Fa-f]{2}([:\-])(?:[0-9A-Fa-f]{2}\1){4,6}[0-9A-Fa-f]{2}(?![0-9A-Za-z:\-])")
_NOBODY = frozenset((b"ff:ff:ff:ff:ff:ff", b"00:00:00:00:00:00", b"aa:bb:cc:dd:ee:ff"))
_GROUPS = (b"aaaa:aaaa:a", b":a:a:a")
_IPV6 = re.compile(rb"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])")
_EDGE = frozenset(b"+/_-=.~%\\" + _LETTERS)
_BASE32 = re.compile(rb"[a-z2-7]{52}")
_PADDING = {43: 1, 52: 0, 86: 2}
"""The lengths of keys and how many `=` follow."""
Found = tuple[int, int, str]


def find_bare(block: bytes, begin: int, end: int) -> list[Found]:
    """Return (start, end, kind) of values that begin at `begin` or behind it and before `end`, in order."""
    shape = block[begin : end + LONGEST + 2].translate(_SHAPE)
    found = _keys(block, shape, begin, end)
    for needle in _MACS:
        at = shape.find(needle)
        while at >= 0 and begin + at < end:
            match = _MAC.match(block, begin + at)
            if match and match[0].replace(b"-", b":").lower() not in _NOBODY:
                found.append((match.start(), match.end(), "mac"))
            at = shape.find(needle, at + 3)
    for needle in _GROUPS:  # addresses written out in full; shortened ones have a rule
        at = shape.find(needle)
        while at >= 0 and begin + at < end:
            before = block[max(begin + at - 30, 0) : begin + at]
            start = begin + at - len(before) + len(before.rstrip(b"0123456789abcdefABCDEF:"))
            match = _IPV6.match(block, start)
            if match and begin + at - 5 < match.end():
                found.append((match.start(), match.end(), "ip"))
                at = max(at, match.end() - begin)
            at = shape.find(needle, at + 2)
    return found


def _keys(block: bytes, shape: bytes, begin: int, end: int) -> list[Found]:
    found: list[Found] = []
    find, run = shape.find, _RUN.match
    at = find(_NEEDLE)
    while at >= 0 and begin + at < end:
        match = run(shape, at)
        assert match is not None  # the needle is such a run
        behind = match.end()
        if behind - at in _PADDING:
            kind = _judge(block, begin + at, begin + behind)
            if kind is not None:
                found.append((begin + at, begin + behind + _PADDING[behind - at], kind))
        at = find(_NEEDLE, behind + 1)
    return found


def _judge(block: bytes, start: int, end: int) -> str | None:
    """Whether a run of letters is a key: 32 or 64 bytes in base64, or the 52 letters of an Azure DevOps token or Azure key."""
    if start and block[start - 1] in _EDGE:
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
