"""Opens addresses, files and folders on this user's desktop; where there is none, it says so instead of trying."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from reporter.processes import find_program, run_command


def has_desktop(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether windows can open here: not over SSH without a display, and not in a container."""
    if platform in ("win32", "darwin"):
        return not environ.get("SSH_CONNECTION")
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") or _in_wsl(environ))


def open_address(address: str, environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Open a web address or a file in its program; return whether that worked. `BROWSER` names another program."""
    own = environ.get("BROWSER", "").split(os.pathsep)[0].strip()
    if own and "%" not in own and " " not in own:
        return run_command([own, address], timeout=15, environ=environ).ok
    if not has_desktop(environ, platform):
        return False
    if platform == "win32":
        return _start(address)
    programs = ["open"] if platform == "darwin" else ["wslview", "explorer.exe"] if _in_wsl(environ) else ["xdg-open"]
    program = next((one for one in programs if find_program(one, environ)), None)
    if program is None:
        return False
    done = run_command([program, address], timeout=15, environ=environ)
    return done.ok or (program == "explorer.exe" and done.problem is None)  # explorer reports 1 whatever happens


def show_file(path: Path, environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Open the file's folder with the file selected where the system can, else the folder; return whether it worked."""
    path = path.resolve()
    if not has_desktop(environ, platform):
        return False
    if platform == "win32":
        return run_command(["explorer", f"/select,{path}"], timeout=15, environ=environ).problem is None
    if platform == "darwin":
        return run_command(["open", "-R", str(path)], timeout=15, environ=environ).ok
    if find_program("dbus-send", environ) and environ.get("DBUS_SESSION_BUS_ADDRESS"):
        call = ["--session", "--print-reply", "--dest=org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"]
        what = ["org.freedesktop.FileManager1.ShowItems", f"array:string:{path.as_uri()}", "string:"]
        if run_command(["dbus-send", *call, *what], timeout=5, environ=environ).ok:
            return True
    return open_address(str(path.parent), environ, platform)


def _start(address: str) -> bool:
    start = getattr(os, "startfile", None)
    try:
        if start is None:
            return False
        start(address)
    except OSError:
        return False
    return True


def _in_wsl(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP"))
