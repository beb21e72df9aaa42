"""Foreign text in Markdown: fenced or neutralised, so that it cannot ping people, reference issues or open HTML.

GitHub turns `@name`, `#12` and links to issues into pings and cross-references wherever it finds them outside code, and
a heading or an unclosed fence in one answer swallows the next. A zero-width space (U+200B) after the character that
starts such a thing takes its effect and changes nothing that a reader sees; links to GitHub issues go over GitHub's own
`redirect.github.com`, which leaves no trace in the other issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

MARK = "\u200b"
"""The zero-width space that takes the effect of what follows."""

_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_HEADING = re.compile(r"((?:[ \t]*(?:>|[-*+]|\d{1,9}[.)]))*[ \t]*)(#{1,6}(?=[ \t]|$))")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*$")
_FENCE = re.compile(r"((?:[ \t]*(?:>|[-*+]|\d{1,9}[.)]))*[ \t]*)(`{3,}(?=[^`]*$)|~{3,})")
_URL = (
    r"(?<![A-Za-z0-9])https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(?::\d+)?"
    r"(?:[/?#][^\s<>()\[\]\"'`*|\\]*)?"
)
_ACTIVE = re.compile(
    rf"(?P<url>{_URL})"
    r"|(?P<start>(?<![A-Za-z0-9])@(?=[A-Za-z0-9])"  # a ping
    r"|\#(?=\d)|(?<![A-Za-z0-9])GH-(?=\d)"  # a reference
    r"|&(?=\#[0-9x]|commat;|num;|lt;|sol;)"  # the same, written as an entity
    r"|<(?=[a-z/!?])(?!https?://[^\s<>]*>))",  # a tag or a comment, but no <https://...>
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(https?://)(?:www\.)?github\.com(?=/[^/\s]+/[^/\s]+/(?:issues|pull|discussions|commit)/)", re.IGNORECASE
)
_ACTIVE_WORD = re.compile(rf"{_URL}|(?<![\w./-])[\w./-]*[@#][\w/-]+|GH-\d+", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_VOID = {"br", "hr", "img", "input", "wbr"}


class Rendered(str):
    """Markdown that this program made itself, with foreign text in it already harmless: it is placed as it is."""

    __slots__ = ()


def clean(text: str) -> str:
    r"""Return the text as a page can hold it: `\n` lines, no escape sequences, no control or direction characters."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _CONTROL.sub("\ufffd", _ESCAPE_SEQUENCE.sub("", text)).replace(MARK, "")


def fence(text: str, language: str = "") -> str:
    """Return the text in a code fence that is longer than any run of backticks inside it."""
    text = clean(text).rstrip()
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    info = re.sub(r"[`\x00-\x1f\x7f]", "", language)
    return f"{ticks}{info}\n{text}\n{ticks}"


def plain(text: str) -> str:
    """Return foreign text for the middle of a line: one line, shown as it is, with no effect and no formatting."""
    text = " ".join(clean(text).split())
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
    text = re.sub(r"[`*\[\]|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\\g<0>", text)
    text = re.sub(r"^(?=[-+>=]|\d{1,9}[.)])|(?<=<)(?=https?:)|(?<=&)(?=#?\w+;)", MARK, text)
    return _neutralise_line_start(_neutralise(text, ()))


def harmless(text: str, *, own: str = "", one_line: bool = False) -> str:
    """Return Markdown that a person wrote or pasted, still Markdown, but confined to its place.

    Args:
        text: Any number of lines.
        own: Text of the repository itself (a field's label and prefilled value): what it holds keeps its effect.
        one_line: Make it one line, on which nothing opens a fence.

    Returns:
        The text with pings, references, HTML and headings without effect, and every code fence closed.
    """
    if own and clean(text).strip() == clean(own).strip():
        return clean(text)
    tokens = tuple(dict.fromkeys(found.group() for found in [*_TAG.finditer(own), *_ACTIVE_WORD.finditer(own)]))
    lines = frozenset(line.strip() for line in own.splitlines() if line.strip())
    if one_line:
        text = " ".join(clean(text).split("\n")).strip()
        opening = _FENCE.match(text)
        text = _neutralise(_neutralise_line_start(text), tokens)
        return f"{opening[1]}{MARK}{text[len(opening[1]) :]}" if opening else text
    result = _confine(text, tokens, lines)
    if tokens and not _balanced(result, tokens):
        result = _confine(text, (), lines)
    return result


def _confine(text: str, tokens: tuple[str, ...], own_lines: frozenset[str]) -> str:
    parts = []
    for kind, lines in _parts(clean(text).split("\n")):
        if kind == "code":
            parts.append("\n".join(lines))
            continue
        before = ""
        for number, line in enumerate(lines):
            if line.strip() not in own_lines:
                underline = before.strip() and _UNDERLINE.match(line)
                lines[number] = MARK + line if underline else _neutralise_line_start(line)
            before = line
        parts.append(_neutralise("\n".join(lines), tokens))
    return "\n".join(parts)


def _neutralise_line_start(line: str) -> str:
    return _HEADING.sub(rf"\1{MARK}\2", line, count=1) if _HEADING.match(line) else line


def _neutralise(text: str, tokens: tuple[str, ...]) -> str:
    kept = "|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True))
    pattern = re.compile(rf"(?P<own>{kept})|{_ACTIVE.pattern}", re.IGNORECASE) if kept else _ACTIVE

    def replace(found: re.Match[str]) -> str:
        if found.groupdict().get("own"):
            return found.group()
        if found["url"]:
            return _REFERENCE.sub(r"\1redirect.github.com", found["url"])
        return found["start"] + MARK

    return pattern.sub(replace, text)


def _balanced(text: str, tokens: tuple[str, ...]) -> bool:
    """Whether the repository's own tags in the text close one another, so that none reaches into the next answer."""
    stack: list[str] = []
    for found in _TAG.finditer(text):
        tag = found.group()
        name = re.sub(r"^</?([A-Za-z0-9-]+).*$", r"\1", tag, flags=re.DOTALL).lower()
        if tag.startswith("<!--") or tag.endswith("/>") or name in _VOID or tag not in tokens:
            continue
        if not tag.startswith("</"):
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def _parts(lines: list[str]) -> Iterator[tuple[Literal["text", "code"], list[str]]]:
    """Split lines into text and fenced code; a fence that can be read in two ways is made text, an open one is closed.

    Only a fence in the first column is code for sure. One inside a list or with blanks before it stays a fence if all
    its lines are as far in as itself; otherwise it could end early, and its end would begin a new one.
    """
    text: list[str] = []
    hopeless: dict[tuple[int, str], int] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        opening = _FENCE.match(line)
        if not opening:
            text.append(line)
            number += 1
            continue
        column, ticks = len(opening[1].expandtabs(4)), opening[2]
        fate = (column, ticks)
        if number < hopeless.get(fate, 0):
            end, stop = None, 0  # an earlier fence of this kind already met what stops this one
        else:
            end, stop = _closing(lines, number + 1, column, ticks)
        if end is None:
            hopeless[fate] = max(stop, hopeless.get(fate, 0))
        if column == 0:
            if text:
                yield "text", text
                text = []
            code = lines[number : (end if end is not None else len(lines) - 1) + 1]
            yield "code", code if end is not None else [*code, ticks]
            number += len(code)
        elif ">" in opening[1]:
            text.append(line)  # a quote ends where its marks end, and its fence with it
            number += 1
        elif end is not None:
            text += lines[number : end + 1]
            number = end + 1
        else:
            text.append(f"{opening[1]}{MARK}{line[len(opening[1]) :]}")
            number += 1
    if text:
        yield "text", text


def _closing(lines: list[str], start: int, column: int, ticks: str) -> tuple[int | None, int]:
    """Return the index of the line that closes a fence opened in this column, or None; and where the search ended."""
    close = re.compile(rf"{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$")
    for number in range(start, len(lines)):
        line = lines[number].expandtabs(4)
        inside = len(line) - len(line.lstrip(" "))
        if column == 0:
            if inside <= 3 and close.match(line.lstrip(" ")):
                return number, number
        elif line.strip() and inside < column:
            return None, number
        elif close.match(line.lstrip(" ")):
            return (number if inside == column else None), number
    return None, len(lines)
