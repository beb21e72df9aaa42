"""Human labels for the paths of a report, so that every screen, text and page calls a thing by the same name."""

from __future__ import annotations

import re

SECTIONS: dict[str, str] = {
    "title": "Title",
    "summary": "What happened",
    "expected": "What was expected",
    "steps_to_reproduce": "Steps to reproduce",
    "errors": "Errors",
    "solution": "Solution",
    "operation": "What was done",
    "environment": "Environment",
    "account": "Account",
    "installed": "Installed solutions",
    "missing_dependencies": "Missing dependencies",
    "checks": "Checks",
    "ids": "Ids",
    "attempts": "Steps tried",
    "timeline": "Timeline",
    "attachments": "Attachments",
    "impact": "Impact",
    "contact": "Contact",
    "consent": "Consent",
    "references": "Related issues and cases",
    "machine": "Machine",
    "known": "Known errors",
    "routing": "Where to report",
    "fingerprint": "Fingerprint",
    "form": "Answers to the form",
    "form_file": "Issue form",
}
"""First part of a path to the name of its section, in reading order."""

LABELS: dict[str, str] = {
    "errors.code": "Error code",
    "errors.message": "Full error message",
    "errors.http_status": "HTTP status",
    "errors.component": "Component named by the error",
    "solution.name": "Solution",
    "solution.unique_name": "Solution, unique name",
    "solution.source_version": "Version before",
    "solution.target_version": "Version to import",
    "solution.managed": "Managed",
    "solution.file": "Solution file",
    "operation.kind": "Kind of import",
    "operation.method": "Way of import",
    "operation.command": "Command",
    "operation.tool_version": "Version of the tool",
    "operation.started": "Started",
    "operation.duration_seconds": "Duration",
    "operation.tries": "Number of tries",
    "operation.same_error_each_time": "Same error each time",
    "environment.name": "Environment",
    "environment.id": "Environment ID",
    "environment.url": "Environment URL",
    "environment.type": "Environment type",
    "environment.region": "Region",
    "environment.cloud": "Cloud",
    "environment.license": "License",
    "environment.language": "Base language",
    "environment.tenant_id": "Tenant ID",
    "environment.organization_id": "Organization ID",
    "environment.capacity": "Storage capacity",
    "environment.managed": "Managed environment",
    "account.role": "Role of the account",
    "account.license": "License of the account",
    "account.kind": "Kind of account",
    "account.user": "Account",
    "checks.unmanaged_layers": "Unmanaged layers",
    "checks.open_editors": "Apps or flows open for editing",
    "checks.upgrade_leftover": "Left-over _Upgrade solution",
    "checks.creator_kit_version": "Creator Kit version",
    "checks.dlp": "DLP policies on the environment",
    "checks.dlp_used": "DLP features of the kit used",
    "checks.customizations": "Own customizations",
    "checks.network": "Network (VPN, proxy)",
    "checks.service_health": "Service health",
    "checks.works_in_test": "Works in a test environment",
    "ids.activity": "Activity ID",
    "ids.correlation": "Correlation ID",
    "ids.tracking": "Tracking ID",
    "ids.client_request": "Client request ID",
    "ids.session": "Session ID",
    "ids.case": "Support case",
    "attempts.what": "Step",
    "attempts.at": "Time of the step",
    "attempts.outcome": "Outcome",
    "attempts.note": "Note",
    "timeline.at": "Time",
    "timeline.what": "Event",
    "attachments.caption": "Caption",
    "impact.severity": "Severity",
    "impact.description": "Business impact",
    "impact.who": "Who is affected",
    "impact.since": "Affected since",
    "impact.deadline": "Deadline",
    "impact.workaround": "Workaround",
    "contact.name": "Contact name",
    "contact.email": "E-mail",
    "contact.phone": "Phone",
    "contact.method": "Preferred contact method",
    "contact.time_zone": "Time zone",
    "contact.language": "Support language",
    "contact.country": "Country",
    "consent.diagnostics": "Consent to diagnostic information",
    "consent.machine_facts": "Consent to facts about this machine",
    "routing.recommended": "Recommended place",
    "routing.reasons": "Reasons",
    "routing.would_change": "What would change this",
    "routing.chosen": "Chosen place",
}
"""Path of a single value (rows without their number) to its name."""


def label_of(path: str) -> str:
    """Return the human label of a report path; numbers of rows are left out (`errors.0.code`, `errors[0].code`).

    An unknown path gives its last word, readable: nothing is hidden because a label is missing.
    """
    bare = re.sub(r"\.\d+(?=\.|$)|\[\d+\]", "", path)
    known = LABELS.get(bare) or SECTIONS.get(bare)
    if known:
        return known
    parent, _, last = bare.rpartition(".")
    if parent in LABELS:
        return f"{LABELS[parent]}, {last.replace('_', ' ')}"
    return last.replace("_", " ").strip().capitalize()


def section_of(path: str) -> str:
    """Return the name of the section that a report path belongs to."""
    return SECTIONS.get(re.split(r"[.\[]", path, maxsplit=1)[0], label_of(path))
