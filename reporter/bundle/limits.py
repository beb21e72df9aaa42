"""How large a file each place takes, as data, and what can be done when a bundle would be larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from reporter.bundle.deflate import Buffer, load_deflater

Choice = Literal["leave out", "windows", "parts", "one zip"]
CHOICES: Mapping[Choice, str] = {
    "leave out": "leave out the largest files",
    "windows": "keep only the lines around errors of the largest logs",
    "parts": "make numbered zips that each open alone",
    "one zip": "make one zip all the same, and send it another way",
}


@dataclass(frozen=True)
class Limit:
    """What one way to a target takes: bytes of one zip and of one image, characters of a file name, and who says so."""

    target: str
    way: str
    zip_bytes: int | None
    image_bytes: int | None = None
    name_characters: int | None = None
    growth: float = 1.0
    """How much larger the zip gets on the way (base64 in mail)."""
    source: str = ""

    @property
    def usable(self) -> int | None:
        """Bytes that a zip may have here; None where nobody knows."""
        return None if self.zip_bytes is None else int(self.zip_bytes / self.growth)


LIMITS: tuple[Limit, ...] = (
    Limit(
        "github",
        "issue",
        25_000_000,
        image_bytes=10_000_000,
        source="https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/attaching-files",
    ),
    Limit(
        "microsoft",
        "azure portal",
        4_000_000,
        name_characters=110,
        source="https://learn.microsoft.com/en-us/azure/azure-portal/supportability/how-to-manage-azure-support-request",
    ),
    Limit(
        "microsoft",
        "azure api",
        5_000_000,
        name_characters=110,
        source="https://learn.microsoft.com/en-us/rest/api/support/files",
    ),
    Limit("microsoft", "power platform", None, name_characters=110, source="not documented; set it when you know it"),
    Limit("internal", "mail", 20_000_000, growth=1.37, source="usual limit of mail systems; attachments grow by 37 %"),
)
"""The first of a target is meant where no way is named; `find_limit` takes the user's own numbers."""

DEFAULT_WAY: Mapping[str, str] = {"github": "issue", "microsoft": "power platform", "internal": "mail"}


def find_limit(target: str, way: str | None = None, *, own: Mapping[str, int] | None = None) -> Limit:
    """Return the limit of a target and way; `own` holds the user's numbers in bytes, by way (`power platform`).

    Raises:
        KeyError: there is no such way.
    """
    way = way or DEFAULT_WAY[target]
    for limit in LIMITS:
        if (limit.target, limit.way) == (target, way):
            return replace(limit, zip_bytes=own[way], source="own setting") if own and way in own else limit
    raise KeyError(f"{target}: {way}")


@dataclass(frozen=True)
class Estimate:
    """What one file will take in the zip, from a look at its first, middle and last part; sizes in bytes."""

    path: Path
    size: int
    packed: int


def estimate_file(path: Path) -> Estimate:
    """Estimate how large a file will be in the zip, without reading more than 192 KiB of it.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        pieces: list[Buffer] = []
        for place in sorted({0, max(0, size // 2 - (1 << 15)), max(0, size - (1 << 16))}):
            file.seek(place)
            pieces.append(file.read(1 << 16))
    sample = b"".join(pieces)
    packed = len(load_deflater().block(sample, None, last=True)) if sample else 0
    share = min(1.0, packed / len(sample)) if sample else 0.0
    return Estimate(path, size, int(size * share) + 200)


def describe_excess(estimates: Sequence[Estimate], limit: Limit) -> str | None:
    """Return a sentence for a bundle that will probably be too large, with the choices; None if it will fit."""
    usable = limit.usable
    total = sum(estimate.packed for estimate in estimates)
    if usable is None or total <= usable:
        return None
    choices = "; ".join(CHOICES.values())
    largest = max(estimates, key=lambda estimate: estimate.packed)
    return (
        f"The zip will have about {_megabytes(total)}, and {limit.target} ({limit.way}) takes {_megabytes(usable)}. "
        f"The largest file is {largest.path.name} with about {_megabytes(largest.packed)}. You can: {choices}."
    )


def leave_out_largest(estimates: Sequence[Estimate], usable: int) -> tuple[list[Estimate], list[Estimate]]:
    """Return what stays and what has to go, largest first, so that the rest fits into `usable` bytes."""
    kept = sorted(estimates, key=lambda estimate: estimate.packed)
    gone = []
    while kept and sum(estimate.packed for estimate in kept) > usable:
        gone.append(kept.pop())
    order = {id(estimate): place for place, estimate in enumerate(estimates)}
    return sorted(kept, key=lambda estimate: order[id(estimate)]), gone


def fits(size: int, limit: Limit) -> bool:
    """Whether a finished zip of this size in bytes is taken; True where nobody knows."""
    return limit.usable is None or size <= limit.usable


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
