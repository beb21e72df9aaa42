"""Hand-off through the browser: opens the form, puts the text on the clipboard, shows the zip, and says what to do."""

from __future__ import annotations

from reporter.handoff.delivery import Delivery
from reporter.handoff.upload import check_upload
from reporter.targets.link import Link, make_link

MICROSOFT_PORTAL = "https://admin.powerplatform.microsoft.com/support"
"""Where support requests are made (Power Platform admin center)."""


def send_by_browser(delivery: Delivery) -> int:
    """Open the page, copy the text, show the zip; print the address. Always 0: every step is also said in words."""
    if delivery.parcel.kind == "ticket":
        return _hand_over_ticket(delivery)
    parcel, hands = delivery.parcel, delivery.hands
    link = _make_link(delivery)
    opened = bool(link) and hands.open(link.address if link else "")
    copied = hands.copy(parcel.text)
    shown = hands.show(parcel.bundle)
    steps = []
    if link is None:
        steps.append("Open the repository's page for a new issue; this form does not say which repository it is of.")
    else:
        steps.append("The form is open in your browser." if opened else f"Open this address: {link.address}")
        if link.carried:
            steps.append(f"Filled in already: {', '.join(link.carried)}. Check it.")
    page = parcel.copy_page
    if page:
        left = f" (not in the address: {', '.join(link.left_out)})" if link and link.left_out else ""
        steps.append(f"Fill in the rest from {page}: it has a copy button for each field{left}.")
    if copied:
        steps.append("The whole text is on the clipboard, for a page that has only one text field.")
    else:
        steps.append(f"The clipboard cannot be reached here; the whole text is in {parcel.text_file}.")
    steps.append(f"{'The folder with the zip is open. ' if shown else ''}Drag {parcel.bundle} into a text field.")
    steps.append("Submit the issue, and keep its address: `reporter resume --comment` adds to it later.")
    for number, step in enumerate(steps, 1):
        delivery.say(f"{number}. {step}")
    missing = delivery.missing()
    if missing:
        delivery.say(f"The form requires what is not answered: {'; '.join(missing)}.")
    refused = check_upload(parcel.bundle)
    if refused:
        delivery.say(f"Note: {refused}")
    if link is not None:
        delivery.surroundings.result(link.address)
    return 0


def _make_link(delivery: Delivery) -> Link | None:
    if delivery.form is not None:
        return make_link(
            delivery.form,
            delivery.fields(),
            delivery.parcel.title,
            repository=delivery.repository,
            limit=delivery.link_limit,
        )
    return Link(f"https://github.com/{delivery.repository}/issues/new/choose") if delivery.repository else None


def _hand_over_ticket(delivery: Delivery) -> int:
    parcel, hands = delivery.parcel, delivery.hands
    microsoft = parcel.bundle.stem.removesuffix("-encrypted").endswith("-microsoft")
    opened = hands.open(MICROSOFT_PORTAL) if microsoft else False
    copied, shown = hands.copy(parcel.text), hands.show(parcel.bundle)
    if microsoft:
        delivery.say("The support page is open." if opened else f"Open the support page: {MICROSOFT_PORTAL}")
    else:
        delivery.say("Open your ticket system and make a new ticket.")
    delivery.say(f"Title: {parcel.title}")
    delivery.say(
        "Paste the text: it is on the clipboard." if copied else f"Paste the text: it is in {parcel.text_file}."
    )
    delivery.say(f"Attach {parcel.bundle}{' (its folder is open)' if shown else ''}.")
    delivery.surroundings.result(MICROSOFT_PORTAL if microsoft else str(parcel.text_file))
    return 0
