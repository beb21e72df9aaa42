"""`reporter demo`: the whole way on built-in sample evidence, one bundle for each target, no prompt, no network."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

from reporter.answers import load_answers, merge_reports
from reporter.console import Surroundings
from reporter.errors import InputError
from reporter.evidence import gather
from reporter.evidence.source import Source
from reporter.interview.prefill import prefill_report
from reporter.paths import typed_path
from reporter.pipeline import make_bundle
from reporter.report import TARGETS, Report

SAMPLE = Path(__file__).resolve().parent.parent / "demo"
KEY = b"the demo holds nothing private, so its key is no secret"
MADE_AT = datetime(2025, 11, 18, 17, 30, tzinfo=timezone.utc)
"""The demo's own clock, so that its bundles are the same on every run."""


def demo(surroundings: Surroundings, *, output: Path | None, force: bool) -> int:
    """Write one bundle per target into a folder (made if needed; default: the current one) and print their paths.

    Raises:
        InputError: a bundle exists already and `force` is false, or the folder cannot be made.
    """
    folder = Path() if output is None else typed_path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made ({error.strerror}). Name another one with -o.") from error
    surroundings = Surroundings(
        stdin=surroundings.stdin,
        stdout=surroundings.stdout,
        stderr=surroundings.stderr,
        environ=surroundings.environ,
        places=surroundings.places,
        zone=timezone.utc,
        fixed_now=MADE_AT,
    )
    report = load_sample()
    for target in TARGETS:
        written = make_bundle(surroundings, report, target=target, output=folder, base=SAMPLE, force=force, key=KEY)
        surroundings.result(str(written.path))
    surroundings.say("Open report.html in one of them (`reporter open ZIP`), or check it (`reporter verify ZIP`).")
    surroundings.say("Your own report: `reporter new ERROR.txt LOG.zip SCREENSHOT.png`, or just `reporter`.")
    return 0


def load_sample() -> Report:
    """Return the sample report: what its evidence says, and the answers that no file holds."""
    answers = load_answers(SAMPLE / "answers.yml")
    facts = gather([Source.from_path(SAMPLE / attachment.path) for attachment in answers.attachments])
    return merge_reports(answers, prefill_report(facts).report)
