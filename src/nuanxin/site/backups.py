"""Backups 备份: a series of snapshots of an installation, each whole, each cheap after the first.

A snapshot is a database and the files that belong to it (segments, keys, sheets). Its manifest is
written last and carries its own digest in its name, so that half a backup is none. The database is
taken first: what it names lies in files that never change.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

import nuanxin
from nuanxin.kernel.ledger.models import Act, Ledger
from nuanxin.kernel.ledger.segments import file_digest
from nuanxin.kernel.privacy.master import held
from nuanxin.site.dumps import dump, load, sqlite_file
from nuanxin.site.pieces import PieceDamaged, Pieces, cut, write_durably, write_pieces

LEFT_OUT = ("nuanxin.sqlite3", "static", "restoring")
"""What a data folder holds beside the files of a snapshot: the database itself, and what is made anew."""

STAMP = "%Y%m%dT%H%M%SZ"


class RestoreRefused(Exception):
    """A backup cannot be made or restored so; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot of a series: when it was taken, and its manifest."""

    name: str
    at: datetime
    manifest: dict[str, Any]

    @property
    def pieces(self) -> Iterator[str]:
        """The digests of all pieces it is put together from."""
        database = self.manifest["database"]
        for part in (database, *database.get("tables", ()), *self.manifest["files"]):
            yield from part.get("pieces", ())


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as a snapshot kept it, and by what one sees that it is the same still."""

    seen: tuple[int, int]
    told: dict[str, Any]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time add to a series or thin it out; others wait."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def backup(folder: Path, known: dict[Path, Entry] | None = None) -> Snapshot:
    """Add a snapshot of this installation to a series, beginning it if need be.

    Work goes on meanwhile. ``known`` holds the files of the snapshot before, and then those of this one:
    a file whose size and time are as they were is not read again. Raises RestoreRefused where the folder
    lies inside the data folder.
    """
    data: Path = settings.NUANXIN["data"]
    folder = folder.resolve()
    if folder.is_relative_to(data):
        raise RestoreRefused(_("A backup inside the data folder is lost with it: name another place."))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(folder):
        return _taken(folder, data, {} if known is None else known)


def _taken(folder: Path, data: Path, known: dict[Path, Entry]) -> Snapshot:
    store, at = Pieces(folder), datetime.now(UTC)
    with held():
        database = dump(store)
        manifest = {
            "version": 1,
            "program": nuanxin.__version__,
            "at": at.isoformat(),
            "database": database,
            "files": list(_kept(store, data, known)),
        }
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    name = f"{at.strftime(STAMP)}-{sha256(text).hexdigest()[:16]}"
    write_durably(folder / "snapshots" / f"{name}.json", text)
    return Snapshot(name, at, manifest)


def _files(data: Path) -> Iterator[Path]:
    for path in sorted(data.rglob("*")):
        part = path.relative_to(data).parts[0]
        if path.is_file() and not part.startswith(LEFT_OUT) and path.suffix != ".fresh":
            yield path


def _kept(store: Pieces, data: Path, known: dict[Path, Entry]) -> Iterator[dict[str, Any]]:
    """Keep the data folder's files; one that goes meanwhile was a leftover that nothing refers to."""
    before, now = dict(known), dict[Path, Entry]()
    for path in _files(data):
        try:
            facts = path.stat()
            seen, entry = (facts.st_size, facts.st_mtime_ns), before.get(path)
            if entry is None or entry.seen != seen:
                entry = Entry(seen, _put(store, data, path))
            now[path] = entry
            yield entry.told
        except FileNotFoundError:
            continue
    known.clear()
    known.update(now)


def _put(store: Pieces, data: Path, path: Path) -> dict[str, Any]:
    return {
        "path": path.relative_to(data).as_posix(),
        "mode": path.stat().st_mode & 0o777,
        "sha256": file_digest(path).hex(),
        "pieces": store.put(cut(path)),
    }


def snapshots(folder: Path) -> list[Snapshot]:
    """Return the snapshots of a series, oldest first; PieceDamaged names a manifest that was changed."""
    return [_read(path) for path in sorted((folder / "snapshots").glob("*.json"))]


def _read(path: Path) -> Snapshot:
    text = path.read_bytes()
    if sha256(text).hexdigest()[:16] != path.stem.rpartition("-")[2]:
        raise PieceDamaged(f"{path}: the manifest is not what its name says")
    manifest = json.loads(text)
    return Snapshot(path.stem, datetime.fromisoformat(manifest["at"]), manifest)


def moment(said: str) -> datetime:
    """Return the moment a person means: a day (its end), or a time; local where no zone is given.

    Raises RestoreRefused where it is neither.
    """
    try:
        if len(said) == len("2026-11-23"):
            day = date.fromisoformat(said)
            return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise RestoreRefused(
            _("%(said)s is no time: write 2026-11-23 or 2026-11-23T17:30.") % {"said": said}
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def chosen(folder: Path, until: str = "") -> Snapshot:
    """Return the newest snapshot of a series, or the newest not later than a time."""
    found = snapshots(folder)
    if until:
        limit = moment(until)
        found = [each for each in found if each.at <= limit]
    if not found:
        raise RestoreRefused(_("%(folder)s holds no snapshot of that time.") % {"folder": folder})
    return found[-1]


def restore(folder: Path, snapshot: Snapshot) -> None:
    """Bring a snapshot back into the data folder and the database, both empty; files first.

    Cut off half-way it is simply run again. Raises RestoreRefused where something else lies there.
    """
    store, data = Pieces(folder), settings.NUANXIN["data"]
    mark = data / "restoring"
    _refuse_others(snapshot, data, mark)
    write_durably(mark, snapshot.name.encode())
    for each in snapshot.manifest["files"]:
        _bring_back(store, data / each["path"], each)
    if not _holds_ledger():
        load(store, snapshot.manifest["database"])
    mark.unlink()


def _refuse_others(snapshot: Snapshot, data: Path, mark: Path) -> None:
    kind = snapshot.manifest["database"]["kind"]
    if kind != connection.vendor:
        raise RestoreRefused(
            _("The snapshot is of %(kind)s: set NUANXIN_DATABASE accordingly.") % {"kind": kind}
        )
    begun = mark.read_text(encoding="ascii") if mark.exists() else ""
    if begun and begun != snapshot.name:
        raise RestoreRefused(_("Another snapshot, %(name)s, is half restored here.") % {"name": begun})
    others = [path for path in _files(data) if path.relative_to(data).as_posix() != "keys/secret"]
    if not begun and (others or _holds_ledger()):
        raise RestoreRefused(
            _("%(data)s or its database is not empty: move the old data away first; nothing is overwritten.")
            % {"data": data}
        )


def _holds_ledger() -> bool:
    """Return whether the database is there with a ledger in it; it comes whole, so then it is restored."""
    if connection.vendor == "sqlite":
        return sqlite_file().exists()
    return Ledger._meta.db_table in connection.introspection.table_names() and (
        Ledger.objects.exists() or Act.objects.exists()
    )


def _bring_back(store: Pieces, path: Path, each: dict[str, Any]) -> None:
    if path.exists() and file_digest(path).hex() == each["sha256"]:
        return
    write_pieces(path, map(store.get, each["pieces"]), each["mode"])
