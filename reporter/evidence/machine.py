"""This machine, asked with consent: system, time zone, language, PowerShell, .NET, `pac`, browsers; a line each."""

from __future__ import annotations

import locale
import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from reporter.processes import CommandResult, run_command

Run = Callable[[Sequence[str]], CommandResult]
_WINDOWS_EDGE = ("reg", "query", r"HKCU\Software\Microsoft\Edge\BLBeacon", "/v", "version")
_WINDOWS_CHROME = ("reg", "query", r"HKCU\Software\Google\Chrome\BLBeacon", "/v", "version")
_WINDOWS_FIREFOX = ("reg", "query", r"HKLM\SOFTWARE\Mozilla\Mozilla Firefox", "/v", "CurrentVersion")
_MAC = "/Applications/{0}.app/Contents/MacOS/{0}"


@dataclass(frozen=True)
class MachineFact:
    """One fact about this machine; where it could not be learnt, `value` says why in words and `known` is False."""

    name: str
    value: str
    known: bool = True


@dataclass(frozen=True)
class Question:
    """What is asked of a program: ways to ask, tried in turn, and the pattern of the answer."""

    name: str
    ways: tuple[tuple[str, ...], ...]
    answer: re.Pattern[str]


VERSION = re.compile(r"(?P<answer>\d+(?:\.\d+){1,4})")


def list_questions(system: str) -> tuple[Question, ...]:
    """Return what is asked on a system (`Windows`, `Darwin`, else Linux): versions and the active profile."""
    shells: tuple[tuple[str, ...], ...] = (
        ("pwsh", "-NoLogo", "-NoProfile", "-Command", "$PSVersionTable.PSVersion.ToString()"),
    )
    browsers: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    if system == "Windows":
        shells += (("powershell", *shells[0][1:]),)
        browsers = (("Edge", (_WINDOWS_EDGE,)), ("Chrome", (_WINDOWS_CHROME,)), ("Firefox", (_WINDOWS_FIREFOX,)))
    elif system == "Darwin":
        names = {"Edge": "Microsoft Edge", "Chrome": "Google Chrome", "Firefox": "firefox"}
        browsers = tuple((name, ((_MAC.format(program), "--version"),)) for name, program in names.items())
    else:
        browsers = (
            ("Edge", (("microsoft-edge", "--version"),)),
            ("Chrome", (("google-chrome", "--version"), ("chromium", "--version"))),
            ("Firefox", (("firefox", "--version"),)),
        )
    return (
        Question("PowerShell", shells, VERSION),
        Question(".NET", (("dotnet", "--version"),), VERSION),
        Question("pac", (("pac",), ("pac", "help")), re.compile(r"Version:\s+(?P<answer>\d+(?:\.\d+){1,3})")),
        Question("pac profile", (("pac", "auth", "list"),), re.compile(r"^(?P<answer>\[\d+\]\s+\*.*)$", re.M)),
        *(Question(name, ways, VERSION) for name, ways in browsers),
    )


def read_machine(
    *, run: Run = run_command, now: datetime | None = None, environ: Mapping[str, str] | None = None
) -> tuple[MachineFact, ...]:
    """Return the facts about this machine; every program has 5 s, and all are asked at the same time.

    Args:
        run: The door to other programs.
        now: The time, whose zone is the machine's.
        environ: Environment variables, for the language.
    """
    questions = list_questions(platform.system())
    with ThreadPoolExecutor(max_workers=len(questions)) as pool:
        answers = list(pool.map(lambda question: _ask(question, run), questions))
    return (*_own(now or datetime.now().astimezone(), os.environ if environ is None else environ), *answers)


def _own(now: datetime, environ: Mapping[str, str]) -> Iterator[MachineFact]:
    """What Python itself knows; no host name, no user name."""
    yield MachineFact("operating system", _system())
    offset = now.strftime("%z")
    zone = now.tzname() or "unknown"
    yield MachineFact("time zone", f"{zone} (UTC{offset[:3]}:{offset[3:5]})" if offset else zone, bool(offset))
    language = locale.getlocale()[0] or environ.get("LANG", "").split(".")[0]
    yield MachineFact("language", language or "could not be learnt", bool(language))


def _system() -> str:
    name = platform.system()
    if name == "Darwin":
        return f"macOS {platform.mac_ver()[0]} ({platform.machine()})"
    if name == "Linux":
        try:
            name = platform.freedesktop_os_release().get("PRETTY_NAME", name)
        except OSError:
            return f"{name} {platform.release()} ({platform.machine()})"
    return f"{name} {platform.version() if name == 'Windows' else platform.release()} ({platform.machine()})"


def _ask(question: Question, run: Run) -> MachineFact:
    problem = "could not be learnt"
    for way in question.ways:
        result = run(way)
        match = question.answer.search(result.stdout) or question.answer.search(result.stderr)
        if match and result.problem is None:
            return MachineFact(question.name, re.sub(r"\s+", " ", match["answer"]).strip())
        problem = result.problem or f"{way[0]} gave no answer that could be read (exit code {result.code})"
    return MachineFact(question.name, problem, known=False)
