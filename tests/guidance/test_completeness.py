"""Completeness: the questions of each target, what answers them, and the percentage."""

from __future__ import annotations

from typing import Any

import pytest

from reporter.guidance.completeness import check_completeness, has_answer, load_questions
from reporter.report import TARGETS, Report, Target

WHOLE: dict[str, Any] = {
    "title": "Upgrade of Core stops with 80097376",
    "summary": "The upgrade stops after sixteen minutes.",
    "expected": "It goes through.",
    "steps_to_reproduce": "Download, import, upgrade.",
    "errors": [
        {"code": "80097376", "message": "Flow server error", "component": {"kind": "flow", "name": "HELPER - Contoso"}}
    ],
    "solution": {
        "unique_name": "CenterofExcellenceCoreComponents",
        "source_version": "4.47.1",
        "target_version": "4.49.2",
    },
    "operation": {
        "kind": "upgrade",
        "method": "pac",
        "command": "pac solution import",
        "started": "2025-11-18T09:14Z",
        "duration_seconds": 967,
        "tries": 2,
        "same_error_each_time": "yes",
    },
    "environment": {
        "name": "Contoso CoE",
        "id": "11111111-0000-4000-8000-000000000001",
        "url": "https://contoso.crm4.dynamics.com/",
        "type": "Production",
        "region": "Europe",
        "cloud": "Commercial",
        "license": "Premium",
        "language": "1033",
        "tenant_id": "11111111-0000-4000-8000-000000000002",
        "organization_id": "11111111-0000-4000-8000-000000000003",
        "capacity": "20 GB free",
        "managed": "no",
    },
    "account": {"role": "System Administrator"},
    "installed": [{"unique_name": "CreatorKitCore", "version": "1.0"}],
    "checks": {
        "unmanaged_layers": "none found",
        "open_editors": "all closed",
        "upgrade_leftover": "no",
        "creator_kit_version": "1.0.20250310.1",
        "dlp": "one group",
        "customizations": "no own flows",
        "network": "wired",
        "service_health": "no issues",
        "works_in_test": "yes",
    },
    "ids": {"activity": ["11111111-0000-4000-8000-000000000004"], "case": ["2511180030000001"]},
    "attempts": [{"what": "Imported again", "at": "2025-11-18T10:00Z", "outcome": "same error"}],
    "timeline": [{"at": "2025-11-18T09:14Z", "what": "started"}],
    "attachments": [{"path": "error.png"}, {"path": "import.xml"}],
    "impact": {
        "severity": "B",
        "description": "No inventory",
        "since": "2025-11-18",
        "deadline": "2025-12-01",
        "workaround": "old version",
    },
    "contact": {
        "name": "Jane Doe",
        "email": "jane@contoso.com",
        "method": "email",
        "time_zone": "W. Europe Standard Time",
        "language": "en-us",
    },
    "consent": {"diagnostics": "yes"},
    "references": ["#10495"],
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_whole_report_is_complete_for_every_target(target: Target) -> None:
    found = check_completeness(Report.model_validate(WHOLE), target)
    assert found.missing == ()
    assert found.percent == 100


@pytest.mark.parametrize("target", TARGETS)
def test_an_empty_report_answers_nothing(target: Target) -> None:
    found = check_completeness(Report(), target)
    assert found.percent == 0
    assert found.answered == ()
    assert found.required_missing


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_required_comes_before_what_is_not(target: Target) -> None:
    needs = [ask.required for ask in check_completeness(Report(), target).missing]
    assert needs == sorted(needs, reverse=True)


@pytest.mark.parametrize("target", TARGETS)
def test_every_question_says_why_it_matters(target: Target) -> None:
    for ask in check_completeness(Report(), target).missing:
        assert ask.question.endswith("?")
        assert ask.why.endswith(".")


def paths(data: dict[str, Any], target: Target) -> set[str]:
    return {ask.path for ask in check_completeness(Report.model_validate(data), target).missing}


def test_a_public_issue_asks_for_no_contact_no_consent_no_impact_and_no_ids() -> None:
    asked = {path.split(".")[0] for path in paths({}, "github")}
    assert not asked & {"contact", "consent", "impact", "ids"}
    assert not {"environment.tenant_id", "environment.id", "environment.url"} & paths({}, "github")


def test_microsoft_asks_for_contact_consent_severity_and_ids() -> None:
    required = {ask.path for ask in check_completeness(Report(), "microsoft").required_missing}
    assert {"contact.name", "contact.email", "consent.diagnostics", "impact.severity", "environment.id"} <= required
    assert "ids.activity" in required


@pytest.mark.parametrize(
    ("data", "path", "asked"),
    [
        ({"operation": {"kind": "install"}}, "solution.source_version", False),
        ({"operation": {"kind": "upgrade"}}, "solution.source_version", True),
        ({}, "checks.creator_kit_version", False),
        ({"solution": {"name": "Center of Excellence - Core Components"}}, "checks.creator_kit_version", True),
        ({"operation": {"method": "maker portal"}}, "operation.command", False),
        ({"operation": {"method": "Azure DevOps pipeline"}}, "operation.command", True),
    ],
)
def test_a_question_is_asked_where_it_makes_sense(data: dict[str, Any], path: str, asked: bool) -> None:
    assert (path in paths(data, "github")) is asked


def test_a_phone_number_is_needed_with_severity_a_alone() -> None:
    assert "contact.phone" in paths({"impact": {"severity": "A"}}, "microsoft")
    assert "contact.phone" not in paths({"impact": {"severity": "B"}}, "microsoft")


@pytest.mark.parametrize("answer", ["", "n/a", "None", "?", "ISSUE TITLE", "your issue", "Unknown.", "_No response_"])
def test_an_answer_that_says_nothing_is_none(answer: str) -> None:
    assert not has_answer(Report(title=answer), "title")


@pytest.mark.parametrize("answer", ["No", "4.49.2", "unknown error at the import", "none of the flows runs"])
def test_a_short_answer_is_one(answer: str) -> None:
    assert has_answer(Report(title=answer), "title")


def test_pictures_and_other_files_are_told_apart() -> None:
    report = Report.model_validate({"attachments": [{"path": "shots/Error.PNG"}]})
    assert has_answer(report, "attachments.picture")
    assert not has_answer(report, "attachments.file")


def test_a_required_answer_counts_more_than_an_optional_one() -> None:
    def percent(data: dict[str, Any]) -> int:
        return check_completeness(Report.model_validate(data), "github").percent

    assert percent({"summary": "It stops."}) > percent({"expected": "It goes through."}) > 0


def test_it_is_never_called_complete_while_something_is_missing() -> None:
    data = {key: value for key, value in WHOLE.items() if key != "references"}
    report = Report.model_validate({**data, "ids": {"activity": WHOLE["ids"]["activity"]}})
    assert check_completeness(report, "microsoft").percent < 100


@pytest.mark.parametrize(
    "ids",
    [
        # what the guide on import errors wants with a report
        ["message", "code"],
        ["source-version", "target-version"],
        ["region", "environment-type", "license"],
        ["attempts"],
        ["screenshots"],
        ["timeline"],
        # what maintainers ask back, in the order of value
        ["operation"],
        ["solution"],
        ["component"],
        ["started", "duration", "tries", "same-error"],
        ["method", "command"],
        ["log", "support-ids"],
        ["installed", "upgrade-leftover"],
        ["layers", "open-editors"],
        ["cloud", "environment-id", "environment-url", "language", "capacity", "managed-environment"],
        ["role", "license"],
        ["creator-kit"],
        ["dlp"],
        ["customizations"],
        ["network"],
        ["service-health"],
        ["impact", "severity", "since", "deadline", "workaround"],
        ["consent", "contact-name", "contact-email"],
        ["references"],
    ],
)
def test_every_question_of_the_field_is_there(ids: list[str]) -> None:
    assert set(ids) <= {question.id for question in load_questions()}


def test_every_path_is_one_of_the_report() -> None:
    from pydantic import BaseModel

    def known(model: Any, names: list[str]) -> bool:
        if not names:
            return True
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return False
        annotation = model.model_fields[names[0]].annotation
        inner = [annotation, *getattr(annotation, "__args__", ())]
        return len(names) == 1 or any(known(one, names[1:]) for one in inner if isinstance(one, type))

    for question in load_questions():
        for path in question.paths:
            if not path.startswith("attachments."):
                assert known(Report, path.split(".")), path


def test_with_everything_that_is_required_a_report_is_at_seventy_percent_or_more() -> None:
    errors = [{"message": "Flow server error"}]
    solution = {"unique_name": "Contoso", "target_version": "2.0"}
    data = {"title": "A title", "summary": "It stops.", "errors": errors, "solution": solution}
    more = {"operation": {"kind": "install"}, "environment": {"type": "Production"}}
    found = check_completeness(Report.model_validate({**data, **more}), "github")
    assert found.required_missing == ()
    assert found.percent == 70
