"""A stand-in for `gh` on PATH: it checks nothing, logs its arguments and the body, and answers as it was told."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPT = """#!{python} -SE
import json, os, signal, sys, time
folder = os.path.dirname(os.path.abspath(__file__))
args = sys.argv[1:]
body = None
if "--body-file" in args:
    body = open(args[args.index("--body-file") + 1], encoding="utf-8").read()
with open(os.path.join(folder, "log.jsonl"), "a") as log:
    log.write(json.dumps({{"args": args, "body": body, "stdin": sys.stdin.read(),
                          "prompt": os.environ.get("GH_PROMPT_DISABLED")}}) + chr(10))
for begin, answer in json.load(open(os.path.join(folder, "answers.json"))):
    if args[: len(begin)] == begin:
        print(answer.get("stderr", ""), file=sys.stderr, end="", flush=True)
        print(answer.get("stdout", ""), end="", flush=True)
        time.sleep(answer.get("sleep", 0))
        if answer.get("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        sys.exit(answer.get("code", 0))
print("unknown command " + " ".join(args), file=sys.stderr)
sys.exit(1)
"""

URL = "https://github.com/microsoft/coe-starter-kit/issues/99001"


@dataclass
class StandIn:
    """The program's folder, to be put first on PATH."""

    folder: Path

    def tell(self, *answers: tuple[str, dict[str, Any]]) -> None:
        """Set what it answers to commands that begin with these words; the first that fits counts (`|` is a blank)."""
        rows = [([word.replace("|", " ") for word in begin.split()], answer) for begin, answer in (*answers, *DEFAULTS)]
        (self.folder / "answers.json").write_text(json.dumps(rows))

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call so far."""
        log = self.folder / "log.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    @property
    def created(self) -> list[dict[str, Any]]:
        """Every call that would have created an issue."""
        return [call for call in self.calls if call["args"][:2] == ["issue", "create"]]

    @property
    def environ(self) -> dict[str, str]:
        """Environment variables with the program on PATH."""
        return {"PATH": f"{self.folder}{os.pathsep}{os.defpath}", "HOME": str(self.folder)}


DEFAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--version", {"stdout": "gh version 2.99.0 (2026-09-01)\n"}),
    ("auth status", {}),
    ("repo view", {"stdout": '{"viewerPermission": "READ", "hasIssuesEnabled": true, "isArchived": false}'}),
    ("issue list", {"stdout": "[]"}),
    ("issue create", {"stdout": URL + "\n", "stderr": "Creating issue in microsoft/coe-starter-kit\n"}),
)


def make_standin(folder: Path) -> StandIn:
    """Write the program and return it."""
    folder.mkdir()
    program = folder / "gh"
    program.write_text(SCRIPT.format(python=sys.executable))
    program.chmod(0o755)
    standin = StandIn(folder)
    standin.tell()
    return standin
