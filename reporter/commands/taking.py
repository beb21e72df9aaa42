"""Takes evidence into a draft: keeps what was pasted, reads everything, remembers what its files are like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from reporter.drafts import Draft
from reporter.evidence import gather
from reporter.evidence.facts import Facts
from reporter.evidence.source import Source, open_sources
from reporter.interview.evidence import SHORTEST_KEPT, Evidence
from reporter.kept import KeptFile, keep_file
from reporter.places import private_folder, write_private


def keep_evidence(draft: Draft, evidence: Evidence, now: datetime) -> None:
    """Write pasted text into the draft's folder, remember the paths, and save: nothing of it can be lost any more."""
    draft.evidence = list(dict.fromkeys([*draft.evidence, *map(str, evidence.paths)]))
    pasted = list(draft.walk.get("pasted") or ())
    if evidence.pasted:
        path = private_folder(draft.pasted_folder) / f"pasted-{len(pasted) + 1}.txt"
        write_private(path, (evidence.pasted + "\n").encode("utf-8", "replace"))
        pasted.append(path.name)
    draft.walk = {**draft.walk, "pasted": pasted}
    draft.save(now)


def read_pasted(draft: Draft) -> str:
    """Return the text that was pasted first, if it is still there."""
    names = draft.walk.get("pasted") or ()
    path = draft.pasted_folder / names[0] if names else None
    return path.read_text(encoding="utf-8") if path and path.exists() else ""


def read_evidence(draft: Draft, stdin: IO[str], *, tell: Callable[[Sequence[str]], None]) -> Facts:
    """Return the facts of everything that a draft has as evidence; what is gone is told and left out.

    A long pasted text is a file of its own and goes along as an attachment; a short one stands in the report anyway.
    """
    sources: list[Source] = []
    for number, name in enumerate(draft.walk.get("pasted") or (), 1):
        path = draft.pasted_folder / name
        title = "pasted text" if number == 1 else f"pasted text {number}"
        text = path.read_text(encoding="utf-8")
        sources.append(Source(title, path=path) if len(text) > SHORTEST_KEPT else Source.from_text(text, name=title))
    for one in draft.evidence:
        if Path(one).exists():
            sources += open_sources([one], stdin)
        else:
            tell([f"{one} is gone; the report goes on without it."])
    return gather(sources)


def remember_files(draft: Draft) -> None:
    """Let the draft hold path, size and SHA-256 of its evidence and attachments, each as it was when first named."""
    known = {kept.path: kept for kept in draft.files}
    paths = dict.fromkeys([*(one.path for one in draft.report.attachments), *draft.evidence])
    kept = (known.get(path) or _keep(Path(path)) for path in paths)
    draft.files = [one for one in kept if one]


def _keep(path: Path) -> KeptFile | None:
    try:
        return keep_file(path) if path.is_file() else None
    except OSError:
        return None  # it vanished meanwhile: the bundle will say so


def read_facts_of_machine() -> list[dict[str, str]]:
    """Return what could be learnt about this machine, as rows of a report."""
    from reporter.evidence.machine import read_machine

    return [{"name": fact.name, "value": fact.value} for fact in read_machine() if fact.known]


def read_text(text: str) -> Facts:
    """Return the facts of a text that was typed as an answer."""
    return gather([Source.from_text(text, name="your answer")])


def dump_facts(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON data for a draft, whole."""
    from pydantic import TypeAdapter

    data: dict[str, Any] = TypeAdapter(Facts).dump_python(facts, mode="json")
    return data


def load_facts(data: dict[str, Any]) -> Facts:
    """Return the facts that a draft holds."""
    from pydantic import TypeAdapter

    return TypeAdapter(Facts).validate_python(data)
