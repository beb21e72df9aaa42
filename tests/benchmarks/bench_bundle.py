"""How fast bundles are packed, side by side with zip and 7-Zip on the same generated set, in one run.

    python tests/benchmarks/bench_bundle.py --folder FOLDER [--scale 1.0] [--rounds 3] [--set mixed|small|large]

Prints a row for each tool (median wall seconds, processor seconds, peak memory, size) and the ratios that matter. The
rounds are interleaved, so that a busy machine slows all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

MEGABYTE = 1_000_000
PASSPHRASE = "correct-horse-battery-staple"


@dataclass
class Runs:
    """The measured runs of one tool."""

    name: str
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: float = 0.0
    size: int = 0

    @property
    def seconds(self) -> float:
        return statistics.median(self.wall)


# ---- the set


def write_mixed(folder: Path, scale: float) -> None:
    """600 MB of log, 200 MB of JSON, 150 MB of compressed data and 5,000 small files of about 4 KB, times `scale`."""
    generator = random.Random(7)
    write_log(folder / "service.log", int(600 * MEGABYTE * scale), generator)
    for number in range(4):
        write_json(folder / f"session-{number}.har", int(50 * MEGABYTE * scale), generator)
    for number in range(30):
        (folder / f"picture-{number:02}.png").write_bytes(generator.randbytes(int(5 * MEGABYTE * scale)))
    write_small(folder / "small", int(5000 * scale), generator)


def write_log(path: Path, size: int, generator: random.Random) -> None:
    unique = b"".join(log_lines(min(size, 24 * MEGABYTE), generator))
    with path.open("wb") as file:
        for start in range(0, size, len(unique)):
            file.write(unique[: min(len(unique), size - start)])


def log_lines(size: int, generator: random.Random) -> Iterator[bytes]:
    levels = ("INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR")
    parts = ("SolutionImport", "DataverseClient", "FlowRuntime", "ConnectionReference", "PluginHost", "Scheduler")
    verbs = ("started", "finished", "retried", "was refused", "timed out", "was queued", "returned 200", "returned 502")
    done, moment = 0, 0
    while done < size:
        moment += generator.randrange(1, 900)
        line = (
            f"2025-11-18T{moment // 3600000 % 24:02}:{moment // 60000 % 60:02}:{moment // 1000 % 60:02}."
            f"{moment % 1000:03}Z {generator.choice(levels):<5} [{generator.choice(parts)}] request "
            f"{UUID(int=generator.getrandbits(128))} {generator.choice(verbs)} after "
            f"{generator.randrange(1, 9999)} ms, component "
            f"{generator.choice(parts)}.{generator.randrange(1, 400)}, attempt {generator.randrange(1, 4)}\n"
        ).encode()
        done += len(line)
        yield line


def write_json(path: Path, size: int, generator: random.Random) -> None:
    with path.open("wb") as file:
        file.write(b'{"log":{"entries":[\n')
        while file.tell() < size:
            rows = []
            for _ in range(200):
                row = {
                    "startedDateTime": f"2025-11-18T09:{generator.randrange(60):02}:{generator.randrange(60):02}.000Z",
                    "time": generator.random() * 900,
                    "request": {
                        "method": generator.choice(["GET", "POST", "PATCH"]),
                        "url": f"https://contoso.example.com/api/data/v9.2/solutions({generator.getrandbits(32):08x})",
                        "headers": [{"name": "x-ms-client-request-id", "value": f"{generator.getrandbits(96):024x}"}],
                    },
                    "response": {
                        "status": generator.choice([200, 200, 204, 429, 502]),
                        "bodySize": generator.randrange(9999),
                    },
                }
                rows.append(json.dumps(row))
            file.write((",\n".join(rows) + ",\n").encode())
        file.write(b"{}]}}\n")


def write_small(folder: Path, count: int, generator: random.Random, size: int = 4000) -> None:
    text = b"".join(log_lines(4 * MEGABYTE, generator))
    for number in range(count):
        sub = folder / f"{number // 500:03}"
        sub.mkdir(parents=True, exist_ok=True)
        start = generator.randrange(len(text) - 2 * size)
        (sub / f"run-{number:05}.txt").write_bytes(text[start : start + generator.randrange(size // 2, size * 3 // 2)])


# ---- the tools


def pack(folder: Path, target: Path, *options: str) -> None:
    """What the child process for our own rows does; options: aes, inner, stream, engine=NAME."""
    from reporter.bundle.deflate import load_deflater
    from reporter.bundle.member import Member
    from reporter.bundle.writer import write_bundle

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    engine = next((option.partition("=")[2] for option in options if option.startswith("engine=")), None)

    def stream(path: Path) -> Callable[[], Iterator[bytes]]:
        def pieces() -> Iterator[bytes]:
            with path.open("rb") as file:
                while piece := file.read(1 << 18):
                    yield piece

        return pieces

    members = (
        Member(path.relative_to(folder).as_posix(), stream(path) if "stream" in options else path) for path in files
    )
    write_bundle(
        target,
        members,
        passphrase=PASSPHRASE.encode() if "aes" in options or "inner" in options else None,
        layout="inner" if "inner" in options else "entries",
        force=True,
        deflater=load_deflater(engine) if engine else None,
        verify="no verify" not in options,
    )


def run(command: Sequence[str], folder: Path, target: Path, runs: Runs) -> None:
    target.unlink(missing_ok=True)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    trouble = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{runs.name} failed: {trouble.decode(errors='replace')[-2000:]}")
    runs.wall.append(time.perf_counter() - start)
    runs.processor.append(usage.ru_utime + usage.ru_stime)
    runs.memory = max(runs.memory, usage.ru_maxrss / 1000)
    runs.size = target.stat().st_size


def commands(folder: Path, target: Path) -> dict[str, list[str]]:
    """Return the command of every tool that is installed; it runs in the set's folder."""
    own = [sys.executable, str(Path(__file__).resolve()), "--pack", str(folder), str(target)]
    found = {
        "bundle": own,
        "bundle, streamed": [*own, "stream"],
        "bundle, not read back": [*own, "no verify"],
        "bundle AES": [*own, "aes"],
        "bundle AES, not read back": [*own, "aes", "no verify"],
        "bundle AES, one inner zip": [*own, "inner"],
        "bundle AES, one inner zip, not read back": [*own, "inner", "no verify"],
        "bundle by zlib-ng": [*own, "engine=zlib-ng"],
        "bundle by zlib": [*own, "engine=zlib"],
    }
    if shutil.which("zip"):
        found["zip -r -6"] = ["zip", "-q", "-r", "-6", str(target), "."]
    if shutil.which("7z"):
        seven = ["7z", "a", "-tzip", "-bso0", "-bsp0"]
        found["7z -tzip"] = [*seven, str(target), "."]
        found["7z -mx=1"] = [*seven, "-mx=1", str(target), "."]
        found["7z AES"] = [*seven, "-mem=AES256", f"-p{PASSPHRASE}", str(target), "."]
        found["7z -mx=1 AES"] = [*seven, "-mx=1", "-mem=AES256", f"-p{PASSPHRASE}", str(target), "."]
    return found


RATIOS = (
    ("zip -r -6", "bundle, not read back", 7.0),
    ("7z -tzip", "bundle, not read back", 12.0),
    ("7z -mx=1", "bundle, not read back", 3.0),
    ("7z AES", "bundle AES, not read back", 7.0),
    ("7z -mx=1 AES", "bundle AES, not read back", 2.0),
    ("7z AES", "bundle AES, one inner zip, not read back", 7.0),
    ("7z -mx=1 AES", "bundle AES, one inner zip, not read back", 2.0),
    ("zip -r -6", "bundle", None),
    ("7z -tzip", "bundle", None),
    ("7z -mx=1", "bundle", None),
    ("7z -mx=1 AES", "bundle AES, one inner zip", None),
)


def show(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def report(results: dict[str, Runs]) -> None:
    show(f"{'':42}{'wall s':>8}{'range':>14}{'cpu s':>8}{'MB ram':>8}{'MB out':>9}")
    for runs in results.values():
        spread = f"{min(runs.wall):.2f}-{max(runs.wall):.2f}"
        cpu = statistics.median(runs.processor)
        show(f"{runs.name:42}{runs.seconds:8.2f}{spread:>14}{cpu:8.2f}{runs.memory:8.0f}{runs.size / MEGABYTE:9.1f}")
    for other, own, wanted in RATIOS:
        if other in results and own in results:
            ratios = [a / b for a, b in zip(results[other].wall, results[own].wall, strict=True)]
            goal = f" (wanted {wanted})" if wanted else ""
            show(f"{own} is {statistics.median(ratios):.2f} times as fast as {other}{goal}")
    if "zip -r -6" in results and "bundle" in results:
        show(f"size: {results['bundle'].size / results['zip -r -6'].size:.3f} of zip -6 (at most 1.06)")


def make(folder: Path, kind: str, scale: float) -> None:
    """Write the set, whole or not at all."""
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    if kind == "mixed":
        write_mixed(making, scale)
    elif kind == "small":
        write_small(making, int(20000 * scale), random.Random(3))
    else:
        write_log(making / "large.log", int(10_000 * MEGABYTE * scale), random.Random(4))
    making.rename(folder)


def main() -> None:
    if sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), sys.argv[3], float(sys.argv[4]))
        return
    if sys.argv[1:2] == ["--pack"]:
        pack(Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the set and the zips go (about 2 GB)")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--set", choices=("mixed", "small", "large"), default="mixed")
    parser.add_argument("--only", default="", help="names of rows, separated by ;")
    options = parser.parse_args()
    folder = options.folder.resolve() / f"{options.set}-{options.scale:g}"
    if not folder.exists():
        # in a process of its own: what it needs would count as the memory of every tool that is started later
        subprocess.run([sys.executable, __file__, "--make", str(folder), options.set, str(options.scale)], check=True)
    target = options.folder.resolve() / "out.zip"
    found = commands(folder, target)
    wanted = [name.strip() for name in options.only.split(";")] if options.only else list(found)
    results = {name: Runs(name) for name in wanted}
    for _ in range(options.rounds):
        for name, runs in results.items():
            run(found[name], folder, target, runs)
    target.unlink(missing_ok=True)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE
    show(f"{options.set} set, {size:.0f} MB, zlib {zlib.ZLIB_RUNTIME_VERSION}, {os.cpu_count()} processors")
    report(results)


if __name__ == "__main__":
    main()
