"""`reporter send BUNDLE --via browser|gh|mail`: hands a finished bundle over."""

from __future__ import annotations

import shlex
from pathlib import Path

from reporter.console import Surroundings
from reporter.errors import InputError, ReporterError
from reporter.handoff.delivery import Delivery, Hands
from reporter.handoff.parcel import Parcel
from reporter.targets.form_model import IssueForm

WAYS = ("browser", "gh", "mail")


def send(
    surroundings: Surroundings,
    bundle: Path,
    *,
    via: str,
    to: str | None = None,
    link_limit: int | None = None,
    draft: str | None = None,
    yes: bool = False,
    pictures: bool = False,
    hands: Hands | None = None,
) -> int:
    """Hand a bundle over.

    Args:
        surroundings: Streams, environment variables, places.
        bundle: The zip.
        via: `browser`, `gh` or `mail`.
        to: OWNER/REPO for GitHub where it is not the form's own, an address for mail.
        link_limit: Most characters of the prefilled address.
        draft: Id of the draft that keeps the issue's address; without it the one that made the bundle.
        yes: Do not ask before an issue is created.
        pictures: Attach the bundle's pictures with `gh`, where that is possible.
        hands: What touches the desktop; for tests.

    Raises:
        InputError, ReporterError: as the way of handing over says; the text is on disk before anything is tried.
    """
    from reporter.handoff.parcel import read_parcel
    from reporter.settings import load_settings
    from reporter.targets.link import HIGHEST_LIMIT

    if via not in WAYS:
        raise InputError(f"--via takes {', '.join(WAYS)}, not {via}.")
    limit = link_limit if link_limit is not None else load_settings(surroundings.places).link_limit
    if not 1 <= limit <= HIGHEST_LIMIT:
        raise InputError(f"--link-limit takes 1 to {HIGHEST_LIMIT}: GitHub refuses longer addresses.")
    parcel = read_parcel(surroundings, bundle)
    form = _find_form(surroundings, parcel) if parcel.kind == "github" else None
    delivery = Delivery(
        surroundings,
        parcel,
        hands or Hands.of(surroundings),
        form=form,
        repository=_repository(to if via != "mail" else None, form, parcel),
        link_limit=limit,
        again=f"reporter send {shlex.quote(str(bundle))}{f' --to {shlex.quote(to)}' if to else ''}",
        assume_yes=yes,
        with_pictures=pictures,
        draft=draft,
    )
    if via == "gh":
        from reporter.handoff.gh import send_by_gh

        return send_by_gh(delivery)
    if via == "mail":
        from reporter.handoff.mail import send_by_mail

        return send_by_mail(delivery, to)
    from reporter.handoff.browser import send_by_browser

    return send_by_browser(delivery)


def _find_form(surroundings: Surroundings, parcel: Parcel) -> IssueForm | None:
    """Return the form that the bundle was made with; without it the hand-off goes on, with less filled in."""
    from reporter.targets.issue_form import DEFAULT_FORM, load_form

    try:
        return load_form(
            parcel.report.form_file or DEFAULT_FORM, places=surroundings.places, environ=surroundings.environ
        )
    except ReporterError as error:
        surroundings.say(f"The form is not at hand: {error}")
        return None


def _repository(to: str | None, form: IssueForm | None, parcel: Parcel) -> str | None:
    from reporter.targets.form_spec import RepositorySpec, parse_spec

    if to is None:
        if form is not None:
            return form.repository
        to = parcel.report.form_file
        if to is None:
            return None
    try:
        place = parse_spec(to)
    except InputError:
        place = None
    if isinstance(place, RepositorySpec):
        return place.repository
    if form is None:
        return None
    raise InputError(f"--to takes OWNER/REPO, not {to}.")
