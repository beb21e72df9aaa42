from __future__ import annotations

import zlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.bundle.deflate import BLOCK, WINDOW, Deflater, EngineName, load_deflater, samples_of, stored_blocks

ENGINES: tuple[EngineName, ...] = ("isal", "zlib-ng", "zlib")


def load(name: EngineName) -> Deflater:
    try:
        return load_deflater(name)
    except ImportError:
        pytest.skip(f"{name} is not installed")


def stream(deflater: Deflater, data: bytes, step: int = BLOCK) -> bytes:
    parts, dictionary = [], None
    for start in range(0, len(data), step):
        piece = data[start : start + step]
        parts.append(deflater.block(piece, dictionary, last=start + step >= len(data)))
        dictionary = piece[-WINDOW:]
    return b"".join(parts)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", [1, 15, 16, 17, 1024, 1025, WINDOW, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
@pytest.mark.parametrize("kind", ["text", "random"])
def test_blocks_are_one_stream_that_ends_with_its_last_byte(engine: EngineName, size: int, kind: str) -> None:
    data = Random(size).randbytes(size) if kind == "random" else (b"request 4711 finished after 12 ms\n" * 65000)[:size]
    inflater = zlib.decompressobj(-15)
    assert inflater.decompress(stream(load(engine), data)) == data
    assert inflater.eof
    assert inflater.unused_data == b""


@pytest.mark.parametrize("engine", ENGINES)
def test_random_data_grows_by_less_than_a_thousandth(engine: EngineName) -> None:
    data = Random(1).randbytes(3 * BLOCK)
    assert len(stream(load(engine), data)) < len(data) * 1.001


@given(st.binary(min_size=1, max_size=200_000), st.booleans())
@settings(deadline=None, max_examples=30)
def test_stored_blocks_unpack_to_the_data(data: bytes, last: bool) -> None:
    inflater = zlib.decompressobj(-15)
    assert inflater.decompress(stored_blocks(data, last=last)) == data
    assert inflater.eof == last


@pytest.mark.parametrize("engine", ENGINES)
def test_compressed_data_is_not_worth_compressing(engine: EngineName) -> None:
    deflater = load(engine)
    text = b"".join(b"line %d of a log, request %x\n" % (number, number * 7919) for number in range(20000))
    assert deflater.worth(samples_of(text))
    assert not deflater.worth(samples_of(Random(3).randbytes(1 << 20)))
    assert deflater.worth([b""])


def test_isal_starts_every_stream_with_a_dictionary() -> None:
    """Without one its bytes depend on a heap address."""
    deflater = load("isal")
    with pytest.raises(AssertionError):
        deflater.compressor(None)
    assert deflater.block(b"x" * 5000, None, last=True)[:21] == b"\x00\x10\x00\xef\xff" + b"x" * 16


def test_the_fastest_engine_that_is_installed_is_taken() -> None:
    assert load_deflater().engine.name in ENGINES
