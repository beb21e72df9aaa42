"""The errors that are addressed to the user: what happened, to what, and what to do next."""

from __future__ import annotations


class ReporterError(Exception):
    """Something the user is told about in words: a check failed, a leak was found, a bundle is broken (exit code 1).

    The text is shown as it is, so it must hold no value that redaction would remove.
    """

    exit_code = 1


class InputError(ReporterError):
    """Wrong usage or an input file that cannot be used (exit code 2)."""

    exit_code = 2


class Interrupted(ReporterError):  # noqa: N818  # a stop asked for is no error
    """The user or the system stopped the run; what was confirmed is on disk (exit code 130)."""

    exit_code = 130
