"""Hand-off through `gh`: after a look at the final text, one issue is created, and never a second one for a report."""

from __future__ import annotations

import shlex
from pathlib import Path

from reporter.errors import InputError, ReporterError
from reporter.handoff.delivery import Delivery
from reporter.handoff.github_cli import ATTACH_VERSION, Gh, GhError, Repository
from reporter.handoff.parcel import lay_out_pictures
from reporter.handoff.record import find_draft, recall_attempt, remember_attempt, remember_issue
from reporter.handoff.upload import check_upload
from reporter.targets.form_body import MOST_CHARACTERS
from reporter.targets.markdown import MARK


def send_by_gh(delivery: Delivery, gh: Gh | None = None) -> int:
    """Create the issue; print its address.

    Raises:
        InputError: the bundle is not made for GitHub, its repository is not known, or nobody can be asked.
        ReporterError: `gh` failed; the sentence says why, where the text is, and which command continues.
    """
    parcel = delivery.parcel
    if parcel.kind != "github":
        raise InputError(
            f"{parcel.bundle} is not made for a public issue. Build one with `--for github` and send that."
        )
    if delivery.repository is None:
        raise InputError("The form does not say which repository it is of. Add --to OWNER/REPO.")
    gh = gh or Gh(delivery.surroundings.environ)
    try:
        return _send(delivery, gh, delivery.repository)
    except GhError as error:
        raise ReporterError(_with_way_out(delivery, error)) from error
    except KeyboardInterrupt:
        delivery.say(f"Stopped. The text is safe in {parcel.text_file}. Continue with `{delivery.again} --via gh`.")
        raise


def _send(delivery: Delivery, gh: Gh, name: str) -> int:
    parcel = delivery.parcel
    if len(parcel.text) > MOST_CHARACTERS:
        raise GhError(f"The text has {len(parcel.text):,} characters, and GitHub takes {MOST_CHARACTERS:,}.")
    before = recall_attempt(parcel.folder)
    if before.get("url") and before.get("repository") == name:
        if before.get("text") == parcel.digest:
            delivery.say("This report was handed in before; no second issue was made.")
            return _finish(delivery, str(before["url"]))
        delivery.say(
            f"An earlier bundle of this name became {before['url']}: `reporter resume --comment` adds to that."
        )
    version = gh.check_ready()
    repository = gh.look_at(name)
    if repository.archived or not repository.has_issues:
        raise GhError(f"{name} {'is archived and ' if repository.archived else ''}takes no issues.")
    unsure = before.get("state") == "begun" and before.get("repository") == name
    found = _look_for_own(delivery, gh, name, unsure=unsure)
    if found and unsure:
        delivery.say("The earlier try did create the issue; no second one was made.")
        return _finish(delivery, found)
    if found and delivery.assume_yes:
        delivery.say("You already have an issue with this title; no second one was made.")
        return _finish(delivery, found)
    _show(delivery, repository, found)
    if not delivery.confirm("Create this issue now?"):
        if not delivery.surroundings.interactive:
            raise InputError("Nobody can be asked here. Look at the text above, and add --yes to create the issue.")
        delivery.say(f"Nothing was created. The text is in {parcel.text_file}.")
        return 1
    pictures = _choose_pictures(delivery, repository, version)
    remember_attempt(parcel.folder, state="begun", repository=name, title=parcel.title, url=None)
    try:
        url, trouble = _create(delivery, gh, repository, pictures)
    except GhError as error:
        if not error.uncertain:
            remember_attempt(parcel.folder, state="failed")
        raise
    if trouble:
        delivery.say(trouble)
    return _finish(delivery, url)


def _look_for_own(delivery: Delivery, gh: Gh, name: str, *, unsure: bool) -> str | None:
    """After a try that nobody knows the end of, a look for the issue is a must; else it is a courtesy."""
    try:
        return gh.find_own(name, delivery.parcel.title)
    except GhError as error:
        if unsure:
            raise GhError(f"Whether the earlier try created the issue could not be seen. {error}") from error
        return None


def _create(delivery: Delivery, gh: Gh, repository: Repository, pictures: tuple[Path, ...]) -> tuple[str, str | None]:
    parcel = delivery.parcel
    labels = tuple(delivery.form.labels) if delivery.form and repository.may_label else ()

    def create(names: tuple[str, ...]) -> tuple[str, str | None]:
        return gh.create(repository.name, parcel.title, parcel.text_file, labels=names, pictures=pictures)

    try:
        return create(labels)
    except GhError as error:
        if not labels or error.uncertain or "labels" not in str(error):
            raise
        delivery.say(f"{error} The issue is created without them.")
        return create(())


def _show(delivery: Delivery, repository: Repository, found: str | None) -> None:
    parcel, form = delivery.parcel, delivery.form
    text = parcel.text.rstrip().replace(MARK, "")
    delivery.say(f"Repository: {repository.name}\nTitle: {parcel.title}\n\n{text}\n")
    missing = delivery.missing()
    if missing:
        delivery.say(f"The form requires what is not answered: {'; '.join(missing)}.")
    if form and form.labels and not repository.may_label:
        names = ", ".join(form.labels)
        delivery.say(f"The form's labels ({names}) are left to the maintainers: this account may not set them.")
    if found:
        delivery.say(f"You already have an issue with this title: {found}")


def _choose_pictures(delivery: Delivery, repository: Repository, version: tuple[int, ...]) -> tuple[Path, ...]:
    parcel = delivery.parcel
    if not parcel.pictures or not repository.may_attach or version[:2] < ATTACH_VERSION:
        if delivery.with_pictures and parcel.pictures:
            delivery.say("Pictures go in by dragging: gh attaches them from 2.99 on, and only with write permission.")
        return ()
    count = f"{len(parcel.pictures)} picture{'s' if len(parcel.pictures) > 1 else ''}"
    if not (delivery.with_pictures or (not delivery.assume_yes and delivery.confirm(f"Attach {count} to the issue?"))):
        return ()
    return lay_out_pictures(delivery.surroundings, parcel)


def _finish(delivery: Delivery, url: str) -> int:
    parcel = delivery.parcel
    now = delivery.surroundings.now()
    remember_attempt(parcel.folder, state="done", repository=delivery.repository, url=url, text=parcel.digest)
    delivery.surroundings.result(url)
    draft = find_draft(delivery.surroundings.places, parcel.bundle, delivery.draft)
    if draft is not None:
        remember_issue(draft, url, now)
    refused = check_upload(parcel.bundle)
    delivery.say(
        refused or f"The zip is NOT attached: gh cannot do that. Open the issue and drag {parcel.bundle} into it."
    )
    if not refused:
        delivery.hands.show(parcel.bundle)
    return 0


def _with_way_out(delivery: Delivery, error: GhError) -> str:
    again = f"{delivery.again} --via gh"
    look = " It looks first whether the issue is there already." if error.uncertain else ""
    browser = f"{delivery.again} --via browser"
    place = shlex.quote(str(delivery.parcel.text_file))
    return f"{error} The text is safe in {place}. Continue with `{again}`.{look} Or go by hand: `{browser}`."
