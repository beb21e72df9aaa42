"""The text of one error, as a structured file holds it: its HTTP status, its component and its ids."""

from __future__ import annotations

from reporter.evidence.codes import find_codes
from reporter.evidence.components import find_components
from reporter.evidence.facts import ErrorFact, Found, Where
from reporter.evidence.ids import find_ids
from reporter.evidence.page import Page, make_page
from reporter.evidence.statuses import find_statuses
from reporter.report import spell_code


def read_message(text: str, where: Where, code: str | None = None) -> tuple[ErrorFact, tuple[Found, ...]]:
    """Return the error of one message that a structured file holds, and the ids in the message.

    The code is the file's own; without one, a code in the words of the message counts.
    """
    page = make_page(text, where.file)
    page = Page(where.file, page.raw, page.text, where.line or 1)
    mentions = find_codes(page)
    code = code or (mentions[0].code if mentions else None)
    components = [one.component for one in find_components(page) if not one.loose]
    statuses = find_statuses(page)
    error = ErrorFact(
        code=code,
        where=where,
        message=page.quote(0, len(page.raw)) or None,
        http_status=statuses[0].status if statuses else None,
        component=components[0] if components else None,
        spellings=spell_code(code) if code else (),
    )
    return error, tuple(Found(found.path, found.value, where) for found in find_ids(page))
