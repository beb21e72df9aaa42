from __future__ import annotations

import hashlib
import itertools
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.bundle.limits import (
    LIMITS,
    Estimate,
    describe_excess,
    estimate_file,
    find_limit,
    fits,
    leave_out_largest,
)
from reporter.bundle.member import Member
from reporter.bundle.parts import cut_range, hash_parts, split_bundle
from reporter.bundle.reader import verify_bundle
from reporter.bundle.unpack import unpack_bundle
from reporter.bundle.windows import keep_windows, split_lines
from reporter.bundle.writer import write_bundle
from reporter.errors import ReporterError


@pytest.mark.parametrize(
    ("target", "way", "usable"),
    [
        ("github", None, 25_000_000),
        ("microsoft", None, None),
        ("microsoft", "azure portal", 4_000_000),
        ("microsoft", "azure api", 5_000_000),
        ("internal", None, 14_598_540),
    ],
)
def test_each_way_has_its_limit(target: str, way: str | None, usable: int | None) -> None:
    assert find_limit(target, way).usable == usable


def test_the_users_own_number_wins_and_an_unknown_limit_takes_all() -> None:
    assert find_limit("microsoft", own={"power platform": 7}).usable == 7
    assert fits(10**12, find_limit("microsoft"))
    assert not fits(25_000_001, find_limit("github"))
    with pytest.raises(KeyError):
        find_limit("github", "telex")
    assert all(limit.source for limit in LIMITS)


def test_the_estimate_is_near_the_truth(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"".join(b"request %x finished after %d ms\n" % (n * 7919, n % 997) for n in range(60_000)))
    packed = write_bundle(tmp_path / "a.zip", [Member("a.log", path)]).size
    assert estimate_file(path).packed == pytest.approx(packed, rel=0.15)
    (tmp_path / "empty").write_bytes(b"")
    assert estimate_file(tmp_path / "empty").packed == 200


def test_an_excess_is_told_with_the_choices() -> None:
    estimates = [Estimate(Path("a.har"), 0, 20_000_000), Estimate(Path("b.log"), 0, 9_000_000)]
    assert describe_excess(estimates, find_limit("github")) == (
        "The zip will have about 29.0 MB, and github (issue) takes 25.0 MB. The largest file is a.har with about "
        "20.0 MB. You can: leave out the largest files; keep only the lines around errors of the largest logs; make "
        "numbered zips that each open alone; make one zip all the same, and send it another way."
    )
    assert describe_excess(estimates[1:], find_limit("github")) is None
    assert describe_excess(estimates, find_limit("microsoft")) is None
    kept, gone = leave_out_largest(estimates, 10_000_000)
    assert ([one.path.name for one in kept], [one.path.name for one in gone]) == (["b.log"], ["a.har"])


def test_windows_around_errors_are_kept() -> None:
    lines = [b"line %d\n" % number for number in range(40)]
    lines[20] = b"ERROR 0x80097376\n"
    kept = b"".join(keep_windows([b"".join(lines)], around=3)).decode().splitlines()
    assert kept == [
        "line 0",
        "line 1",
        "line 2",
        "[... 14 lines without errors left out ...]",
        "line 17",
        "line 18",
        "line 19",
        "ERROR 0x80097376",
        "line 21",
        "line 22",
        "line 23",
        "[... 13 lines without errors left out ...]",
        "line 37",
        "line 38",
        "line 39",
    ]


@given(st.lists(st.sampled_from([b"ok\n", b"error\n", b"x "]), max_size=60), st.integers(1, 4))
@settings(deadline=None, max_examples=100)
def test_no_line_is_lost_uncounted(lines: list[bytes], around: int) -> None:
    text = b"".join(lines)
    kept = list(keep_windows([text], around=around))
    counted = sum(int(line.split()[1]) if line.startswith(b"[...") else 1 for line in kept)
    assert counted == len(list(split_lines([text])))
    assert sum(b"error" in line for line in kept if not line.startswith(b"[...")) == sum(
        b"error" in line for line in split_lines([text])
    )


@given(st.binary(max_size=4000), st.lists(st.integers(0, 4000), max_size=5), st.integers(1, 700))
@settings(deadline=None, max_examples=150)
def test_neighbouring_ranges_fit_together(data: bytes, cuts: list[int], step: int) -> None:
    marks = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    found = [
        b"".join(cut_range((data[at : at + step] for at in range(0, len(data), step)), start, end))
        for start, end in itertools.pairwise(marks)
    ]
    assert b"".join(found) == data


@pytest.mark.parametrize("passphrase", [None, b"secret"])
def test_parts_open_alone_and_together_are_the_whole(tmp_path: Path, passphrase: bytes | None) -> None:
    text = b"".join(b"%d %s\n" % (n, hashlib.md5(b"%d" % n).hexdigest().encode()) for n in range(60_000))
    noise = os.urandom(700_000)
    members = [
        Member("attachments/01-large.log", text),
        Member("attachments/02-noise.bin", noise),
        *(Member(f"attachments/{n + 3:02}-small.txt", b"small %d" % n) for n in range(8)),
        Member("report.html", b"<html></html>"),
    ]
    whole = write_bundle(tmp_path / "report.zip", members, passphrase=passphrase)
    limit = 400_000
    parts = split_bundle(whole.path, limit, passphrase=passphrase)
    count = len(parts)
    assert count >= 4
    assert [part.name for part in parts] == [f"report.part-{n}-of-{count}.zip" for n in range(1, count + 1)]
    assert all(part.stat().st_size <= limit for part in parts)
    assert all(verify_bundle(part, passphrase).problems == () for part in parts)
    assert len(hash_parts(parts)) == count
    together = tmp_path / "together"
    for part in parts:
        unpack_bundle(part, together, passphrase=passphrase, force=True)
    index = json.loads((together / "PARTS.json").read_bytes())
    assert index["parts"] == [part.name for part in parts]
    assert (together / "report.html").read_bytes() == b"<html></html>"
    for name, content in (("01-large.log", text), ("02-noise.bin", noise)):
        pieces = sorted((together / "attachments").glob(f"{name}.*-of-*"))
        assert len(pieces) > 1
        assert b"".join(piece.read_bytes() for piece in pieces) == content
    assert all(piece.read_bytes().endswith(b"\n") for piece in (together / "attachments").glob("01-large.log.*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["report.zip", "together", *(part.name for part in parts)]
    )
    if passphrase is None:
        assert "report.html" in zipfile.ZipFile(parts[0]).namelist()


def test_parts_never_replace_a_file_and_leave_nothing_when_refused(tmp_path: Path) -> None:
    whole = write_bundle(tmp_path / "a.zip", [Member("x.bin", os.urandom(600_000))])
    (tmp_path / "a.part-2-of-3.zip").write_bytes(b"mine")
    with pytest.raises(ReporterError, match="exists already"):
        split_bundle(whole.path, 300_000)
    with pytest.raises(ReporterError, match="too small"):
        split_bundle(whole.path, 1000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.part-2-of-3.zip", "a.zip"]
