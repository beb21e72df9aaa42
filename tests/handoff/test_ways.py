"""Browser, mail, clipboard and desktop: what is done, what is said, and what happens where there is no desktop."""

from __future__ import annotations

import email
import email.policy
import os
from pathlib import Path

import pytest

from reporter.handoff.clipboard import copy_text
from reporter.handoff.opening import has_desktop, open_address, show_file
from reporter.handoff.upload import check_upload
from tests.handoff.conftest import BODY, TITLE, Desk, write_zip

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are scripts for POSIX")
LINK = (
    "https://github.com/microsoft/coe-starter-kit/issues/new?template=1-coe-starter-kit-bug.yml"
    "&title=%5BCoE%20Starter%20Kit%20-%20BUG%5D%20Upgrade%20fails%3A%2080097376&version=4.49.2&app=Sync%20Policy"
)


def test_browser_opens_the_form_copies_the_text_and_shows_the_zip(desk: Desk, bundle: Path) -> None:
    assert desk.send(bundle, "browser") == 0
    assert (desk.opened, desk.copied, desk.shown, desk.out) == ([LINK], [BODY], [str(bundle)], LINK + "\n")
    folder = desk.text_file.parent
    assert desk.said == (
        "1. The form is open in your browser.\n"
        "2. Filled in already: Title, What solution version are you using?, What app or flow are you having the issue "
        "with?. Check it.\n"
        f"3. Fill in the rest from {folder / 'copy.html'}: it has a copy button for each field (not in the address: "
        "Describe the issue, What solution are you experiencing the issue with?).\n"
        "4. The whole text is on the clipboard, for a page that has only one text field.\n"
        f"5. The folder with the zip is open. Drag {bundle} into a text field.\n"
        "6. Submit the issue, and keep its address: `reporter resume --comment` adds to it later.\n"
        "The form requires what is not answered: Does this bug already exist in our backlog?.\n"
    )


def test_without_a_desktop_every_step_can_be_done_by_hand(desk: Desk, bundle: Path) -> None:
    desk.works = False
    assert desk.send(bundle, "browser") == 0
    assert f"1. Open this address: {LINK}\n" in desk.said
    assert f"4. The clipboard cannot be reached here; the whole text is in {desk.text_file}.\n" in desk.said
    assert f"5. Drag {bundle} into a text field.\n" in desk.said


def test_the_link_keeps_to_its_limit_and_says_what_did_not_fit(desk: Desk, bundle: Path) -> None:
    desk.send(bundle, "browser", link_limit=150)
    assert desk.out == LINK.split("&title")[0] + "&version=4.49.2&app=Sync%20Policy\n"
    assert "(not in the address: Title, " in desk.said
    assert desk.send(bundle, "browser", link_limit=9000) == (
        "--link-limit takes 1 to 8191: GitHub refuses longer addresses."
    )


def test_a_ticket_for_microsoft_opens_the_support_page(desk: Desk, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "report-microsoft.zip", {"ticket.md": "What happened\n"})
    assert desk.send(path, "browser") == 0
    assert desk.opened == ["https://admin.powerplatform.microsoft.com/support"]
    assert desk.copied == ["What happened\n"]
    assert desk.said == (
        "The support page is open.\nTitle: Upgrade fails: 80097376\nPaste the text: it is on the clipboard.\n"
        f"Attach {path} (its folder is open).\n"
    )


def test_mail_is_a_draft_with_the_zip_attached(desk: Desk, bundle: Path) -> None:
    assert desk.send(bundle, "mail", to="support@example.com") == 0
    path = Path(desk.out.strip())
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (mail["To"], mail["Subject"], mail["X-Unsent"]) == ("support@example.com", TITLE, "1")
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == BODY
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (bundle.name, bundle.read_bytes())
    assert desk.opened == [str(path)]
    assert "mailto:support@example.com?subject=%5BCoE%20Starter%20Kit%20-%20BUG%5D%20Upgrade" in desk.said


def test_a_zip_too_large_for_mail_is_not_attached(desk: Desk, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporter.handoff.mail.MOST_ATTACHED", 10)
    desk.send(bundle, "mail")
    mail = email.message_from_bytes(Path(desk.out.strip()).read_bytes(), policy=email.policy.default)
    assert list(mail.iter_attachments()) == []
    assert "which is too much for mail: share it by another way (its folder is open)" in desk.said


def test_a_header_cannot_be_made_by_a_title(desk: Desk, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "report-github.zip", {"issue.md": BODY, "title.txt": "A\r\nBcc: eve@example.com\n"})
    desk.send(path, "mail")
    mail = email.message_from_bytes(Path(desk.out.strip()).read_bytes(), policy=email.policy.default)
    assert (mail["Subject"], mail["Bcc"]) == ("A Bcc: eve@example.com", None)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"other.txt": "x"}, "holds no issue.md or ticket.md with a report.json: it is no bundle of reporter."),
        ({"issue.md": "x", "report.json": "{"}, "The report.json of "),
    ],
)
def test_what_is_no_bundle_is_refused(desk: Desk, tmp_path: Path, texts: dict[str, str], says: str) -> None:
    import zipfile

    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in texts.items():
            file.writestr(name, text)
    assert says in str(desk.send(path, "browser"))


def test_another_way_is_refused(desk: Desk, bundle: Path) -> None:
    assert desk.send(bundle, "fax") == "--via takes browser, gh, mail, not fax."


@pytest.mark.parametrize(
    ("environ", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"WSL_DISTRO_NAME": "x"}, "linux", True),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "a b"}, "darwin", False),
        ({}, "win32", True),
    ],
)
def test_a_desktop_is_known_by_the_environment(environ: dict[str, str], platform: str, there: bool) -> None:
    assert has_desktop(environ, platform) is there


def _script(folder: Path, name: str) -> dict[str, str]:
    program = folder / name
    program.write_text('#!/bin/sh\necho "$0" "$@" >> "$(dirname "$0")/log"\n')
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.defpath}", "DISPLAY": ":0"}


@posix
@pytest.mark.parametrize(("platform", "program"), [("linux", "xdg-open"), ("darwin", "open")])
def test_an_address_opens_with_the_systems_program(tmp_path: Path, platform: str, program: str) -> None:
    environ = _script(tmp_path, program)
    assert open_address("https://example.com/?a=b&c=$(d)", environ, platform)
    assert (tmp_path / "log").read_text() == f"{tmp_path / program} https://example.com/?a=b&c=$(d)\n"


@posix
def test_an_own_browser_comes_first(tmp_path: Path) -> None:
    environ = {**_script(tmp_path, "mine"), "BROWSER": "mine", "DISPLAY": ""}
    assert open_address("https://example.com/", environ, "linux")


@posix
def test_a_file_is_shown_selected_where_the_system_can(tmp_path: Path) -> None:
    environ = _script(tmp_path, "open")
    assert show_file(tmp_path / "a.zip", environ, "darwin")
    assert (tmp_path / "log").read_text() == f"{tmp_path / 'open'} -R {tmp_path / 'a.zip'}\n"


def test_without_a_desktop_nothing_is_tried() -> None:
    assert not open_address("https://example.com/", {}, "linux")
    assert not show_file(Path("x"), {}, "linux")
    assert not copy_text("x", {}, "linux")


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("a.zip", 25 * 1024 * 1024, None),
        ("a.zip", 25 * 1024 * 1024 + 1, "a.zip has 25.0 MB, and GitHub takes 25 MB"),
        ("a.png", 10 * 1024 * 1024 + 1, "a.png has 10.0 MB, and GitHub takes 10 MB"),
        ("a.har", 1, "GitHub takes no .har: put a.har into a .zip."),
    ],
)
def test_uploads_are_checked_against_githubs_limits(tmp_path: Path, name: str, size: int, says: str | None) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(size)
    found = check_upload(path)
    assert (found or "").startswith(says or "")
    assert bool(found) is bool(says)
