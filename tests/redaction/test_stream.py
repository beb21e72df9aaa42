"""Streaming: the result does not depend on where a text is cut, and a second run changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor
from reporter.redaction.rules import RULES
from reporter.redaction.scanner import Scanner
from reporter.redaction.stream import MARGIN, replace_stream

KEY = bytes(32)
LINES = [text for rule in RULES for text, _ in rule.examples] + [
    "-----BEGIN PRIVATE KEY-----\n"
    + "\n".join(["MIIBVQIBADANBgkqhkiG9w0BAQEFAASC"] * 9)
    + "\n-----END PRIVATE KEY-----",
    "plain text without anything",
    "x" * 700,
    '{"a":"\\u0027adele@contoso.com\\u0027"}',
]


def make() -> Redactor:
    return Redactor(load_policy("github"), Pseudonyms.create(KEY))


def redact(text: bytes, sizes: list[int], block: int) -> bytes:
    chunks, at = [], 0
    for size in sizes:
        chunks.append(text[at : at + size])
        at += size
    chunks.append(text[at:])
    redactor = make()
    return b"".join(
        replace_stream(chunks, Scanner(RULES), redactor.replacing("x"), block_size=block)
        if block != 0
        else redactor.stream(chunks, name="x")
    )


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=25),
    st.lists(st.integers(0, 3000), max_size=8),
    st.integers(2000, 90_000),
)
def test_every_split_gives_the_same_result(lines: list[str], sizes: list[int], block: int) -> None:
    text = ("\n".join(lines) + "\n").encode() * (1 + 3 * MARGIN // (len("\n".join(lines)) + 1))
    assert redact(text, sizes, block) == redact(text, [], 1 << 24)


def test_a_second_run_changes_nothing() -> None:
    once = make().text("\n".join(LINES))
    assert make().text(once) == once
    assert Redactor(load_policy("github"), Pseudonyms.create(bytes(31) + b"x")).text(once) == once


def test_a_token_longer_than_a_block_is_gone_to_its_end() -> None:
    text = b"access_token: eyJhbGciOiJIUzI1NiJ9." + b"eyJzdWIiOiIx" * 30_000 + b".c2ln end"
    out = b"".join(make().stream([text], name="x"))
    assert out.endswith(b" end")
    assert len(out) < 200


def test_one_long_line_and_empty_text() -> None:
    line = b"user adele.vance@contoso.com did it; " * 60_000
    out = b"".join(make().stream([line], name="x"))
    assert b"adele" not in out
    assert out.count(b"@redacted.example") == 60_000
    assert b"".join(make().stream([], name="x")) == b""


def test_lines_keep_their_numbers() -> None:
    text = (
        "a\n-----BEGIN PRIVATE KEY-----\nMIIBVQIBADANBgkqhkiG9w0BAQEFAA\nMIIBVQIBADAN==\n-----END PRIVATE KEY-----\nb\n"
    )
    out = make().text(text)
    assert "MII" not in out
    assert out.count("\n") == text.count("\n")
    assert out.splitlines()[-1] == "b"
