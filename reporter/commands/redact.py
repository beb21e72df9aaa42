"""`reporter redact`: redacted copies of files and folders, or a pipe."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reporter.console import Surroundings
from reporter.errors import InputError
from reporter.paths import is_folder, is_there, need_file, typed_path

if TYPE_CHECKING:
    from reporter.redaction.copies import Copy
    from reporter.redaction.redactor import Redactor

CHUNK = 1 << 16


def redact(
    surroundings: Surroundings,
    paths: list[str],
    *,
    target: str,
    output: Path | None,
    as_json: bool = False,
    keep: list[str] | None = None,
    remove: list[str] | None = None,
    blank: list[str] | None = None,
    draft: str | None = None,
    force: bool = False,
) -> int:
    """Write redacted copies into a folder, or from standard input to standard output; say what was replaced.

    `blank` holds FILE:x,y,w,h (pixels): rectangles of pictures that are painted over. With `draft` the pseudonyms are
    those of the draft, else they are new and forgotten.
    """
    from reporter.redaction.images import parse_blank

    redactor, save = _make_redactor(surroundings, target, keep or [], remove or [], draft)
    redactor.blanks = [parse_blank(text) for text in blank or []]
    if paths in ([], ["-"]):
        if output is not None and is_there(output):
            need_file(output, "a file to write to")
            if not force:
                raise InputError(f"{output} is there already. Name another file, or add --force.")
        _pipe(surroundings, redactor, output)
        save()
        return 0
    if "-" in paths:
        raise InputError("Standard input (-) cannot be mixed with files. Redact them one after the other.")
    if output is None:
        raise InputError("Say where the copies go: -o FOLDER.")
    if output.exists() and not output.is_dir():
        raise InputError(f"{output} is a file. Name a folder with -o.")
    from reporter.redaction.copies import copy_redacted, find_files

    for path in map(typed_path, paths):
        if not is_there(path):
            raise InputError(f"{path} is not there. Check the path and try again.")
        if not is_folder(path):
            need_file(path, "a file to redact")
    files = find_files(paths)
    ordinary = [(path, name) for path, name in files if path.is_file()]
    for path, _ in sorted(set(files) - set(ordinary)):
        surroundings.say(f"{path}: left out, it is a pipe, a device or a link to nothing.")
    copies = copy_redacted(redactor, ordinary, output, force=force)
    save()
    _tell(surroundings, redactor, copies, as_json=as_json)
    return 1 if len(ordinary) < len(files) or any(copy.left_out for copy in copies) else 0


def _make_redactor(
    surroundings: Surroundings, target: str, keep: list[str], remove: list[str], draft: str | None
) -> tuple[Redactor, Any]:
    from reporter.redaction.policy import load_policy
    from reporter.redaction.pseudonyms import Pseudonyms
    from reporter.redaction.redactor import Redactor

    settings = None
    if (
        surroundings.places.config / "settings.toml"
    ).exists():  # its model costs memory and time: only where it is used
        from reporter.settings import load_settings

        settings = load_settings(surroundings.places)
    changes = settings.policy.get(target) if settings else None  # type: ignore[call-overload]  # unknown targets: None
    policy = load_policy(target, keep=keep, remove=remove, settings=changes)
    terms = settings.own_terms if settings else ()
    if draft is None:
        return Redactor(policy, Pseudonyms.create(None), own_terms=terms), lambda: None
    path = find_map(surroundings, draft)
    pseudonyms = Pseudonyms.load(path)
    return Redactor(policy, pseudonyms, own_terms=terms), lambda: pseudonyms.save(path)


def find_map(surroundings: Surroundings, draft: str) -> Path:
    """Return the file with the pseudonyms of a draft, by its id or the path of its folder.

    Raises:
        InputError: there is no such draft.
    """
    from reporter.drafts import load_draft

    return load_draft(surroundings.places, draft).pseudonyms_path


def _pipe(surroundings: Surroundings, redactor: Redactor, output: Path | None) -> None:
    """Redact standard input; what comes late is not known early, so it is read twice where it can be."""
    import tempfile

    source: IO[Any] = getattr(surroundings.stdin, "buffer", surroundings.stdin)
    with tempfile.TemporaryFile() as kept:
        while chunk := source.read(CHUNK):
            kept.write(chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", "surrogatepass"))
        kept.seek(0)
        redactor.learn_stream(iter(lambda: kept.read(CHUNK), b""))
        kept.seek(0)
        redacted = redactor.stream(iter(lambda: kept.read(CHUNK), b""), name="standard input")
        if output is not None:
            from reporter.places import write_private

            write_private(output, redacted)
            return
        binary: IO[bytes] | None = getattr(surroundings.stdout, "buffer", None)
        for chunk in redacted:
            if binary is not None:
                binary.write(chunk)
            else:
                surroundings.stdout.write(chunk.decode("utf-8", "replace"))
        surroundings.stdout.flush()
    sys.stdout.flush()


def _tell(surroundings: Surroundings, redactor: Redactor, copies: list[Copy], *, as_json: bool) -> None:
    counts: dict[str, dict[str, int]] = {}
    for (where, kind), number in sorted(redactor.counts.items()):
        counts.setdefault(where, {})[kind] = number
    if as_json:
        rows = [
            {"file": copy.name, "kind": copy.kind, "replaced": counts.get(copy.name, {})}
            | ({"note": copy.note} if copy.note else {})
            | ({"left_out": copy.left_out} if copy.left_out else {})
            for copy in copies
        ]
        data = {"target": redactor.policy.target, "files": rows}
        surroundings.result(json.dumps(data, indent=2))  # ASCII: nothing in it can drive the terminal
        return
    for copy in copies:
        if copy.left_out:
            surroundings.say(f"{copy.name}: left out, {copy.left_out}.")
            continue
        found = ", ".join(f"{kind} {number}" for kind, number in counts.get(copy.name, {}).items())
        if found or copy.note:
            surroundings.say(f"{copy.name}: {found or 'nothing replaced'}{f' ({copy.note})' if copy.note else ''}")
    done = sum(copy.target is not None for copy in copies)
    total = sum(sum(kinds.values()) for kinds in counts.values())
    surroundings.say(f"{done} {'copy' if done == 1 else 'copies'} written, {total} values replaced.")
