"""Backup and restore: the original is destroyed, and everything comes back as it was at a time."""

import random
import shutil
import time
from datetime import UTC, datetime

import pytest

from conftest import nuanxin, python
from tests import installations

ASKED = ("stations.open", "1508", "..2024-05-31", "--rows", "9")
KILLED = "tests.keeping.killed"


def figure(data) -> str:
    """Answer a figure with its rows; restoring itself recomputes the forty of the bulletin."""
    return nuanxin(data, "figure", *ASKED).stdout


def destroy(data) -> None:
    """Lose the data folder and the database."""
    shutil.rmtree(data)
    data.mkdir()
    installations.prepare(data)


def objects(folder) -> int:
    return sum(path.is_file() for path in (folder / "objects").rglob("*"))


def test_everything_comes_back_as_it_was_at_a_time(installation, tmp_path):
    """Two snapshots, an act between them: either state is restored, proved and gives its figures."""
    folder, before = tmp_path / "backup", figure(installation)
    assert before
    nuanxin(installation, "backup", str(folder))
    small, between = objects(folder), datetime.now(UTC).isoformat()
    time.sleep(1.1)
    closed = nuanxin(installation, "close", "stations", "1508", "2024-05").stdout
    nuanxin(installation, "backup", str(folder))
    assert objects(folder) - small < small / 2, "a second snapshot keeps only what is new"
    destroy(installation)
    said = nuanxin(installation, "restore", str(folder), "--until", between)
    assert "Restored and sound." in said.stdout
    assert figure(installation) == before
    assert nuanxin(installation, "close", "stations", "1508", "2024-05").stdout == closed, (
        "not closed yet then"
    )
    destroy(installation)
    nuanxin(installation, "restore", str(folder))
    assert nuanxin(installation, "close", "stations", "1508", "2024-05").stdout != closed, "closed by then"
    assert figure(installation) == before


def test_a_restore_cut_off_half_way_is_run_again(installation, tmp_path):
    """Killed at a random piece; a second try finishes, and nothing is lost."""
    folder, before = tmp_path / "backup", figure(installation)
    nuanxin(installation, "backup", str(folder))
    destroy(installation)
    point = random.randint(2, 40)
    cut = python(
        installation,
        "-m",
        KILLED,
        "nuanxin.site.pieces:Pieces.get",
        f"{point}",
        "restore",
        f"{folder}",
        check=False,
    )
    assert cut.returncode == -9, f"at piece {point}: {cut.stderr}"
    assert (installation / "restoring").exists()
    assert "sound" in nuanxin(installation, "restore", str(folder)).stdout
    assert figure(installation) == before


def test_nothing_is_overwritten(installation, tmp_path):
    nuanxin(installation, "backup", str(tmp_path / "backup"))
    said = nuanxin(installation, "restore", str(tmp_path / "backup"), check=False)
    assert (said.returncode, "nothing is overwritten" in said.stderr) == (1, True)
    said = nuanxin(installation, "backup", str(installation / "inside"), check=False)
    assert (said.returncode, "inside the data folder" in said.stderr) == (1, True)


@pytest.mark.parametrize("where", ["objects", "snapshots"])
def test_a_damaged_backup_is_noticed(installation, tmp_path, where):
    folder = tmp_path / "backup"
    nuanxin(installation, "backup", str(folder))
    path = max(
        (each for each in (folder / where).rglob("*") if each.is_file()), key=lambda each: each.stat().st_size
    )
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    destroy(installation)
    said = nuanxin(installation, "restore", str(folder), check=False)
    assert said.returncode == 1
    assert path.name in said.stderr
