from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporter.cli import run

FORMS = Path(__file__).parent.parent / "fixtures" / "forms"
FULL = str(FORMS / "full.yml")


def test_show_json_gives_the_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "show", "--json", FULL]) == 0
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert (data["name"], data["title"], data["labels"]) == (
        "🧰 Importer: failure",
        "[Importer]: ",
        ["importer", "needs look"],
    )
    assert data["fields"][3] == {
        "type": "input",
        "id": "version",
        "label": "Version",
        "description": None,
        "placeholder": "1.70",
        "required": True,
        "options": [],
        "multiple": False,
        "default": None,
        "render": None,
        "value": None,
        "accept": None,
    }
    assert [field["type"] for field in data["fields"]] == [
        *("markdown", "checkboxes", "textarea", "input", "dropdown", "dropdown", "textarea", "textarea", "upload")
    ]
    assert err == "line 44, Body[5]: the option 6.0 is no string; quotes around it would make it one\n"


def test_show_prints_the_fields_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "show", "microsoft/coe-starter-kit"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "🐞 [CoE Starter Kit] Bug report"
    assert "dropdown [component]: What solution are you experiencing the issue with? (required)" in lines
    assert "    - Audit Log" in lines


@pytest.mark.parametrize("content", [b"name: x: y", b"text", b"\xff", b"", b"name: x\nbody: 3\n"])
def test_a_file_that_is_no_form_is_a_sentence_and_exit_1(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(content)
    assert run(["form", "show", "--json", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("x.yml ")
    assert err.endswith(".\n")


def test_a_form_that_is_not_there_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "show", "nowhere.yml"]) == 2
    assert capsys.readouterr().err.startswith("There is no form nowhere.yml.")


@pytest.mark.parametrize("kind", ["json", "yml", "toml", "report"])
def test_render_takes_answers_in_every_format(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {
        "json": '{"version": "4.50", "way": "Maker portal", "systems": ["North"], "place": null}',
        "yml": "version: 4.50\nway: Maker portal\nsystems: [North]\n",
        "toml": 'version = "4.50"\nway = "Maker portal"\nsystems = ["North"]\n',
        "report": '{"title": "x", "form": {"version": "4.50", "way": "Maker portal", "systems": "North"}, "schema": 1}',
    }
    path = tmp_path / f"answers.{'json' if kind == 'report' else kind}"
    path.write_text(texts[kind])
    assert run(["form", "render", FULL, "--answers", str(path), "--incomplete"]) == 0
    out = capsys.readouterr().out
    assert "### Version\n\n4.50\n\n### Way of import\n\nMaker portal\n\n### Systems\n\nNorth\n\n" in out
    assert out.endswith("### Pictures\n\n_No response_\n")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("{}", 1, "Required answers are missing: Looked before (looked); Describe what fails"),
        ('{"verison": "1"}', 2, "The form has no field verison. Its fields are: looked, Describe what fails, version,"),
        ('{"way": "x"}', 2, "Way of import: 'x' is no option."),
        ('{"way": {"a": 1}}', 2, "answers.json: way must be a text or a list of texts."),
        ("[1]", 2, "answers.json"),
    ],
)
def test_render_says_what_is_wrong(
    tmp_path: Path, text: str, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text)
    assert run(["form", "render", FULL, "--answers", str(path)]) == code
    out, err = capsys.readouterr()
    assert (out, err.startswith(says)) == ("", True)


def test_list_offers_forms_and_links(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "list", "microsoft/coe-starter-kit"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(
        "1-coe-starter-kit-bug.yml\t🐞 [CoE Starter Kit] Bug report\tFor a bug of the CoE Starter Kit\n"
    )
    assert out.endswith(
        "https://github.com/microsoft/coe-starter-kit/issues\tIssues\tThe list of all issues of the repository.\n"
    )
    assert err == (
        "Copy of 2026-09-30; `reporter form add microsoft/coe-starter-kit` refreshes it.\n"
        "This repository takes no blank issues.\n"
    )


def test_check_prints_file_line_and_element(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.yml"
    path.write_text("name: N\ndescription: D\nbody:\n- type: input\n  attributes: {label: A, required: true}\n")
    assert run(["form", "check", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == "x.yml:5: Body[0]: required is not a permitted attribute\n"
    assert err == "0 of 1 files are as GitHub wants them, 1 error.\n"
    assert run(["form", "check", FULL]) == 0


def test_add_needs_a_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "add", FULL]) == 2
    assert "`form add` takes OWNER/REPO." in capsys.readouterr().err


def test_add_without_network_fails_in_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTER_GITHUB_API", "http://127.0.0.1:9")
    monkeypatch.setenv("REPORTER_GITHUB_RAW", "http://127.0.0.1:9")
    monkeypatch.setenv("PATH", "")
    assert run(["form", "add", "microsoft/coe-starter-kit"]) == 1
    assert capsys.readouterr().err.startswith("The forms of microsoft/coe-starter-kit cannot be fetched (")
