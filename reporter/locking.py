"""One run at a time: a lock that no crash leaves behind."""

from __future__ import annotations

import os


def lock_file(handle: int) -> bool:
    """Lock an open file for this process; False if another has it. The lock goes away with the process."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
