"""What people paste: banners, side panels, e-mails, whole issue bodies."""

from __future__ import annotations

from typing import Any

import pytest

from reporter.evidence import Source, gather
from reporter.evidence.facts import dump_facts

ACTIVITY = "5b1f0c1e-7a42-4d1c-9a55-0123456789ab"
TRACKING = "c0ffee00-1111-4222-8333-abcdefabcdef"
WORKFLOW = "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"


def read(text: str) -> dict[str, Any]:
    return dump_facts(gather([Source.from_text(text)]))


PANEL = f"""Error code

80097376

Exception message
Error while importing workflow {{{WORKFLOW[:24]}
{WORKFLOW[24:]}}} type
ModernFlow name HELPER -
Contoso Mail Sender: Flow server error
returned with status code "BadGateway" and
details "The tracking Id is '{TRACKING[:9]}
{TRACKING[9:]}'.".
See less

Total operation time
1 h 2 m 3 sec

Patch

No

Managed
Yes

Overwrite customizations
No

Activity id
{ACTIVITY[:14]}
{ACTIVITY[14:]}
"""


def test_a_side_panel_with_cut_ids_and_names() -> None:
    facts = read(PANEL)
    assert facts["errors"] == [
        {
            "code": "0x80097376",
            "spellings": ["80097376", "0x80097376", "-2146864266", "2148103030"],
            "message": f"Error while importing workflow {{{WORKFLOW}}} type ModernFlow "
            f"name HELPER - Contoso Mail Sender: "
            'Flow server error returned with status code "BadGateway" and details '
            f"\"The tracking Id is '{TRACKING}'.\".",
            "http_status": "BadGateway",
            "component": {"kind": "flow", "name": "HELPER - Contoso Mail Sender", "id": WORKFLOW},
            "where": {"file": "pasted text", "line": 3},
        }
    ]
    assert facts["ids"] == {"tracking": [TRACKING], "activity": [ACTIVITY]}
    assert facts["operation"] == {"duration_seconds": 3723}
    assert facts["solution"] == {"managed": True}
    assert facts["files"] == [
        {"file": "pasted text", "kind": "solution-history", "note": "The side panel of one operation."}
    ]


def test_a_panel_on_one_line_without_any_separator() -> None:
    glued = (
        "Error code80040224Exception messageThe item could not be added.Total operation time15 m 36 sec"
        f"PatchNoManagedYesOverwrite customizationsNoActivity id{ACTIVITY}"
    )
    facts = read(glued)
    assert [(one["code"], one["message"]) for one in facts["errors"]] == [
        ("0x80040224", "The item could not be added.")
    ]
    assert facts["ids"] == {"activity": [ACTIVITY]}
    assert facts["operation"] == {"duration_seconds": 936}


ISSUE = """[Contoso Kit - BUG] Upgrade stops

### Does this bug already exist in our backlog?

- [x] I have checked and confirm this is a new bug.

### Describe the issue

First it failed with error code 80097376 (Error while importing workflow
type ModernFlow name Env Request | Contoso Approval (Child): Flow server error returned with status code "BadGateway" .

Then with 80072031 (This operation completed without reporting its status.)

<img width="330" alt="Image 80040203" src="https://example.com/80040203.png" />

### What solution are you experiencing the issue with?

Core

### What solution version are you using?

4.47.1

### What app or flow are you having the issue with?

none

### Steps To Reproduce

Upgrade to 4.49.2
"""


def test_an_issue_body_with_two_errors_and_form_answers() -> None:
    facts = gather([Source.from_text(ISSUE)])
    assert [(one.code, one.http_status, one.component and one.component.name) for one in facts.errors] == [
        ("0x80097376", "BadGateway", "Env Request | Contoso Approval (Child)"),
        ("0x80072031", None, None),
    ]
    assert facts.errors[1].message == "This operation completed without reporting its status."
    assert {found.path: found.value for found in facts.found} == {
        "solution.source_version": "4.47.1",
        "solution.target_version": "4.49.2",
        "operation.kind": "upgrade",
    }
    assert [label for label, _ in facts.labelled] == [
        "Does this bug already exist in our backlog?",
        "Describe the issue",
        "What solution are you experiencing the issue with?",
        "What solution version are you using?",
        "What app or flow are you having the issue with?",
        "Steps To Reproduce",
    ]
    assert dict(facts.labelled)["What solution version are you using?"] == "4.47.1"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The 'Admin | Sync Template v4 (Flows)' flow fails often.", "flow", "Admin | Sync Template v4 (Flows)"),
        (
            "Admin | Sync Template v3 (Sync Flow Errors) flow is failing",
            "flow",
            "Admin | Sync Template v3 (Sync Flow Errors)",
        ),
        ("our CLEANUP HELPER - Check Deleted (Apps) run is red", "flow", "CLEANUP HELPER - Check Deleted (Apps)"),
        ("ModernFlow name HELPER - Send Mail. Flow server error returned", "flow", "HELPER - Send Mail"),
        (
            f"Workflow uninstall: FAILURE, workflow id {WORKFLOW} category ModernFlow name Contoso | Tidy Up .",
            "flow",
            "Contoso | Tidy Up",
        ),
        ("ALTER TABLE ALTER COLUMN admin_budget failed because one or more objects", "column", "admin_budget"),
        ("missing required components uniquename : contoso_AdminView. Please", "model-driven app", "contoso_AdminView"),
        (
            "Failed to find connection references with logical name(s) 'admin_ContosoMail'.",
            "connection reference",
            "admin_ContosoMail",
        ),
        ("Entity 'contoso_User' With Id = 1 Does Not Exist", "table", "contoso_User"),
        ("The component 'AppModuleRoles' with id '" + WORKFLOW + "'", "component", "AppModuleRoles"),
        ("canvas app contoso_app_6827d doesn't match with its name", "canvas app", "contoso_app_6827d"),
    ],
)
def test_names_the_component(text: str, kind: str, name: str) -> None:
    component = read(text)["errors"][0]["component"]
    assert (component["kind"], component["name"]) == (kind, name)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('Flow server error returned with status code "BadGateway" .', "BadGateway"),
        ("failed with http status code 'ServiceUnavailable' and response", "ServiceUnavailable"),
        ("Flow server error returned with status code “GatewayTimeout”", "GatewayTimeout"),
        ("Code: BadRequest Content: it exists already", "BadRequest"),
        ("CanvasApp import: FAILURE: Code: TooManyRequests Message: wait", "TooManyRequests"),
        ("The remote server returned an error: (401) Unauthorized.", "401"),
        ("Response status code does not indicate success: 503 (Service).", "503"),
        ("HTTP 429 came back", "429"),
        ("502 Bad Gateway", "BadGateway"),
        ('{"statusCode": 404, "message": "no"}', "404"),
    ],
)
def test_reads_the_http_status(text: str, status: str) -> None:
    assert [one.get("http_status") for one in read(text)["errors"]] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "an internal server error was the reason, please retry the operation",
        "Status: Failed",
        "it took 500 seconds and 404 rows",
        "See https://example.com/status/BadGateway?code=502",
    ],
)
def test_takes_nothing_else_for_an_http_status(text: str) -> None:
    assert [one.get("http_status") for one in read(text).get("errors", [])] in ([], [None])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"Activity Id: {ACTIVITY}", "activity", ACTIVITY),
        (f"ActivityId={ACTIVITY}", "activity", ACTIVITY),
        (f"The tracking Id is '{TRACKING}'", "tracking", TRACKING),
        (f'"trackingId":"{TRACKING}"', "tracking", TRACKING),
        (f"Client Request Id: {TRACKING}", "client_request", TRACKING),
        (f"x-ms-client-request-id: {TRACKING}", "client_request", TRACKING),
        (f"Session ID: {TRACKING}", "session", TRACKING),
        ("Support case 2404110030000299 is open", "case", "2404110030000299"),
    ],
)
def test_reads_ids_by_their_labels(text: str, kind: str, value: str) -> None:
    assert read(text)["ids"] == {kind: [value]}


def test_a_correlation_id_in_an_error_is_one_to_trace() -> None:
    assert read(f"The request timed out. The correlation Id is '{TRACKING}'.")["ids"] == {
        "correlation": [TRACKING],
        "tracking": [TRACKING],
    }


def test_ids_of_components_and_long_numbers_are_no_ids_to_trace() -> None:
    assert "ids" not in read(f"importing workflow {{{WORKFLOW}}} and number 123456789012345 of Activity Id: none")


def test_a_held_upgrade_is_a_left_over() -> None:
    facts = read("Solution manifest import: FAILURE: Holding solution ContosoCore_Upgrade already exists.")
    assert facts["checks"] == {"upgrade_leftover": "yes"}


def test_an_app_dialog_has_a_name_ids_and_a_time() -> None:
    facts = read(
        f"Error Code: AppForbidden\nSession Id: {TRACKING}\nActivity Id: {ACTIVITY}\n"
        "Timestamp: Thu Apr 13 2023 15:46:56 GMT-0400 (Eastern Daylight Time)\n\n"
        "It looks like this app isn't allowed here.s@https://contoso.crm.dynamics.com/uclient/scripts/app.js?v=1:2:3"
    )
    assert [(one["name"], one["message"]) for one in facts["errors"]] == [
        ("AppForbidden", "It looks like this app isn't allowed here.")
    ]
    assert [event["at"] for event in facts["events"]] == ["2023-04-13T19:46:56Z"]
    assert facts["ids"] == {"session": [TRACKING], "activity": [ACTIVITY]}


SESSION = (
    "Timestamp: 2025-07-12T06:19:31.832Z\nSession ID: {a}\nTenant ID: {b}\nObject ID: {c}\n"
    "Build name: 0.0.2025.2-prod\nOrganization ID: {b}\nInstance URL: https://contoso.crm4.dynamics.com/\n"
    "Environment ID: Default-{c}\nCluster geo name: EU"
).format(a=ACTIVITY, b="dcd5ebfd-6bce-4f11-b8e4-000d3adc966b", c=TRACKING)


@pytest.mark.parametrize("text", [SESSION, SESSION.replace("\n", "")])
def test_session_details_also_when_their_line_ends_are_lost(text: str) -> None:
    facts = read(text)
    assert facts["environment"] == {
        "id": f"Default-{TRACKING}",
        "organization_id": "dcd5ebfd-6bce-4f11-b8e4-000d3adc966b",
        "region": "EU",
        "tenant_id": "dcd5ebfd-6bce-4f11-b8e4-000d3adc966b",
        "url": "https://contoso.crm4.dynamics.com/",
    }
    assert facts["ids"] == {"session": [ACTIVITY]}
    assert [event["at"] for event in facts["events"]] == ["2025-07-12T06:19:31.832000Z"]
    assert facts["files"][0]["kind"] == "session-details"


def test_a_downloaded_log_of_a_dialog() -> None:
    facts = read(
        f"Exception Message: -2147135487\n\nErrorCode: -2147135487\nHexErrorCode: 0x80055001\n"
        f"Error Details: The record is locked\n\nActivity Id: {ACTIVITY}"
    )
    assert [(one["code"], one["message"]) for one in facts["errors"]] == [("0x80055001", "The record is locked")]


def test_a_fault_tells_its_innermost_error() -> None:
    facts = read(
        "Unhandled Exception: "
        "System.ServiceModel.FaultException`1[[Microsoft.Xrm.Sdk.OrganizationServiceFault]]: outer\n"
        '<OrganizationServiceFault xmlns="x"><ErrorCode>-2147220970</ErrorCode><Message>outer words</Message>'
        "<Timestamp>2026-01-02T03:04:05.1234567Z</Timestamp><InnerFault><ErrorCode>-2147204783</ErrorCode>"
        "<Message>the cause in words</Message></InnerFault>"
        "<TraceText>[Contoso.Plugins: Contoso.Plugins.Stop]</TraceText>"
        "</OrganizationServiceFault>"
    )
    assert ("0x80044151", "the cause in words", "Contoso.Plugins.Stop") in [
        (one.get("code"), one.get("message"), one.get("component", {}).get("name")) for one in facts["errors"]
    ]
    assert facts["events"][0]["at"] == "2026-01-02T03:04:05.123456Z"


def test_errors_with_a_name_in_json_and_in_words() -> None:
    facts = read(
        '{ "code": "InvokerConnectionOverrideFailed", "message": "Failed to parse invoker connections." }\n\n'
        "InvalidTemplate: Unable to process template language expressions."
    )
    assert [(one.get("name"), one["message"]) for one in facts["errors"]] == [
        ("InvokerConnectionOverrideFailed", "Failed to parse invoker connections."),
        ("InvalidTemplate", "Unable to process template language expressions."),
    ]


def test_text_without_facts_has_none() -> None:
    assert read("It does not work, please help.\n\nKind regards") == {
        "files": [{"file": "pasted text", "kind": "text"}]
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Holding solution ContosoCore_Upgrade already exists.", "ContosoCore_Upgrade"),
        ('conflicted with the REFERENCE constraint "connector_connectionreference".', "connector_connectionreference"),
        ("HELPER – Contoso Mail does not run", "HELPER – Contoso Mail"),
        ("the column admin_costcenter is gone", "admin_costcenter"),
    ],
)
def test_names_further_components(text: str, name: str) -> None:
    assert [one["component"]["name"] for one in read(text)["errors"]] == [name]


UNINSTALL = (
    "Solution dependencies exist, cannot uninstall. DependencyCount : 1 RequiredComponentObject details: "
    f"Type: connectionreference, ObjectName: admin_ContosoMail, Id: {TRACKING}, ParentObjectName: , ParentId: x, "
    f"DependentComponentObject details: Type: Workflow, ObjectName: My Flow, Id: {WORKFLOW}, ParentObjectName: "
)


def test_a_failed_uninstall_lists_its_dependencies() -> None:
    facts = read(UNINSTALL)
    assert facts["errors"][0]["component"] == {
        "kind": "connection reference",
        "name": "admin_ContosoMail",
        "id": TRACKING,
    }
    assert [(one["required"], one["dependent"], one["kind"]) for one in facts["missing_dependencies"]] == [
        ("admin_ContosoMail", "My Flow", "connectionreference")
    ]


def test_a_code_in_the_title_of_a_linked_thread_is_not_this_error() -> None:
    assert "errors" not in read("As in [Error Code 80040265 again](https://contoso.example/t/1), but other.")


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    facts = gather([Source.from_text("**Describe the bug**\nUpgrade to 4.2 fails\n\n**Solution version:**\n4.1\n")])
    assert facts.labelled == (("Describe the bug", "Upgrade to 4.2 fails"), ("Solution version", "4.1"))
    assert {found.path: found.value for found in facts.found} == {
        "solution.source_version": "4.1",
        "solution.target_version": "4.2",
        "operation.kind": "upgrade",
    }


def test_a_status_as_number_and_as_word_is_one() -> None:
    facts = read(
        '{"statusCode":502,"body":{"error":{"code":"BadGateway","message":"ProvisionContoso failed"}}} in text'
    )
    assert [one.get("http_status") for one in facts["errors"]] == ["BadGateway"]


def test_the_installed_version_counts_where_another_one_is_imported() -> None:
    facts = read("Trying to import core (4.31).\nExisting solution version 4.29.2")
    assert facts["solution"] == {"source_version": "4.29.2", "target_version": "4.31"}
