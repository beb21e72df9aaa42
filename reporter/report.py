"""The report: everything that is known about one failure, as plain frozen data, with its JSON Schema.

A `Report` is what an answers file holds, what a draft keeps and what `report.json` of a bundle is.
Keys follow the answers file in the README; a key that is unknown is left out (`dump_report`), never guessed.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

SCHEMA_VERSION = 1

Target = Literal["github", "microsoft", "internal"]
TARGETS: tuple[Target, ...] = ("github", "microsoft", "internal")

Outcome = Literal["fixed", "same error", "another error", "partly", "not tried"]
Operation = Literal["install", "upgrade", "update", "patch"]
Severity = Literal["A", "B", "C"]
YesNo = Literal["yes", "no", "not known"]
Destination = Literal["github", "microsoft", "internal", "not yet"]


def normalise_code(text: str) -> str | None:
    """Return an error code as `0x` and eight upper-case hex digits, or None if the text is no such code.

    Takes `80097376`, `0x8004801e`, `[80040216]`, signed decimal `-2147188706` and unsigned decimal `2147778590`.
    """
    text = text.strip().strip("[]()'\"")
    if re.fullmatch(r"-\d{1,10}", text):
        number = int(text) + 2**32
    elif re.fullmatch(r"\d{10}", text):
        number = int(text)
    elif re.fullmatch(r"(0[xX])?[0-9a-fA-F]{8}", text):
        number = int(text, 16)
    else:
        return None
    return f"0x{number:08X}" if 0x80000000 <= number < 2**32 else None


def spell_code(code: str) -> tuple[str, ...]:
    """Return the spellings of a normalised code that people search for: bare hex, 0x hex, signed, unsigned decimal."""
    number = int(code, 16)
    return (f"{number:08X}", f"0x{number:08X}", str(number - 2**32), str(number))


def _whole_code(value: Any) -> Any:
    """YAML reads an unquoted 80097376 as a number: give it back its digits, then normalise what is a known spelling."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return (normalise_code(value) or value) if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    """YAML reads an unquoted 4.49 as a number; versions are text."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _as_letter_case(value: Any) -> Any:
    """Yes and No without quotes arrive from YAML as booleans."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _need_zone(value: datetime) -> datetime:
    value = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    try:
        value.astimezone(timezone.utc)
    except OverflowError:
        raise ValueError("must lie within the calendar in UTC too") from None
    return value


Time = Annotated[datetime, AfterValidator(_need_zone)]
Code = Annotated[str, BeforeValidator(_whole_code)]
Version = Annotated[str, BeforeValidator(_as_text)]
Answer = Annotated[YesNo, BeforeValidator(_as_letter_case)]
Text = Annotated[str, BeforeValidator(_as_text)]


class Data(BaseModel):
    """Frozen data that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Component(Data):
    """The flow, app, table or other part that an error names."""

    kind: str | None = None
    name: str | None = None
    id: str | None = None


class ErrorDetail(Data):
    """One error: its code, its full text, what it is about and when it showed."""

    code: Code | None = None
    message: str | None = None
    http_status: Text | None = None
    component: Component | None = None


class Solution(Data):
    """The solution that was imported, before and after."""

    name: str | None = None
    unique_name: str | None = None
    source_version: Version | None = None
    target_version: Version | None = None
    managed: bool | None = None
    file: str | None = None


class OperationDetail(Data):
    """What was done, and by which way (maker portal, admin center, pac, pipeline)."""

    kind: Operation | None = None
    method: str | None = None
    command: str | None = None
    tool_version: Version | None = None
    started: Time | None = None
    duration_seconds: int | None = Field(default=None, ge=0)
    tries: int | None = Field(default=None, ge=0)
    same_error_each_time: Answer | None = None


class Environment(Data):
    """Where it happened."""

    name: str | None = None
    id: str | None = None
    url: str | None = None
    type: str | None = None
    region: str | None = None
    cloud: str | None = None
    license: str | None = None
    language: Text | None = None
    tenant_id: str | None = None
    organization_id: str | None = None
    capacity: str | None = None
    managed: Answer | None = None


class Account(Data):
    """Who ran the import."""

    role: str | None = None
    license: str | None = None
    kind: str | None = None
    user: str | None = None


class Installed(Data):
    """One row of the list of installed solutions."""

    unique_name: str
    version: Version | None = None
    managed: bool | None = None
    name: str | None = None


class MissingDependency(Data):
    """One component that the import did not find, what needs it, its kind, and the solution that has it."""

    required: str
    dependent: str | None = None
    kind: str | None = None
    solution: str | None = None


class Checks(Data):
    """What maintainers ask back most often, each answered in one line."""

    unmanaged_layers: str | None = None
    open_editors: str | None = None
    upgrade_leftover: Answer | None = None
    creator_kit_version: Version | None = None
    dlp: str | None = None
    dlp_used: Answer | None = None
    customizations: str | None = None
    network: str | None = None
    service_health: str | None = None
    works_in_test: Answer | None = None


class Identifiers(Data):
    """Ids that support looks up in its own logs; kept by every policy that can."""

    activity: tuple[str, ...] = ()
    correlation: tuple[str, ...] = ()
    tracking: tuple[str, ...] = ()
    client_request: tuple[str, ...] = ()
    session: tuple[str, ...] = ()
    case: tuple[str, ...] = ()


class Attempt(Data):
    """One step that was tried against the error."""

    what: str
    at: Time | None = None
    outcome: Outcome | None = None
    note: str | None = None
    step: str | None = None
    """Id of the step in the catalogue of known errors, where it was picked from there."""


class Event(Data):
    """One entry of the timeline."""

    at: Time
    what: str


class Attachment(Data):
    """A file that goes into the bundle; a relative path counts from the answers file."""

    path: str
    caption: str | None = None
    size: int | None = Field(default=None, ge=0)
    sha256: str | None = None
    consent: bool | None = None
    """True: include a file that cannot be checked for secrets, on the user's word."""


class Impact(Data):
    """What the failure does to the people who depend on it."""

    severity: Severity | None = None
    description: str | None = None
    who: str | None = None
    since: Text | None = None
    deadline: Text | None = None
    workaround: str | None = None


class Contact(Data):
    """Whom support calls back (Microsoft and internal tickets only)."""

    name: str | None = None
    email: str | None = None
    phone: Text | None = None
    method: Literal["email", "phone"] | None = None
    time_zone: str | None = None
    language: str | None = None
    country: str | None = None


class Consent(Data):
    """What the user allowed (Microsoft: advanced diagnostic information)."""

    diagnostics: Answer | None = None
    machine_facts: Answer | None = None


class Routing(Data):
    """Where the report should go by the rules, why, and what the user decided."""

    recommended: Destination | None = None
    reasons: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    chosen: Destination | None = None


class Machine(Data):
    """One fact about the machine that the import ran from, taken with consent."""

    name: str
    value: str


FormAnswer = str | list[str]


class Report(Data):
    """Everything known about one failure. All fields optional: what is missing is said, not invented."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    title: str | None = None
    summary: str | None = None
    expected: str | None = None
    steps_to_reproduce: str | None = None
    errors: tuple[ErrorDetail, ...] = ()
    solution: Solution = Solution()
    operation: OperationDetail = OperationDetail()
    environment: Environment = Environment()
    account: Account = Account()
    installed: tuple[Installed, ...] = ()
    missing_dependencies: tuple[MissingDependency, ...] = ()
    checks: Checks = Checks()
    ids: Identifiers = Identifiers()
    attempts: tuple[Attempt, ...] = ()
    timeline: tuple[Event, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    impact: Impact = Impact()
    contact: Contact = Contact()
    consent: Consent = Consent()
    references: tuple[str, ...] = ()
    machine: tuple[Machine, ...] = ()
    known: tuple[str, ...] = ()
    routing: Routing = Routing()
    fingerprint: str | None = None
    form: dict[str, FormAnswer] = Field(default_factory=dict)
    form_file: str | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True)


def dump_report(report: Report) -> dict[str, Any]:
    """Return the report as plain JSON data without what is unknown; times as ISO 8601, `schema` last."""
    data = report.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return {**_without_empty(data), "schema": SCHEMA_VERSION}


def write_json(data: Any) -> str:
    """Return JSON text as every file of the program has it: UTF-8, two blanks, one newline at the end.

    What could drive a terminal, turn the direction of the text or is no character at all stands there escaped.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


_TO_ESCAPE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    kept = {}
    for key, value in data.items():
        value = _without_empty(value) if isinstance(value, dict) else value
        if value not in (None, {}, [], ()):
            kept[key] = value
    return kept


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an answers file and of `report.json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Report.model_json_schema(by_alias=True)}
