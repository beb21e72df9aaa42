"""One file of known errors: its data checked against the schema, and made into entries and steps.

A file holds `steps:` (steps that several entries share) and `known:` (the entries). An entry:

    known:
      - id: contoso-approval-missing        # letters, digits, - and _
        title: The approval app is not installed
        match:                              # one of these clauses must fit
          - codes: [8004801D]               # any spelling; one of the codes
            text: ["missing ... approval"]  # all of the texts; `...` is up to 300 characters
            any: [install, upgrade]         # and one of these
        cause: Why it happens.
        causes: [One known cause, another one]
        steps:
          - id: install-approval
            title: Install the approval app
            do: [First this, then that]
            commands: [pac solution list]
            links: [https://example.com/]
            wait: 5 to 10 minutes           # in words, with wait_minutes for the clock
            wait_minutes: 10
            off_peak: no
            looks_only: no                  # yes: a step after which nothing was tried again
            caution: What must not be done.
          - look-at-history                 # a shared step, by its id
        prevention: [What avoids it]
        report_to: github                   # github, microsoft, internal or not yet
        report_reason: Why there
        support_needs: [The activity id]
        sources: [{title: "#10495", url: https://example.com/, date: 2025-11-18}]
        part: kit                           # kit, platform, environment or client
        transient: no
        hides_another: no
        affects: Which parts it names

The code of a generic error (one that comes with many causes) is no match by itself: such a clause needs a text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any, get_args

from reporter.guidance.model import Clause, KnownError, Part, SourceNote, Step
from reporter.guidance.pattern import flatten
from reporter.guidance.reading import Kind, Place, Problems, checked
from reporter.report import Destination, normalise_code

FILE: Mapping[str, Kind] = {"known": "rows", "steps": "rows"}
ENTRY: Mapping[str, Kind] = {
    "id": "text",
    "title": "text",
    "match": "rows",
    "cause": "text",
    "causes": "texts",
    "steps": "rows",
    "prevention": "texts",
    "report_to": "text",
    "report_reason": "text",
    "support_needs": "texts",
    "sources": "rows",
    "affects": "text",
    "part": "text",
    "transient": "yes/no",
    "hides_another": "yes/no",
}
STEP: Mapping[str, Kind] = {
    "id": "text",
    "title": "text",
    "do": "texts",
    "commands": "texts",
    "links": "texts",
    "wait": "text",
    "wait_minutes": "number",
    "off_peak": "yes/no",
    "looks_only": "yes/no",
    "caution": "text",
}
CLAUSE: Mapping[str, Kind] = {"codes": "texts", "text": "texts", "any": "texts"}
SOURCE: Mapping[str, Kind] = {"title": "text", "url": "text", "date": "text"}
SHORTEST_TEXT = 8
SHORTEST_PART = 3
"""Characters: shorter texts would be found in anything."""


def read_steps(data: Any, problems: Problems) -> dict[str, Step]:
    """Return the shared steps of a file by their ids."""
    rows = checked(data, (), problems, FILE).get("steps") or ()
    steps: dict[str, Step] = {}
    for index, row in enumerate(rows):
        step = _step(row, ("steps", index), problems)
        if step.id in steps:
            problems.add(("steps", index, "id"), f"the step id `{step.id}` is taken")
        steps[step.id] = step
    return steps


def read_entries(
    data: Any, problems: Problems, *, shared: Mapping[str, Step], generic: Container[str]
) -> tuple[KnownError, ...]:
    """Return the entries of a file; what is wrong with them goes to `problems`."""
    rows = (data.get("known") if isinstance(data, dict) else None) or ()
    if not isinstance(rows, list):
        return ()
    return tuple(
        _entry(row, ("known", index), problems, shared=shared, generic=generic) for index, row in enumerate(rows)
    )


def _entry(
    row: Any, place: Place, problems: Problems, *, shared: Mapping[str, Step], generic: Container[str]
) -> KnownError:
    values = checked(row, place, problems, ENTRY, needed=("id", "title", "match", "cause"))
    _check_id(values.get("id"), place, problems)
    return KnownError(
        id=values.get("id") or "",
        title=values.get("title") or "",
        cause=values.get("cause") or "",
        causes=values.get("causes") or (),
        steps=_steps(values.get("steps") or (), (*place, "steps"), problems, shared),
        prevention=values.get("prevention") or (),
        report_to=_choice(values.get("report_to"), get_args(Destination), (*place, "report_to"), problems),
        report_reason=values.get("report_reason"),
        support_needs=values.get("support_needs") or (),
        sources=tuple(
            _source(one, (*place, "sources", index), problems) for index, one in enumerate(values.get("sources") or ())
        ),
        clauses=tuple(
            _clause(one, (*place, "match", index), problems, generic)
            for index, one in enumerate(values.get("match") or ())
        ),
        affects=values.get("affects"),
        part=_choice(values.get("part"), get_args(Part), (*place, "part"), problems),
        transient=values.get("transient") or False,
        hides_another=values.get("hides_another") or False,
    )


def _steps(rows: Any, place: Place, problems: Problems, shared: Mapping[str, Step]) -> tuple[Step, ...]:
    steps = []
    for index, row in enumerate(rows):
        if not isinstance(row, str):
            steps.append(_step(row, (*place, index), problems))
        elif row in shared:
            steps.append(shared[row])
        else:
            problems.add((*place, index), f"no shared step has the id `{row}`")
    return tuple(steps)


def _step(row: Any, place: Place, problems: Problems) -> Step:
    values = checked(row, place, problems, STEP, needed=("id", "title"))
    _check_id(values.get("id"), place, problems)
    return Step(
        id=values.get("id") or "",
        title=values.get("title") or "",
        substeps=values.get("do") or (),
        commands=values.get("commands") or (),
        links=values.get("links") or (),
        wait=values.get("wait"),
        caution=values.get("caution"),
        wait_minutes=values.get("wait_minutes"),
        off_peak=values.get("off_peak") or False,
        looks_only=values.get("looks_only") or False,
    )


def _clause(row: Any, place: Place, problems: Problems, generic: Container[str]) -> Clause:
    values = checked(row, place, problems, CLAUSE)
    codes = []
    for index, spelled in enumerate(values.get("codes") or ()):
        code = normalise_code(spelled)
        if code is None:
            problems.add((*place, "codes", index), f"`{spelled}` is no error code such as 80097376")
        else:
            codes.append(code)
    text, any_text = values.get("text") or (), values.get("any") or ()
    _check_patterns(text, any_text, place, problems, coded=bool(codes))
    if not (codes or text or any_text):
        problems.add(place, "a clause needs codes or a text")
    if not text and not any_text:
        for code in codes:
            if code in generic:
                problems.add(place, f"code {code[2:]} comes with many causes: name a text beside it")
    return Clause(codes=tuple(codes), text=text, any_text=any_text)


def _check_patterns(
    text: tuple[str, ...], more: tuple[str, ...], place: Place, problems: Problems, *, coded: bool
) -> None:
    for key, rows in (("text", text), ("any", more)):
        for index, row in enumerate(rows):
            if any(len(part.strip()) < SHORTEST_PART for part in flatten(row).split("...")):
                problems.add((*place, key, index), f"`{row}`: each part of a text needs {SHORTEST_PART} characters")
    weakest = min(map(len, more), default=0)
    if (text or more) and not coded and max(*map(len, text), weakest, 0) < SHORTEST_TEXT:
        problems.add(place, f"without a code, one text needs {SHORTEST_TEXT} characters to tell this error from others")


def _source(row: Any, place: Place, problems: Problems) -> SourceNote:
    values = checked({"title": row} if isinstance(row, str) else row, place, problems, SOURCE, needed=("title",))
    return SourceNote(title=values.get("title") or "", url=values.get("url"), date=values.get("date"))


def _choice(value: str | None, choices: tuple[str, ...], place: Place, problems: Problems) -> Any:
    if value is not None and value not in choices:
        problems.add(place, f"must be one of {', '.join(choices)}, is `{value}`")
        return None
    return value


def _check_id(value: str | None, place: Place, problems: Problems) -> None:
    if value and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", value):
        problems.add((*place, "id"), f"`{value}` is no id: letters, digits, -, _ and . only")
