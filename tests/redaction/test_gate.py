"""The leak gate finds canaries in every place and encoding, and nothing in what was redacted."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from reporter.redaction.gate import check_bundle
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor

CANARY = 'Fal"con & Söhne/7'
TENANT = "6f3a1c52-8b7e-4d19-a2c4-90de11f7b385"


def make() -> Redactor:
    redactor = Redactor(load_policy("github"), Pseudonyms.create(bytes(32)), own_terms=[CANARY])
    redactor.text(f"tenantId={TENANT} password=Tr0ub4dor9x adele.vance@contoso.com")
    return redactor


def pack(path: Path, members: dict[str, bytes], comment: bytes = b"") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.txt", data)
    return buffer.getvalue()


LEAKS = {
    "plain": CANARY.encode(),
    "upper": f"bare {TENANT.upper()} here".encode(),
    "dashless": TENANT.replace("-", "").encode(),
    "utf-16": f"of {CANARY}".encode("utf-16"),
    "utf-16 without a mark": "the address is adele.vance@contoso.com".encode("utf-16-le"),
    "url": quote(CANARY, safe="").encode(),
    "json": json.dumps(CANARY).encode(),
    "xml": html.escape(CANARY).encode(),
    "base64": base64.b64encode(b"x: " + CANARY.encode() + b" end"),
    "wrapped": b"some text that is as wide as wrapped lines are: adele.van\r\nce@contoso.com",
    "quoted-printable": b"a=\nb=\nc=\nd=\nadele.van=\nce@contoso.com",
    "zip inside": zipped(b"password Tr0ub4dor9x"),
    "gzip inside": gzip.compress(CANARY.encode()),
    "a secret nobody knew": b"AccountKey=" + base64.b64encode(bytes(range(64))),
}


@pytest.mark.parametrize("how", LEAKS)
def test_leak_is_found(how: str, tmp_path: Path) -> None:
    leaks = check_bundle(pack(tmp_path / "b.zip", {"a.txt": b"line\nline\n", "b.txt": LEAKS[how]}), make())
    assert leaks, how
    assert {leak.member.split("!")[0] for leak in leaks} == {"b.txt"}
    assert not any(CANARY in str(leak) or "Tr0ub4" in str(leak) for leak in leaks)


def test_leaks_in_names_and_comments_are_found(tmp_path: Path) -> None:
    found = check_bundle(pack(tmp_path / "b.zip", {"adele.vance@contoso.com.txt": b"x"}, CANARY.encode()), make())
    assert {leak.line for leak in found} == {0}
    assert {leak.kind for leak in found} == {"email", "own-term"}


def test_what_was_redacted_passes(tmp_path: Path) -> None:
    redactor = make()
    text = redactor.text(
        f"{CANARY} {TENANT} Tr0ub4dor9x adele.vance@contoso.com " + base64.b64encode(CANARY.encode()).decode()
    )
    assert check_bundle(pack(tmp_path / "b.zip", {"a.txt": text.encode()}), redactor) == ()


def test_line_numbers_count_over_blocks(tmp_path: Path) -> None:
    data = b"nothing here\n" * 200_000 + b"of adele.vance@contoso.com\n"
    (leak,) = check_bundle(pack(tmp_path / "b.zip", {"a.log": data}), make())
    assert str(leak) == "a.log:200001: email (ad***, 23 characters)"


def test_gate_fails_closed(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"this is no zip")
    (leak,) = check_bundle(path, make())
    assert leak.kind == "not checked"
    broken = pack(tmp_path / "c.zip", {"inner.zip": b"PK\x03\x04 nonsense"})
    assert [one.kind for one in check_bundle(broken, make())] == ["not checked"]


def test_accepted_members_are_not_searched(tmp_path: Path) -> None:
    path = pack(tmp_path / "b.zip", {"a.bin": b"\0\1 adele.vance@contoso.com"})
    assert check_bundle(path, make())
    assert check_bundle(path, make(), accepted=["a.bin"]) == ()
