"""A repository's issue form as plain data: its fields in order, what they take, and what was odd about the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reporter.report import FormAnswer

FIELD_TYPES = ("input", "textarea", "dropdown", "checkboxes", "upload")
"""The types that GitHub submits; `markdown` is only shown (github/docs: syntax for GitHub's form schema)."""

FormKind = Literal["form", "markdown"]
Answers = Mapping[str, FormAnswer]
"""Answers by a field's id, or by its label where it has none."""


@dataclass(frozen=True)
class FormOption:
    """One choice of a dropdown or one box of a checkboxes field."""

    label: str
    required: bool = False


@dataclass(frozen=True)
class FormField:
    """One element of a form; `line` is where it begins in the file (1-based)."""

    type: str
    label: str = ""
    id: str | None = None
    description: str | None = None
    placeholder: str | None = None
    value: str | None = None
    """Prefilled text; of a Markdown element, the text itself."""
    required: bool = False
    options: tuple[FormOption, ...] = ()
    multiple: bool = False
    default: int | None = None
    """Index of the dropdown's preselected option."""
    render: str | None = None
    """Language of the code fence that GitHub puts around the answer."""
    accept: str | None = None
    line: int | None = None
    heading: str | None = None
    """Of a Markdown template: the heading as it stands in the template."""

    @property
    def key(self) -> str:
        """The name of the answer: the id, or the label where there is none."""
        return self.id or self.label

    @property
    def submitted(self) -> bool:
        """Whether the element has a place in the issue; Markdown elements and unknown types have none."""
        return self.type in FIELD_TYPES

    @property
    def own(self) -> str:
        """The repository's own text that an answer may repeat."""
        return f"{self.label}\n{self.value or ''}"


@dataclass(frozen=True)
class ContactLink:
    """A place that the repository offers beside its forms (`config.yml`)."""

    name: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class IssueForm:
    """One issue form, or one Markdown template read as a form (`kind`)."""

    name: str
    fields: tuple[FormField, ...]
    description: str = ""
    title: str = ""
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    type: str | None = None
    kind: FormKind = "form"
    file: str | None = None
    """The form's file name, as the `template` parameter of a link takes it."""
    repository: str | None = None
    """OWNER/REPO where the form belongs to one."""
    dated: str | None = None
    """Day of the copy that was read, where it is a copy (ISO date)."""
    notes: tuple[str, ...] = ()
    """What was odd about the file and how it was read."""

    @property
    def submitted(self) -> tuple[FormField, ...]:
        """The fields that have a place in the issue, in order."""
        return tuple(field for field in self.fields if field.submitted)


@dataclass(frozen=True)
class FormChoice:
    """What a repository's "new issue" page offers."""

    forms: tuple[IssueForm, ...]
    links: tuple[ContactLink, ...] = ()
    blank_issues: bool = True
    problems: tuple[str, ...] = ()
    """Files that are no form, each with the reason."""


@dataclass(frozen=True)
class FilledField:
    """A field with its answer and where the answer comes from, for the user to confirm."""

    field: FormField
    answer: FormAnswer | None = None
    source: str | None = None
    """In words: `your answer`, `solution.target_version`, `prefilled by the form`."""


def find_answer(field: FormField, answers: Answers) -> FormAnswer | None:
    """Return the answer given for a field by id or label, or None where none was given."""
    for key in (field.id, field.label, field.label.strip()):
        if key is not None and key in answers:
            return answers[key]
    return None


def answers_of(filled: tuple[FilledField, ...]) -> dict[str, FormAnswer]:
    """Return the answers that filled fields hold, by key."""
    return {one.field.key: one.answer for one in filled if one.answer is not None}
