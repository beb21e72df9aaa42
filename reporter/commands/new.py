"""`reporter new`, `reporter resume` and bare `reporter`: the interview, from evidence to bundle."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.console import Surroundings
from reporter.errors import InputError, Interrupted, ReporterError
from reporter.paths import typed_path

if TYPE_CHECKING:
    from reporter.commands.session import Session
    from reporter.drafts import Draft
    from reporter.interview.question import Asker
    from reporter.report import Report, Target


def new(
    surroundings: Surroundings,
    evidence: Sequence[str],
    *,
    target: str | None,
    form: str | None,
    output: Path | None,
    accessible: bool,
    force: bool,
    encrypt: bool,
    asker: Asker | None = None,
) -> int:
    """Make a report from evidence and a few questions; print the bundle's path. `asker` replaces the terminal's own.

    Raises:
        InputError: there is no terminal, a named file cannot be read, or there is no such target.
        Interrupted: the user stopped; the draft is kept.
    """
    need_terminal(surroundings, "new", "build ANSWERS.yml [EVIDENCE...] --for github")
    from reporter.drafts import create_draft
    from reporter.evidence.source import open_sources

    place = _check_target(target)
    open_sources([one for one in evidence if one != "-"], surroundings.stdin)
    draft = create_draft(surroundings.places, surroundings.now())
    draft.evidence = [str(typed_path(one).absolute()) for one in evidence if one != "-"]
    draft.target, draft.form = place, form
    draft.output = str(typed_path(output).absolute()) if output else None
    return _interview(surroundings, draft, accessible=accessible, force=force, encrypt=encrypt, asker=asker)


def resume(
    surroundings: Surroundings,
    draft: str | None,
    *,
    output: Path | None,
    accessible: bool,
    comment: bool,
    force: bool,
    encrypt: bool,
    asker: Asker | None = None,
) -> int:
    """Go on with a draft at the question where it stopped, or at its review.

    Raises:
        InputError: there is no terminal, no such draft, or a newer version made it.
        Interrupted: the user stopped; the draft is kept.
    """
    from reporter.drafts import load_draft

    if comment:
        from reporter.commands.follow_up import follow_up

        return follow_up(surroundings, load_draft(surroundings.places, draft), output=output, force=force)
    need_terminal(surroundings, "resume", "build DRAFT --for github")
    loaded = load_draft(surroundings.places, draft)
    if not loaded.resumable:
        raise InputError(f"{loaded.id} belongs to {loaded.answers}: `reporter build {loaded.answers} --for github`.")
    if output:
        loaded.output = str(typed_path(output).absolute())
    return _interview(surroundings, loaded, accessible=accessible, force=force, encrypt=encrypt, asker=asker)


def start(surroundings: Surroundings, *, asker: Asker | None = None) -> int:
    """Without a command: offer to resume the newest unfinished draft, or start a new report.

    Raises:
        InputError: there is no terminal.
        Interrupted: the user stopped.
    """
    need_terminal(surroundings, "new", "build ANSWERS.yml [EVIDENCE...] --for github")
    from reporter.commands.drafts import describe_draft
    from reporter.drafts import list_drafts
    from reporter.interview.question import Choice, Screen

    unfinished = [draft for draft in list_drafts(surroundings.places) if draft.resumable and not draft.bundles]
    name: str | None = None
    if unfinished:
        asker = asker or make_asker(surroundings, accessible=surroundings.accessible)
        newest = unfinished[0]
        try:
            answer = asker.choose(
                Screen("There is an unfinished report. Go on with it?", can_go_back=False, label="Report"),
                [
                    Choice(newest.id, f"go on: {describe_draft(surroundings, newest)}"),
                    Choice("new", "start a new report"),
                ],
                newest.id,
            )
        except KeyboardInterrupt:
            raise Interrupted("Stopped. Nothing was changed.") from None
        name = newest.id if answer == newest.id else None
    if name:
        return resume(
            surroundings, name, output=None, accessible=False, comment=False, force=False, encrypt=False, asker=asker
        )
    return new(
        surroundings, [], target=None, form=None, output=None, accessible=False, force=False, encrypt=False, asker=asker
    )


def need_terminal(surroundings: Surroundings, command: str, instead: str) -> None:
    """Refuse to ask where nobody can answer.

    Raises:
        InputError: with the command that needs no terminal.
    """
    if not surroundings.interactive:
        raise InputError(
            f"`reporter {command}` asks questions, so it needs a terminal; without one use `reporter {instead}`."
        )


def make_asker(surroundings: Surroundings, *, accessible: bool) -> Asker:
    """Return what asks: plain lines where wanted or needed, repainted prompts otherwise."""
    if accessible or surroundings.accessible:
        from reporter.interview.plain import PlainAsker

        return PlainAsker(surroundings)
    from reporter.interview.prompts import TerminalAsker

    return TerminalAsker(surroundings)


def _interview(
    surroundings: Surroundings, draft: Draft, *, accessible: bool, force: bool, encrypt: bool, asker: Asker | None
) -> int:
    from reporter.commands.form_asking import form_asker, list_choices
    from reporter.commands.session import Session
    from reporter.guidance.search import search_links
    from reporter.kept import changes_of
    from reporter.settings import load_settings

    spec = draft.form or load_settings(surroundings.places).form

    def searches(report: Report) -> list[str]:
        return [f"Look first: {link.url}" for link in search_links(report)[:1]]

    def build(session: Session, report: Report, target: Target) -> Path:
        return _build(session, report, target, spec=spec, force=force, encrypt=encrypt)

    with _kept(draft), draft.locked():
        asker = asker or make_asker(surroundings, accessible=accessible)
        changed = changes_of(draft.files)
        asker.tell(changed)
        session = Session(
            surroundings,
            asker,
            draft,
            build,
            form_asker(surroundings, spec, asker, searches=searches),
            *(list_choices(surroundings, spec) if draft.form else ((), "")),
            tuple(changed),
        )
        return session.run()


@contextlib.contextmanager
def _kept(draft: Draft) -> Iterator[None]:
    """Whatever ends the interview says how it goes on."""
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        if (draft.folder / "draft.json").exists():
            raise Interrupted(f"Stopped. What was confirmed is kept: `reporter resume {draft.id}` continues.") from None
        _forget(draft)
        raise Interrupted("Stopped before anything was given: nothing was kept.") from None
    except ReporterError as error:
        if not (draft.folder / "draft.json").exists():
            _forget(draft)
            raise
        raise type(error)(f"{error}\n`reporter resume {draft.id}` continues.") from error


def _forget(draft: Draft) -> None:
    """Take away the empty folder of a draft that never held anything."""
    (draft.folder / "lock").unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        draft.folder.rmdir()


def _build(session: Session, report: Report, target: Target, *, spec: str, force: bool, encrypt: bool) -> Path:
    from reporter.bundle.passphrase import ask_passphrase
    from reporter.commands.next_steps import next_steps
    from reporter.commands.oversize import ask_oversize
    from reporter.commands.pack import pack
    from reporter.commands.unreadable import ask_unreadable
    from reporter.settings import load_settings

    surroundings, draft = session.surroundings, session.draft
    passphrase = ask_passphrase(surroundings) if encrypt else None
    report = ask_unreadable(session.asker, report)
    oversize = ask_oversize(session.asker, report, target=target, own=load_settings(surroundings.places).limits)
    surroundings.say("Building ...")
    written = pack(
        surroundings,
        report,
        target=target,
        output=Path(draft.output) if draft.output else None,
        pseudonyms_path=draft.pseudonyms_path,
        form=report.form_file or spec if target == "github" else None,
        force=force,
        passphrase=passphrase,
        oversize=oversize,
    )
    for line in next_steps(written.path, target):
        surroundings.say(line)
    return written.path


def _check_target(target: str | None) -> Target | None:
    if target is None:
        return None
    from reporter.commands.build import check_target

    return check_target(target)
