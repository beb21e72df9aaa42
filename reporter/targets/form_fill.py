"""Answers a form's fields from the report, by the words of their ids and labels; each with its source, to be confirmed.

The mapping is the table `RULES`. A dropdown gets a value only where an option is the value itself; boxes are never
ticked, and nothing is answered that the report does not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reporter.report import ErrorDetail, Report
from reporter.targets.form_answers import effective_answer, match_option, take_answer
from reporter.targets.form_model import FilledField, FormField, IssueForm
from reporter.targets.markdown import Rendered, fence

Produce = Callable[[Report], str | None]


@dataclass(frozen=True)
class Rule:
    """Fields whose label or id has these words (and none of those) are answered from these paths of the report."""

    path: str
    words: str
    value: Produce
    fenced: bool = False
    """The value is log text: fenced, unless the field does so itself."""
    never: str = r"$^"

    def fits(self, field: FormField) -> bool:
        """Whether the field asks for this."""
        name = f"{field.label} {(field.id or '').replace('-', ' ').replace('_', ' ')}".casefold()
        return bool(re.search(self.words, name)) and not re.search(self.never, name)


def fill_form(form: IssueForm, report: Report, *, described: str | None = None) -> tuple[FilledField, ...]:
    """Return every submitted field of the form with its answer and where that answer comes from.

    Args:
        form: The form.
        report: The report, redacted for the target where the answers go out.
        described: Finished Markdown for the field that asks what happened (foreign text in it already harmless).

    Returns:
        One row per submitted field, in order; no answer where neither the user, the report nor the form has one.
        The user's own answers (`report.form`) come before everything else.
    """
    filled: list[FilledField] = []
    taken: set[str] = set()
    for field in form.submitted:
        given = take_answer(field, report.form)
        if given is not None:
            filled.append(FilledField(field, given, "your answer"))
            continue
        answer, source = _answer_from_report(field, report, described, taken)
        prefilled = effective_answer(field, None)
        if answer is not None:
            filled.append(FilledField(field, answer, source))
        else:
            filled.append(FilledField(field, prefilled, None if prefilled is None else "prefilled by the form"))
    return tuple(filled)


def sources_of(filled: tuple[FilledField, ...]) -> frozenset[str]:
    """Return the paths of the report that have a field of their own, so that no other text need repeat them."""
    return frozenset(one.source for one in filled if one.source and one.answer)


def _answer_from_report(
    field: FormField, report: Report, described: str | None, taken: set[str]
) -> tuple[str | None, str | None]:
    rule = next((rule for rule in RULES if rule.fits(field)), None)
    if rule is None or field.type in ("checkboxes", "upload") or (rule.path in taken and field.type != "dropdown"):
        return None, None
    if field.type == "dropdown":
        certain = next((found for one in _names(rule, report) if (found := match_option(field, one))), None)
        return (certain, rule.path) if certain else (None, None)
    if rule.path == "summary" and described and field.type == "textarea":
        taken.add(rule.path)
        return Rendered(described.strip("\n")), rule.path
    value = rule.value(report)
    if not value:
        return None, None
    taken.add(rule.path)
    if rule.fenced and field.type == "textarea" and not field.render:
        return Rendered(fence(value, "text")), rule.path
    return value, rule.path


def _names(rule: Rule, report: Report) -> list[str]:
    """Return the spellings under which a dropdown may hold the value: itself, and a CoE solution by its short name."""
    value = rule.value(report)
    names = [value] if value else []
    if rule.path == "solution.name":
        long_names = [name for name in (report.solution.name, report.solution.unique_name) if name]
        names = [*long_names, *(short for name in long_names if (short := shorten_solution(name)))]
    return names


def shorten_solution(name: str) -> str | None:
    """Return the short name of a CoE Starter Kit solution (`Center of Excellence - Core Components`: Core), or None."""
    found = re.fullmatch(
        r"(?:Center\s*of\s*Excellence|CoE(?:\s+Starter\s+Kit)?)[\s-]*(.+?)\s*(?:Components)?", name, re.I
    )
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", found[1]).strip() if found else None


def _version(report: Report) -> str | None:
    return report.solution.target_version or report.solution.source_version


def _app(report: Report) -> str | None:
    names = [error.component.name for error in report.errors if error.component and error.component.name]
    return ", ".join(dict.fromkeys(names[:3])) or None


def _steps(report: Report) -> str | None:
    if report.steps_to_reproduce:
        return report.steps_to_reproduce
    solution = report.solution.name or report.solution.unique_name
    if not (report.operation.kind and solution):
        return None
    before, after = report.solution.source_version, report.solution.target_version
    way = f" by {report.operation.method}" if report.operation.method else ""
    versions = f" from {before} to {after}" if before and after else f" {after}" if after else ""
    return f"1. {report.operation.kind.capitalize()} {solution}{versions}{way}.\n2. See the error."


def _summary(report: Report) -> str | None:
    parts = [report.summary or report.title or "", *(_error(error) for error in report.errors[:5])]
    return "\n\n".join(part for part in parts if part) or None


def _error(error: ErrorDetail) -> str:
    head = " ".join(part for part in (error.code, error.http_status) if part)
    return fence("\n".join(part for part in (head, error.message) if part), "text") if head or error.message else ""


def _log(report: Report) -> str | None:
    lines = []
    for error in report.errors:
        head = " ".join(part for part in (error.code, error.http_status) if part)
        lines.append(": ".join(part for part in (head, error.message) if part))
    return "\n".join(line for line in lines if line) or None


def _environment(report: Report) -> str | None:
    place = report.environment
    rows = {
        "Type": place.type,
        "Region": place.region,
        "Cloud": place.cloud,
        "License": place.license,
        "Url": place.url,
    }
    return "\n".join(f"- {name}: {value}" for name, value in rows.items() if value) or None


def _attempts(report: Report) -> str | None:
    rows = []
    for number, attempt in enumerate(report.attempts, 1):
        end = ": ".join(part for part in (attempt.outcome or "", attempt.note or "") if part)
        rows.append(f"{number}. {attempt.what}{f' ({end})' if end else ''}")
    return "\n".join(rows) or None


def _machine(report: Report) -> str | None:
    return next((one.value for one in report.machine if re.search(r"operating system|^os$", one.name, re.I)), None)


def _codes(report: Report) -> str | None:
    return ", ".join(dict.fromkeys(error.code for error in report.errors if error.code)) or None


_OTHER_VERSIONS = (
    r"\b(os|operating|windows|linux|macos|android|ios|browser|python|node|npm|php|java|ruby|rust|go|\.net|dotnet|"
    r"database|kernel|driver|firmware|device|shell|compiler|git|docker|kubernetes|worked|first|expected)\b"
)

RULES: tuple[Rule, ...] = (
    Rule("title", r"^(issue )?title\b", lambda report: report.title),
    Rule("operation.tool_version", r"\b(pac|cli|tool)\b.*\bversion\b", lambda report: report.operation.tool_version),
    Rule(
        "solution.source_version",
        r"\b(previous|old|source|earlier|current|upgrad\w+ from)\b.*\bversion\b|\bversion\b.*\bbefore\b",
        lambda report: report.solution.source_version,
        never=_OTHER_VERSIONS,
    ),
    Rule("solution.target_version", r"\bversion\b", _version, never=_OTHER_VERSIONS),
    Rule("errors.code", r"\berror (code|number|id)s?\b", _codes),
    Rule(
        "steps_to_reproduce",
        r"\b(repro|reprodu\w*)\b|\bsteps to\b",
        _steps,
        never=r"\b(link|url|repository|project|code|example)\b",
    ),
    Rule(
        "expected",
        r"\b(expect\w*|attendu\w*|erwart\w*|esperad\w*)\b",
        lambda report: report.expected,
        never=r"\b(actual|happened|current)\b",
    ),
    Rule(
        "attempts",
        r"\b(tried|attempt\w*|troubleshooting steps|already done)\b",
        _attempts,
        never=r"\b(trying to do|are you trying|were you trying)\b",
    ),
    Rule("impact.workaround", r"\bwork ?-?arounds?\b", lambda report: report.impact.workaround),
    Rule(
        "errors",
        r"\blogs?\b|\bstack ?traces?\b|\btraceback\b|\berror (message|output|text|details)\b",
        _log,
        fenced=True,
    ),
    Rule("environment.region", r"\bregion\b", lambda report: report.environment.region),
    Rule("environment.type", r"\benvironment type\b", lambda report: report.environment.type),
    Rule("environment.license", r"\blicen[sc]e\b", lambda report: report.environment.license, never=r"\bagree\b"),
    Rule("machine", r"\boperating system\b|\bwhich os\b|^os\b", _machine),
    Rule("environment", r"\benvironment\b", _environment, never=r"\b(url|id|name)\b"),
    Rule(
        "summary",
        r"\bdescri\w*\b|\bdécri\w*|\bbeschreib\w*|\bwhat (happened|went wrong|is wrong|happens)\b"
        r"|\b(actual|current|observed) (behaviou?r|results?)\b"
        r"|\b(bug|issue|problem) (summary|report|details)\b|\bsummary\b|\bwhat is the (bug|issue|problem|question)\b"
        r"|\bwhat is your question\b|^(the )?(bug|issue|problem)\b",
        _summary,
        never=r"\b(expect\w*|like|alternatives?|solution|feature|link)\b",
    ),
    Rule("errors.component.name", r"\b(app|apps|flow|flows|workflow)\b", _app, never=r"\b(version|store|kind|type)\b"),
    Rule(
        "solution.name",
        r"\b(solution|component|package|product|module)\b",
        lambda report: report.solution.name or report.solution.unique_name,
        never=r"\b(like|proposed|suggest\w*|possible|describe|idea)\b",
    ),
)
"""First match wins. `path` is the part of the report; `words` and `never` are read in label and id, in lower case."""
