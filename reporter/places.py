"""Where files of this user live: settings, drafts, caches, crash reports; `REPORTER_HOME` overrides all of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from reporter.errors import ReporterError
from reporter.paths import typed_path


@dataclass(frozen=True)
class Places:
    """The folders of one user. Nothing is created before it is needed (`private_folder`)."""

    config: Path
    """Settings, own templates (`templates/`), own known errors (`known/`)."""
    state: Path
    """Drafts (`drafts/`), crash reports (`crashes/`)."""
    cache: Path
    """Copies of repositories' issue forms (`forms/`)."""

    @property
    def drafts(self) -> Path:
        """One folder per draft."""
        return self.state / "drafts"

    @property
    def crashes(self) -> Path:
        """One redacted text file per crash."""
        return self.state / "crashes"


def find_places(environ: Mapping[str, str] | None = None) -> Places:
    """Return this user's folders, from `REPORTER_HOME` or the system's conventions (platformdirs)."""
    environ = os.environ if environ is None else environ
    home = environ.get("REPORTER_HOME")
    if home:
        root = typed_path(home)
        return Places(config=root / "config", state=root / "state", cache=root / "cache")
    return Places(
        config=platformdirs.user_config_path("reporter", appauthor=False),
        state=platformdirs.user_state_path("reporter", appauthor=False),
        cache=platformdirs.user_cache_path("reporter", appauthor=False),
    )


def private_folder(folder: Path) -> Path:
    """Create the folder, readable by this user only (0700), and return it.

    Raises:
        ReporterError: the folder cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ReporterError(
            f"The folder {folder} cannot be created ({error.strerror}). "
            "Set REPORTER_HOME to a folder that you may write to, and run the command again."
        ) from error
    return folder


def write_private(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Replace the file as a whole: temporary file beside it (0600), flush, fsync, rename; never half written.

    Data in pieces is written as it comes, so that it need not fit into the memory.

    Raises:
        ReporterError: the file cannot be written (no permission, disk full).
    """
    private_folder(path.parent)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            for piece in [data] if isinstance(data, bytes) else data:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        sync_folder(path.parent)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise ReporterError(
            f"{path} cannot be written ({error.strerror}). Free some space or check the permissions, then try again."
        ) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable (POSIX; Windows keeps its journal itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
