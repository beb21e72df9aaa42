from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reporter.errors import InputError, ReporterError
from reporter.report import FormAnswer
from reporter.targets.form_answers import NO_CHOICE, NO_RESPONSE
from reporter.targets.form_body import render_body
from reporter.targets.form_markdown import read_markdown_template
from reporter.targets.form_model import FormField, FormOption, IssueForm
from reporter.targets.form_reading import read_form
from reporter.targets.markdown import MARK, clean

FORMS = Path(__file__).parent.parent / "fixtures" / "forms"
FULL = read_form((FORMS / "full.yml").read_bytes(), "full.yml")

ANSWERS: dict[str, FormAnswer] = {
    "looked": ["I looked into the [manual](https://example.com/manual)."],
    "Describe what fails": "It stops.\n\n- at **once**",
    "version": "4.49.2",
    "way": "Command line, by hand",
    "systems": ["North", "South, old"],
    "logs": "first\n```\nsecond",
    "place": "- Region: Europe\n- Type: Production",
}


def test_body_is_what_github_makes_of_a_submitted_form() -> None:
    assert render_body(FULL, ANSWERS) == (
        "### Looked before\n\n"
        "- [x] I looked into the [manual](https://example.com/manual).\n"
        "- [ ] I would like to help.\n\n"
        "### Describe what fails\n\nIt stops.\n\n- at **once**\n\n"
        "### Version\n\n4.49.2\n\n"
        "### Way of import\n\nCommand line, by hand\n\n"
        "### Systems\n\nNorth, South, old\n\n"
        "### Relevant log output\n\n````shell\nfirst\n```\nsecond\n````\n\n"
        "### Place\n\n- Region: Europe\n- Type: Production\n\n"
        "### Pictures\n\n_No response_"
    )


def test_body_without_answers_has_what_the_form_prefills() -> None:
    assert render_body(FULL, {}, incomplete=True) == (
        "### Looked before\n\n"
        "- [ ] I looked into the [manual](https://example.com/manual).\n"
        "- [ ] I would like to help.\n\n"
        "### Describe what fails\n\n_No response_\n\n"
        "### Version\n\n_No response_\n\n"
        "### Way of import\n\nCommand line, with a pipeline\n\n"
        "### Systems\n\n_No response_\n\n"
        "### Relevant log output\n\n```shell\n\n```\n\n"
        "### Place\n\n- Region:\n- Type:\n\n"
        "### Pictures\n\n_No response_"
    )


def test_an_empty_answer_takes_the_prefilled_text_away() -> None:
    body = render_body(FULL, {"place": "", "way": []}, incomplete=True)
    assert "### Place\n\n_No response_" in body
    assert "### Way of import\n\nNone" in body


def test_a_missing_required_answer_is_refused() -> None:
    with pytest.raises(ReporterError) as caught:
        render_body(FULL, {"version": "1"})
    assert str(caught.value) == (
        "Required answers are missing: Looked before (looked); Describe what fails (Describe what fails); "
        "Systems (systems). Give them, or add --incomplete."
    )


def test_an_answer_that_is_no_option_is_refused_with_the_options() -> None:
    with pytest.raises(InputError) as caught:
        render_body(FULL, {"way": "By post", "systems": "North"}, incomplete=True)
    assert str(caught.value) == (
        "Way of import: 'By post' is no option. The options are: Maker portal; Command line, with a pipeline; "
        "Command line, by hand.\nNothing was rendered."
    )


def test_an_option_may_differ_in_case_and_blanks() -> None:
    assert "### Way of import\n\nMaker portal" in render_body(FULL, {"way": " maker  PORTAL"}, incomplete=True)


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        ("looked", "yes", "'yes' is no option"),
        ("looked", "- [ ] I would like to help.", "- [ ] I would like to help."),
        ("looked", "- [ ] x\n- [X] I would like to help.", "- [x] I would like to help."),
        ("looked", "no", "- [ ] I would like to help."),
        ("version", "_No response_", "### Version\n\n_No response_"),
        ("way", "None", "### Way of import\n\nNone"),
        ("systems", "South, old, North", "### Systems\n\nSouth, old, North"),
        ("systems", "South, young", "'South, young' is no option"),
    ],
)
def test_answers_are_read_as_github_writes_them(key: str, answer: str, said: str) -> None:
    try:
        body = render_body(FULL, {key: answer}, incomplete=True)
    except InputError as error:
        body = str(error)
    assert said in body


def test_a_single_box_is_ticked_by_a_yes() -> None:
    form = IssueForm("f", (FormField("checkboxes", "Sure", options=(FormOption("I am sure", required=True),)),))
    assert render_body(form, {"Sure": "yes"}) == "### Sure\n\n- [x] I am sure"
    assert render_body(form, {"Sure": "no"}, incomplete=True) == "### Sure\n\n- [ ] I am sure"


def test_a_markdown_template_keeps_its_own_text_where_there_is_no_answer() -> None:
    form = read_markdown_template((FORMS / "template.md").read_bytes(), "template.md")
    assert render_body(form, {"What happened": "It fails. <b>", "Version": "1"}) == (
        "Please be kind.\n\n## What happened\n\n"
        f"It fails. <{MARK}b>\n\n**Steps to reproduce:**\n\n1. ...\n\n### Version\n\n1"
    )


@pytest.mark.parametrize(
    ("answer", "harmless"),
    [
        ("thanks @octocat", f"thanks @{MARK}octocat"),
        ("see #12 and o/r#3 and GH-4", f"see #{MARK}12 and o/r#{MARK}3 and GH-{MARK}4"),
        ("mail ada@example.com", "mail ada@example.com"),
        ("https://github.com/o/r/issues/1", "https://redirect.github.com/o/r/issues/1"),
        ("https://github.com/o/r/releases", "https://github.com/o/r/releases"),
        ("<https://github.com/o/r/pull/1>", "<https://redirect.github.com/o/r/pull/1>"),
        ("<details><!-- x", f"<{MARK}details><{MARK}!-- x"),
        ("&#64;octocat", f"&{MARK}#{MARK}64;octocat"),
        ("a < b", "a < b"),
        ("### Version\n\n9", f"{MARK}### Version\n\n9"),
        ("- ## x\n> # y", f"- {MARK}## x\n> {MARK}# y"),
        ("Version\n---", f"Version\n{MARK}---"),
        ("```\n@a\n### b", "```\n@a\n### b\n```"),
        ("~~~ x\n@a\n~~~\n@b", f"~~~ x\n@a\n~~~\n@{MARK}b"),
        ("1. a\n   ```\n   b\n   ```", "1. a\n   ```\n   b\n   ```"),
        ("1. a\n   ```\nb\n   ```", f"1. a\n   {MARK}```\nb\n   {MARK}```"),
        ("\x1b[31mred\x1b[0m \u202eback", "red \ufffdback"),
    ],
)
def test_a_pasted_text_has_no_effect_outside_its_field(answer: str, harmless: str) -> None:
    form = IssueForm("f", (FormField("textarea", "Text"),))
    assert render_body(form, {"Text": answer}) == f"### Text\n\n{harmless}"


def test_what_the_form_itself_offers_keeps_its_effect() -> None:
    value = "<details>\n<summary>Setup</summary>\n\n- Region:\n\n</details>\n\ncc @maintainers"
    form = IssueForm("f", (FormField("textarea", "<!-- footer -->", value=value),))
    assert render_body(form, {}) == f"### <!-- footer -->\n\n{value}"
    edited = value.replace("Region:", "Region: <b>@me</b>")
    assert render_body(form, {"<!-- footer -->": edited}) == "### <!-- footer -->\n\n" + value.replace(
        "Region:", f"Region: <{MARK}b>@{MARK}me<{MARK}/b>"
    )


def test_a_tag_of_the_form_that_is_left_open_has_no_effect() -> None:
    form = IssueForm("f", (FormField("textarea", "Text", value="<details>\nx\n</details>"),))
    assert render_body(form, {"Text": "<details>\ny"}) == f"### Text\n\n<{MARK}details>\ny"


def split_body(body: str) -> list[tuple[str, str]]:
    """Read a body back as a triage workflow does: sections begin at `### ` outside of fences."""
    sections: list[tuple[str, list[str]]] = []
    closing: re.Pattern[str] | None = None
    for line in body.split("\n"):
        if closing is not None:
            closing = None if closing.fullmatch(line) else closing
        elif line.startswith("### "):
            sections.append((line[4:], []))
            continue
        elif opening := re.match(r"(`{3,})[^`]*$|(~{3,})", line):
            ticks = opening[1] or opening[2]
            closing = re.compile(rf" {{0,3}}{ticks[0]}{{{len(ticks)},}}[ \t]*")
        sections[-1][1].append(line)
    assert closing is None
    return [(label, "\n".join(lines).strip("\n")) for label, lines in sections]


PIECES = st.sampled_from(
    (
        *("\n", "\n\n", " ", "   ", "\t", "`", "~", "#", "-", ">", "|", "_", "*", "<", "&", "@", "=", "+", "$"),
        *("```", "````", "~~~", "```py", "### ", "### Label 0", "- ", "1. ", "> ", "---", "[x]: y", "- [x] box"),
        *("<details>", "</details>", "<!--", "-->", "<script>", "@user", "#12", "word", "Ä😀", "&#35;", "\\"),
        *("\r\n", "\u2028", "\x0b", "\x1b[31m", "\x00", NO_RESPONSE, "https://github.com/o/r/issues/1"),
    )
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)
LABELS = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=20).map(str.strip)


@st.composite
def forms(draw: st.DrawFn) -> tuple[IssueForm, dict[str, FormAnswer]]:
    labels = draw(st.lists(LABELS.filter(bool), min_size=1, max_size=5, unique_by=str.casefold))
    fields: list[FormField] = []
    answers: dict[str, FormAnswer] = {}
    for number, label in enumerate(labels):
        kind = draw(st.sampled_from(["input", "textarea", "code", "dropdown", "several", "checkboxes"]))
        options = tuple(FormOption(text) for text in draw(st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True)))
        field = FormField(
            type={"code": "textarea", "several": "dropdown"}.get(kind, kind),
            label=label,
            id=draw(st.none() | st.just(f"field-{number}")),
            options=options if kind in ("dropdown", "several", "checkboxes") else (),
            multiple=kind == "several",
            render="shell" if kind == "code" else None,
        )
        fields.append(field)
        names = [option.label for option in options]
        if kind in ("input", "textarea", "code"):
            answers[field.key] = draw(TEXTS)
        elif kind == "dropdown":
            answers[field.key] = draw(st.sampled_from([*names, ""]))
        else:
            answers[field.key] = [name for name in names if draw(st.booleans())]
    return IssueForm("f", tuple(fields)), answers


def expected(field: FormField, answer: FormAnswer) -> str:
    if field.type == "checkboxes":
        return "\n".join(f"- [{'x' if one.label in answer else ' '}] {one.label}" for one in field.options)
    if isinstance(answer, list):
        return ", ".join(answer) or NO_RESPONSE
    if field.type == "dropdown":
        return answer or NO_CHOICE
    text = clean(answer).strip("\n").rstrip()
    if text.strip() in ("", NO_RESPONSE):  # GitHub's own words for no answer
        return "" if field.render else NO_RESPONSE
    return " ".join(text.split("\n")).strip() if field.type == "input" else text


def read_back(field: FormField, said: str) -> str:
    if field.render and field.type == "textarea":
        return re.sub(r"\A(`{3,})shell\n(.*)\n\1\Z", r"\2", said, flags=re.DOTALL).strip("\n")
    return said.replace(MARK, "").replace("redirect.github.com", "github.com")


@settings(deadline=None, max_examples=250)
@given(forms())
def test_any_body_splits_back_into_exactly_the_labels_and_answers(
    case: tuple[IssueForm, dict[str, FormAnswer]],
) -> None:
    form, answers = case
    sections = split_body(render_body(form, answers, incomplete=True))
    assert [label for label, _ in sections] == [field.label for field in form.submitted]
    for field, (_, said) in zip(form.submitted, sections, strict=True):
        wanted = expected(field, answers[field.key]).strip("\n")
        found = read_back(field, said)
        assert found == wanted or re.fullmatch(re.escape(wanted) + r"\n(`{3,}|~{3,})", found)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(["input", "textarea", "code"]), TEXTS), min_size=1, max_size=3))
def test_a_markdown_parser_finds_no_other_heading_and_no_html(rows: list[tuple[str, str]]) -> None:
    fields = tuple(
        FormField("input" if kind == "input" else "textarea", f"L{index}", render="shell" if kind == "code" else None)
        for index, (kind, _) in enumerate(rows)
    )
    body = render_body(IssueForm("f", fields), {f"L{index}": text for index, (_, text) in enumerate(rows)})
    tokens = MarkdownIt("commonmark", {"html": True}).parse(body)
    headings = [
        (token.tag, token.level, tokens[index + 1].content)
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    assert headings == [("h3", 0, field.label) for field in fields]
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline"}


def test_answers_can_be_as_long_as_memory_allows() -> None:
    form = IssueForm("f", (FormField("textarea", "Text"),))
    lines = (" ```py\n" * 20_000, "> ```\n" * 20_000, "```py\n" * 20_000, "- - ```\n" * 9_000)
    for text in ("`" * 50_000, "<" * 50_000, "- " * 50_000, "@a " * 20_000, json.dumps(["x"] * 9_000), *lines):
        assert len(render_body(form, {"Text": text})) >= len(text) - 1
