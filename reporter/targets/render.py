"""Templates into text: the only file that knows jinja2; a user's own template wins over the packaged one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from reporter.errors import ReporterError
from reporter.targets.escape import cell, code, inline, jira, jira_block, jira_cell, prose
from reporter.targets.markdown import fence, plain

PACKAGE = Path(__file__).resolve().parent.parent
PACKAGED_FOLDERS = (PACKAGE / "templates", PACKAGE.parent / "templates")
"""Inside a wheel, and beside the package in a checkout; folders that do not exist are skipped."""

FILTERS: dict[str, Callable[..., str]] = {
    "fence": fence,
    "plain": plain,
    "inline": inline,
    "prose": prose,
    "cell": cell,
    "code": code,
    "jira": jira,
    "jira_cell": jira_cell,
    "jira_block": jira_block,
}
"""What a template may apply to foreign text; `html=True` escapes by itself and needs none of them."""


def render_template(name: str, values: Mapping[str, Any], *, folders: Sequence[Path] = (), html: bool = False) -> str:
    """Return the text of the template `name` (such as `github/describe.md.j2`) filled with the values.

    `folders` are the user's own template folders, first match wins; `html` turns on escaping of every value. The text
    has `\\n` line ends, no blank line at its start and one newline at its end.

    Raises:
        ReporterError: a template of the user cannot be read, parsed or filled; names the file and the line.
    """
    own = tuple(Path(folder) for folder in folders)
    environment = _prepare(own, html)
    try:
        text = environment.get_template(name).render(values)
    except Exception as error:
        place = _own_place(error, name, own)
        if place is None:
            raise
        raise ReporterError(
            f"Your template {place} cannot be used: {_reason(error)}. Mend it, or move it away to use the packaged one."
        ) from error
    return text.strip("\n") + "\n"


@lru_cache(maxsize=8)
def _prepare(own: tuple[Path, ...], html: bool) -> SandboxedEnvironment:
    """Kept between calls: reading and compiling the templates takes longer than filling them."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in (*own, *PACKAGED_FOLDERS)]),
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    return environment


def _own_place(error: Exception, name: str, own: Sequence[Path]) -> str | None:
    """Return `FILE, line N` where the innermost template frame (or the parser's complaint) lies in a user's folder.

    A packaged template that fails because a part of it was replaced by the user is the replaced part's fault.
    """
    if isinstance(error, TemplateSyntaxError) and error.filename and _within(Path(error.filename), own):
        return f"{error.filename}, line {error.lineno}"
    place = None
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if _within(file, own):
            place = f"{file}, line {trace.tb_lineno}"
        trace = trace.tb_next
    if place is None:
        owned = [Path(folder) / name for folder in own if (Path(folder) / name).is_file()]
        parts = [part for folder in own for part in sorted(Path(folder).glob("_parts/*"))]
        place = str((owned or parts)[0]) if owned or parts else None
    return place


def _within(file: Path, folders: Sequence[Path]) -> bool:
    return any(file.is_relative_to(folder) for folder in folders)


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"it asks for the template {error.name!r}, which does not exist"
    if isinstance(error, TemplateError) and error.message:
        return error.message.rstrip(".")
    if isinstance(error, OSError):
        return error.strerror or "it cannot be read"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, RecursionError):
        return "its macros or includes call each other without end"
    return str(error).rstrip(".") or type(error).__name__
