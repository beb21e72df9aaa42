"""`reporter explain`: codes, texts, files, ids and checklists, for people and for machines."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reporter.commands.explain import explain
from reporter.console import Surroundings
from reporter.errors import InputError
from reporter.places import Places
from reporter.report import spell_code

BAD_GATEWAY = (
    'Error while importing workflow type ModernFlow name A: Flow server error returned with status code "BadGateway"'
)


def run(tmp_path: Path, *what: str, as_json: bool = False, stdin: str = "") -> tuple[str, str]:
    surroundings = Surroundings(
        stdin=io.StringIO(stdin),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        environ={},
        places=Places(config=tmp_path / "config", state=tmp_path / "state", cache=tmp_path / "cache"),
    )
    assert explain(surroundings, list(what), as_json=as_json) == 0
    out, err = surroundings.stdout, surroundings.stderr
    assert isinstance(out, io.StringIO)
    assert isinstance(err, io.StringIO)
    return out.getvalue(), err.getvalue()


def data(tmp_path: Path, *what: str, stdin: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(tmp_path, *what, as_json=True, stdin=stdin)[0])
    return found


@pytest.mark.parametrize("spelling", [*spell_code("0x80097376"), "0X80097376", "[80097376]", "0x80097376"])
def test_every_spelling_of_a_code_is_explained(tmp_path: Path, spelling: str) -> None:
    found = data(tmp_path, spelling)
    assert found["codes"] == [
        {
            "code": "0x80097376",
            "spellings": ["80097376", "0x80097376", "-2146864266", "2148103030"],
            "known": True,
        }
    ]
    assert [match["id"] for match in found["matches"]] == ["K01-flow-service-bad-gateway"]
    assert [entry["id"] for entry in found["possible"]] == [
        "K02-flow-service-internal-error",
        "K44-service-unavailable",
    ]


def test_a_text_is_explained_with_why_it_matched(tmp_path: Path) -> None:
    match = data(tmp_path, BAD_GATEWAY)["matches"][0]
    assert match["id"] == "K01-flow-service-bad-gateway"
    assert match["why"] == ["the text “flow server error returned with status code ... badgateway”"]
    assert match["report_to"] == "microsoft"
    assert [step["id"] for step in match["steps"]][:2] == ["bad-gateway-wait-and-retry", "service-health"]


def test_loose_words_are_one_text(tmp_path: Path) -> None:
    words = ["This", "operation", "completed", "without", "reporting", "its", "status"]
    assert data(tmp_path, *words)["matches"][0]["id"] == "K03-status-not-reported"


def test_a_file_is_explained(tmp_path: Path) -> None:
    log = tmp_path / "pasted.txt"
    log.write_text(f"Error code\n\n80097376\n\nException message\n{BAD_GATEWAY}\n", encoding="utf-8")
    assert [match["id"] for match in data(tmp_path, str(log))["matches"]] == ["K01-flow-service-bad-gateway"]


def test_a_text_without_a_code_in_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "console.log").write_text("GET failed\nnet::ERR_CONNECTION_RESET\n", encoding="utf-8")
    assert data(tmp_path, str(tmp_path / "console.log"))["matches"][0]["id"] == "K08-upload-cut"


def test_the_whole_download_in_place_of_a_solution_is_recognised(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Kit.zip", "w") as file:
        file.writestr("ContosoCore_1_0_managed.zip", b"PK")
        file.writestr("Dashboard.pbit", b"x")
    out, err = run(tmp_path, str(tmp_path / "Kit.zip"))
    assert "[K12-whole-download-chosen]" in out
    assert err.startswith("Kit.zip: Not a solution: a download that holds")


def test_standard_input_is_explained(tmp_path: Path) -> None:
    assert data(tmp_path, "-", stdin=BAD_GATEWAY)["matches"][0]["id"] == "K01-flow-service-bad-gateway"


def test_several_arguments_are_explained_together(tmp_path: Path) -> None:
    found = data(tmp_path, "80072031", "80097376")
    assert [code["code"] for code in found["codes"]] == ["0x80072031", "0x80097376"]
    assert {match["id"] for match in found["matches"]} == {"K01-flow-service-bad-gateway", "K03-status-not-reported"}


def test_a_general_code_is_named_and_marked(tmp_path: Path) -> None:
    found = data(tmp_path, "8004801E")
    assert found["known"] is False
    assert found["codes"][0]["name"] == "ImportGenericError"
    assert [(match["id"], match["generic"]) for match in found["matches"]] == [("code-8004801E", True)]
    assert {entry["id"][:3] for entry in found["possible"]} == {"K13", "K14"}
    assert found["report_to"]["recommended"] == "not yet"


def test_an_unknown_code_says_so_with_spellings_and_searches(tmp_path: Path) -> None:
    assert run(tmp_path, "80041103")[0] == (
        "80041103 (0x80041103, -2147217149, 2147750147)\n"
        "No known error fits this. The full text beside the code, or the import log, may tell more.\n"
        "\n"
        "Where to report: microsoft\n"
        "  - This error is not documented here (no known error fits its code and text), "
        "and it names no part of the kit.\n"
        "What would change that:\n"
        "  - If the full text names a flow, an app or a table of the kit, to the kit's GitHub.\n"
        "  - If a search finds an open issue about it, comment there instead.\n"
        "\n"
        "Search for others who had it:\n"
        "  - microsoft/coe-starter-kit: the code in all its spellings\n"
        "    https://github.com/microsoft/coe-starter-kit/issues?q=is%3Aissue+80041103+OR+0x80041103+OR+%22-2147217149%22\n"
        "  - Microsoft Learn: 0x80041103\n"
        "    https://learn.microsoft.com/search/?terms=0x80041103\n"
    )


def test_a_text_that_nobody_knows_says_so(tmp_path: Path) -> None:
    out, _ = run(tmp_path, "the sky is blue")
    assert out.startswith("Nothing is known about this text.")
    assert "Where to report: not yet" in out


@pytest.mark.parametrize("name", ["K15", "k15", "K15-holding-solution-exists"])
def test_an_entry_is_explained_by_its_id(tmp_path: Path, name: str) -> None:
    out, _ = run(tmp_path, name)
    assert "[K15-holding-solution-exists]" in out
    assert "Caution: Only the holding solution `<UniqueName>_Upgrade` may go." in out


@pytest.mark.parametrize(
    ("topic", "line"),
    [
        ("checklists", "After an upgrade (when an upgrade has ended)  [post-upgrade]"),
        ("pre-import", "  [ ] Read the official setup documentation for this solution."),
        ("contacts", "  - Errors persist after 3 to 4 retry attempts over 24 hours."),
        ("contacts", "  - A timeline of events."),
        ("resources", "  - GitHub issues: https://github.com/microsoft/coe-starter-kit/issues"),
    ],
)
def test_checklists_contacts_and_resources_are_printed(tmp_path: Path, topic: str, line: str) -> None:
    assert line in run(tmp_path, topic)[0].splitlines()


def test_topics_are_data_as_well(tmp_path: Path) -> None:
    assert [one["id"] for one in data(tmp_path, "planning")["checklists"]] == ["planning"]
    assert len(data(tmp_path, "checklists")["checklists"]) == 6
    assert [one["to"] for one in data(tmp_path, "contact")["contacts"]] == ["microsoft", "github", "internal"]
    assert len(data(tmp_path, "contacts")["information"]) == 6
    assert data(tmp_path, "resources")["resources"][0]["group"] == "Official documentation"


def test_a_file_that_is_not_there_is_told_apart_from_a_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file import\.xml here"):
        run(tmp_path, "import.xml")


@pytest.mark.parametrize("spelling", ["-2146864266", "2148103030", "80097376", "0x80097376"])
def test_every_spelling_works_on_the_command_line(spelling: str, capsys: pytest.CaptureFixture[str]) -> None:
    from reporter.cli import run as run_command

    assert run_command(["explain", spelling, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["codes"][0]["code"] == "0x80097376"


def test_an_option_that_there_is_not_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from reporter.cli import run as run_command

    assert run_command(["explain", "80097376", "--jsn"]) == 2
    assert capsys.readouterr().err.startswith("No such option: --jsn.")


def test_a_broken_own_file_is_told_and_the_rest_works(tmp_path: Path) -> None:
    known = tmp_path / "config" / "known"
    known.mkdir(parents=True)
    (known / "own.yml").write_text("known:\n  - id: a\n", encoding="utf-8")
    out, err = run(tmp_path, "80072031")
    assert "[K03-status-not-reported]" in out
    assert "own.yml:2: known[0]: `title` is needed here" in err
    assert err.endswith("This file was skipped.\n")


def test_control_characters_of_a_foreign_text_do_not_reach_the_terminal(tmp_path: Path) -> None:
    known = tmp_path / "config" / "known"
    known.mkdir(parents=True)
    own = 'known:\n  - {id: a, title: "x\\e[31m", match: [{text: "a foreign text"}], cause: b.}\n'
    (known / "own.yml").write_text(own, encoding="utf-8")
    assert "\x1b" not in run(tmp_path, "A foreign\x1b[2J text and a foreign text")[0]
