"""The passphrase of an encrypted bundle: where it comes from, how strong it is, and what to tell about opening it."""

from __future__ import annotations

import math
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO, cast

from reporter.errors import InputError

if TYPE_CHECKING:
    from reporter.console import Surroundings

VARIABLE = "REPORTER_PASSPHRASE"
DESCRIPTOR = "REPORTER_PASSPHRASE_FD"
"""Number of an open file descriptor whose first line is the passphrase."""
KEYRING_SERVICE, KEYRING_USER = "reporter", "bundle"
STRONG_BITS = 80
"""The format derives keys with only 1,000 rounds of PBKDF2, so the passphrase has to carry the strength itself."""
TRIES = 3

Ask = Callable[[str], str]
"""Shows a prompt and returns what was typed, without showing it."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON = frozenset(
    """
    password passwort passphrase secret geheim welcome welkom letmein qwerty qwertz azerty admin administrator
    login iloveyou dragon monkey football baseball summer winter spring autumn january february march april
    june july august september october november december monday tuesday microsoft contoso reporter support
    test changeme master hello sunshine princess company default
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop")


@dataclass(frozen=True)
class Strength:
    """An upper bound of what a guesser has to try, as a power of two, and a sentence about it."""

    bits: int
    sentence: str

    @property
    def strong(self) -> bool:
        """Whether it withstands guessing."""
        return self.bits >= STRONG_BITS


def estimate_strength(passphrase: str) -> Strength:
    """Estimate the strength from length, kinds of characters, repetitions, keyboard rows, years and common words."""
    bits = 0.0
    rest = passphrase
    for word in sorted(_COMMON, key=len, reverse=True):
        rest, count = re.subn(word, " ", rest, flags=re.IGNORECASE)
        bits += 8.0 * count
    rest, years = re.subn(r"(?:19|20)\d\d", " ", rest)
    bits += 6.0 * years
    rest, words, letters = _take_words(rest)
    bits += words * 13.0 + letters * 1.5
    pool = _pool(rest)
    previous: list[str] = []
    for char in rest.replace(" ", "") if " " in rest and rest != passphrase else rest:
        bits += 1.0 if _follows(char, previous) else math.log2(pool)
        previous.append(char)
    distinct = len(set(passphrase.casefold()))
    bits = min(bits, distinct * 12.0)
    whole = int(bits)
    if whole >= STRONG_BITS:
        text = f"The passphrase is strong (about {whole} bits at most)."
    elif whole >= 50:
        text = (
            f"The passphrase is middling (at most {whole} bits): enough against strangers, not against time and money."
        )
    else:
        text = (
            f"The passphrase is weak (at most {whole} bits): whoever has the file can guess it. Use five random words."
        )
    return Strength(whole, text)


def _take_words(text: str) -> tuple[str, int, int]:
    """Take out what looks like words (a vowel or more in four letters): about 13 bits each, however long."""
    words = letters = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal words, letters
        found = match[0].casefold()
        vowels = sum(char in "aeiouyäöü" for char in found)
        if not len(found) / 5 < vowels < len(found) * 0.7:
            return match[0]
        words, letters = words + 1, letters + max(0, len(found) - 8)
        return " "

    return re.sub(r"[^\W\d_]{4,}", replace, text), words, letters


def _pool(text: str) -> int:
    size = sum(
        count
        for pattern, count in ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^\w\s]|_", 32), (r"\s", 1))
        if re.search(pattern, text)
    )
    return max(2, size + (64 if any(ord(char) > 127 for char in text) else 0))


def _follows(char: str, previous: list[str]) -> bool:
    """Whether the character was to be expected: a repetition, or the next key of a row or of the alphabet."""
    if not previous:
        return False
    last, char = previous[-1].casefold(), char.casefold()
    if char == last or (len(previous) > 2 and previous[-2:] == previous[-4:-2]):
        return True
    return any(last + char in row or char + last in row for row in _ROWS)


def make_passphrase() -> str:
    """Return a random passphrase of about 99 bits that can be read out on the telephone: five groups of four."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(5))


def ask_passphrase(surroundings: Surroundings) -> bytes:
    """Return the passphrase to encrypt with, as `choose_passphrase`, from this program's surroundings."""
    return choose_passphrase(surroundings.environ, asker(surroundings), surroundings.say)


def asker(surroundings: Surroundings) -> Ask | None:
    """Return what asks for a passphrase without showing it, None where nobody can be asked."""
    if not surroundings.interactive:
        return None
    from getpass import getpass

    stream = cast("TextIO", surroundings.stderr)
    return lambda prompt: getpass(prompt, stream=stream)


def choose_passphrase(
    environ: Mapping[str, str], ask: Ask | None, say: Callable[[str], None], *, keyring: bool = True
) -> bytes:
    """Return the passphrase to encrypt with: given by the surroundings, or asked twice; its strength is said.

    Raises:
        InputError: nothing is given and nobody can be asked, or the answers differ three times.
    """
    passphrase = given_passphrase(environ, keyring=keyring)
    if passphrase is None:
        if ask is None:
            raise InputError(
                f"There is no passphrase to encrypt with, and nobody to ask. Set {VARIABLE}, or run in a terminal."
            )
        passphrase = _ask_twice(ask, say)
    strength = estimate_strength(passphrase)
    say(strength.sentence)
    if not passphrase.isascii():
        say("It holds characters beyond ASCII, which some programs encode in another way: prefer plain letters.")
    return to_bytes(passphrase)


def open_passphrase(environ: Mapping[str, str], ask: Ask | None, *, keyring: bool = True) -> bytes | None:
    """Return the passphrase to open a bundle with: given by the surroundings, or asked once; None if neither."""
    passphrase = given_passphrase(environ, keyring=keyring)
    if passphrase is None and ask is not None:
        passphrase = ask("Passphrase of the bundle: ") or None
    return to_bytes(passphrase) if passphrase else None


def given_passphrase(environ: Mapping[str, str], *, keyring: bool = True) -> str | None:
    """Return the passphrase of the variable, else of the file descriptor, else of the keyring (extra `keyring`).

    Raises:
        InputError: the descriptor cannot be read, or what is given is empty.
    """
    if VARIABLE in environ:
        if not environ[VARIABLE]:
            raise InputError(f"{VARIABLE} is empty. Set it to the passphrase, or unset it to be asked.")
        return environ[VARIABLE]
    if DESCRIPTOR in environ:
        return _read_descriptor(environ[DESCRIPTOR])
    return _read_keyring() if keyring else None


def to_bytes(passphrase: str) -> bytes:
    """Return the bytes that keys are derived from: UTF-8 of the composed form, as other programs send typed text."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")


def _ask_twice(ask: Ask, say: Callable[[str], None]) -> str:
    for _ in range(TRIES):
        first = ask("Passphrase to encrypt with: ")
        if not first:
            say("It is empty. Type some words, or press Ctrl-C to stop.")
        elif first == ask("The same passphrase again: "):
            return first
        else:
            say("The two are not the same.")
    raise InputError("No passphrase was given twice alike, so nothing was encrypted and nothing written.")


def _read_descriptor(number: str) -> str:
    try:
        with os.fdopen(os.dup(int(number)), encoding="utf-8", errors="surrogateescape", newline="") as file:
            line = file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise InputError(f"{DESCRIPTOR} does not name a descriptor that can be read ({error}).") from error
    if not line:
        raise InputError(f"The descriptor that {DESCRIPTOR} names holds no passphrase.")
    return line


def _read_keyring() -> str | None:
    try:
        import keyring
    except ImportError:
        return None
    try:
        found = keyring.get_password(KEYRING_SERVICE, KEYRING_USER)
    except Exception:  # a locked or missing keyring of the system is no reason to stop: it is asked for then
        return None
    return str(found) if found else None


def explain_encryption(*, hidden_names: bool = False) -> str:
    """Return what to tell the sender: who can open the zip, what stays visible, how to send the passphrase."""
    seen = (
        "Names and sizes of the files are hidden too: the zip holds one encrypted zip."
        if hidden_names
        else "The names, sizes and number of the files can be seen without it."
    )
    return (
        "The zip is encrypted with AES-256. 7-Zip, WinZip, Keka and newer versions of macOS's Archive Utility open "
        "it, and `reporter unpack` does; Windows Explorer and the unzip command do not. "
        f"{seen} Send the passphrase another way than the file: by telephone or in another channel, never in the same "
        "message. Some mail systems hold back encrypted attachments: ask whether it arrived."
    )
