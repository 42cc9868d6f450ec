"""Following 连续备份: a snapshot whenever something was written, so that one can go back to any moment.

What is between two snapshots cannot be gone back to: the seconds between two looks say how much that is.
Old snapshots are thinned out, or the series would grow without end: all of the last day are kept, then
one of each hour, after a month one of each day. Pieces that no snapshot names any more go with them.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Max, Model

from nuanxin.kernel.ledger.models import Act, Head, JournalEvent, Segment
from nuanxin.site.backups import Entry, Snapshot, alone, backup, snapshots
from nuanxin.site.dumps import sqlite_file
from nuanxin.site.pieces import Pieces

ALL_OF, HOURS_OF = timedelta(days=1), timedelta(days=31)
THIN_SECONDS = 3600.0
AT_LEAST_SECONDS = 12 * 3600.0
"""Where nothing is written there is a snapshot all the same so often: its age shows that somebody follows."""


def follow(folder: Path, every_s: float, wait: Callable[[float], None] = time.sleep) -> Iterator[Snapshot]:
    """Add a snapshot to a series now and after every change, looking each ``every_s`` seconds; thin it out.

    Yields each snapshot taken and ends only with its caller. Raises RestoreRefused as ``backup`` does.
    """
    known: dict[Path, Entry] = {}
    seen, taken, thinned = "", 0.0, float("-inf")
    with _looking() as look:
        while True:
            if (now := look()) != seen or time.monotonic() - taken > AT_LEAST_SECONDS:
                seen, taken = now, time.monotonic()
                yield backup(folder, known)
            if time.monotonic() - thinned > THIN_SECONDS:
                thin(folder, datetime.now(UTC))
                thinned = time.monotonic()
            wait(every_s)


@contextmanager
def _looking() -> Iterator[Callable[[], str]]:
    """Give what tells whether somebody else has written since it was last asked.

    SQLite knows of every change of its file. PostgreSQL's log grows by itself, so there it is the newest
    act, line of the journal, segment and head.
    """
    if connection.vendor != "sqlite":
        yield lambda: str([_newest(model) for model in (Act, JournalEvent, Segment, Head)])
        return
    with closing(sqlite3.connect(f"file:{sqlite_file()}?mode=ro", uri=True)) as file:
        yield lambda: str(file.execute("PRAGMA data_version").fetchone()[0])


def _newest(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(newest=Max("number"))["newest"] or 0)


def thin(folder: Path, now: datetime) -> list[Snapshot]:
    """Forget the snapshots a series need not keep, and the pieces only they name; return the forgotten.

    Manifests go first: cut off half-way, what is left over is swept the next time.
    """
    with alone(folder):
        found = snapshots(folder)
        kept = {each.name: each for each in kept_of(found, now)}
        gone = [each for each in found if each.name not in kept]
        for each in gone:
            (folder / "snapshots" / f"{each.name}.json").unlink()
        if gone:
            Pieces(folder).sweep({piece for each in kept.values() for piece in each.pieces})
    return gone


def kept_of(found: list[Snapshot], now: datetime) -> list[Snapshot]:
    """Return what to keep, oldest first: all of a day, of a month each hour's newest, then each day's."""
    newest = {_slot(each, now): each for each in sorted(found, key=lambda each: (each.at, each.name))}
    return list(newest.values())


def _slot(snapshot: Snapshot, now: datetime) -> str:
    age = now - snapshot.at
    if age <= ALL_OF:
        return snapshot.name
    return snapshot.at.astimezone(UTC).strftime("%Y-%m-%d %H" if age <= HOURS_OF else "%Y-%m-%d")
