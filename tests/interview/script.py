"""An asker that answers from a script and writes down what it was asked; an unexpected question is a failure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporter.interview.question import BACK, Back, Check, Choice, Screen

ACCEPT = object()
"""Takes the default, whatever it is."""
STOP = object()
"""Ctrl-C."""


@dataclass
class Script:
    """`answers` are used up in order; `usual` answers when they are."""

    answers: list[Any] = field(default_factory=list)
    usual: Callable[[Screen], Any] | None = None
    asked: list[Screen] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def _next(self, screen: Screen, default: Any) -> Any:
        self.asked.append(screen)
        if self.answers:
            answer = self.answers.pop(0)
        elif self.usual:
            answer = self.usual(screen)
        else:
            raise AssertionError(f"nothing left to answer: {screen.ask}")
        if answer is STOP:
            raise KeyboardInterrupt
        return default if answer is ACCEPT else answer

    def choose(self, screen: Screen, choices: Sequence[Choice], default: str | None) -> str | Back:
        answer = self._next(screen, default)
        assert answer is BACK or answer in [choice.value for choice in choices], (screen, answer)
        return answer  # type: ignore[no-any-return]  # scripts hold anything

    def choose_many(self, screen: Screen, choices: Sequence[Choice], default: Sequence[str]) -> list[str] | Back:
        answer = self._next(screen, list(default))
        known = [choice.value for choice in choices]
        assert answer is BACK or all(one in known for one in answer), (screen, answer)
        return answer  # type: ignore[no-any-return]  # scripts hold anything

    def type_line(self, screen: Screen, default: str, *, check: Check, suggestions: Sequence[str] = ()) -> str | Back:
        return self._checked(screen, default, check)

    def type_text(self, screen: Screen, default: str, *, check: Check, paths: bool = False) -> str | Back:
        return self._checked(screen, default, check)

    def _checked(self, screen: Screen, default: str, check: Check) -> str | Back:
        answer = self._next(screen, default)
        while answer is not BACK and (problem := check(answer)):
            self.told.append(problem)
            answer = self._next(screen, default)
        return answer  # type: ignore[no-any-return]  # scripts hold anything

    def confirm(self, screen: Screen, default: bool) -> bool | Back:
        answer = self._next(screen, default)
        assert answer is BACK or isinstance(answer, bool), (screen, answer)
        return answer

    def tell(self, lines: Sequence[str]) -> None:
        self.told += lines
