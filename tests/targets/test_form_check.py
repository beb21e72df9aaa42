from __future__ import annotations

from pathlib import Path

import pytest

from reporter.places import Places
from reporter.targets.form_check import check_config, check_form, check_template
from reporter.targets.form_checks import check_spec
from reporter.targets.form_names import parameterize

FORMS = Path(__file__).parent.parent / "fixtures" / "forms"
HEAD = "name: N\ndescription: D\n"
ONE = "body:\n- type: input\n  attributes:\n    label: One\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (HEAD + ONE, []),
        ("description: D\n" + ONE, ["1: Required top level key name is missing"]),
        ("name: N\n" + ONE, ["1: Required top level key description is missing"]),
        (HEAD, ["1: Required top level key body is missing"]),
        ("name: 7\ndescription: ' '\n" + ONE, ["1: name must be a string", "2: description must be a string"]),
        (HEAD + "title: ''\n" + ONE, ["3: title must be a string"]),
        (HEAD + "about: x\n" + ONE, ["3: about is not a permitted key"]),
        (HEAD + "on: x\n" + ONE, ["3: on is a forbidden key"]),
        (HEAD + "Yes: x\n" + ONE, ["3: Yes is a forbidden key"]),
        (HEAD + "body: []\n", ["3: Body cannot be empty"]),
        (HEAD + "body:\n", ["3: Body cannot be empty"]),
        (HEAD + "body: text\n", ["3: body must be an array"]),
        (
            HEAD + "body:\n- type: markdown\n  attributes: {value: x}\n",
            ["4: Body must contain at least one non-markdown field"],
        ),
        (
            HEAD + ONE + "  id: a\n- type: input\n  id: a\n  attributes: {label: Two}\n",
            ["8: Body[1]: Body must have unique ids (a is also Body[0])"],
        ),
        (
            HEAD + ONE + "- type: textarea\n  attributes: {label: One}\n",
            ["7: Body[1]: Body must have unique labels (One is also Body[0])"],
        ),
        (HEAD + ONE + "- type: textarea\n  id: two\n  attributes: {label: One}\n", []),
        (
            HEAD + ONE + "- type: textarea\n  attributes: {label: 'One???'}\n",
            ["7: Body[1]: Labels are too similar (One???, and One of Body[0])"],
        ),
        (
            HEAD + ONE + "- type: checkboxes\n  attributes: {label: Two, options: [{label: A}, {label: A}]}\n",
            ["8: Body[1]: Checkboxes must have unique labels"],
        ),
        (
            HEAD + ONE + "- type: checkboxes\n  attributes: {label: Two, options: [{label: One}]}\n",
            ["7: Body[1]: Checkboxes must have unique labels (One is also Body[0])"],
        ),
        (
            HEAD + "body:\n- attributes: {label: One}\n- type: input\n  attributes: {label: Two}\n",
            ["4: Body[0]: required key type is missing"],
        ),
        (HEAD + ONE + "- type: slider\n  attributes: {label: Two}\n", ["7: Body[1]: slider is not a valid input type"]),
        (HEAD + ONE + "- type: markdown\n  attributes: {}\n", ["8: Body[1]: required attribute key value is missing"]),
        (HEAD + ONE + "- type: input\n", ["7: Body[1]: required attribute key label is missing"]),
        (HEAD + ONE + "- type: input\n  attributes: {label: 1.3}\n", ["8: Body[1]: label must be a string"]),
        (HEAD + ONE + "- type: input\n  attributes: {label: ''}\n", ["8: Body[1]: label must be a string"]),
        (HEAD + ONE + "  id: a b\n", ["7: Body[0]: id can only contain numbers, letters, -, _"]),
        (HEAD + ONE + "  validation: {}\n", ["7: Body[0]: validation is not a permitted key"]),
        (
            HEAD + ONE + "- type: markdown\n  id: x\n  attributes: {value: y}\n",
            ["8: Body[1]: id is not a permitted key"],
        ),
        (
            HEAD + ONE + "- type: input\n  attributes: {label: Your Password}\n",
            ["8: Body[1]: label contains forbidden word"],
        ),
        (HEAD + ONE + "    required: true\n", ["7: Body[0]: required is not a permitted attribute"]),
        (HEAD + ONE + "    render: shell\n", ["7: Body[0]: render is not a permitted attribute"]),
        (
            HEAD + ONE + "- type: dropdown\n  attributes: {label: Two, options: [a, a]}\n",
            ["8: Body[1]: options must be unique"],
        ),
        (
            HEAD + ONE + "- type: dropdown\n  attributes:\n    label: Two\n    options:\n    - a\n    - None\n",
            ["12: Body[1]: options must not include the reserved word, none"],
        ),
        (
            HEAD + ONE + "- type: dropdown\n  attributes: {label: Two, options: [Yes, a]}\n",
            ["8: Body[1]: options must not include booleans. Please wrap values such as 'yes', and 'true' in quotes"],
        ),
        (
            HEAD + ONE + "- type: dropdown\n  attributes: {label: Two}\n",
            ["7: Body[1]: required attribute key options is missing"],
        ),
        (HEAD + ONE + "  validations: {required: 'yes'}\n", ["7: Body[0]: required must be true or false"]),
        (HEAD + ONE + "- type: upload\n  attributes: {label: Two}\n  validations: {accept: .zip}\n", []),
        (HEAD + ONE + "    placeholder:\n", []),
        ("- a\n", ["1: The top level must be a mapping with the keys name, description and body."]),
        ("a: b: c\n", ["1: x.yml is no YAML (line 1): mapping values are not allowed in this context."]),
    ],
)
def test_says_what_github_would_refuse_with_line_and_element(text: str, problems: list[str]) -> None:
    assert [f"{one.line}: {one}" for one in check_form(text.encode(), "x.yml")] == problems


def test_a_separator_between_header_and_body_is_told() -> None:
    (problem,) = check_form((HEAD + "---\n" + ONE).encode(), "x.yml")
    assert problem.line == 3
    assert "no `---` may stand between the header and `body:`" in problem.text


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("blank_issues_enabled: false\n", []),
        (
            "blank_issues_enabled: maybe\nforms: x\n",
            ["2: forms is not a permitted key", "1: blank_issues_enabled must be true or false"],
        ),
        (
            "contact_links:\n- name: A\n  url: ftp://example.com\n",
            [
                "2: contact_links[0]: required key about is missing",
                "3: contact_links[0]: url must begin with https:// or http://",
            ],
        ),
    ],
)
def test_checks_the_chooser_configuration(text: str, problems: list[str]) -> None:
    assert [f"{one.line}: {one}" for one in check_config(text.encode(), "config.yml")] == problems


def test_checks_the_front_matter_of_a_template() -> None:
    assert [str(one) for one in check_template(b"---\nname: x\n---\ny\n", "x.md")] == [
        "Required top level key about is missing"
    ]


def test_names_must_differ_across_a_folder(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path, tmp_path)
    folder = tmp_path / "repo" / ".github" / "ISSUE_TEMPLATE"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text(HEAD + ONE)
    (folder / "b.yml").write_text(HEAD + ONE)
    assert [
        (name, [str(one) for one in found]) for name, found in check_spec(str(tmp_path / "repo"), places=places)
    ] == [
        ("a.yml", []),
        ("b.yml", ["name must be unique among all templates (N is also a.yml)"]),
    ]


def test_the_forms_that_ship_are_as_github_wants_them(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path, tmp_path)
    checked = check_spec("microsoft/coe-starter-kit", places=places)
    assert len(checked) == 9
    assert [name for name, found in checked if found] == []


@pytest.mark.parametrize(
    ("label", "reference"),
    [("Name?", "name"), ("Was hättest du?", "was-hattest-du"), ("a -- b_c", "a-b_c"), ("名前", "")],
)
def test_a_label_becomes_a_reference_as_rails_makes_it(label: str, reference: str) -> None:
    assert parameterize(label) == reference
