"""Redaction against detect-secrets on one log, in one run: MB/s, peak memory, values gone; printed as ratios.

Run: `python tests/benchmarks/bench_redaction.py [MB]`; the log is made up here, its secrets are known.
"""

from __future__ import annotations

import random
import string
import sys
import tempfile
import time
from pathlib import Path

from reporter.redaction.copies import copy_redacted
from reporter.redaction.gate import check_text
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor

LETTERS = string.ascii_letters + string.digits
COMPARED = 1_000_000
"""Bytes that detect-secrets gets: it is slow, and its time grows with the bytes."""


def make_log(megabytes: float, seed: int = 7) -> tuple[bytes, list[str]]:
    """Return a log of about that size, one line in fifty with a value, and the values."""
    rng = random.Random(seed)

    def word(length: int) -> str:
        return "".join(rng.choices(LETTERS, k=length))

    def guid() -> str:
        code = f"{rng.getrandbits(128):032x}"
        return f"{code[:8]}-{code[8:12]}-4{code[13:16]}-a{code[17:20]}-{code[20:]}"

    users = [f"{word(6).lower()}.{word(8).lower()}@contoso.com" for _ in range(300)]
    lines: list[str] = []
    values: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        line = f"2026-11-01T00:00:00Z INFO [{rng.randint(1, 90)}] GET /api/data/v9.2/solutions?$top=50 200 req={guid()}"
        if rng.random() < 0.02:
            value, line = rng.choice(
                [
                    (one := rng.choice(users), f"2026-11-01T00:00:00Z INFO user {one} signed in"),
                    (one := word(14) + "9", f'{{"password":"{one}","time":1}}'),
                    (one := "ghp_" + word(36), f"DEBUG using token {one}"),
                    (one := word(86) + "==", f"DEBUG AccountName=contoso;AccountKey={one};EndpointSuffix=x"),
                    (one := guid(), f"INFO tenantId={one} cloud=public"),
                ]
            )
            values.append(value)
        lines.append(line)
        size += len(line) + 1
    return ("\n".join(lines) + "\n").encode(), values


def main(megabytes: float = 20) -> None:
    """Print one line per tool."""
    log, values = make_log(megabytes)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.log")
        source.write_bytes(log)
        redactor = Redactor(load_policy("github"), Pseudonyms.create(None))
        start = time.process_time()
        redactor.learn(source)
        with source.open("rb") as file, Path(folder, "one.log").open("wb") as out_file:
            for chunk in redactor.stream(iter(lambda: file.read(1 << 20), b""), name="a.log"):
                out_file.write(chunk)
        spent = time.process_time() - start
        fresh = Redactor(load_policy("github"), Pseudonyms.create(None))
        started = time.perf_counter()
        copy_redacted(fresh, [(source, "a.log")], Path(folder, "out"), force=False)
        wall = time.perf_counter() - started
        out = Path(folder, "one.log").read_text(encoding="utf-8")
        start = time.process_time()
        leaks = check_text(out, redactor, name="a.log")
        gate = time.process_time() - start
        sample = Path(folder, "sample.log")
        sample.write_bytes(log[:COMPARED])
        other = _detect_secrets(sample)
    ours = len(log) / 1e6 / spent
    gone = sum(value not in out for value in values) / len(values)
    print(f"copies, wall      {len(log) / 1e6 / wall:8.1f} MB/s  two processes from 24 MiB on")  # noqa: T201  # a script
    print(f"learn and redact  {ours:8.1f} MB/s  {gone:.1%} of {len(values)} values gone")  # noqa: T201  # a script
    print(f"reporter gate     {len(log) / 1e6 / gate:8.1f} MB/s  {len(leaks)} leaks")  # noqa: T201  # a script
    print(f"detect-secrets    {other:8.2f} MB/s (finds only)  ratio {ours / other:.0f}")  # noqa: T201  # a script


def _detect_secrets(path: Path) -> float:
    from detect_secrets.core.secrets_collection import SecretsCollection
    from detect_secrets.settings import default_settings

    start = time.process_time()
    with default_settings():
        SecretsCollection().scan_file(str(path))
    return path.stat().st_size / 1e6 / (time.process_time() - start)


if __name__ == "__main__":
    main(*(float(text) for text in sys.argv[1:2]))
