"""The review of what is taken out: before and after, on this screen only; what is decided stays with the draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.console import Surroundings
from reporter.drafts import Draft
from reporter.interview.question import Asker, Back, Choice, Screen
from reporter.labels import label_of
from reporter.report import Report, Target, dump_report

if TYPE_CHECKING:
    from reporter.redaction.pseudonyms import Pseudonyms

AROUND = 24
"""Characters of context on each side of a change."""
MOST_LINES = 40
MOST_READ = 20 * 2**20
"""Bytes. Larger attachments are searched when the zip is made, not for this screen."""


@dataclass(frozen=True)
class Redaction:
    """What one target's policy does to a report: changes in the texts, counts per file and kind, the values found."""

    changes: tuple[tuple[str, str, str], ...]
    counts: tuple[tuple[str, str, int], ...]
    values: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def show_redaction(surroundings: Surroundings, asker: Asker, draft: Draft, report: Report, target: Target) -> None:
    """Show what is taken out of the report and its files, and keep what the user decides about it."""
    while True:
        redaction = try_redaction(surroundings, draft, report, target)
        asker.tell(_lines(redaction))
        answer = asker.choose(
            Screen(
                "Is that right?",
                why="Real values are shown here only, and never written into the zip.",
                notes=tuple(f"{where}: {kind}, {number}" for where, kind, number in redaction.counts[:8]),
                label="Redaction",
            ),
            [
                Choice("right", "yes, all of it"),
                *([Choice("walk", "go through it one by one")] if redaction.values else []),
                Choice("add", "something else must go as well"),
                *([Choice("undo", "take back what I decided before")] if _decided(draft) else []),
            ],
            "right",
        )
        if isinstance(answer, Back) or answer == "right":
            return
        if answer == "walk":
            _walk(asker, draft, redaction)
        elif answer == "add":
            _add(asker, draft)
        else:
            _decide(draft, keep=None, add=None)


def try_redaction(surroundings: Surroundings, draft: Draft, report: Report, target: Target) -> Redaction:
    """Redact the report and its smaller files without writing anything, and return what was found."""
    from reporter.pipeline import load_pseudonyms
    from reporter.redaction.policy import load_policy
    from reporter.redaction.redactor import Redactor
    from reporter.settings import load_settings

    settings = load_settings(surroundings.places)
    pseudonyms = load_pseudonyms(draft.pseudonyms_path)
    policy = load_policy(target, settings=settings.policy.get(target))
    redactor = Redactor(policy, pseudonyms, own_terms=settings.own_terms)
    notes = []
    for attachment in report.attachments:
        path = Path(attachment.path)
        if not path.is_file() or path.stat().st_size > MOST_READ:
            notes.append(f"{path.name}: searched when the zip is made")
            continue
        redacted = redactor.file(path, name=path.name, consent=bool(attachment.consent))
        for _ in redacted.stream() if redacted.left_out is None else ():
            pass
        notes += [f"{path.name}: {note}" for note in (redacted.left_out, redacted.note) if note]
    before = dump_report(report)
    after = redactor.data(before)
    counts: Counter[tuple[str, str]] = Counter(redactor.counts)
    return Redaction(
        changes=tuple(find_changes(before, after)),
        counts=tuple((where, kind, number) for (where, kind), number in sorted(counts.items())),
        values=_values(pseudonyms, {kind for _, kind in counts}),
        notes=tuple(notes),
    )


def find_changes(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the path and the changed stretch, before and after, of every text that redaction changed."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            place = f"{path}.{key}" if path else str(key)
            if key in after:
                yield from find_changes(value, after[key], place)
            else:
                yield place, "what you gave", "nothing: it does not go there"
    elif isinstance(before, list) and isinstance(after, list):
        for number, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from find_changes(one, other, f"{path}[{number}]")
    elif before != after:
        yield (path, *_around(str(before), str(after)))


def _values(pseudonyms: Pseudonyms, kinds: set[str]) -> tuple[tuple[str, str], ...]:
    rows = [(kind, value.decode("utf-8", "replace")) for kind, value in pseudonyms.values() if kind in kinds]
    return tuple(dict.fromkeys(rows))


def _lines(redaction: Redaction) -> list[str]:
    lines = [f"  {label_of(path)}: {old}\n    becomes {new}" for path, old, new in redaction.changes[:MOST_LINES]]
    if len(redaction.changes) > MOST_LINES:
        lines.append(f"  and {len(redaction.changes) - MOST_LINES} more")
    split = [part for line in lines for part in line.splitlines()]
    return ["Taken out of the texts:", *(split or ["  nothing"]), *(f"  {note}" for note in redaction.notes)]


def _walk(asker: Asker, draft: Draft, redaction: Redaction) -> None:
    """Ask about each value: out, or kept wherever it stands."""
    for number, (kind, value) in enumerate(redaction.values, 1):
        answer = asker.choose(
            Screen(f"{kind}: {value}", place=f"{number} of {len(redaction.values)}", label=kind),
            [Choice("out", "out with it"), Choice("keep", "keep it: it is harmless"), Choice("end", "enough")],
            "out",
        )
        if isinstance(answer, Back) or answer == "end":
            return
        if answer == "keep":
            _decide(draft, keep=(kind, value), add=None)


def _add(asker: Asker, draft: Draft) -> None:
    term = asker.type_line(
        Screen("Which text must go, wherever it stands?", label="Taken out"), "", check=lambda _text: None
    )
    if not isinstance(term, Back) and term.strip():
        _decide(draft, keep=None, add=term.strip())


def _decided(draft: Draft) -> bool:
    from reporter.pipeline import load_pseudonyms

    return bool(load_pseudonyms(draft.pseudonyms_path).decisions)


def _decide(draft: Draft, *, keep: tuple[str, str] | None, add: str | None) -> None:
    """Keep a decision in the draft's private map; neither takes all decisions back."""
    from reporter.pipeline import load_pseudonyms
    from reporter.redaction.review import add_one, keep_one

    pseudonyms = load_pseudonyms(draft.pseudonyms_path)
    if keep:
        keep_one(pseudonyms, keep[1])
    elif add:
        add_one(pseudonyms, add)
    else:
        for _kind, term in pseudonyms.decisions.pop("add", ()):
            pseudonyms.forget(term.encode().lower())
            pseudonyms.forget(term.encode())
        pseudonyms.decisions.clear()
    pseudonyms.save(draft.pseudonyms_path)


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
