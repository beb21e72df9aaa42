"""From a report to its bundle: complete, redact, render, pack, search the finished zip for leaks, move into place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reporter.answers import check_answers
from reporter.attachments import Prepared, find_attachments, prepare_attachments
from reporter.bundle.limits import Choice
from reporter.bundle.member import Member, Written
from reporter.bundle.parts import split_bundle
from reporter.bundle.writer import choose_layout, write_bundle
from reporter.complete import Completed, complete_report
from reporter.console import Surroundings, visible
from reporter.errors import ReporterError
from reporter.fitting import OVERSIZE, Fit, plan_fit
from reporter.guidance.completeness import check_completeness
from reporter.guidance.search import search_links
from reporter.naming import name_bundle, place_bundle
from reporter.redaction.gate import check_bundle
from reporter.redaction.images import parse_blank
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor
from reporter.report import Attachment, Report, Target, dump_report, write_json
from reporter.settings import load_settings
from reporter.targets.document import Document, RenderContext
from reporter.targets.documents import render_documents
from reporter.targets.form_spec import name_form

MOST_ROUNDS = 3
"""A value that is first recognised late may stand unrecognised in an earlier file: then the whole is written again."""


class LeakFound(ReporterError):  # noqa: N818  # the field's word for what a gate finds
    """The finished zip still held something that must not leave: there is no zip."""


@dataclass(frozen=True)
class Job:
    """One bundle to make: the completed report, where it goes, and how it is redacted."""

    surroundings: Surroundings
    completed: Completed
    target: Target
    base: Path
    name: str
    redactor: Redactor
    accepted: set[str]
    """Members that nothing can check, taken in on the user's word; the gate passes them by."""
    fit: Fit
    left_out: dict[str, str] = field(default_factory=dict)
    """Attachments that stay out, with the reason."""


def make_bundle(
    surroundings: Surroundings,
    report: Report,
    *,
    target: Target,
    output: Path | None = None,
    base: Path = Path(),
    pseudonyms_path: Path | None = None,
    form: str | None = None,
    force: bool = False,
    passphrase: bytes | None = None,
    keep: Sequence[str] = (),
    remove: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
    key: bytes | None = None,
    blank: Sequence[str] = (),
    oversize: Choice | None = None,
    label: str = "",
) -> Written:
    """Make the bundle of one report for one target, whole or not at all.

    Args:
        base: the folder that relative attachment paths count from.
        pseudonyms_path: the private map of the draft; read if it is there, written before the bundle is.
        blank: `FILE:x,y,w,h`, rectangles (pixels) of pictures that are painted over.
        oversize: what to do if the zip will be too large for its place; None says so and makes it all the same.
        label: stands in the name of the file, such as `follow-up 1`.
        key: a fixed key for pseudonyms, where there is no draft and nothing private (the demo).

    Raises:
        InputError: an attachment is missing, or the bundle's file exists already.
        ReporterError: a leak was found in the finished zip, or it could not be written.
    """
    settings = load_settings(surroundings.places)
    completed = complete_report(report, target=target, places=surroundings.places)
    for problem in completed.problems:
        surroundings.say(problem)
    pseudonyms = load_pseudonyms(pseudonyms_path, key=key)
    redactor = Redactor(
        load_policy(target, keep=keep, remove=remove, settings=settings.policy.get(target)),
        pseudonyms,
        own_terms=settings.own_terms,
    )
    redactor.blanks = [parse_blank(text) for text in blank]
    named = redact_report(completed.report, redactor)
    name = redactor.name(
        name_bundle(named, target=target, now=surroundings.now(), encrypted=passphrase is not None, label=label)
    )
    path = place_bundle(output, name, force=force)
    form = form or completed.report.form_file or (settings.form if target == "github" else None)
    if form:
        completed = Completed(completed.report.model_copy(update={"form_file": form}), completed.matches)
    fit = plan_fit(completed.report, base=base, target=target, own=settings.limits, choice=oversize)
    if fit.excess and oversize is None:
        surroundings.say(f"{fit.excess} (--oversize {'|'.join(OVERSIZE)})")
    job = Job(surroundings, completed, target, base, visible(path.name), redactor, set(), fit)
    paths = [path for _, path in find_attachments(completed.report, base)]
    redactor.learn_files(paths)
    for round_number in range(1, MOST_ROUNDS + 1):
        known = len(pseudonyms)
        redactor.counts.clear()
        if pseudonyms_path is not None:
            pseudonyms.save(pseudonyms_path)
        try:
            with redactor.with_crew(paths):
                written = write_bundle(
                    path,
                    list_members(job),
                    passphrase=passphrase,
                    layout=choose_layout(len(completed.report.attachments)),
                    force=force,
                    check=lambda made: check_leaks(made, redactor, passphrase=passphrase, accepted=job.accepted),
                    progress=progress,
                )
        except LeakFound:
            if round_number == MOST_ROUNDS or len(pseudonyms) == known:
                raise
            continue
        if pseudonyms_path is not None:
            pseudonyms.save(pseudonyms_path)
        for left_out, reason in job.left_out.items():
            surroundings.say(f"Not in the zip: {left_out}: {reason}.")
        if oversize == "parts" and fit.usable is not None and written.size > fit.usable:
            return replace(written, parts=split_bundle(path, fit.usable, passphrase=passphrase, force=force))
        return written
    raise AssertionError("the loop returns or raises")


def load_pseudonyms(path: Path | None, *, key: bytes | None = None) -> Pseudonyms:
    """Return the pseudonyms of a draft, or new ones where there are none yet."""
    if path is not None and path.exists():
        return Pseudonyms.load(path)
    return Pseudonyms.create(key)


def redact_report(report: Report, redactor: Redactor) -> Report:
    """Return the report as the target may see it."""
    return check_answers(redactor.data(dump_report(report)), name="redacted report")


def check_leaks(path: Path, redactor: Redactor, *, passphrase: bytes | None, accepted: Collection[str] = ()) -> None:
    """Search the finished zip for every known private value and every secret rule.

    Raises:
        LeakFound: with `file:line: kind` and the masked value for each, and what can be done.
    """
    leaks = check_bundle(path, redactor, passphrase=passphrase, accepted=accepted)
    if not leaks:
        return
    rows = [f"{leak.member}:{leak.line}: {leak.kind} ({leak.masked})" for leak in leaks[:20]]
    more = [f"... and {len(leaks) - 20} more."] if len(leaks) > 20 else []
    raise LeakFound(
        "\n".join(
            [
                "No zip was written: it still held something that must not leave this machine.",
                *rows,
                *more,
                "Mask it in the source, leave the file out of `attachments`, or accept it on purpose with --keep KIND.",
            ]
        )
    )


def list_members(job: Job) -> Iterator[Member]:
    """Yield everything that goes into the zip: attachments first, then the texts, which tell what happened to them."""
    redacted = redact_report(job.completed.report, job.redactor)
    prepared = prepare_attachments(
        job.completed.report,
        base=job.base,
        redactor=job.redactor,
        left_out=job.fit.left_out,
        windowed=job.fit.windowed,
    )
    job.left_out.update((one.name, one.note or "left out") for one in prepared if one.stream is None)
    job.accepted.update(one.name for one in prepared if one.kind == "binary" and one.stream is not None)
    rendered: dict[str, Document] = {}

    def report() -> Report:
        rows = tuple(
            Attachment(path=one.name, caption=one.caption, consent=one.unchecked or None)
            for one in prepared
            if one.stream is not None
        )
        return redacted.model_copy(update={"attachments": rows, "form_file": name_form(redacted.form_file)})

    def render() -> dict[str, Document]:
        return {document.name: document for document in render_texts(job, report(), prepared)}

    planned = render()

    def text_of(name: str) -> Callable[[], Iterator[bytes]]:
        def stream() -> Iterator[bytes]:
            if not rendered:
                # Sizes are known now. Should they have moved a text to another file, the names given out still count.
                fresh = render()
                rendered.update(fresh if fresh.keys() == planned.keys() else planned)
            yield rendered[name].text.encode()

        return stream

    for one in prepared:
        if one.stream is not None:
            yield Member(one.name, one.read)
    for name in planned:
        yield Member(name, text_of(name))
    yield Member("report.json", lambda: [write_json(dump_report(report())).encode()])
    yield Member("redaction.json", lambda: [write_json(describe_redaction(job, prepared)).encode()])


def render_texts(job: Job, report: Report, prepared: Sequence[Prepared]) -> tuple[Document, ...]:
    """Return the texts of the bundle for its target."""
    context = RenderContext(
        report=report,
        target=job.target,
        matches=job.completed.matches,
        completeness=check_completeness(report, job.target),
        searches=tuple(search_links(report)),
        attachments=tuple(one.row for one in prepared),
        redaction_counts=dict(count_kinds(job.redactor)),
        made_at=job.surroundings.now(),
        zone=job.surroundings.zone,
        bundle_name=job.name,
        form_file=job.completed.report.form_file,
        places=job.surroundings.places,
    )
    return render_documents(context, template_folders=[job.surroundings.places.config / "templates"])


def count_kinds(redactor: Redactor) -> Counter[str]:
    """Return how many values of each kind were replaced, over all files and texts."""
    counts: Counter[str] = Counter()
    for (_, kind), number in redactor.counts.items():
        counts[kind] += number
    return counts


def describe_redaction(job: Job, prepared: Sequence[Prepared]) -> dict[str, Any]:
    """Return `redaction.json`: policy, kinds and counts per file, what was not checked; never an original value."""
    files: dict[str, dict[str, int]] = {}
    for (where, kind), number in sorted(job.redactor.counts.items()):
        files.setdefault(where or "report", {})[kind] = number
    return {
        "policy": {"target": job.target, "removed": sorted(job.redactor.policy.removed())},
        "counts": dict(sorted(count_kinds(job.redactor).items())),
        "files": files,
        "not_scanned": [
            {"file": one.name, "why": one.note or "an image is not read", "accepted_by": "the user"}
            for one in prepared
            if one.unchecked and one.stream is not None
        ],
        "left_out": [{"file": one.name, "why": one.note} for one in prepared if one.stream is None],
    }
