from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from reporter.drafts import create_draft, load_draft
from tests.handoff.conftest import BODY, TITLE, Desk, write_zip
from tests.handoff.standin import URL, StandIn

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for gh is a script with a first line for POSIX")


def test_creates_the_issue_after_showing_it_and_asking(desk: Desk, bundle: Path, gh: StandIn) -> None:
    assert desk.send(bundle, "gh", typed="y\n") == 0
    assert desk.out == URL + "\n"
    assert [call["args"][:2] for call in gh.calls] == [
        ["--version"],
        ["auth", "status"],
        ["repo", "view"],
        ["issue", "list"],
        ["issue", "create"],
    ]
    (created,) = gh.created
    assert created["args"][2:] == [
        "-R",
        "microsoft/coe-starter-kit",
        "--title",
        TITLE,
        "--body-file",
        str(desk.text_file),
    ]
    assert (created["body"], created["stdin"], created["prompt"]) == (BODY, "", "1")
    assert f"Title: {TITLE}\n\n{BODY.rstrip()}\n" in desk.said
    assert "Create this issue now? [y/N] " in desk.said
    assert f"The zip is NOT attached: gh cannot do that. Open the issue and drag {bundle} into it.\n" in desk.said
    assert desk.shown == [str(bundle)]


def test_a_no_creates_nothing_and_says_where_the_text_is(desk: Desk, bundle: Path, gh: StandIn) -> None:
    assert desk.send(bundle, "gh", typed="\n") == 1
    assert (gh.created, desk.out) == ([], "")
    assert desk.said.endswith(f"Nothing was created. The text is in {desk.text_file}.\n")


def test_without_a_terminal_it_needs_a_word_of_consent(desk: Desk, bundle: Path, gh: StandIn) -> None:
    assert desk.send(bundle, "gh") == (
        "Nobody can be asked here. Look at the text above, and add --yes to create the issue."
    )
    assert gh.created == []
    assert desk.send(bundle, "gh", yes=True) == 0
    assert len(gh.created) == 1


def test_what_the_form_requires_and_nobody_answered_is_said(desk: Desk, bundle: Path) -> None:
    desk.send(bundle, "gh", yes=True)
    assert "The form requires what is not answered: Does this bug already exist in our backlog?.\n" in desk.said


@pytest.mark.parametrize(("permission", "labels"), [("READ", []), ("TRIAGE", ["coe-starter-kit", "bug"])])
def test_labels_go_only_with_the_permission_for_them(
    desk: Desk, bundle: Path, gh: StandIn, permission: str, labels: list[str]
) -> None:
    gh.tell(("repo view", {"stdout": json.dumps({"viewerPermission": permission})}))
    desk.send(bundle, "gh", yes=True)
    args = gh.created[0]["args"]
    assert [args[index + 1] for index, arg in enumerate(args) if arg == "--label"] == labels
    assert ("The form's labels (coe-starter-kit, bug) are left to the maintainers" in desk.said) is (not labels)


def test_labels_that_do_not_exist_do_not_stop_the_issue(desk: Desk, bundle: Path, gh: StandIn) -> None:
    create = [
        "issue",
        "create",
        "-R",
        "microsoft/coe-starter-kit",
        "--title",
        TITLE,
        "--body-file",
        str(desk.text_file),
    ]
    gh.tell(("repo view", {"stdout": '{"viewerPermission": "ADMIN"}'}))
    rows = json.loads((gh.folder / "answers.json").read_text())
    refusal = {"code": 1, "stderr": "could not add label: 'bug' not found\n"}
    (gh.folder / "answers.json").write_text(json.dumps([[[*create, "--label"], refusal], *rows]))
    assert desk.send(bundle, "gh", yes=True) == 0
    assert ["--label" in call["args"] for call in gh.created] == [True, False]


FAILURES: list[tuple[str, dict[str, Any], str]] = [
    (
        "auth status",
        {"code": 1, "stderr": "You are not logged into any GitHub hosts."},
        "gh is not signed in to github.com: run `gh auth login`.",
    ),
    (
        "auth status",
        {"code": 1, "stderr": "HTTP 401: Bad credentials"},
        "GitHub refused the sign-in of gh (HTTP 401): run `gh auth login` again.",
    ),
    (
        "repo view",
        {"code": 1, "stderr": "GraphQL: Could not resolve to a Repository"},
        "microsoft/coe-starter-kit does not exist, or this account may not see it (HTTP 404): check the name.",
    ),
    ("repo view", {"stdout": '{"hasIssuesEnabled": false}'}, "microsoft/coe-starter-kit takes no issues."),
    ("repo view", {"stdout": '{"isArchived": true}'}, "microsoft/coe-starter-kit is archived and takes no issues."),
    (
        "repo view",
        {"code": 4, "stderr": "To get started with GitHub CLI, please run:  gh auth login"},
        "gh is not signed in to github.com: run `gh auth login`.",
    ),
    (
        "issue create",
        {"code": 1, "stderr": "HTTP 403: Resource not accessible"},
        "This account may not write issues in microsoft/coe-starter-kit (HTTP 403): use --via browser.",
    ),
    (
        "issue create",
        {"code": 1, "stderr": "the 'o/r' repository has disabled issues"},
        "microsoft/coe-starter-kit takes no issues (HTTP 410): report by another way.",
    ),
    (
        "issue create",
        {"code": 1, "stderr": "HTTP 410: Issues are disabled"},
        "microsoft/coe-starter-kit takes no issues (HTTP 410): report by another way.",
    ),
    (
        "issue create",
        {"code": 1, "stderr": "HTTP 422: Validation Failed"},
        "GitHub refused the issue as not valid (HTTP 422): read the text and shorten it.",
    ),
    (
        "issue create",
        {"code": 1, "stderr": "GraphQL: Body is too long (maximum is 65536 characters)"},
        "GitHub refused the text, which has more than 65,536 characters (HTTP 422).",
    ),
    (
        "issue create",
        {"code": 1, "stderr": "HTTP 403: API rate limit exceeded"},
        "GitHub takes no more requests from this account for now (rate limit): wait some minutes.",
    ),
    ("issue create", {"code": 2, "stderr": ""}, "gh was cancelled."),
    ("issue create", {"code": 1, "stderr": "something new\nmore"}, "gh failed with exit code 1: something new."),
    (
        "issue create",
        {"code": 1, "stderr": "error connecting to api.github.com"},
        "gh cannot reach GitHub: check the network.",
    ),
]


@pytest.mark.parametrize(("command", "answer", "sentence"), FAILURES)
def test_each_failure_is_a_sentence_with_the_text_safe_and_the_way_on(
    desk: Desk, bundle: Path, gh: StandIn, command: str, answer: dict[str, Any], sentence: str
) -> None:
    gh.tell((command, answer))
    assert desk.send(bundle, "gh", yes=True) == (
        f"{sentence} The text is safe in {desk.text_file}. Continue with `reporter send {bundle} --via gh`. "
        f"Or go by hand: `reporter send {bundle} --via browser`."
    )
    assert desk.out == ""
    assert desk.text_file.read_text() == BODY
    assert desk.text_file.stat().st_mode & 0o777 == 0o600


def test_gh_that_is_missing_is_a_sentence(desk: Desk, bundle: Path, tmp_path: Path) -> None:
    desk.environ = {"PATH": str(tmp_path / "nothing")}
    said = desk.send(bundle, "gh", yes=True)
    assert str(said).startswith("gh was not found on this machine: install it from https://cli.github.com. The text is")


@pytest.mark.parametrize("answer", [{"kill": True}, {"stdout": ""}, {"code": 1, "stderr": "HTTP 502: Bad Gateway"}])
def test_after_an_uncertain_end_it_looks_before_it_creates_again(
    desk: Desk, bundle: Path, gh: StandIn, answer: dict[str, Any]
) -> None:
    gh.tell(("issue create", answer))
    assert "It looks first whether the issue is there already." in str(desk.send(bundle, "gh", yes=True))
    gh.tell(("issue list", {"stdout": json.dumps([{"title": "Other", "url": "x"}, {"title": TITLE, "url": URL}])}))
    assert desk.send(bundle, "gh", yes=True) == 0
    assert (desk.out, len(gh.created)) == (URL + "\n", 1)
    assert "The earlier try did create the issue; no second one was made.\n" in desk.said


def test_after_an_uncertain_end_a_blind_retry_is_refused(desk: Desk, bundle: Path, gh: StandIn) -> None:
    gh.tell(("issue create", {"kill": True}))
    desk.send(bundle, "gh", yes=True)
    gh.tell(("issue list", {"code": 1, "stderr": "HTTP 503"}))
    assert str(desk.send(bundle, "gh", yes=True)).startswith(
        "Whether the earlier try created the issue could not be seen. GitHub itself has a fault at the moment"
    )
    assert len(gh.created) == 1


def test_a_slow_gh_is_stopped_and_the_end_is_uncertain(desk: Desk, bundle: Path, gh: StandIn) -> None:
    from reporter.handoff.github_cli import Gh, GhError

    gh.tell(("issue create", {"sleep": 30}))
    bundle.with_name("text.md").write_text(BODY)
    with pytest.raises(GhError) as caught:
        Gh(gh.environ, timeout=1.0).create("o/r", "t", bundle.with_name("text.md"))
    assert str(caught.value) == "gh did not answer within 1 seconds and was stopped while it created the issue."
    assert caught.value.uncertain


def test_a_report_that_was_handed_in_is_not_handed_in_twice(desk: Desk, bundle: Path, gh: StandIn) -> None:
    desk.send(bundle, "gh", yes=True)
    assert desk.send(bundle, "gh", yes=True) == 0
    assert (desk.out, len(gh.created)) == (URL + "\n", 1)


def test_an_own_issue_of_the_same_title_is_not_made_twice_unasked(desk: Desk, bundle: Path, gh: StandIn) -> None:
    gh.tell(("issue list", {"stdout": json.dumps([{"title": TITLE.upper(), "url": URL}])}))
    assert desk.send(bundle, "gh", yes=True) == 0
    assert (desk.out, gh.created) == (URL + "\n", [])


def test_the_address_is_remembered_in_the_draft(desk: Desk, bundle: Path) -> None:
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    draft = create_draft(desk.places, now)
    draft.bundles = [str(bundle)]
    draft.save(now)
    desk.send(bundle, "gh", yes=True)
    kept = load_draft(desk.places, draft.id).handed_in
    assert (kept["url"], kept["at"]) == (URL, "2026-01-02T03:04:00+00:00")


def test_an_issue_created_with_a_complaint_is_still_remembered(desk: Desk, bundle: Path, gh: StandIn) -> None:
    gh.tell(("issue create", {"code": 1, "stdout": URL + "\n", "stderr": "could not upload a.png\n"}))
    assert desk.send(bundle, "gh", yes=True) == 0
    assert desk.out == URL + "\n"
    assert "gh created the issue, but then said: could not upload a.png.\n" in desk.said


@pytest.mark.parametrize(
    ("version", "permission", "attached"),
    [("2.99.0", "WRITE", 1), ("2.98.1", "WRITE", 0), ("2.99.0", "TRIAGE", 0), ("3.0.0", "ADMIN", 1)],
)
def test_pictures_are_attached_only_where_gh_and_the_permission_allow_it(
    desk: Desk, tmp_path: Path, gh: StandIn, version: str, permission: str, attached: int
) -> None:
    path = write_zip(
        tmp_path / "report-github.zip",
        {"issue.md": BODY, "title.txt": TITLE, "attachments/01-screen.png": "x", "attachments/02-log.txt": "y"},
    )
    gh.tell(
        ("--version", {"stdout": f"gh version {version} (2026-09-01)"}),
        ("repo view", {"stdout": json.dumps({"viewerPermission": permission})}),
    )
    assert desk.send(path, "gh", yes=True, pictures=True) == 0
    args = gh.created[0]["args"]
    files = [Path(args[index + 1]).name for index, arg in enumerate(args) if arg == "--attach"]
    assert files == ["01-screen.png"] * attached


def test_a_bundle_for_microsoft_is_no_public_issue(desk: Desk, tmp_path: Path, gh: StandIn) -> None:
    path = write_zip(tmp_path / "report-microsoft.zip", {"ticket.md": "secret"})
    assert desk.send(path, "gh", yes=True) == (
        f"{path} is not made for a public issue. Build one with `--for github` and send that."
    )
    assert gh.calls == []


def test_another_repository_can_be_named(desk: Desk, bundle: Path, gh: StandIn) -> None:
    desk.send(bundle, "gh", yes=True, to="contoso/tools")
    assert gh.created[0]["args"][3] == "contoso/tools"
    assert desk.send(bundle, "gh", yes=True, to="nonsense") == "--to takes OWNER/REPO, not nonsense."
