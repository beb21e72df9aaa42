"""Forms through a signed-in `gh`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reporter.errors import ReporterError
from reporter.targets.form_remote import Remote
from reporter.targets.issue_form import list_forms, load_form
from tests.handoff.conftest import Desk
from tests.handoff.standin import StandIn

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for gh is a script with a first line for POSIX")

FULL = (Path(__file__).parent.parent / "fixtures" / "forms" / "full.yml").read_text(encoding="utf-8")
NOWHERE = Remote(api="http://127.0.0.1:9", raw="http://127.0.0.1:9", timeout=1)
FOLDER = "repos/contoso/tools/contents/.github/ISSUE_TEMPLATE"


def test_a_signed_in_gh_brings_the_forms(desk: Desk, gh: StandIn) -> None:
    listing = json.dumps([{"type": "file", "name": "bug.yml"}])
    gh.tell(
        (f"api -H Accept:|application/vnd.github+json {FOLDER}", {"stdout": listing}),
        (f"api -H Accept:|application/vnd.github.raw+json {FOLDER}/bug.yml", {"stdout": FULL}),
    )
    form = load_form("contoso/tools", places=desk.places, environ=gh.environ, remote=NOWHERE)
    assert (form.name, form.repository) == ("🧰 Importer: failure", "contoso/tools")
    assert gh.calls[0]["args"] == ["auth", "status", "--hostname", "github.com"]


def test_a_gh_that_is_not_signed_in_is_passed_by(desk: Desk, gh: StandIn) -> None:
    gh.tell(("auth status", {"code": 1}))
    with pytest.raises(ReporterError, match="cannot be fetched"):
        load_form("contoso/tools", places=desk.places, environ=gh.environ, remote=NOWHERE)
    assert [call["args"][:2] for call in gh.calls] == [["auth", "status"]]


def test_a_gh_that_fails_is_a_sentence(desk: Desk, gh: StandIn) -> None:
    gh.tell(("api", {"code": 1, "stderr": "gh: HTTP 401: Bad credentials\nmore"}))
    with pytest.raises(ReporterError) as caught:
        list_forms("contoso/tools", places=desk.places, environ=gh.environ, remote=NOWHERE)
    assert str(caught.value) == "gh could not read the forms of contoso/tools: gh: HTTP 401: Bad credentials."
