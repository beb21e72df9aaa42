"""Asks by plain lines, for screen readers and terminals that cannot repaint: nothing moves, nothing is erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reporter.console import Surroundings
from reporter.interview.question import BACK, Back, Check, Choice, Screen

BACK_WORD = "<"
END_WORD = "."
EMPTY_WORD = "-"


class PlainAsker:
    """Asks by writing lines to standard error and reading lines from standard input."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings

    def choose(self, screen: Screen, choices: Sequence[Choice], default: str | None) -> str | Back:
        """Ask for the number of a choice."""
        self._show(screen)
        self._list(choices)
        values = [choice.value for choice in choices]
        usual = values.index(default) + 1 if default in values else None
        while True:
            text = self._read(screen, "Number", str(usual) if usual else "")
            if text == BACK_WORD and screen.can_go_back:
                return BACK
            if not text and usual:
                return values[usual - 1]
            found = _number(text, choices)
            if found is not None:
                return values[found]
            self.surroundings.say(f"Please type a number from 1 to {len(choices)}.")

    def choose_many(self, screen: Screen, choices: Sequence[Choice], default: Sequence[str]) -> list[str] | Back:
        """Ask for numbers of choices, with blanks or commas between them."""
        self._show(screen)
        self._list(choices)
        values = [choice.value for choice in choices]
        usual = " ".join(str(values.index(value) + 1) for value in default if value in values)
        while True:
            text = self._read(screen, f"Numbers with blanks between, {EMPTY_WORD} for none", usual or "none")
            if text == BACK_WORD and screen.can_go_back:
                return BACK
            if not text:
                return list(default)
            if text == EMPTY_WORD:
                return []
            found = [_number(part, choices) for part in text.replace(",", " ").split()]
            if None not in found:
                return [value for number, value in enumerate(values) if number in found]
            self.surroundings.say(f"Please type numbers from 1 to {len(choices)}, such as 1 3.")

    def type_line(self, screen: Screen, default: str, *, check: Check, suggestions: Sequence[str] = ()) -> str | Back:
        """Ask for one line; Enter alone takes what is offered."""
        if suggestions:
            screen = replace(screen, notes=(*screen.notes, f"Such as: {', '.join(suggestions)}"))
        self._show(screen)
        empty = f", {EMPTY_WORD} for nothing" if default else ""
        while True:
            text = self._read(screen, f"Answer{empty}", default)
            if text == BACK_WORD and screen.can_go_back:
                return BACK
            text = "" if text == EMPTY_WORD else text or default
            problem = check(text)
            if problem is None:
                return text
            self.surroundings.say(problem)

    def type_text(self, screen: Screen, default: str, *, check: Check, paths: bool = False) -> str | Back:
        """Ask for lines; a line with only a dot ends them. The dot alone takes what is offered."""
        self._show(screen)
        if default:
            self.surroundings.say("Offered:")
            self.surroundings.say("\n".join(f"  {line}" for line in default.splitlines()))
        ends = "Type file names, one a line" if paths else "Type or paste lines"
        ends += f". A line with only {END_WORD} ends them"
        ends += f"; {END_WORD} alone takes what is offered, {EMPTY_WORD} alone is nothing" if default else ""
        self.surroundings.say(ends + self._back_hint(screen) + ".")
        while True:
            lines: list[str] = []
            while True:
                line = self._line("")
                if not lines and line == BACK_WORD and screen.can_go_back:
                    return BACK
                if line.strip() == END_WORD or (not lines and line.strip() in ("", EMPTY_WORD)):
                    break
                lines.append(line)
            text = "\n".join(lines) if lines or line.strip() == EMPTY_WORD else default
            problem = check(text)
            if problem is None:
                return text
            self.surroundings.say(f"{problem} Please type it again.")

    def confirm(self, screen: Screen, default: bool) -> bool | Back:
        """Ask for yes or no."""
        self._show(screen)
        while True:
            text = self._read(screen, "Yes or no", "yes" if default else "no").lower()
            if text == BACK_WORD and screen.can_go_back:
                return BACK
            if not text or text in ("y", "yes", "n", "no"):
                return text[:1] == "y" if text else default
            self.surroundings.say("Please type yes or no.")

    def tell(self, lines: Sequence[str]) -> None:
        """Write lines."""
        for line in lines:
            self.surroundings.say(line)

    def _show(self, screen: Screen) -> None:
        self.surroundings.say()
        self.tell(screen.notes)
        place = f"Question {screen.place}: " if screen.place else ""
        self.surroundings.say(f"{place}{screen.ask}")
        for text in (screen.why, screen.hint):
            if text:
                self.surroundings.say(text)

    def _list(self, choices: Sequence[Choice]) -> None:
        for number, choice in enumerate(choices, 1):
            self.surroundings.say(f"{number}. {choice.label}" + (f": {choice.note}" if choice.note else ""))

    def _read(self, screen: Screen, what: str, default: str) -> str:
        source = f", {screen.source}" if screen.source and default else ""
        offered = f" (Enter for {default}{source})" if default else ""
        return self._line(f"{what}{offered}{self._back_hint(screen)}: ").strip()

    def _back_hint(self, screen: Screen) -> str:
        return f", {BACK_WORD} goes back" if screen.can_go_back else ""

    def _line(self, prompt: str) -> str:
        """Read one line. The end of the input is Ctrl-D: everything stops, nothing is lost."""
        self.surroundings.stderr.write(prompt)
        self.surroundings.stderr.flush()
        line = self.surroundings.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        return line.rstrip("\r\n")


def _number(text: str, choices: Sequence[Choice]) -> int | None:
    """Return the index of the choice that a number or the beginning of one label names."""
    if text.isdigit():
        return int(text) - 1 if 1 <= int(text) <= len(choices) else None
    fitting = [
        index for index, choice in enumerate(choices) if text and choice.label.casefold().startswith(text.casefold())
    ]
    return fitting[0] if len(fitting) == 1 else None
