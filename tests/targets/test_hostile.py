"""Foreign text in every place of a report: it pings nobody, refers to nothing, and stays where it was put."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt
from pydantic import ValidationError

from reporter.report import TARGETS, Report, Target
from reporter.targets.clean import clean_text
from reporter.targets.document import AttachmentRow, RenderContext, SearchLink
from reporter.targets.documents import render_documents
from tests.targets.cases import FULLEST, make_context

HOSTILE = """@octocat #12 GH-7 microsoft/x#5
### Describe the issue
## 7. Severity
<img src=x onerror=alert(1)><script>alert(2)</script></details></textarea><!-- open
```
@inside
~~~~
Setext
===
ENVIRONMENT
-----------
[click](javascript:alert(3)) ![x](https://evil.example/x.png) <https://evil.example>
| a | b |
|---|---|
{noformat} {code} {panel:title=x} [~admin] [x|https://evil.example] !x.png! ??cite?? (!)
h1. Big
bq. quote
||head||
\\\\server\\share
- [x] ticked
\x1b[31mred\x00\u202egnp.exe\u2066"""
LEAF = HOSTILE.replace("\x00", "")


def poison(report: Report) -> Report:
    """Return the report with hostile text in every place that takes free text."""
    data = report.model_dump(mode="json", by_alias=True, exclude_none=True)

    def walk(node: Any) -> None:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, dict | list):
                walk(value)
            elif isinstance(value, str):
                node[key] = LEAF
                try:
                    Report.model_validate(data)
                except ValidationError:
                    node[key] = value

    walk(data)
    data["form"] = {"Gone field @octocat #12": LEAF, "component": LEAF, "Anything else?": LEAF}
    return Report.model_validate(data)


POISONED = poison(FULLEST)


def texts(target: Target, report: Report = POISONED) -> dict[str, str]:
    context: RenderContext = replace(
        make_context(report, target, full=True),
        attachments=(AttachmentRow("attachments/01-a`b.png", LEAF, 3, "image", note=LEAF),),
        searches=(SearchLink(LEAF, "javascript:alert(9)"), SearchLink("a](b", 'https://example.com/?q=(a) "<b>')),
    )
    return {document.name: document.text for document in render_documents(context)}


def tokens(markdown: str) -> list[Any]:
    parsed = MarkdownIt("commonmark").enable("table").parse(markdown)
    return [inner for token in parsed for inner in (token, *(token.children or ()))]


def outside_code(markdown: str) -> str:
    """Return what a reader sees outside of code."""
    return "\n".join(
        token.content
        for token in tokens(markdown)
        if token.type in ("text", "html_inline", "html_block", "text_special")
    )


def headings(markdown: str) -> list[str]:
    parsed = MarkdownIt("commonmark").enable("table").parse(markdown)
    return [
        f"{token.tag} {parsed[number + 1].content}"
        for number, token in enumerate(parsed)
        if token.type == "heading_open"
    ]


def test_every_place_is_poisoned() -> None:
    assert str(POISONED.model_dump()).count("octocat") > 80


def test_the_issue_has_no_section_but_the_form_s_own() -> None:
    assert headings(texts("github")["issue.md"]) == [
        "h3 Does this bug already exist in our backlog?",
        "h3 Describe the issue",
        "h3 Expected Behavior",
        "h3 What solution are you experiencing the issue with?",
        "h3 What solution version are you using?",
        "h3 What app or flow are you having the issue with?",
        "h3 What method are you using to get inventory and telemetry?",
        "h3 Steps To Reproduce",
        "h3 Anything else?",
    ]


def test_the_tickets_have_no_section_but_their_own() -> None:
    clean = {target: headings(texts(target, FULLEST)["ticket.md"]) for target in TARGETS if target != "github"}
    for target, expected in clean.items():
        assert [one for one in headings(texts(target)["ticket.md"]) if not one.startswith("h1 ")] == [
            one for one in expected if not one.startswith("h1 ")
        ]


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_outside_code_pings_refers_or_opens_html(target: Target) -> None:
    text = texts(target)[{"github": "issue.md"}.get(target, "ticket.md")]
    seen = outside_code(text)
    assert re.findall(r"(?<![\w`])@[a-z0-9]\w*", seen) == []
    assert re.findall(r"#\d+|\bGH-\d+", seen) == []
    html = {token.content.strip() for token in tokens(text) if token.type.startswith("html")}
    assert {re.sub(r"\d+", "N", one) for one in html} <= {
        "<details><summary>Installed solutions (N)</summary>",
        "<details><summary>Known error that looks the same</summary>",
        "</details>",
    }
    links = {str(token.attrs["href"]) for token in tokens(text) if token.type == "link_open"}
    assert {link.split("?")[0] for link in links} <= {"https://example.com/", "https://evil.example"}


@pytest.mark.parametrize("target", TARGETS)
def test_no_control_or_direction_character_is_left(target: Target) -> None:
    for name, text in texts(target).items():
        found = set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text))
        assert (name, found) == (name, set())


def test_a_plain_text_keeps_its_sections() -> None:
    def sections(text: str) -> list[str]:
        return re.findall(r"^(\S.*)\n-+$", text, re.MULTILINE)

    assert sections(texts("internal")["ticket.txt"]) == sections(texts("internal", FULLEST)["ticket.txt"])


def test_jira_markup_has_only_our_macros_links_and_headings() -> None:
    text = texts("internal")["ticket.jira"]
    own = re.sub(r"^\{(noformat|code)\}\n.*?\n\{\1\}$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"(?<!\\)\{\w+", own) == []
    assert re.findall(r"(?<!\\)\[~", own) == []
    assert re.findall(r"(?<!\\)!x", own) == []
    assert set(re.findall(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]", own)) <= {
        "a\\](b|https://example.com/?q=%28a%29%20%22%3Cb%3E"
    }
    assert {line[:4] for line in own.splitlines() if re.match(r"h\d\.", line)} == {"h2. ", "h3. "}
    assert "h1. Big" not in own.splitlines()
    assert "bq. quote" not in own.splitlines()
    assert "&#92;&#92;server&#92;share" in own


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize(
    ("target", "name"), [(target, "report.html") for target in TARGETS] + [("internal", "ticket.html")]
)
def test_a_page_has_no_foreign_element(target: Target, name: str) -> None:
    page = Page()
    page.feed(texts(target)[name])
    assert {tag for tag, _ in page.tags} & {"script", "iframe", "object", "form", "link", "base", "textarea"} == set()
    assert [attrs for _, attrs in page.tags if any(key.startswith("on") or key == "style" for key in attrs)] == []
    assert [attrs for tag, attrs in page.tags if tag == "img" and not str(attrs["src"]).startswith("data:")] == []
    addresses = {str(attrs["href"]) for tag, attrs in page.tags if tag == "a"}
    assert [one for one in addresses if not one.startswith(("#", "attachments/", "https://example.com/"))] == []
    assert "<script>alert(2)</script>" in "".join(page.text)


def test_cleaning_keeps_words_and_lines() -> None:
    assert (
        clean_text("a\r\nb\x0bc\u00a0d\x1b[0m\u200be\U0001f469\u200d\U0001f4bb")
        == "a\nb\nc d\ufffd[0me\U0001f469\u200d\U0001f4bb"
    )
