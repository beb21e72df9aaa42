"""Redaction of the report itself: its paths say what a value is, so nothing has to be guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reporter.redaction.redactor import Redactor

PATHS: tuple[tuple[str, str], ...] = (
    (r"environment\.tenant_id", "tenant-id"),
    (r"environment\.id", "environment-id"),
    (r"environment\.name", "environment-name"),
    (r"environment\.organization_id", "organization-id"),
    (r"contact\.name", "person"),
    (r"contact\.email", "email"),
    (r"contact\.phone", "phone"),
    (r"account\.user", "user-name"),
    (r"ids\.activity\.\d+", "activity-id"),
    (r"ids\.correlation\.\d+", "correlation-id"),
    (r"ids\.tracking\.\d+", "tracking-id"),
    (r"ids\.client_request\.\d+", "client-request-id"),
    (r"ids\.session\.\d+", "session-id"),
    (r"ids\.case\.\d+", "case-number"),
)
"""(pattern of a path in the dumped report, kind of the value there)."""
LEFT_OUT: dict[str, tuple[str, ...]] = {"github": ("contact",)}
"""Per target the keys of a report that it does not get at all: nobody is called back in public."""
_ID = r"\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?"
_WORD = r"[a-z]+(?: [a-z]+)*|[A-Z]"
UNTOUCHED: tuple[tuple[str, str], ...] = (
    (r"errors\.\d+\.code", r"0x[0-9A-F]{8}"),
    (r"errors\.\d+\.component\.id|ids\.[a-z_]+\.\d+", _ID),
    (r"ids\.case\.\d+", r"[0-9]{8,20}"),
    (r"fingerprint|attachments\.\d+\.sha256", r"(?:[a-z0-9]+:)?[0-9a-f]{6,64}"),
    (r".*version", r"v?[0-9]{1,6}(?:\.[0-9]{1,6}){1,4}"),
    (r"operation\.started|(?:timeline|attempts)\.\d+\.at", r"[0-9T:.+\-Z]+"),
    (r"operation\.(?:kind|same_error_each_time)|attempts\.\d+\.outcome|impact\.severity|contact\.method", _WORD),
    (r"routing\.(?:recommended|chosen)|checks\.\w+|environment\.managed|consent\.\w+", r"not known|not yet|[a-z]+"),
)
"""(pattern of a path, pattern of a value): what fits both belongs to nobody. Any other text there is read as a text."""
_KINDS = tuple((re.compile(pattern), kind) for pattern, kind in PATHS)
_UNTOUCHED = tuple((re.compile(path), re.compile(value)) for path, value in UNTOUCHED)
_SIGN_IN = re.compile(r"[\w.+\-#']{1,64}(?:[@\\][\w.\-]{1,190})?")
"""What is kept as the affected user's name; a longer text there is read as any other."""


def redact_data(redactor: Redactor, data: Any, where: str) -> Any:
    """Return a copy of JSON-like data (see `report.dump_report`) redacted.

    All values that a path tells are learnt first, so that a name in the contact is also gone from the summary.
    What the target does not get (`LEFT_OUT`) is missing in the copy.
    """
    if redactor.policy.keeps_affected_user:
        for path, value in _leaves(data, ""):
            if path in ("account.user", "contact.email") and _SIGN_IN.fullmatch(value.strip()):
                redactor.keep_value(value)
    for path, value in _leaves(data, ""):
        kind = _kind(path)
        if kind and value.strip():
            redactor.learn_value(kind, value)
        if not _untouched(path, value):
            redactor.learn(value)
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if key not in LEFT_OUT.get(redactor.policy.target, ())}
    return _walk(redactor, data, "", where)


def _walk(redactor: Redactor, data: Any, path: str, where: str) -> Any:
    if isinstance(data, dict):
        return {
            _key(redactor, key, path, where): _walk(redactor, value, f"{path}.{key}" if path else str(key), where)
            for key, value in data.items()
        }
    if isinstance(data, (list, tuple)):
        return [_walk(redactor, value, f"{path}.{index}", where) for index, value in enumerate(data)]
    if not isinstance(data, str) or not data or _untouched(path, data):
        return data
    kind = _kind(path)
    if kind:
        return redactor.value(kind, data, where)
    return redactor.text(data, where)


def _key(redactor: Redactor, key: Any, path: str, where: str) -> Any:
    """Keys of the answers to a form are labels that somebody else wrote; all other keys are our own."""
    return redactor.text(key, where) if path == "form" and isinstance(key, str) else key


def _kind(path: str) -> str | None:
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(path)), None)


def _untouched(path: str, value: str) -> bool:
    return any(known.fullmatch(path) and shape.fullmatch(value) for known, shape in _UNTOUCHED)


def _leaves(data: Any, path: str) -> list[tuple[str, str]]:
    if isinstance(data, dict):
        rows = data.items()
    elif isinstance(data, (list, tuple)):
        rows = enumerate(data)  # type: ignore[assignment]  # keys are numbers then
    else:
        return [(path, data)] if isinstance(data, str) else []
    return [leaf for key, value in rows for leaf in _leaves(value, f"{path}.{key}" if path else str(key))]
