"""Starts the command line; answers `--version` before anything heavy is imported."""

import sys


def main() -> None:
    """Run `reporter` with the arguments of this process and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from reporter import __version__

        sys.stdout.write(f"reporter {__version__}\n")
        return
    from reporter.cli import run

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # redirected on Windows they would be in a code page without most characters
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8", "newline": "\n"}))
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
