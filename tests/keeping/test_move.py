"""The move from SQLite to PostgreSQL: every row, proved equal; cut off and finished; never over something."""

import random

import pytest

from conftest import nuanxin, python
from tests import installations

pytestmark = pytest.mark.skipif(bool(installations.CLUSTER), reason="a move begins on SQLite")
ASKED = ("stations.open", "1508", "..2024-05-31", "--rows", "5")
KILLED = "tests.keeping.killed"


@pytest.fixture
def target(cluster, installation):
    url = installations.named(installation, cluster)
    installations.make_database(url)
    yield url
    installations.drop_database(url)


def cut_off(installation, target, step: int, monkeypatch) -> None:
    """Move with ledger tables in ranges of 500 rows, and kill the process at its n-th COPY."""
    monkeypatch.setenv("NUANXIN_TEST_CHUNK", "500")
    words = ("move", "--to", target)
    cut = python(installation, "-m", KILLED, "nuanxin.site.tables:fill", f"{step}", *words, check=False)
    assert cut.returncode == -9, f"at copy {step}: {cut.stdout}{cut.stderr}"


def test_an_installation_moves_and_works_on(installation, target):
    """Both sides are equal and sound, a figure opens to the same rows, and new acts go on counting."""
    said = nuanxin(installation, "move", "--to", target).stdout
    assert "are equal on both sides" in said
    there = nuanxin(installation, "figure", *ASKED, database=target).stdout
    assert there == nuanxin(installation, "figure", *ASKED).stdout
    assert (
        nuanxin(installation, "close", "stations", "1508", "2024-05", database=target).stdout == "Closed.\n"
    )
    nuanxin(installation, "seal", database=target)
    nuanxin(installation, "verify", "--deep", database=target)
    again = nuanxin(installation, "move", "--to", target, check=False)
    assert again.returncode == 1, "the target is ahead: it is in use"


def test_a_move_cut_off_anywhere_is_finished(installation, target, monkeypatch):
    """Killed in the ledger and again among the other tables; the third try finishes and proves it."""
    cut_off(installation, target, random.randint(2, 8), monkeypatch)
    cut_off(installation, target, random.randint(20, 50), monkeypatch)
    assert "are equal on both sides" in nuanxin(installation, "move", "--to", target).stdout
    nuanxin(installation, "verify", database=target)


def test_a_move_goes_over_nothing(installation, target):
    """A database with another ledger is refused and stays as it is."""
    nuanxin(installation / "other", "setup", database=target)
    said = nuanxin(installation, "move", "--to", target, check=False)
    assert (said.returncode, "another ledger" in said.stderr) == (1, True)
