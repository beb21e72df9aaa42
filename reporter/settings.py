"""Settings of this user, from `settings.toml` in the config folder; every key has a default, none is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reporter.errors import InputError
from reporter.paths import typed_path
from reporter.places import Places
from reporter.report import Target

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MOST_BYTES = 16_000_000
DEFAULT_FORM = "microsoft/coe-starter-kit"


class PolicySettings(BaseModel):
    """Changes to one target's redaction policy, by kind of value."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    keep: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


class Settings(BaseModel):
    """What can be set once for every report."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    target: Target | None = None
    form: str = DEFAULT_FORM
    own_terms: tuple[str, ...] = ()
    """Customer, project and host names that redaction removes wherever they stand."""
    own_terms_file: str | None = None
    """A text file with one own term per line, relative to the config folder."""
    policy: dict[Target, PolicySettings] = Field(default_factory=dict)
    limits: dict[Target, int] = Field(default_factory=dict)
    """Largest upload in bytes, where it is another one than the built-in limit."""
    link_limit: int = Field(default=2000, ge=200, le=8191)


def load_settings(places: Places) -> Settings:
    """Read the settings, or return the defaults where there is no file.

    Raises:
        InputError: the file is broken; all its mistakes are listed.
    """
    path = places.config / "settings.toml"
    try:
        text = _read_text(path)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}). Mend it or move it away.") from error
    try:
        settings = Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: {error}. Mend it or move it away.") from error
    except ValidationError as error:
        rows = [f"{path.name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise InputError("\n".join([*rows, f"Mend {path} or move it away."])) from None
    return settings.model_copy(update={"own_terms": (*settings.own_terms, *_terms_of(settings, places))})


def _terms_of(settings: Settings, places: Places) -> tuple[str, ...]:
    if not settings.own_terms_file:
        return ()
    path = places.config / typed_path(settings.own_terms_file)
    try:
        lines: Any = _read_text(path).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"settings.toml: own_terms_file {path} cannot be read ({error}).") from error
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _read_text(path: Path) -> str:
    """Return the text of a file that somebody wrote by hand; raises OSError or UnicodeDecodeError."""
    if path.exists() and not path.is_file():
        raise OSError("it is no ordinary file")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return data.decode("utf-8-sig")
