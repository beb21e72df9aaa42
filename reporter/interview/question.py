"""The plain data of an interview: questions, what a screen shows, and the five ways to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, Protocol

from reporter.report import TARGETS, Target

Kind = Literal[
    "line",  # one line as it is typed
    "text",  # many lines
    "choice",  # one of the choices, or other
    "choices",  # any of the choices
    "yes-no",  # one box of a form
    "email",
    "version",
    "number",
    "time",
    "duration",  # stored as seconds
    "ids",  # one or more ids
    "lines",  # one answer a line
    "errors",
    "installed",
    "dependencies",
    "steps",  # what was tried, from the known steps
    "when-and-note",
    "timeline",
    "files",
    "confirm",  # what was read: all right, or which to correct
    "machine",  # facts about this machine: look, then which of them
    "target",
]
Known = Mapping[str, Any]
"""Report paths to what is known of them when a question's turn comes: evidence and the answers given before it."""
Check = Callable[[str], "str | None"]
"""Takes what was typed, returns a sentence if it cannot be an answer."""


class Back(Enum):
    """What an asker returns instead of an answer when the user goes back."""

    BACK = "back"


BACK = Back.BACK


class Later(Enum):
    """What stands for an answer when the user wants to try the known steps before anything is reported."""

    LATER = "not yet"


LATER = Later.LATER


@dataclass(frozen=True)
class Choice:
    """One option: the value that is stored, and what the user reads."""

    value: str
    label: str
    note: str = ""


def always(_known: Known) -> bool:
    """Whatever is known, the question makes sense."""
    return True


@dataclass(frozen=True)
class Question:
    """One question. `id` is the path of the report that its answer fills, so an answers file can use it."""

    id: str
    section: str
    ask: str
    why: str
    kind: Kind = "line"
    choices: tuple[Choice, ...] = ()
    other: bool = False
    """Something else than the choices may be typed."""
    suggestions: tuple[str, ...] = ()
    """Words that Tab completes."""
    hint: str = ""
    required: bool = False
    optional: bool = False
    """Asked only when the user wants to go through the optional ones."""
    targets: tuple[Target, ...] = TARGETS
    when: Callable[[Known], bool] = always
    always: bool = False
    """Asked even where the evidence has something: the user knows more."""
    help: str = ""
    """Longer text of a repository's form, shown above."""
    default: Any = None
    source: str = ""
    """Where `default` comes from."""


@dataclass(frozen=True)
class Screen:
    """What is shown with one question."""

    ask: str
    why: str = ""
    place: str = ""
    """Such as "4 of 11"."""
    source: str = ""
    """Where the default comes from, such as "from import.xml, line 12"."""
    notes: tuple[str, ...] = ()
    """Lines above the question."""
    hint: str = ""
    can_go_back: bool = True
    label: str = ""
    """A short name for the line that stays on the screen when the question is answered."""


class Asker(Protocol):
    """Whatever asks: repainted prompts, plain lines, or a script in a test. Ctrl-C raises KeyboardInterrupt."""

    def choose(self, screen: Screen, choices: Sequence[Choice], default: str | None) -> str | Back:
        """Return the value of one choice."""
        ...

    def choose_many(self, screen: Screen, choices: Sequence[Choice], default: Sequence[str]) -> list[str] | Back:
        """Return the values of any number of choices."""
        ...

    def type_line(
        self,
        screen: Screen,
        default: str,
        *,
        check: Check,
        suggestions: Sequence[str] = (),
    ) -> str | Back:
        """Return one line that `check` has nothing against."""
        ...

    def type_text(self, screen: Screen, default: str, *, check: Check, paths: bool = False) -> str | Back:
        """Return any number of lines that `check` has nothing against; `paths` completes file names."""
        ...

    def confirm(self, screen: Screen, default: bool) -> bool | Back:
        """Return yes or no."""
        ...

    def tell(self, lines: Sequence[str]) -> None:
        """Show lines that stay."""
        ...
