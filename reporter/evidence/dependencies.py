"""Missing dependencies of an import, in the three ways that logs hold them, become one table."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reporter.evidence.facts import DependencyFact, Where
from reporter.evidence.page import Page
from reporter.evidence.xml_tree import attribute, child, descendants, parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KINDS = {
    "1": "table",
    "2": "column",
    "9": "choice",
    "10": "relationship",
    "14": "key",
    "20": "security role",
    "24": "form",
    "26": "view",
    "29": "flow",
    "31": "report",
    "36": "e-mail template",
    "59": "chart",
    "60": "form",
    "61": "web resource",
    "62": "site map",
    "66": "custom control",
    "70": "field security profile",
    "80": "model-driven app",
    "90": "plug-in type",
    "91": "plug-in assembly",
    "92": "plug-in step",
    "300": "canvas app",
    "371": "connector",
    "372": "connector",
    "380": "environment variable",
    "381": "environment variable value",
}
"""Component types of solutions, named as the product names them (solution component type reference)."""
ESCAPED = re.compile(r"<MissingDependencies>.*?(?:</MissingDependencies>|\Z)", re.S | re.I)
STARTS = re.compile(r"\bRequiredComponentObject\s+details:|(?:<|&lt;)MissingDependencies(?:>|&gt;)", re.I)
READ = 20_000
"""Characters behind such a beginning that are read."""
UNINSTALL = re.compile(
    r"RequiredComponentObject\s+details:\s+Type:\s*(?P<kind>[^,]*),\s*ObjectName:\s*(?P<required>[^,]*),.{0,300}?"
    r"DependentComponentObject\s+details:\s+Type:\s*[^,]*,\s*ObjectName:\s*(?P<dependent>[^,]*),",
    re.S | re.I,
)


def find_dependencies(page: Page) -> Iterator[DependencyFact]:
    """Yield the dependencies that error texts in a longer text list."""
    for match in STARTS.finditer(page.raw):
        yield from read_dependencies(page.raw[match.start() : match.start() + READ], page.where(match.start()))


def read_dependencies(text: str, where: Where) -> Iterator[DependencyFact]:
    """Yield the dependencies that an error text lists: XML inside the text, or the sentence of a failed uninstall."""
    if "MissingDependenc" in text or "missingdependenc" in text.casefold():
        plain = html.unescape(text) if "&lt;" in text else text
        for match in ESCAPED.finditer(plain):
            root = parse_xml(match[0]).root
            if root is not None:
                yield from list_dependencies(root, where)
    for match in UNINSTALL.finditer(text[:READ]):
        yield DependencyFact(
            required=match["required"].strip() or "?",
            where=where,
            dependent=match["dependent"].strip() or None,
            kind=match["kind"].strip() or None,
        )


def list_dependencies(root: Element, where: Where) -> Iterator[DependencyFact]:
    """Yield the rows of the `MissingDependency` elements anywhere under an element."""
    for element in descendants(root, "MissingDependency"):
        required, dependent = child(element, "Required"), child(element, "Dependent")
        if required is None:
            continue
        kind = attribute(required, "type")
        yield DependencyFact(
            required=_name(required) or "?",
            where=where,
            dependent=_name(dependent) if dependent is not None else None,
            kind=KINDS.get(kind, kind) or None,
            solution=attribute(required, "solution") or None,
        )


def _name(element: Element) -> str | None:
    for key in ("schemaName", "displayName"):
        value = attribute(element, key)
        if value:
            parent = attribute(element, "parentSchemaName") or attribute(element, "parentDisplayName")
            return f"{parent}: {value}" if parent and parent != value else value
    for key, value in element.attrib.items():
        if key.startswith("id.") and value.strip():
            return value.strip()
    return attribute(element, "id") or None
