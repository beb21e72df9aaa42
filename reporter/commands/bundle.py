"""The receiving side: verify, inspect, unpack and open a bundle, whoever sent it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reporter.bundle.passphrase import asker, open_passphrase
from reporter.bundle.reader import Bundle, PassphraseError, verify_bundle
from reporter.bundle.reader import open_bundle as read_open
from reporter.console import Surroundings, visible
from reporter.errors import InputError, ReporterError
from reporter.paths import is_there, need_file

MOST_REPORT = 32 << 20
"""Bytes of a `report.json` that is looked into."""


def verify(surroundings: Surroundings, path: Path, *, as_json: bool = False) -> int:
    """Say whether the bundle is whole and unchanged; exit 1 and each thing that is wrong otherwise."""
    passphrase = find_passphrase(surroundings, path)
    verified = verify_bundle(path, passphrase)
    if as_json:
        data = {
            "path": str(path),
            "ok": verified.ok,
            "encrypted": verified.encrypted,
            "identity": verified.identity if verified.ok else None,
            "members": [{"name": row.name, "size": row.size, "sha256": row.sha256} for row in verified.rows],
            "problems": list(verified.problems),
        }
        _print_json(surroundings, data)
    elif verified.ok:
        surroundings.result(visible(f"{path}: whole, {len(verified.rows)} members, identity {verified.identity}"))
    else:
        for problem in verified.problems:
            surroundings.result(_line(problem))
    if not verified.ok:
        count = len(verified.problems)
        raise ReporterError(
            f"{path} is not whole: {_line(verified.problems[0])}"
            + (f" (and {count - 1} more)" if count > 1 else "")
            + ". Ask the sender for it again."
        )
    return 0


def inspect(surroundings: Surroundings, path: Path, *, as_json: bool = False) -> int:
    """Show what is in the bundle without unpacking it."""
    passphrase = find_passphrase(surroundings, path)
    with read_open(path, passphrase) as bundle:
        data = _describe(bundle, path)
    if as_json:
        _print_json(surroundings, data)
        return 0
    title = data.get("title")
    if title:
        surroundings.result(_line(str(title)))
    for member in data["members"]:
        surroundings.result(f"{member['size']:>14,}  {_line(member['name'])}")
    lock = ", encrypted (AES-256)" if data["encrypted"] else ""
    surroundings.say(f"{len(data['members'])} members, {data['size']:,} bytes unpacked{lock}.")
    if data["comment"]:
        surroundings.say(f"Comment of the zip: {_line(data['comment'])}")
    for problem in data["problems"]:
        surroundings.say(f"Take care: {_line(problem)}")
    return 0


def unpack(surroundings: Surroundings, path: Path, folder: Path, *, force: bool = False) -> int:
    """Check the bundle and unpack it into the folder."""
    from reporter.bundle.unpack import unpack_bundle

    unpacked = unpack_bundle(path, folder, passphrase=find_passphrase(surroundings, path), force=force)
    for note in unpacked.notes:
        surroundings.say(f"Note: {_line(note)}.")
    surroundings.result(visible(str(folder)))
    return 0


def open_bundle(surroundings: Surroundings, path: Path) -> int:
    """Check the bundle, unpack it into a private folder, and show its page in the browser."""
    from reporter.bundle.show import show_page

    page = show_page(surroundings, path, find_passphrase(surroundings, path))
    surroundings.result(visible(str(page)))
    return 0


def find_passphrase(surroundings: Surroundings, path: Path) -> bytes | None:
    """Return the passphrase of an encrypted bundle, asked for where there is a terminal; None if it needs none.

    Raises:
        InputError: there is no such file, or it is no zip.
        PassphraseError: it needs one, and none is to be had.
    """
    if not is_there(path):
        raise InputError(f"There is no file {path}. Check the name.")
    need_file(path, "a bundle")
    try:
        with read_open(path) as bundle:
            if not bundle.encrypted or bundle.problems:
                return None
    except PassphraseError as error:
        missing = error
    else:
        missing = PassphraseError(
            f"{path} is encrypted. Set REPORTER_PASSPHRASE, or run in a terminal to be asked for the passphrase."
        )
    passphrase = open_passphrase(surroundings.environ, asker(surroundings))
    if passphrase is None:
        raise missing
    return passphrase


def _describe(bundle: Bundle, path: Path) -> dict[str, Any]:
    data: dict[str, Any] = {
        "path": str(path),
        "encrypted": bundle.encrypted,
        "size": sum(entry.file_size for entry in bundle.entries),
        "comment": bundle.comment.decode("utf-8", "replace"),
        "members": [
            {
                "name": entry.filename,
                "size": entry.file_size,
                "compressed": entry.compress_size,
                "method": "stored" if entry.compress_type == 0 else "deflated",
                "encrypted": bool(entry.is_encrypted),
            }
            for entry in bundle.entries
        ],
        "problems": list(bundle.problems),
    }
    report = None if bundle.problems else _read_report(bundle)
    if isinstance(report, dict) and isinstance(report.get("title"), str):
        data["title"] = report["title"]
    return data


def _read_report(bundle: Bundle) -> Any:
    for entry in bundle.entries:
        if entry.filename == "report.json" and entry.file_size <= MOST_REPORT:
            try:
                return json.loads(b"".join(bundle.contents(entry)))
            except (ValueError, RecursionError, PassphraseError, ReporterError):
                return None
    return None


def _print_json(surroundings: Surroundings, data: dict[str, Any]) -> None:
    surroundings.stdout.write(json.dumps(data, indent=2) + "\n")  # ASCII: nothing in it can drive the terminal
    surroundings.stdout.flush()


def _line(text: str) -> str:
    """One line of foreign text without anything that could drive the terminal."""
    return visible(text.replace("\n", "\ufffd").replace("\r", "\ufffd").replace("\t", " "))
