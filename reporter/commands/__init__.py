"""One verb of the command line per file: plain arguments in, an exit code out."""
