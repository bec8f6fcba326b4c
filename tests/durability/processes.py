"""Who runs: processes below a process, processes of an installation; and how to end them all at one moment."""

import contextlib
import os
import signal
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Processes below this one."""
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if stat[0] != "Z":
            children.setdefault(int(stat[1]), []).append(int(name))
    found, wave = [], children.get(pid, [])
    while wave:
        found += wave
        wave = [child for one in wave for child in children.get(one, [])]
    return found


def command_of(pid: int) -> str:
    """Its command line, «» when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def server_of(launcher: int, port: int) -> int | None:
    """The application server under a launcher."""
    return next((pid for pid in descendants(launcher) if f"--port {port} " in command_of(pid) + " "), None)


def workers_of(server: int) -> list[int]:
    """Processes of the server that answer requests."""
    return [pid for pid in descendants(server) if "resource_tracker" not in command_of(pid) and command_of(pid)]


def of_folder(data: Path) -> list[int]:
    """Every process that was started for a data folder, whoever its parent is now."""
    mark = f"PARTA_DATA={data}".encode()
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if mark in Path(f"/proc/{name}/environ").read_bytes().split(b"\0"):
                found.append(int(name))
    return found


def kill(*pids: int) -> None:
    """-9, all at once as far as the kernel allows: first everybody stops, then everybody is killed."""
    for sign in (signal.SIGSTOP, signal.SIGKILL) if len(pids) > 1 else (signal.SIGKILL,):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
