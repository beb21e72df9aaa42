"""Pseudonyms: keyed, so that nobody guesses back and processes need no common counter; the map stays here."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reporter.errors import InputError
from reporter.places import write_private
from reporter.redaction.kinds import GUID_KINDS, KINDS
from reporter.redaction.ordinary import may_learn
from reporter.redaction.shapes import is_pseudonym, shape_pseudonym
from reporter.redaction.spellings import normalise

STORED = 512
"""Longer values (tokens) are named but not kept: nobody turns them back, and rules find them wherever they stand."""
_CACHE = 5_000
Entry = tuple[str, str, str]
"""(pseudonym, kind, value)"""


class Pseudonyms:
    """The key of a draft and what it has named so far.

    The same value has the same pseudonym in all texts, files and processes that share the key.
    """

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.decisions: dict[str, Any] = {}
        """What the user decided in the review (see `review`)."""
        self._cache: dict[tuple[str, bytes], bytes] = {}
        self._values: dict[bytes, tuple[str, bytes]] = {}
        self._learned: dict[bytes, str] = {}

    @classmethod
    def create(cls, key: bytes | None = None) -> Pseudonyms:
        """Start with a fresh random key (or a given one of 32 bytes)."""
        return cls(key or secrets.token_bytes(32))

    @classmethod
    def load(cls, path: Path) -> Pseudonyms:
        """Read key and map, or start afresh where there is no file yet.

        Raises:
            InputError: the file is there and cannot be used.
        """
        try:
            data = json.loads(path.read_bytes())
            pseudonyms = cls(bytes.fromhex(data["key"]))
            pseudonyms.decisions = dict(data.get("decisions", {}))
            pseudonyms.merge((name, kind, value) for name, kind, value in data["names"])
        except FileNotFoundError:
            return cls.create()
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError(
                f"The map of pseudonyms {path} cannot be read ({type(error).__name__}). "
                "Restore it from a backup, or delete it: the next report then gets new pseudonyms."
            ) from error
        return pseudonyms

    def save(self, path: Path) -> None:
        """Write key and map (mode 0600); it is never part of a bundle, a log or a crash report."""
        data = {"key": self.key.hex(), "decisions": self.decisions, "names": list(self.entries())}
        write_private(path, json.dumps(data, indent=0).encode("ascii") + b"\n")

    def name(self, kind: str, raw: bytes) -> bytes:
        """Return the pseudonym of a value as it is spelled in the text; the value is remembered."""
        cached = self._cache.get((kind, raw))
        if cached is not None:
            return cached
        value = normalise(kind, raw)
        family = "guid" if kind in GUID_KINDS else KINDS[kind].tag
        digest = hashlib.blake2b(value, digest_size=16, key=self.key, person=family.encode()).digest()
        pseudonym = shape_pseudonym(kind, raw, digest)
        if len(value) <= STORED:
            self._remember(pseudonym, kind, normalise(kind, raw, cased=True))
        if len(self._cache) >= _CACHE:
            self._cache.clear()
        if len(raw) <= STORED:
            self._cache[kind, raw] = pseudonym
        return pseudonym

    def _remember(self, pseudonym: bytes, kind: str, value: bytes) -> None:
        """Keep a value as it was first written: in base64 text its case matters, everywhere else it does not.

        A pseudonym of an earlier bundle is no private value: its report is an answers file too.
        """
        if is_pseudonym(value):
            return
        self._values.setdefault(pseudonym.lower(), (kind, value))
        for one in (value, normalise(kind, value)):
            if one not in self._learned and may_learn(kind, one):
                self._learned[one] = kind

    def learn(self, kind: str, raw: bytes) -> None:
        """Remember a value so that it is replaced wherever it stands."""
        self.name(kind, raw)

    def learned(self) -> dict[bytes, str]:
        """Return the values that are looked for everywhere, with their kinds; grows, never shrinks."""
        return self._learned

    def values(self) -> Iterable[tuple[str, bytes]]:
        """Return (kind, normalised value) of everything in the map."""
        return self._values.values()

    def entries(self) -> list[Entry]:
        """Return the map as plain rows, for saving and for merging in another process."""
        return [
            (name.decode("ascii"), kind, value.decode("utf-8", "surrogateescape"))
            for name, (kind, value) in self._values.items()
        ]

    def merge(self, entries: Iterable[Entry]) -> None:
        """Take over rows of the map of another process or an earlier run with the same key."""
        for name, kind, value in entries:
            if kind in KINDS:
                self._remember(name.encode("ascii"), kind, value.encode("utf-8", "surrogateescape"))

    def forget(self, value: bytes) -> None:
        """Look for a value no more (the user wants to keep it)."""
        self._learned.pop(value, None)
        for name in [name for name, (_, known) in self._values.items() if known == value]:
            del self._values[name]
        self._cache.clear()

    def original(self, pseudonym: bytes) -> bytes | None:
        """Return the value behind a pseudonym (any case), or None."""
        found = self._values.get(pseudonym.lower())
        if found is None:
            return None
        kind, value = found
        if kind in GUID_KINDS and b"-" in pseudonym:
            text = value.decode("ascii", "replace")
            return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}".encode()
        return value

    def __len__(self) -> int:
        return len(self._values)
