"""The review shows findings in their surroundings and remembers decisions."""

from __future__ import annotations

from pathlib import Path

from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor
from reporter.redaction.review import add_one, find_groups, keep_one


def make(pseudonyms: Pseudonyms) -> Redactor:
    return Redactor(load_policy("github"), pseudonyms)


def test_findings_are_grouped_with_before_and_after() -> None:
    pseudonyms = Pseudonyms.create(bytes(32))
    texts = [("a.log", b"first line\nuser adele@contoso.com in\n"), ("b.log", b"adele@contoso.com adele@contoso.com")]
    first, second = find_groups(make(pseudonyms), texts)
    assert (first.where, first.kind, first.count) == ("a.log", "email", 1)
    assert (second.where, second.count) == ("b.log", 2)
    (finding,) = first.examples
    assert finding.line == 2
    assert finding.before == "user adele@contoso.com in"
    assert finding.after == f"user {pseudonyms.name('email', b'adele@contoso.com').decode()} in"


def test_decisions_are_remembered(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms.create(bytes(32))
    keep_one(pseudonyms, "info@contoso.com")
    add_one(pseudonyms, "Falcon")
    pseudonyms.save(tmp_path / "map.json")
    loaded = Pseudonyms.load(tmp_path / "map.json")
    assert make(loaded).text("info@contoso.com Falcon").startswith("info@contoso.com term-")
    keep_one(loaded, "Falcon")
    assert make(loaded).text("info@contoso.com Falcon") == "info@contoso.com Falcon"
