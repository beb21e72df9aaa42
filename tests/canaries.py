"""Canaries: one made-up value per kind of redaction, how it stands in a text, its spellings, and where any is found."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from reporter.redaction.kinds import SECRETS
from reporter.redaction.spellings import CASELESS


@dataclass(frozen=True)
class Canary:
    """A value of one kind; `text` holds it as `{}` with what tells its kind."""

    kind: str
    value: str
    text: str

    @property
    def planted(self) -> str:
        """The text with the value."""
        return self.text.replace("{}", self.value)


def _coded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


_TOKEN = ".".join((_coded('{"alg":"HS256","typ":"JWT"}'), _coded('{"sub":"kanari-4711"}'), "jWtkAn4rY" * 5))
_KEY = base64.b64encode(bytes(range(7, 71))).decode()
_PEM = "MIIBVQIBADANBgkqhkiG9w0BAQEFAASCkanariQ7"
_ROWS = (
    ("jwt", _TOKEN, "token {} ends"),
    ("auth-header", "kAn4rYb34r3rQ7w8E9r0", "Authorization: Bearer {}"),
    ("cookie", "kAn4rYc00k13Q7w8", "Cookie: session={}; theme=dark"),
    ("sas", "kAn4rYs1gQ7w8E9r0T1y2U3i4O5p6", "https://kit.example.com/blob?sp=r&sig={}&sv=2022-11-02"),
    ("connection-string", _KEY, "DefaultEndpointsProtocol=https;AccountKey={};EndpointSuffix=core.windows.net"),
    ("azure-key", "k7" * 38 + "+AStQw3e4r==", 'the storage key "{}" is old'),
    ("client-secret", "k7B8Q~" + "nD3_" * 8 + "rY", "the app has {} until May"),
    ("private-key", _PEM, "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----"),
    ("github-token", "gh" + "p_" + "Gk4nArY" * 5 + "q", "pushed with {} by hand"),
    ("gitlab-token", "gl" + "pat-" + "Lk4nArYq7W8e9R0t1Y2u", "cloned with {} by hand"),
    ("devops-token", "kanary7q2w3e4r5t6y7u2i3o4p5a6s7d2f3g4h5j6k7l2z3x4c5v", "the PAT {} is old"),
    ("registry-token", "np" + "m_" + "Nk4nArY" * 5 + "q", "published with {} by hand"),
    ("chat-token", "xo" + "xb-123456789012-kAn4rYq7W8e9R0t1Y2", "told with {} by hand"),
    ("cloud-key", "AK" + "IAKANARY7Q2W3E4R5T", "copied with {} by hand"),
    ("vendor-token", "hf" + "_" + "Hk4nArY" * 5, "pulled with {} by hand"),
    ("password", "Kan4ry&3x-Tr0ub", "Server=sql7;User Id=svc;Password={};Encrypt=True"),
    ("key-value", "kAn4rYk3yQ7w8E9r0", 'api_key = "{}"'),
    ("url-login", "kanaribuild:Kan4ryUr1", "https://{}@git.example.com/kit"),
    ("email", "ottilie.kanari@fabrikam.com", "as {} at noon"),
    ("person", "Ottilie Kanarienvogel", "Display Name: {}\n"),
    ("user-name", "okanarien", "C:\\Users\\{}\\Downloads"),
    ("sid", "S-1-5-21-3623811015-3361044348-30300820-1013", "owner {} failed"),
    ("computer", "KANARI-PC07", "ComputerName: {}\n"),
    ("phone", "+49 89 76543210", "Phone: {}\n"),
    ("ip", "81.22.4.190", "Request from {} at noon"),
    ("mac", "3C-52-82-1A-2B-4D", "adapter {} is up"),
    ("tenant-id", "6f3a1c52-8b7e-4d19-a2c4-90de11f7b385", "TenantId: {}"),
    ("environment-id", "7f3a1c52-8b7e-4d19-a2c4-90de11f7b386", "EnvironmentId: {}"),
    ("environment-name", "Kanariwelt", "the {} environment"),
    ("organization-id", "8f3a1c52-8b7e-4d19-a2c4-90de11f7b387", "OrganizationId: {}"),
    ("object-id", "9f3a1c52-8b7e-4d19-a2c4-90de11f7b388", "systemuserid: {}"),
    ("org-url", "kanarienorg", "https://{}.crm4.dynamics.com/main.aspx"),
    ("tenant-name", "kanaritenant", "https://{}.sharepoint.com/sites/kit"),
    ("server", "KANARISQL01", "Data Source={};Encrypt=True"),
    ("database", "kanaridb7", "Initial Catalog={};Encrypt=True"),
    ("own-term", "Kanarigarten", "at the {} site"),
    ("activity-id", "af3a1c52-8b7e-4d19-a2c4-90de11f7b389", "ActivityId: {}"),
    ("correlation-id", "bf3a1c52-8b7e-4d19-a2c4-90de11f7b38a", "CorrelationId: {}"),
    ("tracking-id", "cf3a1c52-8b7e-4d19-a2c4-90de11f7b38b", "TrackingId: {}"),
    ("client-request-id", "df3a1c52-8b7e-4d19-a2c4-90de11f7b38c", "client-request-id: {}"),
    ("session-id", "ef3a1c52-8b7e-4d19-a2c4-90de11f7b38d", "SessionId: {}"),
    ("case-number", "2511180040007777", "case {} is open"),
)
CANARIES = {row[0]: Canary(*row) for row in _ROWS}
ENCODINGS = ("plain", "url", "json", "xml", "base64")
GUID = re.compile("[0-9a-f-]{36}")


def spell(text: str, encoding: str) -> str:
    """Return a text in one of the encodings that evidence uses."""
    if encoding == "url":
        return quote(text, safe="")
    if encoding == "json":
        return json.dumps(text)[1:-1].replace("/", "\\/")
    if encoding == "xml":
        return html.escape(text)
    if encoding == "base64":
        return base64.b64encode(text.encode()).decode()
    return text


def song(encoding: str = "plain") -> str:
    """Return one text with all canaries: each with what tells its kind, and each alone in another spelling."""
    lines = [canary.planted for canary in CANARIES.values()]
    if encoding != "plain":
        alone = [canary for canary in CANARIES.values() if canary.kind != "private-key"]  # a line of one tells nothing
        lines += [f"<{spell(canary.value, encoding)}>" for canary in alone]
        lines += [f"<{spell(canary.planted, encoding)}>" for canary in CANARIES.values()]
    return "\n".join(lines)


def needles(canary: Canary) -> Iterator[tuple[bytes, bool]]:
    """Yield (bytes to look for, whether case does not matter): every spelling of a value and of its long parts."""
    caseless = canary.kind in CASELESS
    value = canary.value
    parts = {value}
    if canary.kind in SECRETS and len(value) >= 40:
        parts |= {value[-24:], value[8:32]}
    if canary.kind == "url-login":
        parts |= {value.partition(":")[2]}
    if GUID.fullmatch(value):
        parts.add(value.replace("-", ""))
    for part in parts:
        for text in {spell(part, encoding) for encoding in ("plain", "url", "json", "xml")}:
            yield text.encode(), caseless
            yield text.encode("utf-16-le"), caseless
            yield text.encode("utf-16-be"), caseless
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + part.encode())
            core = whole[(0, 2, 3)[shift] : len(whole) - (0, 3, 2)[(shift + len(part)) % 3]]
            if len(core) >= 10:
                yield core, False


NEEDLES = {canary.kind: tuple(needles(canary)) for canary in CANARIES.values()}


def find(data: bytes, kinds: frozenset[str]) -> set[str]:
    """Return the kinds whose canary stands in the bytes, in any spelling, also over line ends."""
    found: set[str] = set()
    for one in (data, re.sub(rb"=?\r?\n", b"", data)):
        lowered = one.lower()
        for kind in kinds - found:
            if any((needle.lower() in lowered) if caseless else (needle in one) for needle, caseless in NEEDLES[kind]):
                found.add(kind)
    return found


def open_all(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file in the bytes of a file, archives opened, with names and comments as pieces of their own."""
    yield name, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield f"{name} (comment)", archive.comment
            for info in archive.infolist():
                yield f"{name}!{info.filename} (name)", info.filename.encode() + b"\n" + info.comment + info.extra
                yield from open_all(archive.read(info), f"{name}!{info.filename}")
    elif data.startswith(b"\x1f\x8b"):
        yield from open_all(gzip.decompress(data), f"{name}!")
