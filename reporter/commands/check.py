"""`reporter check`: what a triager would still ask, before the report goes out."""

from __future__ import annotations

from reporter.commands.build import check_target, load_report
from reporter.console import Surroundings
from reporter.guidance.completeness import check_completeness
from reporter.guidance.model import Ask
from reporter.report import write_json


def check(surroundings: Surroundings, answers: str, *, target: str, as_json: bool) -> int:
    """Print what is missing for the target; return 1 if something required is.

    Raises:
        InputError: no such target, file or draft, or a broken answers file.
    """
    place = check_target(target)
    completeness = check_completeness(load_report(surroundings, answers, record=False).report, place)
    if as_json:
        surroundings.stdout.write(
            write_json(
                {
                    "target": place,
                    "percent": completeness.percent,
                    "missing": [_row(ask) for ask in completeness.missing],
                    "answered": [_row(ask) for ask in completeness.answered],
                }
            )
        )
    else:
        surroundings.result(f"{completeness.percent} % complete for {place}")
        for title, asks in (
            ("Needed:", completeness.required_missing),
            ("Better with:", tuple(ask for ask in completeness.missing if not ask.required)),
        ):
            if asks:
                surroundings.result(title)
            for ask in asks:
                surroundings.result(f"  {ask.question} [{ask.path}]\n      {ask.why}")
    return 1 if completeness.required_missing else 0


def _row(ask: Ask) -> dict[str, object]:
    return {"path": ask.path, "question": ask.question, "why": ask.why, "required": ask.required}
