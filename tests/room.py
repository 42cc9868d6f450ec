"""Where tests write: in memory, where it has room for them.

They make and change thousands of small databases, and SQLite waits for a disk at every commit: in memory it
need not wait. A process that is killed loses nothing there either; what a power cut would do, no test asks.
"""

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes that must be free: tests at work need a tenth of it, and those that fail keep what they wrote."""


def write_in_memory() -> None:
    """Have this process and those it starts write what is temporary in memory, unless told where to."""
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked for anew


def has_room(folder: Path) -> bool:
    """Return whether a folder may be written to, run programs from, and take what tests write."""
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return False
    system = os.statvfs(folder)
    free = min(system.f_bavail * system.f_frsize, available())
    return free >= ROOM and not system.f_flag & os.ST_NOEXEC


def available() -> int:
    """Return the bytes of memory that programs may still ask for."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    told = dict(line.split(":") for line in lines)
    return int(told["MemAvailable"].split()[0]) << 10
