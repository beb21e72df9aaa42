"""XML of others, read safely: no entities, bounded depth; of a damaged file what stands before the damage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEPTH = 200
LINE = "\0line"
"""Attribute that keeps the line of an element; no attribute of a file can have this name."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Tree:
    """The root element (None if nothing could be read) and, for the user, what was wrong."""

    root: Element | None
    problem: str | None = None


def parse_xml(text: str) -> Tree:
    """Return the tree of an XML text; a wrong `encoding` in its declaration does not matter, as the text is decoded."""
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser: Any = None

    class Builder(TreeBuilder):
        """Keeps the root and the lines while it builds."""

        first: Element | None = None
        depth = 0

        def start(self, tag: Any, attrs: Any) -> Element:
            self.depth += 1
            if self.depth > DEPTH:
                raise ValueError(f"elements are nested more than {DEPTH} deep")
            element = super().start(tag, attrs)
            element.set(LINE, str(parser.parser.CurrentLineNumber))
            if self.first is None:
                self.first = element
            return element

        def end(self, tag: Any) -> Element:
            self.depth -= 1
            return super().end(tag)

    builder = Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(CONTROL.sub(" ", text.lstrip()))
        parser.close()
    except DefusedXmlException:
        return Tree(
            None, "It declares XML entities, which is refused because they can read other files or fill the memory."
        )
    except ParseError as error:
        line = error.position[0]
        return Tree(builder.first, f"It is cut off or damaged at line {line}; what stands before was read.")
    except (ValueError, AssertionError, RecursionError) as error:
        return Tree(builder.first, f"It was read in part only: {error}.")
    return Tree(builder.first)


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def attribute(element: Element, name: str) -> str:
    """Return an attribute's text by its name without namespace and letter case, or ""."""
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1].casefold() == name.casefold():
            return value.strip()
    return ""


def child(element: Element, *names: str) -> Element | None:
    """Return the element at a path of names, letter case and namespaces ignored."""
    found: Element | None = element
    for name in names:
        if found is None:
            return None
        found = next((one for one in found if local(one).casefold() == name.casefold()), None)
    return found


def words(element: Element | None) -> str:
    """Return the text of an element, stripped, or ""."""
    return (element.text or "").strip() if element is not None else ""


def line(element: Element) -> int | None:
    """Return the line where the element begins."""
    value = element.get(LINE)
    return int(value) if value else None


def descendants(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name anywhere under the root."""
    return (one for one in root.iter() if local(one).casefold() == name.casefold())
