"""Makes a bundle and tells about it: progress while it takes long, the paths, who can open an encrypted one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reporter.bundle.limits import Choice
from reporter.bundle.member import Written
from reporter.bundle.passphrase import explain_encryption
from reporter.bundle.progress import show_progress
from reporter.bundle.writer import choose_layout
from reporter.console import Surroundings
from reporter.errors import InputError
from reporter.fitting import OVERSIZE
from reporter.pipeline import make_bundle
from reporter.report import Report, Target


def pack(
    surroundings: Surroundings,
    report: Report,
    *,
    target: Target,
    output: Path | None,
    base: Path = Path(),
    pseudonyms_path: Path | None,
    form: str | None,
    force: bool,
    passphrase: bytes | None,
    keep: Sequence[str] = (),
    remove: Sequence[str] = (),
    blank: Sequence[str] = (),
    oversize: Choice | None = None,
) -> Written:
    """Make the bundle as `pipeline.make_bundle` does, and print its path or the paths of its parts.

    Raises:
        InputError, ReporterError: as the pipeline says.
    """
    with show_progress(surroundings, "Packing") as progress:
        written = make_bundle(
            surroundings,
            report,
            target=target,
            output=output,
            base=base,
            pseudonyms_path=pseudonyms_path,
            form=form,
            force=force,
            passphrase=passphrase,
            keep=keep,
            remove=remove,
            blank=blank,
            oversize=oversize,
            progress=progress,
        )
    for path in written.parts or (written.path,):
        surroundings.result(str(path))
    if written.parts:
        surroundings.say(f"Each part opens alone. The whole is in {written.path}.")
    if passphrase is not None:
        hidden = choose_layout(len(report.attachments)) == "inner"
        surroundings.say(explain_encryption(hidden_names=hidden))
    return written


def check_oversize(word: str | None) -> Choice | None:
    """Return what `--oversize WORD` chooses.

    Raises:
        InputError: there is no such choice.
    """
    if word is None:
        return None
    if word not in OVERSIZE:
        raise InputError(f"There is no choice `{word}`. --oversize takes {', '.join(OVERSIZE)}.")
    return OVERSIZE[word]
