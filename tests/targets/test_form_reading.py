from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import ReporterError
from reporter.targets.form_markdown import read_markdown_template
from reporter.targets.form_model import ContactLink, FormField, FormOption
from reporter.targets.form_reading import read_config, read_form

FORMS = Path(__file__).parent.parent / "fixtures" / "forms"


def test_reads_every_kind_of_element_in_order() -> None:
    form = read_form((FORMS / "full.yml").read_bytes(), "full.yml")
    assert (form.name, form.title, form.labels, form.type) == (
        "🧰 Importer: failure",
        "[Importer]: ",
        ("importer", "needs look"),
        "Bug",
    )
    assert [(field.type, field.key, field.required) for field in form.fields] == [
        ("markdown", "", False),
        ("checkboxes", "looked", True),
        ("textarea", "Describe what fails", True),
        ("input", "version", True),
        ("dropdown", "way", False),
        ("dropdown", "systems", True),
        ("textarea", "logs", False),
        ("textarea", "place", False),
        ("upload", "pictures", False),
    ]
    assert form.fields[1].options == (
        FormOption("I looked into the [manual](https://example.com/manual).", required=True),
        FormOption("I would like to help."),
    )
    assert form.fields[4].default == 1
    assert (form.fields[5].label, form.fields[5].multiple) == ("Systems", True)
    assert [option.label for option in form.fields[5].options] == ["North", "South, old", "6.0"]
    assert form.fields[6].render == "shell"
    assert form.fields[7].value == "- Region:\n- Type:"
    assert form.fields[8].accept == ".png,.zip"
    assert form.notes == ("line 44, Body[5]: the option 6.0 is no string; quotes around it would make it one",)


def test_reads_odd_files_with_a_note_for_each_oddity() -> None:
    form = read_form((FORMS / "odd.yml").read_bytes(), "odd.yml")
    assert form.labels == ("triage: bug", "other")
    assert [(field.type, field.label) for field in form.submitted] == [
        ("dropdown", "Branch"),
        ("textarea", "Output of the tool"),
        ("checkboxes", ""),
    ]
    assert form.submitted[0].default == 1
    assert form.submitted[1].render is None
    assert form.submitted[2].options == (FormOption("Yes, really"),)
    assert form.notes == (
        "line 5, Body[0]: id is not a permitted key of a markdown element and was passed over",
        "line 9, Body[1]: slider is not an input type that this version knows; it is shown, but takes no answer",
        "line 12, Body[2]: an empty option was passed over",
        "line 12, Body[2]: default is the text next where GitHub wants its index 1",
        "line 20, Body[3]: render is True, which is no language; the answer is not fenced",
        "labels holds a map, read as triage: bug; quotes around it would make it a text",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "its top level is no mapping"),
        ("- a\n- b\n", "its top level is no mapping"),
        ("description: x\nbody: []\n", "Required top level key name is missing"),
        ("name: x\n", "Body cannot be empty"),
        ("name: x\nbody: []\n", "Body must contain at least one non-markdown field"),
        (
            "name: x\nbody:\n- type: markdown\n  attributes: {value: x}\n",
            "Body must contain at least one non-markdown field",
        ),
        ("name: x\nbody:\n- type: input\n  attributes: {label: 1.3}\n", "Body[0]: label must be a string (line 3)"),
        ("name: x\nbody:\n- type: input\n", "Body[0]: label must be a string (line 3)"),
        ("name: x: y\n", "is no YAML (line 1)"),
        ("---\nname: x\nabout: y\n---\ntext\n", "a Markdown template with front matter must end in .md"),
        ("a: " + "[" * 60 + "]" * 60, "nested more than 40 levels deep"),
        ("name: !!python/name:os.system x\n", "is no YAML"),
        ("name: 2020-99-99\nbody: []\n", "holds a value that YAML cannot read"),
    ],
)
def test_refuses_what_is_no_form_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(ReporterError) as caught:
        read_form(text.encode(), "x.yml")
    assert says in str(caught.value)


def test_refuses_a_file_that_is_no_utf_8() -> None:
    with pytest.raises(ReporterError, match=r"x\.yml is no UTF-8 text \(line 2\)"):
        read_form(b"name: x\nbody: \xff", "x.yml")


def test_reads_the_chooser_configuration() -> None:
    assert read_config((FORMS / "config.yml").read_bytes(), "config.yml") == (
        (ContactLink("Questions", "https://example.com/questions", "Ask here."),),
        False,
    )


def test_reads_a_markdown_template_with_a_field_for_each_heading() -> None:
    form = read_markdown_template((FORMS / "template.md").read_bytes(), "template.md")
    assert (form.kind, form.name, form.title, form.labels) == ("markdown", "Old template", "[OLD] ", ("old", "bug"))
    assert form.fields == (
        FormField("textarea", "Description", value="Please be kind.", line=8),
        FormField("textarea", "What happened", value="<!-- Tell it here -->", heading="## What happened", line=10),
        FormField("textarea", "Steps to reproduce", value="1. ...", heading="**Steps to reproduce:**", line=14),
        FormField("textarea", "Version", heading="### Version", line=17),
    )
