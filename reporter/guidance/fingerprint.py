"""The fingerprint: one short word such as `fp-3f9a1c07b2e4`, the same for the same failure, for a search to find.

How it is made (stable; a change would be a new prefix):

1. Of every error: its code (`0x` and eight hex digits), its message, and the names of its HTTP status and component
   where the message does not hold them already.
2. Text is reduced to what the failure is, not whose or when: e-mail addresses, links, paths and every word with a digit
   in it (ids, versions, times, numbers, database names) are dropped; case, punctuation, quotes, line breaks and blanks
   do not count.
3. Errors are made distinct and sorted, so that their order and repetitions do not count. A report without errors is
   reduced from its title and summary in the same way.
4. SHA-256 of that, of which the first 12 hex digits are shown.

Nothing personal enters it beyond words of the error text itself, and twelve digits of a hash cannot be turned back.
"""

from __future__ import annotations

import hashlib
import re

from reporter.guidance.pattern import flatten
from reporter.report import ErrorDetail, Report

PREFIX = "fp-"
DIGITS = 12

_DROPPED = re.compile(r"\S*@\S*|\b[a-z]{2,9}://\S*|\b[a-z]:/?\S*|[^\s']*[/\\]\S*")
_WRAPPED = re.compile(r"(?<=[0-9A-Fa-f])-\s+(?=[0-9A-Fa-f])")
_WORD = re.compile(r"\w+(?:-\w+)*")


def make_fingerprint(report: Report) -> str:
    """Return the report's fingerprint, or an empty text where the report says nothing that could be compared."""
    rows = {row for error in report.errors if (row := _reduce_error(error))}
    if not rows:
        words = reduce_text("\n".join(filter(None, (report.title, report.summary))))
        rows = {words} if words else set()
    if not rows:
        return ""
    return PREFIX + hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:DIGITS]


def reduce_text(text: str) -> str:
    """Return the words of a text that say what failed: lower case, without ids, numbers, addresses, links and paths."""
    flat = _DROPPED.sub(" ", flatten(_WRAPPED.sub("-", text)))
    words = (word for word in _WORD.findall(flat) if not any(char.isdigit() for char in word))
    return " ".join(words)


def _reduce_error(error: ErrorDetail) -> str:
    words = reduce_text(error.message or "")
    component = error.component
    for more in (error.http_status, component and component.name):
        extra = reduce_text(more or "")
        if extra and f" {extra} " not in f" {words} ":
            words = f"{words} {extra}".strip()
    return " ".join(filter(None, (error.code, words)))
