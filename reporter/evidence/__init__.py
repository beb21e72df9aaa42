"""Evidence files and pasted text become facts: one reader per kind of evidence, one table of readers."""

from reporter.evidence.facts import Facts
from reporter.evidence.gather import gather
from reporter.evidence.source import Source, open_sources

__all__ = ["Facts", "Source", "gather", "open_sources"]
