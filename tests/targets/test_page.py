"""The page: self-contained, strict, ordered, readable in light and dark."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from reporter.report import TARGETS, Report, Target
from reporter.targets.document import AttachmentRow
from reporter.targets.documents import render_documents
from reporter.targets.page import list_pictures
from tests.targets.cases import FULLEST, PICTURE, make_context

VOID = {"meta", "img", "br", "line", "rect"}


class Outline(HTMLParser):
    """Collects what the tests ask about, and that every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.style = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID or tag in ("line", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"]:
            self.style += data

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


def page(
    target: Target = "github", report: Report = FULLEST, *, full: bool = True, name: str = "report.html"
) -> Outline:
    texts = {document.name: document.text for document in render_documents(make_context(report, target, full=full))}
    return Outline(texts[name])


PAGES = [(target, "report.html", full) for target in TARGETS for full in (True, False)] + [
    ("internal", "ticket.html", True),
    ("internal", "ticket.html", False),
]


@pytest.mark.parametrize(("target", "name", "full"), PAGES)
def test_the_page_is_well_formed_and_needs_nothing_from_outside(target: Target, name: str, full: bool) -> None:
    outline = page(target, FULLEST if full else Report(), full=full, name=name)
    assert (outline.faults, outline.open) == ([], [])
    assert [tag for tag, _ in outline.tags if tag in ("script", "link", "iframe", "object", "base", "form")] == []
    assert [attrs for _, attrs in outline.tags if "style" in attrs] == []
    digest = base64.b64encode(hashlib.sha256(outline.style.encode()).digest()).decode()
    policy = next(attrs["content"] for attrs in outline.all("meta") if "http-equiv" in attrs)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in outline.style
    assert "@import" not in outline.style


@pytest.mark.parametrize(("target", "name", "full"), PAGES)
def test_headings_have_an_order_and_ids_are_unique(target: Target, name: str, full: bool) -> None:
    outline = page(target, FULLEST if full else Report(), full=full, name=name)
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    anchors = {str(attrs["href"])[1:] for attrs in outline.all("a") if str(attrs["href"]).startswith("#")}
    labels = {one for _, attrs in outline.tags for one in str(attrs.get("aria-labelledby", "")).split()}
    assert (anchors | labels) - set(ids) == set()
    assert outline.all("html") == [{"lang": "en"}]
    assert len(outline.all("main")) == 1


def test_pictures_have_words() -> None:
    outline = page()
    assert [attrs["alt"] for attrs in outline.all("img")] == ["The error in the portal"]
    assert all(
        attrs.get("aria-label") or attrs.get("aria-labelledby") for attrs in outline.all("svg") if "role" in attrs
    )


def test_a_file_that_was_left_out_has_no_link() -> None:
    links = [str(attrs["href"]) for attrs in page().all("a")]
    assert [link for link in dict.fromkeys(links) if link.startswith("attachments/")] == [
        "attachments/01-error.png",
        "attachments/02-import%20log.xml",
    ]


def test_pictures_stop_at_what_a_page_carries() -> None:
    big = PICTURE + b"\0" * 1_500_000
    context = make_context(Report(), "github")
    rows = tuple(AttachmentRow(f"attachments/{n}.png", preview=big) for n in range(5))
    pictures = list_pictures(type(context)(Report(), "github", attachments=rows))
    assert [picture.file.name for picture in pictures] == ["attachments/0.png", "attachments/1.png"]


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_contrast_on_every_ground(scheme: int) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    blocks = re.findall(r":root \{([^}]*)\}", page().style)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})\b", blocks[scheme]))
    colours = {name: value for name, value in colours.items() if len(value) == 7}
    grounds = {"paper", "card", "soft"}
    pairs = [(ink, ground) for ink in ("ink", "quiet", "link", "error", "try") for ground in grounds]
    pairs += [("error", "error-soft"), ("try", "try-soft"), ("good", "good-soft")]
    pairs += [("card", ground) for ground in ("event", "error", "try")]
    low = []
    for ink, ground in pairs:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        if (light + 0.05) / (dark + 0.05) < 4.5:
            low.append((ink, ground, round((light + 0.05) / (dark + 0.05), 2)))
    assert low == []
