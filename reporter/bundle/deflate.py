"""Deflate in blocks that threads can work on at the same time, by the fastest engine that is installed.

The format is pigz's: each block is primed with the last 32 KiB before it and ends on a byte boundary. The order of
engines is isal, zlib-ng, zlib. ISA-L is not repeatable at the start of a stream without a dictionary: one slot of its
hash table depends on a heap address, so that 6 of 20,000 small streams differed over eight processes. With a dictionary
none did. So the first 16 bytes of each stream are a stored block, which then is the dictionary of what follows.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from reporter.bundle.manifest import Engine

BLOCK = 1 << 20
"""Bytes of one block: the size is part of what makes the bytes repeatable."""
WINDOW = 1 << 15
PROBE = 1 << 16
WORTH = 0.97
"""A file whose probes do not shrink to this share is stored as it is."""
TINY = 1 << 10
"""Up to this many bytes zlib is about as quick as isal, and 2-10 % smaller."""
HEAD = 16

EngineName = Literal["isal", "zlib-ng", "zlib"]
Buffer = bytes | bytearray | memoryview


@dataclass(frozen=True)
class Deflater:
    """One engine: how it compresses, probes, checks and inflates."""

    engine: Engine
    compressor: Callable[[bytes | None], Any]
    """Makes a raw deflate compressor, primed with a dictionary if one is given."""
    probe: Callable[[Buffer], int]
    """Length in bytes of a quick compression."""
    crc32: Callable[[Buffer, int], int]
    inflater: Callable[[], Any]
    head: bool
    """Whether a stream has to start with a dictionary to be repeatable."""

    def block(self, data: Buffer, dictionary: bytes | None, *, last: bool) -> bytes:
        """Return one block compressed; `dictionary` is the last 32 KiB before it, None for the first block."""
        view = memoryview(data)
        parts = []
        if dictionary is None and self.head:
            if len(view) <= TINY:
                return _finish(_tiny_compressor(len(view)), view, last=last)
            dictionary = bytes(view[:HEAD])
            parts.append(struct.pack("<BHH", 0, HEAD, HEAD ^ 0xFFFF) + dictionary)
            view = view[HEAD:]
        parts.append(_finish(self.compressor(dictionary), view, last=last))
        if sum(map(len, parts)) > len(data) > TINY:
            return stored_blocks(data, last=last)
        return b"".join(parts) if len(parts) > 1 else parts[0]

    def worth(self, samples: list[Buffer]) -> bool:
        """Whether compression shrinks the samples by at least 3 %."""
        total = sum(map(len, samples))
        return total == 0 or sum(map(self.probe, samples)) < total * WORTH


def _finish(compressor: Any, data: Buffer, *, last: bool) -> bytes:
    """Z_FINISH with the last data, never an empty final block: some readers check the HMAC before they reach one."""
    start: bytes = compressor.compress(data)
    end: bytes = compressor.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
    return start + end if start else end


def stored_blocks(data: Buffer, *, last: bool) -> bytes:
    """Return the data as deflate's stored blocks: five bytes for each 65,535, for what cannot be compressed."""
    view = memoryview(data)
    parts: list[Buffer] = []
    for start in range(0, len(view), 65535):
        piece = view[start : start + 65535]
        final = last and start + len(piece) == len(view)
        parts += [struct.pack("<BHH", final, len(piece), len(piece) ^ 0xFFFF), piece]
    return b"".join(parts)


def samples_of(data: Buffer) -> list[Buffer]:
    """Return up to three pieces of 64 KiB: start, middle and end."""
    view = memoryview(data)
    if len(view) <= 3 * PROBE:
        return [view]
    middle = (len(view) - PROBE) // 2
    return [view[:PROBE], view[middle : middle + PROBE], view[-PROBE:]]


def _tiny_compressor(size: int) -> Any:
    """zlib with a window and tables no larger than the data: making the usual ones takes longer than using them."""
    return zlib.compressobj(6, zlib.DEFLATED, -max(9, size.bit_length()), 5)


def _zlib_compressor(level: int, dictionary: bytes | None) -> Any:
    if dictionary is None:
        return zlib.compressobj(level, zlib.DEFLATED, -15, 8)
    return zlib.compressobj(level, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, dictionary)


@lru_cache
def load_deflater(name: EngineName | None = None) -> Deflater:
    """Return the engine of that name, without a name the fastest that is installed (isal, zlib-ng, zlib).

    Raises:
        ImportError: the named engine is not installed.
    """
    if name is None:
        return _installed("isal") or _installed("zlib-ng") or load_deflater("zlib")
    return {"isal": _isal, "zlib-ng": _zlib_ng, "zlib": _zlib}[name]()


def _installed(name: EngineName) -> Deflater | None:
    try:
        return load_deflater(name)
    except ImportError:
        return None


def _isal() -> Deflater:
    from isal import __version__, isal_zlib

    def compressor(dictionary: bytes | None) -> Any:
        assert dictionary is not None  # else it is not repeatable
        return isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15, 8, isal_zlib.Z_DEFAULT_STRATEGY, dictionary)

    return Deflater(
        Engine("isal", str(__version__), 1),
        compressor,
        probe=lambda data: len(isal_zlib.compress(data, 0)),  # level 0 is repeatable without a dictionary
        crc32=isal_zlib.crc32,
        inflater=lambda: isal_zlib.decompressobj(-15),
        head=True,
    )


def _zlib_ng() -> Deflater:
    from zlib_ng import __version__, zlib_ng

    def compressor(dictionary: bytes | None) -> Any:
        if dictionary is None:
            return zlib_ng.compressobj(3, zlib_ng.DEFLATED, -15, 8)
        return zlib_ng.compressobj(3, zlib_ng.DEFLATED, -15, 8, zlib_ng.Z_DEFAULT_STRATEGY, dictionary)

    return Deflater(
        Engine("zlib-ng", str(__version__), 3),
        compressor,
        probe=lambda data: len(zlib_ng.compress(data, 1)),
        crc32=zlib_ng.crc32,
        inflater=lambda: zlib_ng.decompressobj(-15),
        head=False,
    )


def _zlib() -> Deflater:
    return Deflater(
        Engine("zlib", str(zlib.ZLIB_RUNTIME_VERSION), 6),
        lambda dictionary: _zlib_compressor(6, dictionary),
        probe=lambda data: len(zlib.compress(data, 1)),
        crc32=zlib.crc32,
        inflater=lambda: zlib.decompressobj(-15),
        head=False,
    )
