"""A stored, encrypted entry as a plain file: counter mode can be started anywhere, so nothing is written to disk."""

from __future__ import annotations

import io
import os
from typing import IO, Any

from reporter.bundle.aes import Keystream


class Unsealed(io.RawIOBase):
    """The plain bytes of a stored, encrypted entry, at any place."""

    def __init__(self, file: IO[bytes], start: int, size: int, key: bytes) -> None:
        self._file, self._start, self._size, self._key, self._at = file, start, size, key, 0
        self._stream: tuple[int, Keystream] = (0, Keystream(key))

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read at any place."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Move to a place, in bytes of the plain content."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        """Return the place, in bytes of the plain content."""
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Decrypt the next bytes into the buffer; return how many."""
        view = memoryview(buffer)
        count = min(len(view), max(0, self._size - self._at))
        skip = self._at % 16
        self._file.seek(self._start + self._at)
        data = self._file.read(count)
        position, stream = self._stream
        if position != self._at:
            stream = Keystream(self._key, offset=self._at - skip)
            stream.apply(bytes(skip))
        view[: len(data)] = stream.apply(data)
        self._at += len(data)
        self._stream = (self._at, stream)
        return len(data)
