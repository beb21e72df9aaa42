"""`reporter restore`: puts the real values back into a reply, on this machine only."""

from __future__ import annotations

from reporter.commands.redact import find_map
from reporter.console import Surroundings
from reporter.errors import InputError
from reporter.paths import need_file, typed_path

MOST_CHARACTERS = 64_000_000


def restore(surroundings: Surroundings, source: str, *, draft: str) -> int:
    """Write the text of a file (or `-`) to standard output with each pseudonym of the draft turned back.

    Raises:
        InputError: the draft or the file is not there, or the file is no text.
    """
    from reporter.redaction.pseudonyms import Pseudonyms
    from reporter.redaction.restore import restore_text

    path = find_map(surroundings, draft)
    if not path.exists():
        raise InputError(f"The draft {draft} has no pseudonyms yet: nothing of it was redacted on this machine.")
    pseudonyms = Pseudonyms.load(path)
    text = _read(surroundings, source)
    restored, number = restore_text(text, pseudonyms)
    surroundings.stdout.write(restored.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    surroundings.stdout.flush()
    surroundings.say(f"{number} {'pseudonym' if number == 1 else 'pseudonyms'} turned back. Keep this text here.")
    return 0


def _read(surroundings: Surroundings, source: str) -> str:
    """Return the text of a file or of standard input, of as much as a reply can be."""
    if source == "-":
        text = surroundings.stdin.read(MOST_CHARACTERS + 1)
    else:
        path = typed_path(source)
        need_file(path, "a text file")
        try:
            with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
                text = file.read(MOST_CHARACTERS + 1)
        except OSError as error:
            raise InputError(f"{source} cannot be read ({error.strerror}). Check the path and try again.") from error
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"{source} has more than {MOST_CHARACTERS:,} characters, which no reply has. Cut it in parts.")
    return text
