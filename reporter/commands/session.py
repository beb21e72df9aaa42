"""One run of the interview on one draft: evidence, questions, review, bundle; what is confirmed is on disk at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from reporter.console import Surroundings
from reporter.drafts import Draft
from reporter.errors import ReporterError
from reporter.evidence.facts import Facts
from reporter.guidance.catalog import Catalog, load_catalog
from reporter.guidance.completeness import check_completeness
from reporter.interview.attempts import PICKED, list_attempts
from reporter.interview.evidence import SHORTEST_KEPT, Evidence, ask_evidence, tell_files, tell_nothing
from reporter.interview.loop import Walk, walk_questions
from reporter.interview.plan import Context, assemble, plan, start_context
from reporter.interview.question import BACK, Asker, Choice, Later, Question, Screen
from reporter.interview.review import Action, ask_review
from reporter.interview.situation import Advice, advise, describe_step, route, untried, when_to_come_back
from reporter.interview.timeline import find_impossible
from reporter.kept import keep_file
from reporter.places import private_folder, write_private
from reporter.report import Machine, Report, Target, dump_report
from reporter.settings import load_settings

MOST_HASHED = 256 * 2**20
"""Bytes. Larger evidence is remembered by its path alone; attachments are always hashed."""


@dataclass
class Session:
    """The interview of one draft. `build` makes the bundle and returns its path."""

    surroundings: Surroundings
    asker: Asker
    draft: Draft
    build: Callable[[Session, Report, Target], Path]
    load_form: Callable[[Report], tuple[Question, ...]]
    forms: tuple[Choice, ...] = ()
    warnings: tuple[str, ...] = ()
    walk: Walk = field(init=False)
    facts: Facts | None = field(init=False, default=None)
    _advice: tuple[Any, Advice] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.walk = Walk.load(self.draft.walk)
        if self.draft.prefilled:
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
            pasted=self.pasted(),
            target=self.draft.target,
            usual_target=self.usual_target,
            form=self.load_form,
            forms=self.forms,
            read=read_text,
            now=self.surroundings.now(),
            zone=self.surroundings.zone,
        )
        report = assemble(context, self.walk.given)
        if self._advice is None or self._advice[0] != (report.errors, report.title, report.summary):
            self._advice = ((report.errors, report.title, report.summary), advise(self.catalog, report))
        advice = self._advice[1]
        return replace(
            context,
            steps=advice.steps,
            looks_like=advice.looks_like,
            route=lambda one: route(one, advice.matches),
        )

    def pasted(self) -> str:
        """Return the text that was pasted first, if it is still there."""
        names = self.draft.walk.get("pasted") or ()
        path = self.draft.pasted_folder / names[0] if names else None
        return path.read_text(encoding="utf-8") if path and path.exists() else ""

    def report(self) -> Report:
        """Return the report as it stands, with the facts about this machine where the user allowed them."""
        report = assemble(self.context(), self.walk.given)
        if report.consent.machine_facts != "yes":
            return report
        if "machine" not in self.draft.walk:
            self.draft.walk["machine"] = read_facts_of_machine()
        rows = tuple(Machine(**row) for row in self.draft.walk["machine"])
        return report.model_copy(update={"machine": rows})

    def target(self) -> Target:
        """Return where it goes."""
        return self.draft.target or self.walk.given.get("target") or self.usual_target

    def save(self) -> None:
        """Make everything durable: the walk, the report so far, and what its files are like now."""
        self.draft.walk = {**self.draft.walk, **self.walk.dump()}
        self.draft.report = self.report()
        self._remember_files()
        self.draft.save(self.surroundings.now())

    def _remember_files(self) -> None:
        known = {kept.path: kept for kept in self.draft.files}
        wanted = {one.path: True for one in self.draft.report.attachments}
        wanted |= {path: False for path in self.draft.evidence if path not in wanted}
        files = []
        for path, attached in wanted.items():
            if path in known:
                files.append(known[path])
                continue
            try:
                if Path(path).is_file() and (attached or Path(path).stat().st_size <= MOST_HASHED):
                    files.append(keep_file(Path(path)))
            except OSError:
                continue  # it vanished meanwhile: the bundle will say so
        self.draft.files = files

    def _take_evidence(self, *, again: bool) -> None:
        """Ask for evidence where there is none yet, keep it, and read all of it."""
        if again or not (self.draft.evidence or self.draft.walk.get("pasted")):
            answer = ask_evidence(self.asker, again=again)
            if answer is BACK or not isinstance(answer, Evidence):
                return
            self._keep_evidence(answer)
        self.facts = self._read_evidence()
        self.draft.prefilled = dump_facts(self.facts)
        self.walk.given.pop("facts", None)
        self.save()
        lines = tell_files(self.facts)
        self.asker.tell([*(["Read:"] if lines else []), *lines, *tell_nothing(self.facts)])

    def _keep_evidence(self, evidence: Evidence) -> None:
        self.draft.evidence = list(dict.fromkeys([*self.draft.evidence, *map(str, evidence.paths)]))
        pasted = list(self.draft.walk.get("pasted") or ())
        if evidence.pasted:
            folder = private_folder(self.draft.pasted_folder)
            path = folder / f"pasted-{len(pasted) + 1}.txt"
            write_private(path, (evidence.pasted + "\n").encode("utf-8", "replace"))
            pasted.append(path.name)
        self.draft.walk = {**self.draft.walk, "pasted": pasted}
        self.draft.save(self.surroundings.now())

    def _read_evidence(self) -> Facts:
        from reporter.evidence import gather
        from reporter.evidence.source import Source, open_sources

        sources = []
        for number, name in enumerate(self.draft.walk.get("pasted") or (), 1):
            path_kept = self.draft.pasted_folder / name
            text = path_kept.read_text(encoding="utf-8")
            title = "pasted text" if number == 1 else f"pasted text {number}"
            long = len(text) > SHORTEST_KEPT
            sources.append(Source(title, path=path_kept) if long else Source.from_text(text, name=title))
        for path in self.draft.evidence:
            if Path(path).exists():
                sources += open_sources([path], self.surroundings.stdin)
            else:
                self.asker.tell([f"{path} is gone; the report goes on without it."])
        return gather(sources)

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
        self.surroundings.say(
            f"Saved as draft {self.draft.id}. Come back {when_to_come_back(trying)}: `reporter resume {self.draft.id}`."
        )
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


def read_facts_of_machine() -> list[dict[str, str]]:
    """Return what could be learnt about this machine, as rows of a report."""
    from reporter.evidence.machine import read_machine

    return [{"name": fact.name, "value": fact.value} for fact in read_machine() if fact.known]


def read_text(text: str) -> Facts:
    """Return the facts of a text that was typed as an answer."""
    from reporter.evidence import gather
    from reporter.evidence.source import Source

    return gather([Source.from_text(text, name="your answer")])


def dump_facts(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON data for a draft, whole."""
    from pydantic import TypeAdapter

    data: dict[str, Any] = TypeAdapter(Facts).dump_python(facts, mode="json")
    return data


def load_facts(data: dict[str, Any]) -> Facts:
    """Return the facts that a draft holds."""
    from pydantic import TypeAdapter

    return TypeAdapter(Facts).validate_python(data)
