"""One value, many spellings: URL-, JSON-, XML- and base64-escaped forms, read back to one and written out."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, unquote_to_bytes

from reporter.redaction.kinds import GUID_KINDS

_JSON_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|([\"\\/bfnrt]))")
_UNESCAPED = re.compile(rb"[A-Za-z0-9._~\-]*")
"""What is written the same way in URLs, JSON and XML (RFC 3986, 2.3)."""
_SINGLE = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
KEPT = "kept"
"""Not a kind of the policies: a value that the user decided to keep, found so that nothing inside it is replaced."""
CASELESS = frozenset(
    {"email", "ip", "mac", "sid", "org-url", "tenant-name", "server", "computer", "windows-domain", "user-name"}
    | {"person", "own-term", "database", "environment-name", KEPT}
    | GUID_KINDS
)


def normalise(kind: str, raw: bytes, *, cased: bool = False) -> bytes:
    """Return the one form of a value that all its spellings share; `cased`: but its upper and lower case as written."""
    value = raw
    if b"%" in value:
        value = unquote_to_bytes(value)
    if b"\\" in value:
        value = _JSON_ESCAPE.sub(_unescape, value)
    if b"&" in value and b";" in value:
        value = html.unescape(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if kind in CASELESS and (not cased or kind in GUID_KINDS):
        value = value.decode("utf-8", "surrogateescape").lower().encode("utf-8", "surrogateescape")
    if kind in GUID_KINDS:
        value = value.replace(b"-", b"").replace(b".", b"").strip(b"{}")
    elif kind == "mac" and not cased:
        value = value.replace(b"-", b"").replace(b":", b"").replace(b".", b"")
    return value


def _unescape(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return chr(int(match[1], 16)).encode("utf-8", "surrogatepass")
    return _SINGLE.get(match[2], match[2])


def spell(kind: str, value: bytes, *, encoded: bool = True) -> set[bytes]:
    """Return the spellings of a normalised value that are worth searching for (exact bytes, UTF-8).

    With `encoded` also as a part of base64 text, at each of its three alignments, where that is long enough to be sure.
    """
    text = value.decode("utf-8", "surrogateescape")
    found = {value}
    if kind in GUID_KINDS and len(value) == 32:
        found |= write_guid(value)
        value = b"-".join((value[:8], value[8:12], value[12:16], value[16:20], value[20:]))
        text = value.decode()
    if not _UNESCAPED.fullmatch(value):
        safe = text.encode("utf-8", "surrogateescape")
        found.add(quote(safe, safe="").encode())
        found.add(json.dumps(text)[1:-1].encode())
        found.add(json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "surrogateescape"))
        found.add(html.escape(text, quote=True).encode("utf-8", "surrogateescape"))
        found.add(text.replace("/", "\\/").encode("utf-8", "surrogateescape"))
    if encoded and len(value) >= 8:
        found |= _base64(value)
    return found


def write_guid(value: bytes) -> set[bytes]:
    """Return the three forms of a GUID of 32 digits: plain, with dashes, and as a part of a host name."""
    dashed = b"-".join((value[:8], value[8:12], value[12:16], value[16:20], value[20:]))
    return {value, dashed, value[:30] + b"." + value[30:]}


def _base64(value: bytes) -> set[bytes]:
    """The characters of base64 text that depend on the value alone, for each place it can start at (RFC 4648)."""
    found = set()
    for shift in range(3):
        body = base64.b64encode(b"\0" * shift + value)
        first = (0, 2, 3)[shift]
        left = (shift + len(value)) % 3
        last = len(body) - (0, 3, 2)[left]
        core = body[first:last]
        if len(core) >= 10:
            found |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    return found
