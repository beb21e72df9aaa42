from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from reporter.errors import InputError, ReporterError
from reporter.places import Places
from reporter.targets.form_remote import Remote
from reporter.targets.form_source import find_repository
from reporter.targets.form_spec import RepositorySpec, name_form, parse_spec
from reporter.targets.issue_form import list_forms, load_form

FORMS = Path(__file__).parent.parent / "fixtures" / "forms"
FULL = (FORMS / "full.yml").read_bytes()
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "config", tmp_path / "state", tmp_path / "cache")


class Server(HTTPServer):
    """GitHub on this machine: `answers` maps a path to its status and content."""

    answers: dict[str, tuple[int, bytes]]
    asked: list[str]

    @property
    def remote(self) -> Remote:
        base = f"http://127.0.0.1:{self.server_port}"
        return Remote(api=f"{base}/api", raw=f"{base}/raw", timeout=5, use_gh=False)


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, content = self.server.answers.get(self.path, (404, b"{}"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def github() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Answer)
    server.asked = []
    rows = [{"type": "file", "name": name} for name in ("bug.yml", "config.yml", "no.txt")] + [
        {"type": "dir", "name": "x"}
    ]
    server.answers = {
        "/api/repos/contoso/tools/contents/.github/ISSUE_TEMPLATE": (200, json.dumps(rows).encode()),
        "/raw/contoso/tools/HEAD/.github/ISSUE_TEMPLATE/bug.yml": (200, FULL),
        "/raw/contoso/tools/HEAD/.github/ISSUE_TEMPLATE/config.yml": (200, (FORMS / "config.yml").read_bytes()),
    }
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("spec", "meaning"),
    [
        ("contoso/tools", RepositorySpec("contoso/tools")),
        ("contoso/tools/bug.yml", RepositorySpec("contoso/tools", "bug.yml")),
        ("https://github.com/contoso/tools", RepositorySpec("contoso/tools")),
        ("https://github.com/contoso/tools.git", RepositorySpec("contoso/tools")),
        ("github.com/contoso/tools/issues/new?template=bug.yml", RepositorySpec("contoso/tools", "bug.yml")),
        (
            "https://github.com/contoso/tools/blob/main/.github/ISSUE_TEMPLATE/1%20bug.yml",
            RepositorySpec("contoso/tools", "1 bug.yml"),
        ),
    ],
)
def test_a_name_means_a_repository(spec: str, meaning: RepositorySpec) -> None:
    assert parse_spec(spec) == meaning


@pytest.mark.parametrize("spec", ["", "bug.yml", "forms/bug.yml", "a/b/c/d", "../up", "-x/y", "a b/c"])
def test_a_name_that_means_nothing_is_said(spec: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_spec(spec)
    assert str(caught.value) == (
        f"There is no form {spec}. Name a file, a folder, a checkout, or OWNER/REPO[/FILE] on GitHub."
    )


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        (None, None),
        ("contoso/tools", "contoso/tools"),
        ("contoso/tools/bug.yml", "contoso/tools/bug.yml"),
        ("https://github.com/contoso/tools", "https://github.com/contoso/tools"),
        ("/home/ada/forms/bug.yml", "bug.yml"),
        ("C:\\Users\\ada\\forms\\bug.yml", "bug.yml"),
        ("../forms/", "forms"),
        ("forms/bug.yml", "bug.yml"),
    ],
)
def test_a_path_is_not_told_to_others(spec: str | None, name: str | None) -> None:
    assert name_form(spec) == name


def test_a_file_a_folder_and_a_checkout_give_the_same_form(tmp_path: Path, places: Places) -> None:
    checkout = tmp_path / "checkout"
    folder = checkout / ".github" / "ISSUE_TEMPLATE"
    folder.mkdir(parents=True)
    (folder / "full.yml").write_bytes(FULL)
    (checkout / ".git").mkdir()
    (checkout / ".git" / "config").write_text('[remote "origin"]\n\turl = git@github.com:contoso/tools.git\n')
    forms = [load_form(str(place), places=places) for place in (folder / "full.yml", folder, checkout)]
    assert [form.fields for form in forms] == [forms[0].fields] * 3
    assert [form.repository for form in forms] == [None, None, "contoso/tools"]


def test_a_folder_offers_forms_templates_and_links_and_tells_what_is_none(tmp_path: Path, places: Places) -> None:
    for name in ("full.yml", "odd.yml", "template.md", "config.yml"):
        (tmp_path / name).write_bytes((FORMS / name).read_bytes())
    (tmp_path / "broken.yaml").write_text("name: x\n")
    choice = list_forms(str(tmp_path), places=places)
    assert [form.file for form in choice.forms] == ["full.yml", "odd.yml", "template.md"]
    assert [link.name for link in choice.links] == ["Questions"]
    assert choice.blank_issues is False
    assert choice.problems == (
        "broken.yaml is no issue form: Body cannot be empty. `body` must be a list of elements.",
    )


def test_several_forms_need_a_choice(tmp_path: Path, places: Places) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_bytes((FORMS / "odd.yml").read_bytes().replace(b"bug", b""))
    with pytest.raises(InputError, match="offers several forms"):
        load_form(str(tmp_path), places=places)
    (tmp_path / "bug.yml").write_bytes(FULL)
    form = load_form(str(tmp_path), places=places)
    assert (form.file, form.notes[-1]) == ("bug.yml", "bug.yml was chosen of 3 forms, as the first for bugs.")


def test_a_repository_is_read_by_https_and_kept(places: Places, github: Server) -> None:
    form = load_form("contoso/tools", places=places, environ={}, remote=github.remote)
    assert (form.name, form.repository, form.file) == ("🧰 Importer: failure", "contoso/tools", "bug.yml")
    asked = list(github.asked)
    again = load_form("contoso/tools", places=places, environ={}, remote=github.remote)
    assert (github.asked, again.fields) == (asked, form.fields)


def test_one_file_of_a_repository_needs_no_listing(places: Places, github: Server) -> None:
    load_form("contoso/tools/bug.yml", places=places, environ={}, remote=github.remote)
    assert github.asked == ["/raw/contoso/tools/HEAD/.github/ISSUE_TEMPLATE/bug.yml"]


def test_a_repository_without_forms_uses_its_owners(places: Places, github: Server) -> None:
    folder = "/api/repos/contoso/.github/contents/.github/ISSUE_TEMPLATE"
    github.answers[folder] = (200, json.dumps([{"type": "file", "name": "a.yml"}]).encode())
    github.answers["/raw/contoso/.github/HEAD/.github/ISSUE_TEMPLATE/a.yml"] = (200, FULL)
    form = load_form("contoso/empty", places=places, environ={}, remote=github.remote)
    assert (form.repository, form.file) == ("contoso/empty", "a.yml")


def test_offline_the_copy_is_used_with_its_date(places: Places, github: Server) -> None:
    spec = RepositorySpec("contoso/tools")
    find_repository(spec, places=places, environ={}, remote=github.remote, now=NOW)
    github.answers.clear()
    choice = find_repository(spec, places=places, environ={}, remote=github.remote, now=NOW + timedelta(days=3))
    assert [form.dated for form in choice.forms] == ["2026-01-02"]
    assert choice.problems == (
        "GitHub has no .github/ISSUE_TEMPLATE in contoso/tools, or it is not public. This is the copy of 2026-01-02.",
    )


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (404, "GitHub has no .github/ISSUE_TEMPLATE in contoso/other, or it is not public."),
        (403, "GitHub answers no more questions from this address for now (HTTP 403). Sign in with `gh auth login`"),
        (500, "GitHub answered HTTP 500 for the forms of contoso/other."),
    ],
)
def test_what_github_refuses_is_one_sentence(places: Places, github: Server, status: int, says: str) -> None:
    for owner in ("contoso/other", "contoso/.github"):
        github.answers[f"/api/repos/{owner}/contents/.github/ISSUE_TEMPLATE"] = (status, b"")
    with pytest.raises(ReporterError) as caught:
        load_form("contoso/other", places=places, environ={}, remote=github.remote)
    assert str(caught.value).startswith(says)


def test_no_network_and_no_copy_is_one_sentence(places: Places) -> None:
    remote = Remote(api="http://127.0.0.1:9/api", raw="http://127.0.0.1:9/raw", timeout=2, use_gh=False)
    with pytest.raises(ReporterError, match=r"The forms of contoso/tools cannot be fetched \(.+\)\."):
        load_form("contoso/tools", places=places, environ={}, remote=remote)


def test_names_from_the_network_cannot_leave_the_cache(places: Places, github: Server) -> None:
    rows = [{"type": "file", "name": name} for name in ("../../x.yml", "..\\x.yml", ".hidden.yml", "🐞 bug.yml")]
    github.answers["/api/repos/contoso/tools/contents/.github/ISSUE_TEMPLATE"] = (200, json.dumps(rows).encode())
    github.answers["/raw/contoso/tools/HEAD/.github/ISSUE_TEMPLATE/%F0%9F%90%9E%20bug.yml"] = (200, FULL)
    choice = list_forms("contoso/tools", places=places, environ={}, remote=github.remote)
    assert [form.file for form in choice.forms] == ["🐞 bug.yml"]
    kept = sorted(path.name for path in (places.cache / "forms").rglob("*") if path.is_file())
    assert kept == ["%F0%9F%90%9E bug.yml", "source.json"]
    again = list_forms("contoso/tools", places=places, environ={}, remote=github.remote)
    assert [form.file for form in again.forms] == ["🐞 bug.yml"]


def test_the_coe_forms_need_no_network(places: Places) -> None:
    form = load_form("microsoft/coe-starter-kit", places=places, environ={})
    assert (form.file, form.repository, form.dated) == (
        "1-coe-starter-kit-bug.yml",
        "microsoft/coe-starter-kit",
        "2026-09-30",
    )
    assert [(field.type, field.id, field.label, field.required) for field in form.submitted] == [
        ("checkboxes", None, "Does this bug already exist in our backlog?", True),
        ("textarea", None, "Describe the issue", True),
        ("textarea", None, "Expected Behavior", False),
        ("dropdown", "component", "What solution are you experiencing the issue with?", True),
        ("input", "version", "What solution version are you using?", True),
        ("input", "app", "What app or flow are you having the issue with?", True),
        ("dropdown", "inventory", "What method are you using to get inventory and telemetry?", False),
        ("textarea", None, "Steps To Reproduce", False),
        ("textarea", None, "Anything else?", False),
    ]
    choice = list_forms("microsoft/coe-starter-kit", places=places, environ={})
    assert len(choice.forms) == 8
    assert choice.blank_issues is False


def test_a_file_of_the_coe_forms_may_be_named_without_its_ending(places: Places) -> None:
    form = load_form("microsoft/coe-starter-kit/5-coe-starter-kit-question", places=places, environ={})
    assert form.file == "5-coe-starter-kit-question.yml"
