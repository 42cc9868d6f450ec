"""Examinations of where things are kept: database, its migrations, disk, backups."""

import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.journal_triggers import JOURNAL_TABLES
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.triggers import guarded
from nuanxin.site.backups import STAMP
from nuanxin.site.examinations.verdicts import Opinion, fine, look, mend
from nuanxin.site.schema import ahead, pending

SPARE_BYTES = 256 << 20
"""What must stay free beside a copy of the database: a migration may write a table anew."""

SHORT_DAYS = 180
FRESH, LATE = timedelta(hours=26), timedelta(days=7)
"""A nightly backup is at most so old; past the second age something has been broken for long."""


def migrations() -> Opinion:
    """The database is as this release of the program wants it, neither behind nor ahead."""
    if behind := pending():
        return mend(
            _("The database is behind the program by %(count)d steps.") % {"count": len(behind)},
            _("Back up, then run `nuanxin setup`."),
        )
    if unknown := ahead():
        return mend(
            _("A newer release has been at this database: %(names)s.") % {"names": ", ".join(unknown)},
            _("Install that release again, or restore the backup made before it."),
        )
    return fine(_("The database is as this release wants it."))


def database_mode() -> Opinion:
    """What was acknowledged survives a power cut: writes are flushed before they are called done."""
    wanted, found = (_sqlite_mode if connection.vendor == "sqlite" else _postgresql_mode)()
    wrong = [f"{name}={found[name]}" for name in wanted if found[name] != wanted[name]]
    if wrong:
        return mend(
            _("The database may lose what it acknowledged: %(wrong)s.") % {"wrong": ", ".join(wrong)},
            _("Set %(wanted)s.") % {"wanted": ", ".join(f"{name}={value}" for name, value in wanted.items())},
        )
    facts = ", ".join(f"{name}={value}" for name, value in found.items())
    return fine(_("%(kind)s: %(facts)s.") % {"kind": connection.display_name, "facts": facts})


def _sqlite_mode() -> tuple[dict[str, str], dict[str, str]]:
    """Return the modes SQLite must have and has; 2 is FULL."""
    wanted = {"journal_mode": "wal", "synchronous": "2"}
    with connection.cursor() as cursor:
        return wanted, {name: str(cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in wanted}


def _postgresql_mode() -> tuple[dict[str, str], dict[str, str]]:
    """Return the settings PostgreSQL must have and has, for this program's connections."""
    wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    found = {}
    with connection.cursor() as cursor:
        for name in wanted:
            cursor.execute("SELECT current_setting(%s)", [name])
            found[name] = str(cursor.fetchone()[0])
    return wanted, found


def append_only() -> Opinion:
    """Every table of the ledger has the triggers that refuse change."""
    catalogue = (
        "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        found = {name for (name,) in cursor.fetchall()}
    if bare := sorted({*guarded(), *JOURNAL_TABLES} - found):
        return mend(
            _("Nothing keeps these tables from being changed: %(names)s.") % {"names": ", ".join(bare)},
            _("Their triggers were taken away. Run `nuanxin verify --deep`; at any fault, restore."),
        )
    return fine(_("Every table of the ledger refuses change."))


def disk() -> Opinion:
    """There is room to go on: for a copy of the database, and at the last month's pace for half a year."""
    folder: Path = settings.NUANXIN["data"]
    free, pace = shutil.disk_usage(folder).free, _bytes_a_day()
    facts = {"free": _size(free), "needed": _size(_database_bytes() + SPARE_BYTES), "pace": _size(pace)}
    if free < _database_bytes() + SPARE_BYTES:
        return mend(
            _("%(free)s are free; an upgrade or a backup may need %(needed)s.") % facts,
            _("Make room, or move the data folder to a larger disk."),
        )
    if pace and free / pace < SHORT_DAYS:
        days = {"days": int(free / pace)}
        return look(
            _("%(free)s are free: %(days)d days at the last month's pace.") % (facts | days),
            _("Plan for a larger disk."),
        )
    return fine(_("%(free)s are free; the last month took %(pace)s a day.") % facts)


def _database_bytes() -> int:
    """Return the size of the database on this machine's disk; PostgreSQL's lies where its server is."""
    if connection.vendor != "sqlite":
        return 0
    path = Path(str(connection.settings_dict["NAME"]))
    return sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*"))


def _bytes_a_day(days: int = 30) -> float:
    """Return how fast the data folder grows: the bytes an entry takes, times the last month's entries."""
    total = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    since = (datetime.now(UTC) - timedelta(days=days)).timestamp() * 1e6
    written = Act.objects.filter(at__gte=int(since)).aggregate(lines=Sum("entries"))["lines"] or 0
    segments = sum(each.stat().st_size for each in (settings.NUANXIN["data"] / "segments").glob("*.*"))
    return written * (_database_bytes() + segments) / total / days if total else 0.0


def _size(amount: float) -> str:
    """Return a size as people write it, in decimal units."""
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def backups() -> Opinion:
    """There is a backup of last night, whole, on another disk."""
    folder: Path | None = settings.NUANXIN["backups"]
    if folder is None:
        return look(
            _("No backup folder is named."), _("Name one in NUANXIN_BACKUPS and back up every night.")
        )
    found = sorted((folder / "snapshots").glob("*.json"))
    if not found:
        return mend(
            _("%(folder)s holds no backup.") % {"folder": folder}, _("Run `nuanxin backup` with that folder.")
        )
    if sha256(found[-1].read_bytes()).hexdigest()[:16] != found[-1].stem.rpartition("-")[2]:
        return mend(
            _("The newest backup, %(name)s, was changed.") % {"name": found[-1].stem},
            _("Back up anew, and find out who can write there."),
        )
    return _aged(folder, datetime.strptime(found[-1].stem.partition("-")[0], STAMP).replace(tzinfo=UTC))


def _aged(folder: Path, at: datetime) -> Opinion:
    age = datetime.now(UTC) - at
    said = _("The newest backup is %(hours)d hours old.") % {"hours": age / timedelta(hours=1)}
    if age > FRESH:
        return (mend if age > LATE else look)(
            said, _("Run `nuanxin backup`, and see why the nightly one failed.")
        )
    if folder.stat().st_dev == Path(settings.NUANXIN["data"]).stat().st_dev:
        return look(
            said + " " + _("It lies on the same disk as the data."), _("Keep backups on another disk.")
        )
    return fine(said)
