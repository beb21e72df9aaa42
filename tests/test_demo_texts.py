"""The rendered examples that the README shows are what the demo makes; REWRITE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from reporter.cli import run

GOLDEN = Path(__file__).parent / "golden" / "demo"
TEXTS = {
    "issue.md": ("github", "issue.md"),
    "ticket-microsoft.md": ("microsoft", "ticket.md"),
    "ticket-internal.md": ("internal", "ticket.md"),
    "README.txt": ("github", "README.txt"),
    "report.json": ("github", "report.json"),
}


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    assert run(["demo", "-o", str(folder)]) == 0
    return folder


@pytest.mark.parametrize("name", TEXTS)
def test_the_examples_are_what_the_demo_makes(name: str, bundles: Path) -> None:
    target, member = TEXTS[name]
    (path,) = bundles.glob(f"*-{target}.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read(member).decode()
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(text.encode())
    assert text == (GOLDEN / name).read_bytes().decode()
