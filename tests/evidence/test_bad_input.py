"""Foreign files that are wrong in some way: each gives facts or a sentence, never a traceback, never a hang."""

from __future__ import annotations

import io
import json
import os
import struct
import sys
import time
import zipfile
from pathlib import Path

import pytest

from reporter.errors import InputError
from reporter.evidence import Source, gather, open_sources
from reporter.evidence.facts import Facts

TEXT = (
    "Error code: 80097376\nDer Import schlug fehl: Überlauf – "
    "„Flow server error returned with status code BadGateway“\n"
)
JOB = (
    '<?xml version="1.0" encoding="{encoding}"?><importexportxml progress="10"><entities><entity LocalizedName="Bill">'
    '<result result="failure" errorcode="0x8004801D" errortext="SQL error in Bill" /></entity>{rest}'
)


def read(data: bytes, name: str = "x") -> Facts:
    return gather([Source(name, data=data)])


def note(data: bytes) -> str | None:
    return read(data).files[0].note


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        "\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("code", "co\0de").encode() + b"\0\0\0",
        b"\0" * 10 + TEXT.encode(),
    ],
)
def test_every_encoding_gives_the_same_error(data: bytes) -> None:
    (error,) = read(data).errors
    assert (error.code, error.http_status, error.where.line) == ("0x80097376", "BadGateway", 1)


@pytest.mark.parametrize(
    "data",
    [
        JOB.format(encoding="utf-16", rest="</entities></importexportxml>").encode("utf-8"),
        JOB.format(encoding="utf-16", rest="</entities></importexportxml>").encode("utf-16"),
        JOB.format(encoding="utf-8", rest="</entities></importexportxml>").encode("utf-16-le"),
        b"\xef\xbb\xbf \r\n" + JOB.format(encoding="utf-8", rest="</entities></importexportxml>").encode(),
        JOB.format(encoding="utf-8", rest="<entity a=\x01").encode(),
        JOB.format(encoding="nonsense", rest="</entities>").encode(),
    ],
)
def test_xml_with_a_wrong_declaration_or_cut_off_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert [(one.code, one.message) for one in read(data).errors] == [("0x8004801D", "SQL error in Bill")]


def test_cut_off_xml_says_so() -> None:
    assert str(note(JOB.format(encoding="utf-8", rest="<entity").encode())).endswith(
        "It is cut off or damaged at line 1; what stands before was read."
    )


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;&x;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://contoso.example/x.dtd"> %x;]>',
    ],
)
def test_entities_are_refused_and_said(prolog: str) -> None:
    found = read(f"{prolog}<importexportxml><result errortext='&x;' result='failure'/></importexportxml>".encode())
    assert not found.errors
    assert found.files[0].note == (
        "It declares XML entities, which is refused because they can read other files or fill the memory."
    )


def test_elements_nested_without_end_are_read_in_part() -> None:
    assert "nested more than 200 deep" in str(note(b"<importexportxml>" + b"<a>" * 50_000))


@pytest.mark.parametrize(
    "text",
    [
        '{"error": {"code": "0x80040217", "message": "The record is gone"',
        '{"properties": {"status": "Failed"}, "error": {"code": "0x80040217", "message": "The record is gone"}',
        "[" * 100_000 + '"0x80040217"',
        '{"a": ' * 50_000 + '"0x80040217"',
    ],
)
def test_cut_off_json_is_read_as_text(text: str) -> None:
    assert [one.code for one in read(text.encode()).errors] == ["0x80040217"]


@pytest.mark.parametrize(
    "data", ["[]", "{}", "null", "[null]", '{"value": 3}', '{"log": {"entries": [3, null, {}]}}', "[1e999]"]
)
def test_odd_json_is_no_error(data: str) -> None:
    assert read(data.encode()).errors == ()


def make_zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_a_zip_bomb_is_said() -> None:
    assert "bomb" in str(note(make_zip({"solution.xml": bytes(60 * 2**20)}, zipfile.ZIP_BZIP2)))
    big = make_zip({"solution.xml": bytes(9 * 2**20)}, zipfile.ZIP_STORED)
    assert "unpacks to 9 MB, more than is read out of a zip" in str(note(big))


def test_a_zip_whose_member_is_bigger_than_it_says() -> None:
    data = bytearray(make_zip({"solution.xml": bytes(2**20)}))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 100)
    assert (
        "damaged" in str(note(bytes(data))) or "bomb" in str(note(bytes(data))) or "manifest" in str(note(bytes(data)))
    )


def test_an_encrypted_zip_is_said() -> None:
    data = bytearray(make_zip({"solution.xml": b"<a/>"}, zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    assert str(note(bytes(data))).startswith("This zip is encrypted and cannot be read without its password.")


@pytest.mark.parametrize("keep", [10, 100, 300])
def test_a_damaged_zip_is_said(keep: int) -> None:
    data = make_zip({"solution.xml": os.urandom(500)})
    assert str(note(data[:keep])).startswith("This zip is damaged")


def test_a_zip_with_very_many_members_is_read_in_part() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(5_000):
            archive.writestr(f"log{number}.txt", b"Error code: 80097376" if number == 3 else b"nothing")
    found = read(stream.getvalue())
    assert [one.code for one in found.errors] == ["0x80097376"]
    assert found.errors[0].where.file == "x: log3.txt"
    assert found.files[-1].note is None
    assert found.files[0].note == "A zip with 5000 members; 50 were read. Only the first 50 were looked at."


def test_logs_in_a_zip_in_a_zip_are_read() -> None:
    inner = make_zip({"log.txt": b"Error code: 80097376"})
    assert [one.code for one in read(make_zip({"a.bin": inner})).errors] == ["0x80097376"]


def test_a_line_of_a_million_characters() -> None:
    begin = time.monotonic()
    found = read(b"x" * 500_000 + b" error code 80097376 " + b"from 4.1 to " * 50_000)
    assert [one.code for one in found.errors] == ["0x80097376"]
    assert time.monotonic() - begin < 10


@pytest.mark.skipif(os.name == "nt", reason="sparse files need a flag there")
def test_a_sparse_log_of_five_gigabytes_is_read_from_both_ends(tmp_path: Path) -> None:
    path = tmp_path / "huge.log"
    with path.open("wb") as file:
        file.write(b"first line\nError code: 80040216\n")
        file.seek(5 * 2**30)
        file.write(b"\nthe end: error code 80097376\n")
    begin = time.monotonic()
    found = gather([Source.from_path(path)])
    assert [one.code for one in found.errors] == ["0x80040216", "0x80097376"]
    assert [one.where.line for one in found.errors] == [2, 4]
    assert str(found.files[0].note).startswith("A long text (5120 MB)")
    assert time.monotonic() - begin < 60


def test_a_long_log_gives_first_and_last_errors_and_counts() -> None:
    filler = b"2026-01-05 INFO nothing of interest happens here, number 12345678 of 87654321\n" * 20
    middle = b"\n".join(filler + b"Error code: 0x8004%04X happened\n" % (0x8000 + number) for number in range(400))
    found = read(middle)
    codes = [one.code for one in found.errors]
    assert (codes[0], codes[-1]) == ("0x80048000", "0x8004818F")
    assert len(codes) < 200
    assert "Error codes stand in it 400 times." in str(found.files[0].note)
    assert found.errors[-1].where.line == 400 * 22 - 1


def test_an_error_across_two_chunks_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for shift in (0, 15):
        monkeypatch.setattr("reporter.evidence.log.CHUNK", 65536)
        monkeypatch.setattr("reporter.evidence.log.ZEROS", bytes(65536))
        data = (
            (b"." * 63 + b"\n") * 1023 + b"-" * (64 + shift) + b" code 0x80048539 here\n" + (b"." * 63 + b"\n") * 2000
        )
        found = read(data)
        assert [one.code for one in found.errors] == ["0x80048539"]
        assert "Error codes stand in it 1 times." in str(found.files[0].note)


def test_a_long_log_in_utf_16() -> None:
    text = ("nothing here\n" * 20_000) + "Error code: 0x80048539\n" + ("nothing here\n" * 20_000)
    found = read(text.encode("utf-16"))
    assert [(one.code, one.where.line) for one in found.errors] == [("0x80048539", 20_001)]


def test_an_empty_and_a_binary_file_are_lines_among_the_files() -> None:
    assert [(one.kind, one.note) for one in read(b"").files] == [("unknown", "It is empty.")]
    assert [(one.kind, one.note) for one in read(bytes(range(256)) * 20).files] == [
        ("unknown", "It is no kind of evidence that can be read here.")
    ]


def test_a_damaged_picture_is_said() -> None:
    assert str(note(b"\x89PNG\r\n\x1a\n" + b"x" * 100)).startswith("This picture is damaged or far too big")


def test_a_file_that_vanishes_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "gone.log"
    path.write_text("error 80097376")
    sources = open_sources([str(path)], io.StringIO())
    path.unlink()
    assert gather(sources).files[0].note == "It cannot be read (No such file or directory)."


@pytest.mark.parametrize("name", ["missing.log", "bad\0name", "x" * 5000])
def test_a_missing_file_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        open_sources([str(tmp_path / name)], io.StringIO())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_pipe_or_device_is_a_sentence_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (str(tmp_path / "pipe"), "/dev/zero"):
        with pytest.raises(InputError, match="device or a pipe"):
            open_sources([name], io.StringIO())
    (tmp_path / "a.txt").write_text("error code 80097376")
    assert [one.name for one in open_sources([str(tmp_path)], io.StringIO())] == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the super-user may read everything")
def test_an_unreadable_file_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "secret.log"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(InputError, match="permissions"):
        open_sources([str(path)], io.StringIO())


def test_standard_input_is_read_as_bytes_where_possible() -> None:
    class Stream:
        buffer = io.BytesIO(TEXT.encode("utf-16"))

    (source,) = open_sources(["-"], Stream())  # type: ignore[arg-type]  # only the bytes behind it are read
    assert [one.code for one in gather([source]).errors] == ["0x80097376"]
    (source,) = open_sources(["-"], io.StringIO(TEXT))
    assert [one.code for one in gather([source]).errors] == ["0x80097376"]


def test_too_much_standard_input_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporter.evidence.source.STDIN_LIMIT", 2**20)
    (source,) = open_sources(["-"], io.BytesIO(b"x\n" * 2**20))
    assert gather([source]).files[0].note is not None
    assert "Only the first 1 MB of standard input were read" in str(gather([source]).files[0].note)


def test_a_table_with_odd_rows_is_read() -> None:
    rows = 'Status\tErrorCode\tErrorText\nFailure\nFailure\t0x80048539\tbroken "quote\nFailure\t\t\t\t\t\n'
    assert "0x80048539" in [one.code for one in read(rows.encode()).errors]


def test_nothing_heavy_is_imported_for_a_text() -> None:
    import subprocess

    code = (
        "import sys; from reporter.evidence import gather, Source; gather([Source.from_text('error code 80097376')]);"
        "print([m for m in ('openpyxl', 'PIL', 'lxml', 'dateparser', 'defusedxml', 'rich') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout == "[]\n"


def test_json_lines_are_read_as_text() -> None:
    lines = "\n".join(json.dumps({"level": "error", "text": f"failed with 0x8004801{number}"}) for number in range(3))
    assert len(read(lines.encode()).errors) == 3
