"""The smallest, a typical, the fullest and a hostile report, with all that a bundle's texts are made from."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone

from reporter.guidance.model import Ask, Completeness, KnownError, Match, SourceNote, Step
from reporter.report import Report, Target
from reporter.targets.document import AttachmentRow, RenderContext, SearchLink

MADE = datetime(2025, 11, 19, 8, 5, tzinfo=timezone.utc)
ZONE = timezone(timedelta(hours=1))
FLOW = "DLP Request | Sync Policy to Dataverse (Child)"

TYPICAL = Report.model_validate(
    {
        "summary": "We upgraded the Core Components in production. The first import stopped at a flow, "
        "the second one ended without a status.\n\nThe old version still works.",
        "expected": "The upgrade completes.",
        "steps_to_reproduce": "1. Open Solutions in the maker portal\n2. Import the managed 4.49.2 file as an upgrade",
        "errors": [
            {
                "code": "80097376",
                "message": f"Error while importing workflow type ModernFlow name {FLOW}: "
                "Flow server error returned with status code 'BadGateway'",
                "http_status": "BadGateway",
                "component": {"kind": "flow", "name": FLOW, "id": "5c7f1a52-9b1e-4f0e-8a54-0d7c2f5b9e11"},
            },
            {
                "code": "80072031",
                "message": "This operation completed without reporting its status. The end time is unknown and has "
                "been set to the start time. You can safely retry the operation.",
            },
        ],
        "solution": {
            "name": "Center of Excellence - Core Components",
            "unique_name": "CenterofExcellenceCoreComponents",
            "source_version": "4.47.1",
            "target_version": "4.49.2",
            "managed": True,
        },
        "operation": {
            "kind": "upgrade",
            "method": "maker portal",
            "started": "2025-11-18T09:14:00Z",
            "duration_seconds": 967,
            "tries": 2,
            "same_error_each_time": "no",
        },
        "environment": {
            "name": "Contoso CoE",
            "id": "3e1d5c1a-77a1-4b5f-9c58-52b1f0a90d44",
            "type": "Production",
            "region": "Europe",
            "license": "Power Apps Premium",
        },
        "attempts": [
            {
                "what": "Wait ten minutes and import again",
                "at": "2025-11-18T10:02:00Z",
                "outcome": "another error",
                "note": "0x80072031 this time",
                "step": "80097376-retry",
            },
            {"what": "Look at service health", "at": "2025-11-18T10:40:00Z", "outcome": "same error"},
        ],
        "timeline": [
            {"at": "2025-11-18T09:14:00Z", "what": "Upgrade started in the maker portal"},
            {"at": "2025-11-18T09:30:07Z", "what": "Import failed with 0x80097376 (BadGateway)"},
            {"at": "2025-11-18T10:02:00Z", "what": "Second import started"},
            {"at": "2025-11-18T10:21:00Z", "what": "Second import failed with 0x80072031"},
            {"at": "2025-11-19T07:30:00Z", "what": "Service health looked at: no incident"},
        ],
        "ids": {"activity": ["8a1f2b6c-1d2e-4a3b-9c4d-5e6f7a8b9c0d"]},
        "checks": {"service_health": "no incident shown"},
        "attachments": [{"path": "attachments/01-error.png", "caption": "The error in the portal"}],
        "fingerprint": "rp1-80097376-9f3c2a",
    }
)

FULLEST = Report.model_validate(
    {
        **TYPICAL.model_dump(by_alias=True),
        "title": "Core Components upgrade 4.47.1 to 4.49.2 fails with BadGateway on a DLP flow",
        "solution": {**TYPICAL.solution.model_dump(), "file": "CenterofExcellenceCoreComponents_4_49_2_managed.zip"},
        "operation": {
            **TYPICAL.operation.model_dump(),
            "command": "pac solution import --path Core_managed.zip --async",
            "tool_version": "1.49.4",
        },
        "environment": {
            **TYPICAL.environment.model_dump(),
            "url": "https://contoso-coe.crm4.dynamics.com",
            "cloud": "Commercial",
            "language": "1033",
            "tenant_id": "aaaabbbb-0000-cccc-1111-dddd2222eeee",
            "organization_id": "bbbbcccc-1111-dddd-2222-eeee3333ffff",
            "capacity": "61 % of the database used",
            "managed": "yes",
        },
        "account": {
            "role": "System Administrator",
            "license": "Power Apps Premium",
            "kind": "user",
            "user": "megan@contoso.com",
        },
        "installed": [
            {"unique_name": "CenterofExcellenceCoreComponents", "version": "4.47.1", "managed": True},
            {"unique_name": "CenterofExcellenceCoreComponents_Upgrade", "version": "4.49.2", "managed": True},
            {"unique_name": "CreatorKitCore", "version": "1.0.20250310.1", "managed": False},
            {"unique_name": "Default"},
        ],
        "missing_dependencies": [
            {
                "required": "admin_Flow: admin_owner",
                "dependent": "Flow form",
                "kind": "column",
                "solution": "CreatorKitCore",
            },
            {"required": "contoso_connector"},
        ],
        "checks": {
            "unmanaged_layers": "none on the flow",
            "open_editors": "none",
            "upgrade_leftover": "yes",
            "creator_kit_version": "1.0.20250310.1",
            "dlp": "one policy, HTTP blocked",
            "dlp_used": "no",
            "customizations": "one own flow uses a connection reference of the kit",
            "network": "no VPN, no proxy",
            "service_health": "no incident shown",
            "works_in_test": "yes",
        },
        "ids": {
            "activity": ["8a1f2b6c-1d2e-4a3b-9c4d-5e6f7a8b9c0d"],
            "correlation": ["1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9"],
            "tracking": ["2c3d4e5f-6071-4829-93a4-b5c6d7e8f901"],
            "client_request": ["3d4e5f60-7182-493a-a4b5-c6d7e8f90112"],
            "session": ["4e5f6071-8293-4a4b-b5c6-d7e8f9011223", "5f607182-93a4-4b5c-86d7-e8f901122334"],
            "case": ["2511180030001234"],
        },
        "impact": {
            "severity": "B",
            "description": "No inventory since Tuesday",
            "who": "12 administrators",
            "since": "2025-11-18",
            "deadline": "audit on 1 December",
            "workaround": "the old version runs on",
        },
        "contact": {
            "name": "Megan Bowen",
            "email": "megan@contoso.com",
            "phone": "+1 555 0100",
            "method": "email",
            "time_zone": "W. Europe Standard Time",
            "language": "en-us",
            "country": "CHE",
        },
        "consent": {"diagnostics": "yes", "machine_facts": "yes"},
        "references": ["microsoft/coe-starter-kit#10495", "case 2511180030001234"],
        "machine": [{"name": "System", "value": "Windows 11, build 26100"}, {"name": "pac", "value": "1.49.4"}],
        "known": ["80097376-bad-gateway"],
        "routing": {
            "recommended": "microsoft",
            "reasons": ["the platform answered with BadGateway"],
            "would_change": ["it works in test but not in production"],
            "chosen": "github",
        },
        "form": {"inventory": "Cloud flows"},
    }
)

KNOWN = Match(
    KnownError(
        id="80097376-bad-gateway",
        title="The flow service did not answer (80097376, BadGateway)",
        cause="For a moment the flow service could not be reached from the import.",
        steps=(
            Step("80097376-retry", "Wait 5 to 10 minutes, then import the same file again", wait="10 minutes"),
            Step("80097376-health", "Look at service health"),
            Step(
                "80097376-off-peak",
                "Import outside of busy hours",
                substeps=("Choose an evening or a weekend", "See that nothing else is running"),
                commands=("pac solution import --path Core_managed.zip --async",),
                caution="Never delete the base solution: its tables go with it.",
            ),
        ),
        sources=(SourceNote("Import troubleshooting of the kit", "https://example.com/import(1)", "2025-11-19"),),
        report_to="microsoft",
        support_needs=("The activity ID of the failed import",),
        report_reason="The platform, not the kit, failed.",
    ),
    why=("code 80097376", "status BadGateway"),
    rank=100,
)

ASKS = (
    Ask("installed", "Which solutions are installed, with name and version?", "maintainers ask for it first", True),
    Ask("checks.unmanaged_layers", "Has the flow an unmanaged layer?", "it blocks an upgrade", False),
    Ask("checks.network", "Is there a VPN or a proxy?", "it may cut long uploads", False),
)


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel, the same bytes on every machine."""

ATTACHMENTS = (
    AttachmentRow("attachments/01-error.png", "The error in the portal", 48_213, "image", preview=PICTURE),
    AttachmentRow("attachments/02-import log.xml", "Import log", 1_204_338, "import-log", note="14 values replaced"),
    AttachmentRow("attachments/03-trace.har", None, 9_000_000, "har", note="left out: larger than the upload takes"),
)


def make_context(report: Report, target: Target, *, full: bool = False) -> RenderContext:
    """Return the context of a bundle, with guidance and files when `full`."""
    if not full:
        return RenderContext(report, target, made_at=MADE, zone=ZONE)
    return RenderContext(
        report,
        target,
        matches=(KNOWN,),
        completeness=Completeness(86, ASKS),
        searches=(SearchLink("issues with this code", "https://github.com/search?q=80097376&type=issues"),),
        attachments=ATTACHMENTS,
        redaction_counts={"email": 3, "guid": 12},
        made_at=MADE,
        zone=ZONE,
        bundle_name="report-2025-11-18-core-components-80097376.zip",
    )
