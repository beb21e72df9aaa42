"""The same content gives the same bytes, run after run and under load."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

BUNDLES = int(os.environ.get("REPORTER_TEST_BUNDLES", "40"))
"""How many bundles are made in all; 1,000 for a long run."""

CHILD = """
import hashlib, os, random, sys, tempfile
from pathlib import Path
from reporter.bundle.member import Member
from reporter.bundle.writer import write_bundle
chance = random.Random(5)
words = [b"%x" % chance.getrandbits(chance.randrange(8, 64)) for _ in range(400)]
def text(size):
    return b" ".join(chance.choices(words, k=size // 9)) + b"\\n"
members = [Member(f"small-{n}.txt", text(chance.randrange(10, 9000))) for n in range(40)]
members += [Member(f"middle-{n}.txt", text(chance.randrange(30_000, 400_000))) for n in range(3)]
members += [Member("noise.bin", chance.randbytes(300_000))]
large = text(2_500_000)
members += [Member("large.log", lambda: (large[at : at + 65_000] for at in range(0, len(large), 65_000)))]
clutter = [bytearray(os.urandom(1)[0] * 977 + n) for n in range(os.urandom(1)[0])]
with tempfile.TemporaryDirectory() as folder:
    for _ in range(int(sys.argv[1])):
        path = Path(folder) / "report.zip"
        write_bundle(path, members, force=True, verify=False)
        clutter.append(bytearray(os.urandom(2)[0] * 511))
        print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.mark.skipif(BUNDLES < 4, reason="switched off")
def test_bundles_made_by_four_processes_at_once_do_not_differ_in_a_byte() -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(BUNDLES // 4)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    lines: list[str] = []
    for process in running:
        lines += process.communicate(timeout=3000)[0].split()
        assert process.returncode == 0
    assert len(lines) == BUNDLES // 4 * 4
    assert len(set(lines)) == 1
    assert len(lines[0]) == len(hashlib.sha256().hexdigest())
