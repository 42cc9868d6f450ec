"""Progress 进度: how far a job has come, whether it shall stop, and whether its process is alive.

Each is a small file in the data folder: readable while the database is busy with the very job.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from django.conf import settings

STOPPING = Event()
"""Set when this process was asked to end: jobs give up and are taken up again by the next one."""

TOLD_S = 0.2


class Cancelled(Exception):
    """Somebody asked for the job to stop; nothing of it is kept."""


class Interrupted(Exception):
    """The process is ending; the job goes back to the queue."""


class Pace:
    """What a job tells its progress to; it raises where the job shall stop."""

    def __init__(self, number: int) -> None:
        self.number, self._told = number, 0.0

    def __call__(self, done: int, total: int) -> None:
        """Note how far one is. Raises Cancelled or Interrupted."""
        if STOPPING.is_set():
            raise Interrupted
        now = time.monotonic()
        if now - self._told < TOLD_S and done < total:
            return
        self._told = now
        if _file(self.number, "cancel").exists():
            raise Cancelled
        fresh = _file(self.number, "fresh")
        fresh.write_text(f"{done} {total}", encoding="ascii")
        fresh.replace(_file(self.number, "progress"))


def steps(number: int) -> tuple[int, int]:
    """Return how far a job said it is: done and in all."""
    try:
        done, total = _file(number, "progress").read_text(encoding="ascii").split()
    except (FileNotFoundError, ValueError):
        return 0, 0
    return int(done), int(total)


def ask_to_stop(number: int) -> None:
    """Leave word that a job shall stop; it looks several times a second."""
    _file(number, "cancel").touch()


def asked_to_stop(number: int) -> bool:
    """Return whether somebody asked for a job to stop."""
    return _file(number, "cancel").exists()


def output(number: int, suffix: str) -> Path:
    """Return where a job leaves a file for its owner."""
    return _file(number, suffix)


def clear(number: int) -> None:
    """Take the small files of a finished job away; its output stays, and its lock as long as it is held."""
    for name in ("progress", "fresh", "cancel"):
        _file(number, name).unlink(missing_ok=True)


@contextmanager
def alone(number: int) -> Iterator[bool]:
    """Hold a job for this process; false where another holds it. The system lets go when a process dies."""
    path = _file(number, "lock")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


def busy(number: int) -> bool:
    """Return whether a process is at a job, be it after the job was done."""
    with alone(number) as free:
        return not free


def _file(number: int, name: str) -> Path:
    folder = Path(settings.NUANXIN["data"]) / "jobs"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{number}.{name}"
