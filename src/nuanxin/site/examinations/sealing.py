"""Examinations of what makes the ledger provable: the seal's key, its age, the sealed files, the clock."""

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import keys, segments
from nuanxin.kernel.ledger.journal import FAILED
from nuanxin.kernel.ledger.models import Act, Head, JournalEvent, Segment
from nuanxin.kernel.ledger.seals import LONG_TAIL, tail_length
from nuanxin.site.examinations.configuration import open_to_others
from nuanxin.site.examinations.verdicts import Opinion, fine, look, mend
from nuanxin.web.accounts.happenings import VERIFIED

DAY_S, MICRO = 86_400, 1_000_000
SEAL_DAYS = 7
DRIFT_S = 5


def seal_key() -> Opinion:
    """The key that signs seals is there, whole, its owner's alone; every public key still needed is kept."""
    lost = sorted(_keys_of_heads() - _kept_keys())
    if lost:
        return mend(
            _("Public keys of heads are missing: %(names)s.") % {"names": ", ".join(lost)},
            _("Bring them back into keys/ from a backup: without them those heads prove nothing."),
        )
    path: Path = settings.NUANXIN["data"] / "keys" / "seal.ed25519"
    if not path.exists():
        return _without_key()
    if open_to_others(path):
        return mend(
            _("Others on this machine may read the seal's key."),
            _("Run `chmod 600` on keys/seal.ed25519; if somebody may have copied it, change the key."),
        )
    return _read_key()


def _without_key() -> Opinion:
    if not Head.objects.exists():
        return fine(_("Nothing is sealed yet; the key is made at the first seal."))
    return mend(
        _("The seal's key is missing."),
        _("Bring keys/seal.ed25519 back; if it was to change, the next seal over a new act makes another."),
    )


def _read_key() -> Opinion:
    try:
        identity, _key = keys.signing_key()
    except (OSError, ValueError):
        return mend(
            _("The seal's key cannot be read."), _("Bring keys/seal.ed25519 back, readable by its owner.")
        )
    if keys.public_key(identity) is None:
        return mend(
            _("The public key %(name)s is not kept.") % {"name": identity},
            _("Bring keys/%(name)s.pub back from a backup.") % {"name": identity},
        )
    return fine(_("The seal's key %(name)s can be read, by its owner alone.") % {"name": identity})


def _keys_of_heads() -> set[str]:
    return set(Head.objects.order_by().values_list("key", flat=True).distinct())


def _kept_keys() -> set[str]:
    folder: Path = settings.NUANXIN["data"] / "keys"
    return {path.stem for path in folder.glob("*.pub") if keys.public_key(path.stem)}


def seals() -> Opinion:
    """What was written is sealed before long."""
    tail, head = tail_length(), Head.objects.order_by("-number").first()
    days = _days(head.at) if head else 0
    facts = {"tail": tail, "days": days}
    said = (
        _("%(tail)d entries wait; the newest seal is %(days)d days old.") % facts
        if head
        else _("%(tail)d entries wait; nothing is sealed yet.") % facts
    )
    if tail >= 2 * LONG_TAIL:
        return mend(said, _("Run `nuanxin seal`; until then figures are slow and this tail is unproved."))
    if tail and (days >= SEAL_DAYS or tail >= LONG_TAIL):
        return look(said, _("Run `nuanxin seal`, best every night."))
    return fine(said)


def verified() -> Opinion:
    """Ledger and records were proved to agree not long ago, and nothing was found."""
    last = JournalEvent.objects.filter(verb=VERIFIED).order_by("-number").first()
    if last is None:
        first = Act.objects.order_by("number").values_list("at", flat=True).first()
        said = _("Nobody has verified the ledger yet.")
        return look(said, _verify_often()) if first and _days(first) >= SEAL_DAYS else fine(said)
    if last.outcome == FAILED:
        return mend(
            _("The last verification, %(days)d days ago, found faults.") % {"days": _days(last.at)},
            _("Run `nuanxin verify`: it names every fault and its place."),
        )
    said = _("Verified %(days)d days ago, nothing found.") % {"days": _days(last.at)}
    return look(said, _verify_often()) if _days(last.at) >= SEAL_DAYS else fine(said)


def _verify_often() -> str:
    return _("Run `nuanxin verify`, best every night.")


def _days(at: int) -> int:
    """Return how many whole days ago a moment was, given in microseconds."""
    return int((time.time() - at / MICRO) / DAY_S)


def sealed_files() -> Opinion:
    """Every sealed file is there and as long as it was sealed; `nuanxin verify` reads what is in them."""
    faults = [fault for segment in Segment.objects.order_by("number") for fault in _segment(segment)]
    if faults:
        return mend(
            " ".join(faults[:5]), _("Bring the files back into segments/ from a backup, then verify.")
        )
    count = {"count": Segment.objects.count()}
    return fine(_("Segments: %(count)d, every file there and of its length.") % count)


def _segment(segment: Segment) -> list[str]:
    """Return what is missing or cut short in the files of a sealed range."""
    target = segments.files(segment.first_seq, segment.last_seq)
    count = segment.last_seq - segment.first_seq + 1
    four = (target.rows, target.hashes, target.cube, target.manifest)
    missing = [_("%(name)s is missing.") % {"name": path.name} for path in four if not path.exists()]
    if missing:
        return missing
    lengths = {
        target.rows: (_rows(target.rows), count),
        target.hashes: (target.hashes.stat().st_size, 32 * count),
    }
    short = [path for path, (found, wanted) in lengths.items() if found != wanted]
    short += [target.cube] if _rows(target.cube) is None else []
    return [_("%(name)s is not of the sealed length.") % {"name": path.name} for path in short]


def _rows(path: Path) -> int | None:
    """Return how many rows a Parquet file says it has, or None where it has lost its end."""
    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowInvalid, OSError):
        return None


def clock() -> Opinion:
    """The clock is not behind what is written, and knows this place's time."""
    ZoneInfo(settings.TIME_ZONE)
    last = Act.objects.order_by("-number").values_list("at", flat=True).first() or 0
    behind = last / MICRO - time.time()
    if behind > DRIFT_S:
        return mend(
            _("The clock is %(seconds)d seconds behind the last act.") % {"seconds": behind},
            _("Set the clock by a time server; acts written meanwhile would seem older than they are."),
        )
    if connection.vendor == "postgresql" and abs(apart := _apart()) > DRIFT_S:
        return look(
            _("The database's clock is %(seconds)d seconds off this machine's.") % {"seconds": apart},
            _("Let both follow the same time server."),
        )
    return fine(_("The clock says %(now)s.") % {"now": time.strftime("%Y-%m-%d %H:%M:%S %z")})


def _apart() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return float(cursor.fetchone()[0]) - time.time()
