"""Literals that end a search early: frequent texts which only look as if a value followed."""

from __future__ import annotations

from reporter.redaction.rule import Rule

SHIELDS = (
    Rule(
        "shield",
        "",
        (
            "@odata.",
            "@microsoft.dynamics.crm",
            "publickeytoken=",
            'publickeytoken"',
            "cancellationtoken",
            "callerorigintoken",
            "content-security-policy",
        ),
        "",
    ),
)
