"""Flows: runs as JSON, action outputs ("Show raw outputs"), Web API errors; the error inside the error counts most."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from reporter.evidence.error_text import read_message
from reporter.evidence.facts import ComponentFact, ErrorFact, EventFact, FileFact, Finding, Found, Where
from reporter.evidence.piece import Piece
from reporter.evidence.records import list_records
from reporter.evidence.times import parse_time
from reporter.report import normalise_code, spell_code

DEPTH = 6
ENDED = ("failed", "timedout", "cancelled", "canceled", "aborted")
HEADERS = {
    "x-ms-correlation-request-id": "correlation",
    "x-ms-correlation-id": "correlation",
    "x-ms-client-request-id": "client_request",
    "x-ms-activity-id": "activity",
    "x-ms-client-session-id": "session",
}
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)


def is_flow(piece: Piece) -> bool:
    """Whether this is JSON of a flow's run or action, or an error answer of a service."""
    return any(_is_run(one) or _is_output(one) or _is_error(one) for one in list_records(piece.json)[:20])


def read_flow(piece: Piece) -> Iterator[Finding]:
    """Yield the errors, ids and times of runs, action outputs and error answers."""
    records = list_records(piece.json)
    failed = 0
    for record in records[:500]:
        if _is_run(record):
            findings = list(_run(record, piece))
        elif _is_output(record):
            findings = list(_output(record, piece))
        elif _is_error(record):
            findings = list(read_error(record, piece.where(str(record.get("code") or "") or None)))
        else:
            continue
        failed += any(isinstance(one, ErrorFact) for one in findings)
        yield from findings
    yield FileFact(piece.name, "flow-run", f"{failed} failed of {len(records)} runs." if len(records) > 1 else None)


def read_error(data: Mapping[str, Any], where: Where, component: ComponentFact | None = None) -> Iterator[Finding]:
    """Yield the error of `{"error": {"code", "message"}}` or `{"code", "message"}`; the innermost message counts."""
    code, message = _innermost(data)
    error, ids = read_message(message or "", where)
    number = normalise_code(code) if code else None
    number = number or error.code
    name = code if code and not normalise_code(code) and not code.isdigit() else None
    if not (number or name or error.message):
        return
    yield ErrorFact(
        number,
        where,
        error.message,
        name,
        error.http_status,
        component or error.component,
        spell_code(number) if number else (),
    )
    yield from ids


def read_headers(headers: Mapping[str, Any], where: Where) -> Iterator[Found]:
    """Yield the ids that support looks up out of request or response headers."""
    for name, value in headers.items():
        kind = HEADERS.get(str(name).casefold())
        match = GUID.search(str(value))
        if kind and match:
            yield Found(f"ids.{kind}", match[0], where)


def _innermost(data: Any, depth: int = 0) -> tuple[str | None, str | None]:
    """Return code and message of the deepest error object; a message that is itself JSON is looked into."""
    if isinstance(data, str):
        start = data.find("{")
        if start < 0 or '"' not in data or depth > DEPTH or len(data) > 10**6:
            return None, None
        try:
            return _innermost(json.loads(data[start:], strict=False), depth + 1)
        except (ValueError, RecursionError):
            return None, None
    if not isinstance(data, Mapping) or depth > DEPTH:
        return None, None
    for key in ("error", "innererror", "innerError", "body"):
        inner = data.get(key)
        if isinstance(inner, Mapping) or (isinstance(inner, str) and inner.lstrip().startswith("{")):
            code, message = _innermost(inner, depth + 1)
            if message:
                return code or _word(data.get("code")), message
    message = data.get("message") if isinstance(data.get("message"), str) else None
    if message and "{" in message:
        code, inner_message = _innermost(message, depth + 1)
        if inner_message:
            return code or _word(data.get("code")), message
    return _word(data.get("code") or data.get("errorCode")), message


def _word(value: Any) -> str | None:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value) else None


def _is_run(data: Mapping[str, Any]) -> bool:
    inside = data.get("properties")
    return isinstance(inside, Mapping) and "status" in inside and ("startTime" in inside or "error" in inside)


def _is_output(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("statusCode"), int) and ("body" in data or "headers" in data)


def _is_error(data: Mapping[str, Any]) -> bool:
    error = data.get("error")
    if isinstance(error, Mapping):
        return "message" in error or "code" in error
    return isinstance(data.get("code"), str) and isinstance(data.get("message"), str)


def _run(data: Mapping[str, Any], piece: Piece) -> Iterator[Finding]:
    inside = data["properties"]
    where = piece.where(str(data.get("name") or "") or None)
    status = str(inside.get("status", ""))
    start, end = parse_time(str(inside.get("startTime", ""))), parse_time(str(inside.get("endTime", "")))
    workflow = inside.get("workflow") or inside.get("flow") or {}
    shown = workflow.get("displayName") or workflow.get("name") if isinstance(workflow, Mapping) else None
    component = ComponentFact("flow", str(shown)) if shown else None
    if status.casefold() in ENDED or isinstance(inside.get("error"), Mapping):
        yield from read_error(inside, where, component)
        if start:
            yield EventFact(start, f"Flow run started{': ' + str(shown) if shown else ''}", where)
        if end:
            yield EventFact(end, f"Flow run ended: {status or 'Failed'}", where)
    correlation = inside.get("correlation")
    if isinstance(correlation, Mapping) and GUID.fullmatch(str(correlation.get("clientTrackingId", ""))):
        yield Found("ids.tracking", str(correlation["clientTrackingId"]), where)


def _output(data: Mapping[str, Any], piece: Piece) -> Iterator[Finding]:
    status = data["statusCode"]
    where = piece.where('"statusCode"')
    headers = data.get("headers")
    if isinstance(headers, Mapping):
        yield from read_headers(headers, where)
        at = parse_time(str(headers.get("Date") or headers.get("date") or ""))
        if at:
            yield EventFact(at, f"A service answered {status}", where)
    if status < 400:
        return
    found = False
    for finding in read_error(data, where):
        if isinstance(finding, ErrorFact):
            found = True
            finding = ErrorFact(
                finding.code, where, finding.message, finding.name, str(status), finding.component, finding.spellings
            )
        yield finding
    if not found:
        yield ErrorFact(None, where, http_status=str(status))
