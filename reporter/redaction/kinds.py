"""The kinds of values that redaction knows, in three groups; policies speak of kinds, rules find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["secret", "identity", "diagnostic"]


@dataclass(frozen=True)
class Kind:
    """One kind of value. `tag` stands in pseudonyms and holds no word that a rule looks for."""

    id: str
    group: Group
    tag: str
    says: str
    """What it is, in words for the user."""
    learn: bool = False
    """Whether a value found by its surroundings is looked for everywhere else too."""


_ROWS: tuple[tuple[str, Group, str, str, bool], ...] = (
    ("jwt", "secret", "jwt", "signed sign-in token (JWT)", False),
    ("auth-header", "secret", "hdr", "Authorization header or bearer value", True),
    ("cookie", "secret", "ck", "cookie", True),
    ("sas", "secret", "sas", "shared access signature or signed link", True),
    ("connection-string", "secret", "conn", "part of a connection string", True),
    ("azure-key", "secret", "az", "key of an Azure service", True),
    ("client-secret", "secret", "app", "client secret of an app registration", True),
    ("private-key", "secret", "pem", "private key or certificate", False),
    ("github-token", "secret", "gh", "GitHub token", True),
    ("gitlab-token", "secret", "gl", "GitLab token", True),
    ("devops-token", "secret", "ado", "Azure DevOps token", True),
    ("registry-token", "secret", "reg", "token of a package registry (npm, PyPI, NuGet)", True),
    ("chat-token", "secret", "chat", "Slack or Teams token or webhook", True),
    ("cloud-key", "secret", "cloud", "key of AWS, Google, Databricks, OpenAI or Stripe", True),
    ("vendor-token", "secret", "vendor", "token of another service", True),
    ("password", "secret", "pw", "password", True),
    ("key-value", "secret", "kv", "secret value beside a telling name", True),
    ("url-login", "secret", "url", "user and password in a URL", True),
    ("email", "identity", "user", "e-mail address or user principal name", True),
    ("person", "identity", "person", "name of a person", True),
    ("user-name", "identity", "user", "user name in a path or sign-in name", True),
    ("windows-domain", "identity", "domain", "Windows domain", True),
    ("sid", "identity", "sid", "Windows security identifier (SID)", True),
    ("computer", "identity", "host", "computer name", True),
    ("phone", "identity", "phone", "phone number", True),
    ("ip", "identity", "ip", "IP address", True),
    ("mac", "identity", "mac", "hardware (MAC) address", True),
    ("tenant-id", "identity", "id", "tenant id", True),
    ("environment-id", "identity", "id", "environment id", True),
    ("environment-name", "identity", "env", "display name of the environment", True),
    ("organization-id", "identity", "id", "organization id", True),
    ("object-id", "identity", "id", "id of a user or other directory object", True),
    ("org-url", "identity", "org", "Dataverse organization host", True),
    ("tenant-name", "identity", "tenant", "SharePoint or onmicrosoft.com tenant name", True),
    ("server", "identity", "server", "server name", True),
    ("database", "identity", "db", "database name", True),
    ("credit-card", "identity", "card", "payment card number", False),
    ("own-term", "identity", "term", "word from your own list", True),
    ("activity-id", "diagnostic", "id", "activity id", False),
    ("correlation-id", "diagnostic", "id", "correlation id", False),
    ("tracking-id", "diagnostic", "id", "tracking id", False),
    ("client-request-id", "diagnostic", "id", "client request id", False),
    ("session-id", "diagnostic", "id", "session id", False),
    ("case-number", "diagnostic", "case", "support case number", False),
)

KINDS: dict[str, Kind] = {row[0]: Kind(*row) for row in _ROWS}
SECRETS = frozenset(kind.id for kind in KINDS.values() if kind.group == "secret")
GUID_KINDS = frozenset(kind.id for kind in KINDS.values() if kind.tag == "id")
"""Kinds whose values are GUIDs: one GUID has one pseudonym, whatever it was found as."""
