"""Facts become the report's first answers."""

from __future__ import annotations

from datetime import datetime, timezone

from reporter.evidence.facts import (
    ComponentFact,
    DependencyFact,
    ErrorFact,
    EventFact,
    Facts,
    FileFact,
    Found,
    InstalledFact,
    Where,
)
from reporter.interview.prefill import prefill_report
from reporter.report import dump_report

LOG = Where("import.xml", 12)
PASTE = Where("pasted text", 3)


def test_facts_become_answers_with_their_sources() -> None:
    facts = Facts(
        errors=(
            ErrorFact(
                code="0x80097376",
                where=LOG,
                message="Flow server error",
                http_status="BadGateway",
                component=ComponentFact("flow", "DLP Request | Sync Policy to Dataverse (Child)"),
            ),
            ErrorFact(code="0x80072031", where=PASTE, message="no status"),
        ),
        found=(
            Found("solution.name", "Center of Excellence - Core Components", LOG),
            Found("solution.source_version", "4.47.1", PASTE),
            Found("solution.target_version", "4.49.2", LOG),
            Found("ids.activity", "a1", LOG),
            Found("ids.activity", "a2", LOG),
            Found("ids.activity", "a1", PASTE),
        ),
        installed=(InstalledFact("CreatorKitCore", LOG, "1.0.1", managed=True),),
        events=(
            EventFact(datetime(2025, 11, 18, 10, tzinfo=timezone.utc), "import failed", LOG),
            EventFact(datetime(2025, 11, 18, 9, tzinfo=timezone.utc), "import started", LOG),
        ),
        files=(
            FileFact("import.xml", "import-log", path="/evidence/import.xml"),
            FileFact("core.zip", "solution-zip", path="/evidence/core.zip"),
            FileFact("pasted text", "text"),
        ),
    )
    prefilled = prefill_report(facts)
    assert dump_report(prefilled.report) == {
        "title": "Upgrade of Center of Excellence - Core Components from 4.47.1 to 4.49.2 fails: 80097376 BadGateway "
        "on flow DLP Request | Sync Policy to Dataverse (Child), then 80072031",
        "errors": [
            {
                "code": "0x80097376",
                "message": "Flow server error",
                "http_status": "BadGateway",
                "component": {"kind": "flow", "name": "DLP Request | Sync Policy to Dataverse (Child)"},
            },
            {"code": "0x80072031", "message": "no status"},
        ],
        "solution": {
            "name": "Center of Excellence - Core Components",
            "source_version": "4.47.1",
            "target_version": "4.49.2",
        },
        "installed": [{"unique_name": "CreatorKitCore", "version": "1.0.1", "managed": True}],
        "ids": {"activity": ["a1", "a2"]},
        "timeline": [
            {"at": "2025-11-18T09:00:00Z", "what": "import started"},
            {"at": "2025-11-18T10:00:00Z", "what": "import failed"},
        ],
        "attachments": [{"path": "/evidence/import.xml"}],
        "schema": 1,
    }
    assert prefilled.sources["solution.source_version"] == PASTE
    assert prefilled.sources["errors"] == LOG
    assert not prefilled.disputes


def test_disagreeing_sources_are_kept_as_a_dispute() -> None:
    one = Found("solution.source_version", "4.47.1", PASTE)
    other = Found("solution.source_version", "4.46.0", LOG)
    prefilled = prefill_report(Facts(found=(one, other)))
    assert prefilled.report.solution.source_version == "4.47.1"
    assert prefilled.disputes == {"solution.source_version": (one, other)}


def test_a_value_from_a_picture_is_offered_and_not_taken() -> None:
    found = Found("solution.target_version", "4.49.2", Where("shot.png"), source="ocr")
    prefilled = prefill_report(Facts(found=(found,)))
    assert prefilled.report.solution.target_version is None
    assert prefilled.suggestions == {"solution.target_version": found}


def test_a_value_that_the_report_cannot_hold_is_left_out_alone() -> None:
    facts = Facts(
        found=(
            Found("operation.kind", "uninstall", LOG),
            Found("operation.duration_seconds", -5, LOG),
            Found("operation.method", "pac", LOG),
            Found("no.such.path", "x", LOG),
        )
    )
    prefilled = prefill_report(facts)
    assert dump_report(prefilled.report) == {"operation": {"method": "pac"}, "schema": 1}
    assert set(prefilled.sources) == {"operation.method"}


def test_a_pasted_issue_body_answers_the_long_questions_and_the_form() -> None:
    facts = Facts(
        labelled=(
            ("Is it new?", "- [x] I looked for it\n- [ ] I asked"),
            ("Describe the issue", "The upgrade stops at a flow."),
            ("Expected Behavior", "_No response_"),
            ("What solution version are you using?", "4.47.1"),
        )
    )
    report = prefill_report(facts).report
    assert report.summary == "The upgrade stops at a flow."
    assert report.expected is None
    assert report.form == {
        "Is it new?": ["I looked for it"],
        "What solution version are you using?": "4.47.1",
    }


def test_missing_dependencies_become_rows_of_the_report() -> None:
    facts = Facts(dependencies=(DependencyFact("contoso_rating", LOG, kind="column", solution="ContosoBase"),))
    prefilled = prefill_report(facts)
    assert dump_report(prefilled.report)["missing_dependencies"] == [
        {"required": "contoso_rating", "kind": "column", "solution": "ContosoBase"}
    ]
    assert prefilled.sources == {"missing_dependencies": LOG}


def test_nothing_found_is_an_empty_report() -> None:
    assert dump_report(prefill_report(Facts()).report) == {"schema": 1}
