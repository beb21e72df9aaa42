"""What a pseudonym looks like: of the same shape as the value, so that every parser still reads the file."""

from __future__ import annotations

import re

from reporter.redaction.kinds import GUID_KINDS, KINDS, SECRETS

PSEUDONYM = re.compile(
    rb"REDACTED-[a-z]{2,6}-[0-9a-f]{8,12}"
    rb"|(?:user|org|env|tenant|person|domain|host|phone|server|db|card|term|case)-[0-9a-f]{8,12}(?![0-9a-z])"
    rb"|00000000-[0-9a-f]{4}-4000-a000-[0-9a-f]{12}"
    rb"|00000000[0-9a-f]{4}4000a000[0-9a-f]{10}\.?[0-9a-f]{2}"
    rb"|(?<![0-9.])24[0-9]\.\d{1,3}\.\d{1,3}\.\d{1,3}|(?<![0-9.])25[0-4]\.\d{1,3}\.\d{1,3}\.\d{1,3}"
    rb"|100::[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}"
    rb"|02[:-]00[:-]00[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}"
    rb"|0200\.00[0-9a-f]{2}\.[0-9a-f]{4}"
    rb"|s-1-5-21-0-\d+-\d+-\d+",
    re.IGNORECASE,
)
"""Every pseudonym; what matches is never replaced again."""
_WHOLE = re.compile(rb"(?:" + PSEUDONYM.pattern + rb")(?:(?:@|%40)redacted\.example)?", re.IGNORECASE)


def is_pseudonym(raw: bytes) -> bool:
    """Whether a value is a pseudonym and nothing else."""
    return _WHOLE.fullmatch(raw.strip()) is not None


def shape_pseudonym(kind: str, raw: bytes, digest: bytes) -> bytes:
    """Return the pseudonym of a value as it is spelled (`raw`) from the keyed digest (16 bytes) of the value."""
    code = digest.hex()
    if kind in GUID_KINDS:
        return _guid(raw, code)
    if kind == "email":
        at = b"%40" if b"%40" in raw else b"@"
        return b"user-%b%bredacted.example" % (code[:8].encode(), at)
    if kind == "ip":
        return _address(raw, digest)
    if kind == "mac":
        mark = "-" if b"-" in raw else ":"
        if b"." in raw:
            return f"0200.00{code[0:2]}.{code[2:6]}".encode()
        return mark.join(["02", "00", "00", code[0:2], code[2:4], code[4:6]]).encode()
    if kind == "sid":
        numbers = [int.from_bytes(digest[at : at + 4], "big") for at in (0, 4)]
        return f"S-1-5-21-0-{numbers[0]}-{numbers[1]}-{1000 + digest[8]}".encode()
    tag = KINDS[kind].tag
    return f"REDACTED-{tag}-{code[:8]}".encode() if kind in SECRETS else f"{tag}-{code[:8]}".encode()


def _guid(raw: bytes, code: str) -> bytes:
    text = f"00000000-{code[:4]}-4000-a000-{code[4:16]}"
    if b"-" not in raw and b"%2d" not in raw.lower():
        text = text.replace("-", "")
        if b"." in raw:  # the id in a host name: 30 digits, a dot, 2 digits
            text = text[:30] + "." + text[30:]
    letters = raw.strip(b"0123456789-.{}")
    return text.upper().encode() if letters and raw.upper() == raw else text.encode()


def _address(raw: bytes, digest: bytes) -> bytes:
    if b":" in raw:
        groups = [int.from_bytes(digest[at : at + 2], "big") for at in (0, 2, 4)]
        return ("100::" + ":".join(f"{group:x}" for group in groups)).encode()
    return f"{240 + digest[0] % 15}.{digest[1]}.{digest[2]}.{digest[3]}".encode()
