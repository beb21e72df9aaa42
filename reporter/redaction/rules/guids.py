"""Rules for GUIDs: redacted only where their surroundings say what they are; ids that support looks up stay."""

from __future__ import annotations

from reporter.redaction.rule import Rule
from reporter.redaction.rules.web import QUOTE

GUID = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_FICTION = "6f3a1c52-8b7e-4d19-a2c4-90de11f7b385"
# Ids that are the same in every tenant: Microsoft's own tenants and the nil GUID.
_SHARED = (
    r"(?!00000000-0000-0000-0000-0000000000|72f988bf-86f1-41af-91ab-2d7cd011db47|f8cdef31-a31e-4b4a-93e4-5f571e91255a"
    r"|9188040d-6c67-4c5b-b112-36a304b66dad)"
)
_BETWEEN = (
    r"(?:"
    + QUOTE
    + r"|[\]\)])?\s{0,4}(?:(?<=[\s:=\"(])|[:=]|%3[aAdD]|,|>|\bis\b|\beq\b|"
    + QUOTE
    + r"\s{0,4}[,:]\s{0,4}|\s)\s{0,16}"
    r"(?:"
    + QUOTE
    + r"value"
    + QUOTE
    + r"\s{0,4}:\s{0,4})?(?:"
    + QUOTE
    + r"|[{(]|%7[bB]|\s){0,3}(?:/[a-z]{1,20}/|guid')?"
)


def _named(name: str, kind: str, words: str, *examples: str) -> Rule:
    return Rule(
        name,
        kind,
        tuple(word for word in words.split("|")),
        _BETWEEN + r"(?P<value>" + _SHARED + GUID + r")(?![0-9A-Fa-f\-])",
        at="end",
        examples=tuple((example, _FICTION) for example in examples),
    )


GUID_RULES = (
    Rule(
        "authority",
        "tenant-id",
        (
            "login.microsoftonline.com/",
            "login.microsoftonline.us/",
            "login.windows.net/",
            "sts.windows.net/",
            "login.partner.microsoftonline.cn/",
            "login.microsoft.com/",
            "microsoftonline.com%0f",
            "/tenants/",
            "tenants%0f",
        ),
        r"(?P<value>" + _SHARED + GUID + r")",
        at="end",
        examples=((f"https://login.microsoftonline.com/{_FICTION}/oauth2", _FICTION),),
    ),
    Rule(
        "default-environment",
        "tenant-id",
        ("default-",),
        r"(?P<value>" + _SHARED + GUID + r")",
        at="end",
        examples=((f"environments/Default-{_FICTION}/flows", _FICTION),),
    ),
    Rule(
        "environment-path",
        "environment-id",
        ("environments/", "environments%0f", "/environment/", "/env/", "/e/"),
        r"(?P<value>" + _SHARED + GUID + r")",
        at="end",
        examples=((f"https://make.powerapps.com/environments/{_FICTION}/solutions", _FICTION),),
    ),
    Rule(
        "environment-host",
        "environment-id",
        (
            ".environment.api.powerplatform.",
            ".environment.api.gov.powerplatform.",
            ".environment.api.test.powerplatform.",
        ),
        r"(?:default|legacy)?(?P<value>[0-9a-fA-F]{30}\.[0-9a-fA-F]{2})\.environment",
        before=b"0123456789abcdefABCDEF.dfultgcy",
        examples=(
            (
                "https://6f3a1c528b7e4d19a2c490de11f7b3.85.environment.api.powerplatform.com/x",
                "6f3a1c528b7e4d19a2c490de11f7b3.85",
            ),
        ),
    ),
    Rule(
        "tenant-host",
        "tenant-id",
        (".tenant.api.powerplatform.",),
        r"(?P<value>[0-9a-fA-F]{30}\.[0-9a-fA-F]{2})\.tenant",
        before=b"0123456789abcdefABCDEF.",
        examples=(
            ("6f3a1c528b7e4d19a2c490de11f7b3.85.tenant.api.powerplatform.com", "6f3a1c528b7e4d19a2c490de11f7b3.85"),
        ),
    ),
    _named("activity", "activity-id", "activityid|activity id|activity-id|activity_id"),
    _named(
        "correlation",
        "correlation-id",
        "correlationid|correlation id|correlation-id|correlation_id|correlation-request-id",
    ),
    _named("tracking", "tracking-id", "trackingid|tracking id|tracking-id|tracking_id"),
    _named(
        "client-request", "client-request-id", "client-request-id|clientrequestid|client request id|client_request_id"
    ),
    _named("session", "session-id", "sessionid|session id|session-id|session_id|sessionguid"),
    _named(
        "tenant",
        "tenant-id",
        'tenantid|tenant id|tenant_id|tenant-id|tenant"|tenant:|tenant=|tenant |--tenant|directoryid|directory id|directory (tenant) id'
        '|"tid"|tid=|tid:|xms_tid|homeaccountid|aadtenantid|azuretenantid|tenantguid|realm=|realm"',
        f"TenantId: {_FICTION}",
        f'{{"tid":"{_FICTION}"}}',
        f"pac auth create --tenant {_FICTION}",
    ),
    _named(
        "environment",
        "environment-id",
        'environmentid|environment id|environment_id|environment-id|environmentname|environment name|environment"|environment:|environment=|environment '
        "|--environment|envid|env id|bapenvironmentid|environmentguid|msdyn_environmentid|cdsenvironmentid",
        f'"environmentId":"{_FICTION}"',
        f"Environment ID: {_FICTION}",
    ),
    _named(
        "organization",
        "organization-id",
        "organizationid|organization id|organization_id|organization-id|orgid|org id|org_id|organisationid|organisation id"
        "|uniqueorgid|instanceid|instance id|linkedenvironmentid",
        f"OrganizationId = {_FICTION}",
    ),
    _named(
        "object",
        "object-id",
        '"oid"|oid=|oid:|objectid|object id|object_id|principalid|principal id|userid|user id|user_id|systemuserid|ownerid_value"|createdby_value"'
        '|modifiedby_value"|ownerid"|_ownerid_value"|_createdby_value"|_modifiedby_value"|_owninguser_value"|systemusers(|systemuser:'
        "|azureactivedirectoryobjectid|callerobjectid|mscrmcallerid|initiatinguserid|initiating user|callerid|puid|createdbyid|userobjectid"
        '|aadobjectid|aaduserid|x-ms-client-principal-id|owneruserid|owningbusinessunit_value|businessunitid|_owningbusinessunit_value"|sub"',
        f'"oid":"{_FICTION}"',
        f'"_ownerid_value":"{_FICTION}"',
    ),
)
