"""Starts the command line; answers `--version` before anything heavy is imported."""

import sys

from reporter.streams import drop_unwritten, mend_streams


def main() -> int:
    """Run `reporter` with the arguments of this process and return its exit code."""
    mend_streams()
    code = _run(sys.argv[1:])
    lost = drop_unwritten()
    return code or int(lost)


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        from reporter import __version__

        try:
            sys.stdout.write(f"reporter {__version__}\n")
            sys.stdout.flush()
        except OSError:
            return 1
        return 0
    from reporter.cli import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
