"""Showing the page of a bundle in the browser, with scripts and the network shut off: it may be a stranger's."""

from __future__ import annotations

import re
import webbrowser
from collections.abc import Callable
from pathlib import Path

from reporter.bundle.reader import verify_bundle
from reporter.bundle.unpack import unpack_bundle
from reporter.console import Surroundings
from reporter.errors import ReporterError
from reporter.places import private_folder

PAGE = "report.html"
POLICY = (
    b"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    b"img-src data: file:; font-src data:; form-action 'none'; base-uri 'none'\">"
)


def show_page(
    surroundings: Surroundings,
    path: Path,
    passphrase: bytes | None,
    *,
    browse: Callable[[str], bool] = webbrowser.open,
) -> Path:
    """Check the bundle, unpack it into a private folder of the cache, and open its page; return the page's path.

    Raises:
        ReporterError: the bundle is broken, has no page, or no browser can be opened (the path is named then).
    """
    verified = verify_bundle(path, passphrase)
    folder = private_folder(surroundings.places.cache / "opened") / verified.identity[:16]
    if not (folder / PAGE).is_file():
        unpack_bundle(path, folder, passphrase=passphrase, force=True)
    page = folder / PAGE
    if not page.is_file():
        raise ReporterError(f"{path} has no {PAGE}. `reporter unpack` writes its files into a folder.")
    shown = folder / f"shown-{PAGE}"
    shown.write_bytes(guard(page.read_bytes()))
    if not browse(shown.as_uri()):
        raise ReporterError(f"No browser could be opened. The page is {shown}.")
    return shown


def guard(page: bytes) -> bytes:
    """Return the page with a policy before everything else that could load or run something."""
    doctype = re.match(rb"\s*<!doctype[^>]*>", page, re.IGNORECASE)
    cut = doctype.end() if doctype else 0
    return page[:cut] + POLICY + page[cut:]
