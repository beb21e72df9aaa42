"""Every rule finds its examples and leaves its counter-examples; every engine finds the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.redaction.engines import available_engines, make_finder
from reporter.redaction.fold import fold
from reporter.redaction.kinds import KINDS
from reporter.redaction.redactor import scan_text
from reporter.redaction.rule import REACH, Rule
from reporter.redaction.rules import RULES
from reporter.redaction.scanner import Progress, Scanner
from reporter.redaction.shapes import PSEUDONYM, shape_pseudonym

EXAMPLES = [pytest.param(rule, text, value, id=rule.id) for rule in RULES for text, value in rule.examples]
COUNTERS = [pytest.param(rule, text, id=rule.id) for rule in RULES for text in rule.counters]


def values(text: str) -> list[str]:
    raw = text.encode()
    return [raw[start:end].decode() for start, end, _ in scan_text(raw)]


@pytest.mark.parametrize(("rule", "text", "value"), EXAMPLES)
def test_rule_finds_its_example(rule: Rule, text: str, value: str) -> None:
    assert value in values(text)


@pytest.mark.parametrize(("rule", "text"), COUNTERS)
def test_rule_leaves_its_counter_example(rule: Rule, text: str) -> None:
    assert rule.kind not in [kind for _, _, kind in scan_text(text.encode())]


def test_rules_have_unique_ids_known_kinds_and_examples() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert {rule.kind for rule in RULES if rule.kind} <= set(KINDS)
    missing = [rule.id for rule in RULES if rule.kind and not rule.examples]
    # Diagnostic ids are found the same way as the other ids, which have examples.
    assert set(missing) <= {"activity", "correlation", "tracking", "client-request", "session", "databricks"}
    assert all(rule.back <= REACH for rule in RULES)


def test_pseudonyms_hold_nothing_that_a_rule_finds() -> None:
    for kind in KINDS:
        for raw in (b"value", b"10.1.2.3", b"fe80::1", b"6f3a1c52-8b7e-4d19-a2c4-90de11f7b385"):
            name = shape_pseudonym(kind, raw, bytes(range(16)))
            assert PSEUDONYM.match(name), (kind, name)
            for text in (
                b"%b",
                b"password=%b",
                b"token: '%b'",
                b"https://login.microsoftonline.com/%b/",
                b"C:\\Users\\%b\\x",
            ):
                assert scan_text(text % name) == [], (kind, text % name)


@pytest.mark.parametrize("engine", available_engines())
def test_engines_find_the_same_examples(engine: str) -> None:
    scanner = Scanner(RULES, engine=engine)  # type: ignore[arg-type]  # names come from the table of engines
    text = "\n".join(
        text for rule in RULES for text, _ in (*rule.examples, *((one, "") for one in rule.counters))
    ).encode()
    assert sorted(scanner.scan(text, 0, len(text), Progress())) == scan_text(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(min_size=1, max_size=5), min_size=1, max_size=12, unique=True), st.binary(max_size=60))
def test_engines_find_the_same_literals(literals: list[bytes], text: bytes) -> None:
    found = [list(make_finder(literals, engine)(text)) for engine in available_engines()]
    assert all(one == found[0] for one in found)


def test_folding_keeps_length_and_tells_four_from_other_digits() -> None:
    assert fold(b'Ab4%40"[7]\n') == b'ab4%40""0" '


@pytest.mark.parametrize(
    "text",
    [
        "Version=9.2.24044.123 and 4.49.2.1",
        "127.0.0.1:8080 localhost ::1",
        "198.51.100.7 192.0.2.1 203.0.113.9",
        "correlationId=6f3a1c52-8b7e-4d19-a2c4-90de11f7b385 activity id 6f3a1c52-8b7e-4d19-a2c4-90de11f7b386",
        "x-ms-client-request-id: 6f3a1c52-8b7e-4d19-a2c4-90de11f7b385",
        "error 0x80097376 (-2146864266) in DLP Request | Sync Policy to Dataverse (Child)",
        "PublicKeyToken=31bf3856ad364e35, CallerOriginToken callerOriginToken, WebServiceType x",
        "C:\\Users\\Public\\x and /home/runner/work",
        "12:30:45 11/18/2025 Port 80:443 css #ff00aa std::vector<int> foo::bar",
        '"_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"systemuser"',
        "The password is required. Enter your password: ********",
        "api-version=2021-04-01&$top=50&$select=name",
    ],
)
def test_what_support_needs_stays(text: str) -> None:
    kinds = {"activity-id", "correlation-id", "tracking-id", "client-request-id", "session-id", "case-number"}
    assert [text[start:end] for start, end, kind in scan_text(text.encode()) if kind not in kinds] == []
