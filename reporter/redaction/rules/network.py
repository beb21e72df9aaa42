"""Rules for machines and networks: addresses, hardware addresses, hosts of an organization, servers, SIDs."""

from __future__ import annotations

import ipaddress
import re

from reporter.redaction.rule import Rule
from reporter.redaction.rules.web import ESCAPED

_DOCUMENTED = tuple(ipaddress.ip_network(one) for one in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
_CONTEXT = re.compile(
    rb"(?i)(?:::|ip|ipv4|addr|address|host|from|to|client|server|remote|peer|gateway|dns|at|by|via|src|dst|for|@|://)[\"'\]\s:=(>\[]{0,6}$"
)
_VERSION = re.compile(rb"(?i)(?:version|ver|v|release|\bbuild|upgrade[sd]?|update[sd]?|/|rv:)[\"'\s:=(>]{0,4}$")


def _ipv4(match: re.Match[bytes]) -> bool:
    value = match["value"]
    octets = [int(part) for part in value.split(b".")]
    if max(octets) > 255 or any(len(part) > 1 and part[:1] == b"0" for part in value.split(b".")):
        return False
    if octets[0] in (0, 127, 255) or octets[0] >= 240 or value == b"255.255.255.255":
        return False
    before = match.string[max(match.start("value") - 24, 0) : match.start("value")]
    if _VERSION.search(before) and not before.endswith(b"://"):
        return False
    version = max(octets) < 32 or (octets[0] < 10 and sum(octet > 99 for octet in octets) < 2)
    if version and not _CONTEXT.search(before):
        wide = match.string[max(match.start("value") - 80, 0) : match.start("value")].rpartition(b"\n")[2]
        if octets[0] != 10 or octets[3] == 0 or b"ersion" in wide:
            return False
    address = ipaddress.ip_address(value.decode())
    return not any(address in network for network in _DOCUMENTED)


def _ipv6(match: re.Match[bytes]) -> bool:
    value = match["value"]
    if value.count(b":") < 2 or value in (b"::", b"::1"):
        return False
    try:
        ipaddress.IPv6Address(value.decode())
    except ValueError:
        return False
    # 12:30:45 is a time; an address has a gap, letters, or all eight groups.
    return (b"::" in value and len(value) > 4) or value.count(b":") == 7 or b"." in value


def _mac(match: re.Match[bytes]) -> bool:
    value = match["value"].replace(b"-", b":").lower()
    return value not in (b"ff:ff:ff:ff:ff:ff", b"00:00:00:00:00:00") and len(set(value)) > 2


def _label(match: re.Match[bytes]) -> bool:
    return match["value"].lower() not in _SERVICE_HOSTS and not match["value"].isdigit()


_SERVICE_HOSTS = frozenset(
    b"www api admin make disco dev globaldisco home cloudredirector port docs support portal login signup community content "
    b"help forum blogs experience ip supp apps flow us eu unitedstates europe asia".split()
)
_HEX = b"0123456789abcdefABCDEF"
_HOST = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"


def _host(name: str, kind: str, suffixes: str, inner: str = "", example: str = "") -> Rule:
    """A host whose first label is the value and whose rest is a known suffix."""
    return Rule(
        name,
        kind,
        tuple(suffixes.split()),
        ESCAPED + r"-{0,4}(?P<value>[A-Za-z0-9][A-Za-z0-9\-]{1,62})" + inner + r"\.[a-z]",
        before=_HOST,
        accept=_label,
        examples=((example, example.partition("//")[2].partition(".")[0]),) if example else (),
    )


def _middles() -> tuple[str, ...]:
    """The middle of an IPv4 address, folded: dots around one to three digits, 4 being its own sign."""
    digits = [""]
    found: list[str] = []
    for _ in range(3):
        digits = [one + digit for one in digits for digit in "04"]
        found += digits
    return tuple(f".{one}.{two}" for one in found for two in "04")


NETWORK_RULES = (
    Rule(
        "ipv4",
        "ip",
        _middles(),
        r"(?<![A-Za-z0-9.])(?<!ersion=)(?<!ersion=\")(?<!ersion\":\")(?<!ersion=\\\")(?<!ersion: )(?<!ersion )(?<!Chrome/)(?<!Edg/)"
        r"(?P<value>[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})(?![A-Za-z0-9]|\.[0-9])",
        before=b"0123456789",
        accept=_ipv4,
        examples=(("Request from 81.22.4.190:5000", "81.22.4.190"),),
        counters=("Version=1.4.23.9", "127.0.0.1", "Chrome/131.0.0.0", "9.2.24044.123", "192.0.2.7"),
    ),
    Rule(
        "ipv6",
        "ip",
        ("::",),
        r"(?<![\w:.])(?P<value>[0-9A-Fa-f:]{2,39}(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})?)(?![\w:]|\.[0-9])",
        before=_HEX + b":",
        accept=_ipv6,
        examples=(("client=fd12:3456:789a::2f01 ok", "fd12:3456:789a::2f01"),),
        counters=("std::vector", "at 12:30:45", "::1", "a::b"),
    ),
    Rule(
        "ipv4-in-ipv6",
        "ip",
        ("::ffff:",),
        r"(?P<value>::[Ff]{4}:[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![\w.])",
        examples=(("peer::ffff:81.22.4.190 left", "::ffff:81.22.4.190"),),
        counters=("std::ffff: none",),
    ),
    Rule(
        "organization-host",
        "org-url",
        tuple(
            f"{inner}.crm{number}.{base}"
            for inner in ("", ".api")
            for number in ("", "0", "4", "00", "04")
            for base in ("dynamics.com", "microsoftdynamics.us", "appsplatform.us", "dynamics.cn", "dynamics.com")
        ),
        ESCAPED + r"-{0,4}(?P<value>[A-Za-z0-9][A-Za-z0-9\-]{1,62})(?:\.api)?\.[a-z]",
        before=_HOST,
        accept=_label,
        examples=(
            ("https://adventure-uat.crm4.dynamics.com/main.aspx", "adventure-uat"),
            ("%2F%2Fadventure.api.crm.dynamics.com", "adventure"),
        ),
    ),
    _host(
        "sharepoint",
        "tenant-name",
        ".sharepoint.com .sharepoint.us .sharepoint.cn .sharepoint-df.com",
        "",
        "https://adventure-my.sharepoint.com",
    ),
    _host(
        "onmicrosoft",
        "tenant-name",
        ".onmicrosoft.com .onmicrosoft.us",
        "(?:\\.mail)?",
        "https://adventure.onmicrosoft.com",
    ),
    _host(
        "database-server",
        "server",
        ".database.windows.net .database.azure.com .database.usgovcloudapi.net .sql.azuresynapse.net .database.cloudapi.de "
        ".redis.cache.windows.net .mysql.database.azure.com .postgres.database.azure.com",
        "(?:\\.[a-z]{1,12})?",
        "https://adventuredb.database.windows.net",
    ),
    _host(
        "service-host",
        "server",
        ".blob.core.windows.net .file.core.windows.net .queue.core.windows.net .table.core.windows.net .dfs.core.windows.net "
        ".servicebus.windows.net .vault.azure.net .azurewebsites.net .documents.azure.com .search.windows.net .azure-api.net "
        ".openai.azure.com .cognitiveservices.azure.com .azconfig.io .azurecr.io .visualstudio.com .powerappsportals.com "
        ".core.windows.net",
        "(?:\\.scm)?",
        "https://adventurestore.blob.core.windows.net",
    ),
    Rule(
        "sid",
        "sid",
        ("s-0-0-00-", "s-0-0-00-0", "s-0-00-0-"),
        r"(?<![A-Za-z0-9])(?P<value>[Ss]-1-(?:5-21|12-1)-[0-9]{1,10}-[0-9]{1,10}-[0-9]{1,10}(?:-[0-9]{1,10})?)(?![0-9])",
        examples=(
            ("user S-1-5-21-3623811015-3361044348-30300820-1013", "S-1-5-21-3623811015-3361044348-30300820-1013"),
        ),
        counters=("S-1-5-18",),
    ),
    Rule(
        "computer",
        "computer",
        (
            "computername",
            "computer name",
            "machinename",
            "machine name",
            "hostname",
            "host name",
            "workstation",
            "computer:",
            "computer=",
            "machine:",
        ),
        r"(?:[\"'\\]{0,3}\s{0,4}[:=,]\s{0,4}[\"'\\]{0,3}|>|\s{1,6}[.: ]{0,20}:\s{0,4})(?P<value>[A-Za-z0-9][A-Za-z0-9\-]{3,40}(?:\.[A-Za-z0-9\-]{1,40}){0,5})(?![\w(/])",
        at="end",
        accept=lambda match: (
            match["value"].lower() not in (b"localhost", b"null", b"true", b"false", b"none", b"unknown")
            and not match["value"].isdigit()
        ),
        examples=(("ComputerName: DESKTOP-7Q3A1", "DESKTOP-7Q3A1"),),
        counters=("hostname: localhost",),
    ),
    Rule(
        "machine-prefix",
        "computer",
        ("desktop-", "laptop-", "win-"),
        r"(?<![\w\-])(?P<value>(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{6,15})(?![\w\-])",
        examples=(("on DESKTOP-A1B2C3D today", "DESKTOP-A1B2C3D"),),
        counters=("desktop-application",),
    ),
    Rule(
        "database-name",
        "database",
        ("initial catalog=", "database="),
        r"\s{0,2}(?P<value>[A-Za-z][\w\-.]{1,100})(?=[;\"'\s])",
        at="end",
        accept=lambda match: match["value"].lower() not in (b"master", b"tempdb", b"model", b"msdb", b"true", b"false"),
        examples=(("Server=x;Initial Catalog=adventure;User", "adventure"),),
    ),
    Rule(
        "data-source",
        "server",
        ("data source=", "server=", "addr=", "network address="),
        r"\s{0,2}(?:tcp:|np:)?(?P<value>[A-Za-z][A-Za-z0-9\-]{2,60})(?=[\\;,\"']|\.(?!database|com\b))",
        at="end",
        accept=lambda match: (
            match["value"].lower() not in (b"localhost", b"(local)", b"true", b"false", b"https", b"http")
        ),
        examples=(("Data Source=SQLPROD01;Initial", "SQLPROD01"),),
    ),
)
