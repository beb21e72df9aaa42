"""Rules for keys and connection strings of Microsoft services.

Formats: Microsoft's published key formats (repository microsoft/security-utilities) name a signature and its place in
the key; connection strings as the Azure documentation of each service shows them.
"""

from __future__ import annotations

import re

from reporter.redaction.ordinary import is_dummy
from reporter.redaction.rule import Rule
from reporter.redaction.rules.web import QUOTE, START


def _not_dummy(match: re.Match[bytes]) -> bool:
    return not is_dummy(match["value"])


def _signed(name: str, signature: str, before: int, behind: str, example: str) -> Rule:
    """A key of known length with a signature in its middle; `before` bytes stand before the signature."""
    return Rule(
        f"azure-{name}",
        "azure-key",
        (signature,),
        rf"{START}[A-Za-z0-9+/_\-]{{{before}}}{re.escape(signature)}{behind}",
        back=before,
        examples=((f'key "{example}"', example),),
    )


_A = "A" * 90
SIGNED_RULES = (
    _signed("storage", "+ASt", 76, r"[A-Za-z0-9+/]{6}==", "b1" * 38 + "+AStQw3e4r=="),
    _signed("cosmos", "ACDb", 76, r"[A-Za-z0-9+/]{6}==", "b1" * 38 + "ACDbQw3e4r=="),
    _signed("batch", "+ABa", 76, r"[A-Za-z0-9+/]{6}==", "b1" * 38 + "+ABaQw3e4r=="),
    _signed("machine-learning", "+AMC", 76, r"[A-Za-z0-9+/]{6}==", "b1" * 38 + "+AMCQw3e4r=="),
    _signed("api-management", "APIM", 76, r"[A-Za-z0-9+/]{6}==", "b1" * 38 + "APIMQw3e4r=="),
    _signed("relay", "+ARm", 33, r"[A-Za-z0-9+/]{6}=", "c2" * 16 + "d" + "+ARmQw3e4r="),
    _signed("event-hub", "+AEh", 33, r"[A-Za-z0-9+/]{6}=", "c2" * 16 + "d" + "+AEhQw3e4r="),
    _signed("service-bus", "+ASb", 33, r"[A-Za-z0-9+/]{6}=", "c2" * 16 + "d" + "+ASbQw3e4r="),
    _signed("iot", "AIoT", 33, r"[A-Za-z0-9+/]{6}=", "c2" * 16 + "d" + "AIoTQw3e4r="),
    _signed("redis", "AzCa", 33, r"[A-Za-z0-9+/]{6}=", "c2" * 16 + "d" + "AzCaQw3e4r="),
    _signed("event-grid", "AZEG", 33, r"[A-Za-z0-9+/]{6}=", "c2" * 16 + "d" + "AZEGQw3e4r="),
    _signed("container-registry", "+ACR", 42, r"[A-Za-z0-9+/]{6}", "e3" * 21 + "+ACRAw3e4r"),
    _signed("search", "AzSe", 42, r"[A-Za-z0-9]{6}", "e3" * 21 + "AzSeAw3e4r"),
    _signed("functions", "AzFu", 44, r"[A-Za-z0-9_\-]{6}==", "f4" * 22 + "AzFuQw3e4r=="),
    _signed("annotated", "JQQJ", 52, r"9[A-Za-z0-9][A-Za-z0-9]{24,34}={0,2}", "g5" * 26 + "JQQJ99" + "A1" * 13),
    Rule(
        "entra-client-secret",
        "client-secret",
        ("8q~", "7q~", "9q~", "0q~", "6q~", "5q~", "4q~"),
        r"(?:(?<![\w~\-])|(?<=%[0-9A-F][0-9A-F])|(?<=\\[nrt]))[\w~.\-]{3}\dQ~[\w~.\-]{30,33}[\w~\-](?![\w~\-])",
        back=3,
        examples=(("secret a1B8Q~" + "cD3_" * 8 + "ef", "a1B8Q~" + "cD3_" * 8 + "ef"),),
    ),
)

CONNECTION_RULES = (
    Rule(
        "connection-key",
        "connection-string",
        (
            "accountkey",
            "sharedaccesskey",
            "sharedsecret",
            "sharedaccesssignature=",
            "primarykey",
            "secondarykey",
            "primary_key",
            "secondary_key",
            "masterkey",
            "storagekey",
            "storageaccountkey",
            "storage_key",
            "storage-key",
        ),
        r"(?:(?<==)|" + QUOTE + r"{0,3}\)?\s{0,8}[:=,({]{1,2}>?\s{0,20})" + QUOTE + r"{0,3}"
        r"(?P<value>[A-Za-z0-9+/=_%\\\-]{8,800})(?!\.\w)",
        at="end",
        accept=_not_dummy,
        examples=(
            ("AccountName=x;AccountKey=abcdefgh12345678+/==;EndpointSuffix=a", "abcdefgh12345678+/=="),
            ('"accountKey":"abcdefgh12345678=="', "abcdefgh12345678=="),
            ("SharedAccessKeyName=Root;SharedAccessKey=abcdefgh1234=", "abcdefgh1234="),
        ),
        counters=("SharedAccessKeyName=RootManage", "AccountKey=${KEY}"),
    ),
    Rule(
        "connection-secret",
        "connection-string",
        (";secret=",),
        r"(?P<value>[A-Za-z0-9+/=_.%\-]{8,400})",
        at="end",
        examples=(("Endpoint=https://a.azconfig.io;Id=u;Secret=abcd1234efgh5678", "abcd1234efgh5678"),),
    ),
    Rule(
        "workflow-trigger",
        "sas",
        ("webhook.office.com/", "/incomingwebhook/", "outlook.office.com/webhook"),
        r"(?P<value>[A-Za-z0-9@/_\-]{20,300})",
        at="end",
        examples=(
            (
                "https://contoso.webhook.office.com/webhookb2/0a1b2c3d-aaaa-bbbb-cccc-0a1b2c3d4e5f@x",
                "webhookb2/0a1b2c3d-aaaa-bbbb-cccc-0a1b2c3d4e5f@x",
            ),
        ),
    ),
)

MICROSOFT_RULES = (*SIGNED_RULES, *CONNECTION_RULES)
