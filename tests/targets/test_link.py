from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.targets.form_model import FilledField, FormField, IssueForm
from reporter.targets.link import make_link

FORM = IssueForm(
    "f",
    (
        FormField("input", "Version", id="version"),
        FormField("textarea", "Steps", id="steps"),
        FormField("textarea", "No id"),
        FormField("dropdown", "Way", id="way"),
        FormField("checkboxes", "Boxes", id="boxes"),
        FormField("input", "Labels", id="labels"),
    ),
    file="1 bug.yml",
    repository="contoso/tools",
)


def filled(*answers: str | None) -> list[FilledField]:
    return [FilledField(field, answer) for field, answer in zip(FORM.fields, answers, strict=False)]


def test_only_the_title_and_text_fields_with_an_id_go_into_the_address() -> None:
    link = make_link(FORM, filled("4.49.2", "1. Öffnen\n2. @me", "long", "a", "b", "c"), "It's broken & more")
    assert link is not None
    assert link.address == (
        "https://github.com/contoso/tools/issues/new?template=1%20bug.yml&title=It%27s%20broken%20%26%20more"
        "&version=4.49.2&steps=1.%20%C3%96ffnen%0A2.%20%40%E2%80%8Bme"
    )
    assert link.carried == ("Title", "Version", "Steps")
    assert link.left_out == ("Labels", "No id", "Way", "Boxes")


def test_what_does_not_fit_is_left_out_whole_and_said() -> None:
    link = make_link(FORM, filled("4.49.2", "x" * 2_000), "T")
    assert link is not None
    assert (link.carried, link.left_out) == (("Title", "Version"), ("Steps",))
    assert len(link.address) < 2_000


def test_a_prefilled_text_is_not_sent_again() -> None:
    form = IssueForm("f", (FormField("input", "A", id="a", value="x"),), file="f.yml", repository="o/r")
    link = make_link(form, [FilledField(form.fields[0], "x")], "T")
    assert link is not None
    assert link.address.endswith("?template=f.yml&title=T")


def test_a_markdown_template_takes_its_text_as_body() -> None:
    form = IssueForm("f", (FormField("textarea", "A", heading="## A"),), kind="markdown", file="f.md", repository="o/r")
    link = make_link(form, [FilledField(form.fields[0], "it")], "T")
    assert link is not None
    assert link.address == "https://github.com/o/r/issues/new?template=f.md&title=T&body=%23%23%20A%0A%0Ait"


def test_without_a_repository_there_is_no_address() -> None:
    assert make_link(IssueForm("f", FORM.fields), [], "T") is None


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=300), st.text(max_size=900), st.integers(200, 8_191))
def test_any_address_keeps_to_its_limit_and_carries_whole_texts(title: str, text: str, limit: int) -> None:
    link = make_link(FORM, filled(None, text), title, limit=limit)
    assert link is not None
    assert len(link.address) <= limit
    assert link.address.isascii()
    keys = [key for key, _ in parse_qsl(urlsplit(link.address).query, keep_blank_values=True)]
    assert set(keys) <= {"template", "title", "steps"}
