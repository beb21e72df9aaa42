"""HAR, a browser's record of its requests: the failing ones with time, method, host and path, status, and their ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from reporter.evidence.facts import ErrorFact, EventFact, FileFact, Finding, Found, Where
from reporter.evidence.flow import read_error, read_headers
from reporter.evidence.piece import Piece
from reporter.evidence.situation import ADDRESS, ENVIRONMENT_LINK
from reporter.evidence.times import parse_time

LIMIT = 50
BODY = 200_000


def is_har(piece: Piece) -> bool:
    """Whether this is a HAR."""
    data = piece.json
    return (
        isinstance(data, Mapping)
        and isinstance(data.get("log"), Mapping)
        and isinstance(data["log"].get("entries"), list)
    )


def read_har(piece: Piece) -> Iterator[Finding]:
    """Yield the failing requests; an address is given without its query, which can hold secrets."""
    entries = [one for one in piece.json["log"]["entries"] if isinstance(one, Mapping)]
    failing = [one for one in entries if _status(one) >= 400 or _blocked(one)]
    for number, entry in enumerate(failing[:LIMIT]):
        yield from _failure(entry, piece, number)
    for entry in entries[:2000]:
        address = str(_part(entry, "request").get("url", ""))
        host = ADDRESS.match(address)
        if host:
            yield Found("environment.url", f"https://{host['host'].lower()}/", Where(piece.name))
            break
    told = f"{len(failing)} failed of {len(entries)} requests." + (
        f" The first {LIMIT} are listed." if len(failing) > LIMIT else ""
    )
    yield FileFact(piece.name, "har", told)


def _failure(entry: Mapping[str, Any], piece: Piece, number: int) -> Iterator[Finding]:
    request, response = _part(entry, "request"), _part(entry, "response")
    address = str(request.get("url", ""))
    started = str(entry.get("startedDateTime", ""))
    where = piece.where(started or None) if number < 10 else Where(piece.name)
    parts = _split(address)
    status = _status(entry)
    what = (
        f"{request.get('method', 'GET')} {parts} answered {status}"
        if status
        else f"{request.get('method', 'GET')} {parts} got no answer"
    )
    content = _part(response, "content").get("text")
    told: list[Finding] = []
    if isinstance(content, str) and "{" in content[:BODY]:
        told = list(read_error({"body": content[:BODY]}, where))
    errors = [one for one in told if isinstance(one, ErrorFact)]
    error = errors[0] if errors else ErrorFact(None, where)
    message = f"{what}: {error.message}" if error.message else what
    yield ErrorFact(
        error.code, where, message, error.name, str(status) if status else None, error.component, error.spellings
    )
    yield from (one for one in told if not isinstance(one, ErrorFact))
    for part in (request, response):
        headers = {
            str(one.get("name")): one.get("value") for one in part.get("headers") or () if isinstance(one, Mapping)
        }
        yield from read_headers(headers, where)
    environment = ENVIRONMENT_LINK.search(address)
    if environment:
        yield Found("environment.id", environment["id"], where)
    at = parse_time(started)
    if at:
        yield EventFact(at, what, where)


def _part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = data.get(key)
    return part if isinstance(part, Mapping) else {}


def _status(entry: Mapping[str, Any]) -> int:
    status = _part(entry, "response").get("status")
    return status if isinstance(status, int) else 0


def _blocked(entry: Mapping[str, Any]) -> bool:
    error = _part(entry, "response").get("_error")
    return (
        _status(entry) == 0 and isinstance(error, str) and bool(re.search(r"ERR_(?!ABORTED|BLOCKED_BY_CLIENT)", error))
    )


def _split(address: str) -> str:
    try:
        parts = urlsplit(address)
        return f"{parts.hostname or ''}{parts.path}"
    except ValueError:
        return "(an address that cannot be read)"
