"""The catalogue: whole, fast to load, safe in its words; own files of the user, and what is wrong with them."""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.guidance import catalog as catalog_module
from reporter.guidance import entry as entry_module
from reporter.guidance.catalog import KNOWN, load_catalog
from reporter.guidance.model import KnownError
from reporter.guidance.route import load_rules
from reporter.guidance.situation import RULES
from reporter.places import Places

ENTRIES = load_catalog().entries


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "known").mkdir()
    return Places(config=tmp_path, state=tmp_path, cache=tmp_path)


def test_the_catalogue_has_no_problems() -> None:
    assert load_catalog().problems == ()


@pytest.mark.parametrize("number", range(1, 41))
def test_every_known_signature_is_there(number: int) -> None:
    assert len([entry for entry in ENTRIES if entry.id.startswith(f"K{number:02}-")]) == 1


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_an_entry_says_cause_steps_place_needs_and_sources(entry: KnownError) -> None:
    assert entry.title
    assert entry.cause.endswith(".")
    assert entry.steps
    assert entry.affects
    assert entry.part
    assert entry.report_to
    assert entry.report_reason
    assert entry.support_needs
    assert entry.sources
    assert all(one.date or one.url or "#" in one.title or entry.id[:3] in ("K38", "K40") for one in entry.sources)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_no_sentence_is_cut_in_two(entry: KnownError) -> None:
    rows = [*entry.causes, *entry.prevention, *entry.support_needs]
    rows += [row for step in entry.steps for row in step.substeps]
    assert [row for row in rows if row[0].islower()] == []


@pytest.mark.parametrize("path", sorted((*KNOWN.glob("*.yml"), *RULES.glob("*.yml"))), ids=lambda path: path.name)
def test_no_sentence_of_a_data_file_ends_at_an_issue_number(path: Path) -> None:
    # YAML takes what follows a blank and # for a comment.
    lines = path.read_text(encoding="utf-8").splitlines()
    cut = [line for line in lines if not line.lstrip().startswith("#") and " #" in "".join(line.split('"')[::2])]
    assert cut == []


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_no_general_code_matches_alone(entry: KnownError) -> None:
    from reporter.guidance.codes import load_codes

    bare = [code for clause in entry.clauses if not clause.text and not clause.any_text for code in clause.codes]
    assert [code for code in bare if code in load_codes()] == []


def sentences() -> Iterator[str]:
    for entry in ENTRIES:
        yield from (entry.cause, entry.report_reason or "", *entry.causes, *entry.prevention)
        for step in entry.steps:
            yield from (step.title, step.caution or "", *step.substeps, *step.commands)
    for group in load_rules():
        for rule in group:
            yield from (rule.because, *rule.changes)


def test_nothing_but_the_holding_solution_is_ever_to_be_removed() -> None:
    removing = re.compile(r"\b(?:delet|remov|uninstall)\w*\b[^.;]*\bsolution", re.IGNORECASE)
    safe = re.compile(r"_Upgrade|holding solution|\bnever\b", re.IGNORECASE)
    for text in sentences():
        for sentence in re.split(r"(?<=[.;])\s", text):
            if removing.search(sentence):
                assert safe.search(sentence) or "guide says" in sentence, sentence
        assert "delete the solution" not in text.lower()


@pytest.mark.parametrize("entry_id", ["K01-flow-service-bad-gateway", "K03-status-not-reported"])
def test_the_advice_to_remove_a_partial_import_is_set_right_and_says_why(entry_id: str) -> None:
    entry = load_catalog().find(entry_id)
    assert entry is not None
    caution = " ".join(step.caution or "" for step in entry.steps)
    assert "only" in caution
    assert "`<UniqueName>_Upgrade`" in caution
    assert "inventory data" in caution


def test_no_command_has_an_option_that_pac_does_not_know() -> None:
    text = " ".join(command for entry in ENTRIES for step in entry.steps for command in step.commands)
    assert "--log-to-file" not in text
    assert "--verbose" not in text


def test_the_catalogue_loads_quickly() -> None:
    catalog_module._builtin.cache_clear()
    start = time.process_time()
    load_catalog()
    assert time.process_time() - start < 0.5  # 0.03 s on a quiet machine; a slow loader takes over a second


OWN = """\
steps:
  - id: contoso-call
    title: Call the platform team
known:
  - id: contoso-approval
    title: The approval app of Contoso is missing
    match:
      - codes: [8004801D]
        text: ["missing dependencies ... contoso_Approval"]
    cause: The approval app comes first.
    steps: [contoso-call, retry-same-file]
    report_to: internal
    report_reason: the approval app is ours
"""


def test_own_entries_come_first_and_may_use_shared_steps(places: Places) -> None:
    (places.config / "known" / "contoso.yml").write_text(OWN, encoding="utf-8")
    catalog = load_catalog(places)
    assert catalog.problems == ()
    assert catalog.entries[0].id == "contoso-approval"
    assert [step.id for step in catalog.entries[0].steps] == ["contoso-call", "retry-same-file"]
    assert len(catalog.entries) == len(ENTRIES) + 1


def test_the_documented_example_works_as_it_stands(places: Places) -> None:
    example = textwrap.dedent((entry_module.__doc__ or "").split("An entry:\n\n")[1].split("\n\nThe code of")[0])
    (places.config / "known" / "example.yaml").write_text(example, encoding="utf-8")
    catalog = load_catalog(places)
    assert catalog.problems == ()
    entry = catalog.entries[0]
    assert entry.id == "contoso-approval-missing"
    assert entry.clauses[0].codes == ("0x8004801D",)
    assert [step.id for step in entry.steps] == ["install-approval", "look-at-history"]
    assert entry.steps[0].wait_minutes == 10
    assert entry.sources[0].date == "2025-11-18"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("known: [\n", "own.yml:2: did not find expected node content"),
        ("known:\n  - id: a\n    tite: b\n", "own.yml:3: known[0].tite: unknown key"),
        ("known:\n  - title: a\n    cause: b\n", "own.yml:2: known[0]: `id` is needed here"),
        (OWN.replace("8004801D", "12"), "own.yml:8: known[0].match[0].codes[0]: `12` is no error code"),
        (
            OWN.replace('        text: ["missing dependencies ... contoso_Approval"]\n', ""),
            "own.yml:8: known[0].match[0]: code 8004801D comes with many causes: name a text beside it",
        ),
        (OWN.replace("contoso-call, r", "contoso-cal, r"), "own.yml:11: known[0].steps[0]: no shared step has the id"),
        (OWN.replace("id: contoso-approval", "id: K12-whole-download-chosen"), "own.yml:5: known[0].id: the id"),
        (
            OWN.replace("contoso-call", "service-health"),
            "own.yml:2: steps[0].id: the step id `service-health` is taken",
        ),
        ("steps: [{id: a, title: b}, {id: a, title: c}]", "own.yml:1: steps[1].id: the step id `a` is taken"),
        (OWN.replace("report_to: internal", "report_to: nowhere"), "own.yml:12: known[0].report_to: must be one of"),
        (OWN.replace('"missing dependencies ... contoso_Approval"', '"a"'), "each part of a text needs 3 characters"),
        (OWN.replace("contoso-approval", "../approval"), "own.yml:5: known[0].id: `../approval` is no id"),
        ("- a\n- b\n", "own.yml:1: file: must hold keys and values"),
        ("known: {a: b}\n", "own.yml:1: known: must be a list"),
        ("known:\n  - just a text\n", "own.yml:2: known[0]: must hold keys and values"),
        ("a: &a [*a]\nknown: []\n", "own.yml:1: a: unknown key"),
    ],
)
def test_a_broken_own_file_is_named_with_its_line_and_skipped(places: Places, text: str, problem: str) -> None:
    (places.config / "known" / "good.yml").write_text(OWN, encoding="utf-8")
    other = text.replace("contoso-call", "other-call").replace("id: contoso-approval", "id: other-approval")
    (places.config / "known" / "own.yml").write_text(other, encoding="utf-8")
    catalog = load_catalog(places)
    assert len(catalog.problems) == 1
    assert problem in catalog.problems[0]
    assert catalog.problems[0].endswith("This file was skipped.")
    assert catalog.find("contoso-approval")
    assert len(catalog.entries) == len(ENTRIES) + 1


def test_aliases_inside_aliases_take_bounded_time(places: Places) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (places.config / "known" / "own.yml").write_text("\n".join(rows), encoding="utf-8")
    start = time.process_time()
    assert "own.yml:1: a0: unknown key" in load_catalog(places).problems[0]
    assert time.process_time() - start < 5


def test_a_file_that_is_no_text_is_named_and_skipped(places: Places) -> None:
    (places.config / "known" / "own.yml").write_bytes(b"known:\n  - \xff\xfe")
    assert load_catalog(places).problems == (
        f"{places.config / 'known' / 'own.yml'}:2: not UTF-8 text. This file was skipped.",
    )


def test_no_folder_of_own_entries_is_no_problem(tmp_path: Path) -> None:
    catalog = load_catalog(Places(config=tmp_path / "none", state=tmp_path, cache=tmp_path))
    assert catalog.entries == ENTRIES
    assert catalog.problems == ()
