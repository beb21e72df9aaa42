"""The fingerprint: one short word such as `fp-3f9a1c07b2e4`, the same for the same failure, for a search to find.

How it is made (stable; a change would be a new prefix):

1. Of every error: its code (`0x` and eight hex digits), its message, and the names of its HTTP status and component
   where the message does not hold them already.
2. Text is reduced to what the failure is, not whose or when: e-mail addresses, links, paths and every word with a digit
   in it (ids, versions, times, numbers, database names) are dropped; case, punctuation, quotes, line breaks and blanks
   do not count.
3. What only wraps the message is dropped: everything up to "failed to import:", "failed with exception:",
   "InnerException is:" and "The reason given was:", and the words "and details", which not all places show.
4. Errors are made distinct and sorted, so that their order and repetitions do not count; a code without a message
   does not count beside the same code with one. A report without errors is reduced from its title and summary.
5. SHA-256 of that, of which the first 12 hex digits are shown.

Nothing personal enters it beyond words of the error text itself, and twelve digits of a hash cannot be turned back.
"""

from __future__ import annotations

import hashlib
import re

from reporter.guidance.pattern import flatten
from reporter.report import ErrorDetail, Report

PREFIX = "fp-"
DIGITS = 12

_ESCAPED = re.compile(r"\\(?=[\"'])|\\[nrt](?![A-Za-z])")
_MARKS = ("@", "/", "\\")
"""Addresses, links and paths: a word with one of these says whose it is, not what failed."""
_WRAPPERS = ("failed to import", "failed with exception", "innerexception is", "the reason given was")
_WRAPPED = re.compile(r"(?<=[0-9A-Fa-f])-\s+(?=[0-9A-Fa-f])")
_WORD = re.compile(r"\w+(?:-\w+)*")


def make_fingerprint(report: Report) -> str:
    """Return the report's fingerprint, or an empty text where the report says nothing that could be compared."""
    found = {(error.code or "", _reduce_error(error)) for error in report.errors}
    told = {code for code, words in found if words}
    rows = {f"{code} {words}".strip() for code, words in found if words or (code and code not in told)}
    if not rows:
        words = reduce_text("\n".join(filter(None, (report.title, report.summary))))
        rows = {words} if words else set()
    if not rows:
        return ""
    return PREFIX + hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:DIGITS]


def reduce_text(text: str) -> str:
    """Return the words of a text that say what failed: lower case, without ids, numbers, addresses, links and paths."""
    whole = _ESCAPED.sub(" ", _WRAPPED.sub("-", text))
    kept = " ".join(word for word in whole.split() if not any(mark in word for mark in _MARKS))
    return " ".join(word for word in _WORD.findall(flatten(kept)) if not any(char.isdigit() for char in word))


def _reduce_error(error: ErrorDetail) -> str:
    words = _unwrap(reduce_text(error.message or ""))
    component = error.component
    for more in (error.http_status, component and component.name):
        extra = reduce_text(more or "")
        if extra and f" {extra} " not in f" {words} ":
            words = f"{words} {extra}".strip()
    return words


def _unwrap(words: str) -> str:
    for wrapper in _WRAPPERS:
        words = words.rpartition(f"{wrapper} ")[2]
    return " ".join(f"{words} ".replace(" and details ", " ").split())
