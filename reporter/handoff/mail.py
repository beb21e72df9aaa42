"""Hand-off by mail: a draft that mail programs open for editing, with the zip attached where mail takes its size."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import quote

from reporter.handoff.delivery import Delivery
from reporter.places import write_private
from reporter.targets.link import DEFAULT_LIMIT

MOST_ATTACHED = 15 * 1024 * 1024
"""Bytes of a zip that most mail servers still take, once it is a third larger in transport."""


def send_by_mail(delivery: Delivery, to: str | None = None) -> int:
    """Write the mail draft beside the texts, open it, and print its path; also says the short `mailto:` address."""
    parcel = delivery.parcel
    path = parcel.folder / f"{parcel.bundle.stem}.eml"
    size = parcel.bundle.stat().st_size
    attached = size <= MOST_ATTACHED
    write_private(path, bytes(make_mail(delivery, to, attach=attached)))
    opened = delivery.hands.open(str(path))
    delivery.say("The mail draft is open in your mail program." if opened else f"Open the mail draft: {path}")
    if attached:
        delivery.say(f"{parcel.bundle.name} is attached. Check the text and the recipient, then send it.")
    else:
        shown = delivery.hands.show(parcel.bundle)
        delivery.say(
            f"{parcel.bundle.name} has {size / 1024 / 1024:.1f} MB, which is too much for mail: share it by another way"
            f"{' (its folder is open)' if shown else ''}, and put the link into the mail."
        )
    delivery.say(f"Without a mail program for drafts: {make_address(delivery, to)}")
    delivery.surroundings.result(str(path))
    return 0


def make_mail(delivery: Delivery, to: str | None, *, attach: bool) -> EmailMessage:
    """Return the mail; `X-Unsent` lets Outlook open it as a draft."""
    parcel = delivery.parcel
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    if to:
        mail["To"] = _header(to)
    mail["Subject"] = make_subject(delivery)
    mail.set_content(parcel.text, cte="quoted-printable")
    if attach:
        mail.add_attachment(
            parcel.bundle.read_bytes(), maintype="application", subtype="zip", filename=_header(parcel.bundle.name)
        )
    return mail


def make_subject(delivery: Delivery) -> str:
    """Return the mail's subject: the title, behind the number of the support case where there is one."""
    case = next(iter(delivery.parcel.report.ids.case), None)
    return _header(f"Case {case}: {delivery.parcel.title}" if case else delivery.parcel.title)


def make_address(delivery: Delivery, to: str | None) -> str:
    """Return a `mailto:` address with subject and a short text; long ones are cut by mail programs."""
    parcel = delivery.parcel
    start = f"mailto:{quote(to or '', safe='@,+')}?subject={quote(make_subject(delivery), safe='')}"
    text = f"Please see the attached {parcel.bundle.name}.\n\n{_beginning(parcel.text_file)}"
    whole = f"{start}&body={quote(text, safe='')}"
    return whole if len(whole) <= DEFAULT_LIMIT else start[:DEFAULT_LIMIT]


def _beginning(path: Path) -> str:
    return f"The text of the report is in its file {path.name}."


def _header(text: str) -> str:
    return " ".join(text.split())[:256]
