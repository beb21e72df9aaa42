"""One hand-off: the parcel, where it goes, and the hands that touch the desktop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reporter.console import Surroundings
from reporter.handoff.clipboard import copy_text
from reporter.handoff.opening import open_address, show_file
from reporter.handoff.parcel import Parcel
from reporter.targets.form_body import missing_answers
from reporter.targets.form_fill import fill_form
from reporter.targets.form_model import FilledField, IssueForm, answers_of


@dataclass(frozen=True)
class Hands:
    """What a hand-off does on the desktop; each returns whether it worked. Tests pass their own."""

    open: Callable[[str], bool]
    copy: Callable[[str], bool]
    show: Callable[[Path], bool]

    @classmethod
    def of(cls, surroundings: Surroundings) -> Hands:
        """Return the hands for this machine."""
        environ = surroundings.environ
        return cls(
            open=partial(open_address, environ=environ),
            copy=partial(copy_text, environ=environ),
            show=partial(show_file, environ=environ),
        )


@dataclass(frozen=True)
class Delivery:
    """Everything that a way of handing over needs to know."""

    surroundings: Surroundings
    parcel: Parcel
    hands: Hands
    form: IssueForm | None = None
    repository: str | None = None
    link_limit: int = 2_000
    again: str = "reporter send BUNDLE"
    """The command that continues, without `--via`."""
    assume_yes: bool = False
    with_pictures: bool = False
    draft: str | None = None

    def fields(self) -> tuple[FilledField, ...]:
        """Return the form's fields with the answers of the bundle's report."""
        return fill_form(self.form, self.parcel.report) if self.form else ()

    def missing(self) -> tuple[str, ...]:
        """Return the labels of what the form requires and the report does not answer."""
        if self.form is None:
            return ()
        answers = answers_of(fill_form(self.form, self.parcel.report, described="in the bundle"))
        return tuple(field.label for field in missing_answers(self.form, answers))

    def say(self, text: str = "") -> None:
        """Write one line of talk."""
        self.surroundings.say(text)

    def confirm(self, question: str) -> bool:
        """Ask a question that only a plain yes answers; False where nobody can be asked."""
        if self.assume_yes:
            return True
        if not self.surroundings.interactive:
            return False
        self.surroundings.stderr.write(f"{question} [y/N] ")
        self.surroundings.stderr.flush()
        answer = self.surroundings.stdin.readline()
        if not answer:
            raise EOFError
        return answer.strip().casefold() in ("y", "yes")
