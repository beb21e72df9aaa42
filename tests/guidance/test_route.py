"""Where a report should go: each rule by a case, its reasons, and what would change it."""

from __future__ import annotations

from typing import Any

import pytest

from reporter.guidance.catalog import load_catalog
from reporter.guidance.match import match_report
from reporter.guidance.route import load_rules, recommend
from reporter.guidance.situation import describe, fits, read_health
from reporter.report import Report, Routing

BAD_GATEWAY = {
    "code": "80097376",
    "message": "Error while importing workflow type ModernFlow name HELPER - Contoso: "
    'Flow server error returned with status code "BadGateway"',
}
TRACKED = {"code": "80097376", "message": 'Flow server error returned with status code "InternalServerError"'}
WRONG_ZIP = {"message": "The solution file is invalid. The compressed file must contain solution.xml"}
OWN_FLOWS = {"message": "Solution dependencies exist, cannot uninstall. Type: connectionreference"}
CONNECTOR = {"code": "8004801E", "message": 'The DELETE statement conflicted with "connector_connectionreference"'}
DLP = {"code": None, "message": "AppForbidden: not compliant with the data loss prevention policies"}
UNKNOWN = {"code": "80041103", "message": "A text that nobody knows"}
XRM = {"message": "Unexpected error occurred when calling the XRM api"}
KIT = {"unique_name": "CenterofExcellenceCoreComponents"}


def tried(*hours: int, outcome: str = "same error") -> list[dict[str, Any]]:
    return [
        {"what": "import", "at": f"2025-11-{18 + hour // 24}T{hour % 24:02}:00Z", "outcome": outcome} for hour in hours
    ]


def route(data: dict[str, Any]) -> Routing:
    report = Report.model_validate(data)
    return recommend(report, match_report(load_catalog(), report))


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("nothing known", {}, "not yet", "no error code and no error text"),
    ("first failure, passing fault", {"errors": [BAD_GATEWAY]}, "not yet", "mostly goes away by itself"),
    ("fixed", {"errors": [BAD_GATEWAY], "attempts": tried(1, outcome="fixed")}, "not yet", "nothing to report"),
    ("three tries in three hours", {"errors": [BAD_GATEWAY], "attempts": tried(1, 2, 3)}, "not yet", "failed tries 3"),
    ("three tries over a day", {"errors": [BAD_GATEWAY], "attempts": tried(1, 12, 26)}, "microsoft", "over 25 hours"),
    ("four tries, no times", {"errors": [BAD_GATEWAY], "operation": {"tries": 4}}, "microsoft", "4 tries failed"),
    (
        "an incident is on",
        {
            "errors": [BAD_GATEWAY],
            "attempts": tried(1, 12, 26),
            "checks": {"service_health": "Incident PP123456: Power Automate degraded"},
        },
        "not yet",
        "active incident",
    ),
    (
        "works in test",
        {"errors": [BAD_GATEWAY], "checks": {"works_in_test": "yes"}},
        "microsoft",
        "works in a test environment",
    ),
    (
        "speaks of corruption",
        {"errors": [BAD_GATEWAY], "summary": "It says the table is corrupted."},
        "microsoft",
        "“corrupted”",
    ),
    ("critical", {"errors": [BAD_GATEWAY], "impact": {"severity": "A"}}, "microsoft", "around the clock"),
    ("a tracking id twice", {"errors": [TRACKED], "attempts": tried(1, 2)}, "microsoft", "tracking id"),
    ("the wrong zip", {"errors": [WRONG_ZIP]}, "not yet", "choosing the zip inside settles it"),
    ("the wrong zip works in test", {"errors": [WRONG_ZIP], "checks": {"works_in_test": "yes"}}, "not yet", "zip"),
    ("own flows, five tries", {"errors": [OWN_FLOWS], "operation": {"tries": 5}, "solution": KIT}, "github", "5 tries"),
    ("known and the kit's", {"errors": [CONNECTOR], "solution": KIT}, "github", "the maintainers know this one"),
    ("known and the organization's", {"errors": [DLP]}, "internal", "your own administrators"),
    ("undocumented", {"errors": [UNKNOWN]}, "microsoft", "not documented here"),
    (
        "undocumented, at a part of the kit",
        {"errors": [{**UNKNOWN, "component": {"kind": "flow", "name": "HELPER - Contoso"}}]},
        "github",
        "names a part of the CoE Starter Kit",
    ),
    ("known, at an own solution", {"errors": [CONNECTOR], "solution": {"name": "Contoso"}}, "internal", "none of the"),
    ("a sync flow, three tries", {"errors": [XRM], "attempts": tried(1, 2, 3)}, "github", "3 tries failed"),
    ("a general code alone", {"errors": [{"code": "80040216"}]}, "not yet", "many causes"),
    ("no code, the kit", {"errors": [{"message": "It did not work"}], "solution": KIT}, "github", "about the CoE"),
    (
        "no code, an own solution",
        {"errors": [{"message": "It did not work"}], "solution": {"unique_name": "ContosoSales"}},
        "internal",
        "whoever made it",
    ),
    (
        "a feature",
        {"title": "[CoE Starter Kit - FEATURE] More filters", "solution": KIT},
        "github",
        "A feature is asked for",
    ),
]


@pytest.mark.parametrize(("data", "to", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_report_goes_where_the_rules_say(data: dict[str, Any], to: str, reason: str) -> None:
    routing = route(data)
    assert routing.recommended == to
    assert reason in " ".join(routing.reasons)
    assert routing.would_change
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in routing.reasons + routing.would_change)


def test_every_rule_decides_some_case() -> None:
    deciding, _ = load_rules()
    used = set()
    for _, data, _, _ in CASES:
        report = Report.model_validate(data)
        situation = describe(report, match_report(load_catalog(), report))
        used.add(next(rule.id for rule in deciding if fits(situation, rule.when)))
    # A known error of the platform that is not transient, and one whose platform part is known, come with K24 alone.
    assert {rule.id for rule in deciding} - used == {"known-microsoft"}
    plugin = {"errors": [{"code": "80040265", "message": "The plug-in type Microsoft.Contoso failed"}]}
    assert route(plugin).recommended == "microsoft"


def test_microsoft_and_github_are_told_that_the_kit_is_not_covered_by_support() -> None:
    for data in (
        {"errors": [BAD_GATEWAY], "solution": KIT, "operation": {"tries": 4}},
        {"errors": [CONNECTOR], "solution": KIT},
    ):
        assert "not covered by Microsoft Support" in " ".join(route(data).reasons)
    assert "not covered" not in " ".join(route({"errors": [UNKNOWN]}).reasons)


def test_a_clear_service_health_page_supports_a_request() -> None:
    routing = route({"errors": [BAD_GATEWAY], "attempts": tried(1, 12, 26), "checks": {"service_health": "no issues"}})
    assert routing.recommended == "microsoft"
    assert any("shows no incident" in reason for reason in routing.reasons)


def test_what_the_user_chose_is_kept() -> None:
    assert route({"errors": [BAD_GATEWAY], "routing": {"chosen": "internal"}}).chosen == "internal"


def test_a_security_role_is_no_security_incident() -> None:
    message = BAD_GATEWAY["message"].replace("HELPER - Contoso", "HELPER - Add User to Security Role")
    assert route({"errors": [{**BAD_GATEWAY, "message": message}]}).recommended == "not yet"


@pytest.mark.parametrize(
    ("answer", "health"),
    [
        ("no issues", "clear"),
        ("No active incidents or advisories", "clear"),
        ("all healthy", "clear"),
        ("green", "clear"),
        ("clear", "clear"),
        ("Incident PP1234 was resolved yesterday", "clear"),
        ("incident PP1234567", "incident"),
        ("service degradation in Power Automate", "incident"),
        ("an advisory, no incident", "incident"),
        ("not looked at", None),
        ("unknown", None),
        ("", None),
        (None, None),
    ],
)
def test_service_health_is_read_out_of_what_people_write(answer: str | None, health: str | None) -> None:
    assert read_health(answer) == health


@pytest.mark.parametrize(
    ("condition", "fit"),
    [
        ({}, True),
        ({"tries": {"at_least": "3"}}, True),
        ({"tries": {"at_least": "3", "at_most": "3"}}, False),
        ({"hours": {"at_least": "1"}}, False),
        ({"hours": "unknown", "part": ["kit", "platform"]}, True),
        ({"part": "known", "kit": "no"}, True),
        ({"kit": "yes"}, False),
        ({"method": {"holds": "PAC"}}, True),
        ({"method": [{"holds": "portal"}, {"holds": "pac"}]}, True),
        ({"nothing": "yes"}, False),
    ],
)
def test_conditions_compare_as_documented(condition: dict[str, Any], fit: bool) -> None:
    situation = {"tries": 4, "hours": None, "part": "kit", "kit": False, "method": "pac 1.29"}
    assert fits(situation, condition) is fit


def test_how_long_to_wait_is_what_the_known_error_says() -> None:
    routing = route({"errors": [{"code": "80040216", "message": "a resumable index rebuild is running"}]})
    assert routing.recommended == "not yet"
    assert "wait (1 to 4 hours, better over night)" in routing.reasons[0]


@pytest.mark.parametrize(
    ("data", "kit"),
    [
        ({"solution": {"name": "Center of Excellence - Core Components"}}, True),
        ({"solution": {"file": "CenterofExcellenceAuditComponents_3_25_managed.zip"}}, True),
        ({"solution": {"name": "Core"}}, True),
        ({"solution": {"name": "Contoso Core"}}, False),
        ({"form_file": "microsoft/coe-starter-kit/1-coe-starter-kit-bug.yml"}, True),
        ({"title": "[CoE Starter Kit - BUG] import"}, True),
        ({"errors": [{"message": "x", "component": {"name": "SYNC HELPER - Apps"}}]}, True),
        ({"errors": [{"message": "x", "component": {"name": "Contoso Admin | Apps"}}]}, False),
        ({}, False),
    ],
)
def test_a_kit_is_told_by_its_names(data: dict[str, Any], kit: bool) -> None:
    assert describe(Report.model_validate(data))["kit"] is kit


def test_a_step_that_only_looks_is_no_failed_try() -> None:
    attempts = [*tried(1, 12), {"what": "looked", "at": "2025-11-19T09:00Z", "outcome": "same error"}]
    assert route({"errors": [BAD_GATEWAY], "attempts": attempts}).recommended == "microsoft"
    attempts[2]["step"] = "service-health"
    assert route({"errors": [BAD_GATEWAY], "attempts": attempts}).recommended == "not yet"


@pytest.mark.parametrize(
    ("timeline", "to"),
    [
        ([("2025-11-18T09:14Z", "import failed"), ("2025-11-19T10:00Z", "failed again")], "microsoft"),
        ([("2025-09-01T09:14Z", "an old import failed"), ("2025-11-19T10:00Z", "failed again")], "not yet"),
        ([("2025-11-18T09:14Z", "4.47.1 was installed"), ("2025-11-19T10:00Z", "failed")], "not yet"),
    ],
)
def test_tries_without_times_take_them_from_the_failures_of_the_timeline(
    timeline: list[tuple[str, str]], to: str
) -> None:
    events = [{"at": at, "what": what} for at, what in timeline]
    assert route({"errors": [BAD_GATEWAY], "operation": {"tries": 3}, "timeline": events}).recommended == to
