"""`reporter resume --comment`: only what is new since a report was handed in, as a comment and a small bundle."""

from __future__ import annotations

import shlex
from pathlib import Path

from reporter.console import Surroundings
from reporter.drafts import Draft
from reporter.errors import InputError, ReporterError
from reporter.places import write_private
from reporter.report import Report, Target, dump_report


def follow_up(surroundings: Surroundings, draft: Draft, *, output: Path | None, force: bool) -> int:
    """Write the comment and the bundle of what is new; print both paths.

    Raises:
        InputError: the report was not handed in yet.
        ReporterError: nothing is new.
    """
    from reporter.handoff.followup import new_since, render_comment
    from reporter.pipeline import load_pseudonyms, make_bundle, redact_report
    from reporter.redaction.gate import check_text
    from reporter.redaction.policy import load_policy
    from reporter.redaction.redactor import Redactor
    from reporter.settings import load_settings

    place, before = find_place(draft)
    news = new_since(before, draft.report)
    if news is None:
        raise ReporterError(f"Nothing is new since it was handed in. `reporter resume {draft.id}` adds something.")
    chosen = draft.report.routing.chosen
    target: Target = draft.target or ("github" if chosen is None or chosen == "not yet" else chosen)
    number = int(draft.handed_in.get("follow_ups", 0)) + 1
    written = make_bundle(
        surroundings,
        news,
        target=target,
        output=output or (Path(draft.output) if draft.output else None),
        pseudonyms_path=draft.pseudonyms_path,
        form=draft.form,
        force=force,
        label=f"follow-up {number}",
    )
    settings = load_settings(surroundings.places)
    redactor = Redactor(
        load_policy(target, settings=settings.policy.get(target)),
        load_pseudonyms(draft.pseudonyms_path),
        own_terms=settings.own_terms,
    )
    comment = written.path.with_suffix(".comment.md")
    document = render_comment(redact_report(news, redactor), bundle_name=written.path.name)
    leaks = check_text(document.text, redactor, name=comment.name)
    if leaks:
        raise ReporterError("\n".join(["The comment was not written, it still held:", *map(str, leaks)]))
    write_private(comment, document.text.encode())
    surroundings.result(str(comment))
    surroundings.result(str(written.path))
    draft.handed_in = {**draft.handed_in, "at": surroundings.now().isoformat(), "report": dump_report(draft.report)}
    draft.handed_in["follow_ups"] = number
    draft.save(surroundings.now())
    surroundings.say(f"Paste {comment.name} as a comment on {place} and attach {written.path.name}.")
    if place.startswith("https://github.com/"):
        surroundings.say(f"Or: gh issue comment {shlex.quote(place)} --body-file {shlex.quote(str(comment))}")
    return 0


def find_place(draft: Draft) -> tuple[str, Report]:
    """Return where the report was handed in, and the report as it was then.

    Raises:
        InputError: it was not, as far as is known here.
    """
    report = draft.report
    place = draft.handed_in.get("url") or draft.handed_in.get("case")
    before = draft.handed_in.get("report") or draft.walk.get("built")
    place = place or next(iter((*report.ids.case, *report.references)), None)
    if not place or not before:
        bundle = draft.bundles[-1] if draft.bundles else "BUNDLE"
        raise InputError(
            f"Draft {draft.id} was not handed in yet, so everything is new: `reporter send {bundle} --via browser`. "
            f"If it has an issue or case number, add it under References with `reporter resume {draft.id}`."
        )
    return str(place), Report.model_validate(before)
