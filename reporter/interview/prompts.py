"""Asks in a terminal with repainted prompts; the only file that knows questionary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, TextIO, cast

import questionary
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter, WordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import merge_key_bindings
from prompt_toolkit.output import ColorDepth, Output, create_output

from reporter.console import Surroundings, visible
from reporter.errors import InputError
from reporter.interview.keys import enter_keys, leaving_keys
from reporter.interview.question import Back, Check, Choice, Screen
from reporter.interview.screen import answered_line, bottom_of, titles_of, top_of
from reporter.interview.wrap import wrap_lines

STYLE = questionary.Style(
    [
        ("qmark", ""),
        ("question", "bold"),
        ("instruction", "fg:ansibrightblack"),
        ("pointer", "fg:ansicyan bold"),
        ("highlighted", "fg:ansicyan bold noreverse"),
        ("selected", "fg:ansicyan noreverse"),
        ("answer", ""),
        ("text", ""),
    ]
)
PLAIN_STYLE = questionary.Style([(name, "noreverse") for name in ("highlighted", "selected", "answer", "qmark")])
LEAST_CHOICES = 6
"""Lines that a list of choices keeps on a small terminal."""


class TerminalAsker:
    """Asks a person at a terminal. Prompts go to standard error, so that standard output holds results only."""

    def __init__(
        self, surroundings: Surroundings, *, source: Input | None = None, output: Output | None = None
    ) -> None:
        self.surroundings = surroundings
        self.plain = bool(surroundings.environ.get("NO_COLOR"))
        self.source = source or create_input(cast("TextIO", surroundings.stdin))
        self.output = output or open_output(surroundings)

    def choose(self, screen: Screen, choices: Sequence[Choice], default: str | None) -> str | Back:
        """Ask for one of the choices, by arrow keys and Enter."""
        top = self._top(screen, keys="Up, Down, Enter.", below=len(choices))
        titles = titles_of(choices, self._columns() - 4)
        with self._session():
            question = questionary.select(
                screen.ask,
                [questionary.Choice(title, value=choice.value) for title, choice in zip(titles, choices, strict=True)],
                default=default,
                qmark=top,
                pointer=">",
                instruction=bottom_of(screen, "Up, Down, Enter.", self._columns()),
                use_jk_keys=False,
                style=self._style(),
            )
            answer: str | Back = self._run(question, screen)
        if not isinstance(answer, Back):
            self._leave(screen, next(choice.label for choice in choices if choice.value == answer))
        return answer

    def choose_many(self, screen: Screen, choices: Sequence[Choice], default: Sequence[str]) -> list[str] | Back:
        """Ask for any number of the choices: the space bar ticks, Enter ends."""
        keys = "Space ticks, Enter goes on."
        top = self._top(screen, keys=keys, below=len(choices))
        titles = titles_of(choices, self._columns() - 6)
        with self._session():
            question = questionary.checkbox(
                screen.ask,
                [
                    questionary.Choice(title, value=choice.value, checked=choice.value in default)
                    for title, choice in zip(titles, choices, strict=True)
                ],
                qmark=top,
                pointer=">",
                instruction=bottom_of(screen, keys, self._columns()),
                use_jk_keys=False,
                style=self._style(),
            )
            answer: list[str] | Back = self._run(question, screen)
        if not isinstance(answer, Back):
            labels = [choice.label for choice in choices if choice.value in answer]
            self._leave(screen, ", ".join(labels) or "none")
        return answer

    def type_line(self, screen: Screen, default: str, *, check: Check, suggestions: Sequence[str] = ()) -> str | Back:
        """Ask for one line."""
        completer = WordCompleter(list(suggestions), ignore_case=True, sentence=True, match_middle=True)
        return self._type(screen, default, check, completer if suggestions else None, multiline=False)

    def type_text(self, screen: Screen, default: str, *, check: Check, paths: bool = False) -> str | Back:
        """Ask for any number of lines: an empty one ends it, a paste never does."""
        return self._type(screen, default, check, LinePaths() if paths else None, multiline=True)

    def confirm(self, screen: Screen, default: bool) -> bool | Back:
        """Ask for yes or no."""
        keys = f"y or n, Enter for {'yes' if default else 'no'}."
        with self._session():
            question = questionary.confirm(
                screen.ask,
                default=default,
                qmark=self._top(screen, keys=keys, below=1),
                instruction=bottom_of(screen, keys, self._columns()) + "\n>",
                style=self._style(),
            )
            answer: bool | Back = self._run(question, screen)
        if not isinstance(answer, Back):
            self._leave(screen, "yes" if answer else "no")
        return answer

    def tell(self, lines: Sequence[str]) -> None:
        """Write lines that stay."""
        for line in wrap_lines(map(visible, lines), self._columns()):
            self.surroundings.say(line)

    def _type(
        self, screen: Screen, default: str, check: Check, completer: Completer | None, *, multiline: bool
    ) -> str | Back:
        keys = "Enter goes on."
        if multiline:
            keys = "Enter keeps it, or edit it." if default else "An empty line ends it."
            keys += " Ctrl-X Ctrl-E: editor."
        if completer:
            keys += " Tab completes."
        problem: str | None = None
        while True:
            shown = replace(screen, notes=(*screen.notes, f"! {problem}")) if problem else screen
            with self._session():
                question = questionary.text(
                    screen.ask,
                    default=default,
                    qmark=self._top(shown, keys=keys, below=3),
                    instruction=bottom_of(screen, keys, self._columns()) + "\n>",
                    multiline=multiline,
                    style=self._style(),
                    validate_while_typing=False,
                    completer=completer,
                    complete_while_typing=False,
                    reserve_space_for_menu=5,
                    enable_open_in_editor=multiline,
                    tempfile_suffix=".md",
                    key_bindings=enter_keys(default) if multiline else None,
                )
                answer: str | Back = self._run(question, screen)
            if isinstance(answer, Back):
                return answer
            answer = answer if multiline else " ".join(answer.split())  # one line can hold pasted line breaks
            problem = check(answer)
            if problem is None:
                self._leave(screen, answer.strip() or ("none" if multiline else "not known"))
                return answer
            default = answer.rstrip()  # the cursor stands behind what is to be mended

    def _run(self, question: questionary.Question, screen: Screen) -> Any:
        """Run one prompt and wipe it. Ctrl-D is Ctrl-C where it would not edit."""
        application = question.application
        application.erase_when_done = True
        keys = [application.key_bindings] if application.key_bindings else []
        application.key_bindings = merge_key_bindings([*keys, leaving_keys(can_go_back=screen.can_go_back)])
        try:
            return question.unsafe_ask()
        except EOFError:
            raise KeyboardInterrupt from None

    def _session(self) -> AbstractContextManager[Any]:
        return create_app_session(input=self.source, output=self.output)

    def _style(self) -> Any:
        return PLAIN_STYLE if self.plain else STYLE

    def _columns(self) -> int:
        return max(40, self.output.get_size().columns - 1)

    def _top(self, screen: Screen, *, keys: str, below: int) -> str:
        """Return what stands above the question; what would push it off a small screen is written out before."""
        size = self.output.get_size()
        room = size.rows - len(bottom_of(screen, keys, self._columns()).splitlines()) - 3 - min(below, LEAST_CHOICES)
        if len(wrap_lines(screen.notes, self._columns())) > room:
            self.tell(screen.notes)
            screen = replace(screen, notes=())
        return top_of(screen, self._columns())

    def _leave(self, screen: Screen, answer: str) -> None:
        """Leave one line on the screen for what was answered."""
        self.surroundings.say(answered_line(screen, answer, self._columns()))


class LinePaths(Completer):
    """Completes the path on the current line."""

    def __init__(self) -> None:
        self.paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield the names that go on where the line ends."""
        line = document.current_line_before_cursor.lstrip()
        return self.paths.get_completions(Document(line), complete_event)


def open_output(surroundings: Surroundings, *, create: Callable[..., Output] = create_output) -> Output:
    """Return the terminal's output.

    Raises:
        InputError: this terminal cannot be painted on (git-bash's without winpty).
    """
    try:
        output = create(stdout=cast("TextIO", surroundings.stderr))
    except Exception as error:
        if type(error).__name__ != "NoConsoleScreenBufferError":
            raise
        raise InputError(
            "This window is no Windows console, so it cannot show the questions. Use cmd or PowerShell, "
            "or `reporter new --accessible`, or `winpty reporter new`."
        ) from None
    if surroundings.environ.get("NO_COLOR") and hasattr(output, "default_color_depth"):
        output.default_color_depth = ColorDepth.DEPTH_1_BIT
    return output
