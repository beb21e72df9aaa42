"""A title and a summary that say something: what was done to what, and how it failed, from the facts alone."""

from __future__ import annotations

from reporter.report import ErrorDetail, Report

MOST_CHARACTERS = 200
"""GitHub refuses titles over 256 characters; a list of issues shows far fewer."""

VERBS = {"install": "Installation", "upgrade": "Upgrade", "update": "Update", "patch": "Patch"}


def propose_title(report: Report) -> str | None:
    """Return a title from the report's facts, at most 200 characters, or None if there is nothing to say yet."""
    subject = _subject(report)
    errors = _errors(report.errors)
    if not subject and not errors:
        return None
    subject = subject or "Import"
    title = f"{subject} fails: {errors}" if errors else f"{subject} fails"
    return title if len(title) <= MOST_CHARACTERS else title[: MOST_CHARACTERS - 1].rstrip() + "…"


def propose_summary(report: Report) -> str | None:
    """Return two or three sentences from the report's facts, or None if there is no error to speak of."""
    errors = [_name_error(error) for error in report.errors if error.code or error.message]
    if not errors:
        return None
    subject = _subject(report) or "Import"
    place = f" in a {report.environment.type} environment" if report.environment.type else ""
    sentences = [f"The {subject[0].lower()}{subject[1:]}{place} failed with {errors[0]}."]
    sentences += [f"Then it failed with {error}." for error in dict.fromkeys(errors[1:4]) if error != errors[0]]
    return " ".join(sentences)


def _name_error(error: ErrorDetail) -> str:
    if not error.code:
        return f"“{' '.join((error.message or '').split())[:120]}”"
    status = f" ({error.http_status})" if error.http_status else ""
    component = error.component
    return (
        _bare(error)
        + status
        + (f" on the {component.kind or 'component'} “{component.name}”" if component and component.name else "")
    )


def _subject(report: Report) -> str:
    solution, operation = report.solution, report.operation
    name = solution.name or solution.unique_name
    before, after = solution.source_version, solution.target_version
    verb = VERBS.get(operation.kind or "") or ("Upgrade" if before and after and before != after else "Import")
    if not name and not after:
        return verb if operation.kind else ""
    words = [verb, f"of {name}" if name else ""]
    if before and after and before != after:
        words.append(f"from {before} to {after}")
    elif after:
        words.append(f"to {after}" if operation.kind in ("upgrade", "update", "patch") else after)
    elif before:
        words.append(f"from {before}")
    return " ".join(word for word in words if word)


def _errors(errors: tuple[ErrorDetail, ...]) -> str:
    """Name the first code with its status and component, then the other codes."""
    coded = [error for error in errors if error.code]
    if not coded:
        first = next((error.message for error in errors if error.message), "")
        return " ".join(first.split())[:120]
    first_error = coded[0]
    words = [_bare(first_error)]
    if first_error.http_status:
        words.append(first_error.http_status)
    component = first_error.component
    if component and component.name:
        words.append(f"on {component.kind or 'component'} {component.name}")
    rest = list(dict.fromkeys(code for error in coded[1:] if (code := _bare(error)) != _bare(first_error)))
    tail = f", then {', '.join(rest[:3])}" if rest else ""
    return " ".join(words) + tail


def _bare(error: ErrorDetail) -> str:
    """People search for the digits alone."""
    return (error.code or "").removeprefix("0x")
