from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reporter.targets.markdown import MARK, clean, fence, plain

PIECES = st.sampled_from(
    (
        *(
            "\n",
            " ",
            "    ",
            "\t",
            "```",
            "`",
            "#",
            "### ",
            "- ",
            "* ",
            "1. ",
            "> ",
            "---",
            "=",
            "+ ",
            "10) ",
            "!",
            "|",
        ),
        *(
            "<details>",
            "<!--",
            "<b>",
            "@user",
            "#12",
            "word",
            "[a](b)",
            "![a](b)",
            "[x]: y",
            "_",
            "__",
            "*",
            "**",
            "~~",
        ),
        *("&#35;", "&lt;", "&amp;", "\\", "\\_", "http://a.example/c_d_e", "<http://a.example>", "Ä", "C:\\temp\\*x"),
    )
)
SHOWN = {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "link_open", "link_close"}


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(plain(text))
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in [*tokens, *inline]} <= SHOWN
    assert "".join(child.content for child in inline).replace(MARK, "") == " ".join(clean(text).split())


@pytest.mark.parametrize(
    ("text", "language", "fenced"),
    [
        ("a\n", "shell", "```shell\na\n```"),
        ("", "", "```\n\n```"),
        ("x ```` y", "text", "`````text\nx ```` y\n`````"),
        ("a\r\nb\x1b[31m\x00", "a`\nb", "```ab\na\nb\ufffd\n```"),
    ],
)
def test_a_fence_is_longer_than_any_inside(text: str, language: str, fenced: str) -> None:
    assert fence(text, language) == fenced
