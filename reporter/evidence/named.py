"""Errors that have a name instead of a number: those of flows, connectors and services, as text or as JSON in text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporter.evidence.page import Page
from reporter.evidence.statuses import WORDS

NAMES = (
    "ActionFailed",
    "ActionConditionFailed",
    "AppForbidden",
    "ChildFlowNeverPublished",
    "ChildFlowUnsupportedForInvokerConnections",
    "ConnectionAuthorizationFailed",
    "DynamicOperationRequestClientFailure",
    "DirectApiAuthorizationRequired",
    "ExpressionEvaluationFailed",
    "FlowCheckerError",
    "InvalidTemplate",
    "InvokerConnectionOverrideFailed",
    "OpenApiOperationParameterValidationFailed",
    "OpenApiOperationParameterTypeConversionFailed",
    "ServerTimeout",
    "WorkflowRunActionInputsInvalidProperty",
    "WorkflowTriggerIsNotEnabled",
)
SPOKEN = re.compile(rf"\b(?P<name>{'|'.join(NAMES)})\b\s{{0,2}}[.:]\s{{1,3}}(?P<text>[A-Z][^\n]{{8,1500}})")
JSON = re.compile(
    r"""\{\s{0,20}"code"\s{0,3}:\s{0,3}"(?P<name>[^"\n]{2,80})"\s{0,3},\s{0,20}"message"\s{0,3}:\s{0,3}"(?P<text>(?:[^"\\]|\\.){1,4000})\""""
)


@dataclass(frozen=True)
class NamedError:
    """An error with its name and message."""

    name: str
    message: str
    start: int
    end: int


def find_named(page: Page) -> list[NamedError]:
    """Return the errors that have a name, in the order of the text; an HTTP status is no such name."""
    found = []
    for pattern in (JSON, SPOKEN):
        for match in pattern.finditer(page.text):
            name = match["name"]
            if name.casefold() not in WORDS and re.fullmatch(r"[A-Z][A-Za-z]{3,80}", name):
                message = page.quote(*match.span("text")).replace('\\"', '"')
                found.append(NamedError(name, message, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)
