"""`reporter drafts` and `reporter drafts delete`: what is kept on this machine, and taking it away."""

from __future__ import annotations

from reporter.console import Surroundings
from reporter.drafts import Draft, delete_draft, list_drafts, unreadable_drafts
from reporter.report import write_json


def list_all(surroundings: Surroundings, *, as_json: bool) -> int:
    """Print the drafts, newest first; exit 0 even if there are none."""
    drafts = list_drafts(surroundings.places)
    if as_json:
        rows = [
            {
                "id": draft.id,
                "changed": draft.changed.isoformat(),
                "state": state_of(draft),
                "about": describe_draft(surroundings, draft),
                "target": draft.target or draft.report.routing.chosen,
                "bundles": draft.bundles,
            }
            for draft in drafts
        ]
        surroundings.stdout.write(write_json(rows))
    else:
        for draft in drafts:
            changed = draft.changed.astimezone(surroundings.zone)
            surroundings.result(
                f"{draft.id}  {changed:%Y-%m-%d %H:%M}  {state_of(draft):8}  {describe_draft(surroundings, draft)}"
            )
        if not drafts:
            surroundings.say("There are no drafts. `reporter new` starts a report.")
    for problem in unreadable_drafts(surroundings.places):
        surroundings.say(problem)
    return 0


def delete(surroundings: Surroundings, draft: str) -> int:
    """Delete one draft, or `all`.

    Raises:
        InputError: there is no such draft.
    """
    names = [one.id for one in list_drafts(surroundings.places)] if draft == "all" else [draft]
    for name in names:
        surroundings.say(f"Deleted draft {delete_draft(surroundings.places, name)}.")
    if not names:
        surroundings.say("There are no drafts.")
    return 0


def state_of(draft: Draft) -> str:
    """Return in one word where the draft stands."""
    if draft.answers:
        return "answers"
    if draft.walk.get("waiting"):
        return "waiting"
    return "built" if draft.bundles else "open"


def describe_draft(surroundings: Surroundings, draft: Draft) -> str:
    """Return one line about a draft, redacted as for the public: lists of drafts end up in screenshots."""
    title = f"pseudonyms of {draft.answers}" if draft.answers else draft.report.title
    if not title:
        return "nothing read yet"
    from reporter.redaction.policy import load_policy
    from reporter.redaction.pseudonyms import Pseudonyms
    from reporter.redaction.redactor import Redactor
    from reporter.settings import load_settings

    known = draft.pseudonyms_path
    pseudonyms = Pseudonyms.load(known) if known.exists() else Pseudonyms.create(None)
    settings = load_settings(surroundings.places)
    return Redactor(load_policy("github"), pseudonyms, own_terms=settings.own_terms).text(title)
