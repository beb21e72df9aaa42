"""Templates of the user come first, and a broken one is told in a sentence with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import ReporterError
from reporter.targets.documents import render_documents
from reporter.targets.render import FILTERS, PACKAGED_FOLDERS, render_template
from tests.targets.cases import TYPICAL, make_context


def write_template(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_template_of_the_user_wins_over_the_packaged_one(tmp_path: Path) -> None:
    write_template(tmp_path, "internal/ticket.txt.j2", "Ours: {{ view.title }}\n")
    texts = {
        document.name: document.text
        for document in render_documents(make_context(TYPICAL, "internal"), template_folders=[tmp_path])
    }
    assert texts["ticket.txt"].startswith("Ours: Upgrade of Center of Excellence - Core Components")
    assert texts["ticket.md"].startswith("# Upgrade of Center of Excellence")


def test_the_first_folder_wins(tmp_path: Path) -> None:
    write_template(tmp_path / "one", "a.j2", "one")
    write_template(tmp_path / "two", "a.j2", "two")
    assert render_template("a.j2", {}, folders=[tmp_path / "none", tmp_path / "one", tmp_path / "two"]) == "one\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("fine\n{% if %}\n", 2, "Expected an expression, got 'end of statement block'"),
        ("fine\n\n{{ view.titel }}\n", 3, "has no attribute 'titel'"),
        ("{{ nothing }}\n", 1, "'nothing' is undefined"),
        ("{% include 'gone.j2' %}\n", 1, "it asks for the template 'gone.j2', which does not exist"),
        ("{{ view.title | shout }}\n", 1, "No filter named 'shout'"),
        ("{{ view.__class__.__mro__ }}\n", 1, "access to attribute '__class__'"),
        ("{% for n in range(99999999) %}{% endfor %}\n", 1, "Range too big"),
        ("{{ 1 / 0 }}\n", 1, "division by zero"),
        ("{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}\n", 1, "call each other without end"),
    ],
)
def test_a_broken_template_gives_a_sentence_with_file_and_line(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = write_template(tmp_path, "internal/ticket.txt.j2", text)
    with pytest.raises(ReporterError) as told:
        render_documents(make_context(TYPICAL, "internal"), template_folders=[tmp_path])
    assert str(told.value).startswith(f"Your template {path}, line {line} cannot be used: ")
    assert reason in str(told.value)
    assert str(told.value).endswith("Mend it, or move it away to use the packaged one.")


def test_a_template_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "README.txt.j2"
    path.write_bytes(b"caf\xe9")
    with pytest.raises(ReporterError, match=r"README\.txt\.j2 cannot be used: it is not UTF-8 text\."):
        render_documents(make_context(TYPICAL, "microsoft"), template_folders=[tmp_path])
    assert path.exists()


def test_a_part_that_lacks_a_macro_is_named(tmp_path: Path) -> None:
    path = write_template(tmp_path, "_parts/text.j2", "{% macro section(title) %}{{ title }}{% endmacro %}\n")
    with pytest.raises(ReporterError) as told:
        render_documents(make_context(TYPICAL, "internal"), template_folders=[tmp_path])
    assert f"Your template {path} cannot be used" in str(told.value)


def test_a_fault_of_our_own_is_no_sentence(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="view") as told:
        render_template("internal/ticket.txt.j2", {}, folders=[tmp_path])
    assert not isinstance(told.value, ReporterError)


def test_html_escapes_values_and_text_does_not(tmp_path: Path) -> None:
    write_template(tmp_path, "a.j2", "{{ text }}")
    assert render_template("a.j2", {"text": "<b>"}, folders=[tmp_path], html=True) == "&lt;b&gt;\n"
    assert render_template("a.j2", {"text": "<b>"}, folders=[tmp_path]) == "<b>\n"


def test_every_packaged_template_parses() -> None:
    from jinja2 import Environment

    environment = Environment(autoescape=True)
    environment.filters.update(FILTERS)
    folder = next(folder for folder in PACKAGED_FOLDERS if folder.is_dir())
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.j2"))
    for name in names:
        environment.parse((folder / name).read_text(encoding="utf-8"), name)
    assert len(names) >= 10
