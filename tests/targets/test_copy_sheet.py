from __future__ import annotations

import os
from pathlib import Path

import pytest

from reporter.report import Report
from reporter.targets.copy_sheet import render_copy_sheet
from reporter.targets.form_fill import fill_form
from reporter.targets.form_markdown import read_markdown_template
from reporter.targets.form_model import FilledField, IssueForm
from tests.targets.test_form_body import ANSWERS, FORMS, FULL

TITLE = 'It fails & "stops" <b>'
LINK = "https://github.com/contoso/tools/issues/new?template=full.yml"
COPY_TEXT = """\
COPY SHEET for 🧰 Importer: failure: 🧰 Importer: failure
Open this address and go through the fields from the top:
https://github.com/contoso/tools/issues/new?template=full.yml
The texts are already safe to publish; paste them as they are.

---- 1. Add a title (required) ----
PASTE:
It fails & "stops" <b>

---- 2. Looked before (required) ----
TICK, if it is true:
  [x] I looked into the [manual](https://example.com/manual).

---- 3. Describe what fails (required) ----
PASTE:
It stops.

- at **once**

---- 4. Version (required) ----
PASTE:
4.49.2

---- 5. Way of import ----
CHOOSE: Command line, by hand

---- 6. Systems (required) ----
CHOOSE: North AND South, old

---- 7. Relevant log output ----
PASTE (GitHub shows this text as code by itself.):
first
```
second

---- 8. Place ----
PASTE:
- Region: Europe
- Type: Production

---- 9. Pictures ----
DRAG: Add files here if you have any. It takes .png,.zip.

---- 10. The zip ----
DRAG: Drag report.zip into a text field of the form that has no code font, or into a comment afterwards.
"""


def sheet(form: IssueForm, filled: tuple[FilledField, ...], folder: Path | None = None) -> tuple[str, str]:
    page, text = render_copy_sheet(form, filled, TITLE, link=LINK, bundle_name="report.zip")
    assert (page.name, text.name) == ("copy.html", "copy.txt")
    return page.text, text.text


def answered() -> tuple[FilledField, ...]:
    return fill_form(FULL, Report(form=dict(ANSWERS)))


def test_the_text_tells_each_field_in_on_screen_order() -> None:
    assert sheet(FULL, answered())[1] == COPY_TEXT


def test_what_is_not_answered_is_left_and_a_required_box_is_named() -> None:
    text = sheet(FULL, fill_form(FULL, Report()))[1]
    assert "---- 2. Looked before (required) ----\nTICK, if it is true:\n  [x] I looked into" in text
    assert "---- 4. Version (required) ----\nLEAVE AS IT IS: Nothing was answered, but the form requires it.\n" in text
    assert "---- 8. Place ----\nLEAVE AS IT IS: The form fills this in by itself.\n" in text


def test_a_markdown_template_is_one_text() -> None:
    form = read_markdown_template((FORMS / "template.md").read_bytes(), "template.md")
    text = sheet(form, fill_form(form, Report(form={"What happened": "It fails."})))[1]
    assert (
        "---- 2. Description ----\nPASTE (Replace everything that stands there.):\n"
        "Please be kind.\n\n## What happened\n\nIt fails.\n\n**Steps to reproduce:**\n\n1. ...\n\n### Version\n"
    ) in text


def test_the_page_escapes_foreign_text() -> None:
    hostile = FilledField(FULL.fields[2], "</textarea><script>alert(1)</script>\u202e")
    page = sheet(FULL, (hostile,))[0]
    assert page.count("<script>") == 1
    assert page.count("</textarea>") == 2
    assert "It fails &amp; &#34;stops&#34; &lt;b&gt;" in page


@pytest.mark.skipif(os.name == "nt", reason="the debugging pipe needs POSIX")
def test_the_page_works_in_a_browser_by_keyboard_alone_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    from tests.chromium import PROGRAM, Page

    if PROGRAM is None:
        pytest.skip("no chromium on PATH")
    file = tmp_path / "copy.html"
    file.write_text(sheet(FULL, answered())[0], encoding="utf-8")
    with Page(file.as_uri(), tmp_path / "profile") as page:
        granted = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        page.call("Browser.grantPermissions", permissions=granted)
        page.call("Page.bringToFront")
        copied = []
        for _ in range(40):
            page.press("Tab")
            focused = page.value("document.activeElement.dataset.text || document.activeElement.tagName")
            if focused == "BODY":
                break
            if focused.startswith("text-"):
                page.press("Enter")
                page.wait_for("document.activeElement.textContent == 'Copied'")
                copied.append(page.value("navigator.clipboard.readText()"))
        assert copied == [
            TITLE,
            "It stops.\n\n- at **once**",
            "4.49.2",
            "first\n```\nsecond",
            "- Region: Europe\n- Type: Production",
        ]
        assert page.value("document.getElementById('told').textContent") == "Copied: 8. Place"
        assert page.value("document.querySelectorAll('ol > li.done').length") == 5
        assert page.complaints == []
        assert page.requests == [file.as_uri()]


@pytest.mark.skipif(os.name == "nt", reason="the debugging pipe needs POSIX")
def test_the_page_copies_where_the_browser_has_no_clipboard_for_pages(tmp_path: Path) -> None:
    from tests.chromium import PROGRAM, Page

    if PROGRAM is None:
        pytest.skip("no chromium on PATH")
    file = tmp_path / "copy.html"
    file.write_text(sheet(FULL, answered())[0], encoding="utf-8")
    with Page(file.as_uri(), tmp_path / "profile") as page:
        page.value("navigator.clipboard.writeText = () => Promise.reject(new Error('refused')), 0")
        page.value(
            "document.execCommand = (name) => { window.asked = [name, getSelection().toString()]; return true; }, 0"
        )
        page.value("document.querySelector('[data-text=text-4]').focus(), 0")
        page.press("Enter")
        page.wait_for("document.activeElement.textContent == 'Copied'")
        assert page.value("window.asked[0]") == "copy"
        assert page.complaints == []
