"""The README's picture of the review screen shows what the review shows; REWRITE_GOLDEN=1 draws it anew."""

from __future__ import annotations

import html
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from reporter.commands.demo import load_sample
from reporter.evidence.facts import Facts
from reporter.guidance.completeness import check_completeness
from reporter.interview.plain import PlainAsker
from reporter.interview.plan import Context
from reporter.interview.prefill import prefill_report
from reporter.interview.question import Back, Choice, Screen
from reporter.interview.review import ask_review
from reporter.interview.wrap import cut, wrap_lines

PICTURE = Path(__file__).parent / "golden" / "review.svg"
COLUMNS = 80


class Onlooker(PlainAsker):
    """Chooses the default, and keeps what was on the screen."""

    def __init__(self) -> None:
        self.screen = Screen("")
        self.choices: Sequence[Choice] = ()

    def choose(self, screen: Screen, choices: Sequence[Choice], default: str | None) -> str | Back:
        self.screen, self.choices = screen, choices
        return default or choices[0].value


def draw_review() -> Console:
    report = load_sample()
    onlooker = Onlooker()
    ask_review(
        onlooker,
        Context(prefill_report(Facts())),
        {},
        report,
        target="github",
        completeness=check_completeness(report, "github"),
        place="12 of 12",
    )
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in wrap_lines(onlooker.screen.notes, COLUMNS - 1):
        console.print(Text(line))
    console.print(Text.assemble("\n", (f"[{onlooker.screen.place}] ", "bold cyan"), (onlooker.screen.ask, "bold")))
    for number, choice in enumerate(onlooker.choices):
        style = "bold cyan" if number == 0 else "green" if choice.label.startswith("ok ") else ""
        console.print(Text(cut(f" {'>' if number == 0 else ' '} {choice.label}", COLUMNS - 1), style=style))
    return console


def words(svg: str) -> list[str]:
    return html.unescape(re.sub(r"<[^>]+>", " ", svg.split("</style>")[-1])).split()


def test_the_picture_shows_what_the_review_shows() -> None:
    svg = draw_review().export_svg(title="reporter new", unique_id="review")
    svg = re.sub(r"@font-face \{.*?\}\n?|<!--.*?-->\n?", "", svg, flags=re.S)  # a picture fetches nothing
    if os.environ.get("REWRITE_GOLDEN"):
        PICTURE.write_text(svg, encoding="utf-8", newline="\n")
    assert words(svg) == words(PICTURE.read_text(encoding="utf-8"))
