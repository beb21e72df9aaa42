"""A title that says something: the report's own, or one from the facts where that one says nothing."""

from __future__ import annotations

import re

from reporter.interview.title import propose_title
from reporter.report import Report

LENGTH = 256
"""Characters that GitHub allows in a title (`title is too long (maximum is 256 characters)`)."""

_SAYS_NOTHING = re.compile(
    r"(\[[^\]]*\]\s*:?)?\s*"
    r"(issue title|your issue( title)?|title|(bug|error|issue|problem|import)( report)?|help|untitled|n/?a|none|\W*)",
    re.IGNORECASE,
)


def make_title(report: Report) -> str:
    """Return one line of at most 256 characters; never a form's placeholder such as `[...] ISSUE TITLE`."""
    given = " ".join((report.title or "").split())
    title = propose_title(report) if _SAYS_NOTHING.fullmatch(given) else given
    return shorten(" ".join((title or "Import of a solution fails").split()), LENGTH)


def shorten(text: str, length: int) -> str:
    """Return the text, cut at `length` characters with an ellipsis as its last one."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def prefix_title(title: str, form_title: str) -> str:
    """Return the title behind the mark that a form prefills, such as `[Bug]: ` of `[Bug]: ISSUE TITLE`.

    A prefilled title without brackets or colon is an example, and no mark.
    """
    found = re.match(r"\s*(\[[^\]]{1,40}\]\s*:?|[A-Za-z][\w /()-]{0,24}:)", form_title)
    mark = " ".join(found[1].split()) if found else ""
    if not mark or title.casefold().startswith(mark.casefold()):
        return shorten(title, LENGTH)
    return shorten(f"{mark} {title}", LENGTH)
