"""What a repainted screen says, as text of a given width: above the question, below it, its choices, its answer."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.console import visible
from reporter.interview.question import Choice, Screen
from reporter.interview.wrap import cut, measure, wrap_lines

BACK_KEY = "Shift-Tab: back"
WIDEST_LABEL = 30
"""Columns. Notes of choices stand below one another as long as the labels are not wider."""
LEAST_NOTE = 12
"""Columns. A note that has less room says nothing."""


def top_of(screen: Screen, columns: int) -> str:
    """Return the notes and the place in the whole."""
    notes = wrap_lines(map(visible, screen.notes), columns)
    place = f"[{screen.place}]" if screen.place else "?"
    return "\n".join([*notes, *([""] if notes else []), place])


def bottom_of(screen: Screen, keys: str, columns: int) -> str:
    """Return why it is asked, where the default comes from, and the keys; begins on a line of its own."""
    source = f"({visible(screen.source)})" if screen.source else ""
    texts = [" ".join(part for part in (screen.why, source) if part), screen.hint]
    lines = wrap_lines([text for text in texts if text], columns - 2, indent="  ")
    return "\n".join(["", *lines, f"  {keys}{f' {BACK_KEY}' if screen.can_go_back else ''}"])


def titles_of(choices: Sequence[Choice], columns: int) -> list[str]:
    """Return one line per choice: label and note in columns."""
    width = min(WIDEST_LABEL, max((measure(choice.label) for choice in choices if choice.note), default=0))
    return [_title(choice, width, columns) for choice in choices]


def answered_line(screen: Screen, answer: str, columns: int) -> str:
    """Return the one line that stays when a question is answered."""
    lines = answer.splitlines() or [""]
    more = f" (+{len(lines) - 1} lines)" if len(lines) > 1 else ""
    return cut(f"  {screen.label or screen.ask}: {lines[0]}", columns - len(more)) + more


def _title(choice: Choice, width: int, columns: int) -> str:
    label = visible(choice.label)
    label += " " * (width - measure(label))
    left = columns - measure(label) - 2
    if choice.note and left >= LEAST_NOTE:
        return f"{label}  {cut(visible(choice.note), left)}"
    return cut(label.rstrip(), columns)
