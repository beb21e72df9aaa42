"""A bundle that would be too large for its place: said before work starts, and what the user chose is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reporter.attachments import find_attachments
from reporter.bundle.limits import (
    DEFAULT_WAY,
    Choice,
    Estimate,
    Limit,
    describe_excess,
    estimate_file,
    find_limit,
    leave_out_largest,
)
from reporter.report import Report, Target

OVERSIZE: Mapping[str, Choice] = {
    "leave-out": "leave out",
    "windows": "windows",
    "parts": "parts",
    "one-zip": "one zip",
}
"""The words of `--oversize` and what they choose."""
ROOM_FOR_TEXTS = 300_000
"""Bytes that the texts of a bundle take in the zip at most, pictures of screenshots included."""
LEAST_WINDOWED = 1_000_000
"""Bytes; a smaller log is not worth cutting."""


@dataclass(frozen=True)
class Fit:
    """What happens to attachments so that the zip fits: `left_out` and `windowed` are files of this machine."""

    excess: str | None = None
    """What to say where it will not fit; None where it will."""
    usable: int | None = None
    """Bytes that a zip may have; None where nobody knows."""
    left_out: frozenset[Path] = frozenset()
    windowed: frozenset[Path] = frozenset()


def plan_fit(
    report: Report, *, base: Path, target: Target, own: Mapping[Target, int], choice: Choice | None = None
) -> Fit:
    """Return whether the bundle will fit its place, and what `choice` does about it where it will not.

    Raises:
        InputError: an attachment is missing or cannot be read.
    """
    limit = find_limit(target, own={DEFAULT_WAY[target]: own[target]} if target in own else None)
    estimates = [estimate_file(path) for _, path in find_attachments(report, base)]
    excess = describe_excess(estimates, limit)
    if excess is None or limit.usable is None:
        return Fit(usable=limit.usable)
    if choice == "leave out":
        _, gone = leave_out_largest(estimates, max(limit.usable - ROOM_FOR_TEXTS, 0))
        return Fit(excess, limit.usable, left_out=frozenset(one.path for one in gone))
    if choice == "windows":
        return Fit(excess, limit.usable, windowed=frozenset(_logs_to_cut(estimates, limit)))
    return Fit(excess, limit.usable)


def _logs_to_cut(estimates: list[Estimate], limit: Limit) -> list[Path]:
    """Return the largest files that have to be cut so that the rest fits; only texts are cut in the end."""
    left = sum(estimate.packed for estimate in estimates) - (limit.usable or 0) + ROOM_FOR_TEXTS
    cut = []
    for estimate in sorted(estimates, key=lambda one: -one.packed):
        if left <= 0 or estimate.size < LEAST_WINDOWED:
            break
        cut.append(estimate.path)
        left -= estimate.packed
    return cut
