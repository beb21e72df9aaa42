from __future__ import annotations

import io
import os

import pytest
import pyzipper
from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.bundle.aes import Keystream, Opening, Sealing, derive_keys, seal_whole
from reporter.bundle.archive import DEFLATED, STORED, WriteArchive, make_entry
from reporter.bundle.unarchive import BadZipFile, ReadArchive

KEY = bytes(range(32))


def reference(data: bytes) -> bytes:
    return bytes(AES.new(KEY, AES.MODE_CTR, counter=Counter.new(128, little_endian=True)).encrypt(data))


@given(st.lists(st.integers(0, 300_000), min_size=1, max_size=12))
@settings(deadline=None, max_examples=25)
def test_pieces_of_any_length_give_the_stock_ciphers_bytes(lengths: list[int]) -> None:
    data = os.urandom(sum(lengths))
    stream, place, found = Keystream(KEY), 0, b""
    for length in lengths:
        found += stream.apply(data[place : place + length])
        place += length
    assert found == reference(data)


@pytest.mark.parametrize("offset", [0, 16, 4096, 65536 * 16 - 16, 65536 * 16, 65536 * 32 - 16, 65536 * 48 + 1600])
@pytest.mark.parametrize("length", [10, 70_000, 1_500_000])
def test_a_keystream_can_start_at_any_block(offset: int, length: int) -> None:
    zeros = bytes(offset + length)
    assert Keystream(KEY, offset=offset).apply(bytes(length)) == reference(zeros)[offset:]


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(seal_whole(b"content", b"secret"))
    key, mac_key, _ = derive_keys(b"secret", bytes(sealed[:16]))
    opening = Opening(key, mac_key)
    assert opening.open(sealed[18:-10]) == b"content"
    assert opening.ok(bytes(sealed[-10:]))
    sealed[20] ^= 1
    changed = Opening(key, mac_key)
    changed.open(sealed[18:-10])
    assert not changed.ok(bytes(sealed[-10:]))


def test_every_entry_has_its_own_salt() -> None:
    assert Sealing(b"secret").head != Sealing(b"secret").head


def test_pyzipper_reads_what_is_written_and_the_other_way_round() -> None:
    file = io.BytesIO()
    archive = WriteArchive(file, b"secret")
    entry = make_entry("stored.bin", STORED)
    opened = archive.start_entry(entry, large=True)
    opened.write_block(b"a" * 70_000)
    opened.finish(0, 70_000)
    small = make_entry("small.txt", STORED, encrypted=True)
    payload = seal_whole(b"small", b"secret")
    small.compress_size, small.file_size = len(payload), 5
    archive.write_entry(small, payload)
    archive.close()
    with pyzipper.AESZipFile(file) as stock:
        stock.setpassword(b"secret")
        assert stock.read("stored.bin") == b"a" * 70_000
        assert stock.read("small.txt") == b"small"
        assert {info.wz_aes_version for info in stock.infolist()} == {2}

    theirs = io.BytesIO()
    with pyzipper.AESZipFile(theirs, "w", compression=DEFLATED, encryption=pyzipper.WZ_AES) as stock:
        stock.setpassword(b"secret")
        stock.writestr("one.txt", "words " * 50_000)
    mine = ReadArchive(theirs, b"secret")
    with mine.open(mine.entries()[0]) as opened:
        assert b"".join(opened.contents()) == b"words " * 50_000


def test_no_encrypted_entry_shows_the_crc_of_its_content() -> None:
    """pyzipper before 0.4.0 wrote it into every header."""
    file = io.BytesIO()
    archive = WriteArchive(file, b"secret")
    opened = archive.start_entry(make_entry("a.txt", STORED), large=False)
    opened.write_block(b"content")
    opened.finish(0x12345678, 7)
    archive.close()
    assert (0x12345678).to_bytes(4, "little") not in file.getvalue()
    assert [info.CRC for info in pyzipper.AESZipFile(file).infolist()] == [0]


def test_an_abandoned_archive_writes_nothing_more() -> None:
    """pyzipper would complete the zip, with the cut entry in it, when the object is collected."""
    file = io.BytesIO()
    archive = WriteArchive(file, None)
    opened = archive.start_entry(make_entry("a.txt", STORED), large=False)
    opened.write_block(b"half")
    size = len(file.getvalue())
    archive.abandon()
    del opened, archive
    assert len(file.getvalue()) == size
    with pytest.raises(pyzipper.BadZipFile):
        pyzipper.AESZipFile(file)


def test_a_stream_keeps_room_for_large_sizes_without_a_wrong_zip64_field() -> None:
    """CPython's gh-103861, which pyzipper's `force_zip64` has: the field is there, and the header does not say so."""
    file = io.BytesIO()
    archive = WriteArchive(file, None)
    opened = archive.start_entry(make_entry("a.txt", STORED), large=True)
    opened.write_block(b"abc")
    opened.finish(0x352441C2, 3)
    archive.close()
    header = file.getvalue()[:55]
    assert header[4:6] == b"\x14\x00"
    assert header[18:26] == b"\x03\x00\x00\x00\x03\x00\x00\x00"
    assert b"\x01\x00\x10\x00" not in header
    assert header[35:39] == b"\x35\xd9\x10\x00"


def test_the_authentication_is_checked_only_after_the_data_is_drained() -> None:
    """pyzipper checks it before it has read the end of some valid entries (its pull request 43)."""
    import zlib

    content = os.urandom(4096)
    wrong = 0
    for _ in range(80):
        compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = compressor.compress(content) + compressor.flush(zlib.Z_SYNC_FLUSH) + compressor.flush()
        file = io.BytesIO()
        archive = WriteArchive(file, b"secret")
        opened = archive.start_entry(make_entry("a", DEFLATED), large=False)
        opened.write_block(packed)
        opened.finish(0, len(content))
        archive.close()
        mine = ReadArchive(file, b"secret")
        with mine.open(mine.entries()[0]) as found:
            wrong += b"".join(found.contents()) != content
    assert wrong == 0


def test_a_size_of_zero_in_the_directory_does_not_skip_the_check() -> None:
    """pyzipper reads such an entry as empty and checks nothing."""
    file = io.BytesIO()
    archive = WriteArchive(file, b"secret")
    opened = archive.start_entry(make_entry("a", STORED), large=False)
    opened.write_block(b"content")
    opened.finish(0, 7)
    archive.close()
    data = bytearray(file.getvalue())
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = bytes(4)
    mine = ReadArchive(io.BytesIO(bytes(data)), b"secret")
    with mine.open(mine.entries()[0]) as found, pytest.raises(BadZipFile, match="more than it declares"):
        b"".join(found.contents())
