"""One run of the interview on one draft: evidence, questions, review, bundle; what is confirmed is on disk at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from reporter.commands.taking import (
    dump_facts,
    keep_evidence,
    load_facts,
    read_evidence,
    read_facts_of_machine,
    read_pasted,
    read_text,
    remember_files,
)
from reporter.console import Surroundings
from reporter.drafts import Draft
from reporter.errors import ReporterError
from reporter.evidence.facts import Facts
from reporter.guidance.catalog import Catalog, load_catalog
from reporter.guidance.completeness import check_completeness
from reporter.guidance.route import recommend
from reporter.interview.attempts import PICKED, list_attempts
from reporter.interview.evidence import Evidence, ask_evidence, tell_files, tell_nothing
from reporter.interview.loop import Walk, walk_questions
from reporter.interview.plan import Context, assemble, plan, start_context
from reporter.interview.question import BACK, Asker, Choice, Later, Question, Screen
from reporter.interview.review import Action, ask_review
from reporter.interview.situation import Situation, describe_situation, describe_step, untried, when_to_come_back
from reporter.interview.timeline import find_impossible
from reporter.report import Report, Target, dump_report
from reporter.settings import load_settings


@dataclass
class Session:
    """The interview of one draft. `build` makes the bundle and returns its path."""

    surroundings: Surroundings
    asker: Asker
    draft: Draft
    build: Callable[[Session, Report, Target], Path]
    load_form: Callable[[Report], tuple[Question, ...]]
    forms: tuple[Choice, ...] = ()
    form_links: str = ""
    warnings: tuple[str, ...] = ()
    walk: Walk = field(init=False)
    facts: Facts | None = field(init=False, default=None)
    _situation: tuple[Any, Situation] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.walk = Walk.load(self.draft.walk)
        if self.draft.prefilled:
            with contextlib.suppress(ValueError):  # damaged: the evidence is read again
                self.facts = load_facts(self.draft.prefilled)

    @cached_property
    def catalog(self) -> Catalog:
        """The known errors; what is wrong with the user's own is said once."""
        catalog = load_catalog(self.surroundings.places)
        self.asker.tell(catalog.problems)
        return catalog

    @cached_property
    def usual_target(self) -> Target:
        """Where reports usually go."""
        return load_settings(self.surroundings.places).target or "github"

    def run(self) -> int:
        """Go from where the draft stands to its bundle, or to leaving; return the exit code."""
        if self.facts is None:
            self._take_evidence(again=False)
        self._take_up_waiting()
        while True:
            end = walk_questions(self.context(), self.walk, self.asker, self.save, renew=self.context)
            if end is BACK:
                self._take_evidence(again=True)
                continue
            action = Action("later") if isinstance(end, Later) else self._review()
            if action.kind == "ask":
                self.walk.editing = list(action.questions)
                self.save()
            elif action.kind == "evidence":
                self._take_evidence(again=True)
            elif action.kind == "redaction":
                self._show_redaction()
            elif action.kind == "duplicates":
                self._look_for_duplicates()
            elif action.kind == "leave":
                self.surroundings.say(f"Saved as draft {self.draft.id}. `reporter resume {self.draft.id}` continues.")
                return 0
            elif action.kind == "later":
                if self._leave_to_try():
                    return 0
            elif self._make():
                return 0

    def context(self) -> Context:
        """Return what the next question builds on."""
        facts = self.facts or Facts()
        context = start_context(
            facts,
            pasted=read_pasted(self.draft),
            target=self.draft.target,
            usual_target=self.usual_target,
            form=self.load_form,
            forms=self.forms,
            form_links=self.form_links,
            read=read_text,
            look=read_facts_of_machine,
            now=self.surroundings.now(),
            zone=self.surroundings.zone,
        )
        report = assemble(context, self.walk.given)
        said = (report.errors, report.title, report.summary)
        if self._situation is None or self._situation[0] != said:
            self._situation = (said, describe_situation(self.catalog, report))
        situation = self._situation[1]
        return replace(
            context,
            steps=situation.steps,
            looks_like=situation.looks_like,
            route=lambda one: recommend(one, situation.matches),
        )

    def report(self) -> Report:
        """Return the report as it stands."""
        return assemble(self.context(), self.walk.given)

    def target(self) -> Target:
        """Return where it goes."""
        return self.draft.target or self.walk.given.get("target") or self.usual_target

    def save(self) -> None:
        """Make everything durable: the walk, the report so far, and what its files are like now."""
        self.draft.walk = {**self.draft.walk, **self.walk.dump()}
        self.draft.report = self.report()
        remember_files(self.draft)
        self.draft.save(self.surroundings.now())

    def _take_evidence(self, *, again: bool) -> None:
        """Ask for evidence where there is none yet, keep it, and read all of it."""
        if again or not (self.draft.evidence or self.draft.walk.get("pasted")):
            answer = ask_evidence(self.asker, again=again)
            if answer is BACK or not isinstance(answer, Evidence):
                return
            keep_evidence(self.draft, answer, self.surroundings.now())
        self.facts = read_evidence(self.draft, self.surroundings.stdin, tell=self.asker.tell)
        self.draft.prefilled = dump_facts(self.facts)
        self.walk.given.pop("facts", None)
        self.save()
        lines = tell_files(self.facts)
        self.asker.tell([*(["Read:"] if lines else []), *lines, *tell_nothing(self.facts)])

    def _review(self) -> Action:
        context, report = self.context(), self.report()
        questions = plan(context, self.walk.given)
        return ask_review(
            self.asker,
            context,
            self.walk.given,
            report,
            target=self.target(),
            completeness=check_completeness(report, self.target()),
            warnings=(*self.warnings, *find_impossible(report, now=self.surroundings.now())),
            place=f"{len(questions) + 2} of {len(questions) + 2}",
        )

    def _leave_to_try(self) -> bool:
        """Save what is to be tried first, say when to come back; False if the user thinks better of it."""
        steps = untried(self.context().steps, self.walk.given)
        if not steps:
            self.asker.tell(["There is no known step that is not tried yet."])
            return False
        chosen = self.asker.choose_many(
            Screen("What will you try first?", why="You will be asked how it went.", label="To try"),
            [Choice(step.id, step.title) for step in steps],
            [steps[0].id],
        )
        if chosen is BACK or not chosen:
            return False
        trying = [step for step in steps if step.id in chosen]
        self.draft.walk["waiting"] = [{"step": step.id, "what": step.title} for step in trying]
        self.save()
        self.asker.tell([line for step in trying for line in describe_step(step)])
        self.asker.tell(when_to_come_back(trying, self.surroundings.now()))
        self.surroundings.say(f"Saved as draft {self.draft.id}. Then: `reporter resume {self.draft.id}`.")
        return True

    def _take_up_waiting(self) -> None:
        """Steps that were to be tried become attempts, so that the next questions are how they went."""
        waiting = self.draft.walk.pop("waiting", None) or []
        tried = {row.get("step") for row in list_attempts(self.walk.given)}
        news = [row for row in waiting if row["step"] not in tried]
        if news:
            self.walk.store(PICKED, [*(self.walk.given.get(PICKED) or ()), *news])
            self.save()

    def _show_redaction(self) -> None:
        from reporter.commands.redaction_screen import show_redaction

        show_redaction(self.surroundings, self.asker, self.draft, self.report(), self.target())

    def _look_for_duplicates(self) -> None:
        from reporter.commands.duplicates_screen import ask_duplicates

        issue = ask_duplicates(self.surroundings, self.asker, self.draft, self.report())
        if issue:
            known = self.walk.given.get("references") or []
            self.walk.store("references", list(dict.fromkeys([*known, issue])))
            self.save()

    def _make(self) -> bool:
        report = self.report()
        try:
            path = self.build(self, report, self.target())
        except ReporterError as error:
            self.asker.tell([str(error), "Nothing is lost: change what is needed, or save and leave."])
            return False
        self.draft.bundles.append(str(path.absolute()))
        self.draft.walk["built"] = dump_report(report)
        self.save()
        return True
