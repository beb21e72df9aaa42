"""Solution packages: the manifest of a zip or of an unpacked source tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reporter.evidence.facts import FileFact, Finding, Found, Where
from reporter.evidence.piece import Piece, first_tag
from reporter.evidence.xml_tree import attribute, child, descendants, line, parse_xml, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MANAGED = {"0": "unmanaged", "1": "managed", "2": "source of both a managed and an unmanaged package"}
KNOWN = {
    "CenterofExcellenceCoreComponents": "Center of Excellence - Core Components",
    "CenterofExcellenceCoreComponentsTeams": "Center of Excellence - Core Components for Teams",
    "CenterofExcellenceAuditComponents": "Center of Excellence - Governance Components",
    "CenterofExcellenceAuditLogs": "Center of Excellence - Audit Logs",
    "CenterofExcellenceNurtureComponents": "Center of Excellence - Nurture Components",
}


def is_manifest(piece: Piece) -> bool:
    """Whether this is a `solution.xml` (or the `customizations.xml` beside it)."""
    return piece.small and first_tag(piece.start) in ("ImportExportXml", "SolutionManifest")


def read_manifest(piece: Piece) -> Iterator[Finding]:
    """Yield the facts of a `solution.xml`."""
    yield from read_manifest_text(piece.text, piece.name, "solution-zip")


def read_manifest_text(text: str, file: str, _kind: str = "solution-zip") -> Iterator[Finding]:
    """Yield names, version, managed and required solutions of a manifest's text."""
    tree = parse_xml(text)
    root = tree.root
    manifest = None if root is None else next(iter(descendants(root, "SolutionManifest")), None)
    if root is None or manifest is None:
        yield FileFact(file, "solution-zip", tree.problem or "It holds no solution manifest: nothing to read.")
        return
    where = Where(file, line(manifest))
    unique, version = words(child(manifest, "UniqueName")), words(child(manifest, "Version"))
    localized = child(manifest, "LocalizedNames", "LocalizedName")
    name = attribute(localized, "description") if localized is not None else ""
    managed = words(child(manifest, "Managed"))
    if unique:
        yield Found("solution.unique_name", unique, where)
    if name:
        yield Found("solution.name", name, where)
    if re.fullmatch(r"\d+(\.\d+)+", version) and set(version) - {"0", "."}:
        yield Found("solution.target_version", version, where)
    if managed in ("0", "1"):
        yield Found("solution.managed", managed == "1", where)
    yield FileFact(file, "solution-zip", " ".join(filter(None, (_note(manifest, managed), tree.problem))))


def _note(manifest: Element, managed: str) -> str:
    publisher = child(manifest, "Publisher")
    required: dict[str, None] = {}
    for element in descendants(manifest, "Required"):
        solution = attribute(element, "solution")
        if solution and solution.casefold() not in ("active", "system"):
            required[solution] = None
    told = [
        f"{MANAGED.get(managed, 'solution').capitalize()} package."
        if managed != "2"
        else f"{MANAGED['2'].capitalize()}."
    ]
    if publisher is not None and words(child(publisher, "UniqueName")):
        told.append(f"Publisher {words(child(publisher, 'UniqueName'))}.")
    if required:
        told.append(f"Needs {', '.join(list(required)[:20])}.")
    return " ".join(told)
