"""`reporter build`: from an answers file to a bundle, with no prompt."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reporter.answers import load_answers, merge_reports
from reporter.console import Surroundings
from reporter.drafts import Draft, draft_for_answers, load_draft
from reporter.errors import InputError, ReporterError
from reporter.guidance.completeness import check_completeness
from reporter.guidance.model import Completeness
from reporter.interview.prefill import prefill_report
from reporter.paths import is_there, typed_path
from reporter.report import TARGETS, Attachment, Report, Target

MOST_ASKS = 12


@dataclass(frozen=True)
class Loaded:
    """A report to build from: its data, the folder that its paths count from, the draft or record that goes with it."""

    report: Report
    base: Path
    draft: Draft | None


def build(
    surroundings: Surroundings,
    answers: str,
    evidence: Sequence[str],
    *,
    target: str,
    output: Path | None,
    encrypt: bool,
    force: bool,
    strict: bool,
    keep: Sequence[str],
    remove: Sequence[str],
    form: str | None,
    blank: Sequence[str] = (),
    oversize: str | None = None,
) -> int:
    """Build the bundle of an answers file or draft; print its path. Exit 1 with `strict` if something is missing.

    Raises:
        InputError, ReporterError: as the pipeline says.
    """
    from reporter.bundle.passphrase import ask_passphrase
    from reporter.commands.pack import check_oversize, pack

    place = check_target(target)
    choice = check_oversize(oversize)
    loaded = load_report(surroundings, answers)
    report = add_evidence(surroundings, loaded.report, evidence)
    completeness = check_completeness(report, place)
    say_missing(surroundings, completeness)
    if strict and completeness.required_missing:
        raise ReporterError("Nothing was built: --strict refuses while something required is missing.")
    passphrase = ask_passphrase(surroundings) if encrypt else None
    written = pack(
        surroundings,
        report,
        target=place,
        output=output,
        base=loaded.base,
        pseudonyms_path=loaded.draft.pseudonyms_path if loaded.draft else None,
        form=form,
        force=force,
        passphrase=passphrase,
        keep=keep,
        remove=remove,
        blank=blank,
        oversize=choice,
    )
    if loaded.draft is not None:
        remember_bundle(loaded.draft, written.path, surroundings.now())
    return 0


def remember_bundle(draft: Draft, path: Path, now: datetime) -> None:
    """Keep which draft or answers file made a bundle, so that its hand-off is remembered with it.

    A draft that is open in another window is left alone: that window writes it.
    """
    made = str(path.absolute())
    with contextlib.suppress(ReporterError), draft.locked():
        draft.bundles = [*(one for one in draft.bundles if one != made), made]
        draft.save(now)


def check_target(target: str) -> Target:
    """Return the target, or say which there are.

    Raises:
        InputError: there is no such target.
    """
    for known in TARGETS:
        if target == known:
            return known
    raise InputError(f"There is no target `{target}`. --for takes {', '.join(TARGETS[:-1])} or {TARGETS[-1]}.")


def load_report(surroundings: Surroundings, answers: str, *, record: bool = True) -> Loaded:
    """Return the report of an answers file, or of a draft where no such file is there.

    Without `record` nothing is written, and pseudonyms have no place.

    Raises:
        InputError: there is neither, or the file is broken.
    """
    path = typed_path(answers)
    if (answers and is_there(path)) or path.suffix or len(path.parts) > 1:
        report = load_answers(path)
        return Loaded(report, path.parent, draft_for_answers(surroundings.places, path) if record else None)
    draft = load_draft(surroundings.places, answers)
    return Loaded(draft.report, Path(), draft)


def add_evidence(surroundings: Surroundings, report: Report, evidence: Sequence[str]) -> Report:
    """Return the report with what it does not say filled from the evidence, and the evidence's files attached."""
    if not evidence:
        return report
    from reporter.evidence import gather
    from reporter.evidence.source import open_sources
    from reporter.redaction.message import hide_private

    facts = gather(open_sources(evidence, surroundings.stdin))
    prefilled = prefill_report(facts)
    for path, values in prefilled.disputes.items():
        said = "; ".join(f"{found.value} ({found.where})" for found in values)
        surroundings.say(f"The evidence disagrees about {path}: {hide_private(said)}")
    merged = merge_reports(report, prefilled.report)
    lone = prefilled.version
    if lone and not (merged.solution.source_version or merged.solution.target_version):
        surroundings.say(
            f"The evidence has the version {lone.value} ({lone.where}) and does not say whether it is the one "
            "before or the one to import: set solution.source_version or solution.target_version in the answers."
        )
    named = {attachment.path for attachment in report.attachments}
    found = [
        Attachment(path=str(Path(one.path).absolute()), caption=one.caption)
        for one in prefilled.report.attachments
        if one.path not in named
    ]
    return merged.model_copy(update={"attachments": (*report.attachments, *found)})


def say_missing(surroundings: Surroundings, completeness: Completeness) -> None:
    """List on stderr what a triager will still ask, required first."""
    if not completeness.missing:
        surroundings.say("Complete: nothing that a triager usually asks is missing.")
        return
    surroundings.say(f"{completeness.percent} % complete. A triager will still ask:")
    for ask in completeness.missing[:MOST_ASKS]:
        surroundings.say(f"  {'*' if ask.required else '-'} {ask.question} [{ask.path}]")
    if len(completeness.missing) > MOST_ASKS:
        surroundings.say(f"  ... and {len(completeness.missing) - MOST_ASKS} more: `reporter check` lists all.")
