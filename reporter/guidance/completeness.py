"""Completeness: what a triager of the place would still ask, why it matters, and how much of it is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel

from reporter.guidance.model import Ask, Completeness
from reporter.guidance.reading import load_data
from reporter.guidance.situation import RULES, Condition, describe, fits
from reporter.report import Report, Target

Need = Literal["required", "optional", "no"]
REQUIRED_SHARE = 70
"""Percent that all required answers make together; the optional ones share the rest."""

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".svg")
_NOTHING = (
    "? - -- . x tbd todo none nil null n/a na n.a unknown unsure asdf test title bug question latest "
    "not~known don't~know dont~know i~don't~know no~idea not~sure none~given no~response _no~response_ "
    "your~issue issue~title [coe~starter~kit~-~bug]~issue~title [coe~starter~kit~-~question]~question"
)
NO_ANSWER = frozenset(words.replace("~", " ") for words in _NOTHING.split())
"""What people write where they have no answer; seen in issues, where a triager then asks all the same."""


@dataclass(frozen=True)
class Question:
    """One question of rules/completeness.yml: any of `paths` answers it."""

    id: str
    question: str
    why: str
    paths: tuple[str, ...]
    need: Mapping[Target, Need]
    when: Condition

    @property
    def answer_path(self) -> str:
        """The path of the report to fill in."""
        return "attachments" if self.paths[0].startswith("attachments.") else self.paths[0]


@lru_cache(maxsize=1)
def load_questions() -> tuple[Question, ...]:
    """Return all questions, the most valuable first."""
    return tuple(_question(row) for row in load_data(RULES / "completeness.yml")["questions"])


def check_completeness(report: Report, target: Target) -> Completeness:
    """Return what is answered and what a triager of the target would still ask, required before optional.

    Only questions that make sense for the target and the situation are counted; an answer such as "n/a" is none.
    """
    situation = {**describe(report), "target": target}
    answered: list[Ask] = []
    missing: list[Ask] = []
    for question in load_questions():
        need = question.need.get(target, "no")
        if need == "no" or not fits(situation, question.when):
            continue
        ask = Ask(question.answer_path, question.question, question.why, required=need == "required")
        if any(has_answer(report, path) for path in question.paths):
            answered.append(ask)
        else:
            missing.append(ask)
    missing.sort(key=lambda ask: not ask.required)
    return Completeness(percent=_percent(answered, missing), missing=tuple(missing), answered=tuple(answered))


def _percent(answered: Sequence[Ask], missing: Sequence[Ask]) -> int:
    """Return 0 to 100; 100 only if nothing is missing at all."""
    if not missing:
        return 100
    points = 0.0
    for required, share in ((True, REQUIRED_SHARE), (False, 100 - REQUIRED_SHARE)):
        done = sum(ask.required == required for ask in answered)
        left = sum(ask.required == required for ask in missing)
        points += share * done / (done + left) if done + left else share
    return min(99, int(points))


def has_answer(report: Report, path: str) -> bool:
    """Whether a path of the report, such as `environment.type` or `errors.code`, holds a real answer.

    `attachments.picture` and `attachments.file` look at what kind of files are attached.
    """
    if path in ("attachments.picture", "attachments.file"):
        wanted = path.endswith("picture")
        return any(one.path.lower().endswith(PICTURES) == wanted for one in report.attachments)
    return any(_is_answer(value) for value in _values(report, path.split(".")))


def _values(value: Any, names: list[str]) -> Iterator[Any]:
    if isinstance(value, tuple):
        for one in value:
            yield from _values(one, names)
    elif not names:
        yield value
    elif isinstance(value, BaseModel):
        yield from _values(getattr(value, names[0], None), names[1:])


def _is_answer(value: Any) -> bool:
    if value is None:
        return False
    if isinstance(value, str):
        text = " ".join(value.split()).casefold().strip(" .!")
        return bool(text) and text not in NO_ANSWER
    return True


def _question(row: Mapping[str, Any]) -> Question:
    paths = row["path"]
    return Question(
        id=row["id"],
        question=row["question"],
        why=row["why"],
        paths=tuple(paths) if isinstance(paths, list) else (paths,),
        need=row["for"],
        when=row.get("when") or {},
    )
