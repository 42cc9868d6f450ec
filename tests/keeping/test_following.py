"""Following: whatever moment somebody means, the state of then comes back; old snapshots are thinned out."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, nuanxin
from nuanxin.site.backups import Snapshot, snapshots
from nuanxin.site.following import ALL_OF, HOURS_OF, kept_of, thin
from nuanxin.site.pieces import Pieces, write_durably
from tests import installations
from tests.keeping.test_backup import destroy, figure

NOW = datetime(2026, 11, 26, 16, 30, tzinfo=UTC)
PATIENCE_S = 60


@contextmanager
def following(data: Path, folder: Path) -> Iterator[None]:
    """Back an installation up every second meanwhile; in the end the follower is killed."""
    given = {
        **os.environ,
        "NUANXIN_DATA": str(data),
        "NUANXIN_DATABASE": installations.named(data),
        "NUANXIN_CITY": str(ROOT / "cities/demo"),
    }
    words = [sys.executable, "-m", "nuanxin.site.cli", "backup", str(folder), "--every", "1"]
    with subprocess.Popen(words, env=given, cwd=ROOT, stdout=subprocess.DEVNULL) as follower:
        try:
            yield
        finally:
            follower.kill()


def taken(folder: Path, number: int) -> datetime:
    """Wait until a series has so many snapshots, and return the moment afterwards."""
    end = time.monotonic() + PATIENCE_S
    while len(list((folder / "snapshots").glob("*.json"))) < number:
        assert time.monotonic() < end, f"there is no snapshot {number}"
        time.sleep(0.1)
    time.sleep(1.1)
    return datetime.now(UTC)


def closed(data: Path, month: str) -> str:
    return nuanxin(data, "close", "stations", "1508", month).stdout


def test_any_moment_comes_back_and_nothing_is_taken_twice(installation, tmp_path):
    """Two acts, nobody asking for a backup: what was between them comes back."""
    folder, before = tmp_path / "backup", figure(installation)
    with following(installation, folder):
        taken(folder, 1)
        first = closed(installation, "2024-05")
        between = taken(folder, 2)
        second = closed(installation, "2024-04")
        taken(folder, 3)
        time.sleep(1.5)
        assert len(snapshots(folder)) == 3, "where nothing was written nothing is taken"
    destroy(installation)
    nuanxin(installation, "restore", str(folder), "--until", between.isoformat())
    assert figure(installation) == before
    assert closed(installation, "2024-05") != first, "closed by then"
    assert closed(installation, "2024-04") == second, "not closed yet then"


def kept(ages_h: list[float]) -> list[datetime]:
    made = [Snapshot(f"{age}", NOW - timedelta(hours=age), {}) for age in ages_h]
    return [each.at for each in kept_of(made, NOW)]


def test_a_day_is_kept_whole_a_month_by_hours_and_what_is_older_by_days():
    assert len(kept([0, 0.001, 0.002, 23.9, 23.91])) == 5
    assert kept([30.1, 30.2, 31.1]) == [NOW - timedelta(hours=31.1), NOW - timedelta(hours=30.1)]
    assert len(kept([32 * 24, 32 * 24 + 1, 32 * 24 + 2, 40 * 24])) == 2


@given(st.lists(st.integers(0, 100 * 24 * 3600), max_size=60, unique=True))
def test_thinned_out_there_is_one_near_every_moment_there_was(ages_s):
    """The newest stays; whatever was taken has one kept of its own hour, or day, that is no older."""
    left = kept([age / 3600 for age in ages_s])
    assert kept([(NOW - at) / timedelta(hours=1) for at in left]) == left, "thinning again changes nothing"
    for at in (NOW - timedelta(seconds=age) for age in ages_s):
        after = min((each for each in left if each >= at), default=None)
        assert after is not None
        age = NOW - at
        near = timedelta(0) if age <= ALL_OF else timedelta(hours=1 if age <= HOURS_OF else 24)
        assert after - at <= near


def written(folder: Path, at: datetime, *contents: bytes) -> None:
    """Add a snapshot of a moment that is made of some contents."""
    pieces = Pieces(folder).put(contents)
    manifest = {"at": at.isoformat(), "database": {"pieces": pieces[:1]}, "files": [{"pieces": pieces[1:]}]}
    text = json.dumps(manifest).encode()
    name = f"{at.strftime('%Y%m%dT%H%M%SZ')}-{sha256(text).hexdigest()[:16]}"
    write_durably(folder / "snapshots" / f"{name}.json", text)


def test_pieces_go_with_the_last_snapshot_that_names_them(tmp_path):
    written(tmp_path, NOW - timedelta(hours=30.4), b"old", b"same")
    written(tmp_path, NOW - timedelta(hours=30.3), b"newer", b"same")
    written(tmp_path, NOW, b"now")
    gone = thin(tmp_path, NOW)
    assert [each.at for each in gone] == [NOW - timedelta(hours=30.4)]
    left = snapshots(tmp_path)
    assert [Pieces(tmp_path).get(piece) for each in left for piece in each.pieces] == [
        b"newer",
        b"same",
        b"now",
    ]
    assert sum(path.is_file() for path in (tmp_path / "objects").rglob("*")) == 3
    assert thin(tmp_path, NOW) == []
