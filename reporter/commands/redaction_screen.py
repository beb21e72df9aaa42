"""The review of what is taken out: before and after, on this screen only; what is decided stays with the draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reporter.console import Surroundings
from reporter.drafts import Draft
from reporter.interview.question import Asker, Back, Choice, Screen
from reporter.labels import label_of
from reporter.report import Report, Target, dump_report

AROUND = 24
"""Characters of context on each side of a change."""
MOST_LINES = 40


def show_redaction(surroundings: Surroundings, asker: Asker, draft: Draft, report: Report, target: Target) -> None:
    """Show what the target's policy takes out of the report, and keep what the user decides about it."""
    from reporter.pipeline import load_pseudonyms
    from reporter.redaction.policy import load_policy
    from reporter.redaction.redactor import Redactor
    from reporter.settings import load_settings

    settings = load_settings(surroundings.places)
    while True:
        pseudonyms = load_pseudonyms(draft.pseudonyms_path)
        keep = tuple(draft.walk.get("keep") or ())
        policy = load_policy(target, keep=keep, settings=settings.policy.get(target))
        redactor = Redactor(policy, pseudonyms, own_terms=settings.own_terms)
        before = dump_report(report)
        rows = list(find_changes(before, redactor.data(before)))
        kinds = sorted({kind for (_, kind) in redactor.counts})
        counts = {kind: sum(number for (_, one), number in redactor.counts.items() if one == kind) for kind in kinds}
        lines = [f"{label_of(path)}: {old}  ->  {new}" for path, old, new in rows[:MOST_LINES]]
        asker.tell(["Taken out of the texts (files are searched when the zip is made):", *(lines or ["  nothing"])])
        answer = asker.choose(
            Screen(
                "Is that right?",
                why="Shown here only: real values are never written into the zip.",
                notes=tuple(f"{kind}: {number}" for kind, number in counts.items()),
                label="Redaction",
            ),
            [
                Choice("right", "yes, back to the review"),
                Choice("add", "no, something else must go as well"),
                *[Choice(f"keep {kind}", f"no, keep values of the kind {kind}") for kind in kinds],
                *[Choice(f"drop {kind}", f"take out {kind} again") for kind in keep],
            ],
            "right",
        )
        if isinstance(answer, Back) or answer == "right":
            return
        _decide(surroundings, asker, draft, answer)


def _decide(surroundings: Surroundings, asker: Asker, draft: Draft, answer: str) -> None:
    from reporter.pipeline import load_pseudonyms

    if answer == "add":
        term = asker.type_line(
            Screen("Which text must go, wherever it stands?", label="Taken out"), "", check=lambda _text: None
        )
        if isinstance(term, Back) or not term.strip():
            return
        pseudonyms = load_pseudonyms(draft.pseudonyms_path)
        pseudonyms.decisions.setdefault("add", []).append(["own-term", term.strip()])
        pseudonyms.save(draft.pseudonyms_path)
        return
    verb, kind = answer.split(" ", 1)
    kept = [one for one in draft.walk.get("keep") or () if one != kind]
    draft.walk["keep"] = [*kept, kind] if verb == "keep" else kept
    draft.save(surroundings.now())


def find_changes(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the path and the changed stretch, before and after, of every text that redaction changed."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            yield from find_changes(value, after.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(before, list) and isinstance(after, list):
        for number, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from find_changes(one, other, f"{path}[{number}]")
    elif before != after:
        yield (path, *_around(str(before), str(after)))


def _around(before: str, after: str) -> tuple[str, str]:
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return _stretch(before, start, end), _stretch(after, start, end)


def _stretch(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), len(text) - max(0, end - AROUND)
    return ("…" if first else "") + " ".join(text[first:last].split()) + ("…" if last < len(text) else "")
