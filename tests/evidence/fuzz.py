"""A fuzz target for every reader; for a minute each: `python tests/evidence/fuzz.py 60`. Tests run it for a moment."""

from __future__ import annotations

import io
import json
import random
import sys
import time
import zipfile
from collections.abc import Callable

from reporter.evidence import Source, gather
from reporter.evidence.facts import dump_facts
from reporter.evidence.readers import READERS

SLOW = 10.0
"""Seconds for one input; more counts as a hang."""
_TEXT = """
0x80040216 80097376 -2147188706 from 4.1 to 4.2 upgrade import Error code Exception message Activity id tracking Id
status code BadGateway ModernFlow name HELPER - A | B ### What solution version { } [ ] < > & ; ' " \\ Status
Solution failed to import: FAILURE ErrorCode ErrorText Failure , | 2026-01-05T10:00:00Z é 999999999999 1e999
Session ID: Tenant ID: Organization ID: Instance URL: https://contoso.crm4.dynamics.com/ Microsoft PowerPlatform CLI
Version: <OrganizationServiceFault> <ErrorCode> AADSTS700082: Unique Name Friendly Name Version Managed True [1] *
user@contoso.com"""
WORDS = _TEXT.split()
WORDS += ["\n", "\r", "\t", "\0", "\ufeff", "\ud800", "\n\n"]
XML = (
    '<importexportxml start="636964156226630101" stop="x" progress="1"><solutionManifests><solutionManifest id="a" '
    'LocalizedName="b"><UniqueName>c</UniqueName><Version>1.0</Version><Managed>1</Managed><result result="failure" '
    'errorcode="0x8004801D" errortext="x &lt;MissingDependencies&gt;&lt;MissingDependency&gt;'
    "&lt;Required type=&quot;1&quot; "
    'schemaName=&quot;a&quot;/&gt;&lt;/MissingDependency&gt;"><parameters><parameter>a</parameter></parameters></result>'
    "</solutionManifest></solutionManifests></importexportxml>"
)
BOOK = (
    '<Workbook xmlns="urn:x" xmlns:ss="urn:y"><Worksheet><Table><Row><Cell><Data>Status</Data></Cell>'
    '<Cell ss:Index="2">'
    "<Data>"
    "ErrorCode</Data></Cell><Cell><Data>ErrorText</Data></Cell></Row><Row><Cell><Data>Failure</Data></Cell><Cell>"
    "<Data>0x80048539"
    "</Data></Cell><Cell><Data>text</Data></Cell></Row></Table></Worksheet></Workbook>"
)
MANIFEST = (
    "<ImportExportXml><SolutionManifest><UniqueName>a</UniqueName><LocalizedNames>"
    "<LocalizedName description='b'/></LocalizedNames>"
    "<Version>1.2.3</Version><Managed>1</Managed><MissingDependencies/></SolutionManifest></ImportExportXml>"
)
HAR = {
    "log": {
        "entries": [
            {
                "startedDateTime": "2026-01-05T10:00:00Z",
                "request": {
                    "method": "GET",
                    "url": "https://contoso.crm4.dynamics.com/a?b=c",
                    "headers": [{"name": "a", "value": "b"}],
                },
                "response": {"status": 500, "headers": [], "content": {"text": '{"error":{"code":"a","message":"b"}}'}},
            }
        ]
    }
}
RUN = {
    "name": "1",
    "properties": {"status": "Failed", "startTime": "2026-01-05T10:00:00Z", "error": {"code": "A", "message": "b"}},
}
OUTPUT = {
    "statusCode": 500,
    "headers": {"Date": "Mon, 05 Jan 2026 10:00:00 GMT"},
    "body": {"error": {"code": "0x80040217", "message": "b"}},
}
HISTORY = {
    "msdyn_name": "a",
    "msdyn_errorcode": "0x80040217",
    "msdyn_exceptionmessage": "b",
    "msdyn_starttime": "2026-01-05T10:00:00Z",
}
JOB = {"importjobid": "1", "solutionname": "a", "data": XML}
TABLE = "Status\tErrorCode\tErrorText\nFailure\t0x80048539\ttext\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde"
    b"\0\0\0\x0cIDATx\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\r\xefF\xb8"
    b"\0\0\0\0IEND\xaeB`\x82"
)


def _zip(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        archive.writestr("customizations.xml", b"<a/>")
    return stream.getvalue()


def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TABLE.splitlines():
        sheet.append(line.split("\t"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def list_seeds() -> dict[str, list[bytes]]:
    """Return inputs to begin from, by the name of the reader's function."""
    return {
        "read_archive": [_zip("solution.xml", MANIFEST.encode()), _zip("log.txt", b"error 80097376"), _workbook()],
        "read_image": [PNG],
        "read_import_job": [XML.encode()],
        "read_spreadsheet": [BOOK.encode()],
        "read_manifest": [MANIFEST.encode()],
        "read_har": [json.dumps(HAR).encode()],
        "read_job_record": [json.dumps(JOB).encode()],
        "read_records": [json.dumps({"value": [HISTORY]}).encode()],
        "read_flow": [json.dumps(RUN).encode(), json.dumps(OUTPUT).encode()],
        "read_delimited": [TABLE.encode()],
        "read_log": [b"nothing here\n" * 12_000 + b"error code 0x80048539\n"],
        "read_plain": [" ".join(WORDS).encode("utf-8", "replace")],
    }


def mutate(data: bytes, source: random.Random) -> bytes:
    """Return the bytes changed in a few places: flipped, cut, doubled, words thrown in, re-encoded."""
    changed = bytearray(data)
    for _ in range(source.randint(1, 6)):
        place = source.randint(0, max(0, len(changed) - 1))
        way = source.randint(0, 6)
        if way == 0 and changed:
            changed[place] = source.randint(0, 255)
        elif way == 1:
            del changed[place : place + source.randint(1, 40)]
        elif way == 2:
            changed[place:place] = changed[place : place + source.randint(1, 400)] * source.randint(1, 20)
        elif way == 3:
            changed[place:place] = source.choice(WORDS).encode("utf-8", "replace") * source.randint(1, 5)
        elif way == 4:
            changed[place:place] = bytes(source.randint(0, 255) for _ in range(source.randint(1, 20)))
        elif way == 5:
            words = (source.choice(WORDS) for _ in range(source.randint(1, 60)))
            changed[place:place] = " ".join(words).encode("utf-8", "replace")
        elif source.random() < 0.2:
            encoding = source.choice(["utf-16", "utf-32", "utf-8-sig"])
            changed = bytearray(bytes(changed).decode("utf-8", "replace").encode(encoding))
        else:
            del changed[place:]
    return bytes(changed)


def fuzz(
    name: str, seeds: list[bytes], seconds: float, *, seed: int = 0, say: Callable[[str], None] | None = None
) -> int:
    """Feed one reader with changed inputs for a time; return how many.

    Raises:
        AssertionError: an input made an exception or took longer than `SLOW`; the message holds the input.
    """
    source = random.Random(seed)
    end, count, pool = time.monotonic() + seconds, 0, list(seeds)
    while time.monotonic() < end:
        data = mutate(source.choice(pool), source)[:300_000]
        if source.random() < 0.05 and len(data) < 20_000:
            pool = [*seeds, *pool[-30:], data]
        begin = time.monotonic()
        try:
            facts = gather([Source("fuzz", data=data)])
            json.dumps(dump_facts(facts))
            unfinished = [one.note for one in facts.files if one.note and "could not be read to its end" in one.note]
        except Exception as error:
            raise AssertionError(f"{name}: {error!r} for {data[:3000]!r}") from error
        assert not unfinished, f"{name}: {unfinished} for {data[:3000]!r}"
        assert time.monotonic() - begin < SLOW, f"{name}: {time.monotonic() - begin:.1f} s for {data[:3000]!r}"
        count += 1
    if say:
        say(f"{name}: {count} inputs in {seconds:.0f} s")
    return count


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    length = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    chosen = sys.argv[2:]
    for reader, beginnings in list_seeds().items():
        if not chosen or reader in chosen:
            fuzz(reader, beginnings, length, seed=int(time.time()), say=_say)
    assert set(list_seeds()) == {one.read.__name__ for one in READERS}
