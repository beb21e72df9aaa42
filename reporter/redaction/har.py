"""HAR files: bodies in base64 are opened, redacted and packed again; what is no text is dropped."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reporter.redaction.encodings import detect_encoding

if TYPE_CHECKING:
    from reporter.redaction.redactor import Redactor

LARGEST_BODY = 32 << 20
"""Bytes of a body in base64 that is opened; a larger one is dropped."""
_BODY = re.compile(rb'"text"(\s*):(\s*)"(?=[A-Za-z0-9+/]{16})')
_RUN = re.compile(rb"[A-Za-z0-9+/=]*(?:\\r|\\n|\\/|[A-Za-z0-9+/=])*")
_SEEN = 4096


def redact_har(redactor: Redactor, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the HAR with each base64 body replaced by its redacted text in base64, or by nothing."""
    buffer = b""
    waiting = iter(chunks)
    done = False
    while not done or buffer:
        match = _BODY.search(buffer)
        if match is None:
            if done:
                yield buffer
                return
            keep = max(len(buffer) - 64, 0)
            yield buffer[:keep]
            buffer, done = _more(buffer[keep:], waiting)
            continue
        run = _RUN.match(buffer, match.end())
        end = run.end() if run else match.end()
        if end >= len(buffer) - 1 and not done and end - match.end() <= LARGEST_BODY:
            buffer, done = _more(buffer, waiting)
            continue
        body = buffer[match.end() : end]
        yield buffer[: match.end()]
        yield _body(redactor, body) if buffer[end : end + 1] == b'"' else (b"" if len(body) > LARGEST_BODY else body)
        buffer = buffer[end:]


def _more(buffer: bytes, chunks: Iterator[bytes]) -> tuple[bytes, bool]:
    chunk = next(chunks, None)
    return (buffer, True) if chunk is None else (buffer + chunk, False)


def _body(redactor: Redactor, body: bytes) -> bytes:
    raw = body.replace(b"\\r", b"").replace(b"\\n", b"").replace(b"\\/", b"/")
    if len(raw) % 4 or len(raw) < 16:
        return body
    try:
        data = base64.b64decode(raw, validate=True)
    except ValueError:
        return body
    if detect_encoding(data[:_SEEN]) is None or b"\xff\xfe" in data[:2]:
        return b""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return b"" if len(raw) > 64 else body
    return base64.b64encode(redactor.text(text, "bodies in HAR files").encode())
